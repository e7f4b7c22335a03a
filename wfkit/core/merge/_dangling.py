"""Nodes that one side of a merge deleted and the other connected, and where in a document a node lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.diff.leaves import identity_of
from wfkit.core.pointer import join, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Graph, Node


def deleted_ends(merged: Graph, graphs: Mapping[str, Graph], sides: Mapping[str, Any]) -> frozenset[tuple[Any, ...]]:
    """The paths of nodes that edges of the merge lead to or from although one side deleted them."""
    missing = {end for edge in merged.edges for end in (edge.source, edge.target) if end not in merged.by_id}
    found = set()
    for node_id in missing:
        # Dangling before the merge as well: nothing that it could decide.
        side = next((side for side in ("ours", "theirs") if node_id in graphs[side].by_id), "")
        if side and node_id in graphs["base"].by_id:
            found.add(named_path(sides[side], graphs[side].by_id[node_id].pointer))
    return frozenset(found)


def edges_of(path: str, graph: Graph, data: Any) -> frozenset[tuple[Any, ...]]:
    """The paths of the edges of the node that lies at this path; none where no node does."""
    node = node_at(path, graph, data)
    if node is None or join(*(str(part) for part in named_path(data, node.pointer))) != path:
        return frozenset()
    edges = (*graph.outgoing.get(node.id, ()), *graph.incoming.get(node.id, ()))
    return frozenset(named_path(data, edge.pointer) for edge in edges if edge.pointer)


def loose_edges(merged: Graph, graphs: Mapping[str, Graph]) -> Iterator[str]:
    """The pointers of edges whose end was deleted by the merge."""
    known = {node_id for graph in graphs.values() for node_id in graph.by_id}
    for edge in merged.edges:
        ends = (edge.source, edge.target)
        if edge.pointer and any(end not in merged.by_id and end in known for end in ends):
            yield edge.pointer


def depth_first(pointer: str) -> tuple[Any, ...]:
    """A key that sorts pointers so that removing one leaves those after it where they are."""
    return tuple(-int(part) if part.isdecimal() else 0 for part in split(pointer))


def named_path(data: Any, pointer: str) -> tuple[Any, ...]:
    """The path to a place in which elements of lists go by their identity, as in a merge."""
    path: list[Any] = []
    value = data
    for part in split(pointer):
        if isinstance(value, list):
            name = identity_of(value)
            value = value[int(part)]
            path.append(value[name] if name else int(part))
        else:
            value = value[part]
            path.append(part)
    return tuple(path)


def node_at(path: str, graph: Graph, data: Any) -> Node | None:
    """The node that the place of a conflict lies in."""
    for node in graph.nodes:
        place = join(*(str(part) for part in named_path(data, node.pointer))) if node.pointer else ""
        if place and (path == place or path.startswith(f"{place}/")):
            return node
    return None
