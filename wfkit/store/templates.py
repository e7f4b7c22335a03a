"""Statements on templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.store._transaction import Transaction

_LISTING = """
SELECT t.id, t.name, t.description, t.tags, t.format, t.owner, t.head_version, coalesce(u.usage_count, 0),
       t.created_at, t.updated_at
FROM wfkit_store.workflows AS t
LEFT JOIN (
    SELECT source_template_id, count(*) AS usage_count FROM wfkit_store.workflows
    WHERE source_template_id IS NOT NULL AND deleted_at IS NULL GROUP BY source_template_id
) AS u ON u.source_template_id = t.id
WHERE t.is_template AND t.deleted_at IS NULL
ORDER BY coalesce(u.usage_count, 0) DESC, t.name, t.id
"""

# The view `nodes` would read every native document before a condition on templates is looked at.
_NATIVE_TYPES = """
SELECT w.id, list_distinct(json_extract_string(v.workflow_json, '$.nodes[*].type'))
FROM wfkit_store.workflows AS w
JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
WHERE w.is_template AND w.deleted_at IS NULL AND w.format = 'wfkit'
"""


def listing(transaction: Transaction) -> Sequence[tuple[Any, ...]]:
    """Every living template, most used first: id, name, description, tags, format, owner, head, uses, both times."""
    return transaction.rows(_LISTING)


def native_types(transaction: Transaction) -> Sequence[tuple[str, Sequence[str]]]:
    """The id of each living native template, with the types that its head says: each once, groups and notes too."""
    return [(row[0], row[1]) for row in transaction.rows(_NATIVE_TYPES)]
