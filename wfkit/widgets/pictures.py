"""Pictures of documents, as the canvas of a panel takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit import render
from wfkit.core.model import Graph
from wfkit.service import secrets
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wfkit.core.document import Document
    from wfkit.core.model import Edge, Node

_LONGEST = 300


def picture_of(document: Document) -> dict[str, Any]:
    """The picture of a document and what is in it, without secrets.

    Raises:
        UnknownFormat: wfkit reads no graph of it.
    """
    return drawn(secrets.redacted(document).graph)


def drawn(graph: Graph, *, near: Graph | None = None) -> dict[str, Any]:
    """The picture of a graph, which has to be without secrets already, and what is in it.

    Args:
        graph: What to draw.
        near: A graph that gives the places: nodes of both are where they are in other pictures near it.
    """
    picture = render.svg(graph, theme="light", near=near)
    return {"picture": picture, "nodes": [_listed(node) for node in graph.by_id.values()]}


def union(graphs: Iterable[Graph]) -> Graph:
    """All nodes and edges of these graphs, each once."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str, str], Edge] = {}
    for graph in graphs:
        for node in graph.nodes:
            nodes.setdefault(node.id, node)
        for edge in graph.edges:
            edges.setdefault((edge.source, edge.source_port, edge.target, edge.target_port), edge)
    return Graph(nodes=tuple(nodes.values()), edges=tuple(edges.values()))


def counted(graph: Graph) -> str:
    """How many nodes and edges there are, in words."""
    counts = [(sum(node.role == "node" for node in graph.nodes), "node"), (len(graph.edges), "edge")]
    return ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts)


def _listed(node: Node) -> dict[str, str]:
    return {
        "key": render.key_of(node.id),
        "label": sendable(node.label or node.id, _LONGEST),
        "type": sendable(node.type, _LONGEST),
        "role": node.role,
    }
