"""Which part of a semantic version a change deserves: what breaks callers, what adds, what only mends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from wfkit.core.diff import operations as ops
from wfkit.core.diff._comparing import graph_of
from wfkit.core.pointer import split
from wfkit.core.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.core.diff import Diff
    from wfkit.core.diff.operations import Operation
    from wfkit.core.model import Graph, Node

Part = Literal["major", "minor", "patch", "none"]
End = Literal["input", "output", ""]

_PARTS: tuple[Part, ...] = ("major", "minor", "patch")
_CLAUSES = 3
_NAMES = 3

# Types that say themselves where a workflow begins and ends: those of wfkit, Langflow, Flowise, Dify, RAGFlow and n8n.
# Of n8n the part behind the last dot counts.
_INPUTS = re.compile(r"(question|chat|text)_?input|start(agentflow)?|begin|.*trigger|webhook", re.IGNORECASE)
_OUTPUTS = re.compile(r"(chat_?|text_?)?output|answer|end|respondtowebhook", re.IGNORECASE)
# A caller has to fill these in. A fixed text of wfkit is an input only where runs may replace it, and has a value.
_REQUIRED = re.compile(r"(question|chat)_?input|textinput", re.IGNORECASE)
_FIXED_TEXT = "text_input"
# Nodes at the beginning of a workflow that get by themselves what they give, as far as their types tell.
_FILLED = re.compile(r"load|reader|fetch|empty|primitive|constant", re.IGNORECASE)
# What callers know an input or output of wfkit by, and in what form it comes.
_CONTRACT = {"/name": "name", "/parameter": "parameter", "/format": "format"}
_MODEL = re.compile(r"(?:^|[/_.-])model|Model|ckpt_name|unet_name")
_VERSION = re.compile(r"version", re.IGNORECASE)
# What a workflow says of itself, rather than does.
_WORDS = (("name",), ("description",), ("tags",))
_NODE, _EDGE = "the node{s} {names} {were}", "{count} edge{s} {were}"
_PHRASES: dict[type, tuple[Part, str]] = {
    ops.NodeAdded: ("minor", f"{_NODE} added"),
    ops.NodeRemoved: ("minor", f"{_NODE} removed"),
    ops.NodeRetyped: ("minor", f"{_NODE} made another type"),
    ops.NodeReparented: ("minor", f"{_NODE} moved to another container"),
    ops.NodeRenamed: ("patch", f"{_NODE} renamed"),
    ops.EdgeAdded: ("minor", f"{_EDGE} added"),
    ops.EdgeRemoved: ("minor", f"{_EDGE} removed"),
    ops.EdgeRewired: ("minor", f"{_EDGE} changed"),
    ops.EdgeChanged: ("minor", f"{_EDGE} changed"),
}


@dataclass(frozen=True, slots=True)
class Bump:
    """What to raise, and why.

    Attributes:
        part: `major`, `minor`, `patch`, or `none` where no logic changed.
        reason: The facts that decided it, in one sentence.
    """

    part: Part
    reason: str

    def __str__(self) -> str:
        return f"{self.part}: {self.reason}"


def suggest_bump(diff: Diff) -> Bump:
    """The part of the version to raise.

    - major: an input or an output of the workflow went, was disabled, renamed, became another type or takes another
      form, or an input came that has to be filled in: whoever calls the workflow has to change something.
    - minor: nodes, edges, types, models or settings of the workflow changed, or an output was added.
    - patch: only texts and other values changed, names of nodes inside, or what the workflow says of itself.
    - none: layout and noise only.

    Inputs and outputs are the nodes whose types say so, such as `question_input` and `output`; in a workflow without
    any, the nodes that nothing leads to, and those that lead to none.
    """
    facts = [*_facts(diff)]
    for part in _PARTS:
        found = [fact for fact in facts if fact.part == part]
        if found:
            return Bump(part, _sentence(found))
    return Bump("none", "only layout and noise changed" if diff else "nothing changed")


class _Fact(NamedTuple):
    """What happened to something.

    Attributes:
        part: What it deserves.
        phrase: What happened, for one or for several.
        name: What people call it, "" for what has no name.
    """

    part: Part
    phrase: str
    name: str = ""


class _Ends:
    """What the nodes of a graph are to a caller."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._is_declared = any(_declared(node) for node in graph.nodes)

    def of(self, node: Node) -> End:
        """Whether the node is an input, an output, or neither."""
        if self._is_declared or node.role != "node":
            return _declared(node)
        comes, goes = node.id in self._graph.incoming, node.id in self._graph.outgoing
        if comes is goes:
            return ""
        return "output" if comes else "input"

    def is_required(self, node: Node) -> bool:
        """Whether the node is an input that callers have to fill in."""
        if self._is_declared:
            return node.role == "node" and _REQUIRED.fullmatch(node.type) is not None
        return self.of(node) == "input" and _FILLED.search(node.type) is None


def _declared(node: Node) -> End:
    """What the node's type says that it is."""
    if node.role != "node":
        return ""
    kind = node.type.rpartition(".")[2]
    if node.type == _FIXED_TEXT and not node.config.get("parameter"):
        return ""
    if _INPUTS.fullmatch(kind):
        return "input"
    return "output" if _OUTPUTS.fullmatch(kind) else ""


def _facts(diff: Diff) -> Iterator[_Fact]:
    old, new = graph_of(diff.old), graph_of(diff.new)
    if old is None or new is None:
        yield from [_Fact("minor", "the document changed, and its graph is not known")] if diff.logic else []
        return
    before, after = _Ends(old), _Ends(new)
    for operation in diff.logic:
        yield _of_end(operation, before, after) or _inside(operation) or _of_value(operation)


def _of_end(operation: Operation, before: _Ends, after: _Ends) -> _Fact | None:
    """What happened to an input or output, or became one; None for anything else."""
    match operation:
        case ops.NodeAdded():
            part: Part = "major" if after.is_required(operation.after) else "minor"
            fact = _about(after.of(operation.after), part, "added", operation.label)
        case ops.NodeRemoved() | ops.NodeRetyped():
            verb = "removed" if isinstance(operation, ops.NodeRemoved) else "made another type"
            fact = _about(before.of(operation.before), "major", verb, operation.label)
        case ops.NodeRenamed() if not _has_name(operation.after):
            fact = _about(before.of(operation.before), "major", "renamed", operation.old)
        case ops.NodeSwitched():
            fact = _switched(operation, before, after)
        case ops.ConfigChanged() if operation.path in _CONTRACT:
            fact = _of_contract(operation, before, after)
        case _:
            fact = None
    return fact


def _switched(operation: ops.NodeSwitched, before: _Ends, after: _Ends) -> _Fact | None:
    part: Part = "minor" if operation.new and not after.is_required(operation.after) else "major"
    return _about(before.of(operation.before), part, "enabled" if operation.new else "disabled", operation.label)


def _about(end: End, part: Part, verb: str, name: str) -> _Fact | None:
    return _Fact(part, f"the {end}{{s}} {{names}} {{were}} {verb}", name) if end else None


def _has_name(node: Node) -> bool:
    """Whether callers know the node by something else than its label."""
    return any(node.config.get(key) for key in ("name", "parameter"))


def _of_contract(operation: ops.ConfigChanged, before: _Ends, after: _Ends) -> _Fact | None:
    """Callers know an input or output by another name, or read another format."""
    old, new = before.of(operation.before), after.of(operation.after)
    if old and new:
        return _about(old, "major", f"given another {_CONTRACT[operation.path]}", operation.label)
    return _about(old, "major", "removed", operation.label) or _about(new, "minor", "added", operation.label)


def _inside(operation: Operation) -> _Fact | None:
    """What happened to nodes and edges within the workflow; None for values."""
    if isinstance(operation, ops.NodeSwitched):
        return _Fact("minor", f"{_NODE} {'enabled' if operation.new else 'disabled'}", operation.label)
    part, phrase = _PHRASES.get(type(operation), ("none", ""))
    name = operation.old if isinstance(operation, ops.NodeRenamed) else operation.label
    return _Fact(part, phrase, name) if phrase else None


def _of_value(operation: Operation) -> _Fact:
    path = operation.path
    match operation:
        case ops.ConfigChanged() if _MODEL.search(path):
            return _Fact("minor", "the model of {names} changed", operation.label)
        case ops.ConfigChanged():
            return _Fact("patch", "values of {names} changed", operation.label)
        case ops.SettingChanged() if _VERSION.search(path):
            return _Fact("minor", "the version of {names} changed", operation.label)
        case ops.SettingChanged():
            return _Fact("patch", "settings of {names} changed", operation.label)
    key = split(path)[:1]
    return _Fact("patch" if key in _WORDS else "minor", "{names} of the workflow changed", *key)


def _sentence(facts: Sequence[_Fact]) -> str:
    """The facts, those of one kind together, at most three kinds."""
    groups: dict[str, list[str]] = {}
    for fact in facts:
        groups.setdefault(fact.phrase, []).append(fact.name)
    clauses = [_clause(phrase, [*dict.fromkeys(names)]) for phrase, names in groups.items()]
    left_out = len(clauses) - _CLAUSES
    shown = "; ".join(clauses[:_CLAUSES])
    return f"{shown}; and {left_out} more" if left_out > 0 else shown


def _clause(phrase: str, names: Sequence[str]) -> str:
    is_one = len(names) == 1
    words = {"s": "" if is_one else "s", "were": "was" if is_one else "were", "count": len(names)}
    return phrase.format(names=listed(names, _NAMES), **words)
