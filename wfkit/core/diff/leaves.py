"""Where two JSON values differ: a `Leaf` each, found by jsondiff among what was matched first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wfkit.core._canonical import es_number
from wfkit.core.pointer import append

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LeafKind = Literal["added", "removed", "changed", "reordered"]

# What an element of a list goes by, the first that all of its elements have and none shares with another.
_IDENTITIES = ("id", "uuid", "key", "name")
_EXACT_BELOW = 2.0**53
_SORTED = msgspec.json.Encoder(order="sorted")


class Absent:
    """The type of `ABSENT`, what a side holds that has nothing there; JSON's null is something."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class Leaf(msgspec.Struct, frozen=True):
    """One difference inside a value.

    Attributes:
        path: JSON Pointer in the new value; in the old one, for what is gone.
        old: What was there, or `ABSENT`.
        new: What is there, or `ABSENT`.
        old_path: JSON Pointer in the old value, where a list before it grew or shrank; otherwise as `path`.
        is_order: Whether only the order of a list's elements differs; the sides are their identities then.
    """

    path: str
    old: Any
    new: Any
    old_path: str = ""
    is_order: bool = False

    @property
    def kind(self) -> LeafKind:
        """What happened."""
        if self.is_order:
            return "reordered"
        if self.old is ABSENT:
            return "added"
        return "removed" if self.new is ABSENT else "changed"

    def mirrored(self) -> Leaf:
        """The same difference seen from the other side."""
        return Leaf(self.old_path, self.new, self.old, self.path, self.is_order)


def leaf_changes(old: Any, new: Any) -> list[Leaf]:
    """Every difference between two JSON values, in the order of their pointers.

    1 and 1.0 are no difference, 1 and true are one. Elements of lists are matched by their identity, where all have one;
    otherwise those alike at both ends are left out, and what is between is matched by place.
    """
    walk = _Walk()
    walk.run(old, new)
    return sorted([*walk.found, *walk.changed()], key=_place)


def is_same(old: Any, new: Any) -> bool:
    """Whether JSON says the same by both: cheap where they are equal."""
    return _SORTED.encode(old) == _SORTED.encode(new) or not leaf_changes(old, new)


def _place(leaf: Leaf) -> tuple[str, str]:
    return leaf.path, leaf.kind


class _Walk:
    """Side by side through both values, with a stack of its own: documents nest deeper than Python calls."""

    __slots__ = ("found", "pairs", "stack")

    def __init__(self) -> None:
        self.found: list[Leaf] = []
        self.pairs: dict[str, tuple[Any, Any, str]] = {}
        self.stack: list[tuple[Any, Any, str, str]] = []

    def run(self, old: Any, new: Any) -> None:
        self.stack.append((old, new, "", ""))
        while self.stack:
            before, after, old_path, path = self.stack.pop()
            if isinstance(before, dict) and isinstance(after, dict):
                self.mappings(before, after, old_path, path)
            elif isinstance(before, list) and isinstance(after, list):
                self.lists(before, after, old_path, path)
            else:
                self.pairs[path] = before, after, old_path

    def mappings(self, old: Mapping[str, Any], new: Mapping[str, Any], old_path: str, path: str) -> None:
        for key, value in old.items():
            if key not in new:
                gone = append(old_path, key)
                self.found.append(Leaf(gone, value, ABSENT, append(path, key)))
        for key, value in new.items():
            place = append(path, key)
            old_place = place if old_path == path else append(old_path, key)
            if key in old:
                self.stack.append((old[key], value, old_place, place))
            else:
                self.found.append(Leaf(place, ABSENT, value, old_place))

    def lists(self, old: Sequence[Any], new: Sequence[Any], old_path: str, path: str) -> None:
        pairs = _by_identity(old, new)
        if pairs is None:
            pairs = _by_place(old, new)
        else:
            self.order(old, new, pairs, old_path, path)
        matched_old, matched_new = {before for before, _ in pairs}, {after for _, after in pairs}
        for place, value in enumerate(old):
            if place not in matched_old:
                gone = append(old_path, place)
                self.found.append(Leaf(gone, value, ABSENT, append(path, place)))
        for place, value in enumerate(new):
            if place not in matched_new:
                self.found.append(Leaf(append(path, place), ABSENT, value, append(old_path, place)))
        self.stack += [(old[a], new[b], append(old_path, a), append(path, b)) for a, b in pairs]

    def order(
        self, old: Sequence[Any], new: Sequence[Any], pairs: Iterable[tuple[int, int]], old_path: str, path: str
    ) -> None:
        name = identity_of(old, new)
        before = [old[place][name] for place, _ in sorted(pairs)]
        after = [new[place][name] for place in sorted(place for _, place in pairs)]
        if before != after:
            self.found.append(Leaf(path, before, after, old_path, is_order=True))

    def changed(self) -> Iterable[Leaf]:
        """The pairs of leaves that differ, by jsondiff: it sees them one level deep.

        On nested values it weighs likeness in floats, and below some ten levels a change is too light to be seen.
        """
        differing = {path: pair for path, pair in self.pairs.items() if not _is_equal(pair[0], pair[1])}
        if not differing:
            return ()
        import jsondiff

        before = {path: _spelt(pair[0]) for path, pair in differing.items()}
        after = {path: _spelt(pair[1]) for path, pair in differing.items()}
        patch = jsondiff.diff(before, after, syntax="symmetric")
        # When nothing is alike, jsondiff says so by a pair of both sides instead of a mapping.
        found = differing if isinstance(patch, list) else patch
        return [Leaf(path, *self.pairs[path]) for path in found]


def _is_equal(old: Any, new: Any) -> bool:
    return type(old) is type(new) and not isinstance(old, dict | list) and bool(old == new)


def _spelt(value: Any) -> str:
    """A text that two leaves share when JSON says the same: 1 and 1.0 do, 1 and true do not, nor {} and []."""
    if isinstance(value, str):
        return f'"{value}'
    if isinstance(value, float):
        is_whole = value.is_integer() and abs(value) < _EXACT_BELOW
        return f"{int(value):d}" if is_whole else es_number(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return msgspec.json.encode(value).decode()
    if value is None or isinstance(value, bool):
        return repr(value)
    return msgspec.json.encode(value).decode()


def identity_of(*lists: Sequence[Any]) -> str:
    """The key that tells the elements of all these lists apart, or "" when there is none."""
    return next((key for key in _IDENTITIES if all(_is_identity(key, items) for items in lists)), "")


def _is_identity(key: str, items: Sequence[Any]) -> bool:
    seen = set()
    for item in items:
        value = item.get(key) if isinstance(item, dict) else None
        if type(value) not in (str, int) or (type(value), value) in seen:
            return False
        seen.add((type(value), value))
    return True


def _by_identity(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int, int]] | None:
    name = identity_of(old, new) if old and new else ""
    if not name:
        return None
    places = {(type(item[name]), item[name]): place for place, item in enumerate(old)}
    keys = [(type(item[name]), item[name]) for item in new]
    return [(places[key], place) for place, key in enumerate(keys) if key in places]


def _by_place(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int, int]]:
    """Pairs of places: equal ends with each other, and what is between in its order."""
    shorter = min(len(old), len(new))
    head = tail = 0
    while head < shorter and _is_alike(old[head], new[head]):
        head += 1
    while tail < shorter - head and _is_alike(old[-1 - tail], new[-1 - tail]):
        tail += 1
    kept = range(shorter - tail)
    ends = [(len(old) - place, len(new) - place) for place in range(tail, 0, -1)]
    return [*((place, place) for place in kept), *ends]


def _is_alike(old: Any, new: Any) -> bool:
    return _SORTED.encode(old) == _SORTED.encode(new)
