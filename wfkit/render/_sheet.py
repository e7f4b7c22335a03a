"""A graph as it will be drawn, before anything has a place: cards, wires and frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wfkit.render._cards import Card, card_of, missing_card
from wfkit.render._highlights import MOST
from wfkit.render._shapes import Shape, shape_of
from wfkit.render._text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wfkit.core.model import Edge, Graph, Node

# Engines recurse over clusters, and nobody reads frames within frames within frames for long.
_DEEPEST = 6


class Wire(NamedTuple):
    """An edge as it is drawn: two edges between the same ports are one line."""

    source: str
    source_port: str
    target: str
    target_port: str


class Spot(NamedTuple):
    """Where the tool's canvas has a node, in its own units."""

    x: float
    y: float
    size: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Frame:
    """A group that is drawn round its members.

    Attributes:
        title: Its label in one line.
        parent: The frame round it, None for none.
        enabled: False where a run leaves it out.
    """

    title: str
    parent: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one graph shows.

    Attributes:
        cards: By node id, in the order of the document.
        wires: In the order of the document, each once.
        frames: By the id of the group, outer ones before those inside them.
        homes: The frame that each card lies in; a card in none is absent.
        spots: Where the canvas has each node; a node without a position is absent.
        repeated: How many nodes are not shown because their id is taken.
        references: Those of the wires that only say that one node refers to the other.
    """

    cards: Mapping[str, Card]
    wires: tuple[Wire, ...]
    frames: Mapping[str, Frame]
    homes: Mapping[str, str]
    spots: Mapping[str, Spot]
    repeated: int = 0
    references: frozenset[Wire] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a layout finds places for: the shapes, wires and frames of one sheet, or of several at once.

    Attributes:
        shapes: By node id.
        wires: Each once.
        frames: The frame round each frame, None for none; outer ones first.
        homes: The frame that each shape lies in.
        spots: Where the canvas has each node.
        notes: The ids of the notes.
    """

    shapes: Mapping[str, Shape]
    wires: tuple[Wire, ...]
    frames: Mapping[str, str | None]
    homes: Mapping[str, str]
    spots: Mapping[str, Spot]
    notes: frozenset[str]


def wire_of(edge: Edge) -> Wire:
    """The line that an edge is drawn as."""
    return Wire(edge.source, edge.source_port, edge.target, edge.target_port)


def sheet_of(graph: Graph, *, most: int = MOST) -> Sheet:
    """What the graph shows, with at most so many highlights a node."""
    frames = _frames(graph)
    cards: dict[str, Card] = {}
    for key, node in graph.by_id.items():
        entering, leaving = graph.incoming.get(key, ()), graph.outgoing.get(key, ())
        # A group is its frame; a node that holds others and has edges of its own is a card within it, too.
        if key not in frames or (node.role == "node" and (entering or leaving)):
            cards[key] = card_of(node, entering, leaving, most=most)
    for key in _missing(graph.edges, graph.by_id):
        cards[key] = missing_card(key, graph.incoming.get(key, ()), graph.outgoing.get(key, ()))
    return Sheet(
        cards=cards,
        wires=_wires(graph.edges, cards),
        frames=frames,
        homes=_homes(graph, cards, frames),
        spots=_spots(graph.by_id),
        repeated=len(graph.nodes) - len(graph.by_id),
        references=frozenset(_wires((edge for edge in graph.edges if edge.kind == "reference"), cards)),
    )


def plan_of(*sheets: Sheet) -> Plan:
    """What has to find a place so that each of these sheets can be drawn from one layout.

    What several sheets show has one place, and is as high as its highest version; where they differ on the frame
    round it or on its spot, the last sheet decides.
    """
    versions: dict[str, list[Card]] = {}
    for sheet in sheets:
        for key, card in sheet.cards.items():
            versions.setdefault(key, []).append(card)
    above = _outer_first({key: frame.parent for sheet in sheets for key, frame in sheet.frames.items()})
    return Plan(
        shapes={key: shape_of(cards) for key, cards in versions.items()},
        wires=tuple(dict.fromkeys(wire for sheet in sheets for wire in sheet.wires)),
        frames=above,
        homes={key: home for sheet in sheets for key, home in sheet.homes.items() if home in above},
        spots={key: spot for sheet in sheets for key, spot in sheet.spots.items()},
        notes=frozenset(key for key, cards in versions.items() if all(card.role == "note" for card in cards)),
    )


def _wires(edges: Iterable[Edge], cards: Mapping[str, Card]) -> tuple[Wire, ...]:
    # An edge of a group has no card to end at, and one of a note is no logic.
    takes = {key for key, card in cards.items() if card.role != "note"}
    wires = (wire_of(edge) for edge in edges if edge.source in takes and edge.target in takes)
    return tuple(dict.fromkeys(wires))


def _missing(edges: Iterable[Edge], known: Mapping[str, Node]) -> list[str]:
    ends = dict.fromkeys(end for edge in edges for end in (edge.source, edge.target))
    return [end for end in ends if end not in known]


def _spots(nodes: Mapping[str, Node]) -> dict[str, Spot]:
    return {key: Spot(*node.position, node.size) for key, node in nodes.items() if node.position is not None}


def _frames(graph: Graph) -> dict[str, Frame]:
    """The groups that hold anything, outer ones first; of groups that hold each other none has a frame round it."""
    nodes = graph.by_id
    parents = {key: node.parent for key, node in nodes.items() if node.parent is not None and node.parent in nodes}
    above = {key: parents.get(key) for key in dict.fromkeys(parents.values())}
    return {
        key: Frame(clean(nodes[key].label) or clean(key), parent, nodes[key].enabled)
        for key, parent in _outer_first(above).items()
    }


def _outer_first(above: Mapping[str, str | None]) -> dict[str, str | None]:
    """The frames that hang on an outermost one through others, none deeper than `_DEEPEST`."""
    inside: dict[str | None, list[str]] = {}
    for key, parent in above.items():
        inside.setdefault(parent, []).append(key)
    ordered: dict[str, str | None] = {}
    level: Sequence[str | None] = [None]
    for _ in range(_DEEPEST):
        pairs = [(key, parent) for parent in level for key in inside.get(parent, ())]
        ordered.update(pairs)
        level = [key for key, _ in pairs]
    return ordered


def _homes(graph: Graph, cards: Mapping[str, Card], frames: Mapping[str, Frame]) -> dict[str, str]:
    """The nearest frame round each card: what lies deeper than frames go is shown in the last of them."""
    if not frames:
        return {}
    known: dict[str, str | None] = {key: key for key in frames}
    found = {}
    for key in cards:
        passed = []
        above: str | None = key
        while above is not None and above not in known:
            # On a round of groups within groups this ends where it began.
            known[above] = None
            passed.append(above)
            above = graph.by_id[above].parent if above in graph.by_id else None
        home = None if above is None else known[above]
        known.update(dict.fromkeys(passed, home))
        if home is not None:
            found[key] = home
    return found
