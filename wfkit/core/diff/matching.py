"""Which node of the new graph is which node of the old one, and by what rule that was seen.

Every rule treats both sides alike, so that a comparison backwards mirrors the comparison forwards.
"""

from __future__ import annotations

from functools import cached_property, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wfkit.core.diff import _similarity
from wfkit.core.diff._pairing import Unpaired, unique
from wfkit.core.model import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from wfkit.core.habits import Habits
    from wfkit.core.model import Graph

    Key = Callable[[Node], Hashable]

Rule = Literal["id", "uid", "content", "name", "similar"]

_SORTED = msgspec.json.Encoder(order="sorted")
# Matches by their neighbours spread from node to node; so far and no farther.
_ROUNDS = 8


class Match(msgspec.Struct, frozen=True, gc=False):
    """A node that both graphs have.

    Attributes:
        old: The node in the old graph.
        new: The node in the new graph.
        rule: `id`; `uid`, a second identity that the tool keeps; `content`, the same type and config; `name`, the same
            label; or `similar`, by config and neighbours.
    """

    old: Node
    new: Node
    rule: Rule


class Matching(Unpaired[Node]):
    """The nodes of two graphs while they find each other: `old` and `new` are those without a match.

    Attributes:
        graphs: The old graph and the new one.
        found: The matches so far.
    """

    def __init__(self, old: Graph, new: Graph) -> None:
        """Begins with no match at all."""
        super().__init__(old.nodes, new.nodes)
        self.graphs = old, new
        self.found: list[Match] = []

    @property
    def habits(self) -> Habits | None:
        """What the tool of both does by itself; nothing is known where they are of two tools."""
        old, new = (graph.habits for graph in self.graphs)
        return old if old is new else None

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The ids of matched nodes of the old graph to those in the new one; asked for when all are matched."""
        return self._names()

    @cached_property
    def renamed(self) -> frozenset[str]:
        """The ids that mean another node in the other graph."""
        return frozenset([name for pair in self.names.items() if pair[0] != pair[1] for name in pair])

    @cached_property
    def are_ids_new(self) -> bool:
        """Whether most nodes have another id: then those that go by their ids alone were not all renamed.

        Never where ids are names that people give.
        """
        if self.habits is not None and self.habits.key == "name":
            return False
        plain = [match for match in self.found if not match.old.uid]
        nameless = [match for match in plain if match.old.label == match.old.id and match.new.label == match.new.id]
        return all(2 * _count_new_ids(some) > len(some) for some in (nameless, plain))

    def match(self, matches: Sequence[Match]) -> None:
        """Takes the nodes of these matches out of what is left."""
        self.found += matches
        self.take([match.old for match in matches], [match.new for match in matches])

    def pair(self, pairs: Iterable[tuple[Node, Node]], rule: Rule) -> None:
        """Takes these pairs out of what is left."""
        self.match([Match(old, new, rule) for old, new in pairs])

    def by(self, rule: Rule, key: Key) -> None:
        """Pairs the nodes that share a key with exactly one node of the other side; None is no key."""
        self.pair(self.alone(key), rule)

    def by_id(self) -> None:
        """Pairs the nodes that share id, second identity and type, where no id stands twice: most do, it is quick."""
        before, after = (graph.by_id for graph in self.graphs)
        if len(before) == len(self.old) and len(after) == len(self.new):
            # No tuples here: thousands of new containers make the garbage collector go through both documents.
            self.match(
                [
                    Match(node, other, "id")
                    for node in self.old
                    if (other := after.get(node.id)) is not None and other.type == node.type and other.uid == node.uid
                ]
            )

    def by_turns(self, rule: Rule, key: Key) -> None:
        """Pairs the nodes that share a key in the order in which they stand."""
        self.pair(self.in_turn(key), rule)

    def neighbours(self) -> Callable[[Node], frozenset[Any]]:
        """For each node the ends of its edges whose other node is matched already, in the words of the old graph."""
        old, new = self.graphs
        names = self._names()
        words = {name: name for name in names}, {name: old_name for old_name, name in names.items()}
        is_old = {id(node) for node in self.old}

        def near(node: Node) -> frozenset[Any]:
            return _near(node, old, words[0]) if id(node) in is_old else _near(node, new, words[1])

        return near

    def _names(self) -> dict[str, str]:
        # Where several nodes share an id, an edge means the first of them.
        old, new = (graph.by_id for graph in self.graphs)
        return {
            match.old.id: match.new.id
            for match in self.found
            if old[match.old.id] is match.old and new[match.new.id] is match.new
        }


def match(old: Graph, new: Graph) -> Matching:
    """The matches between two graphs, surest rules first, and the nodes that have none."""
    found = Matching(old, new)
    if _ids_hold(old, new):
        found.by_id()
        found.by("id", attrgetter("id", "uid", "type"))
        found.by("uid", _uid)
        found.by("id", attrgetter("id", "type"))
        found.by("id", attrgetter("id", "label"))
    _without_ids(found)
    if found.old and found.new:
        found.pair(_similarity.retyped(found.old, found.new, found.neighbours()), "id")
    return found


def _without_ids(found: Matching) -> None:
    found.by("uid", _uid)
    found.by("content", _content)
    found.by("name", _name)
    found.by("content", _body)
    for _ in range(_ROUNDS):
        if not (found.old and found.new):
            return
        left = len(found.old)
        found.by("similar", partial(_surroundings, found.neighbours()))
        found.pair(_similarity.alike(found.old, found.new, found.neighbours()), "similar")
        if len(found.old) == left:
            break
    found.by_turns("content", _content)
    found.by_turns("name", _name)
    found.by("name", _label)


def _ids_hold(old: Graph, new: Graph) -> bool:
    """Whether ids mean the same on both sides: numbers given anew meet by chance, and what they name tells."""
    shared = len(old.by_id.keys() & new.by_id.keys())
    strange = [
        (node, other)
        for node in old.by_id.values()
        if (other := new.by_id.get(node.id)) is not None
        and (
            node.type != other.type
            or node.label != other.label
            # Called by its id, for want of a name: then the config has to tell.
            or (node.label == node.id and node.config != other.config)
        )
    ]
    if 2 * len(strange) <= shared:
        return True
    retyped = [pair for pair in strange if pair[0].type != pair[1].type and not _share_label(*pair)]
    if 2 * len(retyped) > shared:
        return False
    # Most of them are otherwise: they were edited, or the ids were given anew to the same nodes.
    before, after = unique(old.nodes, _content), unique(new.nodes, _content)
    moved = sum(
        (after.get(_content(node), node).id != node.id) + (before.get(_content(other), other).id != other.id)
        for node, other in strange
    )
    return moved <= 2 * sum(node.type == other.type and node.config == other.config for node, other in strange)


def _count_new_ids(matches: Iterable[Match]) -> int:
    return sum(match.old.id != match.new.id for match in matches)


def _share_label(node: Node, other: Node) -> bool:
    if _similarity.has_name_for_id(node) and _similarity.has_name_for_id(other):
        return True
    return _label(node) == _label(other) is not None


def _uid(node: Node) -> Hashable:
    return (node.uid, node.type) if node.uid else None


def _content(node: Node) -> Hashable:
    return _label(node), node.type, _SORTED.encode(node.config)


def _name(node: Node) -> Hashable:
    label = _label(node)
    return (label, node.type) if label else None


def _body(node: Node) -> Hashable:
    return (node.role, node.type, _SORTED.encode(node.config)) if node.config else None


def _surroundings(near: Callable[[Node], frozenset[Any]], node: Node) -> Hashable:
    ends = near(node)
    return (node.role, node.type, ends) if ends else None


def _label(node: Node) -> Hashable:
    """What it is called, unless that is its id for want of a name."""
    return None if node.label == node.id else (node.role, node.label)


def _near(node: Node, graph: Graph, words: Mapping[str, str]) -> frozenset[Any]:
    leaving, entering = graph.outgoing.get(node.id, ()), graph.incoming.get(node.id, ())
    return frozenset(
        [
            *(("out", e.source_port, words[e.target], e.target_port) for e in leaving if e.target in words),
            *(("in", e.target_port, words[e.source], e.source_port) for e in entering if e.source in words),
        ]
    )
