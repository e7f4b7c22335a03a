"""Reading across all workflows: nodes, edges, texts, and statements that users write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.errors import WfkitError
from wfkit.store import workflows
from wfkit.store._driver_errors import translated_query
from wfkit.store._sandbox import check_reads_only

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import pandas as pd

    from wfkit.store._transaction import Transaction
    from wfkit.store.records import WorkflowRecord

_NODES = """
FROM nodes
WHERE ($1::VARCHAR IS NULL OR type = $1) AND ($2::VARCHAR IS NULL OR workflow_id = $2)
  AND ($3::VARCHAR IS NULL OR format = $3) AND ($4::VARCHAR IS NULL OR role = $4) {seen}
"""
_NODES_PAGE = f"""
SELECT workflow_id, workflow_name, version_number, node_id, type, label, config::VARCHAR, parent, format, role, enabled
{_NODES} ORDER BY workflow_id, place LIMIT $5 OFFSET $6
"""
_NODES_COUNT = f"SELECT count(*) {_NODES}"

# The views are of all workflows, whoever asks.
_SEEN = "AND workflow_id IN (SELECT id FROM wfkit_store.workflows)"

_EDGES = """
FROM edges
WHERE ($1::VARCHAR IS NULL OR workflow_id = $1) AND ($2::VARCHAR IS NULL OR format = $2)
  AND ($3::VARCHAR IS NULL OR kind = $3) {seen}
"""
_EDGES_PAGE = f"""
SELECT workflow_id, workflow_name, version_number, edge_id, source, coalesce(source_port, ''), target,
       coalesce(target_port, ''), format, kind
{_EDGES} ORDER BY workflow_id, place LIMIT $4 OFFSET $5
"""
_EDGES_COUNT = f"SELECT count(*) {_EDGES}"

# Without the documents: DuckDB would join them all to find that none is missing (90 ms among 8 000).
_COUNT_UNINDEXED = """
SELECT count(*) FROM wfkit_store.workflows AS w
LEFT JOIN wfkit_store.search_texts AS t ON t.workflow_id = w.id
WHERE t.version_number IS DISTINCT FROM w.head_version
"""
_UNINDEXED = """
SELECT w.id, w.head_version, v.workflow_json
FROM wfkit_store.workflows AS w
JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
LEFT JOIN wfkit_store.search_texts AS t ON t.workflow_id = w.id
WHERE t.version_number IS DISTINCT FROM w.head_version
LIMIT $1
"""
_UNINDEXED_LIVING = """
SELECT w.id, w.name, w.format, w.head_version, v.workflow_json
FROM wfkit_store.workflows AS w
JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
LEFT JOIN wfkit_store.search_texts AS t ON t.workflow_id = w.id
WHERE t.version_number IS DISTINCT FROM w.head_version AND w.deleted_at IS NULL
ORDER BY w.updated_at DESC, w.id
"""
_FORGET_TEXTS = "DELETE FROM wfkit_store.search_texts WHERE workflow_id IN (SELECT unnest($1::VARCHAR[]))"
_REMEMBER_TEXTS = """
INSERT INTO wfkit_store.search_texts (workflow_id, version_number, places, folded)
SELECT id, head, places, folded FROM (
    SELECT unnest($1::VARCHAR[]) AS id, unnest($2::INTEGER[]) AS head, unnest($3::VARCHAR[]) AS places,
           unnest($4::VARCHAR[]) AS folded
) WHERE id IN (SELECT w.id FROM wfkit_store.workflows AS w)
"""
_MATCHING = """
SELECT w.id, w.name, w.format, w.head_version, t.places, t.folded
FROM wfkit_store.search_texts AS t
JOIN wfkit_store.workflows AS w ON w.id = t.workflow_id
WHERE contains(t.folded, $1) AND t.version_number = w.head_version AND w.deleted_at IS NULL
ORDER BY w.updated_at DESC, w.id
"""
# What was deleted keeps its text: a listing of those can be searched as well.
_SAYING = """
SELECT t.workflow_id
FROM wfkit_store.search_texts AS t
JOIN wfkit_store.workflows AS w ON w.id = t.workflow_id
WHERE contains(t.folded, $1) AND t.version_number = w.head_version
"""
_SAID = """
SELECT workflow_id, places, folded FROM wfkit_store.search_texts
WHERE list_contains($2::VARCHAR[], workflow_id) AND contains(folded, $1)
"""

_HAVING_SAID = r"""
SELECT DISTINCT workflow_id FROM wfkit_store.workflow_versions
WHERE contains(lower(workflow_json::VARCHAR), $1) OR contains(workflow_json::VARCHAR, '\u')
"""

_CHANGED_IN = """
SELECT workflow_id FROM wfkit_store.workflow_versions
WHERE version_number > 1 AND ($1::TIMESTAMP IS NULL OR created_at >= $1)
  AND ($2::TIMESTAMP IS NULL OR created_at < $2)
"""


def nodes(
    transaction: Transaction,
    *,
    node_type: str | None,
    workflow_id: str | None,
    format_name: str | None,
    role: str | None,
    offset: int,
    limit: int | None,
) -> tuple[Sequence[tuple[Any, ...]], int]:
    """Nodes of the heads, in the columns of `frames.NODES`, and how many there are in all."""
    wanted, seen = (node_type, workflow_id, format_name, role), _seen(transaction)
    rows = transaction.rows(_NODES_PAGE.format(seen=seen), *wanted, limit, offset)
    total = transaction.row(_NODES_COUNT.format(seen=seen), *wanted) if limit is not None else (len(rows),)
    return rows, int(total[0]) if total else 0


def edges(
    transaction: Transaction,
    *,
    workflow_id: str | None,
    format_name: str | None,
    kind: str | None,
    offset: int,
    limit: int | None,
) -> tuple[Sequence[tuple[Any, ...]], int]:
    """Edges of the heads, in the columns of `frames.EDGES`, and how many there are in all."""
    wanted, seen = (workflow_id, format_name, kind), _seen(transaction)
    rows = transaction.rows(_EDGES_PAGE.format(seen=seen), *wanted, limit, offset)
    total = transaction.row(_EDGES_COUNT.format(seen=seen), *wanted) if limit is not None else (len(rows),)
    return rows, int(total[0]) if total else 0


def count_unindexed(transaction: Transaction) -> int:
    """How many workflows have a head that is not in the search texts yet."""
    found = transaction.row(_COUNT_UNINDEXED)
    return int(found[0]) if found else 0


def unindexed(transaction: Transaction, limit: int) -> list[tuple[str, int, str]]:
    """Workflows whose head is not in the search texts yet: id, head, document."""
    if not count_unindexed(transaction):
        return []
    return [(str(row[0]), int(row[1]), str(row[2])) for row in transaction.rows(_UNINDEXED, limit)]


def unindexed_living(transaction: Transaction) -> Sequence[tuple[str, str, str, int, str]]:
    """All living workflows whose head is not in the search texts yet: id, name, format, head, document."""
    return [(row[0], row[1], row[2], row[3], row[4]) for row in transaction.rows(_UNINDEXED_LIVING)]


def remember_texts(transaction: Transaction, texts: Sequence[tuple[str, int, str, str]]) -> None:
    """Replaces the search texts of workflows: id, version, places, folded text; one purged meanwhile is left out."""
    ids, versions, places, folded = (list(column) for column in zip(*texts, strict=True))
    transaction.run(_FORGET_TEXTS, ids)
    transaction.run(_REMEMBER_TEXTS, ids, versions, places, folded)


def matching(transaction: Transaction, folded: str) -> Sequence[tuple[Any, ...]]:
    """Living workflows whose folded text contains this: id, name, format, head, places, folded text."""
    return transaction.rows(_MATCHING, folded)


def saying(transaction: Transaction, folded: str) -> list[str]:
    """The ids of workflows, deleted or not, whose head says this in the search texts."""
    return [str(row[0]) for row in transaction.rows(_SAYING, folded)]


def said(transaction: Transaction, folded: str, ids: Sequence[str]) -> Sequence[tuple[str, str, str]]:
    """Of these workflows, those that say this in the search texts: id, places, folded text."""
    return [(row[0], row[1], row[2]) for row in transaction.rows(_SAID, folded, list(ids))]


def having_said(transaction: Transaction, plain: str) -> list[WorkflowRecord]:
    """Living workflows of which a version may say this text, changed last first.

    Args:
        transaction: On the registry.
        plain: In lower case, of characters that JSON spells as they are; "" finds all.
    """
    return workflows.selected(transaction, _HAVING_SAID, plain)


def changed_in(transaction: Transaction, since: datetime | None, until: datetime | None) -> list[WorkflowRecord]:
    """Living workflows of which a version after the first was saved in this stretch of time, changed last first."""
    return workflows.selected(transaction, _CHANGED_IN, since, until)


def user_query(transaction: Transaction, statement: str, values: Sequence[object]) -> pd.DataFrame:
    """The answer to one SELECT that a user wrote, run in a read-only transaction.

    Raises:
        Forbidden: It is no SELECT, or it reads or writes anything outside the registry.
        InvalidInput: It does not parse or run, or there are several statements.
    """
    import duckdb

    try:
        checked = check_reads_only(transaction.connection, statement)
        transaction.run("BEGIN TRANSACTION READ ONLY")
        try:
            return transaction.connection.execute(checked, list(values) or None).df()
        finally:
            transaction.run("ROLLBACK")
    except (WfkitError, duckdb.FatalException, duckdb.InternalException):
        raise
    except (duckdb.Error, RuntimeError, TypeError, ValueError) as exc:
        # The binding raises the bare builtins for values and names that it cannot convert.
        raise translated_query(exc) from exc


def _seen(transaction: Transaction) -> str:
    return "" if transaction.names is None else _SEEN
