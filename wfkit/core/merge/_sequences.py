"""Two edits of a list whose elements have no identity: what is alike stays, the rest goes by its place in the base."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge._sameness import form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# difflib is quadratic where much repeats; a longer list is one value.
_LONGEST = 5000
_MOST_PAIRS = 20_000


class Element(NamedTuple):
    """One element of a merged list.

    Attributes:
        place: Its place in the base; -1 for what a side put in.
        sides: What the base, ours and theirs have there, `ABSENT` for nothing.
    """

    place: int
    sides: tuple[Any, Any, Any]


class _Block(NamedTuple):
    """A stretch of the base that a side replaced by more or fewer elements, or, when it is empty, put elements into."""

    start: int
    stop: int
    items: tuple[Any, ...]
    forms: tuple[bytes, ...]


@dataclass(slots=True)
class _Edits:
    """What one side did to the base.

    Attributes:
        items: What it has in the place of each element of the base, `ABSENT` for removed; nothing within blocks.
        changed: The places of those that are not what they were.
        blocks: All else, by where it starts.
        removed: What elements of the base said that are not where they were.
        put_in: What elements say that were not there.
    """

    items: dict[int, Any] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    blocks: dict[int, _Block] = field(default_factory=dict)
    removed: set[bytes] = field(default_factory=set)
    put_in: set[bytes] = field(default_factory=set)

    def note(self, old: range, new: range, items: Sequence[Any], forms: Sequence[bytes]) -> None:
        """Elements of the base, if they are as many, one by one; else as a stretch."""
        if len(old) == len(new) or not new:
            self.items.update(zip(old, items or [ABSENT] * len(old), strict=True))
            self.changed.update(old)
        else:
            self.blocks[old.start] = _Block(old.start, old.stop, tuple(items), tuple(forms))


def merged_sequence(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Element] | None:
    """The elements of the merge, still with their sides; None where both touch the same stretch, or it is too long."""
    forms = [[*map(form, items)] for items in (base, ours, theirs)]
    if _is_costly(*forms):
        return None
    edits = _edits(forms[0], forms[1], ours), _edits(forms[0], forms[2], theirs)
    return None if _collide(*edits) else [*_elements(base, *edits)]


def _is_costly(base: Sequence[bytes], *sides: Sequence[bytes]) -> bool:
    counts = Counter(base)
    return any(
        max(len(base), len(side)) > _LONGEST or sum(map(counts.__getitem__, side)) > _MOST_PAIRS for side in sides
    )


def _edits(before: Sequence[bytes], after: Sequence[bytes], items: Sequence[Any]) -> _Edits:
    found = _Edits()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        old, new = range(start, stop), range(new_start, new_stop)
        if tag == "equal":
            found.items.update(zip(old, items[new_start:new_stop], strict=True))
            continue
        found.note(old, new, items[new_start:new_stop], after[new_start:new_stop])
        found.removed.update(before[start:stop])
        found.put_in.update(after[new_start:new_stop])
    return found


def _collide(ours: _Edits, theirs: _Edits) -> bool:
    """Whether the order or the result of both edits is anybody's guess."""
    moved = ours.removed & ours.put_in, theirs.removed & theirs.put_in
    if (moved[0] and moved[1]) or moved[0] & theirs.removed or moved[1] & ours.removed:
        return True
    if not (_changed(ours).isdisjoint(_inside(theirs)) and _changed(theirs).isdisjoint(_inside(ours))):
        return True
    touched = set[int]().union(*(range(2 * block.start, 2 * block.stop + 1) for block in ours.blocks.values()))
    return any(
        not touched.isdisjoint(range(2 * block.start, 2 * block.stop + 1))
        for start, block in theirs.blocks.items()
        if not _is_of_both(block, ours.blocks.get(start))
    )


def _changed(edits: _Edits) -> set[int]:
    """As gaps and elements of the base are counted together, elements are the odd numbers."""
    return {2 * place + 1 for place in edits.changed}


def _inside(edits: _Edits) -> set[int]:
    """The elements of the base within blocks, counted likewise."""
    return {place for block in edits.blocks.values() for place in range(2 * block.start + 1, 2 * block.stop, 2)}


def _is_of_both(block: _Block, other: _Block | None) -> bool:
    return other is not None and block.stop == other.stop and block.forms == other.forms


def _elements(base: Sequence[Any], ours: _Edits, theirs: _Edits) -> Iterator[Element]:
    place = 0
    while place <= len(base):
        block = ours.blocks.get(place) or theirs.blocks.get(place)
        if block is not None:
            yield from (Element(-1, (ABSENT, item, item)) for item in block.items)
        if block is not None and block.stop > place:
            place = block.stop
            continue
        if place < len(base):
            yield Element(place, (base[place], ours.items[place], theirs.items[place]))
        place += 1
