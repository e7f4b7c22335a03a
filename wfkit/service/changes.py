"""The history of one workflow as data: who changed what last, what each version changed, when a node changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core.blame import blame as traced
from wfkit.core.diff import ABSENT, Diff, diff
from wfkit.core.diff import operations as ops
from wfkit.core.diff._summary import summary
from wfkit.core.wording import Names, quoted
from wfkit.errors import NotFound
from wfkit.service import saving
from wfkit.service.inputs import checked_text
from wfkit.service.merging import document
from wfkit.store import frames, versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from wfkit.core.diff import Operation
    from wfkit.core.document import Document
    from wfkit.service._context import Context
    from wfkit.store.records import VersionRecord, WorkflowRecord


@dataclass(frozen=True, slots=True)
class Step:
    """One version, and what it changed of the one before."""

    version: VersionRecord
    document: Document
    diff: Diff


def blame(context: Context, workflow: WorkflowRecord) -> pd.DataFrame:
    """A row a node and a row a leaf of its config, columns `frames.BLAME`."""
    records = _records(context, workflow)
    by_number = {record.version_number: record for record in records}
    rows = []
    for found in traced((record.version_number, document(record, workflow)) for record in records):
        record = by_number[found.version]
        rows.append(
            (
                found.node.id, found.node.label, found.path, found.value, found.version, record.author,
                record.created_at, record.description,
            )
        )  # fmt: skip
    return frames.frame(frames.BLAME, rows)


def diff_frame(context: Context, workflow: WorkflowRecord) -> pd.DataFrame:
    """A row a change a version, oldest first, columns `frames.CHANGES`; version 1 began it and changed nothing."""
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    for step in _steps(_records(context, workflow), workflow):
        record = step.version
        rows += [
            (
                record.version_number, record.author, record.created_at, change.kind, change.facet, change.node,
                change.label, change.path, pd.NA if change.old is ABSENT else change.old,
                pd.NA if change.new is ABSENT else change.new,
            )
            for change in step.diff.operations
        ]  # fmt: skip
    return frames.frame(frames.CHANGES, rows)


def log(context: Context, workflow: WorkflowRecord, *, node: str | None) -> pd.DataFrame:
    """A row a version, newest first, columns `frames.LOG`; with a node, only the versions that changed it.

    Raises:
        NotFound: No version has a node with this id or label.
    """
    records = _records(context, workflow)
    steps = [*_steps(records, workflow)]
    if node is None:
        rows = [_row(step.version, step.diff.operations, step.diff.summary) for step in reversed(steps)]
        return frames.frame(frames.LOG, [*rows, _row(records[0], (), "Began")])
    followed = _Followed(checked_text("node", node))
    found = [(step.version, followed.changes(step)) for step in reversed(steps)]
    rows = [_row(version, changes, summary(changes)) for version, changes in found if changes]
    if followed.is_in(document(records[0], workflow)):
        rows.append(_row(records[0], (), "Began"))
    elif not rows:
        raise _no_node(node, steps, records, workflow)
    return frames.frame(frames.LOG, rows)


class _Followed:
    """One node on its way back through the history, under whatever id it had."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.ids: set[str] = set()

    def changes(self, step: Step) -> tuple[Operation, ...]:
        """What a step did to the node and its edges; asked for from the newest step to the oldest."""
        if not self.ids:
            sides = [step.diff.new, step.diff.old]
            self.ids = next((ids for ids in map(self._named, sides) if ids), set())
        found = tuple(operation for operation in step.diff.operations if self._is_about(operation))
        renamed = {match.new.id: match.old.id for match in step.diff.matches if match.old.id != match.new.id}
        self.ids = {renamed.get(node_id, node_id) for node_id in self.ids}
        return found

    def is_in(self, first: Document) -> bool:
        """Whether the first version has it, once all steps after it were asked for."""
        self.ids = self.ids or self._named(first)
        return any(node.id in self.ids for node in first.graph.nodes)

    def _named(self, side: Document) -> set[str]:
        nodes = side.graph.nodes
        by_id = {node.id for node in nodes if node.id == self._name}
        return by_id or {node.id for node in nodes if node.label == self._name}

    def _is_about(self, operation: Operation) -> bool:
        match operation:
            case ops.EdgeAdded(after=edge) | ops.EdgeRemoved(before=edge):
                return edge.source in self.ids or edge.target in self.ids
            case ops.EdgeRewired(after=edge) | ops.EdgeChanged(after=edge):
                return edge.source in self.ids or edge.target in self.ids
            case _:
                return operation.node in self.ids


def _records(context: Context, workflow: WorkflowRecord) -> list[VersionRecord]:
    with context.engine.read() as transaction:
        saving.head_of(transaction, workflow)
        return versions.all_of(transaction, workflow.id)


def _steps(records: Sequence[VersionRecord], workflow: WorkflowRecord) -> Iterator[Step]:
    before: Document | None = None
    for record in records:
        after = document(record, workflow)
        if before is not None:
            yield Step(record, after, diff(before, after))
        before = after


def _row(record: VersionRecord, changes: Sequence[Operation], words: str) -> tuple[Any, ...]:
    facets = [change.facet for change in changes]
    counts = (facets.count(facet) for facet in ops.FACETS)
    return record.version_number, record.author, record.created_at, record.description, words, *counts


def _no_node(name: str, steps: Sequence[Step], records: Sequence[VersionRecord], workflow: WorkflowRecord) -> NotFound:
    head = steps[-1].document if steps else document(records[0], workflow)
    names = Names(tuple({text: None for node in head.graph.nodes for text in (node.id, node.label)}))
    return NotFound(f"no version of {quoted(workflow.name)} has a node {quoted(name)}; {names.hint(name, 'nodes')}")
