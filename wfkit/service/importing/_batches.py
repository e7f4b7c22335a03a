"""Batches: each is decided and written in one transaction, so that no other process slips in between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from wfkit.core.wording import quoted
from wfkit.service._context import new_id
from wfkit.service.importing._plan import WRITTEN, Ledger, Place, decide
from wfkit.service.importing.rows import Candidate, Row
from wfkit.service.inputs import MAX_DESCRIPTION
from wfkit.service.numbering import base_of
from wfkit.store import bulk, versions, workflows
from wfkit.store.records import VersionRecord, WorkflowRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from wfkit.service._context import Context
    from wfkit.store import Transaction

MAX_FILES = 1000
MAX_BYTES = 32 * 2**20

Item = TypeVar("Item")


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in lists of at most 1000 files and about 32 MB of text; what is no row or candidate is alone."""
    batch: list[Item] = []
    size = 0
    for item in items:
        is_alone = not isinstance(item, Candidate | Row)
        if batch and (is_alone or len(batch) >= MAX_FILES or size >= MAX_BYTES):
            yield batch
            batch, size = [], 0
        if is_alone:
            yield [item]
            continue
        batch.append(item)
        size += len(item.text) if isinstance(item, Candidate) else 0
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class Settler:
    """Decides batches and writes them.

    Attributes:
        context: The store and the author.
        on_conflict: What a name that is taken means.
        planned: What a dry run has decided so far; None when batches are written.
    """

    context: Context
    on_conflict: str
    planned: Ledger | None

    def settle(self, batch: Sequence[Candidate | Row]) -> list[Row]:
        """The rows of one batch, which is written unless this is a dry run.

        Raises:
            InvalidInput: A name is taken, and the policy is `error`; nothing of the batch is written.
        """
        candidates = [item for item in batch if isinstance(item, Candidate)]
        rows = iter(self._settled(candidates) if candidates else ())
        return [next(rows) if isinstance(item, Candidate) else item for item in batch]

    def _settled(self, candidates: list[Candidate]) -> list[Row]:
        context = self.context
        with context.creating() if self.planned is None else context.read() as transaction:
            decided = self._decided(transaction, candidates)
            if self.planned is None:
                write(transaction, self.context, decided)
        return [row for _, row in decided]

    def _decided(self, transaction: Transaction, candidates: list[Candidate]) -> list[tuple[Candidate, Row]]:
        ledger = self.planned if self.planned is not None else Ledger()
        _look_up(transaction, ledger, candidates, renames=self.on_conflict == "rename")
        make_id = new_id if self.planned is None else str
        decided = []
        for candidate in candidates:
            row = decide(candidate, ledger, on_conflict=self.on_conflict, make_id=make_id)
            if row.status == "version" and not self.context.may_change(transaction, row.workflow_id):
                why = f"{quoted(candidate.name)} is not yours to change"
                row = candidate.row("failed", why, workflow_id=row.workflow_id)
            ledger.note(candidate, row)
            decided.append((candidate, row))
        return decided


def write(transaction: Transaction, context: Context, decided: Iterable[tuple[Candidate, Row]]) -> None:
    """Writes what was decided: new workflows, versions, and the heads of workflows that got versions."""
    written = [(candidate, row) for candidate, row in decided if row.status in WRITTEN]
    now = context.now()
    heads = {row.workflow_id: row.version or 1 for _, row in written}
    fresh = [
        _workflow(context, candidate, row, heads.pop(row.workflow_id), now)
        for candidate, row in written
        if row.status != "version"
    ]
    workflows.insert_many(transaction, fresh)
    versions.insert_many(transaction, [_version(context, candidate, row, now) for candidate, row in written])
    bulk.move_heads(transaction, heads, now)
    context.note_imported(transaction, [(row.workflow_id, row.name, row.version or 1) for _, row in written], now)


def _look_up(transaction: Transaction, ledger: Ledger, candidates: Sequence[Candidate], *, renames: bool) -> None:
    known = versions.known_hashes(transaction, [candidate.content_hash for candidate in candidates])
    names = list({candidate.name for candidate in candidates})
    bases = [base_of(name) for name in names] if renames else []
    ledger.learn({digest: Place(*place) for digest, place in known.items()}, bulk.named(transaction, names, bases))


def _workflow(context: Context, candidate: Candidate, row: Row, head: int, now: datetime) -> WorkflowRecord:
    return WorkflowRecord(
        id=row.workflow_id, name=row.name, description=candidate.description, format=candidate.format,
        tags=candidate.tags, is_template=False, head_version=head, owner=context.author,
        source_template_id=None, source_template_version=None, created_at=now, updated_at=now,
    )  # fmt: skip


def _version(context: Context, candidate: Candidate, row: Row, now: datetime) -> VersionRecord:
    return VersionRecord(
        workflow_id=row.workflow_id, version_number=row.version or 1, text=candidate.text, encoding=candidate.encoding,
        content_hash=candidate.content_hash, description=origin(candidate.file), author=context.author,
        valid=candidate.valid, restored_from=None, created_at=now, json=candidate.json,
    )  # fmt: skip


def origin(file: str) -> str:
    """The message of an imported version."""
    name = PurePath(file.rpartition("!")[2]).name
    return f"imported from {''.join(c if c.isprintable() else '_' for c in name)}"[:MAX_DESCRIPTION]
