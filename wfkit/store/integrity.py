"""Statements that prove what DuckDB's foreign keys cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.store._transaction import Transaction

_RULES = {
    "versions-numbered": """
        SELECT workflow_id,
               'has ' || count(*) || ' versions numbered ' || min(version_number) || ' to ' || max(version_number)
        FROM wfkit_store.workflow_versions GROUP BY workflow_id
        HAVING min(version_number) <> 1 OR max(version_number) <> count(*) OR count(DISTINCT version_number) <> count(*)
    """,
    "version-key": """
        SELECT id, 'is the key of version ' || version_number || ' of ' || workflow_id
        FROM wfkit_store.workflow_versions WHERE id <> workflow_id || ':' || version_number
    """,
    "version-has-workflow": """
        SELECT v.id, 'belongs to no workflow' FROM wfkit_store.workflow_versions AS v
        LEFT JOIN wfkit_store.workflows AS w ON w.id = v.workflow_id WHERE w.id IS NULL
    """,
    "head-is-newest": """
        SELECT w.id, 'has head ' || w.head_version || ', its newest version is ' || coalesce(max(v.version_number), 0)
        FROM wfkit_store.workflows AS w LEFT JOIN wfkit_store.workflow_versions AS v ON v.workflow_id = w.id
        GROUP BY w.id, w.head_version HAVING w.head_version <> coalesce(max(v.version_number), 0)
    """,
    "tag-has-version": """
        SELECT t.workflow_id, 'tag ' || t.tag || ' is on version ' || t.version_number || ', which is not there'
        FROM wfkit_store.version_tags AS t LEFT JOIN wfkit_store.workflow_versions AS v
        ON v.workflow_id = t.workflow_id AND v.version_number = t.version_number WHERE v.id IS NULL
    """,
    "draft-has-workflow": """
        SELECT d.workflow_id, 'has a draft but no workflow' FROM wfkit_store.drafts AS d
        LEFT JOIN wfkit_store.workflows AS w ON w.id = d.workflow_id WHERE w.id IS NULL
    """,
    "share-has-workflow": """
        SELECT s.workflow_id, 'is shared with ' || s.principal || ' but is no workflow' FROM wfkit_store.shares AS s
        LEFT JOIN wfkit_store.workflows AS w ON w.id = s.workflow_id WHERE w.id IS NULL
    """,
    "execution-has-version": """
        SELECT e.id, 'ran version ' || e.workflow_version || ' of ' || e.workflow_id || ', which is not there'
        FROM wfkit_store.executions AS e JOIN wfkit_store.workflows AS w ON w.id = e.workflow_id
        LEFT JOIN wfkit_store.workflow_versions AS v
        ON v.workflow_id = e.workflow_id AND v.version_number = e.workflow_version WHERE v.id IS NULL
    """,
}

_HASHES = """
SELECT id, content_hash, workflow_json, source_text FROM wfkit_store.workflow_versions
WHERE id > $1 ORDER BY id LIMIT $2
"""


def count(transaction: Transaction) -> int:
    """How many versions there are to look at."""
    row = transaction.row("SELECT count(*) FROM wfkit_store.workflow_versions")
    return int(row[0]) if row else 0


def findings(transaction: Transaction) -> Iterator[tuple[str, str, str]]:
    """What contradicts the rules of the schema: rule, subject, finding."""
    for rule, statement in _RULES.items():
        for subject, finding in transaction.rows(statement):
            yield rule, str(subject), str(finding)


def documents(transaction: Transaction, after: str, limit: int) -> list[tuple[str, str, str, str | None]]:
    """The next versions by key: key, hash, JSON, and the text where that is YAML."""
    return [(row[0], row[1], row[2], row[3]) for row in transaction.rows(_HASHES, after, limit)]
