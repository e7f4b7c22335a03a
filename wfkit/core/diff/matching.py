"""Which node of the new graph is which node of the old one, and by what rule that was seen.

Every rule treats both sides alike, so that a comparison backwards mirrors the comparison forwards.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wfkit.core.diff import _similarity

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from wfkit.core.model import Graph, Node

Rule = Literal["id", "uid", "content", "name", "similar"]

_SORTED = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class Match:
    """A node that both graphs have.

    Attributes:
        old: The node in the old graph.
        new: The node in the new graph.
        rule: `id`; `uid`, a second identity that the tool keeps; `content`, the same type, label and config;
            `name`, the same label; or `similar`, by config and neighbours.
    """

    old: Node
    new: Node
    rule: Rule


class Matching:
    """The nodes of two graphs while they find each other.

    Attributes:
        found: The matches so far.
        old: Nodes of the old graph without a match, in its order.
        new: Nodes of the new graph without a match, in its order.
    """

    __slots__ = ("found", "graphs", "new", "old", "partner")

    def __init__(self, old: Graph, new: Graph) -> None:
        """Begins with no match at all."""
        self.graphs = old, new
        self.found: list[Match] = []
        self.old: list[Node] = list(old.nodes)
        self.new: list[Node] = list(new.nodes)
        # By the identity of the objects: ids of nodes may repeat.
        self.partner: dict[int, Node] = {}

    def pair(self, pairs: Iterable[tuple[Node, Node]], rule: Rule) -> None:
        """Takes these pairs out of what is left."""
        for old, new in pairs:
            self.found.append(Match(old, new, rule))
            self.partner[id(old)] = new
            self.partner[id(new)] = old
        self.old = [node for node in self.old if id(node) not in self.partner]
        self.new = [node for node in self.new if id(node) not in self.partner]

    def by(self, rule: Rule, key: Callable[[Node], Hashable]) -> None:
        """Pairs the nodes that share a key with exactly one node of the other side; None is no key."""
        if self.old and self.new:
            before, after = _unique(self.old, key), _unique(self.new, key)
            self.pair([(node, after[name]) for name, node in before.items() if name in after], rule)


def match(old: Graph, new: Graph) -> Matching:
    """The matches between two graphs, surest rules first, and the nodes that have none."""
    found = Matching(old, new)
    if _ids_hold(old, new):
        found.by("id", lambda node: (node.id, node.uid, node.type))
        found.by("uid", lambda node: (node.uid, node.type) if node.uid else None)
        found.by("id", lambda node: (node.id, node.type))
        found.by("id", lambda node: (node.id, node.label))
    if found.old and found.new:
        _without_ids(found)
    if found.old and found.new and _ids_hold(old, new):
        found.pair(_similarity.retyped(found.old, found.new, _neighbours(found)), "id")
    return found


def _without_ids(found: Matching) -> None:
    found.by("uid", lambda node: (node.uid, node.type) if node.uid else None)
    found.by("content", _content)
    found.by("name", lambda node: (node.type, node.label))
    found.pair(_similarity.alike(found.old, found.new, _neighbours(found)), "similar")
    found.by("name", lambda node: (node.role, node.label))


def _ids_hold(old: Graph, new: Graph) -> bool:
    """Whether ids mean the same on both sides: numbers given anew meet by chance, and the types tell."""
    before, after = old.by_id, new.by_id
    shared = [node_id for node_id in before if node_id in after]
    agreeing = sum(before[node_id].type == after[node_id].type for node_id in shared)
    return 2 * agreeing >= len(shared)


def _unique(nodes: Iterable[Node], key: Callable[[Node], Hashable]) -> dict[Hashable, Node]:
    groups: defaultdict[Hashable, list[Node]] = defaultdict(list)
    for node in nodes:
        groups[key(node)].append(node)
    return {name: found[0] for name, found in groups.items() if name is not None and len(found) == 1}


def _content(node: Node) -> Hashable:
    return node.type, node.label, _SORTED.encode(node.config)


def _neighbours(found: Matching) -> Callable[[Node], frozenset[tuple[Any, ...]]]:
    """For each node the ends of its edges whose other node is matched already, in the words of the old graph."""
    old, new = found.graphs
    names = {id(match.new): match.old.id for match in found.found}
    is_old = {id(node) for node in old.nodes}

    def neighbours(node: Node) -> frozenset[tuple[Any, ...]]:
        graph = old if id(node) in is_old else new
        ends = [
            *(("out", edge.source_port, edge.target, edge.target_port) for edge in graph.outgoing.get(node.id, ())),
            *(("in", edge.target_port, edge.source, edge.source_port) for edge in graph.incoming.get(node.id, ())),
        ]
        known = []
        for way, port, other, other_port in ends:
            there = graph.by_id.get(other)
            if there is not None and id(there) in found.partner:
                known.append((way, port, other if graph is old else names[id(there)], other_port))
        return frozenset(known)

    return neighbours
