"""A config as the rows of a table: nested settings are indented, long texts have a block of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from wfkit.core import wording
from wfkit.widgets.texts import sendable

_MOST_ROWS: Final = 400
_DEEPEST: Final = 12
_LONGEST_NAME: Final = 120
_LONGEST_LINE: Final = 100
_LONGEST_TEXT: Final = 20_000
_LISTED: Final = 12
_DIGITS: Final = 4000
# Short ones of these, too, are read letter by letter; so is an expression.
_CODE = re.compile("(?i)code|script|sql|query|expression|prompt|template|regex|condition|jsonpath|url|path$")
_EXPRESSION = re.compile(r"^=|\{\{|\$\{")
_ABSENT = object()


class _Setting(NamedTuple):
    """A value on its way into the table, and the same with what was left out of it."""

    name: str
    depth: int
    value: Any
    whole: Any


def rows_of(shown: Mapping[str, Any] | list[Any], whole: Mapping[str, Any] | list[Any]) -> list[dict[str, Any]]:
    """The rows of a config, or of a list, at most 400 of them; the last one says so when there are more.

    Args:
        shown: The config without secrets.
        whole: The config as it is: where it differs, the row says that a secret is not shown.
    """
    rows: list[dict[str, Any]] = []
    waiting = _children(shown, whole, 0)
    while waiting:
        if len(rows) == _MOST_ROWS:
            rows.append(_row("…", 0, "remark", "more settings: panel.node.config has all of them"))
            break
        setting = waiting.pop()
        row, inner = _written(setting)
        rows.append(row)
        waiting += inner
    return rows


def _children(shown: Any, whole: Any, depth: int) -> list[_Setting]:
    """The settings within a value, the last one first."""
    if isinstance(shown, Mapping):
        pairs = [(str(name), value, _of(whole, name)) for name, value in shown.items()]
    else:
        pairs = [(str(place + 1), value, _of(whole, place)) for place, value in enumerate(shown[:_MOST_ROWS])]
    return [_Setting(sendable(name, _LONGEST_NAME), depth, value, kept) for name, value, kept in reversed(pairs)]


def _of(whole: Any, step: Any) -> Any:
    if isinstance(whole, Mapping):
        return whole.get(step, _ABSENT)
    return whole[step] if isinstance(whole, list) and isinstance(step, int) and step < len(whole) else _ABSENT


def _written(setting: _Setting) -> tuple[dict[str, Any], list[_Setting]]:
    """The row of a setting, and what comes below it."""
    name, depth, value, whole = setting
    if _is_emptied(value, whole):
        return _row(name, depth, "hidden", "a secret, not shown"), []
    if isinstance(value, str):
        return _text(setting), []
    if not (isinstance(value, Mapping | list) and value):
        return _row(name, depth, "mono", _scalar(value)), []
    line = _in_line(value, whole) if isinstance(value, list) else None
    if line is not None:
        return _row(name, depth, "text", line), []
    return _holder(setting)


def _holder(setting: _Setting) -> tuple[dict[str, Any], list[_Setting]]:
    """The row above the settings within a value, and those."""
    name, depth, value, whole = setting
    if depth >= _DEEPEST:
        return _row(name, depth, "remark", f"{len(value)} more within: panel.node.config has them"), []
    note = f"{len(value)} item{'' if len(value) == 1 else 's'}" if isinstance(value, list) else ""
    return _row(name, depth, "head", note=note), _children(value, whole, depth + 1)


def _is_emptied(value: Any, whole: Any) -> bool:
    """Whether a secret stood here from end to end; what `redact` puts in its place is empty."""
    is_bare = not value and value is not None and value is not False
    return is_bare and whole is not _ABSENT and bool(whole)


def _text(setting: _Setting) -> dict[str, Any]:
    name, depth, value, whole = setting
    note = "a secret in it is not shown" if isinstance(whole, str) and whole != value else ""
    if "\n" in value or len(value) > _LONGEST_LINE:
        lines = value.count("\n") + 1
        size = f"{lines} lines" if lines > 1 else f"{len(value):,} characters"
        return _row(name, depth, "block", sendable(value, _LONGEST_TEXT), note=" · ".join(filter(None, (size, note))))
    if not value:
        return _row(name, depth, "remark", "empty")
    is_code = _CODE.search(name) or _EXPRESSION.search(value)
    return _row(name, depth, "mono" if is_code else "text", sendable(value, _LONGEST_LINE), note=note)


def _in_line(value: list[Any], whole: Any) -> str | None:
    """Short plain values one after the other, None where they need rows of their own."""
    if len(value) > _LISTED or value != whole or any(isinstance(item, Mapping | list) for item in value):
        return None
    words = ", ".join(item if isinstance(item, str) else _scalar(item) for item in value)
    return sendable(words, _LONGEST_LINE) if len(words) <= _LONGEST_LINE and "\n" not in words else None


def _scalar(value: Any) -> str:
    # Very long integers cannot be written, and nobody reads them.
    if isinstance(value, int) and value.bit_length() > _DIGITS:
        return str(wording.shown(value))
    return sendable(json.dumps(value, default=repr), _LONGEST_LINE)


def _row(name: str, depth: int, kind: str, text: str = "", note: str = "") -> dict[str, Any]:
    return {"name": name, "depth": depth, "kind": kind, "text": text, "note": note}
