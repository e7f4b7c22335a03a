"""Texts with what was changed in them, word by word, as the panels show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wfkit.core.diff.words import Span, word_diff
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A page that is sent more than this is slow, and nobody reads it there.
_LONGEST: Final = 40_000
_CONTEXT: Final = 300
_SIGNS: Final = {"same": " ", "old": "-", "new": "+"}


def words_of(old: str, new: str, longest: int = _LONGEST) -> list[list[str]]:
    """Both texts in one: pairs of a sign and a stretch of text, for `wordsOf` of `words.js`.

    The sign is a blank for what both have, `-` and `+` for what only the old and only the new one has. Where that is
    more than so many characters, what both have far from any change is left out first, then the end; `…` stands before
    words that say how much.
    """
    if old == new:
        return cut([[" ", new]], longest)
    spans = [*_by_lines(word_diff(old, new))]
    if sum(len(span.text) for span in spans) <= longest:
        return cut([[_SIGNS[span.side], span.text] for span in spans], longest)
    last = len(spans) - 1
    near = [
        piece for place, span in enumerate(spans) for piece in _near(span, is_first=not place, is_last=place == last)
    ]
    return cut(near, longest)


def cut(stretches: Sequence[list[str]], longest: int = _LONGEST) -> list[list[str]]:
    """The stretches as a browser can take them, and not more of them than it should."""
    return [*_cut(stretches, longest)]


def _cut(stretches: Sequence[list[str]], room: int) -> Iterator[list[str]]:
    left_out = 0
    for sign, text in stretches:
        if sign == "…":
            if room:
                yield [sign, text]
            continue
        shown, rest = text[:room], len(text[room:])
        room -= len(shown)
        left_out += rest
        if shown:
            yield [sign, sendable(shown, len(shown))]
    if left_out:
        yield ["…", f"{left_out:,} more characters"]


def _by_lines(found: Sequence[Span]) -> Iterator[Span]:
    """The spans with what came or went moved to begin with a line, where it may as well stand there.

    Where of "a.", "b." and "c." on lines of their own the second went, it may be the end of the first line and the
    second without its end: the same, and people see the second.
    """
    spans = [*found]
    for place in range(1, len(spans) - 1):
        before, span, after = spans[place - 1 : place + 2]
        if (before.side, after.side) == ("same", "same"):
            by = _slide(span.text, after.text)
            spans[place - 1] = Span("same", before.text + span.text[:by])
            spans[place] = Span(span.side, span.text[by:] + after.text[:by])
            spans[place + 1] = Span("same", after.text[by:])
    yield from (span for span in spans if span.text)


def _slide(text: str, after: str) -> int:
    """By how many characters a text may move on, so that it ends with a line; 0 where it does not get there."""
    at = text.find("\n") + 1
    return at if 0 < at < len(text) and after.startswith(text[:at]) else 0


def _near(span: Span, *, is_first: bool, is_last: bool) -> Iterator[list[str]]:
    """A span; of what both texts share its ends, as far as a change is beside them."""
    words = span.text
    head = "" if is_first else words[:_CONTEXT]
    tail = "" if is_last else words[max(len(head), len(words) - _CONTEXT) :]
    left_out = len(words) - len(head) - len(tail)
    if span.side != "same" or left_out <= _CONTEXT:
        yield [_SIGNS[span.side], words]
        return
    yield [" ", head]
    yield ["…", f"{left_out:,} characters unchanged"]
    yield [" ", tail]
