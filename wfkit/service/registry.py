"""The registry: where workflows live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from wfkit.service import lookup, offers, saving, templates
from wfkit.service._files import Files
from wfkit.service._listings import Listings
from wfkit.service._members import Members
from wfkit.service._questions import Questions
from wfkit.service.documents import document_of
from wfkit.service.inputs import (
    checked_description,
    checked_flag,
    checked_name,
    checked_tags,
    checked_timeout,
)
from wfkit.service.workflow import Workflow
from wfkit.store import workflows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.service.offers import Offer


class Registry(Listings, Questions, Files, Members):
    """One store of workflows; made by `wfkit.open`."""

    def __init__(self, context: Context) -> None:
        """Wraps an engine, an author and a clock."""
        self._context = context

    def __repr__(self) -> str:
        return f"<Registry {self.url}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __contains__(self, workflow: object) -> bool:
        """Whether this is the registry that a workflow was made by or read from, whatever became of it since."""
        return isinstance(workflow, Workflow) and workflow._context is self._context  # noqa: SLF001 - the same package

    @property
    def url(self) -> str:
        """Where it is: a path, or `:memory:`."""
        return str(self._context.engine.path or ":memory:")

    @property
    def is_read_only(self) -> bool:
        """Whether its file is there and may not be written."""
        return self._context.engine.is_read_only

    @property
    def epoch(self) -> int | None:
        """A number that stays the same while nobody writes the registry; None while other processes may.

        What was read after this number was asked for still holds as long as it is the same.
        """
        return self._context.engine.epoch

    def hurried(self, busy_timeout_s: float) -> AbstractContextManager[None]:
        """What this thread does inside waits no longer than so many seconds for others, however long it else would.

        Raises:
            InvalidInput: It is no number of seconds.
        """
        return self._context.engine.hurried(checked_timeout(busy_timeout_s))

    def close(self) -> None:
        """Lets the file go at once instead of after a quarter of a second; a later call opens it again."""
        self._context.engine.close()

    def create(
        self,
        name: str,
        document: object,
        *,
        description: str = "",
        tags: Iterable[str] = (),
        message: str = "",
        is_template: bool = False,
        allow_invalid: bool = False,
    ) -> Workflow:
        """A new workflow with `document` as its version 1.

        Args:
            name: Others may have it too; the id tells them apart.
            document: A dict, Document, workflow, version or path; its format is found out.
            description: What the workflow is for.
            tags: Labels for filtering.
            message: What there is to say of the first version.
            is_template: Mark it as meant to be cloned.
            allow_invalid: Create it in spite of errors; the version is marked as not valid.

        Raises:
            InvalidInput: Name, description, tags or message are not allowed.
            InvalidWorkflow: The document has errors; all of them are in `.problems`.
            UnknownFormat: The document is no workflow.
        """
        record, version = saving.create(
            self._context, document_of(document), name=checked_name(name),
            description=checked_description(description), tags=checked_tags(tags),
            message=checked_description(message, "message"), is_template=checked_flag("is_template", is_template),
            allow_invalid=allow_invalid,
        )  # fmt: skip
        return Workflow(self._context, record, version)

    def get(self, name: str, *, deleted: bool = False) -> Workflow:
        """The workflow with this id, or with this exact name when only one has it.

        Args:
            name: Its id or name.
            deleted: Also one that is deleted, to look at before `undelete`; then only its id is enough.

        Raises:
            NotFound: There is none, or it is deleted.
            AmbiguousName: Several have the name.
        """
        find = lookup.by_id if checked_flag("deleted", deleted) else lookup.found
        with self._context.read() as transaction:
            return Workflow(self._context, find(transaction, name))

    def delete(self, workflow: Workflow | str) -> None:
        """Hides a workflow from every listing; `undelete` brings it back.

        Raises:
            NotFound: There is none, or it is deleted already.
            AmbiguousName: Several have the name.
        """
        with self._context.read() as transaction:
            record = lookup.found(transaction, workflow)
        with self._context.changing(record, "manage") as transaction:
            saving.head_of(transaction, record)
            now = self._context.now()
            workflows.set_deleted(transaction, record.id, now)
            self._context.note(transaction, "delete", record, at=now)

    def undelete(self, workflow: Workflow | str) -> Workflow:
        """The workflow with this id, back from deletion; nothing happens when it was not deleted.

        Raises:
            NotFound: There is none, or it was purged.
        """
        with self._context.read() as transaction:
            record = lookup.by_id(transaction, workflow)
        with self._context.changing(record, "manage") as transaction:
            workflows.set_deleted(transaction, record.id, None)
            if record.deleted_at is not None:
                self._context.note(transaction, "undelete", record)
            return Workflow(self._context, saving.head_of(transaction, record))

    def purge(self, workflow: Workflow | str, *, remove_executions: bool = False) -> None:
        """Removes a workflow with its whole history, deleted or not, for good.

        Args:
            workflow: Its id; a name is not enough for this.
            remove_executions: Remove the records of its runs too; by default they stay, for the accounts.

        Raises:
            NotFound: No workflow has this id.
        """
        executions_too = checked_flag("remove_executions", remove_executions)
        with self._context.read() as transaction:
            record = lookup.by_id(transaction, workflow)
        with self._context.changing(record, "manage") as transaction:
            lookup.by_id(transaction, workflow)
            workflows.purge(transaction, record.id, executions=executions_too)
            self._context.note(transaction, "purge", record, record.head_version)

    def templates(self, *, page: int = 1, limit: int | None = None) -> pd.DataFrame:
        """A row a template, columns `frames.TEMPLATES`, most used first; pre-built ones not used yet have version 0."""
        return templates.listing(self._context, page=page, limit=limit)

    def offers(self) -> Sequence[Offer]:
        """The templates as objects that hold their document, in the order of `templates()`."""
        return offers.offers(self._context)

    def free_name(self, name: str) -> str:
        """The name, or the same with a number behind it where a workflow or a pre-built template has it: `RAG (2)`.

        Raises:
            InvalidInput: The name is not allowed.
        """
        return templates.free_name(self._context, checked_name(name))

    def load_templates(self) -> Sequence[Workflow]:
        """The pre-built templates as workflows of this registry, brought up to date."""
        return [Workflow(self._context, record) for record in templates.load(self._context)]

    def use_template(
        self,
        template: Workflow | str,
        name: str | None = None,
        *,
        description: str | None = None,
        allow_invalid: bool = False,
    ) -> Workflow:
        """A new workflow cloned from a template; it remembers which, and which version.

        Args:
            template: Its name or id.
            name: The clone's name; default is the template's with "(copy)".
            description: Default is the template's.
            allow_invalid: Create it in spite of errors, such as node types that are not installed here.

        Raises:
            NotFound: There is no such template.
            InvalidInput: The name is not allowed.
            InvalidWorkflow: It has errors that it had not when it was saved; all of them are in `.problems`.
        """
        reference = lookup.reference_of(template)
        found = templates.find(self._context, reference)
        record, version = templates.use(
            self._context, found, clone_name=checked_name(f"{found.name} (copy)" if name is None else name),
            description=None if description is None else checked_description(description),
            allow_invalid=checked_flag("allow_invalid", allow_invalid),
        )  # fmt: skip
        return Workflow(self._context, record, version)
