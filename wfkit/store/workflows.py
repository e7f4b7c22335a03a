"""Statements on workflows: rows, listings, the head, deletion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.errors import InvalidInput
from wfkit.store import shares
from wfkit.store.records import WorkflowRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wfkit.store._transaction import Transaction

_COLUMNS = """id, name, description, format, tags, is_template, head_version, owner,
       source_template_id, source_template_version, created_at, updated_at, deleted_at"""

_BY_ID = f"SELECT {_COLUMNS} FROM wfkit_store.workflows WHERE id = $1"  # noqa: S608 - constant text

_BY_NAME = f"""
SELECT {_COLUMNS} FROM wfkit_store.workflows
WHERE name = $1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 20
"""  # noqa: S608 - constant text

_NAMES_LIKE = """
SELECT name FROM wfkit_store.workflows WHERE deleted_at IS NULL ORDER BY updated_at DESC LIMIT $1
"""

_NAMES_STARTING = "SELECT name FROM wfkit_store.workflows WHERE deleted_at IS NULL AND starts_with(name, $1)"

_NAMES_CONTAINING = r"""
SELECT name FROM wfkit_store.workflows WHERE deleted_at IS NULL AND name ILIKE $1 ESCAPE '\'
GROUP BY name
ORDER BY name ILIKE $2 ESCAPE '\' DESC, name ILIKE $3 ESCAPE '\' DESC, max(updated_at) DESC, name LIMIT $4
"""

_INSERT = """
INSERT INTO wfkit_store.workflows (id, name, description, format, tags, is_template, head_version, owner,
    source_template_id, source_template_version, created_at, updated_at, deleted_at)
SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[]), unnest($3::VARCHAR[]), unnest($4::VARCHAR[]),
    string_split(unnest($5::VARCHAR[]), chr(31)), unnest($6::BOOLEAN[]), unnest($7::INTEGER[]), unnest($8::VARCHAR[]),
    unnest($9::VARCHAR[]), unnest($10::INTEGER[]), unnest($11::TIMESTAMP[]), unnest($12::TIMESTAMP[]), NULL
"""

_INSERT_ONE = """
INSERT INTO wfkit_store.workflows (id, name, description, format, tags, is_template, head_version, owner,
    source_template_id, source_template_version, created_at, updated_at, deleted_at)
VALUES ($1, $2, $3, $4, $5::VARCHAR[], $6, $7, $8, $9, $10, $11, $12, NULL)
"""

# A second condition in WHERE would make DuckDB scan the table instead of using the key (4.8 ms against 0.9 ms
# among 100 000). So the head moves in any case, and the answer says from where: who expected another rolls back.
_MOVE_HEAD = """
UPDATE wfkit_store.workflows SET head_version = head_version + 1, updated_at = $2
WHERE id = $1
RETURNING head_version, deleted_at IS NOT NULL
"""

_UPDATE_METADATA = """
UPDATE wfkit_store.workflows
SET name = $2, description = $3, tags = $4::VARCHAR[], is_template = $5, updated_at = $6
WHERE id = $1
"""

_SET_DELETED = "UPDATE wfkit_store.workflows SET deleted_at = $2::TIMESTAMP WHERE id = $1"

_SELECTED = f"""
SELECT {_COLUMNS} FROM wfkit_store.workflows
WHERE deleted_at IS NULL AND id IN ({{ids}}) ORDER BY updated_at DESC, id
"""  # noqa: S608 - filled from constants
_SET_TEMPLATE_VERSION = "UPDATE wfkit_store.workflows SET source_template_version = $2 WHERE id = $1"

_PURGE = (
    "DELETE FROM wfkit_store.version_tags WHERE workflow_id = $1",
    "DELETE FROM wfkit_store.drafts WHERE workflow_id = $1",
    "DELETE FROM wfkit_store.shares WHERE workflow_id = $1",
    "DELETE FROM wfkit_store.search_texts WHERE workflow_id = $1",
    "DELETE FROM wfkit_store.graphs WHERE workflow_id = $1",
    "DELETE FROM wfkit_store.graph_nodes WHERE workflow_id = $1",
    "DELETE FROM wfkit_store.graph_edges WHERE workflow_id = $1",
    "DELETE FROM wfkit_store.workflow_versions WHERE workflow_id = $1",
    "DELETE FROM wfkit_store.workflows WHERE id = $1",
)

_PURGE_EXECUTIONS = "DELETE FROM wfkit_store.executions WHERE workflow_id = $1"

# Only the conditions that are asked for stand in the statement: planning all nine took 3 ms.
_CONDITIONS = {
    "search": r"(name ILIKE {0} ESCAPE '\' OR description ILIKE {0} ESCAPE '\'"
    r" OR array_to_string(tags, chr(31)) ILIKE {0} ESCAPE '\')",
    "tags": "list_has_all(tags, {0}::VARCHAR[])",
    "is_template": "is_template = {0}",
    "format": "format = {0}",
    "created_from": "created_at >= {0}",
    "created_to": "created_at < {0}",
    "updated_from": "updated_at >= {0}",
    "updated_to": "updated_at < {0}",
}
_SAYING = "({search} OR id IN (SELECT unnest({saying}::VARCHAR[])))"

_COUNT = "SELECT count(*) FROM wfkit_store.workflows WHERE {where}"

_PAGE = f"SELECT {_COLUMNS} FROM wfkit_store.workflows {{runs}} WHERE {{where}} ORDER BY {{order}} {{limit}}"  # noqa: S608 - filled from constants
# Joined only where it is sorted by: to count 150 000 runs takes longer than all the rest.
_RUNS = """
LEFT JOIN (SELECT workflow_id AS run_id, count(*) AS runs FROM wfkit_store.executions GROUP BY workflow_id)
ON run_id = id
"""

SORTABLE = {
    "id": "id",
    "name": "name",
    "description": "description",
    "format": "format",
    "version": "head_version",
    "is_template": "is_template",
    "owner": "owner",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "runs": "coalesce(runs, 0)",
}
"""What a listing can be sorted by, and the column behind it."""


_TAGS_PLACE = 4


@dataclass(frozen=True, slots=True)
class Filter:
    """What a listing shows; None leaves a filter out. Ranges of time include their start, not their end.

    Attributes:
        saying: The ids of those that count as found by `search` whatever their name is.
    """

    search: str | None = None
    saying: tuple[str, ...] = ()
    tags: tuple[str, ...] | None = None
    is_template: bool | None = None
    format: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    deleted: bool = False

    def where(self) -> tuple[str, tuple[Any, ...]]:
        """The conditions that are asked for, as SQL with placeholders, and the values to bind."""
        asked = [(name, value) for name, value in self._values().items() if value is not None]
        conditions = [_CONDITIONS[name].format(f"${place}") for place, (name, _) in enumerate(asked, start=1)]
        values = [value for _, value in asked]
        if self.search is not None and self.saying:
            # What is searched for is asked first.
            conditions[0] = _SAYING.format(search=conditions[0], saying=f"${len(values) + 1}")
            values.append(list(self.saying))
        living = f"deleted_at IS {'NOT ' if self.deleted else ''}NULL"
        return " AND ".join([living, *conditions]), tuple(values)

    def _values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _CONDITIONS} | {
            "search": None if self.search is None else f"%{escaped_like(self.search)}%",
            "tags": list(self.tags) if self.tags else None,
        }


def insert(transaction: Transaction, record: WorkflowRecord) -> None:
    """Adds one workflow."""
    transaction.run(_INSERT_ONE, *_values(record))


def insert_many(transaction: Transaction, records: Sequence[WorkflowRecord]) -> None:
    """Adds many workflows in one statement."""
    if records:
        columns = [list(column) for column in zip(*(_values(record) for record in records), strict=True)]
        columns[4] = ["\x1f".join(tags) for tags in columns[4]]
        transaction.run(_INSERT, *columns)
        transaction.run("UPDATE wfkit_store.workflows SET tags = [] WHERE tags = ['']")


def by_id(transaction: Transaction, workflow_id: str) -> WorkflowRecord | None:
    """The workflow with this id, deleted or not."""
    row = transaction.whole.row(_BY_ID, workflow_id)
    record = None if row is None else _record(row)
    return record if record is None or shares.level(transaction, record) else None


def by_name(transaction: Transaction, name: str) -> list[WorkflowRecord]:
    """The living workflows with exactly this name, oldest first, 20 at most."""
    return [_record(row) for row in transaction.rows(_BY_NAME, name)]


def selected(transaction: Transaction, ids: str, *values: object) -> list[WorkflowRecord]:
    """The living workflows whose ids a statement of the store selects, changed last first."""
    return [_record(row) for row in transaction.rows(_SELECTED.format(ids=ids), *values)]


def recent_names(transaction: Transaction, limit: int) -> list[str]:
    """Names of the workflows changed last, for suggestions."""
    return [str(row[0]) for row in transaction.rows(_NAMES_LIKE, limit)]


def names_starting(transaction: Transaction, start: str) -> list[str]:
    """The names of the living workflows that start so."""
    return [str(row[0]) for row in transaction.rows(_NAMES_STARTING, start)]


def names_containing(transaction: Transaction, text: str, limit: int) -> list[str]:
    """Names that hold the text in any case: the text itself, then those that begin with it, changed last first."""
    whole = escaped_like(text)
    rows = transaction.rows(_NAMES_CONTAINING, f"%{whole}%", whole, f"{whole}%", limit)
    return [str(row[0]) for row in rows]


def page(
    transaction: Transaction, wanted: Filter, *, sort: str, offset: int, limit: int | None
) -> tuple[list[WorkflowRecord], int]:
    """One page, and how many rows all pages have.

    Raises:
        InvalidInput: `sort` is no sortable column.
    """
    where, values = wanted.where()
    slice_ = "" if limit is None else f"LIMIT {limit:d} OFFSET {offset:d}"
    runs = _RUNS if sort.removeprefix("-") == "runs" else ""
    rows = transaction.rows(_PAGE.format(runs=runs, where=where, order=order_by(sort), limit=slice_), *values)
    total = transaction.row(_COUNT.format(where=where), *values)
    return [_record(row) for row in rows], int(total[0]) if total else 0


def order_by(sort: str) -> str:
    """The ORDER BY of a `sort` such as `-updated_at`, with the id as the last word.

    Raises:
        InvalidInput: It names no sortable column.
    """
    name = sort.removeprefix("-")
    if name not in SORTABLE:
        msg = f"cannot sort by {sort!r}; sort by one of {', '.join(sorted(SORTABLE))}, with '-' in front for descending"
        raise InvalidInput(msg)
    direction = "DESC" if sort.startswith("-") else "ASC"
    return f"{SORTABLE[name]} {direction}, id {direction}"


def move_head(transaction: Transaction, workflow_id: str, expected: int, now: datetime) -> bool:
    """Whether the head moved from `expected` to the next number; if not, the transaction must be rolled back."""
    return transaction.row(_MOVE_HEAD, workflow_id, now) == (expected + 1, False)


def update_metadata(transaction: Transaction, record: WorkflowRecord) -> None:
    """Writes name, description, tags, template mark and time of change."""
    transaction.run(
        _UPDATE_METADATA,
        record.id, record.name, record.description, list(record.tags), record.is_template, record.updated_at,
    )  # fmt: skip


def set_deleted(transaction: Transaction, workflow_id: str, at: datetime | None) -> None:
    """Marks a workflow as deleted, or as living when `at` is None."""
    transaction.run(_SET_DELETED, workflow_id, at)


def set_template_version(transaction: Transaction, workflow_id: str, version: int) -> None:
    """Notes up to which version of its template a clone has come."""
    transaction.run(_SET_TEMPLATE_VERSION, workflow_id, version)


def purge(transaction: Transaction, workflow_id: str, *, executions: bool) -> None:
    """Removes a workflow and all that belongs to it; its executions only on request."""
    for statement in (*_PURGE, _PURGE_EXECUTIONS) if executions else _PURGE:
        transaction.run(statement, workflow_id)


def escaped_like(text: str) -> str:
    r"""The text with `%`, `_` and `\` taken literally inside LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _values(record: WorkflowRecord) -> tuple[Any, ...]:
    return (
        record.id, record.name, record.description, record.format, list(record.tags), record.is_template,
        record.head_version, record.owner, record.source_template_id, record.source_template_version,
        record.created_at, record.updated_at,
    )  # fmt: skip


def _record(row: Sequence[Any]) -> WorkflowRecord:
    values = list(row)
    values[_TAGS_PLACE] = tuple(values[_TAGS_PLACE])
    return WorkflowRecord(*values)
