"""The last resort of matching: nodes of one type that look alike and have the same neighbours."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wfkit.core.model import Node

    Neighbours = Callable[[Node], frozenset[Any]]

_SORTED = msgspec.json.Encoder(order="sorted")

# Of a type that both sides have more often without a match, only nodes that share something rare are compared.
_ALL = 400
_RARE = 2

_LABEL, _CONFIG, _NEIGHBOURS, _PLACE = 2.0, 4.0, 3.0, 1.0
_ENOUGH = 2.5


@dataclass(frozen=True, slots=True)
class _Features:
    """What two nodes of one type may have in common."""

    node: Node
    config: frozenset[tuple[str, bytes]]
    near: frozenset[Any]

    def likeness(self, other: _Features) -> float:
        """From 0, nothing in common, to 10."""
        a, b = self.node, other.node
        score = _LABEL * (a.label == b.label) + _PLACE * (a.position is not None and a.position == b.position)
        shared = len(self.config & other.config)
        if shared:
            fields = {key for key, _ in self.config}.union(key for key, _ in other.config)
            score += _CONFIG * shared / len(fields)
        if self.near and other.near:
            score += _NEIGHBOURS * len(self.near & other.near) / len(self.near | other.near)
        return score


def alike(old: Sequence[Node], new: Sequence[Node], neighbours: Neighbours) -> list[tuple[Node, Node]]:
    """Pairs of nodes of one type, the most alike first; none for nodes that share next to nothing."""
    before, after = _by_type(old), _by_type(new)
    return [pair for kind in before if kind in after for pair in _of_one_type(before[kind], after[kind], neighbours)]


def retyped(old: Sequence[Node], new: Sequence[Node], neighbours: Neighbours) -> list[tuple[Node, Node]]:
    """Pairs of nodes of one id that became another type: the id is a name, or they have one place or one neighbour."""
    before, after = _by_id(old), _by_id(new)
    pairs = [(node, after[node_id]) for node_id, node in before.items() if node_id in after]
    return [
        (a, b)
        for a, b in pairs
        if (has_name_for_id(a) and has_name_for_id(b))
        or (a.position and a.position == b.position)
        or neighbours(a) & neighbours(b)
    ]


def has_name_for_id(node: Node) -> bool:
    """Whether its id is what people call it, as in Haystack: words without a number, and no label beside it."""
    return node.label == node.id and not any(map(str.isdigit, node.id))


def _by_type(nodes: Sequence[Node]) -> dict[tuple[str, str], list[Node]]:
    groups: defaultdict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in nodes:
        groups[node.role, node.type].append(node)
    return groups


def _by_id(nodes: Sequence[Node]) -> dict[str, Node]:
    counts = Counter(node.id for node in nodes)
    return {node.id: node for node in nodes if counts[node.id] == 1}


def _of_one_type(old: list[Node], new: list[Node], neighbours: Neighbours) -> Iterator[tuple[Node, Node]]:
    before, after = [_features(node, neighbours) for node in old], [_features(node, neighbours) for node in new]
    scores = [(before[i].likeness(after[j]), i, j) for i, j in _candidates(before, after)]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    # The order among equal scores is the same from either side.
    for score, i, j in sorted(
        scores, key=lambda found: (-found[0], found[1] + found[2], abs(found[1] - found[2]), found[1])
    ):
        if score >= _ENOUGH and i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield old[i], new[j]


def _features(node: Node, neighbours: Neighbours) -> _Features:
    return _Features(
        node, frozenset((key, _SORTED.encode(value)) for key, value in node.config.items()), neighbours(node)
    )


def _candidates(old: Sequence[_Features], new: Sequence[_Features]) -> Iterable[tuple[int, int]]:
    """The pairs worth comparing: all of them, or those with a feature in common that few have."""
    if len(old) * len(new) <= _ALL:
        return [(i, j) for i in range(len(old)) for j in range(len(new))]
    before, after = _holders(old), _holders(new)
    return {
        (i, j)
        for feature, places in before.items()
        if len(places) <= _RARE and len(after.get(feature, ())) <= _RARE
        for i in places
        for j in after.get(feature, ())
    }


def _holders(nodes: Sequence[_Features]) -> dict[Any, list[int]]:
    """The places of the nodes that have each feature."""
    holders: defaultdict[Any, list[int]] = defaultdict(list)
    for place, features in enumerate(nodes):
        for feature in (features.node.label, features.node.position, *features.config, *features.near):
            holders[feature].append(place)
    return holders
