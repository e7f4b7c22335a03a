"""The picture: a sheet drawn at the places of a layout."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from wfkit.render._cards import port_names
from wfkit.render._icons import ICONS
from wfkit.render._layout import MARGIN
from wfkit.render._shapes import HEADER, LINE, NOTE_LINE, NOTE_PAD, WIDTH, note_lines
from wfkit.render._text import cut, width
from wfkit.render._themes import style_sheet
from wfkit.render._xml import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.render._cards import Card
    from wfkit.render._layout import Box, Layout, Path
    from wfkit.render._shapes import Shape
    from wfkit.render._sheet import Frame, Plan, Sheet, Wire
    from wfkit.render._themes import Theme

_TILE, _TILE_X, _TILE_Y = 28, 11, 10
_TEXT_X, _PAD = 48, 12
_TITLE_Y, _TYPE_Y, _ALONE_Y = 21, 36, 28
_TITLE_SIZE, _TYPE_SIZE, _PORT_SIZE = 13.0, 11.0, 10.5
_NAME_ROOM = 84
_LINE = 18
# Fonts that stand in for those asked for are wider, and names must not run into values.
_SLACK = 1.1
_OFF = "disabled"


class Contents(NamedTuple):
    """What can be written before anything has a place.

    Attributes:
        cards: What is on each card, by node id; notes are left out, for their size may yet change.
        wires: The class of each wire, and what it is said to lead from and to.
    """

    cards: Mapping[str, str]
    wires: Mapping[Wire, tuple[str, str]]


def contents(sheet: Sheet, plan: Plan) -> Contents:
    """What is in the picture of a sheet, wherever it will be."""
    cards = {key: _node(card, plan.shapes[key]) for key, card in sheet.cards.items() if card.role != "note"}
    return Contents(cards, {wire: _words(wire, sheet) for wire in sheet.wires})


def drawn(sheet: Sheet, layout: Layout, theme: Theme, words: tuple[str, str], inner: Contents) -> str:
    """The SVG of the sheet.

    Args:
        sheet: What to draw; the layout is of a plan that it belongs to.
        layout: Where everything is.
        theme: The colours.
        words: The title and the description of the picture.
        inner: What is in the picture.
    """
    return framed("".join(body(sheet, layout, inner)), (layout.width, layout.height), theme, words)


def written(text: str, theme: Theme, words: tuple[str, str]) -> tuple[str, tuple[int, int]]:
    """The SVG of lines of text, and its size; for where there is no layout."""
    lines = text.split("\n")
    widest = max(width(line, _TYPE_SIZE) for line in lines)
    size = round(widest) + 2 * MARGIN, len(lines) * _LINE + 2 * MARGIN
    texts = (_text("wf-value", MARGIN, MARGIN + 12 + _LINE * place, line) for place, line in enumerate(lines))
    return framed("".join(texts), size, theme, words), size


def framed(inside: str, size: tuple[int, int], theme: Theme, words: tuple[str, str]) -> str:
    """The SVG document with this on its paper, and a title and a description."""
    title, description = map(escaped, words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wfkit wfkit-{theme}" width="{size[0]}" height="{size[1]}" '
        f'viewBox="0 0 {size[0]} {size[1]}" role="img" aria-label="{title}: {description}">'
        f"<title>{title}</title><desc>{description}</desc><style>{style_sheet(theme)}</style>"
        f'<rect class="wf-paper" width="100%" height="100%" rx="8"/>{inside}</svg>'
    )


def body(sheet: Sheet, layout: Layout, inner: Contents) -> Iterator[str]:
    """What lies on the paper: frames and notes, then wires, then cards: what comes later lies above."""
    for key, box in layout.frames.items():
        if key in sheet.frames:
            yield _frame(key, sheet.frames[key], box)
    for key, card in sheet.cards.items():
        if card.role == "note":
            yield _card(card, layout.boxes[key], _note(card, layout.boxes[key]))
    for wire, (look, title) in inner.wires.items():
        yield _wire(_d(layout.paths[wire]), look, title)
    for key, content in inner.cards.items():
        yield _card(sheet.cards[key], layout.boxes[key], content)


def _frame(key: str, frame: Frame, box: Box) -> str:
    title = cut(frame.title, box.width - 28, 11, bold=True)
    return (
        f'<g class="wf-group" data-node="{escaped(key)}" transform="translate({box.x} {box.y})">'
        f"<title>{escaped(frame.title)}</title>"
        f'<rect class="wf-frame" width="{box.width}" height="{box.height}" rx="12"/>'
        f'<text class="wf-frame-title" x="14" y="21">{escaped(title)}</text></g>'
    )


def _wire(d: str, look: str, title: str) -> str:
    return f'<path class="wf-halo" pathLength="1" d="{d}"/><path class="{look}" d="{d}"><title>{title}</title></path>'


def _words(wire: Wire, sheet: Sheet) -> tuple[str, str]:
    source, target = sheet.cards[wire.source], sheet.cards[wire.target]
    look = "wf-wire" if source.enabled and target.enabled else "wf-wire wf-wire-off"
    if wire in sheet.references:
        look = "wf-wire wf-wire-reference"
    start = f"{source.title}.{wire.source_port}" if wire.source_port else source.title
    end = f"{target.title}.{wire.target_port}" if wire.target_port else target.title
    return look, escaped(f"{start} → {end}")


def _d(path: Path) -> str:
    # The text of a tuple is much faster to have than each number on its own.
    return f"M{path[0]} {path[1]}C{str(path[2:])[1:-1].replace(',', '')}"


def _card(card: Card, box: Box, content: str) -> str:
    look = card.kind if card.role == "node" else card.role
    off = "" if card.enabled else " wf-off"
    return (
        f'<g class="wf-card wf-{look}{off}" data-node="{escaped(card.key)}" transform="translate({box.x} {box.y})">'
        f"{content}</g>"
    )


def _note(card: Card, box: Box) -> str:
    lines = note_lines(card.text, box.width, (box.height - 2 * NOTE_PAD) // NOTE_LINE)
    texts = [_text("wf-value", NOTE_PAD, NOTE_PAD + 11 + NOTE_LINE * place, line) for place, line in enumerate(lines)]
    paper = f'<rect class="wf-box" width="{box.width}" height="{box.height}" rx="4"/>'
    return f"<title>{escaped(card.about)}</title>{paper}{''.join(texts)}"


def _node(card: Card, shape: Shape) -> str:
    sign = ICONS[card.kind if card.role == "node" else card.role]
    inputs = _inputs(card.inputs, tuple([shape.inputs[port] for port in card.inputs]), card.vacant)
    outputs = _outputs(card.outputs, tuple([shape.outputs[port] for port in card.outputs]))
    return (
        f"<title>{escaped(card.about)}</title>"
        f'<rect class="wf-box" width="{shape.width}" height="{shape.height}" rx="10"/>'
        f'<rect class="wf-tile" x="{_TILE_X}" y="{_TILE_Y}" width="{_TILE}" height="{_TILE}" rx="7"/>'
        f'<path class="wf-sign" transform="translate({_TILE_X + 6} {_TILE_Y + 6})" d="{sign}"/>'
        f"{_header(card)}{inputs}{outputs}{_highlights(card, shape.highlights)}"
    )


def _header(card: Card) -> str:
    room = WIDTH - _TEXT_X - _PAD
    second = card.type if card.enabled else " · ".join(filter(None, (_OFF, card.type)))
    title = _text("wf-title", _TEXT_X, _TITLE_Y if second else _ALONE_Y, cut(card.title, room, _TITLE_SIZE, bold=True))
    return f"{title}{_type(second)}" if second else title


@lru_cache(maxsize=1024)
def _type(text: str) -> str:
    return _text("wf-type", _TEXT_X, _TYPE_Y, cut(text, WIDTH - _TEXT_X - _PAD, _TYPE_SIZE))


@lru_cache(maxsize=1024)
def _inputs(ports: tuple[str, ...], heights: tuple[int, ...], vacant: tuple[str, ...]) -> str:
    looks = ("wf-port wf-vacant" if port in vacant else "wf-port" for port in ports)
    marks = (f'<path class="{look}" d="M-5 {y - 5}l9 5-9 5z"/>' for look, y in zip(looks, heights, strict=True))
    return "".join(marks) + _port_names("wf-port-name", _PAD, ports, heights)


@lru_cache(maxsize=1024)
def _outputs(ports: tuple[str, ...], heights: tuple[int, ...]) -> str:
    marks = (f'<circle class="wf-port" cx="{WIDTH}" cy="{y}" r="4"/>' for y in heights)
    return "".join(marks) + _port_names("wf-port-name wf-right", WIDTH - _PAD, ports, heights)


def _port_names(look: str, x: int, ports: tuple[str, ...], heights: tuple[int, ...]) -> str:
    """The names of one side; where ports share the last row, the first of them is named there."""
    names = port_names(ports)
    rows = {y: names[port] for port, y in zip(reversed(ports), reversed(heights), strict=True) if y > HEADER}
    room = (WIDTH - 3 * _PAD) / 2
    return "".join(_text(look, x, y + 4, cut(name, room, _PORT_SIZE)) for y, name in rows.items() if name)


def _highlights(card: Card, top: int) -> str:
    left = max([_names_end(name) for name, _ in card.highlights], default=0)
    parts = []
    for place, (name, value) in enumerate(card.highlights):
        y = top + LINE * place + 11
        parts.append(_text("wf-name", _PAD, y, cut(name, _NAME_ROOM, _TYPE_SIZE)))
        parts.append(_text("wf-value", left, y, cut(value, WIDTH - _PAD - left, _TYPE_SIZE)))
    return "".join(parts)


@lru_cache(maxsize=1024)
def _names_end(name: str) -> int:
    """Where the value of a setting may begin."""
    return _PAD + 6 + round(_SLACK * width(cut(name, _NAME_ROOM, _TYPE_SIZE), _TYPE_SIZE))


def _text(look: str, x: int, y: int, text: str) -> str:
    return f'<text class="{look}" x="{x}" y="{y}">{escaped(text)}</text>'
