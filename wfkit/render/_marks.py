"""What became of each card and wire between two graphs, and how the two of them share one set of places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from msgspec import structs

from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.text import shown_value
from wfkit.render._highlights import MOST, Highlight, in_words
from wfkit.render._sheet import Sheet, Wire, sheet_of, wire_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfkit.core.diff import Diff
    from wfkit.core.model import Edge, Graph, Node
    from wfkit.render._cards import Card

Mark = Literal["added", "removed", "changed", "moved"]

MARKS: tuple[Mark, ...] = ("added", "removed", "changed", "moved")
_SHOWN = 40
# A card has no room for what comes after so many characters.
_ROOM = 24
_SILENT = (ops.NodeRekeyed, ops.NoiseChanged, ops.LayoutChanged, ops.ReferenceFollowed)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sheets in which the same node has the same key, and what became of everything.

    Attributes:
        old: What the old graph shows.
        new: What the new graph shows; cards that changed show what did.
        both: Both in one.
        cards: What became of each card; one that stayed as it is is absent.
        wires: What became of each wire; one that stayed is absent.
        edges: The name in the picture of each wire that did not stay: `new-` or `old-`, and its place in that graph.
    """

    old: Sheet
    new: Sheet
    both: Sheet
    cards: Mapping[str, Mark]
    wires: Mapping[Wire, Mark]
    edges: Mapping[Wire, str]


def compared(diff: Diff) -> Comparison:
    """The two graphs of a diff, the old one in the words of the new.

    Raises:
        UnknownFormat: wfkit does not read graphs of this format.
    """
    before, after = _renamed(diff.old.graph, diff), diff.new.graph
    cards = _card_marks(diff, before)
    old = sheet_of(before)
    new = _with_changes(sheet_of(after), diff)
    changed = {wire_of(operation.after) for operation in diff.logic if isinstance(operation, ops.EdgeChanged)}
    wires: dict[Wire, Mark] = dict.fromkeys((wire for wire in new.wires if wire in changed), "changed")
    wires.update(dict.fromkeys(set(new.wires) - set(old.wires), "added"))
    wires.update(dict.fromkeys(set(old.wires) - set(new.wires), "removed"))
    return Comparison(old, new, _joined(old, new), cards, wires, _edge_names(before, after))


def keys_before(diff: Diff) -> dict[str, str]:
    """What the picture calls the nodes of the old graph: as in the new one; what is gone keeps its id if it is free.

    A node of an id that is absent keeps it.
    """
    names = {match.old.id: match.new.id for match in reversed(diff.matches)}
    taken = {node.id for node in diff.new.graph.nodes}
    for node in diff.old.graph.nodes:
        if node.id not in names and node.id in taken:
            names[node.id] = f"{node.id}\N{SYMBOL FOR NULL}removed"
    return names


def edge_names(graph: Graph, side: str) -> dict[Wire, str]:
    """What a picture calls the wires of a graph: by the place of the first edge of each, behind `old-` or `new-`."""
    return {wire_of(edge): f"{side}-{place}" for place, edge in reversed([*enumerate(graph.edges)])}


def _edge_names(before: Graph, after: Graph) -> dict[Wire, str]:
    return {**edge_names(before, "old"), **edge_names(after, "new")}


def _renamed(graph: Graph, diff: Diff) -> Graph:
    """The old graph with the ids that its nodes have in the picture."""
    names = keys_before(diff)
    if all(old == new for old, new in names.items()):
        return graph
    nodes = tuple(_node_called(node, names) for node in graph.nodes)
    return replace(graph, nodes=nodes, edges=tuple(_edge_called(edge, names) for edge in graph.edges))


def _node_called(node: Node, names: Mapping[str, str]) -> Node:
    parent = node.parent if node.parent is None else names.get(node.parent, node.parent)
    return structs.replace(node, id=names.get(node.id, node.id), parent=parent)


def _edge_called(edge: Edge, names: Mapping[str, str]) -> Edge:
    return structs.replace(edge, source=names.get(edge.source, edge.source), target=names.get(edge.target, edge.target))


def _card_marks(diff: Diff, before: Graph) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    for operation in diff.operations:
        if isinstance(operation, ops.NodeAdded):
            marks[operation.node] = "added"
        elif isinstance(operation, ops.NodeMoved):
            marks.setdefault(operation.node, "moved")
        elif isinstance(operation, ops.NodeChange) and not isinstance(operation, _SILENT):
            marks[operation.node] = "changed"
    gone = {id(operation.before) for operation in diff.operations if isinstance(operation, ops.NodeRemoved)}
    named = zip(diff.old.graph.nodes, before.nodes, strict=True)
    marks.update({node.id: "removed" for original, node in named if id(original) in gone})
    return marks


def _with_changes(sheet: Sheet, diff: Diff) -> Sheet:
    """The sheet with the values that changed, old and new, in the place of a card's highlights."""
    changes: dict[str, list[Highlight]] = {}
    for operation in diff.logic:
        if isinstance(operation, ops.ConfigChanged | ops.SettingChanged | ops.NodeRenamed | ops.NodeRetyped):
            changes.setdefault(operation.node, []).append(Highlight(_name(operation), _value(operation)))
    cards = {
        key: card._replace(highlights=tuple(changes[key][:MOST])) if key in changes and card.role == "node" else card
        for key, card in sheet.cards.items()
    }
    return replace(sheet, cards=cards)


def _name(operation: ops.Operation) -> str:
    if isinstance(operation, ops.NodeRenamed):
        return "was"
    if isinstance(operation, ops.NodeRetyped):
        return "type was"
    return in_words(operation.path.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~"))


def _value(operation: ops.Operation) -> str:
    if isinstance(operation, ops.NodeRenamed | ops.NodeRetyped):
        return str(operation.old)
    if operation.old == operation.new:
        # Of a secret only that it changed is known here.
        return "changed, not shown"
    if operation.old is ABSENT:
        return f"+ {_short(operation.new)}"
    if operation.new is ABSENT:
        return f"\N{MINUS SIGN} {_short(operation.old)}"
    old, new = _short(operation.old), _short(operation.new)
    # What stands on a card must not look as if it were the new value.
    is_cut = isinstance(operation.old, str) and isinstance(operation.new, str) and len(old) > _ROOM
    return "text changed" if is_cut or old == new else f"{old} → {new}"


def _short(value: object) -> str:
    return value[:_SHOWN] if isinstance(value, str) and value else shown_value(value, _SHOWN)


def _joined(old: Sheet, new: Sheet) -> Sheet:
    """Both sheets in one: what is new wins, what is gone comes after it."""
    frames = {**{key: old.frames[key] for key in old.frames if key not in new.frames}, **new.frames}
    return Sheet(
        cards={
            **{key: _with_ports(card, old.cards.get(key)) for key, card in new.cards.items()},
            **{key: card for key, card in old.cards.items() if key not in new.cards},
        },
        wires=tuple(dict.fromkeys([*new.wires, *old.wires])),
        frames=frames,
        homes={**old.homes, **new.homes},
        spots={**old.spots, **new.spots},
    )


def _with_ports(card: Card, before: Card | None) -> Card:
    """The card with the ports that it had before, too: wires that went ended there."""
    if before is None or (before.inputs == card.inputs and before.outputs == card.outputs):
        return card
    return card._replace(
        inputs=tuple(dict.fromkeys([*before.inputs, *card.inputs])),
        outputs=tuple(dict.fromkeys([*before.outputs, *card.outputs])),
        has_rows=before.has_rows or card.has_rows,
    )


def counted(marks: Iterable[Mark]) -> dict[Mark, int]:
    """How many there are of each mark, in the order of `MARKS`; those that do not occur are left out."""
    found = list(marks)
    counts = {mark: found.count(mark) for mark in MARKS}
    return {mark: count for mark, count in counts.items() if count}
