"""Values before and after a change, as plain texts: on one line, as blocks, or word by word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wfkit.core import codec, wording
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.words import is_long
from wfkit.errors import InvalidWorkflow
from wfkit.widgets.texts import sendable
from wfkit.widgets.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.service.secrets.diffs import Veil

SHORT: Final = 4000
WHOLE: Final = 200_000
_LINE: Final = 100
_UNSHOWN: Final = "a secret, not shown"
# Read without quotes these would be taken for something else.
_SCALAR: Final = re.compile(r"|\s.*|.*\s|true|false|null|-?\d+(\.\d+)?([eE][-+]?\d+)?")


def change_of(old: Any, new: Any, veils: tuple[Veil, Veil], longest: int = SHORT) -> dict[str, Any]:
    """What a value was and what it is now.

    Returns:
        `form` is `words`, with `spans` of `words_of`; or `values`: `old` and `new` are texts, None where there is
        nothing. `cut` says whether there is more of them, `note` what is not shown.
    """
    if "whole" in veils:
        return _hidden(old, new, veils)
    note = "a secret in it is not shown" if "part" in veils else ""
    if is_long(old, new):
        spans = words_of(old, new, longest)
        return {"form": "words", "spans": spans, "cut": any(sign == "…" for sign, _ in spans), "note": note}
    texts = [None if value is ABSENT else text_of(value) for value in (old, new)]
    if None not in texts and texts[0] == texts[1]:
        texts = [_written(codec.to_line, value) for value in (old, new)]
    shown = [text if text is None else sendable(text, longest) for text in texts]
    is_cut = any(text is not None and len(text) > longest for text in texts)
    return {"form": "values", "old": shown[0], "new": shown[1], "cut": is_cut, "note": note}


def renamed(old: str, new: str, note: str = "") -> dict[str, Any]:
    """What something was called and what it is called now."""
    return {"form": "values", "old": sendable(old, SHORT), "new": sendable(new, SHORT), "cut": False, "note": note}


def text_of(value: Any) -> str:
    """A value as people write it: a text without quotes, unless it would be taken for something else."""
    if isinstance(value, str):
        return _written(codec.to_line, value) if len(value) < _LINE and _SCALAR.fullmatch(value) else value
    if isinstance(value, dict | list) and value:
        line = _written(codec.to_line, value)
        return line if len(line) <= _LINE else _written(codec.to_text, value)
    return _written(codec.to_line, value)


def _hidden(old: Any, new: Any, veils: tuple[Veil, Veil]) -> dict[str, Any]:
    if veils == ("whole", "whole"):
        return {"form": "values", "old": None, "new": None, "cut": False, "note": "secret changed, not shown"}
    texts = [
        _UNSHOWN if veil == "whole" else None if value is ABSENT else sendable(text_of(value), SHORT)
        for value, veil in zip((old, new), veils, strict=True)
    ]
    return {"form": "values", "old": texts[0], "new": texts[1], "cut": False, "note": ""}


def _written(write: Callable[[Any], str], value: Any) -> str:
    try:
        return write(value).rstrip("\n")
    except InvalidWorkflow:
        return wording.shown(value)
