"""What is said of one node, as JSON of plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit import render
from wfkit.widgets import folding
from wfkit.widgets.rows import rows_of
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wfkit.core.model import Edge, Graph, Node

_LONGEST = 300
_MOST_NEIGHBOURS = 100
_MISSING = "missing: edges name this node, and the document has none of this id"


def details_of(node_id: str, graph: Graph, whole: Graph, closed: frozenset[str]) -> dict[str, Any]:
    """The details of a node.

    Args:
        node_id: Its id; it may be one that only edges name.
        graph: The graph without secrets.
        whole: The graph as it is, to say where something was left out; nothing of it is given away.
        closed: The groups that are collapsed.
    """
    node = graph.by_id.get(node_id)
    return {
        "label": sendable((node.label if node else "") or node_id, _LONGEST),
        "chips": [] if node is None else [*_chips(node, graph)],
        "remark": _MISSING if node is None else "" if node.enabled else "disabled: a run leaves it out",
        "sections": [] if node is None else [*_sections(node, whole.by_id.get(node_id, node))],
        "sources": [*_neighbours(_entering(node_id, graph), "source", graph)],
        "targets": [*_neighbours(graph.outgoing.get(node_id, ()), "target", graph)],
        "fold": _fold(node_id, graph, closed),
    }


def _chips(node: Node, graph: Graph) -> Iterator[str]:
    yield sendable(node.type or node.role, _LONGEST)
    if node.id != node.label:
        yield f"id {sendable(node.id, _LONGEST)}"
    if node.parent is not None:
        parent = graph.by_id.get(node.parent)
        yield f"in {sendable(parent.label if parent else node.parent, _LONGEST)}"


def _sections(node: Node, whole: Node) -> Iterator[Mapping[str, Any]]:
    for title, shown, kept in (("Config", node.config, whole.config), ("Settings", node.settings, whole.settings)):
        if shown:
            yield {"title": title, "rows": rows_of(shown, kept)}
    if not (node.config or node.settings):
        yield {"title": "Config", "rows": [{"name": "none", "depth": 0, "kind": "head", "text": "", "note": ""}]}


def _entering(node_id: str, graph: Graph) -> Iterator[Edge]:
    yield from graph.incoming.get(node_id, ())
    yield from (edge for edge in graph.references if edge.target == node_id)


def _neighbours(edges: Iterable[Edge], end: str, graph: Graph) -> Iterator[Mapping[str, str]]:
    seen: set[tuple[str, str]] = set()
    for edge in edges:
        key, words = getattr(edge, end), _ports(edge)
        if (key, words) in seen or len(seen) == _MOST_NEIGHBOURS:
            continue
        seen.add((key, words))
        node = graph.by_id.get(key)
        label = (node.label if node else "") or key
        yield {"key": render.key_of(key), "label": sendable(label, _LONGEST), "port": words}


def _ports(edge: Edge) -> str:
    if edge.kind == "reference":
        return "by reference"
    ports = [sendable(port, 80) for port in (edge.source_port, edge.target_port) if port]
    return " → ".join(ports if len(set(ports)) > 1 else ports[:1])


def _fold(node_id: str, graph: Graph, closed: frozenset[str]) -> str:
    count = len(folding.members(graph, node_id))
    if not count:
        return ""
    verb = "Expand" if render.key_of(node_id) in closed else "Collapse"
    return f"{verb} group of {count} node{'' if count == 1 else 's'}"
