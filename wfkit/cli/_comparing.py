"""A comparison for people: what was added, removed and changed, in colours."""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from wfkit.cli._output import console, say
from wfkit.cli._text import clean, counted

if TYPE_CHECKING:
    from rich.text import Text

    from wfkit import Comparison
    from wfkit.core.compare import Change

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}
_SHOWN = 72
_LEAD = 16


def print_comparison(comparison: Comparison, *, limit: int | None = None) -> None:
    """Writes a summary and the changes; of more than `limit`, the first ones and how many were left out."""
    say(comparison.summary, "bold")
    screen = console()
    for change in comparison.changes[:limit]:
        screen.print(_line(change, screen.width), soft_wrap=True)
    left_out = 0 if limit is None else max(0, len(comparison) - limit)
    if left_out:
        say(f"… and {counted(left_out, 'more change')}", "dim")


def _line(change: Change, width: int) -> Text:
    """The change in one line; where that is too long, the values below the place."""
    from rich.text import Text

    sign, style = _SIGNS[change.kind]
    place = Text(f"{sign} {clean(change.pointer) or 'the whole document'}", style=style)
    values = _values(change)
    line = Text.assemble(place, ": " if change.kind == "changed" else " = ", Text(" → ").join(values))
    return line if line.cell_len <= width else Text("\n    ").join([place, *values])


def _values(change: Change) -> list[Text]:
    from rich.text import Text

    match change.kind:
        case "added":
            return [Text(_shown(change.new))]
        case "removed":
            return [Text(_shown(change.old))]
        case _:
            old, new = _both_shown(change.old, change.new)
            return [Text(old, style="red"), Text(new, style="green")]


def _both_shown(old: Any, new: Any) -> tuple[str, str]:
    """Both values, long texts from a little before the first place where they differ."""
    if not (isinstance(old, str) and isinstance(new, str)) or max(len(old), len(new)) <= _SHOWN:
        return _shown(old), _shown(new)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    start = max(0, sum(1 for _ in same) - _LEAD)
    lead = "…" if start else ""
    return f"{lead}{_shown(old[start:])}", f"{lead}{_shown(new[start:])}"


def _shown(value: Any) -> str:
    text = clean(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
