"""A graph as DOT for people's own Graphviz: readable, coloured, with ports, and safe whatever the labels say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.render._cards import port_names
from wfkit.render._shapes import note_lines
from wfkit.render._sheet import sheet_of
from wfkit.render._text import cut
from wfkit.render._themes import LIGHT
from wfkit.render._xml import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wfkit.core.model import Graph
    from wfkit.render._cards import Card
    from wfkit.render._sheet import Sheet

_FONT = "Helvetica"
_GRAPH = {
    "rankdir": "LR",
    "nodesep": "0.35",
    "ranksep": "0.8",
    "bgcolor": LIGHT.paper,
    "fontname": _FONT,
    "fontsize": "11",
    "fontcolor": LIGHT.muted,
}
_NODE = {"shape": "plain", "fontname": _FONT, "fontsize": "12", "fontcolor": LIGHT.ink}
_EDGE = {"color": LIGHT.wire, "arrowsize": "0.7"}
_GROUP = {"style": "rounded,filled", "fillcolor": LIGHT.frame, "color": LIGHT.frame_border, "labeljust": "l"}
_NOTE_WIDTH, _NOTE_LINES = 260, 12
_TITLE_WIDTH, _VALUE_WIDTH = 260, 200
# Within labels Graphviz puts names in the place of `\N` and the like, in some versions even of `\\N`: a joiner of no
# width keeps the two apart.
_ESCAPE = re.compile(r"\\(?=[A-Za-z\\])")
_BREAK = '<BR ALIGN="LEFT"/>'
# The port of all edges of a card whose ports have no lines of their own.
_HEAD = "h"
_JOINER = "\u2060"


def dot(graph: Graph) -> str:
    """The DOT source of the graph: names of nodes are `n0`, `n1` and so on, labels say what the document says."""
    import graphviz

    sheet = sheet_of(graph)
    names = {key: f"n{place}" for place, key in enumerate(sheet.cards)}
    source = graphviz.Digraph("workflow", graph_attr=_GRAPH, node_attr=_NODE, edge_attr=_EDGE)
    _add_frame(source, None, sheet, names)
    for wire in sheet.wires:
        tail, head = sheet.cards[wire.source], sheet.cards[wire.target]
        leave = f"o{tail.outputs.index(wire.source_port)}" if tail.has_rows else _HEAD
        enter = f"i{head.inputs.index(wire.target_port)}" if head.has_rows else _HEAD
        style = {} if tail.enabled and head.enabled else {"style": "dashed"}
        source.edge(f"{names[wire.source]}:{leave}:e", f"{names[wire.target]}:{enter}:w", **style)
    return str(source.source)


def _add_frame(source: Any, frame: str | None, sheet: Sheet, names: Mapping[str, str]) -> None:
    """Adds the cards of one frame, and the frames within it; they are nested a few levels deep at most."""
    import graphviz

    for key, card in sheet.cards.items():
        if sheet.homes.get(key) == frame:
            source.node(names[key], f"<{_label(card)}>")
    for place, (key, inner) in enumerate(sheet.frames.items()):
        if inner.parent == frame:
            title = graphviz.escape(cut(inner.title, _TITLE_WIDTH, 11))
            cluster = graphviz.Digraph(f"cluster_{place}", graph_attr=_GROUP | {"label": title})
            _add_frame(cluster, key, sheet, names)
            source.subgraph(cluster)


def _label(card: Card) -> str:
    rows = _note_rows(card) if card.role == "note" else _rows(card)
    fill = LIGHT.note if card.role == "note" else LIGHT.card
    edge = LIGHT.alarm if card.role == "missing" else LIGHT.border
    style = "ROUNDED" if card.enabled and card.role != "missing" else "ROUNDED,DASHED"
    return (
        f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" STYLE="{style}" COLOR="{edge}" '
        f'BGCOLOR="{fill}">{"".join(rows)}</TABLE>'
    )


def _note_rows(card: Card) -> Iterator[str]:
    for line in note_lines(card.text, _NOTE_WIDTH, _NOTE_LINES) or [card.title]:
        yield f'<TR><TD ALIGN="LEFT">{_font(line, LIGHT.note_ink)}</TD></TR>'


def _rows(card: Card) -> Iterator[str]:
    sign = f'<FONT COLOR="{LIGHT.kinds["missing" if card.role == "missing" else card.kind]}">●</FONT>'
    second = " · ".join(filter(None, ("" if card.enabled else "disabled", card.type)))
    head = [f'{sign} <FONT POINT-SIZE="13">{_html(cut(card.title, _TITLE_WIDTH, 13))}</FONT>']
    head += [_font(cut(second, _TITLE_WIDTH, 10), LIGHT.muted)] if second else []
    yield _row("".join(f"{line}{_BREAK}" for line in head), f' PORT="{_HEAD}"')
    if card.has_rows:
        yield from _port_rows(card.inputs, card.outputs)
    for name, value in card.highlights:
        yield _row(f"{_font(name, LIGHT.muted)}&#160; {_font(cut(value, _VALUE_WIDTH, 10), LIGHT.ink)}")


def _row(content: str, port: str = "") -> str:
    return f'<TR><TD COLSPAN="2" ALIGN="LEFT"{port}>{content}</TD></TR>'


def _port_rows(inputs: tuple[str, ...], outputs: tuple[str, ...]) -> Iterator[str]:
    left, right = [*port_names(inputs).values()], [*port_names(outputs).values()]
    for place in range(max(len(left), len(right))):
        cells = _cell(left, place, "i", "LEFT") + _cell(right, place, "o", "RIGHT")
        yield f"<TR>{cells}</TR>"


def _cell(names: Sequence[str], place: int, side: str, align: str) -> str:
    if place >= len(names):
        return "<TD></TD>"
    return f'<TD PORT="{side}{place}" ALIGN="{align}">{_font(cut(names[place], 120, 10) or " ", LIGHT.muted)}</TD>'


def _font(text: str, colour: str) -> str:
    return f'<FONT POINT-SIZE="10" COLOR="{colour}">{_html(text)}</FONT>'


def _html(text: str) -> str:
    return escaped(_ESCAPE.sub(rf"\\{_JOINER}", text)) or " "
