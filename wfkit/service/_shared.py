"""With whom a workflow is shared, as methods of the workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from wfkit.service import sharing

if TYPE_CHECKING:
    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.store.records import WorkflowRecord


class Shared:
    """Who else may see and change a workflow, where several people work with a registry."""

    _context: Context
    _record: WorkflowRecord

    def share(self, principal: str, level: str = "view") -> Self:
        """This workflow, after sharing it with somebody.

        Args:
            principal: The name of somebody or of a team, as tokens carry it; `*` stands for everyone in the registry.
            level: `view` it, `edit` it too, or `manage` it: share, delete and purge it.

        Raises:
            InvalidInput: The name is not allowed, or the level is unknown.
            NotFound: The workflow was deleted.
            Forbidden: The registry works for somebody who may not manage this workflow.
        """
        sharing.share(self._context, self._record, principal, level)
        return self

    def unshare(self, principal: str) -> Self:
        """This workflow, after sharing it with somebody no more.

        Raises:
            NotFound: It was not shared with them, or the workflow was deleted.
            Forbidden: The registry works for somebody who may not manage this workflow.
        """
        sharing.unshare(self._context, self._record, principal)
        return self

    def shared_with(self) -> pd.DataFrame:
        """A row a principal that it is shared with, columns `frames.SHARES`; the owner is none of them.

        Raises:
            NotFound: The workflow was deleted.
        """
        return sharing.listing(self._context, self._record)
