"""The engine: transactions on one registry, shared by the threads of a process and fair to other processes."""

from __future__ import annotations

import atexit
import math
import os
import threading
import time
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wfkit.errors import RegistryBusy, RegistryUnusable
from wfkit.store._driver_errors import translated
from wfkit.store._lease import Lease
from wfkit.store._transaction import NarrowedTransaction, Transaction, set_names
from wfkit.store.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IDLE_S = 0.25
BUSY_TIMEOUT_S = 30.0


class _Hurry(threading.local):
    """How long the thread at work waits at most for another process, in seconds."""

    timeout_s = math.inf


class Engine:
    """One registry. Use `engine_for`, so that a process has one engine a file."""

    def __init__(self, path: Path | None, *, busy_timeout_s: float = BUSY_TIMEOUT_S, only_reads: bool = False) -> None:
        """Takes nothing yet: the first use attaches the file."""
        self.path = path
        self._busy_timeout_s = busy_timeout_s
        self._hurry = _Hurry()
        self._lease = Lease(path, busy_timeout_s=busy_timeout_s, only_reads=only_reads)
        self._lock = threading.RLock()
        self._used_at = 0.0
        self._epoch = 0
        self._watcher: threading.Thread | None = None
        self._depth = 0
        self._named: tuple[object, tuple[str, ...]] = None, ()
        self._is_held_for_fork = False
        self._is_orphan = False
        _ENGINES.add(self)

    @property
    def is_read_only(self) -> bool:
        """Whether the registry file exists and is not to be written."""
        return self._lease.is_read_only

    @property
    def epoch(self) -> int | None:
        """A number that stays the same while nobody writes the registry; None while others may.

        What was read after this number was asked for still holds as long as it is the same.
        """
        return self._epoch if self._lease.is_attached else None

    def touch(self) -> None:
        """Takes the file for a moment, to migrate it or to say why it cannot be used."""
        with self.read():
            pass

    def wait_at_most(self, busy_timeout_s: float) -> None:
        """Sets how long to wait for another process; the registry that was opened last decides."""
        self._busy_timeout_s = busy_timeout_s

    @contextmanager
    def hurried(self, busy_timeout_s: float) -> Iterator[None]:
        """What this thread does inside waits no longer than this for others, whatever was said before."""
        before = self._hurry.timeout_s
        self._hurry.timeout_s = min(before, busy_timeout_s)
        try:
            yield
        finally:
            self._hurry.timeout_s = before

    @contextmanager
    def read(self, names: tuple[str, ...] | None = None) -> Iterator[Transaction]:
        """Statements that only read; no other process writes between them, for the file is leased.

        Args:
            names: For whom they read: their own name, then those of their teams; by default all is seen.
        """
        with self._leased(names) as transaction:
            yield transaction

    @contextmanager
    def write(self, names: tuple[str, ...] | None = None) -> Iterator[Transaction]:
        """One transaction: all of it is written when the block ends, nothing if it raises.

        Args:
            names: For whom it reads, as for `read`; what they may write is decided elsewhere.

        Raises:
            Forbidden: The registry file is read-only.
        """
        with self._leased(names) as transaction:
            if self.is_read_only:
                raise self._lease.refusal()
            transaction.run("BEGIN TRANSACTION")
            try:
                yield transaction
                self._epoch += 1
                transaction.run("COMMIT")
            except BaseException:
                self._roll_back(transaction)
                raise

    def close(self) -> None:
        """Lets the file go at once; the engine can be used again afterwards."""
        with self._lock:
            if self.path is not None:
                self._lease.release()
                self._lease.discard()

    @contextmanager
    def _leased(self, names: tuple[str, ...] | None) -> Iterator[Transaction]:
        with self._locked():
            transaction = self._take()
            self._depth += 1
            try:
                with self._translating():
                    yield transaction if names is None else self._narrowed(transaction, names)
            finally:
                self._depth -= 1
                self._used_at = time.monotonic()
                if self._depth == 0:
                    self._lease.hand_over()
                self._watch()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        patience_s = self._patience_s()
        if not self._lock.acquire(timeout=patience_s):
            msg = f"another thread of this process kept the registry for {patience_s:g} s"
            raise RegistryBusy(msg)
        try:
            yield
        finally:
            self._lock.release()

    def _patience_s(self) -> float:
        return min(self._busy_timeout_s, self._hurry.timeout_s)

    def _take(self) -> Transaction:
        if self._is_orphan:
            msg = "a registry in memory does not cross a fork; open a registry file in the child process"
            raise RegistryUnusable(msg)
        is_attached = self._lease.is_attached
        self._lease.busy_timeout_s = self._patience_s()
        transaction = Transaction(self._lease.take())
        if not is_attached:
            self._epoch += 1
            self._migrate(transaction)
        return transaction

    def _narrowed(self, transaction: Transaction, names: tuple[str, ...]) -> Transaction:
        # To set them takes as long as a look-up, and most statements in a row are for the same person.
        connection, known = self._named
        if connection is not transaction.connection or known != names:
            set_names(transaction.connection, names)
            self._named = transaction.connection, names
        return NarrowedTransaction(transaction.connection, names)

    def _migrate(self, transaction: Transaction) -> None:
        # At each attach: while the file was let go, it may have been removed, replaced or upgraded.
        try:
            with self._translating():
                migrate(transaction, is_read_only=self.is_read_only, path=self.path)
        except BaseException:
            self._lease.discard()
            raise

    @contextmanager
    def _translating(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.Error as exc:
            if isinstance(exc, duckdb.FatalException | duckdb.InternalException | duckdb.IOException):
                # DuckDB refuses everything after a failed write; a fresh attach reads what was committed.
                self._lease.discard()
            raise translated(exc, self.path) from exc

    def _roll_back(self, transaction: Transaction) -> None:
        import duckdb

        try:
            transaction.run("ROLLBACK")
        except duckdb.TransactionException:
            pass  # the failed statement has ended the transaction already
        except duckdb.Error:
            self._lease.discard()

    def _watch(self) -> None:
        if self.path is not None and self._watcher is None and self._lease.is_attached:
            self._watcher = threading.Thread(target=self._release_when_idle, name="wfkit-lease", daemon=True)
            self._watcher.start()

    def _release_when_idle(self) -> None:
        while True:
            time.sleep(max(0.01, self._used_at + IDLE_S - time.monotonic()))
            with self._lock:
                if time.monotonic() - self._used_at >= IDLE_S:
                    self._watcher = None
                    self._lease.release()
                    return

    def _before_fork(self) -> None:
        # The child inherits DuckDB's list of attached files, so nothing may be attached, and none of its
        # threads, so no instance may be left. A fork amid a statement of this thread is beyond help.
        self._is_held_for_fork = self._lock.acquire(timeout=self._busy_timeout_s)
        if self._is_held_for_fork and self._depth == 0 and self.path is not None:
            self._lease.release()
            self._lease.discard()

    def _after_fork_in_parent(self) -> None:
        if self._is_held_for_fork:
            self._is_held_for_fork = False
            self._lock.release()

    def _after_fork_in_child(self) -> None:
        self._lock = threading.RLock()
        self._watcher = None
        self._depth = 0
        self._named = None, ()
        self._is_held_for_fork = False
        self._is_orphan = self.path is None
        self._lease.abandon()


_ENGINES: weakref.WeakSet[Engine] = weakref.WeakSet()
_BY_PATH: weakref.WeakValueDictionary[tuple[Path, bool], Engine] = weakref.WeakValueDictionary()
_BY_PATH_LOCK = threading.Lock()


def engine_for(path: Path | None, *, busy_timeout_s: float = BUSY_TIMEOUT_S, only_reads: bool = False) -> Engine:
    """The process's one engine of this file; None gives a new registry in memory.

    Args:
        path: The file.
        busy_timeout_s: How long to wait for another process.
        only_reads: An engine of its own that writes nothing to the file, not even a newer schema.

    Raises:
        RegistryBusy: Another process keeps the file locked.
        RegistryTooNew: A newer wfkit wrote it.
        RegistryUnusable: It is no registry, or its folder does not exist.
    """
    if path is None:
        engine = Engine(None, busy_timeout_s=busy_timeout_s)
    else:
        engine = _shared(path.expanduser().resolve(), busy_timeout_s, only_reads=only_reads)
    engine.touch()
    return engine


def _shared(path: Path, busy_timeout_s: float, *, only_reads: bool) -> Engine:
    key = (path, only_reads)
    with _BY_PATH_LOCK:
        engine = _BY_PATH.get(key)
        if engine is None:
            engine = _BY_PATH[key] = Engine(path, only_reads=only_reads)
        engine.wait_at_most(busy_timeout_s)
        return engine


def _close_all() -> None:
    for engine in list(_ENGINES):
        engine.close()


def _before_fork() -> None:
    _BY_PATH_LOCK.acquire()
    for engine in list(_ENGINES):
        engine._before_fork()  # noqa: SLF001 - the same module


def _after_fork_in_parent() -> None:
    for engine in list(_ENGINES):
        engine._after_fork_in_parent()  # noqa: SLF001 - the same module
    _BY_PATH_LOCK.release()


def _after_fork_in_child() -> None:
    for engine in list(_ENGINES):
        engine._after_fork_in_child()  # noqa: SLF001 - the same module
    _BY_PATH_LOCK.release()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child)
