"""How large cards are, and where on them things are.

Cards are as wide as each other, and their height follows from how many ports and highlights they have, not from
what these say: an edited value leaves every card where it was.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from wfkit.render._cards import port_names
from wfkit.render._text import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfkit.render._cards import Card

WIDTH: Final = 212
HEADER: Final = 48
ROW: Final = 18
LINE: Final = 17
NOTE_LINE: Final = 15
NOTE_PAD: Final = 12
# Below the last row of ports or highlights.
_FOOT = 10
_MOST_ROWS = 16
_NOTE_SIZE = 11.0
_NOTE_LINES = 7


class Shape(NamedTuple):
    """The measures of a card, in pixels; heights are from its upper edge.

    Attributes:
        width: Of the card.
        height: Of the card.
        inputs: The height of each input port.
        outputs: The height of each output port.
        highlights: Where the lines of highlights begin.
    """

    width: int
    height: int
    inputs: Mapping[str, int]
    outputs: Mapping[str, int]
    highlights: int


def shape_of(cards: Sequence[Card]) -> Shape:
    """The shape that these versions of one card share, so that all are drawn in the same place."""
    nodes = [card for card in cards if card.role != "note"]
    if not nodes:
        lines = max(len(note_lines(card.text, WIDTH, _NOTE_LINES)) for card in cards)
        return Shape(WIDTH, 2 * NOTE_PAD + NOTE_LINE * max(1, lines), {}, {}, 0)
    if len(nodes) == 1:
        card = nodes[0]
        return _shape(card.inputs, card.outputs, len(card.highlights), has_rows=card.has_rows)
    inputs = tuple(dict.fromkeys(port for card in nodes for port in card.inputs))
    outputs = tuple(dict.fromkeys(port for card in nodes for port in card.outputs))
    lines = max(len(card.highlights) for card in nodes)
    return _shape(inputs, outputs, lines, has_rows=any(card.has_rows for card in nodes))


def note_lines(text: str, width: int, most: int) -> list[str]:
    """The lines of a note that is so wide."""
    return wrap(text, width - 2 * NOTE_PAD, _NOTE_SIZE, most)


@lru_cache(maxsize=1024)
def _shape(inputs: tuple[str, ...], outputs: tuple[str, ...], lines: int, *, has_rows: bool) -> Shape:
    rows = min(max(map(_rows, (inputs, outputs))), _MOST_ROWS) if has_rows else 0
    # Ports and highlights are kept apart by half of what stands below the last of them.
    top = HEADER + ROW * rows + (_FOOT // 2 if rows and lines else 0)
    height = top + LINE * lines + (_FOOT if rows or lines else 0)
    return Shape(WIDTH, height, _heights(inputs, rows), _heights(outputs, rows), top)


def _rows(ports: tuple[str, ...]) -> int:
    """How many lines the ports of a side need; a single one without a name needs none."""
    return len(ports) if len(ports) != 1 or any(port_names(ports).values()) else 0


def _heights(ports: tuple[str, ...], rows: int) -> dict[str, int]:
    """Where each port is: one that needs no name at the height of the title, those beyond the last row share it."""
    if not rows or not _rows(ports):
        return dict.fromkeys(ports, HEADER // 2)
    return {port: HEADER + ROW * min(place, rows - 1) + ROW // 2 for place, port in enumerate(ports)}
