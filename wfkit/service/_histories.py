"""Whole histories: how two of them stand to each other, and writing one in a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfkit.store import bulk, versions, workflows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wfkit.store import Transaction
    from wfkit.store.bulk import History
    from wfkit.store.records import VersionRecord, WorkflowRecord

_CHUNK_BYTES = 32 * 2**20


def same(histories: Iterable[History], hashes: Sequence[str]) -> History | None:
    """The first history with exactly these contents in this order."""
    return next((history for history in histories if history.hashes == tuple(hashes)), None)


def begun(histories: Iterable[History], hashes: Sequence[str]) -> History | None:
    """The longest history that these contents go on from."""
    earlier = [h for h in histories if len(h.hashes) < len(hashes) and tuple(hashes[: len(h.hashes)]) == h.hashes]
    return max(earlier, key=lambda history: len(history.hashes), default=None)


def ahead(histories: Iterable[History], hashes: Sequence[str]) -> History | None:
    """The first history that begins with these contents and has gone on."""
    wanted = tuple(hashes)
    return next((h for h in histories if len(h.hashes) > len(wanted) and h.hashes[: len(wanted)] == wanted), None)


def write_new(transaction: Transaction, workflow: WorkflowRecord, records: Iterable[VersionRecord]) -> None:
    """Writes a workflow that is not there yet, with its versions."""
    workflows.insert(transaction, workflow)
    _write(transaction, records)


def write_all(transaction: Transaction, new: Sequence[WorkflowRecord], records: Iterable[VersionRecord]) -> None:
    """Writes workflows that are not there yet, with the versions of all of them."""
    workflows.insert_many(transaction, new)
    _write(transaction, records)


def append(transaction: Transaction, workflow_id: str, records: Iterable[VersionRecord], *, head: int) -> None:
    """Writes further versions of a workflow up to its new head."""
    newest = _write(transaction, records)
    if newest is not None:
        bulk.move_heads(transaction, {workflow_id: head}, newest.created_at)


def numbered(records: Iterable[VersionRecord], workflow_id: str, *, first: int = 1) -> Iterator[VersionRecord]:
    """The versions as those of this workflow, numbered on from `first`."""
    for number, record in enumerate(records, start=first):
        yield replace(record, workflow_id=workflow_id, version_number=number)


def _write(transaction: Transaction, records: Iterable[VersionRecord]) -> VersionRecord | None:
    chunk: list[VersionRecord] = []
    size, newest = 0, None
    for record in records:
        chunk.append(record)
        newest = record
        size += len(record.text)
        if size >= _CHUNK_BYTES:
            versions.insert_many(transaction, chunk)
            chunk, size = [], 0
    versions.insert_many(transaction, chunk)
    return newest
