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
from wfkit.service import saving, trails
from wfkit.service.inputs import checked_page, checked_text
from wfkit.service.merging import document
from wfkit.service.trails import Link, is_about
from wfkit.store import frames, queries, versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

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
    steps = _steps(_records(context, workflow), workflow)
    return frames.frame(frames.CHANGES, [row for step in steps for row in _change_rows(step)])


def changes_of_all(
    context: Context, since: datetime | None, until: datetime | None, *, page: int, limit: int | None
) -> pd.DataFrame:
    """A row a change of what was saved in a stretch of time, columns `frames.CHANGES_OF_ALL`.

    The workflow that was changed last comes first, with its oldest version.
    """
    offset, rows_wanted = checked_page(page, limit)
    with context.read() as transaction:
        found = queries.changed_in(transaction, since, until)
    rows = []
    for workflow in found:
        head = workflow.id, workflow.name, workflow.format
        rows += [(*head, *row) for step in _steps_in(context, workflow, since, until) for row in _change_rows(step)]
    stop = None if rows_wanted is None else offset + rows_wanted
    return frames.frame(frames.CHANGES_OF_ALL, rows[offset:stop], total=len(rows))


def _steps_in(
    context: Context, workflow: WorkflowRecord, since: datetime | None, until: datetime | None
) -> Iterator[Step]:
    with context.read() as transaction:
        records = versions.all_of(transaction, workflow.id)
    inside = [
        place
        for place, record in enumerate(records)
        if (since is None or record.created_at >= since) and (until is None or record.created_at < until)
    ]
    # The one before the first is what it is compared with. None is left when the workflow was purged meanwhile.
    return _steps(records[max(0, inside[0] - 1) : inside[-1] + 1] if inside else [], workflow)


def _change_rows(step: Step) -> Iterator[tuple[Any, ...]]:
    import pandas as pd

    record = step.version
    for change in step.diff.operations:
        old, new = (pd.NA if side is ABSENT else side for side in (change.old, change.new))
        yield (
            record.version_number, record.author, record.created_at, change.kind, change.facet, change.node,
            change.label, change.path, old, new,
        )  # fmt: skip


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
    name = checked_text("node", node)
    first = document(records[0], workflow)
    labels = [_labels(first), *(_labels(step.document) for step in steps)]
    trail = trails.trail(name, labels, [Link.of(step.diff) for step in steps])
    if not any(trail):
        raise _no_node(name, records[-1], workflow)
    found = [
        (step.version, [change for change in step.diff.operations if is_about(change, before | after)])
        for step, before, after in zip(steps, trail, trail[1:], strict=False)
    ]
    rows = [_row(version, changes, summary(changes)) for version, changes in reversed(found) if changes]
    began = [_row(records[0], (), "Began")] if trail[0] & labels[0].keys() else []
    return frames.frame(frames.LOG, [*rows, *began])


def _labels(side: Document) -> dict[str, str]:
    return {node.id: node.label for node in side.graph.nodes}


def _records(context: Context, workflow: WorkflowRecord) -> list[VersionRecord]:
    with context.read() as transaction:
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


def _no_node(name: str, newest: VersionRecord, workflow: WorkflowRecord) -> NotFound:
    nodes = document(newest, workflow).graph.nodes
    names = Names(tuple({text: None for node in nodes for text in (node.id, node.label)}))
    return NotFound(f"no version of {quoted(workflow.name)} has a node {quoted(name)}; {names.hint(name, 'nodes')}")
