"""In which order the keys of three objects, or the elements of three lists, stand in the one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

K = TypeVar("K", bound="Hashable")


def merged_order(base: Collection[K], ours: Sequence[K], theirs: Sequence[K]) -> list[K]:
    """Every key of both sides: in our order unless only they changed it; what one adds, behind what it follows."""
    is_theirs = not _is_reordered(base, ours, theirs) and _is_reordered(base, theirs, ours)
    first, second = (theirs, ours) if is_theirs else (ours, theirs)
    waiting = _followers(first, second)
    known = {*base, *second}
    order: list[K] = []
    coming: list[K] = waiting.pop(None, [])
    for key in first:
        # What the first side put here itself comes before what the second did.
        if coming and key in known:
            order += coming
            coming = []
        order.append(key)
        coming += waiting.get(key, [])
    return order + coming


def is_contested(base: Collection[K], ours: Sequence[K], theirs: Sequence[K]) -> bool:
    """Whether both sides changed the order of what all of them have, each in its own way."""
    shared = set(base).intersection(ours, theirs)
    before, mine, other = ([key for key in keys if key in shared] for keys in (base, ours, theirs))
    return before not in (mine, other) and mine != other


def _is_reordered(base: Collection[K], side: Sequence[K], other: Sequence[K]) -> bool:
    shared = set(base).intersection(side, other)
    return [key for key in base if key in shared] != [key for key in side if key in shared]


def _followers(first: Sequence[K], second: Sequence[K]) -> dict[K | None, list[K]]:
    """What only the second has, by what it follows there that the first has too."""
    known = set(first)
    found: defaultdict[K | None, list[K]] = defaultdict(list)
    last: K | None = None
    for key in second:
        if key in known:
            last = key
        else:
            found[last].append(key)
    return found
