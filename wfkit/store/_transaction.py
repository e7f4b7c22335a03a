"""Statements inside one lease, on all of the registry or on what somebody may see of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_WORKFLOWS = re.compile(r"\bwfkit_store\.workflows\b")


class Transaction:
    """Statements inside one lease; values are always bound."""

    __slots__ = ("connection",)

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Wraps a connection that has the registry attached."""
        self.connection = connection

    @property
    def names(self) -> tuple[str, ...] | None:
        """The names of whom it works for, their own first; None where it works for nobody and sees all."""
        return None

    @property
    def whole(self) -> Transaction:
        """The same transaction on all of the registry."""
        return self

    def run(self, sql: str, *values: object) -> None:
        """Runs one statement."""
        self.connection.execute(sql, values or None)

    def row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of the answer, or None when there is none."""
        # Not fetchone: it leaves the answer open, and DuckDB then refuses to register a frame on this connection.
        found = self.rows(sql, *values)
        return found[0] if found else None

    def rows(self, sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """All rows of the answer."""
        return self.connection.execute(sql, values or None).fetchall()


class NarrowedTransaction(Transaction):
    """Statements for somebody: of the workflows that they read, those which may not be seen are not there.

    Everything that reads is narrowed, so that a statement which is written later cannot forget it. What is found by
    its key is read through `whole`, and whoever does that asks `shares.level`: a view would make DuckDB scan the table.
    """

    __slots__ = ("_names",)

    def __init__(self, connection: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> None:
        """Wraps a connection on which these names are set."""
        super().__init__(connection)
        self._names = names

    @property
    def names(self) -> tuple[str, ...]:
        """The names of whom it works for, their own first."""
        return self._names

    @property
    def whole(self) -> Transaction:
        """The same transaction on all of the registry."""
        return Transaction(self.connection)

    def rows(self, sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """All rows of the answer."""
        return super().rows(_narrowed(sql), *values)


def set_names(connection: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> None:
    """Says on a connection whose workflows the view of those that may be seen holds."""
    connection.execute("SET VARIABLE wfkit_names = $1::VARCHAR[]", [list(names)])


@lru_cache(1000)
def _narrowed(sql: str) -> str:
    # What writes names its table, and is asked for elsewhere whether it may.
    is_write = sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
    return sql if is_write else _WORKFLOWS.sub("wfkit_store.seen_workflows", sql)
