"""A property that both sides of a merge changed, each in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge import _lines

ConflictKind = Literal["edited", "added", "deleted"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One open question of a merge; a side that has nothing there is `ABSENT`.

    Attributes:
        path: JSON Pointer in which elements of lists go by their id, such as `/nodes/llm/data/config/model`; those
            without one by their place in the base.
        base: What both sides began with.
        ours: What our side holds.
        theirs: What their side holds.
        node: Id of the node that it is in, or "".
        label: What people call that node; an edge goes by its ends.
    """

    path: str
    base: Any
    ours: Any
    theirs: Any
    node: str = ""
    label: str = ""

    @property
    def kind(self) -> ConflictKind:
        """`edited` by both, `added` by both, or `deleted` by one and changed or connected by the other."""
        if self.ours is ABSENT or self.theirs is ABSENT:
            return "deleted"
        return "added" if self.base is ABSENT else "edited"

    @property
    def both(self) -> Any:
        """A text with the edits of both sides, where they touch different lines of it; else `ABSENT`."""
        sides = (self.base, self.ours, self.theirs)
        return _lines.merged(*sides) if all(isinstance(side, str) for side in sides) else ABSENT

    def to_dict(self) -> dict[str, Any]:
        """The conflict as JSON; a side that has nothing there is left out, and so is `both` where there is none."""
        sides = {"base": self.base, "ours": self.ours, "theirs": self.theirs, "both": self.both}
        about = {"path": self.path, "kind": self.kind, "node": self.node, "label": self.label}
        return {**about, **{name: value for name, value in sides.items() if value is not ABSENT}}
