"""Texts with what was changed in them, word by word, as the panels show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wfkit.core.diff.words import word_diff
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Iterator

# A page that is sent more than this is slow, and nobody reads it there.
_LONGEST: Final = 40_000
_SIGNS: Final = {"same": " ", "old": "-", "new": "+"}


def words_of(old: str, new: str) -> list[list[str]]:
    """Both texts in one: pairs of a sign and a stretch of text, for `wordsOf` of `words.js`.

    The sign is a blank for what both have, `-` and `+` for what only the old and only the new one has; after 40 000
    characters a last pair with the sign `…` says how many more there are.
    """
    if old == new:
        return cut([[" ", new]])
    return cut([[_SIGNS[span.side], span.text] for span in word_diff(old, new)])


def cut(stretches: list[list[str]]) -> list[list[str]]:
    """The stretches as a browser can take them, and not more of them than it should."""
    return [*_cut(stretches)]


def _cut(stretches: list[list[str]]) -> Iterator[list[str]]:
    room, left_out = _LONGEST, 0
    for sign, text in stretches:
        shown, rest = text[:room], len(text[room:])
        room -= len(shown)
        left_out += rest
        if shown:
            yield [sign, sendable(shown, _LONGEST)]
    if left_out:
        yield ["…", f"{left_out:,} more characters"]
