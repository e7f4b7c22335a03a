"""What elements of lists go by in a merge, the same in all three documents, and the paths that follow from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge._sameness import form
from wfkit.core.pointer import split

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Key = str | int
    Path = tuple[Key, ...]
    Triple = tuple[Any, Any, Any]
    Place = tuple[Path, Triple]

# What an element goes by, the first that all have and none shares with another of its list.
_IDENTITIES = ("id", "uuid", "key", "name")
_TAGS = ("tags",)


@dataclass(frozen=True, slots=True)
class Named:
    """Three lists whose elements can be told apart.

    Attributes:
        keys: What the elements of each go by, in their order.
        items: The elements of each by that.
    """

    keys: tuple[Sequence[Key], ...]
    items: tuple[Mapping[Key, Any], ...]


class Naming:
    """The names of the elements, asked for by path.

    Attributes:
        roots: The three documents.
        edge_lists: Paths of lists whose elements are edges: their order says nothing, and an edge without an id goes
            by what it says.
        slots: Paths of lists on the way to edges whose elements go by their place, such as the outputs of a node.
    """

    def __init__(self, roots: Triple, set_names: frozenset[str] = frozenset()) -> None:
        self.roots = roots
        self._set_names = set_names
        self.edge_lists: set[Path] = set()
        self.slots: set[Path] = set()
        self._named: dict[Path, Named | None] = {}
        self._places: dict[tuple[int, str, bool], Place | None] = {}

    def named(self, path: Path, lists: Triple) -> Named | None:
        """The lists at this path by what their elements go by; None where these have nothing of the kind."""
        if path not in self._named:
            sides = tuple([value if isinstance(value, list) else [] for value in lists])
            self._named[path] = self._found(path, sides)
        return self._named[path]

    def is_set(self, path: Path) -> bool:
        """Whether what lies at this path is a list, or nothing, whose order says nothing."""
        return path == _TAGS or (bool(path) and path[-1] in self._set_names)

    def path_of(self, side: int, pointer: str, *, is_edge: bool = False) -> Path | None:
        """The path of what lies at a JSON Pointer in one of the documents; None where a list on the way has no names.

        Args:
            side: Which document, by its place among the three.
            pointer: To a node or an edge.
            is_edge: Whether it is an edge.
        """
        if not pointer:
            return None
        parent, _, last = pointer.rpartition("/")
        known = side, parent, is_edge
        if known not in self._places:
            self._places[known] = self._walked(side, parent, is_edge=is_edge)
        place = self._places[known]
        if place is None:
            return None
        path, values = place
        if not isinstance(values[side], list):
            return (*path, *split(f"/{last}"))
        if is_edge:
            self.edge_lists.add(path)
        named = self.named(path, values)
        return None if named is None else (*path, named.keys[side][int(last)])

    def _walked(self, side: int, pointer: str, *, is_edge: bool) -> Place | None:
        place: Place = ((), self.roots)
        for part in split(pointer):
            path, values = place
            if isinstance(values[side], list) and self.named(path, values) is None:
                if not is_edge:
                    return None
                self.slots.add(path)
            place = self._step(side, place, part)
        return place

    def _step(self, side: int, place: Place, part: str) -> Place:
        path, values = place
        if isinstance(values[side], dict):
            return (*path, part), _each(values, dict, lambda value: value.get(part, ABSENT))
        index = int(part)
        named = None if path in self.slots else self.named(path, values)
        if named is None:
            inner = _each(values, list, lambda value: value[index] if index < len(value) else ABSENT)
            return (*path, index), inner
        key = named.keys[side][index]
        base, ours, theirs = (items.get(key, ABSENT) for items in named.items)
        return (*path, key), (base, ours, theirs)

    def _found(self, path: Path, sides: tuple[Sequence[Any], ...]) -> Named | None:
        for name in _IDENTITIES:
            keys = _keys(sides, dict, name)
            if keys is not None:
                return _paired(keys, sides)
        if path not in self.edge_lists and not self.is_set(path):
            return None
        # A link of ComfyUI is a list that begins with its id; other edges have no name but what they say.
        keys = _keys(sides, list, 0)
        return _paired(keys or tuple([[*_told_apart(items)] for items in sides]), sides)


def _each(values: Triple, kind: type, inner: Callable[[Any], Any]) -> Triple:
    base, ours, theirs = (inner(value) if isinstance(value, kind) else ABSENT for value in values)
    return base, ours, theirs


def _keys(sides: tuple[Sequence[Any], ...], kind: type, key: str | int) -> tuple[Sequence[Key], ...] | None:
    """What all elements have at a key, as text; None when one is of another kind, or shares it with another."""
    found = []
    for items in sides:
        if not all(isinstance(item, kind) for item in items):
            return None
        values = [item.get(key) if isinstance(item, dict) else item[0] if item else None for item in items]
        # By their exact types, for to Python true is 1.
        if not {*map(type, values)} <= {str, int}:
            return None
        names = [str(value) for value in values]
        if len({*names}) < len(names):
            return None
        found.append(names)
    return tuple(found)


def _told_apart(items: Sequence[Any]) -> Sequence[str]:
    """What each element says, with a number where another said it before."""
    seen: Counter[str] = Counter()
    names = []
    for item in items:
        name = form(item).decode()
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def _paired(keys: tuple[Sequence[Key], ...], sides: tuple[Sequence[Any], ...]) -> Named:
    return Named(keys, tuple([dict(zip(names, items, strict=True)) for names, items in zip(keys, sides, strict=True)]))
