"""A graph as a Mermaid flowchart, for Markdown that is rendered elsewhere: https://mermaid.js.org/syntax/flowchart.html."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wfkit.render._cards import port_names
from wfkit.render._sheet import sheet_of
from wfkit.render._text import clean
from wfkit.render._themes import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Graph
    from wfkit.render._cards import Card
    from wfkit.render._sheet import Sheet

_LONGEST = 80
# Whatever HTML, Markdown or Mermaid itself would read as more than a sign; it takes any character by its number.
_SPECIAL = re.compile(r"[^\w .,:/()=+?!'…·-]", re.ASCII)
_CLASSES = {
    "off": "stroke-dasharray:5 4,color:#566173",
    "note": f"fill:{LIGHT.note},stroke:{LIGHT.note_border},color:{LIGHT.note_ink}",
    "missing": f"stroke:{LIGHT.alarm},stroke-dasharray:5 4",
}


def mermaid(graph: Graph) -> str:
    """The flowchart of the graph: names of nodes are `n0`, `n1` and so on, labels say what the document says."""
    sheet = sheet_of(graph, most=0)
    names = {key: f"n{place}" for place, key in enumerate(sheet.cards)}
    lines = ["flowchart LR", *_nodes(sheet, names), *_edges(sheet, names), *_classes(sheet, names)]
    return "\n".join(lines) + "\n"


def _nodes(sheet: Sheet, names: Mapping[str, str]) -> Iterator[str]:
    """The nodes, each group with what it holds inside it."""
    inside: dict[str | None, list[str]] = {}
    for key, frame in sheet.frames.items():
        inside.setdefault(frame.parent, []).append(key)
    places = {key: place for place, key in enumerate(sheet.frames)}
    waiting: list[tuple[str | None, bool]] = [(None, False)]
    while waiting:
        frame_key, is_done = waiting.pop()
        if is_done:
            yield "end"
            continue
        if frame_key is not None:
            yield f'subgraph g{places[frame_key]}["{_escaped(sheet.frames[frame_key].title)}"]'
            waiting.append((frame_key, True))
        yield from (_node(card, names[key]) for key, card in sheet.cards.items() if sheet.homes.get(key) == frame_key)
        waiting += [(key, False) for key in reversed(inside.get(frame_key, []))]


def _node(card: Card, name: str) -> str:
    text = card.text if card.role == "note" else card.title
    second = f"<br/>{_escaped(card.type)}" if card.type and card.role != "note" else ""
    return f'{name}["{_escaped(clean(text))}{second}"]'


def _edges(sheet: Sheet, names: Mapping[str, str]) -> Iterator[str]:
    for wire in sheet.wires:
        tail, head = sheet.cards[wire.source], sheet.cards[wire.target]
        arrow = "-->" if tail.enabled and head.enabled else "-.->"
        name = port_names(tail.outputs)[wire.source_port] if len(tail.outputs) > 1 else ""
        label = f'|"{_escaped(name)}"|' if name else ""
        yield f"{names[wire.source]} {arrow}{label} {names[wire.target]}"


def _classes(sheet: Sheet, names: Mapping[str, str]) -> Iterator[str]:
    members: dict[str, list[str]] = {}
    for key, card in sheet.cards.items():
        look: str = card.role if card.role in _CLASSES else ""
        look = look or ("" if card.enabled else "off")
        members.setdefault(look, []).append(names[key])
    for look, style in _CLASSES.items():
        if look in members:
            yield f"classDef {look} {style}"
            yield f"class {','.join(members[look])} {look}"


def _escaped(text: str) -> str:
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return _SPECIAL.sub(_entity, shown) or " "


def _entity(found: re.Match[str]) -> str:
    return found[0] if not found[0].isascii() else f"#{ord(found[0])};"
