"""The registry: where workflows live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from wfkit.formats import get as format_named
from wfkit.service import executions, exporting, importing, integrity, lookup, migrating, saving, search, templates
from wfkit.service.documents import document_of
from wfkit.service.inputs import (
    checked_description,
    checked_flag,
    checked_name,
    checked_page,
    checked_tags,
    checked_text,
    checked_time,
)
from wfkit.service.workflow import Workflow
from wfkit.store import frames, queries, workflows

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.store.records import WorkflowRecord


class Registry:
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

    @property
    def url(self) -> str:
        """Where it is: a path, or `:memory:`."""
        return str(self._context.engine.path or ":memory:")

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

    def get(self, name: str) -> Workflow:
        """The workflow with this id, or with this exact name when only one has it.

        Raises:
            NotFound: There is none, or it is deleted.
            AmbiguousName: Several have the name.
        """
        with self._context.engine.read() as transaction:
            return Workflow(self._context, lookup.found(transaction, name))

    def list(
        self,
        *,
        search: str | None = None,
        tags: Iterable[str] | None = None,
        template: bool | None = None,
        format: str | None = None,
        created_from: datetime | str | None = None,
        created_to: datetime | str | None = None,
        updated_from: datetime | str | None = None,
        updated_to: datetime | str | None = None,
        deleted: bool = False,
        sort: str = "-updated_at",
        page: int = 1,
        limit: int | None = 50,
    ) -> pd.DataFrame:
        """A row a workflow, columns `frames.WORKFLOWS`; `df.attrs["total"]` counts all pages.

        Args:
            search: Text in the name, description or tags, in any case.
            tags: All of these.
            template: Only templates, or only others.
            format: Only documents of this tool.
            created_from: First moment; dates and times without a zone count as UTC.
            created_to: The moment after the last.
            updated_from: First moment of the last change.
            updated_to: The moment after it.
            deleted: Those that were deleted and can come back, instead of the living.
            sort: A column, with `-` in front for descending.
            page: From 1.
            limit: Rows a page, None for all.

        Raises:
            InvalidInput: An argument is out of range.
            UnknownFormat: No format has this name.
        """
        offset, rows_wanted = checked_page(page, limit)
        wanted = workflows.Filter(
            search=None if search is None else checked_text("search", search) or None,
            tags=None if tags is None else checked_tags(tags),
            is_template=None if template is None else checked_flag("template", template),
            format=None if format is None else format_named(checked_text("format", format)).name,
            created_from=checked_time("created_from", created_from), created_to=checked_time("created_to", created_to),
            updated_from=checked_time("updated_from", updated_from), updated_to=checked_time("updated_to", updated_to),
            deleted=checked_flag("deleted", deleted),
        )  # fmt: skip
        order = checked_text("sort", sort)
        with self._context.engine.read() as transaction:
            records, total = workflows.page(transaction, wanted, sort=order, offset=offset, limit=rows_wanted)
        return frames.frame(frames.WORKFLOWS, [_row(record) for record in records], total=total)

    def delete(self, workflow: Workflow | str) -> None:
        """Hides a workflow from every listing; `undelete` brings it back.

        Raises:
            NotFound: There is none, or it is deleted already.
            AmbiguousName: Several have the name.
        """
        with self._context.engine.write() as transaction:
            record = lookup.found(transaction, workflow)
            workflows.set_deleted(transaction, record.id, self._context.now())

    def undelete(self, workflow: Workflow | str) -> Workflow:
        """The workflow with this id, back from deletion; nothing happens when it was not deleted.

        Raises:
            NotFound: There is none, or it was purged.
        """
        with self._context.engine.write() as transaction:
            record = lookup.by_id(transaction, workflow)
            workflows.set_deleted(transaction, record.id, None)
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
        with self._context.engine.write() as transaction:
            record = lookup.by_id(transaction, workflow)
            workflows.purge(transaction, record.id, executions=executions_too)

    def templates(self, *, page: int = 1, limit: int | None = None) -> pd.DataFrame:
        """A row a template, columns `frames.TEMPLATES`, most used first; pre-built ones not used yet have version 0."""
        return templates.listing(self._context, page=page, limit=limit)

    def load_templates(self) -> Sequence[Workflow]:
        """The pre-built templates as workflows of this registry, brought up to date."""
        return [Workflow(self._context, record) for record in templates.load(self._context)]

    def use_template(
        self, template: Workflow | str, name: str | None = None, *, description: str | None = None
    ) -> Workflow:
        """A new workflow cloned from a template; it remembers which, and which version.

        Args:
            template: Its name or id.
            name: The clone's name; default is the template's with "(copy)".
            description: Default is the template's.

        Raises:
            NotFound: There is no such template.
            InvalidInput: The name is not allowed.
        """
        reference = lookup.reference_of(template)
        found = templates.find(self._context, reference)
        record, version = templates.use(
            self._context, found.id, clone_name=checked_name(f"{found.name} (copy)" if name is None else name),
            description=None if description is None else checked_description(description),
        )  # fmt: skip
        return Workflow(self._context, record, version)

    def nodes(
        self,
        *,
        type: str | None = None,
        workflow: Workflow | str | None = None,
        page: int = 1,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """A row a node of every head, columns `frames.NODES`; `config` is JSON text."""
        offset, rows_wanted = checked_page(page, limit)
        node_type = None if type is None else checked_text("type", type)
        with self._context.engine.read() as transaction:
            workflow_id = None if workflow is None else lookup.found(transaction, workflow).id
            rows, total = queries.nodes(
                transaction, node_type=node_type, workflow_id=workflow_id, offset=offset, limit=rows_wanted
            )
        return frames.frame(frames.NODES, rows, total=total)

    def edges(self, *, workflow: Workflow | str | None = None, page: int = 1, limit: int | None = None) -> pd.DataFrame:
        """A row an edge of every head, columns `frames.EDGES`."""
        offset, rows_wanted = checked_page(page, limit)
        with self._context.engine.read() as transaction:
            workflow_id = None if workflow is None else lookup.found(transaction, workflow).id
            rows, total = queries.edges(transaction, workflow_id=workflow_id, offset=offset, limit=rows_wanted)
        return frames.frame(frames.EDGES, rows, total=total)

    def search(self, text: str, *, page: int = 1, limit: int | None = None) -> pd.DataFrame:
        """A row a text of a head that contains this one in any case, columns `frames.MATCHES`.

        Raises:
            InvalidInput: The text is empty.
        """
        return search.search(self._context, text, page=page, limit=limit)

    def sql(self, statement: str, *values: object) -> pd.DataFrame:
        """The answer to one SELECT over the documented views.

        They are workflows, workflow_versions, version_tags, nodes, edges, executions and drafts.

        Args:
            statement: One statement; `$1`, `$2`, … stand for the values.
            values: Bound in their order.

        Raises:
            Forbidden: It writes, attaches, copies or reads other files.
            InvalidInput: It does not parse or run.
        """
        with self._context.engine.read() as transaction:
            return queries.user_query(transaction, statement, values)

    def executions(
        self,
        *,
        workflow: Workflow | str | None = None,
        version: int | None = None,
        status: str | None = None,
        page: int = 1,
        limit: int | None = 50,
    ) -> pd.DataFrame:
        """A row a run, newest first, columns `frames.EXECUTIONS`.

        Raises:
            NotFound: There is no such workflow.
            InvalidInput: The status is unknown, or the page out of range.
        """
        workflow_id = None
        if workflow is not None:
            with self._context.engine.read() as transaction:
                workflow_id = lookup.by_id(transaction, workflow).id
        return executions.listing(
            self._context, workflow_id=workflow_id, version=version, status=status, page=page, limit=limit
        )

    def import_files(
        self,
        path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        on_conflict: str = "skip",
        dry_run: bool = False,
        progress: bool = True,
        tags: Iterable[str] = (),
        allow_invalid: bool = False,
    ) -> pd.DataFrame:
        """A row a file, columns `frames.IMPORTS`, after importing the workflows; a second run imports nothing twice.

        A `status` is one of `imported`, `version` (a new one of a workflow that is there), `renamed`, `unchanged`
        (this content is in the registry, or came earlier in this run), `skipped`, `invalid` and `failed`; `reason`
        says why. A file that is no workflow is never fatal. Hidden files and folders are not looked into, and a link to
        a folder is not followed. Files are written in batches of up to 1000, each whole or not at all.

        A `.wfkit` archive comes back with its history, under a new id and with its own authors and times; its versions
        are marked as valid by the rules of this wfkit.

        Args:
            path: A folder with all that is below it, a file, a pattern such as `flows/**/*.json`, a zip, an archive of
                `export`, or a list of these.
            on_conflict: What happens when another workflow has the name, with other content: `skip`; `version` adds a
                version to it, or the later versions of an archive that begins with its history; `rename` calls it
                `Name (2)`; `error` raises, and the batch of this file is not written, while earlier ones stay.
            dry_run: Say what would happen, and write nothing; what would be new has no `workflow_id`.
            progress: Show a bar.
            tags: Labels for every new workflow, beside those in its document.
            allow_invalid: Import documents with errors too; their versions are marked as not valid.

        Raises:
            NotFound: The path does not exist, or a pattern matches no file.
            InvalidInput: An argument is not allowed; or a name is taken, and `on_conflict` is `error`.
        """
        return importing.import_files(
            self._context, path, on_conflict=on_conflict, dry_run=checked_flag("dry_run", dry_run),
            progress=checked_flag("progress", progress), tags=checked_tags(tags),
            allow_invalid=checked_flag("allow_invalid", allow_invalid),
        )  # fmt: skip

    def migrate(self, folder: str | os.PathLike[str], *, dry_run: bool = False, progress: bool = True) -> pd.DataFrame:
        """A row a workflow, columns `frames.MIGRATED`, after taking over a folder of files, which is only read.

        Args:
            folder: Holds `<id>.json`, each a workflow with one version, and `<name>/<n>.json`, successive versions of a
                workflow of that name; the time of a file becomes that of its version. A version equal to the one
                before it is merged into it; one with errors is marked as not valid.
            dry_run: Say what would happen, and write nothing.
            progress: Show a bar.

        A `status` is one of `migrated`, `unchanged`, `extended` (the folder has grown since the last run), `conflict`
        (another history of this name is there, and stays untouched), `skipped` and `failed`. What was written is read
        back: `hashes_verified` counts the versions whose document has the content hash of its file.

        Raises:
            NotFound: There is no such folder.
        """
        is_dry, shows = checked_flag("dry_run", dry_run), checked_flag("progress", progress)
        return migrating.migrate(self._context, folder, dry_run=is_dry, progress=shows)

    def export(
        self,
        workflow: Workflow | str,
        path: str | os.PathLike[str],
        *,
        version: int | str | None = None,
        history: bool = False,
        redact: bool = False,
        overwrite: bool = False,
    ) -> Path:
        """The path of the file that a workflow was written to, whole or not at all.

        Args:
            workflow: Its object, id or name.
            path: A `.wfkit` file becomes an archive, a zip with tags, messages, authors and times, which `import_files`
                reads; any other file gets the version's document byte for byte.
            version: Its number or version tag; default is the newest, and for a single version of a `Workflow` the one
                that it was read at.
            history: Put all versions up to that one into the archive; by default it holds that one alone.
            redact: Leave out the values of secret config fields, but not references such as `${API_KEY}`.
            overwrite: Replace a file that is there.

        Raises:
            NotFound: There is no such workflow, version or folder.
            AmbiguousName: Several workflows have the name.
            InvalidInput: The file exists, a history is not to go into a `.wfkit` file, or the workflow is not native
                and `redact` is true: which fields of other formats are secret is not known yet.
            RegistryUnusable: The file cannot be written.
        """
        with self._context.engine.read() as transaction:
            record = lookup.found(transaction, workflow)
        if isinstance(workflow, Workflow) and version is None and not history:
            version = workflow.version
        return exporting.export(
            self._context, record, path, version=version, with_history=checked_flag("history", history),
            redact=checked_flag("redact", redact), overwrite=checked_flag("overwrite", overwrite),
        )  # fmt: skip

    def check(self) -> pd.DataFrame:
        """A row a fault of the registry, columns `frames.FINDINGS`; empty when it is sound."""
        return integrity.check(self._context)


def _row(record: WorkflowRecord) -> tuple[Any, ...]:
    return (
        record.id, record.name, record.description, list(record.tags), record.format, record.is_template,
        record.head_version, record.owner, record.source_template_id, record.source_template_version,
        record.created_at, record.updated_at, record.deleted_at,
    )  # fmt: skip
