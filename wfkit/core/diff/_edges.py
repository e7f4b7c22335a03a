"""What happened to the edges, once it is known which node is which."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from wfkit.core import codec
from wfkit.core.diff import operations as ops
from wfkit.core.diff._pairing import Unpaired

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from wfkit.core.diff._values import Values
    from wfkit.core.diff.matching import Matching
    from wfkit.core.diff.operations import Facet
    from wfkit.core.model import Edge

_PARTS: tuple[tuple[str, Facet], ...] = (("settings", "logic"), ("layout", "layout"), ("noise", "noise"))
_VALUES = attrgetter(*(part for part, _ in _PARTS))
_PORTS = attrgetter("source_port", "target_port")
_encode = msgspec.json.Encoder().encode


def changes(matching: Matching, values: Values) -> Iterator[ops.EdgeChange]:
    """The operations on edges but for those on their values; their order is no change.

    What left and what came between the same two nodes is a pair, and was rewired; the rest was removed and added.
    """
    left = _left(matching)
    for old, new in _same(left):
        _compare(old.edge, new.edge, values)
    for key in (_by_target_port, _by_source_port, _by_nodes):
        for old, new in _taken(left, left.in_turn(key)):
            yield ops.EdgeRewired(old.edge, new.edge)
            _compare(old.edge, new.edge, values)
    yield from (ops.EdgeRemoved(loose.edge) for loose in left.old)
    yield from (ops.EdgeAdded(loose.edge) for loose in left.new)


def _same(left: Unpaired[_Loose]) -> Iterator[tuple[_Loose, _Loose]]:
    """The pairs with the same ends and ports; among parallel edges the most alike."""
    yield from _taken(left, left.alone(_by_ports))
    for key in (_as_it_is, _as_a_whole, _by_id, _by_ports):
        yield from _taken(left, left.in_turn(key))


def _taken(left: Unpaired[_Loose], pairs: Sequence[tuple[_Loose, _Loose]]) -> Sequence[tuple[_Loose, _Loose]]:
    left.take([old for old, _ in pairs], [new for _, new in pairs])
    return pairs


class _Loose(NamedTuple):
    """An edge without a partner, and its nodes in the words of the new graph.

    A node that both graphs have is never the same as one that only one of them has, whatever they are called.
    """

    edge: Edge
    source: tuple[bool, str]
    target: tuple[bool, str]


def _left(matching: Matching) -> Unpaired[_Loose]:
    """All edges but those that are plainly the same."""
    names = matching.names
    known = frozenset(names.values())
    old, new = _without_equal(matching)
    return Unpaired(
        [_Loose(edge, _end(edge.source, names), _end(edge.target, names)) for edge in old],
        [_Loose(edge, (edge.source in known, edge.source), (edge.target in known, edge.target)) for edge in new],
    )


def _end(node_id: str, names: Mapping[str, str]) -> tuple[bool, str]:
    return (True, names[node_id]) if node_id in names else (False, node_id)


def _without_equal(matching: Matching) -> tuple[Sequence[Edge], Sequence[Edge]]:
    """The edges but for those of one id that are the same on both sides: most are, and it is quick."""
    old, new = (graph.edges for graph in matching.graphs)
    renamed = matching.renamed
    others = {edge.id: edge for edge in new}
    left: list[Edge] = []
    found: set[int] = set()
    for edge in old:
        other = others.pop(edge.id, None)
        if (
            other is not None
            and edge.source == other.source
            and edge.target == other.target
            and edge.source_port == other.source_port
            and edge.target_port == other.target_port
            and edge.source not in renamed
            and edge.target not in renamed
            and _have_same_values(edge, other)
        ):
            found.add(id(other))
        else:
            left.append(edge)
    return left, [edge for edge in new if id(edge) not in found]


def _have_same_values(old: Edge, new: Edge) -> bool:
    if not (old.settings or old.layout or old.noise or new.settings or new.layout or new.noise):
        return True
    return _encode(_VALUES(old)) == _encode(_VALUES(new))


def _as_it_is(loose: _Loose) -> Hashable:
    return loose.edge.id, _as_a_whole(loose)


def _as_a_whole(loose: _Loose) -> Hashable:
    values = _VALUES(loose.edge)
    return *_by_ports(loose), codec.canonical([*values]) if any(values) else b""


def _by_id(loose: _Loose) -> Hashable:
    return loose.edge.id, _by_ports(loose)


def _by_ports(loose: _Loose) -> tuple[Hashable, ...]:
    return loose.source, loose.target, _PORTS(loose.edge)


def _by_target_port(loose: _Loose) -> Hashable:
    return loose.source, loose.target, loose.edge.target_port


def _by_source_port(loose: _Loose) -> Hashable:
    return loose.source, loose.target, loose.edge.source_port


def _by_nodes(loose: _Loose) -> Hashable:
    return loose.source, loose.target


def _compare(old: Edge, new: Edge, values: Values) -> None:
    """Leaves the values of both to be compared; an id of its own that changed is noise."""
    is_same_name = old.id == new.id or (old.source, old.target, *_PORTS(old)) != (new.source, new.target, *_PORTS(new))
    if not is_same_name:
        values.add({"id": old.id}, {"id": new.id}, partial(ops.EdgeChanged, old, new, belongs_to="noise"))
    for part, facet in _PARTS:
        before, after = getattr(old, part), getattr(new, part)
        if before or after:
            values.add(before, after, partial(ops.EdgeChanged, old, new, belongs_to=facet))
