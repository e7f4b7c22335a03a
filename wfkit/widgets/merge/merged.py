"""The picture of a merge: the result as it stands, what went with it, and where each node comes from."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import structs

from wfkit import render
from wfkit.core.document import graph_or_empty
from wfkit.service import secrets
from wfkit.widgets.merge.taken import lasting
from wfkit.widgets.pictures import drawn, union

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wfkit.core.document import Document
    from wfkit.core.merge import Merge
    from wfkit.core.model import Edge, Graph, Node
    from wfkit.widgets.merge.conflicts import Conflicts
    from wfkit.widgets.merge.taken import Taken


class Merged:
    """The pictures of one merge, in all of which a node has the same place.

    Args:
        merge: What is drawn.
        conflicts: Its conflicts.
        taken: What came from either side by itself.
    """

    def __init__(self, merge: Merge, conflicts: Conflicts, taken: Taken) -> None:
        self._merge = merge
        self._conflicts = conflicts
        self._taken = taken

    def drawn(self) -> dict[str, Any]:
        """The `picture`, its `nodes`, and `marks`: by key, the looks of a node and its conflicts."""
        result = _shown(self._merge.preview)
        graph = replace(self._with_gone(result), edges=result.edges)
        return {**drawn(graph, near=self._all), "marks": self._marks(graph, result)}

    @cached_property
    def _base(self) -> Graph:
        return _shown(self._merge.base)

    @cached_property
    def _all(self) -> Graph:
        """Whatever the result may hold, so that no decision moves what stays."""
        return union([self._with_gone(graph_or_empty(result)) for result in self._taken.results])

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        sides = {"ours": self._merge.ours, "theirs": self._merge.theirs}
        return {name: frozenset(map(lasting, graph_or_empty(document).nodes)) for name, document in sides.items()}

    def _with_gone(self, result: Graph) -> Graph:
        """The result with the nodes of the base that it has no more, and what they were connected to."""
        names = {lasting(node): node.id for node in result.nodes}
        gone = [node for node in self._base.by_id.values() if lasting(node) not in names]
        if not gone:
            return result
        taken = result.by_id.keys()
        ids = {node.id: names.get(lasting(node), node.id) for node in self._base.nodes}
        ids |= {node.id: f"{node.id}\N{SYMBOL FOR NULL}gone" for node in gone if node.id in taken}
        nodes = [structs.replace(node, id=ids[node.id], parent=None) for node in gone]
        left = {node.id for node in gone}
        edges = [_renamed(edge, ids) for edge in self._base.edges if {edge.source, edge.target} & left]
        return replace(result, nodes=(*result.nodes, *nodes), edges=(*result.edges, *edges))

    def _marks(self, graph: Graph, result: Graph) -> dict[str, dict[str, Any]]:
        places = self._places_of_conflicts()
        still_open = {place for place, choice in enumerate(self._conflicts.choices()) if not choice}
        marks = {}
        for node in graph.by_id.values():
            found = places.get(lasting(node), [])
            looks = [*self._looks(node, is_there=node.id in result.by_id)]
            looks += ["open" if still_open.intersection(found) else "decided"] if found else []
            if looks:
                first = next((place for place in found if place in still_open), found[0] if found else -1)
                marks[render.key_of(node.id)] = {"looks": looks, "first": first, "places": found}
        return marks

    def _looks(self, node: Node, *, is_there: bool) -> Iterable[str]:
        name = lasting(node)
        for side, known in self._known.items():
            if name in self._taken.nodes(side) or (not is_there and name not in known):
                yield side
        if not is_there:
            yield "gone"

    def _places_of_conflicts(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place in range(len(self._merge.conflicts)):
            node_id, uid = self._conflicts.keys(place)
            if node_id:
                places.setdefault(uid or node_id, []).append(place)
        return places


def _shown(document: Document) -> Graph:
    """The graph without secrets."""
    return graph_or_empty(secrets.redacted(document))


def _renamed(edge: Edge, ids: dict[str, str]) -> Edge:
    return structs.replace(edge, source=ids.get(edge.source, edge.source), target=ids.get(edge.target, edge.target))
