"""JSON values as HTML: on one line and cut, or as texts in which the words that changed are marked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wfkit.core import wording
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.words import is_long, word_diff
from wfkit.render._text import clean
from wfkit.render.html import _styles as styles
from wfkit.render.html._elements import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.diff.words import Span

_VALUE: Final = 160
_BRIEF: Final = 100
_CONTEXT: Final = 80
_STRETCH: Final = 600
_PLACES: Final = 20
_BREAK: Final = "\n"
_DIGITS: Final = 4000


class _Token(NamedTuple):
    """A piece of JSON that is written already."""

    text: str


def preview(value: Any, limit: int = _VALUE) -> str:
    """The value as JSON on one line, at most `limit` characters of it; no more of it is looked at than is shown."""
    if value is ABSENT:
        return "nothing"
    pieces, length = [], 0
    for piece in _tokens(value, limit):
        pieces.append(piece)
        length += len(piece)
        if length > limit:
            break
    text = "".join(pieces)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def change(old: Any, new: Any) -> Markup:
    """What a value was and what it is now."""
    if is_long(old, new):
        return _words(old, new)
    if old is ABSENT:
        return joined([_quiet("added "), _side("ins", "+", new)])
    if new is ABSENT:
        return joined([_quiet("removed "), _side("del", "-", old)])
    return joined([_side("del", "-", old), _quiet(" → "), _side("ins", "+", new)])


def brief(of: Any, limit: int = _BRIEF) -> Markup:
    """A value by itself, on one line."""
    return _quiet("nothing") if of is ABSENT else element("code", preview(of, limit), style=styles.CODE)


def renaming(old: str, new: str) -> Markup:
    """What something was called and what it is called now, without the quotes of JSON."""
    return joined([_marked("del", "-", clean(old, _BRIEF)), _quiet(" → "), _marked("ins", "+", clean(new, _BRIEF))])


def value(of: Any) -> Markup:
    """A value by itself."""
    if isinstance(of, str) and ("\n" in of or len(of) > _VALUE):
        return _box(_cut(of))
    return brief(of, _VALUE)


def _side(tag: str, sign: str, value: Any) -> Markup:
    if isinstance(value, str) and ("\n" in value or len(value) > _VALUE):
        return _box(element(tag, _cut(value), style=styles.stretch(sign)))
    return _marked(tag, sign, preview(value))


def _marked(tag: str, sign: str, words: str) -> Markup:
    # Its direction of writing is its own, or words from right to left would change places with what is beside them.
    return element("bdi", element(tag, words, style=styles.marked(sign)))


def _words(old: str, new: str) -> Markup:
    """Both texts in one; of what they share, only what is near a change."""
    spans = word_diff(old, new)
    last = len(spans) - 1
    shown = [*enumerate(spans)][: 2 * _PLACES]
    pieces = [_span(span, is_first=place == 0, is_last=place == last) for place, span in shown]
    if len(spans) > len(pieces):
        pieces.append(_quiet(f" … {len(spans) - len(pieces)} more pieces of this text are left out"))
    return _box(*pieces)


def _span(span: Span, *, is_first: bool, is_last: bool) -> Markup:
    if span.side == "same":
        return _context(span.text, is_first=is_first, is_last=is_last)
    tag, sign = ("del", "-") if span.side == "old" else ("ins", "+")
    return element(tag, _cut(span.text), style=styles.stretch(sign))


def _context(words: str, *, is_first: bool, is_last: bool) -> Markup:
    """What both texts share: its ends, as far as a change is beside them."""
    before = "" if is_first else _head(words)
    after = "" if is_last else _tail(words[len(before) :])
    left_out = len(words) - len(before) - len(after)
    if left_out <= _CONTEXT:
        return joined([words])
    fold = f"⋯ {left_out:,} characters unchanged ⋯"
    return joined(
        [before, _quiet(f"{'' if before[-1:] in {'', _BREAK} else _BREAK}{fold}{_BREAK if after else ''}"), after]
    )


def _head(words: str) -> str:
    """The beginning, up to the end of a word."""
    kept = words[:_CONTEXT]
    return kept if len(words) <= _CONTEXT else kept[: max(kept.rfind(" "), kept.rfind("\n")) + 1] or kept


def _tail(words: str) -> str:
    """The end, from the beginning of a word on."""
    kept = words[-_CONTEXT:]
    blanks = [place for sign in " \n" if (place := kept.find(sign)) >= 0]
    return kept if len(words) <= _CONTEXT or not blanks else kept[min(blanks) + 1 :]


def _cut(words: str) -> Markup:
    left_out = len(words) - _STRETCH
    if left_out <= _CONTEXT:
        return joined([words])
    return joined([words[:_STRETCH], _quiet(f" … {left_out:,} more characters")])


def _box(*pieces: str) -> Markup:
    # A browser drops a line break at the very beginning of a `pre`, and only the first.
    return element("pre", "\n", *pieces, style=styles.BOX)


def _quiet(words: str) -> Markup:
    return element("span", words, style=styles.QUIET)


def _tokens(value: Any, most: int) -> Iterator[str]:
    waiting: list[Any] = [value]
    while waiting:
        match waiting.pop():
            case _Token(text):
                yield text
            case str(text):
                yield json.dumps(text[: most + 1], ensure_ascii=False)
            case Mapping() as found:
                waiting += reversed([*_enclosed("{}", [*_entries(found, most)])])
            case list() | tuple() as found:
                waiting += reversed([*_enclosed("[]", [*_items(found, most)])])
            case scalar:
                yield _scalar(scalar)


def _enclosed(brackets: str, inner: list[Any]) -> list[Any]:
    return [_Token(brackets[0]), *inner, _Token(brackets[1])]


def _entries(found: Mapping[Any, Any], most: int) -> Iterator[Any]:
    for place, (key, value) in enumerate(islice(found.items(), most)):
        yield from ([_Token(", ")] if place else [])
        yield from (str(key), _Token(": "), value)


def _items(found: list[Any] | tuple[Any, ...], most: int) -> Iterator[Any]:
    for place, value in enumerate(found[:most]):
        yield from ([_Token(", ")] if place else [])
        yield value


def _scalar(value: Any) -> str:
    # Very long integers cannot be written, and nobody reads them.
    if isinstance(value, int) and value.bit_length() > _DIGITS:
        return wording.shown(value)
    return json.dumps(value, default=repr)
