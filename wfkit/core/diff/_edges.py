"""What happened to the edges, once it is known which node is which."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import leaf_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wfkit.core.diff.operations import Facet
    from wfkit.core.model import Edge

    Ends = tuple[tuple[bool, str], str, tuple[bool, str], str]

_PARTS: tuple[tuple[str, Facet], ...] = (("settings", "logic"), ("layout", "layout"), ("noise", "noise"))


def changes(old: Iterable[Edge], new: Iterable[Edge], names: Mapping[str, str]) -> Iterator[ops.EdgeChange]:
    """The operations on edges; their order and their ids are no changes.

    Args:
        old: The edges of the old graph.
        new: The edges of the new graph.
        names: Ids of the old graph's nodes to those that they have in the new one; a removed node is absent.
    """
    known = set(names.values())
    before, after = _grouped(old, names.get), _grouped(new, lambda end: end if end in known else None)
    gone: list[tuple[Ends, Edge]] = []
    come: list[tuple[Ends, Edge]] = []
    for ends, edges in before.items():
        others = after.get(ends, [])
        for edge, other in zip(edges, others, strict=False):
            yield from _inner(edge, other)
        gone += [(ends, edge) for edge in edges[len(others) :]]
    for ends, edges in after.items():
        come += [(ends, edge) for edge in edges[len(before.get(ends, ())) :]]
    yield from _rewired(gone, come)


def _grouped(edges: Iterable[Edge], name: object) -> dict[Ends, list[Edge]]:
    groups: defaultdict[Ends, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[_end(edge.source, name), edge.source_port, _end(edge.target, name), edge.target_port].append(edge)
    return groups


def _end(node_id: str, name: object) -> tuple[bool, str]:
    """The node as the new graph calls it, or as its own does when only that one has it."""
    found = name(node_id)  # type: ignore[operator]  # a look-up
    return (True, found) if found is not None else (False, node_id)


def _inner(old: Edge, new: Edge) -> Iterator[ops.EdgeChanged]:
    for part, facet in _PARTS:
        before, after = getattr(old, part), getattr(new, part)
        if before or after:
            yield from (ops.EdgeChanged(old, new, leaf, facet) for leaf in leaf_changes(before, after))


def _rewired(gone: list[tuple[Ends, Edge]], come: list[tuple[Ends, Edge]]) -> Iterator[ops.EdgeChange]:
    """Pairs what left and what came between the same two nodes; the rest was removed and added."""
    came: defaultdict[tuple[object, object], list[Edge]] = defaultdict(list)
    for ends, edge in sorted(come, key=_ports):
        came[ends[0], ends[2]].append(edge)
    paired: set[int] = set()
    for ends, edge in sorted(gone, key=_ports):
        others = came.get((ends[0], ends[2]))
        if others:
            other = others.pop(0)
            paired.update((id(edge), id(other)))
            yield ops.EdgeRewired(edge, other)
            yield from _inner(edge, other)
    yield from (ops.EdgeRemoved(edge) for _, edge in gone if id(edge) not in paired)
    yield from (ops.EdgeAdded(edge) for _, edge in come if id(edge) not in paired)


def _ports(found: tuple[Ends, Edge]) -> tuple[str, str]:
    return found[1].source_port, found[1].target_port
