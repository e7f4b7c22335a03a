"""Statements on templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.store._engine import Transaction

_LISTING = """
SELECT t.id, t.name, t.description, t.tags, t.owner, t.head_version, coalesce(u.usage_count, 0),
       t.created_at, t.updated_at
FROM wfkit_store.workflows AS t
LEFT JOIN (
    SELECT source_template_id, count(*) AS usage_count FROM wfkit_store.workflows
    WHERE source_template_id IS NOT NULL GROUP BY source_template_id
) AS u ON u.source_template_id = t.id
WHERE t.is_template AND t.deleted_at IS NULL
ORDER BY coalesce(u.usage_count, 0) DESC, t.name, t.id
"""


def listing(transaction: Transaction) -> Sequence[tuple[Any, ...]]:
    """Every living template, most used first, in the columns of `frames.TEMPLATES`."""
    return transaction.rows(_LISTING)
