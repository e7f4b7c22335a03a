"""What a merge must not leave behind: edges and members of nodes that it took away, though no side had them so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.diff.operations import edge_text
from wfkit.core.pointer import append, resolve
from wfkit.core.rewriting import without
from wfkit.core.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.core.model import Edge, Graph, Node

_PARENTS = ("parentId", "parentNode")


def mended(data: Any, graph: Graph, sides: Sequence[Graph]) -> tuple[Any, list[str]]:
    """The merged document without loose ends, and what had to go, in sentences.

    Args:
        data: The merged document.
        graph: It, as it was read.
        sides: The documents that it was made of: what is loose in one of them stays so.
    """
    known = {_ends(edge) for side in sides for edge in _loose(side)}
    edges = [edge for edge in _loose(graph) if edge.pointer and _ends(edge) not in known]
    homeless = {(node.id, node.parent) for side in sides for node in _homeless(side)}
    nodes = [node for node in _homeless(graph) if (node.id, node.parent) not in homeless]
    pointers = [edge.pointer for edge in edges]
    pointers += [append(node.pointer, key) for node in nodes for key in _parent_keys(resolve(data, node.pointer), node)]
    notes = [f"edges that led to no node any more went: {listed(map(edge_text, edges), 5)}"] if edges else []
    return without(data, pointers) if pointers else data, notes


def _loose(graph: Graph) -> Iterator[Edge]:
    return (edge for edge in graph.edges if edge.source not in graph.by_id or edge.target not in graph.by_id)


def _ends(edge: Edge) -> tuple[str, str]:
    return edge.source, edge.target


def _homeless(graph: Graph) -> Iterator[Node]:
    return (node for node in graph.nodes if node.parent is not None and node.parent not in graph.by_id)


def _parent_keys(item: Any, node: Node) -> Iterator[str]:
    """The keys by which an object of React Flow says what holds it."""
    for key in _PARENTS:
        if item.get(key) == node.parent:
            yield key
    if item.get("extent") == "parent":
        yield "extent"
