"""Worker processes that examine files on all cores, and outlive neither a bad file nor whoever started them.

They are plain programs, not `multiprocessing`: that would run the main module of a user's script again where it has no
`if __name__ == "__main__"`, and cannot start from every notebook. What a worker is given and gives back are documents
of strangers, so it is MessagePack and never pickle.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Self, cast

from wfkit.service.importing import _wire
from wfkit.service.importing._examiner import Examiner
from wfkit.service.importing.rows import Row
from wfkit.service.importing.sources import Archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from wfkit.service.importing._chunks import Chunk
    from wfkit.service.importing.reading import Options
    from wfkit.service.importing.rows import Candidate
    from wfkit.service.importing.sources import Entry, File, Lines

    _Found = list[Candidate | Row | Archive]

_START_S = 60.0
_LOOK_EVERY_S = 0.1
_AHEAD_BYTES = 48 * 2**20
_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import main; main()"
MODULE = "wfkit.service.importing._worker"


class Unavailable(Exception):
    """No worker can be started here."""


class _Worker:
    """One process; `deadline` is when it is late with what it does."""

    def __init__(self, options: Options, limit_s: float) -> None:
        self._limit_s = limit_s
        self.deadline: float | None = time.monotonic() + _START_S
        self.is_late = False
        apart: dict[str, Any] = (
            {"creationflags": 0x200} if sys.platform == "win32" else {"start_new_session": True}
        )  # Ctrl-C is for the one that asked, who ends its workers.
        arguments = [sys.executable, "-P", "-c", _PROGRAM.format(module=MODULE), json.dumps(sys.path)]
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **apart
        )
        self._order = _wire.Order(options, limit_s * 2 + 5)

    def greet(self) -> None:
        """Waits until it is there.

        Raises:
            Unavailable: It never comes.
        """
        try:
            _wire.send(self._stdin, self._order)
            _wire.receive(self._stdout, type(None))
        except (OSError, EOFError) as exc:
            self.end()
            raise Unavailable from exc
        self.deadline = None

    def ask(self, tasks: list[_wire.Task]) -> None:
        """Gives it work; answers follow one by one."""
        self.deadline = time.monotonic() + self._limit_s
        _wire.send(self._stdin, tasks)

    def answer(self) -> list[Candidate | Row]:
        """The next answer.

        Raises:
            EOFError: It is dead.
        """
        self.deadline = time.monotonic() + self._limit_s
        found = _wire.found_in(_wire.receive(self._stdout, _wire.Answer))
        self.deadline = None
        return found

    def end(self) -> None:
        """Ends it, whatever it does; nothing is lost, for it holds nothing."""
        self.deadline = None
        self._process.kill()
        self._process.wait()
        for stream in (self._stdin, self._stdout):
            with suppress(OSError):  # what it was told last had not left yet
                stream.close()

    def stop_when_late(self) -> None:
        """Kills it if it is; whoever waits for an answer then gets an EOFError."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            self.is_late = True
            self._process.kill()

    @property
    def fate(self) -> str:
        """Why it died."""
        if self.is_late:
            return f"took longer than {self._limit_s:g} s"
        code = self._process.wait()
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"the process that read it died ({how}), perhaps for want of memory"

    @property
    def _stdin(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdin)

    @property
    def _stdout(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdout)


class Crew:
    """Workers that examine chunks, the results in the order of the chunks."""

    def __init__(self, options: Options, *, size: int, limit_s: float) -> None:
        self._options, self._size, self._limit_s = options, size, limit_s
        self._idle: SimpleQueue[_Worker | None] = SimpleQueue()
        self._all: list[_Worker] = []
        self._closed = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        for _ in range(self._size):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(self._size, "wfkit-import-worker")
        self._watch = threading.Thread(target=self._look, name="wfkit-import-watch", daemon=True)
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for worker in self._all:
                worker.end()
        self._watch.join()
        self._threads.shutdown()

    def examined(self, chunks: Iterable[Chunk]) -> Iterator[Candidate | Row | Archive]:
        """What the sources of the chunks hold; a bounded number of chunks is on its way at any time."""
        waiting: deque[tuple[int, SimpleQueue[_Found | BaseException]]] = deque()
        ahead = 0
        for chunk in chunks:
            while waiting and (len(waiting) > 3 * self._size or ahead + chunk.size_bytes > _AHEAD_BYTES):
                size, first = waiting.popleft()
                ahead -= size
                yield from _taken(first)
            # Not by a future: Ctrl+C while it is waited for can leave its lock taken, and the thread would never end.
            slot: SimpleQueue[_Found | BaseException] = SimpleQueue()
            self._threads.submit(self._fill, slot, chunk)
            waiting.append((chunk.size_bytes, slot))
            ahead += chunk.size_bytes
        while waiting:
            yield from _taken(waiting.popleft()[1])

    def _fill(self, slot: SimpleQueue[_Found | BaseException], chunk: Chunk) -> None:
        try:
            slot.put(self._examine(chunk))
        except BaseException as exc:  # noqa: BLE001 - it is raised where the slot is waited for
            slot.put(exc)

    def _examine(self, chunk: Chunk) -> _Found:
        work = [source for source in chunk.sources if not isinstance(source, Row | Archive)]
        # To its end at once, for that is where the worker is free again.
        answers = iter(list(self._answers(work)))
        found: _Found = []
        for source in chunk.sources:
            found += [source] if isinstance(source, Row | Archive) else next(answers)
        return found

    def _answers(self, work: list[File | Entry | Lines]) -> Iterator[list[Candidate | Row]]:
        again = False
        while work:
            try:
                worker = self._idle.get() or self._started()
            except Unavailable:
                self._idle.put(None)
                if self._closed.is_set():
                    raise CancelledError from None
                yield from self._here(work)
                return
            done = 0
            try:
                worker.ask([_wire.task_of(source) for source in work])
                for _ in work:
                    yield worker.answer()
                    done += 1
                self._idle.put(worker)
            except (EOFError, OSError):
                self._idle.put(None)
                self._forget(worker)
                # A worker may die of something else than its file, which is tried once more unless it was late.
                again = not worker.is_late and not (again and done == 0)
                if not again:
                    yield [Row(work[done].label, "failed", worker.fate)]
                    done += 1
            work = work[done:]

    def _here(self, work: list[File | Entry | Lines]) -> Iterator[list[Candidate | Row]]:
        with Examiner(self._options) as examiner:
            for source in work:
                yield examiner.examine(source)

    def _started(self) -> _Worker:
        with self._lock:
            if self._closed.is_set():
                raise CancelledError
            if not sys.executable or not os.path.exists(sys.executable):  # noqa: PTH110
                raise Unavailable
            try:
                worker = _Worker(self._options, self._limit_s)
            except OSError as exc:
                raise Unavailable from exc
            self._all.append(worker)
        worker.greet()
        return worker

    def _forget(self, worker: _Worker) -> None:
        with self._lock:
            self._all.remove(worker)
        worker.end()

    def _look(self) -> None:
        while not self._closed.wait(_LOOK_EVERY_S):
            with self._lock:
                late = list(self._all)
            for worker in late:
                worker.stop_when_late()


def _taken(slot: SimpleQueue[_Found | BaseException]) -> _Found:
    """What a chunk gave, or raises what it raised."""
    found = slot.get()
    if isinstance(found, BaseException):
        raise found
    return found
