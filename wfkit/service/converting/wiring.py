"""Edges between native steps: each leads from a port that gives to one that takes what is given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Node as GraphNode
from wfkit.core.rules.ports import is_compatible, is_given
from wfkit.service.converting.conversion import Loss

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wfkit.core.model import Edge, Port
    from wfkit.service.converting.drafting import Draft, Part


_READABLE = ("document[]", "chunk[]")


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge of the new document.

    Attributes:
        edge: The edge of the source that it stands for, None for one that the conversion adds.
    """

    id: str
    source: str
    source_port: str
    target: str
    target_port: str
    edge: Edge | None = None

    def to(self, target: str, port: str) -> Wire:
        """The same edge to another end."""
        return replace(self, target=target, target_port=port)


@dataclass(slots=True)
class Wiring:
    """The edges drawn so far, and the nodes that could not take theirs.

    Attributes:
        wires: The edges.
        faults: Ids of the source's nodes that have no port for an edge, with the reason: they have to stay foreign.
        lost: Rows on edges that are not there.
        taken: Which inputs have edges by now.
        joined: Which ports are joined by now.
    """

    wires: list[Wire] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    lost: list[Loss] = field(default_factory=list)
    taken: defaultdict[tuple[str, str], list[Wire]] = field(default_factory=lambda: defaultdict(list))
    joined: set[tuple[str, str, str, str]] = field(default_factory=set)

    def add(self, wire: Wire) -> bool:
        """Draw an edge, unless one between the same ports is there; whether it was drawn."""
        joins = (wire.source, wire.source_port, wire.target, wire.target_port)
        if joins in self.joined:
            return False
        self.joined.add(joins)
        self.taken[wire.target, wire.target_port].append(wire)
        self.wires.append(wire)
        return True

    def chain(self, draft: Draft) -> None:
        """Draw the edges between the steps of one node."""
        parts = list(draft.parts.values())
        for before, after in pairwise(parts):
            ports = _first_fit(before.kind.outputs, after.kind.inputs)
            if ports:
                self.add(Wire(f"{before.id}->{after.id}", before.id, ports[0].name, after.id, ports[1].name))

    def gap(self, edge: Edge, source: Draft, target: Draft, place: str) -> tuple[Part, Port, Part, Port] | None:
        """Where an edge brings documents or chunks to an input that takes only text; None where it does not."""
        outs, ins = [*_outputs(source, edge.source_port)], [*_inputs(target, place)]
        if not outs or not ins or any(is_compatible(out[1].type, into[1].type) for out in outs for into in ins):
            return None
        if outs[0][1].type in _READABLE and ins[0][1].type == "text":
            return (*outs[0], *ins[0])
        return None

    def bridge(self, edge: Edge, ends: tuple[Part, Port, Part, Port], prompt: Part) -> bool:
        """Draw an edge through a prompt that writes what it brings as text; whether it was drawn."""
        giver, output, taker, entry = ends
        self.add(Wire(edge.id, giver.id, output.name, prompt.id, "context", edge))
        return self.add(Wire(f"{prompt.id}->{taker.id}", prompt.id, "prompt", taker.id, entry.name))

    def lead(self, edge: Edge, source: Draft, target: Draft, place: str) -> None:
        """Draw an edge of the source between the steps that its ends became.

        Args:
            edge: The edge.
            source: What its source became.
            target: What its target became.
            place: The input of the target, or several, of which the first that takes it counts; "" is any.
        """
        outs = [*_outputs(source, edge.source_port)]
        ins = [*_inputs(target, place)]
        if not outs:
            self.faults[source.node.id] = f"its edge {edge.id!r} leads on, and {source.to_type} gives nothing on"
            return
        found = next(((out, into) for out in outs for into in ins if is_compatible(out[1].type, into[1].type)), None)
        if found is None:
            given = outs[0][1]
            self.faults[target.node.id] = (
                f"no input of {target.to_type} takes the {given.type} of {source.to_type} that edge {edge.id!r} brings"
                if ins
                else f"{target.to_type} takes nothing, and edge {edge.id!r} leads to it"
            )
            return
        (giver, output), (taker, entry) = found
        if not self.add(Wire(edge.id, giver.id, output.name, taker.id, entry.name, edge)):
            self.lost.append(dropped(edge, "another edge joins the same native ports"))

    def missing(self, draft: Draft) -> Iterator[tuple[Part, Port]]:
        """The required inputs of a node's steps that have neither an edge nor a value."""
        for part in draft.parts.values():
            node = GraphNode(part.id, part.kind.key, "", part.config)
            for port in part.kind.inputs:
                if port.required and not self.taken.get((part.id, port.name)) and not is_given(node, port):
                    yield part, port


def dropped(edge: Edge, reason: str) -> Loss:
    """The row of an edge that is not in the new document."""
    words = f"{edge.source}.{edge.source_port} -> {edge.target}.{edge.target_port}"
    return Loss(edge.source, "", "edge", "", "dropped", edge.id, words, reason)


def back_edges(wires: Iterable[Wire]) -> list[Wire]:
    """The edges that close a circle, as a walk in the order of the document meets them."""
    leaving: defaultdict[str, list[Wire]] = defaultdict(list)
    for wire in wires:
        leaving[wire.source].append(wire)
    found: list[Wire] = []
    done: dict[str, bool] = {}
    for start in list(leaving):
        if start not in done:
            _walk(start, leaving, done, found)
    return found


def _walk(start: str, leaving: defaultdict[str, list[Wire]], done: dict[str, bool], found: list[Wire]) -> None:
    """A walk by depth; `done` is False for what is on the way to where it stands."""
    done[start] = False
    trail = [(start, iter(leaving[start]))]
    while trail:
        node_id, rest = trail[-1]
        wire = next(rest, None)
        if wire is None:
            done[node_id] = True
            trail.pop()
        elif wire.target not in done:
            done[wire.target] = False
            trail.append((wire.target, iter(leaving.get(wire.target, []))))
        elif not done[wire.target]:
            found.append(wire)


def _outputs(draft: Draft, name: str) -> Iterator[tuple[Part, Port]]:
    """Where an edge may leave: the port that the rule names, else those of the last step and the steps before it."""
    parts = [*reversed(draft.parts.values())]
    yield from _named(draft, draft.rule.outputs.get(name, "") if draft.rule else "", parts, "outputs")


def _inputs(draft: Draft, place: str) -> Iterator[tuple[Part, Port]]:
    """Where an edge may enter: the ports at a place, or else those of the first step, and the steps behind it."""
    yield from _named(draft, place, [*draft.parts.values()], "inputs")


def _named(draft: Draft, place: str, parts: list[Part], side: str) -> Iterator[tuple[Part, Port]]:
    # Several places: those of steps that are not there are passed over.
    wanted = [one.partition(".") for one in place.split()]
    named = [
        (draft.parts[kind], port)
        for kind, _, name in wanted
        if kind in draft.parts
        for port in getattr(draft.parts[kind].kind, side)
        if port.name == name
    ]
    yield from named or ((part, port) for part in parts for port in getattr(part.kind, side))


def _first_fit(outputs: tuple[Any, ...], inputs: tuple[Any, ...]) -> tuple[Any, Any] | None:
    return next(((out, into) for out in outputs for into in inputs if is_compatible(out.type, into.type)), None)
