"""Where the result of a merge is saved, and how it goes on when somebody else saved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from wfkit.core import merge as merges
from wfkit.errors import VersionConflict
from wfkit.service import history, saving
from wfkit.service.documents import edited, restored
from wfkit.service.inputs import checked_description

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wfkit.core.document import Document
    from wfkit.core.merge import Merge
    from wfkit.service._context import Context
    from wfkit.service.workflow import Workflow
    from wfkit.store.records import VersionRecord, WorkflowRecord


@dataclass(frozen=True, slots=True)
class Destination:
    """The workflow that a merge belongs to, at the version that the merge builds on.

    Attributes:
        context: Of the registry.
        record: The workflow as it was read.
        version: The head that a save expects.
        titles: What people call `base`, `ours` and `theirs`.
        message: What a save says of the new version when it is told nothing.
        template_version: The version of its template that this brings it up to.
        draft: The text of the draft that ours is, which a save discards.
    """

    context: Context = field(repr=False)
    record: WorkflowRecord
    version: int
    titles: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    template_version: int | None = None
    draft: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What people call the workflow."""
        return self.record.name

    def save(self, merge: Merge, message: str = "", *, allow_invalid: bool = False) -> Workflow:
        """The workflow with the finished merge as its new head; unchanged content makes no version.

        Raises:
            MergeConflict: A conflict is open.
            InvalidWorkflow: The result has errors, and `allow_invalid` is false.
            VersionConflict: Somebody saved meanwhile; its `.merge()` puts the result on top of that.
            NotFound: The workflow was deleted.
        """
        from wfkit.service.workflow import Workflow

        record, made = self.write(merge, checked_description(message, "message"), allow_invalid=allow_invalid)
        return Workflow(self.context, record, made)

    def write(
        self, merge: Merge, message: str, *, allow_invalid: bool = False
    ) -> tuple[WorkflowRecord, VersionRecord | None]:
        """The records of what `save` gives."""
        document = result_of(merge)
        try:
            return saving.save(
                self.context, self.record, document, expected_version=self.version, message=message or self.message,
                allow_invalid=allow_invalid, template_version=self.template_version, published_draft=self.draft,
            )  # fmt: skip
        except VersionConflict as conflict:
            conflict.merging = partial(self._again, document, conflict)
            raise

    def _again(self, merged: Document, conflict: VersionConflict) -> Merge:
        """The result as ours, so that every decision stays, with what was saved meanwhile."""
        return after_conflict(
            self.context, self.record, lambda: merged, conflict,
            draft=self.draft, template_version=self.template_version,
        )  # fmt: skip


def result_of(merge: Merge) -> Document:
    """The finished merge as a document in the spelling of ours.

    Raises:
        MergeConflict: A conflict is open.
    """
    return edited(merge.ours, merge.document, format=merge.ours.format)


def after_conflict(
    context: Context,
    workflow: WorkflowRecord,
    ours: Callable[[], Document],
    conflict: VersionConflict,
    *,
    draft: str | None = None,
    template_version: int | None = None,
) -> Merge:
    """The merge of a document whose save was refused with what was saved meanwhile.

    Args:
        context: Of the registry.
        workflow: The workflow as it was read.
        ours: Gives the document.
        conflict: Why it was refused.
        draft: The text of the draft that the document is, or comes from.
        template_version: The version of its template that the document brings it up to.
    """
    base = history.version(context, workflow, conflict.expected_version)
    theirs = history.version(context, workflow, conflict.version)
    made = merges.merge(document(base, workflow), ours(), document(theirs, workflow))
    titles = {
        "base": f"version {base.version_number}",
        "ours": "your draft" if draft is not None else "your edit",
        "theirs": f"version {theirs.version_number} by {theirs.author}",
    }
    message = f"merge with version {theirs.version_number}"
    made.destination = Destination(
        context, workflow, theirs.version_number, titles, message, template_version=template_version, draft=draft
    )
    return made


def document(version: VersionRecord, workflow: WorkflowRecord) -> Document:
    """The document of a stored version."""
    return restored(version, workflow.format)
