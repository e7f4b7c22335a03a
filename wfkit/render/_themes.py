"""Colours, in light and in dark, and the style sheet of a picture.

Text has a contrast of at least 4.5 to what it stands on, signs and lines that carry meaning of at least 3 (WCAG AA).
The colours of kinds are a set of Okabe and Ito's hues, which people with any kind of colour vision tell apart,
darkened or lightened until a sign on them is legible. They stand in the style sheet as they are: a picture in an
`<img>` has no page to take variables from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

Theme = Literal["auto", "light", "dark"]
THEMES: Final[tuple[str, ...]] = get_args(Theme)

FONT: Final = (
    '-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif'
)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as `#rrggbb`.

    Attributes:
        paper: Behind everything.
        card: Of a card.
        border: Round a card.
        ink: Of text.
        muted: Of text that matters less.
        wire: Of edges.
        port: Of the mark of a port.
        frame: Within a group.
        frame_border: Round a group.
        note: Of a note.
        note_border: Round a note.
        note_ink: Of the text of a note.
        alarm: Of what is wrong.
        sign: Of a sign on the colour of a kind.
        kinds: The colour of each kind.
        marks: The colour of what became of a card or a wire.
    """

    paper: str
    card: str
    border: str
    ink: str
    muted: str
    wire: str
    port: str
    frame: str
    frame_border: str
    note: str
    note_border: str
    note_ink: str
    alarm: str
    sign: str
    kinds: Mapping[str, str]
    marks: Mapping[str, str]


LIGHT: Final = Palette(
    paper="#f7f8fa",
    card="#ffffff",
    border="#cfd6df",
    ink="#1a2230",
    muted="#566173",
    wire="#7b8899",
    port="#6d7a8c",
    frame="#eef1f5",
    frame_border="#c3ccd7",
    note="#fff5d1",
    note_border="#e3cf8c",
    note_ink="#4d4118",
    alarm="#b3261e",
    sign="#ffffff",
    kinds={
        "source": "#0072b2",
        "text": "#5b6b7f",
        "index": "#a0447f",
        "retrieval": "#00795a",
        "model": "#b84c00",
        "image": "#6a4fb3",
        "control": "#856500",
        "code": "#3d4a5c",
        "service": "#26748c",
        "output": "#0a558c",
        "other": "#66707d",
        "missing": "#b3261e",
        "group": "#66707d",
    },
    marks={"added": "#1a7f37", "removed": "#c0281f", "changed": "#8f5f00", "moved": "#0860b8"},
)
DARK: Final = Palette(
    paper="#13171e",
    card="#1f2630",
    border="#3b4655",
    ink="#e7ebf1",
    muted="#a4afbe",
    wire="#718096",
    port="#8d9aac",
    frame="#191e27",
    frame_border="#364150",
    note="#38321f",
    note_border="#675a2f",
    note_ink="#f0e3b4",
    alarm="#ff8a80",
    sign="#10141a",
    kinds={
        "source": "#56b4e9",
        "text": "#a9b6c6",
        "index": "#e0a0c8",
        "retrieval": "#3cc9a3",
        "model": "#ff9a5c",
        "image": "#b9a5f0",
        "control": "#e6c84a",
        "code": "#c3cfdd",
        "service": "#76c7dc",
        "output": "#8cc8ff",
        "other": "#a9b3bf",
        "missing": "#ff8a80",
        "group": "#a9b3bf",
    },
    marks={"added": "#56d364", "removed": "#ff8a80", "changed": "#e3b341", "moved": "#7cc0ff"},
)


@cache
def style_sheet(theme: Theme) -> str:
    """The rules of a picture in this theme; `auto` follows what the reader's system prefers."""
    scope = f".wfkit-{theme}"
    rules = _rules(scope, DARK if theme == "dark" else LIGHT)
    if theme == "auto":
        rules += f"@media (prefers-color-scheme:dark){{{_rules(scope, DARK)}}}"
    return _shared(scope) + rules


def _shared(scope: str) -> str:
    """What is the same in any colours."""
    return (
        f"{scope} text{{font:400 11px {FONT};white-space:pre}}"
        f"{scope} .wf-title{{font-size:13px;font-weight:600}}"
        f"{scope} .wf-frame-title{{font-weight:600}}"
        f"{scope} .wf-port-name{{font-size:10.5px}}"
        f"{scope} .wf-right{{text-anchor:end}}"
        f"{scope} .wf-wire{{fill:none;stroke-width:1.6}}"
        f"{scope} .wf-halo{{fill:none;stroke-width:5;stroke-dasharray:0 .12 .76 .12}}"
        f"{scope} .wf-sign{{fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}}"
        f"{scope} .wf-off .wf-box,{scope} .wf-missing .wf-box{{stroke-dasharray:5 4}}"
        f"{scope} .wf-off .wf-title{{text-decoration:line-through}}"
        f"{scope} .wf-wire-off{{stroke-dasharray:5 4}}"
        f"{scope} .wf-wire-reference{{stroke-width:1;stroke-dasharray:2 4}}"
        f"{scope} .wf-wire-added{{stroke-width:3}}"
        f"{scope} .wf-wire-removed{{stroke-width:2.4;stroke-dasharray:2 5}}"
        f"{scope} .wf-is-removed .wf-box{{stroke-dasharray:7 4}}"
        f"{scope} .wf-is-added .wf-box,{scope} .wf-is-removed .wf-box,"
        f"{scope} .wf-is-changed .wf-box{{stroke-width:2.4}}"
        f"{scope} .wf-is-removed .wf-title{{text-decoration:line-through}}"
        f"{scope} .wf-badge-sign{{font-size:15px;font-weight:700;text-anchor:middle}}"
    )


def _rules(scope: str, palette: Palette) -> str:
    rules = {
        ".wf-paper": f"fill:{palette.paper}",
        ".wf-box": f"fill:{palette.card};stroke:{palette.border}",
        ".wf-value,.wf-title": f"fill:{palette.ink}",
        ".wf-type,.wf-port-name,.wf-name,.wf-frame-title": f"fill:{palette.muted}",
        ".wf-off .wf-box": f"fill:{palette.paper};stroke:{palette.muted}",
        ".wf-off .wf-title": f"fill:{palette.muted}",
        ".wf-wire": f"stroke:{palette.wire}",
        ".wf-halo": f"stroke:{palette.paper}",
        ".wf-port": f"fill:{palette.port};stroke:{palette.card}",
        ".wf-vacant": f"fill:{palette.card};stroke:{palette.port}",
        ".wf-frame": f"fill:{palette.frame};stroke:{palette.frame_border}",
        ".wf-note .wf-box": f"fill:{palette.note};stroke:{palette.note_border}",
        ".wf-note .wf-value": f"fill:{palette.note_ink}",
        ".wf-missing .wf-box": f"stroke:{palette.alarm}",
        ".wf-missing .wf-type": f"fill:{palette.alarm}",
        ".wf-sign": f"stroke:{palette.sign}",
        ".wf-badge-sign": f"fill:{palette.sign}",
        ".wf-rule": f"stroke:{palette.border};fill:none",
    }
    for mark, colour in palette.marks.items():
        rules[f".wf-is-{mark} .wf-box,.wf-wire-{mark}"] = f"stroke:{colour}"
        rules[f".wf-badge-{mark}"] = f"fill:{colour}"
    rules.update((f".wf-{kind} .wf-tile", f"fill:{colour}") for kind, colour in palette.kinds.items())
    return "".join(
        f"{','.join(f'{scope} {part}' for part in selector.split(','))}{{{rule}}}" for selector, rule in rules.items()
    )
