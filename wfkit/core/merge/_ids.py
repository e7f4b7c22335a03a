"""Ids made the same again where a side gave them anew: those of all nodes, after an export and import, and of edges."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from wfkit.core.diff.matching import match
from wfkit.core.pointer import append, resolve
from wfkit.core.rewriting import replaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from wfkit.core.model import Edge, Graph

    Ends = tuple[str, str, str, str]

_PARENTS = ("parentId", "parentNode")


def regenerated(base: Graph, side: Graph) -> dict[str, str]:
    """The ids of the base by those of a side in which most nodes have others; empty where they do not.

    An id that is still there has to mean the same node: where numbers are given anew by chance, nothing is certain.
    """
    matches = match(base, side).found
    names = {found.new.id: found.old.id for found in matches}
    # Likeness alone is no sign of an import: somebody may have put one node in another's place.
    anew = [found for found in matches if found.new.id != found.old.id and found.rule != "similar"]
    is_import = 2 * len(anew) >= len(base.by_id) and 2 * len(anew) > len(matches)
    if not is_import or any(names.get(node_id) != node_id for node_id in base.by_id.keys() & side.by_id.keys()):
        return {}
    return {side_id: base_id for side_id, base_id in names.items() if side_id != base_id}


def with_ids(data: Any, graph: Graph, names: Mapping[str, str]) -> Any:
    """The data of a React-Flow document whose nodes go by other ids, wherever these are named."""
    return replaced(data, dict(_node_changes(data, graph, names)))


def aligned_edges(base: Graph, side: Graph, data: Any) -> dict[str, str]:
    """The ids that edges of a side get from edges of the base between the same ports, by JSON Pointer."""
    known, taken = _by_ends(base), {edge.id for edge in base.edges}
    used = {edge.id for edge in side.edges}
    return {
        pointer: known[ends].id
        for ends, edge in _by_ends(side).items()
        if ends in known and known[ends].id not in used and edge.id not in taken and (pointer := _id_of(edge, data))
    }


def aligned_additions(base: Graph, ours: Graph, theirs: Graph, data: Any) -> dict[str, str]:
    """The ids that edges which both sides added get in theirs, by JSON Pointer.

    An edge that ours has too gets the same id; one that shares its id with another edge of ours gets a free one.
    """
    before, mine = {edge.id for edge in base.edges}, _by_ends(ours)
    used = {edge.id: _ends(edge) for edge in ours.edges}
    taken = {*before, *used, *(edge.id for edge in theirs.edges)}
    changes: dict[str, str] = {}
    for ends, edge in _by_ends(theirs).items():
        pointer = "" if edge.id in before else _id_of(edge, data)
        twin = mine.get(ends)
        if pointer and twin is not None and twin.id not in before:
            changes[pointer] = twin.id
        elif pointer and used.get(edge.id, ends) != ends:
            changes[pointer] = unused(edge.id, taken)
            taken.add(changes[pointer])
    return {pointer: name for pointer, name in changes.items() if resolve(data, pointer) != name}


def unused(name: str, taken: Collection[str]) -> str:
    """The name, with a number at its end where it is taken."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def _node_changes(data: Any, graph: Graph, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    places: list[tuple[str, tuple[str, ...]]] = [(node.pointer, ("id", *_PARENTS)) for node in graph.nodes]
    places += [(edge.pointer, ("source", "target")) for edge in graph.edges]
    for pointer, keys in places:
        item = resolve(data, pointer)
        for key in keys:
            if item.get(key) in names:
                yield append(pointer, key), names[item[key]]


def _by_ends(graph: Graph) -> dict[Ends, Edge]:
    """The edges that no other of the graph doubles."""
    counts = Counter(map(_ends, graph.edges))
    return {_ends(edge): edge for edge in graph.edges if counts[_ends(edge)] == 1}


def _ends(edge: Edge) -> Ends:
    return edge.source, edge.source_port, edge.target, edge.target_port


def _id_of(edge: Edge, data: Any) -> str:
    """The JSON Pointer to the id of an edge of React Flow; "" for an edge that has none, or is of another make."""
    item = resolve(data, edge.pointer)
    is_made_so = isinstance(item, dict) and "source" in item and item.get("id") == edge.id
    return append(edge.pointer, "id") if is_made_so else ""
