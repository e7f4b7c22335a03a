"""Nodes that another node took the place of, by the edges that they left to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wfkit.core.diff import operations as ops
    from wfkit.core.model import Edge

    # Which way an edge leads, and where it ends, in the words of the new graph.
    End = tuple[str, str, str]

# An end that more nodes share says nothing about any of them.
_SHARED = 4


def replaced(
    found: Mapping[str, Sequence[Any]], names: Mapping[str, str]
) -> list[tuple[ops.NodeRemoved, ops.NodeAdded]]:
    """The pairs of a node that was removed and the one that has its edges now, each node once.

    At least half of the edges have to be the same, or one of them where the types are called alike.

    Args:
        found: The operations by their kinds.
        names: Ids of the old graph's nodes to those in the new one, of the nodes that both have.
    """
    removed = {operation.node: operation for operation in found["node-removed"]}
    added = {operation.node: operation for operation in found["node-added"]}
    if not (removed and added):
        return []
    before = _ends((operation.before for operation in found["edge-removed"]), removed.keys(), names)
    after = _ends((operation.after for operation in found["edge-added"]), added.keys(), {})
    pairs = [
        (_are_called_alike(removed[old].old, added[new].new), likeness, old, new)
        for likeness, old, new in _pairs(before, after)
    ]
    chosen: dict[str, str] = {}
    for is_alike, likeness, old, new in sorted(pairs, key=lambda pair: (-pair[0], -pair[1])):
        if (is_alike or likeness >= 1 / 2) and old not in chosen and new not in chosen.values():
            chosen[old] = new
    return [(removed[old], added[new]) for old, new in chosen.items()]


def _are_called_alike(old: str, new: str) -> bool:
    """Whether two types begin alike for more than half of their names, such as `Gemini` and `GeminiV2`."""
    one, other = (name.replace("/", ".").rsplit(".", 1)[-1] for name in (old, new))
    shared = sum(1 for _ in takewhile(lambda signs: signs[0] == signs[1], zip(one, other, strict=False)))
    return 2 * shared > max(len(one), len(other))


def _ends(edges: Iterable[Edge], nodes: Iterable[str], names: Mapping[str, str]) -> dict[str, set[End]]:
    """For each of the nodes the other ends of its edges."""
    ends: dict[str, set[End]] = {node: set() for node in nodes}
    for edge in edges:
        if edge.source in ends:
            ends[edge.source].add(("to", names.get(edge.target, edge.target), edge.target_port))
        if edge.target in ends:
            ends[edge.target].add(("from", names.get(edge.source, edge.source), edge.source_port))
    return ends


def _pairs(before: Mapping[str, set[End]], after: Mapping[str, set[End]]) -> Iterator[tuple[float, str, str]]:
    holders: defaultdict[End, list[str]] = defaultdict(list)
    for node, ends in after.items():
        for end in ends:
            holders[end].append(node)
    for node, ends in before.items():
        shared = Counter(other for end in ends if len(holders[end]) <= _SHARED for other in holders[end])
        for other, count in shared.items():
            yield count / max(len(ends), len(after[other])), node, other
