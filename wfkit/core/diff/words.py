"""Word by word: what changed inside a text, such as a prompt or a piece of code."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Side = Literal["same", "old", "new"]

# Words, runs of blanks, single signs; CJK writes no blanks, so each of its characters is a word.
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|\w+|[^\S\n]+|\n|[^\w\s]")
# difflib is quadratic where much repeats. Past this many pieces, lines are compared, and past that the whole.
_PIECES = 3000
_LONG = 60


class Span(NamedTuple):
    """A stretch of text that both sides have, or only the old or only the new one."""

    side: Side
    text: str


def is_long(old: object, new: object) -> bool:
    """Whether two values are texts that are worth comparing word by word."""
    if not (isinstance(old, str) and isinstance(new, str)):
        return False
    return max(len(old), len(new)) >= _LONG or "\n" in old or "\n" in new


def word_diff(old: str, new: str) -> tuple[Span, ...]:
    """The two texts as spans; those that are not "new" spell the old text, those not "old" the new one.

    Lines are compared first, then the words inside the lines that differ; texts too long for that as a whole.
    """
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if max(map(len, lines)) > _PIECES:
        return tuple(_whole(old, new))
    spans: list[Span] = []
    for same, before, after in _blocks(*lines):
        spans += [Span("same", before)] if same else _inside(before, after)
    return tuple(_joined(spans))


def _inside(old: str, new: str) -> Iterator[Span]:
    words = _WORD.findall(old), _WORD.findall(new)
    if max(map(len, words)) > _PIECES or not all(words):
        yield from _whole(old, new)
        return
    for same, before, after in _blocks(*words):
        yield from [Span("same", before)] if same else _whole(before, after)


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        yield tag == "equal", "".join(old[start:stop]), "".join(new[new_start:new_stop])


def _whole(old: str, new: str) -> Iterator[Span]:
    if old:
        yield Span("old", old)
    if new:
        yield Span("new", new)


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    """Neighbouring spans of one side as one; a blank between two changes belongs to the change."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].side == span.side:
            merged[-1] = Span(span.side, merged[-1].text + span.text)
        else:
            merged.append(span)
    yield from merged
