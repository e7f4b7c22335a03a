"""The nodes and edges of other tools' documents, kept as rows once they were read: DuckDB reads native ones itself.

But for their references, which stand in texts: those are kept as rows too. Most documents have none, and DuckDB finds
out which may have some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfkit.store._transaction import Transaction

# A graph is read again when the workflow has a new head, and when a newer wfkit reads more out of it. Without the
# documents: DuckDB would join them all to find that none is missing.
_UNREAD = """
SELECT w.id FROM wfkit_store.workflows AS w
WHERE w.deleted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM ({known}) AS g
    WHERE g.workflow_id = w.id AND g.version_number = w.head_version AND g.reading = $1
)
"""
_IN_FILE = "SELECT workflow_id, version_number, reading FROM wfkit_store.graphs"
_IN_MEMORY = "SELECT workflow_id, version_number, reading FROM temp.main.graphs"
_UNREAD_IN_FILE = _UNREAD.format(known=_IN_FILE)
_UNREAD_IN_BOTH = _UNREAD.format(known=f"{_IN_FILE} UNION ALL {_IN_MEMORY}")
_NATIVE = " AND w.format = 'wfkit'"
_LIMIT = " LIMIT $2"
# JSON may spell a brace or a dollar as an escape.
_WITHOUT_REFERENCES = r"""
SELECT w.id, w.head_version
FROM wfkit_store.workflows AS w
JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
WHERE w.id IN (SELECT unnest($1::VARCHAR[]))
  AND NOT contains(v.workflow_json::VARCHAR, '{{') AND NOT contains(v.workflow_json::VARCHAR, '${')
  AND NOT contains(v.workflow_json::VARCHAR, '\u007') AND NOT contains(v.workflow_json::VARCHAR, '\u0024')
"""
_HEADS = """
SELECT w.id, w.head_version, w.format, v.workflow_json
FROM wfkit_store.workflows AS w
JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
WHERE w.id IN (SELECT unnest($1::VARCHAR[]))
"""

_TABLES: Mapping[str, Mapping[str, str]] = {
    "graphs": {"workflow_id": "str", "version_number": "int32", "reading": "int32"},
    "graph_nodes": {
        "workflow_id": "str", "place": "int32", "node_id": "str", "type": "str", "label": "str", "config": "str",
        "parent": "object", "role": "str", "enabled": "bool",
    },
    "graph_edges": {
        "workflow_id": "str", "place": "int32", "edge_id": "str", "source": "str", "source_port": "str",
        "target": "str", "target_port": "str", "kind": "str",
    },
}  # fmt: skip
_FILE, _MEMORY = "wfkit_store", "temp.main"
_FORGET = "DELETE FROM {schema}.{table} WHERE workflow_id IN (SELECT unnest($1::VARCHAR[]))"
# One that was purged meanwhile is left out.
_KEEP = """
INSERT INTO {schema}.{table} ({columns}) SELECT {columns} FROM incoming_rows
WHERE workflow_id IN (SELECT id FROM wfkit_store.workflows)
"""
# Names without a schema mean what is in memory first, so these views stand before those of the file. The rows of a
# workflow are those in memory when they are of its head, but for what the file's views read out of native documents.
_SHADOW_TABLE = "CREATE TEMP TABLE IF NOT EXISTS {table} AS SELECT * FROM registry.wfkit_store.{table} LIMIT 0"
_SHADOWED = """
WITH here AS (
    SELECT w.id, w.name, w.head_version, w.format
    FROM registry.wfkit_store.workflows AS w
    JOIN temp.main.graphs AS g ON g.workflow_id = w.id AND g.version_number = w.head_version
    WHERE w.deleted_at IS NULL
)
SELECT * FROM registry.main.{view} WHERE {is_native} OR workflow_id NOT IN (SELECT id FROM here)
UNION ALL
"""
_READ_BY_SQL = "(format = 'wfkit' AND kind = 'flow')"
_SHADOW_NODES = f"""
CREATE TEMP VIEW IF NOT EXISTS nodes AS {_SHADOWED.format(view="nodes", is_native="format = 'wfkit'")}
SELECT here.id, here.name, here.head_version, n.node_id, n.type, n.label, n.config, n.parent, n.place,
       here.format, n.role, n.enabled
FROM here JOIN temp.main.graph_nodes AS n ON n.workflow_id = here.id
"""  # noqa: S608 - filled from constants
_SHADOW_EDGES = f"""
CREATE TEMP VIEW IF NOT EXISTS edges AS {_SHADOWED.format(view="edges", is_native=_READ_BY_SQL)}
SELECT here.id, here.name, here.head_version, e.edge_id, e.source, e.source_port, e.target, e.target_port, e.place,
       here.format, e.kind
FROM here JOIN temp.main.graph_edges AS e ON e.workflow_id = here.id
"""  # noqa: S608 - filled from constants


def unread(transaction: Transaction, reading: int, limit: int) -> Sequence[tuple[str, int, str, str]]:
    """Living workflows whose head has no rows of this reading yet: id, head, format, JSON."""
    return _heads(transaction, transaction.rows(_UNREAD_IN_FILE + _LIMIT, reading, limit))


def without_references(transaction: Transaction, reading: int) -> Sequence[tuple[str, int]]:
    """Native ones of `unread` in which no reference can be, with their head: there is nothing to read."""
    return _plain(transaction, transaction.rows(_UNREAD_IN_FILE + _NATIVE, reading))


def unread_in_memory(transaction: Transaction, reading: int, limit: int) -> Sequence[tuple[str, int, str, str]]:
    """Those of `unread` without rows in memory either, where what a read-only registry lacks is kept."""
    _shadow(transaction)
    return _heads(transaction, transaction.rows(_UNREAD_IN_BOTH + _LIMIT, reading, limit))


def without_references_in_memory(transaction: Transaction, reading: int) -> Sequence[tuple[str, int]]:
    """As `without_references`, likewise."""
    _shadow(transaction)
    return _plain(transaction, transaction.rows(_UNREAD_IN_BOTH + _NATIVE, reading))


def keep(transaction: Transaction, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Replaces the rows of the workflows in `graphs` by those given: rows a table, in the order of its columns."""
    _replace(transaction, _FILE, rows)


def keep_in_memory(transaction: Transaction, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """As `keep`, for a registry that may not be written."""
    _replace(transaction, _MEMORY, rows)


def _shadow(transaction: Transaction) -> None:
    for statement in (*(_SHADOW_TABLE.format(table=table) for table in _TABLES), _SHADOW_NODES, _SHADOW_EDGES):
        transaction.run(statement)


def _plain(transaction: Transaction, ids: Sequence[tuple[str]]) -> Sequence[tuple[str, int]]:
    found = transaction.rows(_WITHOUT_REFERENCES, [row[0] for row in ids]) if ids else []
    return [(row[0], row[1]) for row in found]


def _heads(transaction: Transaction, ids: Sequence[tuple[str]]) -> Sequence[tuple[str, int, str, str]]:
    found = transaction.rows(_HEADS, [row[0] for row in ids]) if ids else []
    return [(row[0], row[1], row[2], row[3]) for row in found]


def _replace(transaction: Transaction, schema: str, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    ids = [row[0] for row in rows["graphs"]]
    for table, columns in _TABLES.items():
        transaction.run(_FORGET.format(schema=schema, table=table), ids)
        statement = _KEEP.format(schema=schema, table=table, columns=", ".join(columns))
        _insert(transaction, statement, columns, rows[table])


def _insert(transaction: Transaction, statement: str, columns: Mapping[str, str], rows: Sequence[Any]) -> None:
    import pandas as pd

    if not rows:
        return
    values = zip(columns.items(), zip(*rows, strict=True), strict=True)
    incoming = pd.DataFrame({name: pd.Series(column, dtype=dtype) for (name, dtype), column in values})
    transaction.connection.register("incoming_rows", incoming)
    try:
        transaction.run(statement)
    finally:
        transaction.connection.unregister("incoming_rows")
