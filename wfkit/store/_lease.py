"""One DuckDB file, attached for a burst of work and let go when idle or when another process waits.

DuckDB gives a file to one process at a time. Attaching takes about 2 ms, so the engine keeps one
in-memory DuckDB instance and attaches the file only while it works. A process that finds the file
taken leaves a note beside it (`<file>.waiting`, touched at each try); a holder in the middle of a long
burst sees a fresh note and hands the file over.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import Forbidden, RegistryBusy
from wfkit.store._driver_errors import is_held_here, is_locked, translated

if TYPE_CHECKING:
    import duckdb

# The file opens in DuckDB 1.5 and 2.x alike; small row groups keep a checkpoint from rewriting
# 100 000 documents after one save (2.6 s against 0.06 s, measured).
_ATTACH = "ATTACH {path} AS registry (TYPE duckdb, ROW_GROUP_SIZE 8192, STORAGE_VERSION 'v1.4.0'{mode})"
_FIRST_PAUSE_S = 0.004
_LONGEST_PAUSE_S = 0.05
_FRESH_NOTE_S = 1.0
_LEAST_BURST_S = 0.1
_COURTESY_S = 0.03


class Lease:
    """The right to use one registry file; not thread-safe, its engine sees to that."""

    def __init__(self, path: Path | None, *, busy_timeout_s: float, only_reads: bool = False) -> None:
        """Takes nothing yet: the file is attached by the first `take`.

        Args:
            path: The file, None for memory.
            busy_timeout_s: How long to wait for another process.
            only_reads: Treat the file as read-only, whatever it allows.
        """
        self.path = path
        self.only_reads = only_reads
        self.busy_timeout_s = busy_timeout_s
        self.is_attached = False
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._since = 0.0

    @property
    def is_read_only(self) -> bool:
        """Whether the file exists and is not to be written: by its bits, this user, this disk or by choice."""
        if self.only_reads:
            return True
        if self.path is None or not self.path.exists():
            return False
        # The bits as well as os.access: root may write everything, and a file marked read-only is a wish.
        writable = self.path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
        return not writable or not os.access(self.path, os.W_OK)

    def refusal(self) -> Forbidden:
        """The error for a write to a registry that is read-only."""
        if self.only_reads:
            return Forbidden(f"the registry {str(self.path)!r} was opened read-only; wfkit.open opens it to be written")
        return Forbidden(f"the registry {str(self.path)!r} is read-only; make the file writable, or open a copy of it")

    def take(self) -> duckdb.DuckDBPyConnection:
        """The connection with the registry attached; waits for another process if it must.

        Raises:
            RegistryBusy: Another process kept the file for longer than the bound.
            RegistryUnusable: The file is no DuckDB file, or cannot be read.
        """
        connection = self._instance()
        if not self.is_attached:
            self._attach(connection)
            self.is_attached = True
            self._since = time.monotonic()
        return connection

    def release(self) -> None:
        """Lets the file go; the in-memory instance stays for the next `take`."""
        if not self.is_attached or self.path is None or self._connection is None:
            return
        self.is_attached = False
        try:
            self._connection.execute("USE memory")
            self._connection.execute("DETACH registry")
        except self._driver.Error:
            # DETACH writes a checkpoint, which fails on a full disk. What was committed is in the
            # write-ahead log, so nothing is lost, and the next write says that the disk is full.
            self.discard()

    def hand_over(self) -> None:
        """Lets the file go, and gives way for a moment, if a long burst keeps another process waiting."""
        if self.is_attached and time.monotonic() - self._since > _LEAST_BURST_S and self._somebody_waits():
            self.release()
            time.sleep(_COURTESY_S)

    def discard(self) -> None:
        """Closes everything, for a connection that can no longer be trusted."""
        connection, self._connection, self.is_attached = self._connection, None, False
        if connection is not None:
            with contextlib.suppress(self._driver.Error):
                connection.close()

    def abandon(self) -> None:
        """Forgets the connection without closing it, in a forked child where it must not be touched."""
        import ctypes

        if self._connection is not None:
            # One reference too many: DuckDB's destructor would wait for threads that a fork does not copy,
            # or crash (2.0), when the child ends.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._connection))
        self._connection, self.is_attached = None, False

    @property
    def _driver(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the module type says nothing
        import duckdb

        return duckdb

    def _instance(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            self._connection = self._driver.connect(":memory:", config=_instance_config())
            for statement in _instance_settings(self.path):
                self._connection.execute(statement)
        return self._connection

    def _attach(self, connection: duckdb.DuckDBPyConnection) -> None:
        mode = ", READ_ONLY" if self.is_read_only else ""
        statement = (
            _ATTACH.format(path=_literal(self.path), mode=mode) if self.path else "ATTACH ':memory:' AS registry"
        )
        has_waited = False
        deadline = time.monotonic() + self.busy_timeout_s
        pause_s = _FIRST_PAUSE_S
        try:
            while not self._try(connection, statement, is_last=time.monotonic() > deadline):
                has_waited = True
                time.sleep(random.uniform(pause_s / 2, pause_s))  # noqa: S311 - jitter, no secret
                pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)
        finally:
            if has_waited:
                with contextlib.suppress(OSError):
                    self._note_path().unlink()
        connection.execute("USE registry")

    def _try(self, connection: duckdb.DuckDBPyConnection, statement: str, *, is_last: bool) -> bool:
        try:
            connection.execute(statement)
        except self._driver.Error as exc:
            if self.path is None or not is_locked(exc):
                self.discard()
                raise translated(exc, self.path) from exc
            if is_last:
                raise RegistryBusy(_busy_message(self.path, self.busy_timeout_s, str(exc))) from exc
            with contextlib.suppress(OSError):
                self._note_path().touch()
            return False
        return True

    def _note_path(self) -> Path:
        path = self.path or Path()
        return path.with_name(f"{path.name}.waiting")

    def _somebody_waits(self) -> bool:
        if self.path is None:
            return False
        try:
            return time.time() - self._note_path().stat().st_mtime < _FRESH_NOTE_S
        except OSError:
            return False


def _instance_config() -> dict[str, str | bool | int | float | list[str]]:
    # Nothing is fetched, loaded or read from the caller's variables behind anybody's back.
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "python_enable_replacements": "false",
    }


def _instance_settings(path: Path | None) -> list[str]:
    # DuckDB takes what follows a "?" for the query of a URL, and puts the suffix in front of it.
    head, mark, tail = str(path).partition("?")
    own = [] if path is None else [f"{head}{suffix}{mark}{tail}" for suffix in _OWN_SUFFIXES]
    allowed = ", ".join(_quoted(name) for name in own)
    return [
        f"SET allowed_paths = [{allowed}]",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ]


_OWN_SUFFIXES = ("", ".wal", ".wal.checkpoint", ".wal.recovery")


def _literal(path: Path | None) -> str:
    return _quoted(str(path))


def _quoted(text: str) -> str:
    # ATTACH and SET take no bound values in DuckDB 1.5; doubling the quote is all that SQL needs.
    return "'" + text.replace("'", "''") + "'"


def _busy_message(path: Path, waited_s: float, driver_says: str) -> str:
    holder = re.search(r"held in (.*?\(PID \d+\))", driver_says)
    who = "a DuckDB connection of this process" if is_held_here(driver_says) else "another process"
    who = holder[1] if holder else who
    return f"the registry {str(path)!r} was locked by {who} for {waited_s:g} s; close it there, or try again later"
