"""What objects or lists are merged of: their members, each with what all three documents have there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge._order import is_contested, merged_order
from wfkit.core.merge._sequences import merged_sequence
from wfkit.core.merge._sides import BASE, OURS, THEIRS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.merge._naming import Key, Naming, Path, Triple

    Members = Iterator[tuple[Key | None, Triple]]


def members_of(naming: Naming, path: Path, sides: Triple, *, is_ordered: bool) -> Members | None:
    """The members in the order of the merge, under None what one side put into a list without identities.

    Args:
        naming: What elements of lists go by.
        path: Where the objects or lists lie.
        sides: They, as the base, ours and theirs have them.
        is_ordered: Whether the order of a list says something.

    Returns:
        None where they are not of one kind, or both sides ordered a list anew or changed the same stretch of it.
    """
    kinds = {type(side) for side in sides if side is not ABSENT}
    if kinds == {dict}:
        base, ours, theirs = (side or {} for side in sides)
        return _picked(merged_order(base, [*ours], [*theirs]), (base, ours, theirs))
    if kinds != {list}:
        return None
    base, ours, theirs = (side or [] for side in sides)
    if path in naming.slots:
        places = [dict(enumerate(side)) for side in (base, ours, theirs)]
        return _picked(range(max(len(ours), len(theirs))), (places[BASE], places[OURS], places[THEIRS]))
    return _elements(naming, path, (base, ours, theirs), is_ordered=is_ordered)


def _elements(naming: Naming, path: Path, lists: Triple, *, is_ordered: bool) -> Members | None:
    named = naming.named(path, lists)
    if named is None:
        found = merged_sequence(*lists)
        return None if found is None else ((None if place < 0 else place, sides) for place, sides in found)
    if is_ordered and is_contested(*named.keys):
        return None
    base, ours, theirs = named.items
    return _picked(merged_order(*named.keys), (base, ours, theirs))


def _picked(keys: Any, sides: tuple[Mapping[Any, Any], Mapping[Any, Any], Mapping[Any, Any]]) -> Members:
    base, ours, theirs = sides
    return ((key, (base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT))) for key in keys)


def trim(slots: list[Any], ours: Any, theirs: Any) -> None:
    """Drops what is empty at the end of a list of slots, and what one side does not have."""
    shortest = min(len(side) if isinstance(side, list) else 0 for side in (ours, theirs))
    while len(slots) > shortest and not slots[-1]:
        slots.pop()
