"""Which element of one list is which of another: by an identity that the elements carry, else by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    Pairs = list[tuple[int, int]]

# What an element of a list goes by, the first that all of its elements have and none shares with another.
_IDENTITIES = ("id", "uuid", "key", "name")
_ENCODED_BYTES = 2**27


@dataclass(slots=True)
class Likeness:
    """Whether two values are written alike, for so long as that is affordable.

    Encoding is many times faster than walking, but whoever asks at every level of a document pays for its depth. So
    the bytes are counted, and when they are used up, nothing is said to be alike any more.
    """

    encode: Callable[[Any], bytes]
    bytes_left: int = _ENCODED_BYTES

    def __call__(self, old: object, new: object) -> bool:
        """Whether they are; False too when it would cost too much to know."""
        if self.bytes_left <= 0:
            return False
        before, after = self.encode(old), self.encode(new)
        self.bytes_left -= len(before) + len(after)
        return before == after


def identity_of(*lists: Sequence[Any]) -> str:
    """The key that tells the elements of all these lists apart, or "" when there is none."""
    return next((key for key in _IDENTITIES if all(_keys(key, items) is not None for items in lists)), "")


def aligned(old: Sequence[Any], new: Sequence[Any], is_alike: Callable[[Any, Any], bool]) -> tuple[Pairs, str]:
    """The pairs of places, in the order of the new list, and the key that the elements were known by.

    Without such a key, "", or when no element is found again by it, the ends that are alike belong together, and what
    is between goes by its place.
    """
    for name in _IDENTITIES:
        pairs = _by_identity(name, old, new)
        if pairs:
            return pairs, name
    return _by_place(old, new, is_alike), ""


def _by_identity(name: str, old: Sequence[Any], new: Sequence[Any]) -> Pairs:
    before = _keys(name, old)
    after = _keys(name, new) if before else None
    if not before or not after:
        return []
    return [(before[key], place) for key, place in after.items() if key in before]


def _keys(name: str, items: Sequence[Any]) -> dict[Hashable, int] | None:
    """The place of each element by its key, or None when one has none or shares it."""
    places: dict[Hashable, int] = {}
    for place, item in enumerate(items):
        value = item.get(name) if isinstance(item, dict) else None
        # By their types as well, for to Python 1 and True are one key.
        if type(value) is not str and type(value) is not int:
            return None
        places[value] = place
    return places if len(places) == len(items) else None


def _by_place(old: Sequence[Any], new: Sequence[Any], is_alike: Callable[[Any, Any], bool]) -> Pairs:
    shorter = min(len(old), len(new))
    if len(old) == len(new):
        return [(place, place) for place in range(shorter)]
    head = tail = 0
    while head < shorter and is_alike(old[head], new[head]):
        head += 1
    while tail < shorter - head and is_alike(old[-1 - tail], new[-1 - tail]):
        tail += 1
    kept = range(shorter - tail)
    ends = [(len(old) - place, len(new) - place) for place in range(tail, 0, -1)]
    return [*((place, place) for place in kept), *ends]
