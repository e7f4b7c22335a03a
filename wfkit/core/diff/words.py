"""Word by word: what changed inside a text, such as a prompt or a piece of code."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Side = Literal["same", "old", "new"]

# Words, runs of blanks, single signs; CJK writes no blanks, so each of its characters is a word.
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|\w+|[^\S\n]+|\n|[^\w\s]")
# What difflib does grows with the pairs of equal pieces, at worst with their power of 3/2. Beyond so many of them, what
# lies between the ends that both texts share counts as replaced.
_PAIRS = 10_000
_LONG = 60


class Span(NamedTuple):
    """A stretch of text that both sides have, or only the old or only the new one."""

    side: Side
    text: str


class _Stretch(NamedTuple):
    """A piece of the old text and the piece of the new one in its place."""

    old: str
    new: str


def is_long(old: object, new: object) -> bool:
    """Whether two values are texts that are worth comparing word by word."""
    if not (isinstance(old, str) and isinstance(new, str)):
        return False
    return max(len(old), len(new)) >= _LONG or "\n" in old or "\n" in new


def word_diff(old: str, new: str) -> tuple[Span, ...]:
    """The two texts as spans; those that are not "new" spell the old text, those not "old" the new one.

    Lines are compared first, then the words inside the lines that differ. Little that is the same between two longer
    changes is part of one change.
    """
    stretches: list[_Stretch] = []
    for stretch in _inside(_Stretch(old, new)):
        _lay(stretch, stretches)
    return tuple(span for stretch in stretches for span in _spans(stretch))


def _inside(whole: _Stretch) -> Iterator[_Stretch]:
    for stretch in _blocks(whole.old.splitlines(keepends=True), whole.new.splitlines(keepends=True)):
        if stretch.old == stretch.new:
            yield stretch
        else:
            yield from _blocks(_WORD.findall(stretch.old), _WORD.findall(stretch.new))


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[_Stretch]:
    """What both have, and what differs in between, in turn."""
    head, tail = _shared_ends(old, new)
    yield _Stretch("".join(old[:head]), "".join(new[:head]))
    yield from _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    yield _Stretch("".join(old[len(old) - tail :]), "".join(new[len(new) - tail :]))


def _shared_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many pieces are the same at the front, and how many at the end."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    return head, next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[_Stretch]:
    counts, others = Counter(old), Counter(new)
    if sum(count * others[piece] for piece, count in counts.items() if not piece.isspace()) > _PAIRS:
        yield _Stretch("".join(old), "".join(new))
        return
    # Blanks are junk: they tell nothing of where two texts belong together.
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for _, start, stop, new_start, new_stop in matcher.get_opcodes():
        yield _Stretch("".join(old[start:stop]), "".join(new[new_start:new_stop]))


def _lay(stretch: _Stretch, stretches: list[_Stretch]) -> None:
    """Puts a stretch behind the others, as part of the last one where the two belong together."""
    while stretches and _belong_together(stretches, stretch):
        last = stretches.pop()
        stretch = _Stretch(last.old + stretch.old, last.new + stretch.new)
    if stretch.old or stretch.new:
        stretches.append(stretch)


def _belong_together(stretches: Sequence[_Stretch], stretch: _Stretch) -> bool:
    last = stretches[-1]
    if (last.old == last.new) == (stretch.old == stretch.new):
        return True
    is_between = last.old == last.new and len(stretches) > 1 and stretch.old != stretch.new
    return is_between and len(last.old) <= min(max(map(len, stretches[-2])), max(map(len, stretch)))


def _spans(stretch: _Stretch) -> Iterator[Span]:
    if stretch.old == stretch.new:
        yield Span("same", stretch.old)
        return
    if stretch.old:
        yield Span("old", stretch.old)
    if stretch.new:
        yield Span("new", stretch.new)
