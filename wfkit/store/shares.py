"""Statements on shares: with whom a workflow is shared, and who may do what with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wfkit.store._transaction import Transaction
    from wfkit.store.records import WorkflowRecord

LEVELS = ("view", "edit", "manage")
"""What somebody may do with a workflow; each level holds those before it."""

EVERYONE = "*"
"""The principal that stands for everyone in the registry."""

_OF_WORKFLOW = "SELECT principal, level FROM wfkit_store.shares WHERE workflow_id = $1"
_LISTING = """
SELECT principal, level, shared_by, shared_at FROM wfkit_store.shares WHERE workflow_id = $1 ORDER BY principal
"""
_SET = """
INSERT INTO wfkit_store.shares (workflow_id, principal, level, shared_by, shared_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (workflow_id, principal) DO UPDATE
SET level = excluded.level, shared_by = excluded.shared_by, shared_at = excluded.shared_at
"""
_REMOVE = "DELETE FROM wfkit_store.shares WHERE workflow_id = $1 AND principal = $2 RETURNING level"


def level(transaction: Transaction, workflow: WorkflowRecord) -> str:
    """What the one for whom a transaction works may do with a workflow, "" for nothing; who sees all may all."""
    names = transaction.names
    if names is None or workflow.owner == names[0]:
        return LEVELS[-1]
    shared = [level for principal, level in transaction.rows(_OF_WORKFLOW, workflow.id) if principal in names]
    return max(shared, key=LEVELS.index, default="")


def listing(transaction: Transaction, workflow_id: str) -> Sequence[tuple[Any, ...]]:
    """With whom a workflow is shared, in the columns of `frames.SHARES`."""
    return transaction.rows(_LISTING, workflow_id)


def put(transaction: Transaction, workflow_id: str, principal: str, level: str, by: str, at: datetime) -> None:
    """Shares a workflow with somebody, at this level whatever it was before."""
    transaction.run(_SET, workflow_id, principal, level, by, at)


def remove(transaction: Transaction, workflow_id: str, principal: str) -> bool:
    """Whether a workflow was shared with somebody; it is not any more."""
    return transaction.row(_REMOVE, workflow_id, principal) is not None
