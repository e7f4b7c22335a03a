"""Statements on the audit log: who did what, when, and to which version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wfkit.store._transaction import Transaction
    from wfkit.store.records import AuditRecord

_INSERT = """
INSERT INTO wfkit_store.audit_log
    (recorded_at, principal, action, workflow_id, workflow_name, version_number, details)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_INSERT_MANY = """
INSERT INTO wfkit_store.audit_log
    (recorded_at, principal, action, workflow_id, workflow_name, version_number, details)
SELECT $1, $2, $3, unnest($4::VARCHAR[]), unnest($5::VARCHAR[]), unnest($6::INTEGER[]), ''
"""
_FILTER = """
FROM wfkit_store.audit_log
WHERE ($1::VARCHAR IS NULL OR workflow_id = $1) AND ($2::VARCHAR IS NULL OR principal = $2)
  AND ($3::VARCHAR IS NULL OR action = $3) AND ($4::TIMESTAMP IS NULL OR recorded_at >= $4)
  AND ($5::TIMESTAMP IS NULL OR recorded_at < $5)
"""
_PAGE = f"""
SELECT recorded_at, principal, action, workflow_id, workflow_name, version_number, details
{_FILTER} ORDER BY recorded_at DESC, rowid DESC LIMIT $6 OFFSET $7
"""
_COUNT = f"SELECT count(*) {_FILTER}"
_KNOWS = "SELECT 1 FROM wfkit_store.audit_log WHERE workflow_id = $1 LIMIT 1"


def note(transaction: Transaction, record: AuditRecord) -> None:
    """Writes down one act."""
    transaction.run(
        _INSERT,
        record.recorded_at, record.principal, record.action, record.workflow_id, record.workflow_name,
        record.version_number, record.details,
    )  # fmt: skip


def note_many(
    transaction: Transaction, at: datetime, principal: str, action: str, acts: Sequence[tuple[str, str, int]]
) -> None:
    """Writes down the same act on many workflows: id, name and version of each."""
    if acts:
        columns = [list(column) for column in zip(*acts, strict=True)]
        transaction.run(_INSERT_MANY, at, principal, action, *columns)


def knows(transaction: Transaction, workflow_id: str) -> bool:
    """Whether something was done to this workflow, be it purged or not."""
    return transaction.row(_KNOWS, workflow_id) is not None


def page(
    transaction: Transaction,
    wanted: tuple[str | None, str | None, str | None, datetime | None, datetime | None],
    *,
    limit: int | None,
    offset: int,
) -> tuple[Sequence[tuple[Any, ...]], int]:
    """One page, newest first, in the columns of `frames.AUDIT`, and how many there are in all.

    Args:
        transaction: On the registry.
        wanted: Id of a workflow, principal, action, first time and the time after the last; None for all.
        limit: Rows of the page, None for all.
        offset: Rows before it.
    """
    total = transaction.row(_COUNT, *wanted)
    return transaction.rows(_PAGE, *wanted, limit, offset), int(total[0]) if total else 0
