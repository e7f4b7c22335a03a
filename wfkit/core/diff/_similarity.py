"""The last resort of matching: nodes of one type that look alike and have the same neighbours."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from wfkit.core.model import Node

    Neighbours = Callable[[Node], frozenset[tuple[Any, ...]]]

# Of a type that both sides have this often without a match, pairs are made by order instead of by comparing all.
_COMPARED = 60
_SORTED = msgspec.json.Encoder(order="sorted")

_LABEL, _CONFIG, _NEIGHBOURS, _PLACE = 2.0, 4.0, 3.0, 1.0
_ENOUGH = 2.5


def alike(old: Sequence[Node], new: Sequence[Node], neighbours: Neighbours) -> list[tuple[Node, Node]]:
    """Pairs of nodes of one type, the most alike first; none for nodes that share next to nothing."""
    before, after = _by_type(old), _by_type(new)
    return [pair for kind in before if kind in after for pair in _of_one_type(before[kind], after[kind], neighbours)]


def retyped(old: Sequence[Node], new: Sequence[Node], neighbours: Neighbours) -> list[tuple[Node, Node]]:
    """Pairs of nodes of one id that became another type at the same place or between the same neighbours."""
    after = _by_id(new)
    pairs = [(node, after[node_id]) for node_id, node in _by_id(old).items() if node_id in after]
    return [(a, b) for a, b in pairs if (a.position and a.position == b.position) or neighbours(a) & neighbours(b)]


def _by_type(nodes: Sequence[Node]) -> dict[tuple[str, str], list[Node]]:
    groups: defaultdict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in nodes:
        groups[node.role, node.type].append(node)
    return groups


def _by_id(nodes: Sequence[Node]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    repeated = set()
    for node in nodes:
        if found.setdefault(node.id, node) is not node:
            repeated.add(node.id)
    return {node_id: node for node_id, node in found.items() if node_id not in repeated}


def _of_one_type(old: list[Node], new: list[Node], neighbours: Neighbours) -> Iterator[tuple[Node, Node]]:
    if len(old) > _COMPARED or len(new) > _COMPARED:
        yield from zip(old, new, strict=False)
        return
    before, after = [_features(node, neighbours) for node in old], [_features(node, neighbours) for node in new]
    scores = [(_score(a, b), i, j) for i, a in enumerate(before) for j, b in enumerate(after)]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    # The order among equal scores is the same from either side.
    for score, i, j in sorted(scores, key=lambda found: (-found[0], found[1] + found[2], abs(found[1] - found[2]))):
        if score >= _ENOUGH and i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield old[i], new[j]


def _features(node: Node, neighbours: Neighbours) -> tuple[Node, Mapping[str, bytes], frozenset[tuple[Any, ...]]]:
    return node, {key: _SORTED.encode(value) for key, value in node.config.items()}, neighbours(node)


def _score(
    old: tuple[Node, Mapping[str, bytes], frozenset[tuple[Any, ...]]],
    new: tuple[Node, Mapping[str, bytes], frozenset[tuple[Any, ...]]],
) -> float:
    (a, a_config, a_near), (b, b_config, b_near) = old, new
    score = _LABEL * (a.label == b.label) + _PLACE * (a.position is not None and a.position == b.position)
    fields = len(a_config.keys() | b_config.keys())
    if fields:
        score += _CONFIG * len(a_config.items() & b_config.items()) / fields
    if a_near or b_near:
        score += _NEIGHBOURS * len(a_near & b_near) / len(a_near | b_near)
    return score
