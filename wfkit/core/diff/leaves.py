"""Where two JSON values differ: a `Leaf` each, found by jsondiff among what was matched first."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wfkit.core._alignment import Likeness, aligned, identity_of
from wfkit.core._canonical import es_number
from wfkit.core.pointer import append

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["ABSENT", "Absent", "Leaf", "compared", "identity_of", "is_same", "leaf_changes", "leaf_origins", "leaves"]

LeafKind = Literal["added", "removed", "changed", "reordered"]

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


class Leaf(msgspec.Struct, frozen=True, gc=False):
    """One difference inside a value.

    Attributes:
        path: JSON Pointer in the new value; in the old one, for what is gone.
        old: What was there, or `ABSENT`.
        new: What is there, or `ABSENT`.
        old_path: JSON Pointer in the old value, for what is gone in the new one: another than `path` where a list on
            the way grew, shrank or changed its order.
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
        # What only one side has keeps its place there.
        is_one_sided = self.old is ABSENT or self.new is ABSENT
        paths = (self.path, self.old_path) if is_one_sided else (self.old_path, self.path)
        return Leaf(paths[0], self.new, self.old, paths[1], self.is_order)


def leaf_changes(old: Any, new: Any) -> list[Leaf]:
    """Every difference between two JSON values, in the order of their pointers.

    1 and 1.0 are no difference, 1 and true are one. Elements of lists are matched by their identity, where all have
    one; otherwise those alike at both ends are left out, and what is between is matched by place.
    """
    return compared([(old, new)])[0]


def compared(pairs: Iterable[tuple[Any, Any]]) -> list[list[Leaf]]:
    """The differences of each pair of values, as `leaf_changes` has them, at the cost of a single call of jsondiff."""
    walks: list[_Walk] = []
    is_alike = Likeness(_SORTED.encode)
    for old, new in pairs:
        walks.append(_Walk(is_alike))
        walks[-1].run(old, new)
    changed = _by_jsondiff([leaf for walk in walks for leaf in walk.differing])
    return [
        sorted([*walk.found, *(leaf for leaf in walk.differing if id(leaf) in changed)], key=attrgetter("path"))
        for walk in walks
    ]


def is_same(old: Any, new: Any) -> bool:
    """Whether JSON says the same by both: cheap where they are equal."""
    return _SORTED.encode(old) == _SORTED.encode(new) or not leaf_changes(old, new)


def leaf_origins(old: Any, new: Any) -> dict[str, str]:
    """The leaves of the new value that the old one has just so: their JSON Pointer there to that in the old value."""
    origins: dict[str, str] = {}
    is_alike = Likeness(_SORTED.encode)
    stack = [(old, new, "", "")]
    while stack:
        before, after, old_path, path = stack.pop()
        if before and after and isinstance(before, dict) and isinstance(after, dict):
            shared = [key for key in after if key in before]
            stack += [(before[key], after[key], append(old_path, key), append(path, key)) for key in shared]
        elif before and after and isinstance(before, list) and isinstance(after, list):
            pairs, _ = aligned(before, after, is_alike)
            stack += [(before[a], after[b], append(old_path, a), append(path, b)) for a, b in pairs]
        elif _spelt(before) == _spelt(after):
            origins[path] = old_path
    return origins


def leaves(value: Any) -> dict[str, Any]:
    """Every leaf of a value by its JSON Pointer, in its order; an empty object or list is one."""
    found: dict[str, Any] = {}
    stack = [("", value)]
    while stack:
        path, item = stack.pop()
        if isinstance(item, dict) and item:
            stack += [(append(path, key), item[key]) for key in reversed(item)]
        elif isinstance(item, list) and item:
            stack += [(append(path, place), item[place]) for place in reversed(range(len(item)))]
        elif path or not isinstance(item, dict):
            found[path] = item
    return found


class _Walk:
    """Side by side through two values, with a stack of its own: documents nest deeper than Python calls.

    Attributes:
        found: What only one side has, and lists in another order.
        differing: Leaves of both sides that Python holds for unequal.
    """

    __slots__ = ("differing", "found", "is_alike", "stack")

    def __init__(self, is_alike: Likeness) -> None:
        self.found: list[Leaf] = []
        self.differing: list[Leaf] = []
        self.is_alike = is_alike
        self.stack: list[tuple[Any, Any, str, str]] = []

    def run(self, old: Any, new: Any) -> None:
        if type(old) is type(new) and isinstance(old, dict | list):
            self.stack.append((old, new, "", ""))
        else:
            self.meet(old, new, "", "")
        while self.stack:
            before, after, old_path, path = self.stack.pop()
            if isinstance(before, dict):
                self.mappings(before, after, old_path, path)
            else:
                self.lists(before, after, old_path, path)

    def meet(self, old: Any, new: Any, old_path: str, path: str) -> None:
        """Notes a leaf of both sides, puts a container of both off, and leaves out what is equal."""
        kind = type(old)
        if kind is not type(new) or (kind is not dict and kind is not list):
            self.differing.append(Leaf(path, old, new, old_path))
        elif not self.is_alike(old, new):
            self.stack.append((old, new, old_path, path))

    def mappings(self, old: Mapping[str, Any], new: Mapping[str, Any], old_path: str, path: str) -> None:
        for key, value in old.items():
            if key not in new:
                self.found.append(Leaf(append(old_path, key), value, ABSENT, append(path, key)))
        for key, value in new.items():
            before = old.get(key, ABSENT)
            if before is ABSENT:
                self.found.append(Leaf(append(path, key), ABSENT, value, append(old_path, key)))
            elif not _is_equal(before, value):
                place = append(path, key)
                self.meet(before, value, place if old_path == path else append(old_path, key), place)

    def lists(self, old: Sequence[Any], new: Sequence[Any], old_path: str, path: str) -> None:
        pairs, name = aligned(old, new, self.is_alike)
        before, after = [place for place, _ in pairs], [place for _, place in pairs]
        if before != sorted(before):
            ordered = [old[place][name] for place in sorted(before)]
            self.found.append(Leaf(path, ordered, [new[place][name] for place in after], old_path, is_order=True))
        for place in _without(range(len(old)), before):
            self.found.append(Leaf(append(old_path, place), old[place], ABSENT, append(path, place)))
        for place in _without(range(len(new)), after):
            self.found.append(Leaf(append(path, place), ABSENT, new[place], append(old_path, place)))
        for a, b in pairs:
            if not _is_equal(old[a], new[b]):
                self.meet(old[a], new[b], append(old_path, a), append(path, b))


def _without(places: Iterable[int], known: Iterable[int]) -> Iterator[int]:
    left_out = set(known)
    return (place for place in places if place not in left_out)


def _is_equal(old: Any, new: Any) -> bool:
    """Whether two scalars are the same; containers are looked at one by one."""
    kind = type(old)
    return kind is type(new) and kind is not dict and kind is not list and bool(old == new)


def _by_jsondiff(leaves_: Sequence[Leaf]) -> set[int]:
    """Those of the leaves that really differ, by the identity of the objects.

    jsondiff sees them one level deep, as texts. On nested values it weighs likeness in floats, and below some ten
    levels a change is too light to be seen.
    """
    if not leaves_:
        return set()
    import jsondiff

    before = {id(leaf): _spelt(leaf.old) for leaf in leaves_}
    after = {id(leaf): _spelt(leaf.new) for leaf in leaves_}
    patch = jsondiff.diff(before, after, syntax="symmetric")
    # When nothing is alike, jsondiff says so by a pair of both sides instead of a mapping.
    return set(before if isinstance(patch, list) else patch)


def _spelt(value: Any) -> str:
    """A text that two leaves share when JSON says the same: 1 and 1.0 do, 1 and true do not, nor {} and []."""
    if isinstance(value, str):
        return f'"{value}'
    if isinstance(value, float):
        if not value.is_integer():
            return repr(value)
        return f"{int(value):d}" if abs(value) < _EXACT_BELOW else es_number(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return msgspec.json.encode(value).decode()
    if value is None or isinstance(value, bool):
        return repr(value)
    return msgspec.json.encode(value).decode()
