"""Changes as lines: grouped by node, then edges by the labels of their ends, then the workflow itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from wfkit.core.diff import operations as ops
from wfkit.core.diff.text import sign_of
from wfkit.core.document import graph_or_empty
from wfkit.render._kinds import short_type
from wfkit.render.html import _parts as parts
from wfkit.render.html import _styles as styles
from wfkit.render.html._elements import NOTHING, Markup, element, joined
from wfkit.render.html._values import change, renaming
from wfkit.render.html.graph import settings, type_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.core.diff import Diff, Operation
    from wfkit.core.model import Edge, Node

_MOST: Final = 200
# Characters of HTML for what is said of the changes.
_ROOM: Final = 250_000
_FIRST: Final = 40
# Nobody wants to fold out fewer.
_SLACK: Final = 10
_WIDTHS: Final = ("28px", "25%", "")
_PORT: Final = 24
# Ports that say only which side they are on.
_PLAIN_PORTS = frozenset({"", "main", "in", "input", "out", "output", "source", "target"})
_SECTIONS: Final = ("Nodes", "Edges", "Workflow")
_TITLES: Final = {
    "node-renamed": "renamed",
    "node-retyped": "type",
    "node-switched": "state",
    "node-reparented": "in group",
    "node-moved": "moved",
    "node-rekeyed": "id",
    "edge-rewired": "ports",
}
_OF_EDGES = (ops.EdgeAdded, ops.EdgeRemoved, ops.EdgeRewired, ops.EdgeChanged)
_IS_WHOLE = (ops.NodeAdded, ops.NodeRemoved, ops.EdgeAdded, ops.EdgeRemoved)

_Group = tuple[str, tuple[str, ...]]
"""The section, and what within it the changes are about."""


def is_drawn(operation: Operation) -> bool:
    """Whether a picture shows it: what happened to nodes and edges, but for what the tool keeps for itself."""
    return operation.facet != "noise" and not isinstance(operation, ops.WorkflowChanged)


def counts(operations: Sequence[Operation]) -> dict[str, dict[str, int]]:
    """How many nodes and edges came, went and changed, by section and sign; one that changed twice counts once."""
    found: dict[str, dict[str, set[_Group]]] = {title: {"+": set(), "-": set(), "~": set()} for title in _SECTIONS}
    for operation in operations:
        group = _group_of(operation)
        found[group[0]][sign_of(operation)].add(group)
    return {title: {sign: len(groups) for sign, groups in signs.items()} for title, signs in found.items()}


def _place(operation: Operation) -> int:
    return _SECTIONS.index(_group_of(operation)[0])


def _group_of(operation: Operation) -> _Group:
    """What the change is about: nodes and edges by their places in the document too, for two may have the same id."""
    match operation:
        case ops.WorkflowChanged():
            return "Workflow", ()
        case ops.NodeRemoved() | ops.EdgeRemoved():
            thing: Node | Edge = operation.before
        case _:
            thing = operation.after
    section, name = ("Edges", operation.label) if isinstance(operation, _OF_EDGES) else ("Nodes", operation.node)
    return section, (sign_of(operation), name, thing.pointer)


class Writing:
    """The changes of one diff while they are written; all its lists together have so much room and no more."""

    def __init__(self, diff: Diff) -> None:
        self._labels = {
            side: {node.id: node.label for node in graph_or_empty(getattr(diff, side)).nodes} for side in ("old", "new")
        }
        self._repeated = {
            side: {label for label, count in Counter(labels.values()).items() if count > 1}
            for side, labels in self._labels.items()
        }
        self._room = _ROOM
        self._left_out = 0

    def listed(self, operations: Sequence[Operation], *, first: int = _FIRST, most: int = _MOST) -> Markup:
        """The changes as tables: the first of them, others to fold out, and how many are not listed at all."""
        ordered = sorted(operations, key=_place)[:most]
        self._left_out = len(operations) - len(ordered)
        if len(ordered) <= first + _SLACK:
            first = len(ordered)
        shown, folded = self._tables(ordered[:first]), self._tables(ordered[first:])
        fold = parts.fold(f"{len(ordered) - first} more changes", folded) if folded else NOTHING
        more = f"… and {parts.counted(self._left_out, 'more change')}, not listed here: diff.to_frame() has them all."
        return joined([shown, fold, parts.remark(more) if self._left_out else NOTHING])

    def _tables(self, operations: Sequence[Operation]) -> Markup:
        groups: dict[str, dict[_Group, list[Operation]]] = {title: {} for title in _SECTIONS}
        for operation in operations:
            group = _group_of(operation)
            groups[group[0]].setdefault(group, []).append(operation)
        return joined(
            joined([parts.section(title), parts.groups(map(self._group, found.values()), _WIDTHS)])
            for title, found in groups.items()
            if found
        )

    def _group(self, operations: Sequence[Operation]) -> Markup:
        is_edge = isinstance(operations[0], ops.EdgeAdded | ops.EdgeRemoved)
        head, lines = self._head(operations[0]), self._lines(operations)
        return parts.group(sign_of(operations[0]), head, lines, is_tight=is_edge)

    def _lines(self, operations: Sequence[Operation]) -> Iterator[tuple[Markup, Markup]]:
        for operation in operations:
            if isinstance(operation, _IS_WHOLE):
                continue
            if self._room <= 0:
                self._left_out += 1
                continue
            what = self._what(operation)
            self._room -= len(what)
            yield _title(operation), what

    def _head(self, operation: Operation) -> Markup:
        match operation:
            case ops.WorkflowChanged():
                return parts.strong("Settings of the workflow")
            case ops.EdgeRemoved():
                return self._edge(operation.before, "old")
            case ops.EdgeAdded() | ops.EdgeRewired() | ops.EdgeChanged():
                return self._edge(operation.after, "new")
            case ops.NodeRemoved():
                return self._node(operation.before, "old", is_whole=True)
            case ops.NodeAdded():
                return self._node(operation.after, "new", is_whole=True)
            case _:
                return self._node(operation.after, "new", is_whole=False)

    def _what(self, operation: Operation) -> Markup:
        match operation:
            case ops.NodeRenamed() | ops.NodeRetyped() | ops.NodeRekeyed():
                follows = ops.follow_up(operation)
                said = renaming(str(operation.old), str(operation.new))
                return joined([said, parts.quiet(f" {follows}")]) if follows else said
            case ops.NodeSwitched():
                return renaming(*("enabled" if is_on else "disabled" for is_on in (operation.old, operation.new)))
            case ops.NodeReparented():
                return renaming(self._parent("old", operation.before), self._parent("new", operation.after))
            case ops.EdgeRewired():
                return renaming(_ports(operation.before), _ports(operation.after))
            case _:
                order = (
                    parts.quiet("order ") if getattr(getattr(operation, "leaf", None), "is_order", False) else NOTHING
                )
                return joined([order, change(operation.old, operation.new)])

    def _parent(self, side: str, node: Node) -> str:
        return "no group" if node.parent is None else self._labels[side].get(node.parent, node.parent)

    def _edge(self, edge: Edge, side: str) -> Markup:
        ends = (edge.source, edge.source_port), (edge.target, edge.target_port)
        return joined([joined([self._name(node_id, side), _port(port)]) for node_id, port in ends], " → ")

    def _node(self, node: Node, side: str, *, is_whole: bool) -> Markup:
        """Label and type, and for a node that came or went the settings that tell most about it."""
        known = settings(node) if is_whole else NOTHING
        below = element("div", known, style=styles.BELOW) if known else NOTHING
        return joined([parts.strong(self._name(node.id, side)), _type(node), below])

    def _name(self, node_id: str, side: str) -> Markup:
        """What people call the node; its id too, where others are called the same."""
        label = self._labels[side].get(node_id, node_id)
        beside = parts.quiet(" ", parts.name(node_id)) if label in self._repeated[side] else NOTHING
        return joined([parts.name(label), beside])


def _type(node: Node) -> Markup:
    """The type where the label does not say it, and whether it is a note or a frame."""
    shown = NOTHING if short_type(node.type).casefold() == node.label.casefold() else type_name(node)
    words = [piece for piece in (shown, "" if node.role == "node" else node.role) if piece]
    return joined([" ", element("span", joined(words, " "), style=styles.QUIET)]) if words else NOTHING


def _port(port: str) -> Markup:
    return NOTHING if port.lower() in _PLAIN_PORTS else parts.quiet(" · ", parts.name(port, _PORT))


def _title(operation: Operation) -> Markup:
    if operation.path:
        return parts.path(operation.path)
    return parts.quiet(_TITLES.get(operation.kind, "all of it"))


def _ports(edge: Edge) -> str:
    return f"{edge.source_port or 'output'} → {edge.target_port or 'input'}"
