"""Rules about where data can come from and go to; none of them forbids a version."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wfkit.core.algorithms import reachable_from
from wfkit.core.problem import Problem
from wfkit.core.rules.ports import is_given
from wfkit.core.wording import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Graph, Node
    from wfkit.core.nodetype import NodeType


def check(graph: Graph, node_types: Mapping[str, NodeType] | None = None) -> Iterator[Problem]:
    """The nodes that stand alone, and with a catalogue those that nothing leads to and a graph without a result."""
    nodes = [node for node in graph.by_id.values() if node.role == "node"]
    yield from _isolated(graph, nodes if node_types is not None else _with_place_for_edges(nodes))
    if node_types is not None:
        yield from _unreachable(graph, nodes, node_types)
        yield from _no_output(graph, nodes, node_types)


def _isolated(graph: Graph, nodes: list[Node]) -> Iterator[Problem]:
    # The only node inside a container, such as the body of an iteration, is run by that.
    inside = Counter(node.parent for node in nodes)
    bodies = {node.id for node in nodes if inside[node.id] == 1}
    for node in nodes:
        if len(nodes) > 1 and _stands_alone(graph, node) and node.parent not in bodies:
            yield Problem(
                "warning",
                "isolated-node",
                f"{named(node)} has no edges; it should be connected to the other nodes",
                pointer=node.pointer,
                node=node.id,
                fix="connect it, or remove it",
            )


def _with_place_for_edges(nodes: list[Node]) -> list[Node]:
    # Configuration nodes of Node-RED are not on the canvas where the others are, and take no wires.
    return [node for node in nodes if node.position is not None] or nodes


def _stands_alone(graph: Graph, node: Node) -> bool:
    return node.id not in graph.incoming and node.id not in graph.outgoing


def _unreachable(graph: Graph, nodes: list[Node], node_types: Mapping[str, NodeType]) -> Iterator[Problem]:
    starts = [node.id for node in nodes if _can_start(node, node_types)]
    # What feeds the target of a dangling edge is unknown, and that edge is reported already.
    starts += [edge.target for edge in graph.edges if edge.source not in graph.by_id]
    reached = reachable_from(graph, starts)
    for node in nodes:
        if len(nodes) > 1 and node.id not in reached and not _stands_alone(graph, node):
            yield Problem(
                "warning",
                "unreachable-node",
                f"nothing that can start by itself leads to {named(node)}; "
                "it should be fed, directly or not, by a node whose type has no inputs",
                pointer=node.pointer,
                node=node.id,
                fix="connect it to a node that brings its data, or remove it",
            )


def _can_start(node: Node, node_types: Mapping[str, NodeType]) -> bool:
    """Without inputs, or with the required ones given in the config; of a type unknown, or that says so, always."""
    node_type = node_types.get(node.type)
    if node_type is None or node_type.can_start or not node_type.inputs:
        return True
    required = [port for port in node_type.inputs if port.required]
    return bool(required) and all(is_given(node, port) for port in required)


def _no_output(graph: Graph, nodes: list[Node], node_types: Mapping[str, NodeType]) -> Iterator[Problem]:
    known = bool(nodes) and all(node.type in node_types for node in nodes)
    ends = (node for node in nodes if known and not node_types[node.type].outputs)
    if known and not any(len(nodes) == 1 or node.id in graph.incoming for node in ends):
        message = "no node leads to an output; a result comes out only where a path ends at a node without outputs"
        yield Problem("info", "no-output", message, fix="add an output node")
