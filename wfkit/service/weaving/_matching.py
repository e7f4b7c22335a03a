"""Which members of the documents of a merge are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from wfkit.core.diff.leaves import ABSENT, identity_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from wfkit.service.weaving._spelt import Member, Spelt

_SORTED = msgspec.json.Encoder(order="sorted").encode


class Held(NamedTuple):
    """How one document spells a member.

    Attributes:
        value: The value with its text.
        member: The blanks and the key around it.
        is_first: Whether it stands before all others.
    """

    value: Spelt
    member: Member
    is_first: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One member of an object, or element of a list.

    Attributes:
        key: Its name, or what an element goes by.
        is_named: Whether it is the member of an object.
        sides: What it is when every conflict is decided for ours, for the base, and for theirs; `ABSENT` for nothing.
        held: How our document spells it, theirs, and the base; None where one does not have it.
    """

    key: Hashable
    is_named: bool
    sides: tuple[Any, Any, Any]
    held: tuple[Held | None, ...]

    @property
    def is_definite(self) -> bool:
        """Whether it is there however the conflicts are decided."""
        return all(side is not ABSENT for side in self.sides)


def is_alike(*values: Any) -> bool:
    """Whether JSON says the same by all of these; `ABSENT` is like nothing but itself."""
    first, *others = values
    if all(other is first for other in others):
        return True
    if any(value is ABSENT for value in values):
        return False
    text = _SORTED(first)
    return all(_SORTED(other) == text for other in others)


def is_divisible(sides: Sequence[Any]) -> bool:
    """Whether the sides have members that can be told apart."""
    if all(isinstance(side, dict) for side in sides):
        return True
    if not all(isinstance(side, list) for side in sides):
        return False
    return _keys(sides) is not None or len({*map(len, sides)}) == 1


def entries(sides: tuple[Any, Any, Any], sources: Sequence[Spelt | None]) -> list[Entry]:
    """The members of divisible sides, in the order of the first; what it lacks, behind what it follows elsewhere."""
    kind = type(sides[0])
    spelt = [source if source is not None and type(source.value) is kind else None for source in sources]
    named: Sequence[Mapping[Hashable, Any]] = sides
    held: Sequence[Mapping[Hashable, Held]] = ()
    if kind is dict:
        held = [_held(source, list(source.value)) if source else {} for source in spelt]
    else:
        named, held = _elements(sides, spelt)
    return [
        Entry(key, kind is dict, (named[0].get(key, ABSENT), named[1].get(key, ABSENT), named[2].get(key, ABSENT)),
              tuple(found.get(key) for found in held))
        for key in _order(*named)
    ]  # fmt: skip


def _elements(
    sides: tuple[Any, Any, Any], sources: Sequence[Spelt | None]
) -> tuple[Sequence[Mapping[Hashable, Any]], Sequence[Mapping[Hashable, Held]]]:
    lists = [*sides, *(source.value for source in sources if source)]
    keys = _keys(lists)
    if keys is None:
        places: list[Mapping[Hashable, Any]] = [dict(enumerate(side)) for side in sides]
        return places, [_held(source, _places(sides[0], source.value)) if source else {} for source in sources]
    rest = iter(keys[len(sides) :])
    named = [dict(zip(found, side, strict=True)) for found, side in zip(keys, sides, strict=False)]
    return named, [_held(source, next(rest)) if source else {} for source in sources]


def _held(source: Spelt, keys: Sequence[Hashable]) -> dict[Hashable, Held]:
    found = zip(keys, source.children, source.members, strict=True)
    return {key: Held(child, member, place == 0) for place, (key, child, member) in enumerate(found)}


def _keys(lists: Sequence[Sequence[Any]]) -> list[list[Hashable]] | None:
    """What the elements of each list go by, as a merge has it; None where they have nothing of the kind."""
    name = identity_of(*lists)
    if name:
        return [[item[name] for item in items] for items in lists]
    keys = [[_first(item) for item in items] for items in lists]
    return keys if all(None not in found and len({*found}) == len(found) for found in keys) else None


def _first(item: Any) -> Hashable:
    first = item[0] if isinstance(item, list) and item else None
    return first if type(first) in (str, int) else None


def _places(wanted: Sequence[Any], items: Sequence[Any]) -> list[Hashable]:
    """The places of a list's elements in the wanted one: equal ends at those, what is between counted from the front.

    What has no place there gets one that the wanted list lacks.
    """
    shorter = min(len(wanted), len(items))
    head = tail = 0
    while head < shorter and is_alike(wanted[head], items[head]):
        head += 1
    while tail < shorter - head and is_alike(wanted[-1 - tail], items[-1 - tail]):
        tail += 1
    middle = len(items) - head - tail
    room = len(wanted) - head - tail
    between = [head + place if place < room else -1 - place for place in range(middle)]
    return [*range(head), *between, *range(len(wanted) - tail, len(wanted))]


def _order(*named: Iterable[Hashable]) -> list[Hashable]:
    """Every key once: in the order of the first, and what that lacks behind what it follows in the others."""
    first, *others = map(list, named)
    ends = object()
    # A chain, not a list: to insert in a list, or to find a place there, takes as long as it is.
    following: dict[Hashable, Hashable] = dict(zip([ends, *first], [*first, ends], strict=True))
    for keys in others:
        last: Hashable = ends
        for key in keys:
            if key not in following:
                following[key], following[last] = following[last], key
            last = key
    order: list[Hashable] = []
    while (key := following[order[-1] if order else ends]) is not ends:
        order.append(key)
    return order
