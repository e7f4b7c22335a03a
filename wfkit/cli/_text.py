"""Values as text: what is hostile is made visible, times and sizes are made legible."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfkit.core._stack import call_with_room
from wfkit.service.plain import plain, records

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "clean", "cost", "counted", "duration", "first_sentence", "joined", "json_text", "minute", "near", "one_line",
    "plain", "records", "safe_json", "shortened", "size", "when",
]  # fmt: skip

# What a terminal obeys (C0, DEL, C1), what reorders text on it (bidirectional controls), and what no encoding takes.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE_OR_BREAK = re.compile(f"[\t\n]|{_UNSAFE.pattern}")
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400
_OLD_DAYS = 60
_KILO = 1000


def clean(text: str) -> str:
    """The text with its line breaks, and with whatever a terminal would obey written as a visible escape."""
    return _UNSAFE.sub(_escape, text.replace("\r\n", "\n").expandtabs(4))


def one_line(text: str) -> str:
    """The text in one line, with whatever a terminal would obey written as an escape."""
    return _UNSAFE_OR_BREAK.sub(_space_or_escape, text.replace("\r\n", "\n"))


def shortened(text: str, limit: int) -> str:
    """The text in one line of at most `limit` characters."""
    line = one_line(text[: 4 * limit])
    return line if len(line) <= limit and len(text) <= 4 * limit else f"{line[: limit - 1]}…"


def json_text(value: Any) -> str:
    """The value as JSON in which nothing is left that a terminal would obey."""
    return safe_json(call_with_room(_json_text, value))


def safe_json(text: str) -> str:
    """Equal JSON: outside of its strings, JSON has no such characters, and inside an escape means the same."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}" if found[0] != "\r" else "\r", text)


def when(moment: datetime | None, now: datetime | None = None) -> str:
    """The local date and time, and how long ago that is unless it is long ago: `2026-01-31 12:00, 3 min ago`."""
    if moment is None:
        return ""
    exact = minute(moment)
    ago = _ago(((now or datetime.now(UTC)) - moment).total_seconds())
    return f"{exact}, {ago}" if ago else exact


def minute(moment: datetime) -> str:
    """The local date and time."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def size(count: int) -> str:
    """The number of bytes in the unit that suits it."""
    amount = float(count)
    for unit in ("B", "kB", "MB"):
        if amount < _KILO:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= _KILO
    return f"{amount:.1f} GB"


def cost(amount: float | None) -> str:
    """A cost with four decimals, or a dash when none was recorded."""
    return "-" if amount is None else f"{amount:,.4f}"


def duration(seconds: float | None) -> str:
    """A duration in seconds, or a dash when it is not known."""
    return "-" if seconds is None else f"{seconds:,.1f} s"


def counted(count: int, noun: str, plural: str = "") -> str:
    """The number and its noun: `1 file`, `2 files`."""
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"


def first_sentence(text: str) -> str:
    """The text up to its first full stop or line break."""
    return re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0]


def near(path: str) -> str:
    """The path as seen from the current folder, when it is below it."""
    here = f"{Path.cwd()}{os.sep}"
    return path.removeprefix(here)


def joined(items: Iterable[Any] | None) -> str:
    """The items in one text, separated by commas."""
    return ", ".join(str(item) for item in items or ())


def _json_text(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False)


def _ago(seconds: float) -> str:
    if seconds < 0 or seconds >= _OLD_DAYS * _DAY_S:
        return ""
    if seconds < _MINUTE_S:
        return "just now"
    if seconds < _HOUR_S:
        return f"{seconds // _MINUTE_S:.0f} min ago"
    if seconds < _DAY_S:
        return f"{seconds // _HOUR_S:.0f} h ago"
    return f"{counted(int(seconds // _DAY_S), 'day')} ago"


def _escape(found: re.Match[str]) -> str:
    return repr(found[0])[1:-1]


def _space_or_escape(found: re.Match[str]) -> str:
    return " " if found[0] in "\t\n" else _escape(found)
