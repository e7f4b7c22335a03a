"""The decisions of a merge, each of which can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.merge import Conflict
from wfkit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.merge import Decision, Merge


class Deciding:
    """One merge while it is decided.

    Attributes:
        merge: It.
    """

    def __init__(self, merge: Merge) -> None:
        self.merge = merge
        self._past: list[Mapping[str, Decision]] = []

    def found(self, conflict: str | Conflict | int) -> Conflict:
        """A conflict by its path or by its place, or itself.

        Raises:
            NotFound: There is no such conflict.
        """
        if isinstance(conflict, Conflict):
            return conflict
        conflicts = self.merge.conflicts
        known: dict[str | int, Conflict] = {each.path: each for each in conflicts}
        known |= enumerate(conflicts)
        if conflict not in known:
            msg = f"no conflict {conflict!r} among the {len(conflicts)} of this merge; merge.conflicts has them all"
            raise NotFound(msg)
        return known[conflict]

    def resolve(self, conflict: str | Conflict | int, *choice: Any, **value: Any) -> None:
        """Decides one, as `Merge.resolve` does."""
        found, before = self.found(conflict), dict(self.merge.decisions)
        self.merge.resolve(found, *choice, **value)
        self._past.append(before)

    def reopen(self, conflict: str | Conflict | int) -> None:
        """Takes the decision on one back."""
        found, before = self.found(conflict), dict(self.merge.decisions)
        self.merge.reopen(found)
        self._past.append(before)

    def resolve_all(self, strategy: str) -> None:
        """Decides all that are open for one side."""
        before = dict(self.merge.decisions)
        self.merge.resolve_all(strategy)
        self._past.append(before)

    def undo(self) -> None:
        """Takes the last step back.

        Raises:
            InvalidInput: There was none.
        """
        if not self._past:
            msg = "there is nothing to undo: nothing was decided in this panel"
            raise InvalidInput(msg)
        before = self._past.pop()
        for conflict in self.merge.conflicts:
            if before.get(conflict.path) != self.merge.decisions.get(conflict.path):
                _restore(self.merge, conflict, before.get(conflict.path))


def _restore(merge: Merge, conflict: Conflict, decision: Decision | None) -> None:
    if decision is None:
        merge.reopen(conflict)
    elif decision.choice == "value":
        merge.resolve(conflict, value=decision.value)
    else:
        merge.resolve(conflict, decision.choice)
