"""All nodes of a source as drafts with edges between them, until none asks for a port that is not there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgspec import structs

from wfkit import nodetypes
from wfkit.service.converting import adding, drafting
from wfkit.service.converting.adding import Addition
from wfkit.service.converting.drafting import Draft, Part
from wfkit.service.converting.wiring import Wire, Wiring, back_edges, dropped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.document import Document
    from wfkit.core.model import Edge, Graph, Node
    from wfkit.core.nodetype import NodeType
    from wfkit.service.converting.conversion import Loss
    from wfkit.service.converting.rule import Rule, Table

# Each round leaves at least one more node foreign, and hardly any source needs more than three.
_ROUNDS = 12
_EVERY = "*"
_UNKNOWN = "no native type does what it does"
_CONFIGURES = "nothing native takes its settings"


@dataclass(slots=True)
class Plan:
    """What the nodes and edges of a source become.

    Attributes:
        document: The source.
        table: What its nodes become.
        every: All nodes by id; of those with one id, all but the first have another one.
        nodes: The nodes to convert, by id; notes and groups are none.
        edges: The edges between them.
        astray: Rows on edges that join no two of them.
        foreign: Ids of the nodes that stay foreign, with the reason.
        drafts: By id, in the order of the source.
        added: Steps that the source has not.
        wiring: The edges of the new document.
        rules: The rule of each node, None for those that stay foreign.
        names: The ids that are taken.
        message: The step and port that give what the user writes, once somebody asked for it.
        leaving: The edges that leave each node of the source.
        entering: The edges that enter each node of the source.
    """

    document: Document
    table: Table
    every: dict[str, Node] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    astray: list[Loss] = field(default_factory=list)
    foreign: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    added: list[Addition] = field(default_factory=list)
    wiring: Wiring = field(default_factory=Wiring)
    rules: dict[str, Rule | None] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    message: tuple[str, str] | None = None
    leaving: defaultdict[str, list[Edge]] = field(default_factory=lambda: defaultdict(list))
    entering: defaultdict[str, list[Edge]] = field(default_factory=lambda: defaultdict(list))

    def make(self) -> None:
        """Draft everything anew, with more nodes left foreign each time, until all edges have their ports."""
        graph = self.document.graph
        self._read(graph)
        for step in range(_ROUNDS):
            self._round(graph)
            faults = {key: why for key, why in self.wiring.faults.items() if key not in self.foreign}
            if not faults:
                break
            if step == _ROUNDS - 2:  # a chain of faults as long as the source: everything foreign fits at once
                faults = dict.fromkeys(self.nodes, next(iter(faults.values())))
            self.foreign.update(faults)

    def _read(self, graph: Graph) -> None:
        self.every = _unique(graph)
        self.nodes = {key: node for key, node in self.every.items() if node.role == "node"}
        for edge in graph.edges:
            if edge.source in self.nodes and edge.target in self.nodes:
                self.edges.append(edge)
                self.leaving[edge.source].append(edge)
                self.entering[edge.target].append(edge)
            else:
                there = edge.source in graph.by_id and edge.target in graph.by_id
                reason = (
                    "a note or a group is at one end, and does nothing" if there else "one of its ends is not there"
                )
                self.astray.append(dropped(edge, reason))

    def _round(self, graph: Graph) -> None:
        self.added, self.wiring, self.names, self.message = [], Wiring(), set(self.every), None
        self.rules = {node.id: self._rule(node, graph) for node in self.nodes.values()}
        folds = self._folds()
        folded = {id(edge) for edge in folds}
        kinds = nodetypes.catalogue()
        self.drafts = {node.id: self._draft(node, folded, kinds) for node in self.nodes.values()}
        for edge in folds:
            self._fold(edge)
        for draft in self.drafts.values():
            drafting.complete(draft)
            self.wiring.chain(draft)
        for edge in self.edges:
            if id(edge) not in folded:
                self._lead(edge)
        adding.feed(self, kinds)
        # What a node lacks is no fault of its own while another cannot take or give what it should.
        self._require()
        adding.join(self, kinds)
        adding.end(self, kinds)
        self._cut()
        self._require()

    def _rule(self, node: Node, graph: Graph) -> Rule | None:
        rule = None if node.id in self.foreign else self.table.rule(node, graph)
        if rule is None or rule.foreign:
            self.foreign.setdefault(node.id, rule.foreign if rule else _UNKNOWN)
            return None
        refused = next((edge for edge in self.entering[node.id] if edge.target_port in rule.refuses), None)
        if refused is not None:
            self.foreign[node.id] = f"it has {refused.target_port!r}, for which native steps have no place"
            return None
        return rule

    def _folds(self) -> list[Edge]:
        """The edges by which a node only configures a native one; the first at each input counts."""
        found: dict[tuple[str, str], Edge] = {}
        for edge in self.edges:
            supplier, consumer = self.rules[edge.source], self.rules[edge.target]
            if supplier is None or consumer is None or edge.target_port not in consumer.folds:
                continue
            is_led_to = bool(self.entering[edge.source])
            if (
                _supplies(supplier, edge)
                and (not is_led_to or (supplier.inputs and len(self.leaving[edge.source]) == 1))
            ) or (supplier.is_text and not is_led_to):
                found.setdefault((edge.target, edge.target_port), edge)
        return list(found.values())

    def _draft(self, node: Node, folded: set[int], kinds: Mapping[str, NodeType]) -> Draft:
        config = self.table.config(node) if self.table.config else node.config
        rule = self.rules[node.id]
        draft = Draft(node, config, rule)
        leaving = self.leaving[node.id]
        rest = [edge for edge in leaving if id(edge) not in folded]
        if rule is None:
            drafting.foreign(draft, kinds, self.document.format, self.foreign[node.id])
        elif leaving and not rest:
            draft.note_remark(rule)
        elif _EVERY in rule.supplies or (rest and all(_supplies(rule, edge) for edge in rest)):
            drafting.foreign(draft, kinds, self.document.format, _CONFIGURES)
        else:
            draft.note_remark(rule)
            ports = {edge.source_port for edge in leaving} | {edge.target_port for edge in self.entering[node.id]}
            drafting.native(draft, kinds, ports, self.claimed)
        return draft

    def claimed(self, name: str) -> str:
        """The id, with `_` at its end while another step has it; no other step gets it from now on."""
        while name in self.names:
            name += "_"
        self.names.add(name)
        return name

    def _fold(self, edge: Edge) -> None:
        supplier, consumer = self.rules[edge.source], self.rules[edge.target]
        if supplier and consumer:
            targets = consumer.folds[edge.target_port]
            drafting.fold(self.drafts[edge.source], supplier, self.drafts[edge.target], targets)

    def _lead(self, edge: Edge) -> None:
        source, target = self.drafts[edge.source], self.drafts[edge.target]
        if target.rule is not None and edge.target_port in target.rule.folds:
            self.wiring.faults[edge.target] = f"what its {edge.target_port!r} is set by has no native counterpart"
        elif source.parts and target.parts:
            self._lead_into(edge, source, target)
        elif source.parts and target.owners and target.rule is not None:
            # What leads to a node that only configures another one leads to that one.
            place = target.rule.inputs.get(edge.target_port, "")
            self.wiring.lead(edge, source, self.drafts[target.owners[0]], place)

    def _lead_into(self, edge: Edge, source: Draft, target: Draft) -> None:
        place = ""
        if target.rule is not None:
            if edge.target_port not in target.rule.inputs:
                self.wiring.faults[edge.target] = f"it has {edge.target_port!r}, for which native steps have no place"
                return
            place = target.rule.inputs[edge.target_port]
        ends = self.wiring.gap(edge, source, target, place)
        if ends is None:
            self.wiring.lead(edge, source, target, place)
            return
        kinds = nodetypes.catalogue()
        made = Part(self.claimed(f"{ends[0].id}-text"), kinds["prompt"], {"template": "{context}"})
        words = f"{ends[1]} become the text that {target.to_type} takes"
        if self.wiring.bridge(edge, ends, made):
            self.added.append(Addition(made, "As text", words, edge.target))

    def _require(self) -> None:
        """Leave those foreign that have an input which needs an edge, and get none."""
        for draft in () if self.wiring.faults else self.drafts.values():
            for part, port in self.wiring.missing(draft):
                reason = f"{part.kind.key} needs {port.name!r}, and nothing in the source brings it"
                self.wiring.faults.setdefault(draft.node.id, reason)

    def _cut(self) -> None:
        """Take out the edges that close a circle."""
        closing = back_edges(self.wiring.wires)
        closing_ids = {id(wire) for wire in closing}
        self.wiring.wires = [wire for wire in self.wiring.wires if id(wire) not in closing_ids]
        self.wiring.lost += map(_circle, closing)
        for wire in closing:
            key = (wire.target, wire.target_port)
            self.wiring.taken[key] = [one for one in self.wiring.taken[key] if one is not wire]


def _unique(graph: Graph) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in graph.nodes:
        name = node.id
        while name in found or (name != node.id and name in graph.by_id):
            name += "_"
        found[name] = node if name == node.id else structs.replace(node, id=name)
    return found


def _supplies(rule: Rule, edge: Edge) -> bool:
    return _EVERY in rule.supplies or edge.source_port in rule.supplies


def _circle(wire: Wire) -> Any:
    from wfkit.service.converting.conversion import Loss

    reason = "it closes a circle, and native workflows have none"
    if wire.edge is not None:
        return dropped(wire.edge, reason)
    words = f"{wire.source}.{wire.source_port} -> {wire.target}.{wire.target_port}"
    return Loss(wire.source, "", "edge", "", "dropped", wire.id, words, reason)
