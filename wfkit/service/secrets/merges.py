"""Merges without secrets, to be read where a document may not be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge import Merge
from wfkit.service.secrets.diffs import SECRET, told_diff
from wfkit.service.secrets.hiding import hiding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.core.diff import Diff
    from wfkit.core.merge import Conflict
    from wfkit.service.secrets.hiding import Hiding

_SIDES: Final = ("base", "ours", "theirs")


def told_merge(merge: Merge) -> Merge:
    """The same merge with words in place of each value that is secret as a whole: to be read, not to be decided."""
    hidden = hiding((merge.base, merge.ours, merge.theirs))
    return _Told(merge, [_told(conflict, hidden) for conflict in merge.conflicts])


class _Told(Merge):
    """A merge as it stands, with other words for its conflicts."""

    def __init__(self, merge: Merge, conflicts: Sequence[Conflict]) -> None:
        vars(self).update(vars(merge.copy()))
        self.conflicts = tuple(conflicts)

    @property
    def diff(self) -> Diff:
        return told_diff(super().diff)


def _told(conflict: Conflict, hidden: Hiding) -> Conflict:
    sides = {name: _side(getattr(conflict, name), conflict.path, hidden) for name in _SIDES}
    return replace(conflict, **sides, label=hidden.text(conflict.label))


def _side(value: Any, path: str, hidden: Hiding) -> Any:
    if value is ABSENT:
        return ABSENT
    shown = hidden.value(value, path)
    return SECRET if value and not shown else shown
