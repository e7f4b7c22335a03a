"""Nodes that a merge has to ask about as a whole, and what becomes of their edges once that is decided.

A node that one side deleted while the other changed it, or connected something to it, and a node that both added
under one id although they are two. Edges go with the node: they are no questions of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge._sides import BASE, OURS, THEIRS, ancestors, logic_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.merge._naming import Path
    from wfkit.core.merge._sides import Sides


@dataclass(frozen=True, slots=True)
class Questions:
    """The nodes to ask about.

    Attributes:
        deleted: The nodes that one side deleted, with the side that still has them.
        kept: Those of them that this side changed or connected.
        twins: Nodes that both sides added under one id.
        on_the_way: All paths that lead to these, and to what may stay or go with them.
    """

    deleted: Mapping[Path, int]
    kept: Mapping[Path, int]
    twins: frozenset[Path]
    on_the_way: set[Path] = field(default_factory=set)

    def __contains__(self, path: Path) -> bool:
        return path in self.kept or path in self.twins


@dataclass(frozen=True, slots=True)
class Fates:
    """What follows from decisions on nodes for what is not asked about.

    Attributes:
        stays: Paths of nodes and edges that one side deleted and that stay, with the side that has them.
        goes: Paths of edges that go with their node.
    """

    stays: dict[Path, int] = field(default_factory=dict)
    goes: set[Path] = field(default_factory=set)


def questions_of(sides: Sides) -> Questions:
    """The questions of a merge."""
    deleted = {
        path: keeper
        for keeper, other in ((OURS, THEIRS), (THEIRS, OURS))
        for path in sides[BASE].nodes
        if path not in sides[other].nodes and path in sides[keeper].nodes
    }
    kept = {path: keeper for path, keeper in deleted.items() if _is_changed(path, keeper, sides)}
    found = Questions(deleted, _outermost(kept, deleted), frozenset(_twins(sides)))
    # Whatever is decided, the way is the same: else a decision would make other questions.
    found.on_the_way.update(ancestors([*found.kept, *found.twins, *_concerned(found, sides)]))
    return found


def fates_of(questions: Questions, sides: Sides, chosen: Mapping[Path, Any]) -> Fates:
    """What follows from what was chosen.

    Args:
        questions: The nodes asked about.
        sides: The documents.
        chosen: By path of a node asked about, `ABSENT` where it goes, else the number of the side whose node is
            taken, or None for a value of its own.
    """
    fates = Fates()
    for path, keeper in questions.kept.items():
        if chosen[path] is not ABSENT:
            fates.stays.update(dict.fromkeys(_with_members(path, keeper, sides, questions), keeper))
        else:
            fates.goes.update(sides[keeper].at.get(path, ()))
    for path, keeper in [*fates.stays.items()]:
        _follow(path, keeper, sides, questions, fates)
    for path in questions.twins:
        _part(path, chosen[path], sides, fates)
    return fates


def _is_changed(path: Path, keeper: int, sides: Sides) -> bool:
    base, side = sides[BASE], sides[keeper]
    if logic_of(base.nodes[path], base) != logic_of(side.nodes[path], side):
        return True
    before = {base.says[edge] for edge in base.at.get(path, ())}
    if any(side.says[edge] not in before for edge in side.at.get(path, ())):
        return True
    # Into a frame nodes are only moved; what is new in it was put there.
    came = [child for child in side.inside.get(path, ()) if child not in base.inside.get(path, ())]
    return any(child not in base.nodes or side.nodes[path].role == "node" for child in came)


def _outermost(kept: Mapping[Path, int], deleted: Mapping[Path, int]) -> dict[Path, int]:
    """The nodes to ask about, or the deleted nodes that hold them in the document."""
    found = {}
    for path, keeper in kept.items():
        holders = (path[:length] for length in range(1, len(path) + 1))
        found[next(holder for holder in holders if deleted.get(holder) == keeper)] = keeper
    return found


def _twins(sides: Sides) -> Iterator[Path]:
    """Nodes that both added under one id and that are called or typed otherwise."""
    ours, theirs = sides[OURS].nodes, sides[THEIRS].nodes
    for path in ours.keys() & theirs.keys() - sides[BASE].nodes.keys():
        one, other = ours[path], theirs[path]
        # Notes are called after their text.
        if one.type != other.type or (one.role == "node" and one.label != other.label):
            yield path


def _concerned(questions: Questions, sides: Sides) -> Iterator[Path]:
    """The nodes and edges that may stay or go with the nodes asked about."""
    for path, keeper in questions.kept.items():
        for node in _with_members(path, keeper, sides, questions):
            yield node
            yield from sides[keeper].at.get(node, ())
    for path in questions.twins:
        for side in (OURS, THEIRS):
            yield from sides[side].at.get(path, ())


def _with_members(path: Path, keeper: int, sides: Sides, questions: Questions) -> Iterator[Path]:
    """The node, and those in it that were deleted with it and that nobody is asked about."""
    waiting = [path]
    while waiting:
        node = waiting.pop()
        yield node
        inside = sides[keeper].inside.get(node, ())
        waiting += [child for child in inside if child in questions.deleted and child not in questions.kept]


def _follow(path: Path, keeper: int, sides: Sides, questions: Questions, fates: Fates) -> None:
    """The edges of a node that stays, stay, where their other end is there too."""
    for edge in sides[keeper].at.get(path, ()):
        if all(end not in questions.deleted or end in fates.stays for end in sides[keeper].ends[edge]):
            fates.stays[edge] = keeper
        else:
            fates.goes.add(edge)


def _part(path: Path, chosen: Any, sides: Sides, fates: Fates) -> None:
    """Of two nodes under one id, the edges of the one that is not taken go."""
    if chosen is None:
        return
    for side in (OURS, THEIRS):
        if side != chosen:
            fates.goes.update(sides[side].at.get(path, ()))
    if chosen is not ABSENT:
        fates.goes.difference_update(sides[chosen].at.get(path, ()))
