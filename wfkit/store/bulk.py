"""Statements for many workflows at once: what imports look up and write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from wfkit.store._transaction import Transaction

_NAMED = r"""
SELECT name, id, format, head_version FROM wfkit_store.workflows
WHERE deleted_at IS NULL
  AND (name IN (SELECT unnest($1::VARCHAR[]))
       OR regexp_replace(name, ' \(\d+\)$', '') IN (SELECT unnest($2::VARCHAR[])))
ORDER BY created_at, id
"""

_MOVE_HEADS = """
UPDATE wfkit_store.workflows AS w SET head_version = n.head_version, updated_at = $3::TIMESTAMP
FROM (SELECT unnest($1::VARCHAR[]) AS id, unnest($2::INTEGER[]) AS head_version) AS n WHERE w.id = n.id
"""

_HISTORIES = """
SELECT w.id, w.name, w.format, list(v.content_hash ORDER BY v.version_number), arg_min(v.description, v.version_number),
    arg_min(v.author, v.version_number)
FROM wfkit_store.workflows AS w JOIN wfkit_store.workflow_versions AS v ON v.workflow_id = w.id
WHERE w.deleted_at IS NULL AND {which}
GROUP BY w.id, w.name, w.format, w.created_at ORDER BY w.created_at, w.id
"""
_HISTORIES_NAMED = _HISTORIES.format(which="w.name = $1")
_HISTORIES_FROM = _HISTORIES.format(
    which="""w.id IN (
        SELECT workflow_id FROM wfkit_store.workflow_versions
        WHERE content_hash IN (SELECT unnest($1::VARCHAR[])) AND version_number = 1)"""
)


@dataclass(frozen=True, slots=True)
class Living:
    """A workflow that is not deleted, as far as a clash of names asks."""

    name: str
    id: str
    format: str
    head_version: int


@dataclass(frozen=True, slots=True)
class History:
    """The content hashes of a living workflow, oldest first, and what is said of its first version, and by whom."""

    id: str
    name: str
    format: str
    hashes: tuple[str, ...]
    first_message: str
    first_author: str


def named(transaction: Transaction, names: Sequence[str], bases: Sequence[str] = ()) -> list[Living]:
    """The living workflows with one of these names, or with one of the bases and ` (number)` after it; oldest first."""
    return [Living(*row) for row in transaction.rows(_NAMED, list(names), list(bases))]


def move_heads(transaction: Transaction, heads: Mapping[str, int], now: datetime) -> None:
    """Sets the heads of workflows whose versions were written in this transaction."""
    if heads:
        transaction.run(_MOVE_HEADS, list(heads), list(heads.values()), now)


def histories_named(transaction: Transaction, name: str) -> list[History]:
    """The histories of the living workflows with this name, oldest workflow first."""
    return [_history(*row) for row in transaction.rows(_HISTORIES_NAMED, name)]


def histories_from(transaction: Transaction, first_hashes: Sequence[str]) -> list[History]:
    """The histories of the living workflows whose version 1 has one of these contents, oldest workflow first."""
    return [_history(*row) for row in transaction.rows(_HISTORIES_FROM, list(first_hashes))]


def _history(workflow_id: str, name: str, format_name: str, hashes: list[str], *first: str) -> History:
    return History(workflow_id, name, format_name, tuple(hashes), *first)
