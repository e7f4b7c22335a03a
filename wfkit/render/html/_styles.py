"""Inline styles with literal colours, which is all that survives everywhere.

No colour is legible on white and on black alike, and an untrusted cell cannot ask which of them it stands on. So text
has the colour of the page, quiet text is the same let through, and every surface and line is a grey or a hue so thin
that text keeps its contrast on it, light or dark. Notebooks style tables, `pre` and `code` themselves: what matters is
said here for each of them, for an inline style wins.
"""

from __future__ import annotations

from typing import Final

_SANS = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_MONO = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:12px"
_LINE = "rgba(128,128,128,.3)"
_FAINT = "rgba(128,128,128,.09)"
_QUIET = "opacity:.75"
# They say nothing that a sign or a word beside them does not say too.
_GREEN, _RED, _AMBER, _BLUE, _GREY = (
    "rgba(46,160,67,.2)",
    "rgba(229,83,75,.2)",
    "rgba(210,153,34,.22)",
    "rgba(56,139,253,.18)",
    "rgba(128,128,128,.16)",
)
_TINTS = {"+": _GREEN, "-": _RED, "✕": _RED, "~": _AMBER, "!": _AMBER, "i": _BLUE, "=": _BLUE, " ": _GREY}

PANEL: Final = (
    f"{_SANS};font-size:13px;line-height:20px;max-width:1120px;box-sizing:border-box;margin:4px 0;padding:16px 20px;"
    f"border:1px solid {_LINE};border-radius:8px;text-align:left;overflow-wrap:break-word"
)
TITLE: Final = "margin:0;font-size:16px;line-height:24px"
STRONG: Final = "font-weight:600"
SUMMARY: Final = "margin:0;font-size:15px;line-height:23px;max-width:800px"
META: Final = f"margin:2px 0 0 0;font-size:12px;line-height:18px;{_QUIET}"
LEAD: Final = "margin:8px 0 0 0;line-height:20px;max-width:800px"
ROW: Final = "margin:10px 0 0 0;line-height:24px"
GROUP: Final = "display:inline-block;margin:0 16px 0 0"
SECTION: Final = (
    f"margin:20px 0 6px 0;font-size:11px;line-height:16px;letter-spacing:.6px;text-transform:uppercase;{_QUIET}"
)
QUIET: Final = f"font-size:12px;{_QUIET}"
REMARK: Final = f"margin:12px 0 0 0;font-size:12px;line-height:18px;{_QUIET}"
CODE: Final = f"{_MONO};background:{_FAINT};border:0;border-radius:3px;padding:1px 4px"
PATH: Final = f"{_MONO};background:transparent;border:0;padding:0;{_QUIET}"
BELOW: Final = "font-size:12px;line-height:19px"
BELOW_QUIET: Final = f"{BELOW};{_QUIET}"
FOLD: Final = "margin:14px 0 0 0"
FOLD_TITLE: Final = "cursor:pointer;font-size:12px;line-height:18px"
BOX: Final = (
    f"{_MONO};line-height:19px;white-space:pre-wrap;overflow-wrap:break-word;word-break:normal;margin:2px 0;"
    f"padding:6px 10px;background:{_FAINT};border:0;border-radius:6px"
)
OUTLINE: Final = (
    f"{_MONO};line-height:18px;white-space:pre;overflow:auto;max-height:480px;margin:14px 0 0 0;padding:10px 12px;"
    f"background:{_FAINT};border:0;border-radius:6px"
)

TABLE: Final = (
    "width:100%;table-layout:fixed;border-collapse:collapse;border:0;margin:0;font-size:13px;line-height:20px"
)
LINE: Final = "background:transparent;border:0"
# In every cell of every line, so it says no more than it must.
_CELL = "text-align:left;vertical-align:baseline;line-height:20px"
HEAD: Final = f"{_CELL};padding:4px 12px 4px 0;border-bottom:1px solid {_LINE};font-size:12px;font-weight:400;{_QUIET}"
CELL: Final = f"{_CELL};padding:5px 12px 5px 0;border-bottom:1px solid {_LINE}"
# The first line of a group has the rule above it, and the last one the room below it.
FIRST: Final = f"{_CELL};padding:7px 8px 1px 0;border-top:1px solid {_LINE}"
TIGHT: Final = f"{_CELL};padding:4px 8px 4px 0;border-top:1px solid {_LINE}"
NEXT: Final = f"{_CELL};padding:1px 8px 1px 0"
LAST: Final = f"{_CELL};padding:1px 0 1px 0"
GAP: Final = f"{_CELL};padding:0;line-height:6px;height:6px"

PICTURE: Final = "margin:14px 0 0 0;overflow:auto;max-height:640px;border-radius:8px"
IMAGE: Final = "display:block;margin:0;max-width:100%;height:auto"
LARGE_IMAGE: Final = "display:block;margin:0;max-width:none;height:auto"


def badge(sign: str) -> str:
    """The style of a sign in a small square."""
    return (
        f"{_MONO};display:inline-block;width:18px;line-height:18px;text-align:center;border-radius:4px;font-weight:700;"
        f"background:{_TINTS[sign]}"
    )


def chip(sign: str) -> str:
    """The style of a number or a word in a rounded box."""
    return (
        "display:inline-block;padding:0 8px;line-height:20px;border-radius:10px;font-size:12px;font-weight:400;"
        f"background:{_TINTS[sign]}"
    )


def marked(sign: str) -> str:
    """The style of a value that came or went."""
    return f"{_MONO};{_mark(sign)};padding:1px 3px;text-decoration:none"


def stretch(sign: str) -> str:
    """The style of words that came or went within a text; those that went are struck out."""
    return f"{_mark(sign)};padding:1px 2px;text-decoration:{'line-through' if sign == '-' else 'none'}"


def _mark(sign: str) -> str:
    return f"background:{_TINTS[sign]};border-radius:3px"
