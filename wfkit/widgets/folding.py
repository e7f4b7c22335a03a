"""Graphs with some of their groups drawn as a single card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Edge, Graph, Node


def groups(graph: Graph) -> tuple[str, ...]:
    """The ids of the nodes that hold others, in the order of the document."""
    parents = {node.parent for node in graph.by_id.values()}
    return tuple(key for key in graph.by_id if key in parents)


def members(graph: Graph, group: str) -> tuple[str, ...]:
    """The ids of all nodes in a group, those of groups within it too."""
    return tuple(key for key in graph.by_id if key != group and group in _above(graph.by_id[key], graph.by_id))


def folded(graph: Graph, closed: frozenset[str]) -> Graph:
    """The graph in which each closed group is one node, and has the edges of its members."""
    if not closed:
        return graph
    homes = {key: _outermost(node, graph.by_id, closed) for key, node in graph.by_id.items()}
    nodes = tuple(_closed(node, graph) if node.id in closed else node for node in graph.nodes if not homes.get(node.id))
    return replace(graph, nodes=nodes, edges=tuple(_redirected(graph.edges, homes)))


def _closed(node: Node, graph: Graph) -> Node:
    count = len(members(graph, node.id))
    label = f"{node.label or node.id} ({count} node{'' if count == 1 else 's'})"
    return structs.replace(node, label=label, config={}, inputs=(), outputs=())


def _redirected(edges: tuple[Edge, ...], homes: Mapping[str, str | None]) -> Iterator[Edge]:
    for edge in edges:
        source, target = homes.get(edge.source), homes.get(edge.target)
        if source is None and target is None:
            yield edge
        elif (source or edge.source) != (target or edge.target):
            yield structs.replace(
                edge,
                source=source or edge.source,
                target=target or edge.target,
                source_port="" if source else edge.source_port,
                target_port="" if target else edge.target_port,
            )


def _outermost(node: Node, nodes: Mapping[str, Node], closed: frozenset[str]) -> str | None:
    """The closed group that hides the node, None when it is seen."""
    return next((key for key in reversed([*_above(node, nodes)]) if key in closed and key != node.id), None)


def _above(node: Node, nodes: Mapping[str, Node]) -> Mapping[str, None]:
    """The groups round a node, the nearest first; of groups that hold each other, each once."""
    found: dict[str, None] = {}
    parent = node.parent
    while parent is not None and parent in nodes and parent not in found:
        found[parent] = None
        parent = nodes[parent].parent
    return found
