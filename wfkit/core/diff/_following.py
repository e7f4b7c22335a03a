"""Values that changed for no other reason than that a node they name is called otherwise, or an edge came or went.

They are part of that change, which tells how many there are, and no news of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.mention import rewritten, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wfkit.core.diff.matching import Match, Matching
    from wfkit.core.diff.operations import Operation
    from wfkit.core.mention import Mention
    from wfkit.core.model import Graph, Node

_ANEW = (ops.NodeRenamed, ops.NodeRekeyed)
_CAUSES = (*_ANEW, ops.EdgeAdded, ops.EdgeRemoved)
_EMPTY: tuple[Any, ...] = (ABSENT, None, "", [])


def told_once(operations: Sequence[Operation], matching: Matching) -> Sequence[Operation]:
    """The operations, with those on values that only follow from another one told as such."""
    if None in (graph.find_mentions for graph in matching.graphs):
        return operations
    if not any(isinstance(operation, _CAUSES) for operation in operations):
        return operations
    following = _Following(matching)
    found = [following.told(operation) for operation in operations]
    return [_counted(operation, following.counts) for operation in found] if following.counts else found


def _counted(operation: Operation, counts: Mapping[str, int]) -> Operation:
    """A rename, or a new id, with the number of values that follow."""
    if isinstance(operation, _ANEW) and counts.get(operation.before.id):
        return replace(operation, followers=counts[operation.before.id])
    return operation


@dataclass(slots=True)
class _Side:
    """The mentions in one graph, found where they are asked for.

    Attributes:
        graph: The graph.
        ids: What the other graph calls its nodes, by their ids in this one.
        labels: The labels there, likewise.
        found: Mentions by the node that holds them, and the place of the text: JSON Pointer in its settings, or behind
            `config` in its config.
        joined: The pairs of nodes that an edge joins.
    """

    graph: Graph
    ids: Mapping[str, str]
    labels: Mapping[str, str]
    found: dict[int, Mapping[str, list[Mention]]] = field(default_factory=dict)
    joined: frozenset[tuple[str, str]] = frozenset()

    def mentions(self, node: Node, place: str) -> Sequence[Mention]:
        known = self.found.get(id(node))
        if known is None:
            groups: defaultdict[str, list[Mention]] = defaultdict(list)
            for mention in self.graph.mentions(node):
                groups[mention.setting or f"config{mention.path}"].append(mention)
            known = self.found[id(node)] = groups
        return known.get(place, ())

    def repeats_edges(self, node: Node, place: str, value: Any) -> bool:
        """Whether the value is nothing, or says again what edges to the node say."""
        if value in _EMPTY:
            return True
        if not isinstance(value, str | list):
            return False
        places = {"": value} if isinstance(value, str) else {at.pointer: text for at, text in texts(value)}
        said = [[*self.mentions(node, f"{place}{inner}")] for inner in places]
        return len(places) == (1 if isinstance(value, str) else len(value)) and all(
            found and all(mention.doubles_edge and self.are_joined(mention.node_id, node.id) for mention in found)
            for found in said
        )

    def are_joined(self, one: str, other: str) -> bool:
        return (one, other) in self.joined or (other, one) in self.joined


class _Following:
    """What follows from what, in one comparison.

    Attributes:
        counts: How many values follow each node to its new name, by its old id.
    """

    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.counts: Counter[str] = Counter()

    @cached_property
    def sides(self) -> tuple[_Side, _Side]:
        old, new = self.matching.graphs
        anew = [match for match in self.matching.found if _is_anew(match)]
        return (
            _Side(
                old,
                {match.old.id: match.new.id for match in anew},
                {match.old.id: match.new.label for match in anew},
                joined=frozenset([(edge.source, edge.target) for edge in old.edges]),
            ),
            _Side(
                new,
                {match.new.id: match.old.id for match in anew},
                {match.new.id: match.old.label for match in anew},
                joined=frozenset([(edge.source, edge.target) for edge in new.edges]),
            ),
        )

    def told(self, operation: Operation) -> Operation:
        if not isinstance(operation, ops.ConfigChanged | ops.SettingChanged) or operation.leaf.is_order:
            return operation
        if self.renames(operation) or self.repeats_edges(operation):
            return ops.ReferenceFollowed(operation.before, operation.after, operation.leaf)
        return operation

    def renames(self, operation: ops.ConfigChanged | ops.SettingChanged) -> bool:
        """Whether the sides differ in nothing but what they call nodes; seen from both, so that it is mirrored."""
        values = operation.old, operation.new
        if not (isinstance(values[0], str) and isinstance(values[1], str)):
            return False
        known: list[Sequence[Mention]] = []
        for side, node, place, text, other in zip(
            self.sides, operation.sides, _places(operation), values, reversed(values), strict=True
        ):
            known.append(side.mentions(node, place))
            if not known[-1] or rewritten(text, known[-1], side.ids, side.labels) != other:
                return False
        self.counts.update({mention.node_id for mention in known[0]} & self.sides[0].ids.keys())
        return True

    def repeats_edges(self, operation: ops.ConfigChanged | ops.SettingChanged) -> bool:
        values = operation.old, operation.new
        return all(
            side.repeats_edges(node, place, value)
            for side, node, place, value in zip(self.sides, operation.sides, _places(operation), values, strict=True)
        ) and not all(value in _EMPTY for value in values)


def _is_anew(match: Match) -> bool:
    return match.old.id != match.new.id or match.old.label != match.new.label


def _places(operation: ops.ConfigChanged | ops.SettingChanged) -> Iterable[str]:
    """Where both sides have it, in the words of `_Side.mentions`."""
    leaf = operation.leaf
    paths = (leaf.path, leaf.path) if leaf.old is ABSENT or leaf.new is ABSENT else (leaf.old_path, leaf.path)
    return [f"config{path}" for path in paths] if isinstance(operation, ops.ConfigChanged) else paths
