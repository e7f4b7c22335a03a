"""All nodes of a source as drafts with edges between them, until none asks for a port that is not there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgspec import structs

from wfkit import nodetypes
from wfkit.service.converting import drafting
from wfkit.service.converting.drafting import Draft, Part
from wfkit.service.converting.wiring import Wire, Wiring, back_edges, dropped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.document import Document
    from wfkit.core.model import Edge, Graph, Node
    from wfkit.core.nodetype import NodeType
    from wfkit.service.converting.conversion import Loss
    from wfkit.service.converting.rule import Rule, Table

# Each round leaves at least one more node foreign, and hardly any source needs more than three.
_ROUNDS = 12
_MESSAGES = {"chat_input": "message", "question_input": "question"}
_EVERY = "*"
_UNKNOWN = "no native type does what it does"
_CONFIGURES = "nothing native takes its settings"


@dataclass(frozen=True, slots=True)
class Addition:
    """A step that the source has not, and why it is there.

    Attributes:
        near: Id of a node of the source beside which it is drawn, or "".
    """

    part: Part
    label: str
    reason: str
    near: str = ""


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
        for wire in back_edges(self.wiring.wires):
            self.wiring.wires.remove(wire)
            self.wiring.lost.append(_circle(wire))

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
        self.added, self.wiring, self.names = [], Wiring(), set(self.every)
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
        self._feed(kinds)
        self._join(kinds)
        self._end(kinds)

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
            drafting.native(draft, kinds, ports, self._claimed)
        return draft

    def _claimed(self, name: str) -> str:
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
        made = Part(self._claimed(f"{ends[0].id}-text"), kinds["prompt"], {"template": "{context}"})
        words = f"{ends[1]} become the text that {target.to_type} takes"
        if self.wiring.bridge(edge, ends, made):
            self.added.append(Addition(made, "As text", words, edge.target))

    def _feed(self, kinds: Mapping[str, NodeType]) -> None:
        """Let the user's message feed what the tool feeds with it by itself; what then lacks an input stays foreign."""
        for draft in list(self.drafts.values()):
            self._set(draft, kinds)
            for part, name in self._asking(draft):
                source, port = self._message(kinds)
                self.wiring.add(Wire(self._claimed(f"{source}->{part.id}.{name}"), source, port, part.id, name))
            for part, port_ in self.wiring.missing(draft):
                reason = f"{part.kind.key} needs {port_.name!r}, and nothing in the source brings it"
                self.wiring.faults.setdefault(draft.node.id, reason)

    def _set(self, draft: Draft, kinds: Mapping[str, NodeType]) -> None:
        """Let a text feed an input that the source sets in a field, where no edge does."""
        for (kind, name), value in draft.literals.items():
            part = draft.parts[kind]
            if not self.wiring.taken.get((part.id, name)):
                made = Part(self._claimed(f"{part.id}-{name}"), kinds["text_input"], {"value": value})
                reason = f"the source sets {name!r} of {part.kind.key} in a field"
                self.added.append(Addition(made, f"{draft.node.label}: {name}", reason, draft.node.id))
                self.wiring.add(Wire(self._claimed(f"{made.id}->{part.id}"), made.id, "text", part.id, name))

    def _asking(self, draft: Draft) -> Iterator[tuple[Part, str]]:
        for place in draft.rule.asks if draft.rule else ():
            kind, _, name = place.partition(".")
            part = draft.parts.get(kind)
            if part is None or self.wiring.taken.get((part.id, name)):
                continue
            is_required = any(port.name == name and port.required for port in part.kind.inputs)
            if is_required or not any(self.wiring.taken.get((part.id, port.name)) for port in part.kind.inputs):
                yield part, name

    def _message(self, kinds: Mapping[str, NodeType]) -> tuple[str, str]:
        """The step and port that give what the user writes; the step is added where there is none."""
        parts = [part for draft in self.drafts.values() for part in draft.parts.values()]
        for part in [*parts, *(addition.part for addition in self.added)]:
            if port := _MESSAGES.get(part.kind.key):
                return part.id, port
        made = Part(self._claimed("chat_input"), kinds["chat_input"])
        self.added.append(Addition(made, "Message", "the source takes the user's message without a node"))
        return made.id, "message"

    def _join(self, kinds: Mapping[str, NodeType]) -> None:
        """Put a `merge` before every input that takes one edge and has several."""
        home = {part.id: (key, part) for key, draft in self.drafts.items() for part in draft.parts.values()}
        home |= {addition.part.id: (addition.near, addition.part) for addition in self.added}
        for (target, port), wires in list(self.wiring.taken.items()):
            key, part = home[target]
            if len(wires) < 2 or any(one.name == port and one.multiple for one in part.kind.inputs):  # noqa: PLR2004
                continue
            made = Part(self._claimed(f"{target}-merge"), kinds["merge"], {"mode": self.table.joins})
            reason = f"{len(wires)} edges lead to {port!r} of {part.kind.key}, which takes one"
            self.added.append(Addition(made, "Merge", reason, key))
            moved = {id(wire): wire.to(made.id, "values") for wire in wires}
            self.wiring.wires = [moved.get(id(wire), wire) for wire in self.wiring.wires]
            self.wiring.add(Wire(self._claimed(f"{made.id}->{target}"), made.id, "value", target, f"{port}"))

    def _end(self, kinds: Mapping[str, NodeType]) -> None:
        """Lead the results of the workflow to an `output`, where the tool shows them by itself."""
        sources = {wire.source for wire in self.wiring.wires}
        lasts = [
            [*draft.parts.values()][-1]
            for draft in self.drafts.values()
            if draft.rule and draft.rule.ends and draft.parts
        ]
        ends = [part for part in lasts if part.id not in sources]
        if not ends:
            return
        made = Part(self._claimed("output"), kinds["output"])
        self.added.append(Addition(made, "Answer", "the source shows the result without a node"))
        for part in ends:
            name = part.kind.outputs[0].name
            self.wiring.add(Wire(self._claimed(f"{part.id}.{name}->{made.id}"), part.id, name, made.id, "value"))


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
