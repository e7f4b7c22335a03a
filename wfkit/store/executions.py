"""Statements on executions: recorded runs and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.store.records import ExecutionRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.store._transaction import Transaction

_INSERT = """
INSERT INTO wfkit_store.executions (id, workflow_id, workflow_version, status, started_at, completed_at,
    total_cost, execution_json)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""

_UPDATE = """
UPDATE wfkit_store.executions
SET status = $2, completed_at = $3, total_cost = $4, execution_json = $5
WHERE id = $1
"""

_BY_ID = """
SELECT id, workflow_id, workflow_version, status, started_at, completed_at, total_cost, execution_json
FROM wfkit_store.executions WHERE id = $1
"""

_ANY_OF = "SELECT 1 FROM wfkit_store.executions WHERE workflow_id = $1 LIMIT 1"

_FILTER = """
FROM wfkit_store.executions AS e
LEFT JOIN wfkit_store.workflows AS w ON w.id = e.workflow_id
WHERE ($1::VARCHAR IS NULL OR e.workflow_id = $1)
  AND ($2::INTEGER IS NULL OR e.workflow_version = $2)
  AND ($3::VARCHAR IS NULL OR e.status = $3) {seen}
"""

_PAGE = f"""
SELECT e.id, e.workflow_id, coalesce(w.name, ''), e.workflow_version, e.status, e.started_at, e.completed_at,
       epoch_us(e.completed_at - e.started_at) / 1e6, e.total_cost, e.execution_json
{_FILTER}
ORDER BY e.started_at DESC, e.id DESC LIMIT $4 OFFSET $5
"""

_COUNT = f"SELECT count(*) {_FILTER}"

_COSTS = """
SELECT workflow_version, count(*), count(*) FILTER (WHERE status = 'completed'),
       count(*) FILTER (WHERE status = 'failed'), coalesce(sum(total_cost), 0.0), avg(total_cost),
       avg(epoch_us(completed_at - started_at)) / 1e6
FROM wfkit_store.executions WHERE workflow_id = $1
GROUP BY workflow_version ORDER BY workflow_version
"""

_COUNTS = """
SELECT workflow_id, count(*) FROM wfkit_store.executions
WHERE workflow_id IN (SELECT unnest($1::VARCHAR[])) GROUP BY workflow_id
"""

STATUSES = ("pending", "running", "completed", "failed")


def insert(transaction: Transaction, record: ExecutionRecord) -> None:
    """Adds one execution."""
    transaction.run(
        _INSERT,
        record.id, record.workflow_id, record.workflow_version, record.status, record.started_at,
        record.completed_at, record.total_cost, record.details,
    )  # fmt: skip


def update(transaction: Transaction, record: ExecutionRecord) -> None:
    """Writes status, end, cost and details of an execution."""
    transaction.run(_UPDATE, record.id, record.status, record.completed_at, record.total_cost, record.details)


def by_id(transaction: Transaction, execution_id: str) -> ExecutionRecord | None:
    """One execution."""
    row = transaction.row(_BY_ID, execution_id)
    return None if row is None else ExecutionRecord(*row)


def has_run(transaction: Transaction, workflow_id: str) -> bool:
    """Whether there is a run of this workflow, be it purged or not."""
    return transaction.row(_ANY_OF, workflow_id) is not None


def page(
    transaction: Transaction,
    *,
    workflow_id: str | None,
    version: int | None,
    status: str | None,
    offset: int,
    limit: int | None,
) -> tuple[Sequence[tuple[Any, ...]], int]:
    """One page of runs, newest first, in the columns of `frames.EXECUTIONS`, and the number of all."""
    # Runs of a purged workflow, of which nobody knows whose they were, are for who sees all.
    seen = "" if transaction.names is None else "AND w.id IS NOT NULL"
    total = transaction.row(_COUNT.format(seen=seen), workflow_id, version, status)
    rows = transaction.rows(_PAGE.format(seen=seen), workflow_id, version, status, limit, offset)
    return rows, int(total[0]) if total else 0


def costs(transaction: Transaction, workflow_id: str) -> Sequence[tuple[Any, ...]]:
    """A row a version that ran, in the columns of `frames.COSTS`."""
    return transaction.rows(_COSTS, workflow_id)


def counts(transaction: Transaction, ids: Sequence[str]) -> dict[str, int]:
    """How many runs each of these workflows has; those without any are left out."""
    return {str(key): int(count) for key, count in transaction.rows(_COUNTS, list(ids))}
