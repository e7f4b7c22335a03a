"""Which part of a semantic version a change deserves: what breaks callers, what adds, what only mends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wfkit.core.diff import operations as ops
from wfkit.core.diff._comparing import graph_of
from wfkit.core.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wfkit.core.diff import Diff
    from wfkit.core.model import Graph, Node

Part = Literal["major", "minor", "patch", "none"]

_PARTS: tuple[Part, ...] = ("major", "minor", "patch")


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

    - major: an input or an output of the workflow went, came as a new input to fill in, was renamed or became another
      type: whoever calls the workflow has to change something.
    - minor: nodes, edges, node types, models or settings of the workflow changed, or an output was added.
    - patch: only values changed: texts, numbers, names of nodes inside.
    - none: layout and noise only.
    """
    for part, find in zip(_PARTS, (_breaking, _extending, _mending), strict=True):
        reasons = list(dict.fromkeys(find(diff)))
        if reasons:
            return Bump(part, _sentence(reasons))
    return Bump("none", "no logic changed")


def inputs_of(graph: Graph) -> Callable[[Node], bool]:
    """Whether a node is where the workflow takes something in: nothing leads to it, and it leads to others."""
    return lambda node: node.role == "node" and node.id not in graph.incoming and node.id in graph.outgoing


def outputs_of(graph: Graph) -> Callable[[Node], bool]:
    """Whether a node is where the workflow gives something out: others lead to it, and it leads to none."""
    return lambda node: node.role == "node" and node.id in graph.incoming and node.id not in graph.outgoing


def _ends(diff: Diff) -> tuple[Callable[[Node], str], Callable[[Node], str]]:
    """For a node of the old and of the new graph: whether it is an input, an output or neither ("")."""

    def asked(graph: Graph | None) -> Callable[[Node], str]:
        if graph is None:
            return lambda _: ""
        is_input, is_output = inputs_of(graph), outputs_of(graph)
        return lambda node: "input" if is_input(node) else "output" if is_output(node) else ""

    return asked(graph_of(diff.old)), asked(graph_of(diff.new))


def _breaking(diff: Diff) -> Iterator[str]:
    before, after = _ends(diff)
    for operation in diff.logic:
        match operation:
            case ops.NodeRemoved() if before(operation.before):
                yield f"the {before(operation.before)} {listed([operation.label])} was removed"
            case ops.NodeAdded() if after(operation.after) == "input":
                yield f"the input {listed([operation.label])} was added"
            case ops.NodeRetyped() if before(operation.before):
                yield f"the {before(operation.before)} {listed([operation.label])} became another type"
            case ops.NodeRenamed() if before(operation.before):
                yield f"the {before(operation.before)} {listed([operation.old])} was renamed {listed([operation.new])}"
            case ops.NodeSwitched() if before(operation.before) and not operation.new:
                yield f"the {before(operation.before)} {listed([operation.label])} was disabled"


def _extending(diff: Diff) -> Iterator[str]:
    for operation in diff.logic:
        match operation:
            case ops.NodeAdded():
                yield f"the node {listed([operation.label])} was added"
            case ops.NodeRemoved():
                yield f"the node {listed([operation.label])} was removed"
            case ops.NodeRetyped():
                yield f"the node {listed([operation.label])} became another type"
            case ops.NodeSwitched():
                yield f"the node {listed([operation.label])} was {'enabled' if operation.new else 'disabled'}"
            case ops.EdgeAdded() | ops.EdgeRemoved() | ops.EdgeRewired():
                yield "edges changed"
            case ops.ConfigChanged() if "model" in operation.path.lower():
                yield f"the model of {listed([operation.label])} changed"


def _mending(diff: Diff) -> Iterator[str]:
    for operation in diff.logic:
        match operation:
            case ops.ConfigChanged() | ops.SettingChanged():
                yield f"values of {listed([operation.label])} changed"
            case ops.NodeRenamed():
                yield f"the node {listed([operation.old])} was renamed"
            case _:
                yield "the workflow's own values changed"


def _sentence(reasons: list[str]) -> str:
    shown = "; ".join(reasons[:3])
    return shown if len(reasons) <= 3 else f"{shown}; and {len(reasons) - 3} more"  # noqa: PLR2004 - as many as one reads
