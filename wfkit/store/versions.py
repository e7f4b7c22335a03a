"""Statements on versions, their tags, and drafts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wfkit.store.records import DraftRecord, VersionRecord, version_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfkit.store._transaction import Transaction

# Bare columns: which of two texts is the document is asked in Python, for an expression costs half a get.
_COLUMNS = """workflow_id, version_number, workflow_json, encoding, content_hash, description, author,
       valid, restored_from, created_at, source_text"""

_BY_ID = f"SELECT {_COLUMNS} FROM wfkit_store.workflow_versions WHERE id = $1"  # noqa: S608 - constant text

_BY_IDS = f"SELECT {_COLUMNS} FROM wfkit_store.workflow_versions WHERE id IN (SELECT unnest($1::VARCHAR[]))"  # noqa: S608 - constant text

_ALL_OF = f"""
SELECT {_COLUMNS} FROM wfkit_store.workflow_versions WHERE workflow_id = $1 ORDER BY version_number
"""  # noqa: S608 - constant text

_INSERT_ONE = """
INSERT INTO wfkit_store.workflow_versions (id, workflow_id, version_number, workflow_json, encoding, content_hash,
    description, author, valid, restored_from, created_at, source_text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""

_INSERT_FRAME = """
INSERT INTO wfkit_store.workflow_versions (id, workflow_id, version_number, workflow_json, encoding, content_hash,
    description, author, valid, restored_from, created_at, source_text)
SELECT id, workflow_id, version_number, workflow_json, encoding, content_hash,
    description, author, valid, restored_from, created_at, source_text
FROM incoming_versions
"""

_CONTENT_HASH = "SELECT content_hash FROM wfkit_store.workflow_versions WHERE id = $1"

_INVALID = (
    "SELECT workflow_id FROM wfkit_store.workflow_versions WHERE NOT valid AND id IN (SELECT unnest($1::VARCHAR[]))"
)

_HISTORY = """
SELECT version_number, description, author, created_at, valid, restored_from, content_hash
FROM wfkit_store.workflow_versions WHERE workflow_id = $1
ORDER BY version_number DESC
"""
# Apart, for a bound limit that is NULL costs a third of a listing of all.
_HISTORY_PAGE = f"{_HISTORY} LIMIT $2 OFFSET $3"

_TAGS = "SELECT tag, version_number FROM wfkit_store.version_tags WHERE workflow_id = $1 ORDER BY tag"
_TAGGED = "SELECT version_number FROM wfkit_store.version_tags WHERE workflow_id = $1 AND tag = $2"
_TAG = "INSERT INTO wfkit_store.version_tags (workflow_id, tag, version_number) VALUES ($1, $2, $3)"
_MOVE_TAG = "UPDATE wfkit_store.version_tags SET version_number = $3 WHERE workflow_id = $1 AND tag = $2"
_UNTAG = "DELETE FROM wfkit_store.version_tags WHERE workflow_id = $1 AND tag = $2"

_KNOWN_HASHES = """
SELECT v.content_hash, v.workflow_id, w.name, v.version_number
FROM wfkit_store.workflow_versions AS v
JOIN wfkit_store.workflows AS w ON w.id = v.workflow_id
WHERE v.content_hash IN (SELECT unnest($1::VARCHAR[])) AND w.deleted_at IS NULL
"""

_DRAFT = """
SELECT workflow_id, workflow_json, encoding, base_version, author, updated_at, source_text
FROM wfkit_store.drafts WHERE workflow_id = $1
"""
_SAVE_DRAFT = """
INSERT INTO wfkit_store.drafts (workflow_id, workflow_json, encoding, base_version, author, updated_at, source_text)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (workflow_id) DO UPDATE SET workflow_json = excluded.workflow_json, encoding = excluded.encoding,
    source_text = excluded.source_text, base_version = excluded.base_version, author = excluded.author,
    updated_at = excluded.updated_at
"""
_DISCARD_DRAFT = "DELETE FROM wfkit_store.drafts WHERE workflow_id = $1"


def insert(transaction: Transaction, record: VersionRecord) -> None:
    """Adds one version."""
    transaction.run(_INSERT_ONE, *_values(record))


def insert_many(transaction: Transaction, records: Sequence[VersionRecord]) -> None:
    """Adds many versions in one statement, from a frame of objects: as fast as Arrow, without pyarrow."""
    import pandas as pd

    if not records:
        return
    columns = zip(*(_values(record) for record in records), strict=True)
    incoming = pd.DataFrame(
        {name: pd.Series(column, dtype=dtype) for (name, dtype), column in zip(_FRAME, columns, strict=True)}
    )
    transaction.connection.register("incoming_versions", incoming)
    try:
        transaction.run(_INSERT_FRAME)
    finally:
        transaction.connection.unregister("incoming_versions")


def by_number(transaction: Transaction, workflow_id: str, version_number: int) -> VersionRecord | None:
    """One version."""
    row = transaction.row(_BY_ID, version_id(workflow_id, version_number))
    return None if row is None else _version(row)


def by_numbers(transaction: Transaction, numbers: Mapping[str, int]) -> list[VersionRecord]:
    """Of each of these workflows the version of this number, in any order; those that are not there are left out."""
    keys = [version_id(workflow_id, number) for workflow_id, number in numbers.items()]
    return [_version(row) for row in transaction.rows(_BY_IDS, keys)] if keys else []


def content_hash(transaction: Transaction, workflow_id: str, version_number: int) -> str | None:
    """The content hash of one version."""
    row = transaction.row(_CONTENT_HASH, version_id(workflow_id, version_number))
    return None if row is None else str(row[0])


def invalid(transaction: Transaction, heads: Mapping[str, int]) -> set[str]:
    """The ids of those workflows whose version of this number had errors when it was saved."""
    keys = [version_id(workflow_id, number) for workflow_id, number in heads.items()]
    return {str(row[0]) for row in transaction.rows(_INVALID, keys)}


def all_of(transaction: Transaction, workflow_id: str) -> list[VersionRecord]:
    """Every version of a workflow, oldest first, documents included."""
    return [_version(row) for row in transaction.rows(_ALL_OF, workflow_id)]


def history(transaction: Transaction, workflow_id: str, *, limit: int | None, offset: int) -> Sequence[tuple[Any, ...]]:
    """Newest first: number, message, author, time, valid, restored from, hash."""
    if limit is None:
        return transaction.rows(_HISTORY, workflow_id)
    return transaction.rows(_HISTORY_PAGE, workflow_id, limit, offset)


def tags(transaction: Transaction, workflow_id: str) -> dict[str, int]:
    """Every version tag of a workflow with its version."""
    return {str(tag): int(number) for tag, number in transaction.rows(_TAGS, workflow_id)}


def tagged(transaction: Transaction, workflow_id: str, tag: str) -> int | None:
    """The version that carries this tag."""
    row = transaction.row(_TAGGED, workflow_id, tag)
    return None if row is None else int(row[0])


def set_tag(transaction: Transaction, workflow_id: str, tag: str, version_number: int) -> None:
    """Puts a tag on a version; a tag that exists moves."""
    statement = _TAG if tagged(transaction, workflow_id, tag) is None else _MOVE_TAG
    transaction.run(statement, workflow_id, tag, version_number)


def remove_tag(transaction: Transaction, workflow_id: str, tag: str) -> None:
    """Takes a tag away."""
    transaction.run(_UNTAG, workflow_id, tag)


def known_hashes(transaction: Transaction, hashes: Sequence[str]) -> dict[str, tuple[str, str, int]]:
    """For each hash that a living workflow has: workflow id, name, version number."""
    rows = transaction.rows(_KNOWN_HASHES, list(hashes))
    return {str(row[0]): (str(row[1]), str(row[2]), int(row[3])) for row in rows}


def draft(transaction: Transaction, workflow_id: str) -> DraftRecord | None:
    """The draft of a workflow."""
    row = transaction.row(_DRAFT, workflow_id)
    if row is None:
        return None
    *values, source = row
    record = DraftRecord(*values)
    return record if source is None else replace(record, text=source, json=record.text)


def save_draft(transaction: Transaction, record: DraftRecord) -> None:
    """Writes the draft of a workflow over the one before."""
    transaction.run(
        _SAVE_DRAFT,
        record.workflow_id, record.json or record.text, record.encoding, record.base_version, record.author,
        record.updated_at, None if record.json is None else record.text,
    )  # fmt: skip


def discard_draft(transaction: Transaction, workflow_id: str) -> None:
    """Removes the draft of a workflow, if it has one."""
    transaction.run(_DISCARD_DRAFT, workflow_id)


_FRAME = (
    ("id", "object"), ("workflow_id", "object"), ("version_number", "int32"), ("workflow_json", "object"),
    ("encoding", "object"), ("content_hash", "object"), ("description", "object"), ("author", "object"),
    ("valid", "bool"), ("restored_from", "Int32"), ("created_at", "datetime64[us]"), ("source_text", "object"),
)  # fmt: skip


def _version(row: Sequence[Any]) -> VersionRecord:
    *values, source = row
    record = VersionRecord(*values)
    return record if source is None else replace(record, text=source, json=record.text)


def _values(record: VersionRecord) -> tuple[Any, ...]:
    return (
        record.id, record.workflow_id, record.version_number, record.json or record.text, record.encoding,
        record.content_hash, record.description, record.author, record.valid, record.restored_from, record.created_at,
        None if record.json is None else record.text,
    )  # fmt: skip
