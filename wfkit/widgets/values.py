"""Values before and after a change, as plain texts: on one line, as blocks, or word by word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wfkit.core import codec, wording
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.words import Span, is_long, word_diff
from wfkit.errors import InvalidWorkflow
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.service.secrets.diffs import Veil

SHORT: Final = 4000
WHOLE: Final = 200_000
_CONTEXT: Final = 300
_LINE: Final = 100
_SIGNS: Final = {"same": "=", "old": "-", "new": "+"}
_UNSHOWN: Final = "a secret, not shown"
# Read without quotes these would be taken for something else.
_SCALAR: Final = re.compile(r"|\s.*|.*\s|true|false|null|[-+.\d][\d.eE+-]*")


def change_of(old: Any, new: Any, veils: tuple[Veil, Veil], longest: int = SHORT) -> dict[str, Any]:
    """What a value was and what it is now.

    Returns:
        `form` is `words`, of which `spans` are pieces of text behind `=`, `-` or `+`, or behind `…` how many characters
        are left out; or `values`: `old` and `new` are texts, None where there is nothing. `cut` says whether there is
        more of them, `note` what is not shown.
    """
    if "whole" in veils:
        return _hidden(old, new, veils)
    note = "a secret in it is not shown" if "part" in veils else ""
    if is_long(old, new):
        spans, is_cut = _spans([*_by_lines(word_diff(old, new))], longest)
        return {"form": "words", "spans": spans, "cut": is_cut, "note": note}
    texts = [None if value is ABSENT else text_of(value) for value in (old, new)]
    if None not in texts and texts[0] == texts[1]:
        texts = [_json(value) for value in (old, new)]
    shown = [text if text is None else sendable(text, longest) for text in texts]
    is_cut = any(text is not None and len(text) > longest for text in texts)
    return {"form": "values", "old": shown[0], "new": shown[1], "cut": is_cut, "note": note}


def spans_of(old: str, new: str) -> list[list[str]]:
    """The `spans` of two texts, with all that they say."""
    return _spans([*_by_lines(word_diff(old, new))], WHOLE)[0]


def renamed(old: str, new: str, note: str = "") -> dict[str, Any]:
    """What something was called and what it is called now."""
    return {"form": "values", "old": sendable(old, SHORT), "new": sendable(new, SHORT), "cut": False, "note": note}


def text_of(value: Any) -> str:
    """A value as people write it: a text without quotes, unless it would be taken for something else."""
    if isinstance(value, str):
        return _json(value) if len(value) < _LINE and _SCALAR.fullmatch(value) else value
    if isinstance(value, dict | list) and value:
        line = _json(value)
        return line if len(line) <= _LINE else _block(value)
    return _json(value)


def _hidden(old: Any, new: Any, veils: tuple[Veil, Veil]) -> dict[str, Any]:
    if veils == ("whole", "whole"):
        return {"form": "values", "old": None, "new": None, "cut": False, "note": "secret changed, not shown"}
    texts = [
        _UNSHOWN if veil == "whole" else None if value is ABSENT else sendable(text_of(value), SHORT)
        for value, veil in zip((old, new), veils, strict=True)
    ]
    return {"form": "values", "old": texts[0], "new": texts[1], "cut": False, "note": ""}


def _json(value: Any) -> str:
    try:
        return codec.to_line(value)
    except InvalidWorkflow:
        return wording.shown(value)


def _block(value: Any) -> str:
    try:
        return codec.to_text(value).rstrip("\n")
    except InvalidWorkflow:
        return wording.shown(value)


def _by_lines(found: Sequence[Span]) -> Iterator[Span]:
    """The spans with what came or went moved to begin with a line, where it may as well stand there.

    Of "a.", "b." and "c." on lines of their own without the second, ".", a line break and "b" went, or "b." and the
    line break: the same, and people see the second.
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


def _spans(spans: Sequence[Span], longest: int) -> tuple[list[list[str]], bool]:
    if sum(len(span.text) for span in spans) <= longest:
        return [[_SIGNS[span.side], sendable(span.text, longest)] for span in spans], False
    shown: list[list[str]] = []
    room = longest
    for place, span in enumerate(spans):
        if room <= 0:
            shown.append(["…", f"{sum(len(left.text) for left in spans[place:]):,} more characters"])
            break
        pieces = _context(span.text, place, len(spans)) if span.side == "same" else _stretch(span, longest // 2)
        shown += pieces
        room -= sum(len(text) for _, text in pieces)
    return shown, True


def _context(words: str, place: int, count: int) -> list[list[str]]:
    """What both texts share: its ends, as far as a change is beside them."""
    head = "" if place == 0 else words[:_CONTEXT]
    tail = "" if place == count - 1 else words[max(len(head), len(words) - _CONTEXT) :]
    left_out = len(words) - len(head) - len(tail)
    if left_out <= _CONTEXT:
        return [["=", sendable(words, len(words))]]
    between = ["…", f"{left_out:,} characters unchanged"]
    return [*_piece("=", head), between, *_piece("=", tail)]


def _stretch(span: Span, longest: int) -> list[list[str]]:
    kept = span.text[:longest]
    left_out = len(span.text) - len(kept)
    more = [["…", f"{left_out:,} more characters"]] if left_out else []
    return [*_piece(_SIGNS[span.side], kept), *more]


def _piece(sign: str, text: str) -> Iterator[list[str]]:
    if text:
        yield [sign, sendable(text, len(text))]
