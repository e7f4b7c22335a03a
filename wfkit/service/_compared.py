"""What a workflow says of its changes: between versions, over its history, beside others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wfkit.core.bump import suggest_bump
from wfkit.core.diff import Diff, diff
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, VersionConflict
from wfkit.service import changes, history, merging
from wfkit.service.inputs import checked_description

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from wfkit.core.bump import Bump
    from wfkit.core.document import Document
    from wfkit.core.merge import Merge
    from wfkit.service._context import Context
    from wfkit.service.workflow import Workflow
    from wfkit.store.records import VersionRecord, WorkflowRecord

    Saved = tuple[WorkflowRecord, VersionRecord | None]


class Compared:
    """The changes of a workflow."""

    _context: Context
    _record: WorkflowRecord

    if TYPE_CHECKING:

        @property
        def source(self) -> Document:
            """The document with its text and bytes."""

    def diff(self, old: int | str | None = None, new: int | str | None = None) -> Diff:
        """What changed between two versions; with one, between it and the head as it is now.

        Args:
            old: The number or tag of a version; by default the one before the head.
            new: Likewise; by default the head.

        Raises:
            NotFound: There is no such version.
            InvalidInput: `old` was left out, and nothing comes before the first version.
        """
        number = history.head(self._context, self._record).head_version if new is None else new
        old = self._before(number) if old is None else old
        before, after = (history.find(self._context, self._record, side) for side in (old, number))
        return diff(
            merging.document(before, self._record), merging.document(after, self._record),
            old_title=f"version {before.version_number}", new_title=f"version {after.version_number}",
        )  # fmt: skip

    def _before(self, version: int | str) -> int:
        number = history.resolve(self._context, self._record, version)
        if number == 1:
            msg = f"{quoted(self._record.name)} has no version before 1, so there is nothing to compare it with"
            raise InvalidInput(msg)
        return number - 1

    def merge(self, *, base: object, theirs: object, strategy: str | None = None) -> Merge:
        """The three-way merge of this version with another edit of an earlier one.

        Args:
            base: What both began with: the number or tag of a version, or whatever holds a document.
            theirs: The other edit, likewise.
            strategy: Which side wins where both changed the same, `ours` or `theirs`; by default each is a conflict.

        Raises:
            NotFound: There is no such version or file.
            InvalidInput: The strategy is unknown, or theirs is in another format.
        """
        return merging.of_workflow(
            self._context, self._record, self.source, base=base, theirs=theirs, strategy=strategy
        )

    def blame(self) -> pd.DataFrame:
        """Who changed what last: a row a node, `path` "", and a row a leaf of its config, columns `frames.BLAME`.

        Nodes are followed through new names and ids; moving a node does not count.
        """
        return changes.blame(self._context, self._record)

    def log(self, *, node: str | None = None) -> pd.DataFrame:
        """A row a version with what it changed, newest first, columns `frames.LOG`.

        Args:
            node: Id or label of a node: only the versions that changed it or its edges, under whatever name.

        Raises:
            NotFound: No version has such a node.
        """
        return changes.log(self._context, self._record, node=node)

    def diff_frame(self) -> pd.DataFrame:
        """A row a change a version over the whole history, oldest first, columns `frames.CHANGES`."""
        return changes.diff_frame(self._context, self._record)

    def suggest_bump(self, old: int | str, new: int | str | None = None) -> Bump:
        """Which part of a semantic version the changes deserve, and why.

        Raises:
            NotFound: There is no such version.
        """
        return suggest_bump(self.diff(old, new))

    def behind_template(self) -> int:
        """How many versions the template that this was cloned from has moved on since; 0 when it is up to date.

        Raises:
            NotFound: It is no clone, or its template is gone.
        """
        return merging.behind_template(self._context, history.head(self._context, self._record))

    def update_from_template(
        self, *, merge: Merge | None = None, strategy: str | None = None, message: str = ""
    ) -> Workflow:
        """The clone at a new head with what its template changed since, by a three-way merge.

        Args:
            merge: The `.merge` of a MergeConflict that this raised before, decided by now.
            strategy: Which side wins where both changed the same: `ours`, the clone, or `theirs`, the template.
            message: What to say of the new version.

        Raises:
            NotFound: It is no clone, or its template is gone.
            MergeConflict: Both changed the same; the error's `.merge` has the conflicts.
            VersionConflict: Somebody saved since this object was read.
        """
        from wfkit.service.workflow import Workflow

        if merge is None:
            merged = merging.with_template(self._context, self._record, self.source)
        else:
            merged = merging.checked_merge(merge)
        if strategy is not None:
            merged.resolve_all(strategy)
        record, made = merging.update_from_template(
            self._context, self._record, merged, message=checked_description(message, "message")
        )
        return Workflow(self._context, record, made)

    def _or_merge(self, save: Callable[[], Saved], ours: Callable[[], Document], *, is_draft: bool = False) -> Saved:
        """What `save` returns; a conflict that it raises can merge our document."""
        try:
            return save()
        except VersionConflict as conflict:
            draft = ours().text if is_draft else None
            conflict.merging = partial(merging.after_conflict, self._context, self._record, ours, conflict, draft=draft)
            raise
