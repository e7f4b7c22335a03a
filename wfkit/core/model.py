"""The typed, read-only view of a document: what every format reads out and everything generic works on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from wfkit.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.problem import Problem

NodeRole = Literal["node", "note", "group"]


@dataclass(frozen=True, slots=True)
class Port:
    """A named place of a node where edges end.

    Attributes:
        name: Unique among the inputs, and among the outputs, of a node.
        type: What flows through it, such as `text` or `document[]`; `any` takes everything.
        required: Whether an input must be connected.
        multiple: Whether an input takes several edges.
        description: One line for people.
    """

    name: str
    type: str = "any"
    required: bool = False
    multiple: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a graph.

    Attributes:
        id: Unique within the graph, as text.
        type: The node type's key.
        label: What people call it; the id when the document gives no label.
        config: The settings that decide what it does; layout is not among them.
        inputs: The ports that take edges.
        outputs: The ports that edges leave from.
        position: x and y in the units of the tool's canvas, None when the document has none.
        parent: Id of the group or container that holds it, or None.
        role: `note` and `group` are drawn, and are no part of the logic.
        pointer: JSON Pointer to the node in the document.
        config_pointer: JSON Pointer to its config in the document.
    """

    id: str
    type: str
    label: str
    config: Mapping[str, Any] = field(default_factory=dict)
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    position: tuple[float, float] | None = None
    parent: str | None = None
    role: NodeRole = "node"
    pointer: str = ""
    config_pointer: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A directed edge from an output port to an input port; a port is "" where the document names none."""

    id: str
    source: str
    target: str
    source_port: str = ""
    target_port: str = ""
    pointer: str = ""


@dataclass(frozen=True)
class Graph:
    """Nodes and edges in the order of the document.

    Attributes:
        nodes: All nodes, notes and groups included.
        edges: All edges whose ends the document names, whether those nodes exist or not.
        problems: What the reader could not make sense of, with places.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The first node of each id."""
        found: dict[str, Node] = {}
        for node in self.nodes:
            found.setdefault(node.id, node)
        return found

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that leave each node; a node without any is absent."""
        return _grouped(self.edges, "source")

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that enter each node; a node without any is absent."""
        return _grouped(self.edges, "target")

    def node(self, node_id: str) -> Node:
        """The node with this id.

        Raises:
            NotFound: No node has it.
        """
        try:
            return self.by_id[node_id]
        except KeyError:
            msg = f"no node {node_id!r} in this graph of {len(self.nodes)} nodes"
            raise NotFound(msg) from None


def _grouped(edges: tuple[Edge, ...], end: str) -> dict[str, tuple[Edge, ...]]:
    groups: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[getattr(edge, end)].append(edge)
    return {node_id: tuple(found) for node_id, found in groups.items()}
