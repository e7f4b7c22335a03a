"""Statements on tokens: who somebody is that shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.store.records import TokenRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wfkit.store._transaction import Transaction

_COLUMNS = "id, principal, role, teams, note, token_hash, created_by, created_at, expires_at, revoked_at"
_INSERT = f"""
INSERT INTO wfkit_store.tokens ({_COLUMNS}) VALUES ($1, $2, $3, $4::VARCHAR[], $5, $6, $7, $8, $9, $10)
"""  # noqa: S608 - constant text
_BY_HASH = f"SELECT {_COLUMNS} FROM wfkit_store.tokens WHERE token_hash = $1"  # noqa: S608 - constant text
_BY_ID = f"SELECT {_COLUMNS} FROM wfkit_store.tokens WHERE id = $1"  # noqa: S608 - constant text
_LISTING = """
SELECT id, principal, role, teams, note, created_by, created_at, expires_at, revoked_at
FROM wfkit_store.tokens ORDER BY created_at DESC, id DESC
"""
_REVOKE = "UPDATE wfkit_store.tokens SET revoked_at = $2 WHERE id = $1"


def insert(transaction: Transaction, record: TokenRecord) -> None:
    """Adds a token, of which only the hash is kept."""
    transaction.run(
        _INSERT,
        record.id, record.principal, record.role, list(record.teams), record.note, record.token_hash,
        record.created_by, record.created_at, record.expires_at, record.revoked_at,
    )  # fmt: skip


def by_hash(transaction: Transaction, token_hash: str) -> TokenRecord | None:
    """The token with this hash, be it valid or not."""
    return _record(transaction.row(_BY_HASH, token_hash))


def by_id(transaction: Transaction, token_id: str) -> TokenRecord | None:
    """The token with this id, be it valid or not."""
    return _record(transaction.row(_BY_ID, token_id))


def listing(transaction: Transaction) -> Sequence[tuple[Any, ...]]:
    """Every token, newest first, in the columns of `frames.TOKENS`."""
    return transaction.rows(_LISTING)


def revoke(transaction: Transaction, token_id: str, at: datetime) -> None:
    """Marks a token as revoked."""
    transaction.run(_REVOKE, token_id, at)


def _record(row: Sequence[Any] | None) -> TokenRecord | None:
    if row is None:
        return None
    key, principal, role, teams, *others = row
    return TokenRecord(key, principal, role, tuple(teams), *others)
