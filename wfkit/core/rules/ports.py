"""Rules about where edges end: the ports of a node's type, what flows through them and how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from wfkit.core.problem import Problem
from wfkit.core.wording import Names, listed, named, named_edge, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Edge, Graph, Node, Port
    from wfkit.core.nodetype import NodeType

Side = Literal["output", "input"]


def check(graph: Graph, node_types: Mapping[str, NodeType]) -> Iterator[Problem]:
    """The problems of edges with the ports of known node types; notes, groups and unknown types are left out."""
    lookup = _Lookup(graph, node_types)
    arrivals = _Arrivals()
    for edge in graph.edges:
        source = lookup.resolved(edge.source, edge.source_port, "output")
        target = lookup.resolved(edge.target, edge.target_port, "input")
        yield from lookup.unresolved(edge, source, target)
        yield from _incompatible(edge, source, target)
        arrivals.add(edge, target)
    for node in graph.by_id.values():
        yield from _check_inputs(node, lookup.ports(node.id, "input"), arrivals)


def is_compatible(source: str, target: str) -> bool:
    """Whether what an output of type `source` gives is what an input of type `target` takes.

    `any` fits everything, both ways; a type fits itself; `X` fits `X[]`, since one is a list of one, but not the
    other way round. The items of two lists are compared as their types are (`text[]` fits `any[]`). Of a
    union such as `text|message` as source every alternative must fit one of the target's. `[]` belongs to
    its own alternative: `text|message[]` is a text or a list of messages.

    >>> is_compatible("text", "text[]"), is_compatible("text[]", "text")
    (True, False)
    >>> is_compatible("text", "text|message"), is_compatible("text|message", "text")
    (True, False)
    """
    if source == target:
        return True
    alternatives = _alternatives(target)
    return all(any(_fits(given, taken) for taken in alternatives) for given in _alternatives(source))


def is_given(node: Node, port: Port) -> bool:
    """Whether the node's config has a value in place of an edge to this input."""
    return node.config.get(port.name) not in (None, "", [], {})


def _alternatives(port_type: str) -> list[str]:
    return [part.strip() or "any" for part in port_type.split("|")]


def _fits(given: str, taken: str) -> bool:
    while given.endswith("[]") and taken.endswith("[]"):
        given, taken = given[:-2], taken[:-2]
    if "any" in (given, taken) or given == taken:
        return True
    return taken.endswith("[]") and taken[:-2] in {given, "any"}


@dataclass(slots=True)
class _End:
    """Where an edge ends: at which port of a known node, or at a name that is none of its ports."""

    node: Node
    side: Side
    name: str
    ports: tuple[Port, ...]
    port: Port | None


@dataclass(slots=True)
class _Lookup:
    graph: Graph
    node_types: Mapping[str, NodeType]
    names: dict[tuple[str, Side], Names] = field(default_factory=dict)

    def ports(self, node_id: str, side: Side) -> tuple[Port, ...]:
        node = self.graph.by_id.get(node_id)
        node_type = self.node_types.get(node.type) if node and node.role == "node" else None
        if node_type is None:
            return ()
        return node_type.inputs if side == "input" else node_type.outputs

    def resolved(self, node_id: str, name: str, side: Side) -> _End | None:
        """The end of an edge, or None where nothing is known about the node."""
        node = self.graph.by_id.get(node_id)
        if node is None or node.role != "node" or node.type not in self.node_types:
            return None
        ports = self.ports(node_id, side)
        return _End(node, side, name, ports, _port(ports, name))

    def unresolved(self, edge: Edge, *ends: _End | None) -> Iterator[Problem]:
        for end in ends:
            if end is not None and end.port is None:
                yield self._ambiguous(edge, end) if end.ports and not end.name else self._unknown(edge, end)

    def _ambiguous(self, edge: Edge, end: _End) -> Problem:
        return Problem(
            "error",
            "ambiguous-port",
            f"{named_edge(edge)} names no {end.side} of {named(end.node)}, which has several; "
            f"it must name one of {listed(port.name for port in end.ports)}",
            pointer=edge.pointer,
            node=end.node.id,
            edge=edge.id,
            fix=f"name the {end.side} that is meant",
        )

    def _unknown(self, edge: Edge, end: _End) -> Problem:
        guess = self._names(end).closest(end.name)
        called = f" {quoted(end.name)}" if end.name else ""
        return Problem(
            "error",
            "unknown-port",
            f"{named_edge(edge)} needs an {end.side}{called} of {named(end.node)}, whose type "
            f"{quoted(end.node.type)} lacks it; {self._right_ports(end, guess)}",
            pointer=edge.pointer,
            node=end.node.id,
            edge=edge.id,
            fix=f"use the {end.side} {quoted(guess)}"
            if guess
            else f"use an {end.side} that exists, or remove the edge",
        )

    def _names(self, end: _End) -> Names:
        known = tuple(port.name for port in end.ports)
        return self.names.setdefault((end.node.type, end.side), Names(known))

    def _right_ports(self, end: _End, guess: str) -> str:
        if not end.ports:
            return f"it has no {end.side}s"
        question = f"did you mean {quoted(guess)}? " if guess else ""
        return f"{question}known {end.side}s: {listed(port.name for port in end.ports)}"


@dataclass(slots=True)
class _Arrivals:
    """Which edges end at each input, and how many at none that is known, so that one mistake is told once."""

    edges: defaultdict[tuple[str, str], list[Edge]] = field(default_factory=lambda: defaultdict(list))
    astray: Counter[str] = field(default_factory=Counter)

    def add(self, edge: Edge, target: _End | None) -> None:
        if target is None or target.port is None:
            self.astray[edge.target] += 1
        else:
            self.edges[edge.target, target.port.name].append(edge)


def _port(ports: tuple[Port, ...], name: str) -> Port | None:
    if not name:
        return ports[0] if len(ports) == 1 else None
    return next((port for port in ports if port.name == name), None)


def _incompatible(edge: Edge, source: _End | None, target: _End | None) -> Iterator[Problem]:
    if source is None or target is None or source.port is None or target.port is None:
        return
    given, taken = source.port, target.port
    if not is_compatible(given.type, taken.type):
        yield Problem(
            "error",
            "incompatible-ports",
            f"{named_edge(edge)} brings {quoted(given.type)} from output {quoted(given.name)} of {named(source.node)}, "
            f"but input {quoted(taken.name)} of {named(target.node)} takes {quoted(taken.type)}",
            pointer=edge.pointer,
            node=target.node.id,
            edge=edge.id,
            fix=f"connect an output of type {quoted(taken.type)}, or put a node between that converts",
        )


def _check_inputs(node: Node, inputs: tuple[Port, ...], arrivals: _Arrivals) -> Iterator[Problem]:
    missing = [port for port in inputs if port.required and _is_missing(node, port, arrivals)]
    if len(missing) > arrivals.astray[node.id]:
        yield from (_missing_input(node, port) for port in missing)
    for port in inputs:
        edges = arrivals.edges.get((node.id, port.name), [])
        if not port.multiple and len({(edge.source, edge.source_port) for edge in edges}) > 1:
            yield _too_many(node, port, edges)


def _is_missing(node: Node, port: Port, arrivals: _Arrivals) -> bool:
    return (node.id, port.name) not in arrivals.edges and not is_given(node, port)


def _missing_input(node: Node, port: Port) -> Problem:
    return Problem(
        "error",
        "missing-input",
        f"the required input {quoted(port.name)} of {named(node)} has no edge; "
        f"it needs one that brings {quoted(port.type)}, or a value in the config",
        pointer=node.pointer,
        node=node.id,
        fix=f"connect an output of type {quoted(port.type)} to {quoted(port.name)}",
    )


def _too_many(node: Node, port: Port, edges: list[Edge]) -> Problem:
    return Problem(
        "error",
        "too-many-edges",
        f"{len(edges)} edges end at input {quoted(port.name)} of {named(node)}, which takes one; "
        f"they come from {listed(edge.source for edge in edges)}",
        pointer=edges[1].pointer,
        node=node.id,
        edge=edges[1].id,
        fix="keep one of them, or put a node between that joins them",
    )
