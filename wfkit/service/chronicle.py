"""What each version of a workflow changed, worked out piece by piece: for whoever looks at a history as it is read."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from wfkit.core.diff import diff
from wfkit.core.diff import operations as ops
from wfkit.core.diff._comparing import graph_of
from wfkit.core.diff._summary import summary
from wfkit.service import secrets
from wfkit.service.trails import Link, is_about, trail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfkit.core.diff import Diff, Operation
    from wfkit.core.document import Document
    from wfkit.service.workflow import Workflow

# Neighbours are asked for one after the other.
_DOCUMENTS = 4
_VALUES = (ops.ConfigChanged, ops.SettingChanged)
_COUNTED = {
    "node-added": "added", "node-removed": "removed", "workflow-changed": "workflow",
    **dict.fromkeys(("edge-added", "edge-removed", "edge-rewired", "edge-changed"), "edges"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How much a version changed of the one before.

    Attributes:
        added: Nodes that came.
        removed: Nodes that went.
        changed: Nodes that are otherwise: a value, a name, a type, a place in a container.
        edges: Edges that came, went or are otherwise.
        workflow: Values of the workflow itself.
        layout: Changes of how it is drawn.
        noise: Values that the tool keeps for itself.
    """

    added: int = 0
    removed: int = 0
    changed: int = 0
    edges: int = 0
    workflow: int = 0
    layout: int = 0
    noise: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """What is kept of a version: small, for all versions are."""

    operations: Sequence[Operation]
    link: Link
    labels: Mapping[str, str]


class Chronicle:
    """The changes of one workflow, version by version.

    Versions never change, so what was worked out is kept. Without secrets: no text that it gives holds one.

    Args:
        workflow: Whose versions.
    """

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._steps: dict[int, _Step] = {}
        self._told: dict[tuple[int, frozenset[str] | None], str] = {}
        self._documents: OrderedDict[int, Document] = OrderedDict()

    def size(self, number: int) -> Size:
        """How much a version changed; the first one added all its nodes.

        Raises:
            NotFound: There is no such version.
        """
        if number == 1:
            return Size(added=len(self._step(1).labels))
        return _size(self._step(number).operations)

    def words(self, number: int, ids: set[str] | None = None) -> str:
        """What a version changed, in one sentence.

        Args:
            number: The version.
            ids: Only what concerns these nodes.

        Raises:
            NotFound: There is no such version.
        """
        if number == 1:
            return "Began"
        key = (number, None if ids is None else frozenset(ids))
        if key not in self._told:
            self._told[key] = self._words(number, ids)
        return self._told[key]

    def has_words(self, number: int) -> bool:
        """Whether the words of a version, about all of its nodes, take no time any more."""
        return number == 1 or (number, None) in self._told

    def read(self, head: int, *, seconds: float) -> int:
        """How many versions up to this one are still unread, after reading on for so long, the newest first.

        Args:
            head: The newest version.
            seconds: When to stop; at least one version is read.

        Raises:
            NotFound: There is no such version.
        """
        unread = [number for number in range(head, 0, -1) if number not in self._steps]
        stop = time.monotonic() + seconds
        for done, number in enumerate(unread, start=1):
            self._step(number)
            if time.monotonic() >= stop:
                return len(unread) - done
        return 0

    @property
    def names(self) -> list[str]:
        """What nodes are or were called in the versions that were read, those of the newest one first."""
        newest_first = (self._steps[number].labels for number in sorted(self._steps, reverse=True))
        return [*dict.fromkeys(label or key for labels in newest_first for key, label in labels.items())]

    def trail(self, node: str, head: int) -> dict[int, set[str]]:
        """The versions that changed a node or its edges, newest first, with the ids that it had before and after.

        Every version has to be read before; empty where no version has such a node.

        Args:
            node: Its id, else its label, in whatever version.
            head: The newest version.
        """
        steps = [self._steps[number] for number in range(1, head + 1)]
        ids = trail(node, [step.labels for step in steps], [step.link for step in steps[1:]])
        found = {
            at + 1: ids[at - 1] | ids[at]
            for at in range(head - 1, 0, -1)
            if any(is_about(change, ids[at - 1] | ids[at]) for change in steps[at].operations)
        }
        return found | ({1: ids[0]} if ids and ids[0] else {})

    def label(self, trail: Mapping[int, set[str]]) -> str:
        """What the node of a trail was called last, "" where it had no name."""
        named = (self._steps[at].labels.get(node_id) for at, ids in trail.items() for node_id in sorted(ids))
        return next(filter(None, named), "")

    def _words(self, number: int, ids: set[str] | None) -> str:
        found = diff(self._document(number - 1), self._document(number))
        changes = _about(found, ids)
        # A single value is told with both its sides, which may be secrets.
        if sum(isinstance(change, _VALUES) for change in changes) != 1:
            return secrets.scrubbed(summary(changes, found.matching))
        shown = secrets.redacted_diff(found).diff
        return secrets.scrubbed(summary(_about(shown, ids), shown.matching))

    def _step(self, number: int) -> _Step:
        if number not in self._steps:
            self._steps[number] = self._read(number)
        return self._steps[number]

    def _read(self, number: int) -> _Step:
        if number == 1:
            return _Step((), Link({}, frozenset(), frozenset()), _labels(self._document(1)))
        found = diff(self._document(number - 1), self._document(number))
        labels = {node.id: node.label for node in found.matching.graphs[1].nodes}
        after = self._steps.get(number + 1)
        # Most versions have the nodes of the next one: one and the same mapping stands for all of them.
        shared = after.labels if after is not None and after.labels == labels else labels
        return _Step(found.operations, Link.of(found), shared)

    def _document(self, number: int) -> Document:
        if number not in self._documents:
            self._documents[number] = self._workflow.at(number).source
            while len(self._documents) > _DOCUMENTS:
                self._documents.popitem(last=False)
        return self._documents[number]


def _about(found: Diff, ids: set[str] | None) -> Sequence[Operation]:
    return found.operations if ids is None else [change for change in found.operations if is_about(change, ids)]


def _size(operations: Sequence[Operation]) -> Size:
    """The numbers; of what happened to one node or between two, each counts once."""
    things: dict[str, set[object]] = {field.name: set() for field in fields(Size)}
    for place, change in enumerate(operations):
        counted = _COUNTED.get(change.kind, "changed") if change.facet == "logic" else change.facet
        is_single = counted in {"workflow", "layout", "noise"}
        things[counted].add(place if is_single else (change.node, change.label))
    return Size(**{name: len(found) for name, found in things.items()})


def _labels(document: Document) -> Mapping[str, str]:
    graph = graph_of(document)
    return {} if graph is None else {node.id: node.label for node in graph.nodes}
