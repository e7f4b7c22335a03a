"""What a statement that a user wrote may be: one that only reads the registry.

A read-only transaction refuses what would change the registry, and the configuration what reaches for
other files. Three things pass both, and are refused here by name: reading the registry's own file, for
closing it drops the lock of the whole process (POSIX), so that another process could write at the same
time; switches of the instance (`enable_logging(storage = 'file')` ends the interpreter on DuckDB 1.5);
and functions that run a text in which a name could hide from this check.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from wfkit.errors import Forbidden, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

_REFUSED = re.compile(
    r"(?:^|\W)(read_\w+|\w+_scan|glob|sniff_csv|parquet_\w+|query|query_table|json_execute_serialized_sql"
    r"|(?:en|dis)able_\w+|(?:force_)?checkpoint|truncate_duckdb_logs|write_log|(?:de)?register_\w+"
    r"|\w+_external_resource|which_secret|duckdb_secrets)\W*$",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*|--")


def check_reads_only(connection: duckdb.DuckDBPyConnection, statement: object) -> str:
    """The statement, when it is one SELECT, or one EXPLAIN, that calls nothing outside the registry.

    Raises:
        Forbidden: It is another kind of statement, or it calls a function that reaches outside.
        InvalidInput: It is no text, or not one statement.
    """
    text = _checked_text(statement)
    _check_calls(text)
    _check_kind(connection, text)
    return text


def _checked_text(statement: object) -> str:
    if isinstance(statement, str):
        try:
            statement.encode()
        except UnicodeEncodeError:
            pass
        else:
            return statement
    msg = f"sql() runs the text of one SELECT, not {statement!a:.60}"
    raise InvalidInput(msg)


def _check_calls(statement: str) -> None:
    for name in _called(statement):
        refused = _REFUSED.search(name)
        if refused:
            msg = f"sql() only reads the registry, so it does not call {refused[1]}(); select from its views"
            raise Forbidden(msg)


def _called(statement: str) -> Iterator[str]:
    """What stands before each opening parenthesis, as written."""
    last = ""
    for text, is_operator in _tokens(statement):
        if text.startswith("("):
            yield _COMMENT.split(last)[0]
        if is_operator or re.search(r"\w", text):
            last = text


def _tokens(statement: str) -> Iterator[tuple[str, bool]]:
    import duckdb

    raw = statement.encode()  # the offsets count bytes
    found = duckdb.tokenize(statement)
    for (start, kind), (end, _) in itertools.pairwise([*found, (len(raw), None)]):
        if kind != duckdb.token_type.comment:
            yield raw[start:end].decode(errors="replace"), kind == duckdb.token_type.operator


def _check_kind(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    import duckdb

    if re.match(r"\s*pragma\b", statement, re.IGNORECASE):
        msg = "sql() only reads the registry, and this is PRAGMA; write a SELECT"  # 1.5 would turn it into a SELECT
        raise Forbidden(msg)
    found = connection.extract_statements(statement)
    kinds = [str(each.type).rsplit(".", 1)[-1] for each in found]
    if kinds == ["MULTI"] or (len(kinds) > 1 and re.match(r"\s*pivot\b", statement, re.IGNORECASE)):
        msg = "sql() runs one statement, and this PIVOT needs several; list its values: PIVOT … ON column IN ('a', 'b')"
        raise InvalidInput(msg)
    if len(found) != 1:
        msg = f"sql() runs one statement, this text has {len(found)}; call it once for each"
        raise InvalidInput(msg)
    if found[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        msg = f"sql() only reads the registry, and this is {kinds[0]}; write a SELECT"
        raise Forbidden(msg)
