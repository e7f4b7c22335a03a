"""Three parsed documents as one, property by property, and the properties where both sides want something else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.diff.leaves import ABSENT, is_same
from wfkit.core.merge import _lists
from wfkit.core.merge.conflict import Conflict
from wfkit.core.pointer import join

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from wfkit.core.merge._quiet import Quiet

    Path = tuple[Hashable, ...]
    Members = dict[str, Any]

# Deeper than this a difference is one of the whole value: documents nest deeper than Python calls.
_DEPTH = 100
# Lists below these keys say what is connected; the order of their elements says nothing.
_SETS = frozenset({"connections", "edges", "links", "tags", "wires"})


@dataclass(slots=True)
class Merging:
    """One merge under way.

    Attributes:
        quiet: What is never a conflict.
        resolved: What was decided, by the JSON Pointer of the conflict.
        forced: Paths of nodes that one side deleted and the other connected.
        kept: Paths of edges that stay although one side removed them: they belong to a node that stays.
        conflicts: Every conflict met, decided or not, in the order of the document.
    """

    quiet: Quiet
    resolved: Mapping[str, Any]
    forced: frozenset[Path] = frozenset()
    kept: frozenset[Path] = frozenset()
    conflicts: list[Conflict] = field(default_factory=list)

    def value(self, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        """What the merge holds at a path; `ABSENT` for nothing."""
        if path in self.forced:
            return self._conflict(path, base, ours, theirs)
        if path in self.kept:
            return theirs if ours is ABSENT else ours
        if _same(ours, theirs):
            return ours
        if _same(base, ours):
            return theirs
        if _same(base, theirs):
            return ours
        return self._both_changed(path, base, ours, theirs)

    def _both_changed(self, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        if len(path) < _DEPTH:
            if _are(dict, ours, theirs):
                return self._members(path, base if isinstance(base, dict) else {}, ours, theirs)
            if _are(list, ours, theirs):
                merged = self._elements(path, base if isinstance(base, list) else [], ours, theirs)
                if merged is not None:
                    return merged
        if ours is ABSENT or theirs is ABSENT:
            return self._deleted(path, base, ours, theirs)
        if self.quiet.has(path):
            return ours
        return self._conflict(path, base, ours, theirs)

    def _deleted(self, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        """One side deleted what the other changed: a conflict, unless it was only moved."""
        kept = theirs if ours is ABSENT else ours
        if self.quiet.has(path) or _same(self.quiet.without(path, base), self.quiet.without(path, kept)):
            return ABSENT
        return self._conflict(path, base, ours, theirs)

    def _members(
        self, path: Path, base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
    ) -> dict[str, Any]:
        keys = _lists.merged_order(list(base), list(ours), list(theirs))
        return dict(self._named(path, keys, (base, ours, theirs)))

    def _elements(self, path: Path, base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any] | None:
        keys = _lists.keys_of(base, ours, theirs)
        if keys is not None:
            sides = (_keyed(keys[0], base), _keyed(keys[1], ours), _keyed(keys[2], theirs))
            return [value for _, value in self._named(path, _lists.merged_order(*keys), sides)]
        if not _SETS.isdisjoint(path):
            return self._set(path, base, ours, theirs)
        return _lists.merged_sequence(base, ours, theirs)

    def _set(self, path: Path, base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any] | None:
        # Lists of lists, one an output: their place is their name.
        if all(isinstance(item, list | None) for item in (*base, *ours, *theirs)):
            length = max(len(ours), len(theirs))
            sides = (dict(enumerate(base)), dict(enumerate(ours)), dict(enumerate(theirs)))
            found = dict(self._named(path, range(length), sides))
            return [found.get(place) for place in range(max(found, default=-1) + 1)]
        return _lists.merged_set(base, ours, theirs)

    def _named(
        self, path: Path, keys: Sequence[Any], sides: tuple[Mapping[Any, Any], Mapping[Any, Any], Mapping[Any, Any]]
    ) -> Iterator[tuple[Any, Any]]:
        base, ours, theirs = sides
        for key in keys:
            found = self.value((*path, key), base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT))
            if found is not ABSENT:
                yield key, found

    def _conflict(self, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        pointer = join(*(str(part) for part in path))
        self.conflicts.append(Conflict(pointer, base, ours, theirs))
        return self.resolved.get(pointer, ours)


def _same(left: Any, right: Any) -> bool:
    if left is ABSENT or right is ABSENT:
        return left is right
    return left is right or is_same(left, right)


def _keyed(keys: Sequence[Hashable], items: Sequence[Any]) -> dict[Any, Any]:
    return dict(zip(keys, items, strict=True))


def _are(kind: type, *values: Any) -> bool:
    return all(isinstance(value, kind) for value in values)
