"""A process that reads, parses and hashes files for another one, and ends with it."""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
from typing import IO, TYPE_CHECKING

from wfkit.service.importing import _wire
from wfkit.service.importing._examiner import Examiner
from wfkit.service.importing.content import BROKEN
from wfkit.service.importing.rows import Row, printable

if TYPE_CHECKING:
    from wfkit.service.importing.rows import Candidate


def main() -> None:
    """Serves the process at the other end of stdin and stdout; what anything else prints goes to stderr."""
    incoming = sys.stdin.buffer
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # What was imported so far lives as long as the process: nothing for the garbage collector to look at.
    gc.freeze()
    serve(incoming, outgoing)


def serve(incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Answers lists of tasks, a frame a task, until nobody asks any more."""
    try:
        order = _wire.receive(incoming, _wire.Order)
        _wire.send(outgoing, None)
        with Examiner(order.options) as examiner:
            unpacked = _wire.Unpacked()
            while True:
                for task in _wire.receive(incoming, list[_wire.Task]):
                    # Whoever asked kills a worker that is late; this is for one whose asker was killed.
                    faulthandler.dump_traceback_later(order.limit_s, exit=True)
                    _wire.send(outgoing, _wire.answer_of(_answered(examiner, unpacked, task)))
                faulthandler.cancel_dump_traceback_later()
    except (EOFError, BrokenPipeError):
        pass
    finally:
        faulthandler.cancel_dump_traceback_later()


def _answered(examiner: Examiner, unpacked: _wire.Unpacked, task: _wire.Task) -> list[Candidate | Row]:
    try:
        source = unpacked.source_of(task)
    except BROKEN as exc:
        label = printable(f"{os.fsdecode(task.path)}!{task.member}")
        return [Row(label, "failed", f"unreadable: {exc}")]
    return examiner.examine(source)
