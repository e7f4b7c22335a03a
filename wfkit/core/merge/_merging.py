"""Three parsed documents as one, property by property, and the properties where both sides want something else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge._members import members_of, trim
from wfkit.core.merge._quiet import is_place, is_quiet, quiet_value
from wfkit.core.merge._sameness import Sameness, wanted
from wfkit.core.merge._sides import BASE, OURS, THEIRS, ancestors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.merge._members import Members
    from wfkit.core.merge._naming import Path, Triple
    from wfkit.core.merge._questions import Fates, Questions
    from wfkit.core.merge._sides import Sides


class Question(NamedTuple):
    """A property that both sides changed, each in its own way: the base, ours and theirs."""

    path: Path
    sides: Triple


@dataclass(slots=True)
class _Frame:
    """An object or list of the merge that is being filled.

    Attributes:
        path: Where it lies.
        sides: What the three documents have there.
        members: What is still to go into it.
        made: It itself.
        is_slots: Whether it is a list of lists that go by their place.
        is_loose: Whether it goes when nothing is left in it.
    """

    path: Path
    sides: Triple
    members: Members
    made: Any
    is_slots: bool
    is_loose: bool
    last: Any = None

    def put(self, key: Any, value: Any) -> None:
        if isinstance(self.made, list):
            self.made.append([] if value is ABSENT else value)
        else:
            self.made[key] = value
        self.last = key

    def drop_last(self) -> None:
        if isinstance(self.made, list):
            self.made.pop()
        else:
            del self.made[self.last]


@dataclass(slots=True)
class Merging:
    """One merge under way. Documents nest deeper than Python calls, so there is a stack of frames.

    Attributes:
        sides: The three documents.
        asked: The nodes that are asked about as a whole.
        fates: What follows for other nodes and edges.
        decided: What was decided, by the path of the conflict.
        found: Every conflict met, decided or not, in the order of the document.
    """

    sides: Sides
    asked: Questions
    fates: Fates
    decided: Mapping[Path, Any]
    found: list[Question] = field(default_factory=list)
    _same: Sameness = field(default_factory=Sameness)
    _ground: set[Path] = field(default_factory=set)
    _soft: set[Path] = field(default_factory=set)
    _open: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        nodes = {path for side in self.sides.each for path in side.nodes}
        edges = {path for side in self.sides.each for path in side.edges}
        self._ground = ancestors(nodes)
        self._soft = ancestors(edges) - self._ground - nodes
        self._open = self._soft | edges | self.asked.on_the_way

    def run(self) -> Any:
        """The merged document; open conflicts count as decided for our side."""
        root = self._value((), *self.sides.naming.roots)
        if not isinstance(root, _Frame):
            return root
        stack = [root]
        while stack:
            inner = self._advance(stack[-1])
            if inner is not None:
                stack.append(inner)
                continue
            done = stack.pop()
            if stack:
                self._finish(done, stack[-1])
        return root.made

    def _advance(self, frame: _Frame) -> _Frame | None:
        """Fills a frame up to the next member that has members of its own."""
        for key, sides in frame.members:
            value = sides[OURS] if key is None else self._value((*frame.path, key), *sides)
            if isinstance(value, _Frame):
                frame.put(key, value.made)
                return value
            if value is not ABSENT or frame.is_slots:
                frame.put(key, value)
        return None

    def _finish(self, frame: _Frame, outer: _Frame) -> None:
        """What is left of a list of slots, and of what lost every edge in it."""
        if frame.is_slots:
            trim(frame.made, *frame.sides[OURS:])
        if frame.is_loose and not outer.is_slots and not self._is_connected(frame):
            outer.drop_last()

    def _is_connected(self, frame: _Frame) -> bool:
        if isinstance(frame.made, list):
            return bool(frame.made)
        return any(value for key, value in frame.made.items() if (*frame.path, key) in self._open)

    def _value(self, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        if path in self.asked:
            return self._ask(path, base, ours, theirs)
        if path in self.fates.stays:
            return (base, ours, theirs)[self.fates.stays[path]]
        if path in self.fates.goes or path in self.asked.deleted:
            return ABSENT
        is_passed = path in self.asked.on_the_way
        if not is_passed and path not in self._ground:
            found = self._same.wanted(base, ours, theirs)
            if found is not None:
                return found[0]
        if is_passed or path in self._soft or self.sides.naming.is_set(path):
            sides = (self._bare(path, base, ours), self._bare(path, ours, theirs), self._bare(path, theirs, ours))
            return self._of_both(path, *sides, is_loose=ABSENT in (ours, theirs))
        return self._of_both(path, base, ours, theirs)

    def _bare(self, path: Path, value: Any, other: Any) -> Any:
        """The value, or for none the other without what is connected there: who deletes all edges deletes no more."""
        if value not in (ABSENT, None) or not isinstance(other, dict | list):
            return value
        return [] if isinstance(other, list) else {key: other[key] for key in other if (*path, key) not in self._open}

    def _of_both(self, path: Path, base: Any, ours: Any, theirs: Any, *, is_loose: bool = False) -> Any:
        """What both sides changed, as far as it is known by now."""
        if is_place(ours) and is_place(theirs) and is_quiet(self.sides, path, (base, ours, theirs)):
            return ours
        members = self._members(path, (base, ours, theirs))
        if members is not None:
            is_slots = path in self.sides.naming.slots and all(isinstance(item, list | None) for item in ours + theirs)
            made: Any = [] if isinstance(ours, list) else {}
            return _Frame(path, (base, ours, theirs), members, made, is_slots, is_loose)
        found = wanted(base, ours, theirs)
        if found is not None:
            return found[0]
        if is_quiet(self.sides, path, (base, ours, theirs)):
            return quiet_value(self.sides, path, ours, theirs)
        if (ours is ABSENT or theirs is ABSENT) and self._is_redrawn(path):
            return ABSENT
        return self._ask(path, base, ours, theirs)

    def _members(self, path: Path, sides: Triple) -> Members | None:
        """What can be merged one by one; an edge that is a list, such as a link of ComfyUI, is one value."""
        if sides[OURS] is ABSENT or sides[THEIRS] is ABSENT:
            return None
        if isinstance(sides[OURS], list) and any(path in side.edges for side in self.sides.each):
            return None
        naming = self.sides.naming
        is_free = path in self._ground or path in naming.edge_lists or naming.is_set(path)
        return members_of(naming, path, sides, is_ordered=not is_free)

    def _is_redrawn(self, path: Path) -> bool:
        """Whether it is an edge of which the side that still has it changed no more than how it is drawn."""
        said = [side.says.get(path) for side in self.sides.each]
        return said[BASE] is not None and said[BASE] in said[OURS:]

    def _ask(self, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        self.found.append(Question(path, (base, ours, theirs)))
        return self.decided.get(path, ours)
