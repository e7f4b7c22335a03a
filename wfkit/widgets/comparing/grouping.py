"""Changes in groups: all that happened to a node, then to an edge, then to the workflow itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from wfkit import render
from wfkit.core.diff import operations as ops
from wfkit.core.document import graph_or_empty
from wfkit.core.pointer import split
from wfkit.widgets import finding
from wfkit.widgets.comparing.values import SHORT, change_of, renamed
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.diff import Diff
    from wfkit.core.model import Edge, Node
    from wfkit.service.secrets import RedactedDiff

SECTIONS: Final = ("nodes", "edges", "workflow")
_NAME: Final = 200
_FACTS: Final = 6
_ID: Final = 16
_STEP: Final = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
# Nobody counts that far: such a step is a key.
_DIGITS: Final = 7
_OF_EDGES = (ops.EdgeAdded, ops.EdgeRemoved, ops.EdgeRewired, ops.EdgeChanged)
_MARKS: Final = {"node-added": "added", "edge-added": "added", "node-removed": "removed", "edge-removed": "removed"}
_RENAMED = (ops.NodeRenamed, ops.NodeReparented, ops.NodeMoved, ops.NodeRekeyed, ops.LayoutChanged)
_TITLES: Final = {
    "node-renamed": "name",
    "node-retyped": "type",
    "node-switched": "state",
    "node-reparented": "group",
    "node-moved": "position",
    "node-rekeyed": "id",
    "edge-rewired": "ports",
}
# Ports that say only which side they are on.
_PLAIN_PORTS = frozenset({"", "main", "in", "input", "out", "output", "source", "target"})


@dataclass(slots=True)
class Group:
    """What happened to one thing.

    Attributes:
        section: `nodes`, `edges` or `workflow`.
        operations: By their places in the diff.
    """

    section: str
    operations: dict[int, Any] = field(default_factory=dict)

    @property
    def first(self) -> Any:
        """The operation that names it."""
        return next(iter(self.operations.values()))


def groups_of(diff: Diff) -> list[Group]:
    """The groups of a diff in its order: nodes, edges, the workflow last."""
    found: dict[tuple[Any, ...], Group] = {}
    for place, operation in enumerate(diff.operations):
        section = _section(operation)
        # By the places in the document, for two nodes or edges may have the same id.
        side = operation.sides[-1].pointer if operation.sides else ""
        key = (section, _MARKS.get(operation.kind) == "removed", side)
        found.setdefault(key, Group(section)).operations[place] = operation
    return sorted(found.values(), key=lambda group: SECTIONS.index(group.section))


def _section(operation: Any) -> str:
    if isinstance(operation, ops.WorkflowChanged):
        return "workflow"
    return "edges" if isinstance(operation, _OF_EDGES) else "nodes"


class Naming:
    """What the groups of a diff are called, and which parts of the picture are theirs."""

    def __init__(self, redacted: RedactedDiff) -> None:
        self.diff = redacted.diff
        self.veils = redacted.veils
        self.graphs = {"old": graph_or_empty(self.diff.old), "new": graph_or_empty(self.diff.new)}

    @cached_property
    def keys(self) -> Mapping[str, Mapping[str, str]]:
        """What the picture calls the nodes of each side whose id is not their key."""
        has_graphs = all(graph.nodes for graph in self.graphs.values())
        return {"old": render.keys_before(self.diff) if has_graphs else {}, "new": {}}

    @cached_property
    def _edges(self) -> Mapping[str, Mapping[Any, str]]:
        return {side: render.edge_names(graph, side) for side, graph in self.graphs.items()}

    @cached_property
    def _repeated(self) -> frozenset[str]:
        """Labels that several nodes of one side share."""
        counts = (Counter(node.label for node in graph.nodes) for graph in self.graphs.values())
        return frozenset(label for count in counts for label, number in count.items() if number > 1)

    def key(self, node_id: str, side: str) -> str:
        """What the picture calls a node."""
        return render.key_of(self.keys[side].get(node_id, node_id))

    def head(self, group: Group) -> dict[str, Any]:
        """What is said of a group before its changes are."""
        side = "old" if _MARKS.get(group.first.kind) == "removed" else "new"
        counts = Counter(operation.facet for operation in group.operations.values())
        made = {
            "section": group.section,
            "mark": _mark(group),
            "kinds": [*_kinds(group)],
            "facets": {facet: counts[facet] for facet in ops.FACETS},
            "keys": [],
            "edges": [],
        }
        if group.section == "workflow":
            return {**made, "label": "Settings of the workflow", "about": ""}
        if group.section == "edges":
            return {**made, **self._edge_head(group.first, side)}
        node: Node = group.first.sides[-1]
        return {**made, "label": self.name(node.id, side), "about": _about(node), "keys": [self.key(node.id, side)]}

    def _edge_head(self, operation: Any, side: str) -> dict[str, Any]:
        edge: Edge = operation.sides[-1]
        # One that says something else is the same line in both versions; of a rewired one there are two.
        is_two = isinstance(operation, ops.EdgeRewired)
        shown = zip(("old", "new"), operation.sides, strict=True) if is_two else [(side, edge)]
        wires = [self._edges[at][render.wire_of(each)] for at, each in shown]
        keys = [self.key(end, side) for end in (edge.source, edge.target)]
        return {"label": self.edge(edge, side), "about": "", "keys": keys, "edges": wires}

    def edge(self, edge: Edge, side: str) -> str:
        """What people call an edge: the nodes at its ends, with ports that say something."""
        ends = ((edge.source, edge.source_port), (edge.target, edge.target_port))
        return " → ".join(f"{self.name(end, side)}{_port(port)}" for end, port in ends)

    def name(self, node_id: str, side: str) -> str:
        """What people call a node; with its id, where others are called the same."""
        node = self.graphs[side].by_id.get(node_id)
        label = (node.label if node else "") or node_id
        is_clear = label not in self._repeated or label == node_id
        return sendable(label if is_clear else f"{label} ({_end_of(node_id)})", _NAME)

    def changes(self, group: Group, longest: int = SHORT) -> list[dict[str, Any]]:
        """The changes of a group, each with the place of its operation."""
        return [
            {"place": place, "facet": operation.facet, "name": _title(operation), **self.change(place, longest)}
            for place, operation in group.operations.items()
            if not isinstance(operation, ops.EdgeAdded | ops.EdgeRemoved)
        ]

    def change(self, place: int, longest: int = SHORT) -> dict[str, Any]:
        """What an operation says: what was, and what is."""
        match operation := self.diff.operations[place]:
            case ops.NodeAdded() | ops.NodeRemoved():
                found = render.highlights(operation.sides[0].config, _FACTS)
                return {"form": "facts", "facts": [[sendable(text, _NAME) for text in fact] for fact in found]}
            case ops.NodeRenamed() | ops.NodeRetyped() | ops.NodeRekeyed():
                return renamed(str(operation.old), str(operation.new), ops.follow_up(operation))
            case ops.NodeSwitched():
                return renamed(*("enabled" if is_on else "disabled" for is_on in (operation.old, operation.new)))
            case ops.NodeReparented():
                return renamed(self._parent(operation.before, "old"), self._parent(operation.after, "new"))
            case ops.EdgeRewired():
                return renamed(*(_ports(edge) for edge in operation.sides))
            case _:
                return change_of(operation.old, operation.new, self.veils.get(place, ("", "")), longest)

    def hidden(self, key: str) -> frozenset[str]:
        """The names of the settings of a node that are secrets, and changed."""
        veiled = (self.diff.operations[place] for place, veils in self.veils.items() if "whole" in veils)
        found = (each for each in veiled if isinstance(each, ops.NodeChange) and self.key(each.node, "new") == key)
        return frozenset(sendable(split(each.path)[-1], _NAME) for each in found if each.path)

    def words(self, group: Group) -> Iterator[str]:
        """All that a search in the changes looks through."""
        head = self.head(group)
        yield from (head["label"], head["about"])
        for operation in group.operations.values():
            yield from (operation.label, operation.path)
            if isinstance(operation, ops.NodeAdded | ops.NodeRemoved):
                yield finding.words_of(operation.sides[0])
            for value in (operation.old, operation.new):
                yield from finding.texts_of(value)

    def _parent(self, node: Node, side: str) -> str:
        return "no group" if node.parent is None else self.name(node.parent, side)


def _mark(group: Group) -> str:
    """The sign of a group: what its most telling change was."""
    first = _MARKS.get(group.first.kind)
    if first:
        return first
    moves = [operation.kind == "node-moved" for operation in group.operations.values() if operation.facet != "noise"]
    return "moved" if moves and all(moves) else "changed"


def _kinds(group: Group) -> Iterator[str]:
    """By which kinds a group is found."""
    if group.section != "nodes":
        yield group.section
        return
    mark = _MARKS.get(group.first.kind)
    if mark:
        yield mark
        return
    are_renamed = [isinstance(operation, _RENAMED) for operation in group.operations.values()]
    if not all(are_renamed):
        yield "changed"
    if any(are_renamed):
        yield "moved"


def _about(node: Node) -> str:
    """The type where the label does not say it, and whether it is a note or a frame."""
    short = render.short_type(node.type)
    words = ["" if short.casefold() == node.label.casefold() else short, "" if node.role == "node" else node.role]
    return sendable(" · ".join(filter(None, words)), _NAME)


def _end_of(node_id: str) -> str:
    # Ids of one tool begin alike, and end differently.
    return node_id if len(node_id) <= _ID else f"…{node_id[1 - _ID :]}"


def _title(operation: Any) -> str:
    steps = split(operation.path)
    words = _STEP.join(f"{int(step) + 1}" if step.isdecimal() and len(step) < _DIGITS else step for step in steps)
    order = "order of " if getattr(getattr(operation, "leaf", None), "is_order", False) else ""
    return sendable(f"{order}{words}" if words else _TITLES.get(operation.kind, ""), _NAME)


def _port(port: str) -> str:
    return "" if port.lower() in _PLAIN_PORTS else f" · {port}"


def _ports(edge: Edge) -> str:
    return f"{edge.source_port or 'output'} → {edge.target_port or 'input'}"
