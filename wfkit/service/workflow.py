"""A workflow as an object to work with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wfkit.service import drafts, executions, history, saving
from wfkit.service._compared import Compared
from wfkit.service._described import Described
from wfkit.service._shared import Shared
from wfkit.service._snapshot import Snapshot
from wfkit.service._tagged import Tagged
from wfkit.service.documents import document_of, edited
from wfkit.service.inputs import (
    checked_description,
    checked_flag,
    checked_name,
    checked_tags,
    checked_version,
)
from wfkit.service.version_view import VersionView
from wfkit.store import versions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    import pandas as pd

    from wfkit.core.document import Document
    from wfkit.service._context import Context
    from wfkit.service.drafts import Draft
    from wfkit.service.editing import Edit
    from wfkit.service.executions import Execution
    from wfkit.store.records import VersionRecord, WorkflowRecord


class Workflow(Described, Tagged, Shared, Compared, Snapshot):
    """A workflow as it was read at one version.

    It does not change under your hands: what saves returns a new `Workflow` at its new head.
    """

    def __init__(self, context: Context, record: WorkflowRecord, head: VersionRecord | None = None) -> None:
        """Wraps stored rows; made by `Registry`."""
        self._context = context
        self._record = record
        self._head = head

    def __repr__(self) -> str:
        return f"<Workflow {self.name!r} version {self.version} ({self.format}, {self.id})>"

    def __eq__(self, other: object) -> bool:
        """Whether it is the same workflow at the same version."""
        return isinstance(other, Workflow) and (self.id, self.version) == (other.id, other.version)

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    @property
    def _snapshot(self) -> VersionRecord:
        if self._head is None:
            self._head = history.version(self._context, self._record, self.version)
        return self._head

    def save(
        self, document: object, message: str = "", *, expected_version: int | None = None, allow_invalid: bool = False
    ) -> Workflow:
        """The workflow at its new head; unchanged content makes no version.

        Args:
            document: A dict, Document, version or path. A dict or list is written into the text of the version that
                this object was read at: what it leaves as it was keeps its spelling.
            message: What changed, and why.
            expected_version: The head that this save builds on; default is the version this object was read at.
            allow_invalid: Save in spite of errors; the version is marked as not valid.

        Raises:
            InvalidWorkflow: The document has errors; all of them are in `.problems`.
            InvalidInput: It is in another format than the workflow.
            VersionConflict: Somebody else saved first; nothing was written. Its `.merge()` is the merge of both.
            NotFound: The workflow was deleted.
        """
        expected = self.version if expected_version is None else checked_version("expected_version", expected_version)
        base_hash = self._head.content_hash if self._head is not None and expected == self.version else None
        words, found = checked_description(message, "message"), self._document_of(document)
        record, version = self._or_merge(
            lambda: saving.save(
                self._context, self._record, found, expected_version=expected,
                message=words, allow_invalid=allow_invalid, base_hash=base_hash,
            ),
            lambda: found,
        )  # fmt: skip
        return Workflow(self._context, record, version)

    def edit(self) -> Edit:
        """An edit of this version: change nodes, configs and edges by name, then `save` it.

        Raises:
            UnknownFormat: wfkit cannot edit documents of this format.
        """
        from wfkit.service.editing import Edit

        return Edit(self.source, self.save)

    def _document_of(self, source: object) -> Document:
        return edited(self.source, source) if isinstance(source, Mapping | list) else document_of(source)

    def update(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Iterable[str] | None = None,
        is_template: bool | None = None,
    ) -> Workflow:
        """The workflow with new metadata, at the version it was read at; what is left out stays as it is.

        No version is made.

        Raises:
            InvalidInput: A name, description or tag is not allowed.
            NotFound: The workflow was deleted.
        """
        record = history.update_metadata(
            self._context,
            self._record,
            name=None if name is None else checked_name(name),
            description=None if description is None else checked_description(description),
            tags=None if tags is None else checked_tags(tags),
            is_template=None if is_template is None else checked_flag("is_template", is_template),
        )
        # Not at a head that was never looked at: the next save must not write over it unseen.
        return Workflow(self._context, replace(record, head_version=self.version), self._head)

    def versions(self, *, page: int = 1, limit: int | None = None) -> pd.DataFrame:
        """A row a version, newest first, columns `frames.VERSIONS`; `df.attrs["total"]` counts all.

        Raises:
            InvalidInput: The page or limit is out of range.
        """
        return history.listing(self._context, self._record, page=page, limit=limit)

    def at(self, version: int | str) -> VersionView:
        """One version, by its number or by a version tag.

        Raises:
            NotFound: There is no such version or tag.
        """
        return VersionView(history.find(self._context, self._record, version), self.name, self.format)

    def rollback(self, version: int | str, message: str = "", *, expected_version: int | None = None) -> Workflow:
        """The workflow at a new head with the document of an earlier version; history stays.

        Args:
            version: The number or tag of the version to restore.
            message: Why; the default names the version.
            expected_version: Refuse when the head is another one; by default the head may be any.

        Raises:
            NotFound: There is no such version, or the workflow was deleted.
            VersionConflict: The head is not `expected_version`.
        """
        expected = None if expected_version is None else checked_version("expected_version", expected_version)
        record, made = history.rollback(
            self._context, self._record, version,
            message=checked_description(message, "message"), expected_version=expected,
        )  # fmt: skip
        return Workflow(self._context, record, made)

    def save_draft(self, document: object) -> Draft:
        """The draft, written over the one before; it may be invalid, and makes no version.

        Raises:
            InvalidWorkflow: It is no JSON.
            NotFound: The workflow was deleted.
        """
        return drafts.save(self._context, self._record, document)

    def draft(self) -> Draft:
        """The draft of this workflow.

        Raises:
            NotFound: It has none.
        """
        return drafts.get(self._context, self._record)

    def publish_draft(self, message: str = "", *, allow_invalid: bool = False) -> Workflow:
        """The workflow with its draft as a new version, on top of the version that the draft began from.

        Raises:
            NotFound: It has no draft.
            InvalidWorkflow: The draft has errors.
            VersionConflict: Somebody else saved since the draft was begun.
        """
        words = checked_description(message, "message")
        record, version = self._or_merge(
            lambda: drafts.publish(self._context, self._record, message=words, allow_invalid=allow_invalid),
            lambda: drafts.document(self._context, self._record),
            is_draft=True,
        )
        return Workflow(self._context, record, version)

    def discard_draft(self) -> None:
        """Removes the draft, if there is one."""
        with self._context.changing(self._record) as transaction:
            versions.discard_draft(transaction, self.id)

    def execution(self, version: int | str | None = None) -> Execution:
        """A run to record with `with`: it is `running` inside, then `completed`, or `failed` if the block raises.

        Raises:
            NotFound: There is no such version.
        """
        number = self.version if version is None else history.resolve(self._context, self._record, version)
        return executions.Execution(self._context, self._record, number)

    def record_execution(
        self,
        *,
        status: str = "completed",
        version: int | str | None = None,
        cost: float | None = None,
        started_at: datetime | str | None = None,
        completed_at: datetime | str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> str:
        """The id of a run that is recorded after it happened.

        Args:
            status: pending, running, completed or failed.
            version: Which version ran; default is the one this object was read at.
            cost: In whatever currency you account in, 0 or more.
            started_at: Default now; a time without a zone counts as UTC.
            completed_at: Default now for completed and failed runs.
            details: Whatever JSON describes the run: tokens, inputs, errors.

        Raises:
            InvalidInput: The status is unknown, the cost negative or not finite, the details are no JSON, or it ends
                before it starts.
            NotFound: There is no such version, or the workflow was deleted.
        """
        number = self.version if version is None else history.resolve(self._context, self._record, version)
        return executions.record(
            self._context, self._record, number,
            status=status, cost=cost, started_at=started_at, completed_at=completed_at, details=details,
        )  # fmt: skip

    def executions(
        self, *, version: int | None = None, status: str | None = None, page: int = 1, limit: int | None = 50
    ) -> pd.DataFrame:
        """Its runs, newest first, columns `frames.EXECUTIONS`."""
        return executions.listing(
            self._context, workflow_id=self.id, version=version, status=status, page=page, limit=limit
        )

    def costs(self) -> pd.DataFrame:
        """A row a version that ran, columns `frames.COSTS`: how often, with what outcome, at what cost."""
        return executions.costs(self._context, self.id)
