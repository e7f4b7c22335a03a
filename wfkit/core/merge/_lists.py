"""Three lists as one: by the identity of their elements, as sets, or as sequences."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import msgspec

from wfkit.core.diff.leaves import identity_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_SORTED = msgspec.json.Encoder(order="sorted")
# difflib is quadratic where much repeats; a longer list without identities is one value.
_LONGEST = 2000


def keys_of(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> tuple[list[Hashable], ...] | None:
    """What the elements of each list go by, None where they have nothing of the kind.

    Objects go by their id, key or name, lists (the links of ComfyUI) by their first element.
    """
    name = identity_of(base, ours, theirs)
    if name:
        return tuple([item[name] for item in items] for items in (base, ours, theirs))
    keys = tuple([_first(item) for item in items] for items in (base, ours, theirs))
    return keys if all(None not in found and len(set(found)) == len(found) for found in keys) else None


def merged_order(base: Sequence[Hashable], ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> list[Hashable]:
    """Every key of both sides: in our order, unless only they changed it; what they added behind what it follows."""
    common = set(base) & set(ours) & set(theirs)
    is_ours_as_before = [key for key in ours if key in common] == [key for key in base if key in common]
    first, second = (theirs, ours) if is_ours_as_before else (ours, theirs)
    order = list(first)
    known = set(order)
    last: Hashable = None
    for key in second:
        if key not in known:
            at = order.index(last) + 1 if last is not None else 0
            order.insert(at, key)
            known.add(key)
        last = key
    return order


def merged_set(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any] | None:
    """The elements of ours without those that they removed, and with those that they added; None with repeats."""
    spelt = [{_SORTED.encode(item): item for item in items} for items in (base, ours, theirs)]
    if any(len(known) != len(items) for known, items in zip(spelt, (base, ours, theirs), strict=True)):
        return None
    before, mine, other = spelt
    every = {**mine, **other}
    order = merged_order(list(before), list(mine), list(other))
    return [every[key] for key in order if key in every and _stays(key, before, mine, other)]


def merged_sequence(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any] | None:
    """Both sides' edits of a sequence, None where they touch the same stretch of it."""
    if max(len(base), len(ours), len(theirs)) > _LONGEST:
        return None
    edits = sorted([*_edits(base, ours), *_edits(base, theirs)], key=lambda edit: (edit[0], edit[1]))
    merged: list[Any] = []
    at = 0
    previous: tuple[int, int, list[Any]] | None = None
    for edit in edits:
        start, stop, items = edit
        if previous is not None and edit == previous:
            continue
        # Two insertions at one place have no order of their own.
        if previous is not None and (start < at or start == previous[0]):
            return None
        merged += [*base[at:start], *items]
        at, previous = stop, edit
    return [*merged, *base[at:]]


def _stays(key: bytes, before: dict[bytes, Any], mine: dict[bytes, Any], other: dict[bytes, Any]) -> bool:
    return (key in mine and key in other) or key not in before


def _edits(base: Sequence[Any], side: Sequence[Any]) -> list[tuple[int, int, list[Any]]]:
    before, after = [_SORTED.encode(item) for item in base], [_SORTED.encode(item) for item in side]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        (start, stop, list(side[new_start:new_stop]))
        for tag, start, stop, new_start, new_stop in matcher.get_opcodes()
        if tag != "equal"
    ]


def _first(item: Any) -> Hashable:
    first = item[0] if isinstance(item, list) and item else None
    return first if type(first) in (str, int) else None
