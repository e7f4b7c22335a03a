"""Importing: thousands of files, streamed in batches, each with its row.

It exists so that a folder that people already have becomes a registry in one call, safely: a file that is no workflow
is named and never fatal, a killed import leaves whole batches, and a second run imports nothing twice. It must not
write files, and it keeps no parsed document longer than it takes to decide on it.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput
from wfkit.service._progress import shown
from wfkit.service.importing import _archives, sources
from wfkit.service.importing._batches import Settler, batches
from wfkit.service.importing._chunks import chunks, weigh
from wfkit.service.importing._crew import Crew
from wfkit.service.importing._examiner import Examiner
from wfkit.service.importing._plan import POLICIES, Ledger
from wfkit.service.importing.reading import Options
from wfkit.service.importing.rows import Candidate, Row
from wfkit.store import frames

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.service.importing._chunks import Chunk
    from wfkit.service.importing.sources import Source

__all__ = ["import_files"]

_MANY = 400
_MUCH_BYTES = 8 * 2**20


def import_files(
    context: Context,
    path: object,
    *,
    on_conflict: str,
    dry_run: bool,
    progress: bool,
    tags: tuple[str, ...] = (),
    allow_invalid: bool = False,
    check: bool = False,
    processes: int | None = None,
    time_limit_s: float = 60.0,
) -> pd.DataFrame:
    """A row a file, columns `frames.IMPORTS`.

    Raises:
        NotFound: The path does not exist, or a pattern matches no file.
        InvalidInput: `on_conflict` is unknown; or it is `error`, and a name is taken.
    """
    if on_conflict not in POLICIES:
        msg = f"on_conflict is {on_conflict!r}; it is one of {', '.join(POLICIES)}"
        raise InvalidInput(msg)
    found = sources.find(path)
    size = _processes(found) if processes is None else processes
    options = Options(tags, allow_invalid, check)
    watched = chunks(shown(found, show=progress, doing="importing", unit="file"))
    settler = Settler(context, on_conflict, Ledger() if dry_run else None)
    rows: list[Row] = []
    writing: Future[list[Row]] | None = None
    # DuckDB writes one batch without the interpreter while the next one is read; there are never more than two.
    examined = _by_workers(watched, options, size, time_limit_s) if size > 1 else _here(watched, options)
    with ThreadPoolExecutor(1, "wfkit-import") as writer, closing(examined):
        for batch in batches(examined):
            rows += writing.result() if writing else ()
            writing = writer.submit(_settled, settler, batch)
        rows += writing.result() if writing else ()
    return frames.frame(frames.IMPORTS, [row.values() for row in rows])


def _settled(settler: Settler, batch: list[Candidate | Row | sources.Archive]) -> list[Row]:
    match batch:
        case [sources.Archive() as archive]:
            return [_archives.restore(settler, archive)]
        case _:
            return settler.settle([item for item in batch if isinstance(item, Candidate | Row)])


def _here(found: Iterable[Chunk], options: Options) -> Generator[Candidate | Row | sources.Archive, None, None]:
    with Examiner(options) as examiner:
        for chunk in found:
            for source in chunk.sources:
                if isinstance(source, Row | sources.Archive):
                    yield source
                else:
                    yield from examiner.examine(source)


def _by_workers(
    found: Iterable[Chunk], options: Options, size: int, limit_s: float
) -> Generator[Candidate | Row | sources.Archive, None, None]:
    with Crew(options, size=size, limit_s=limit_s) as crew:
        yield from crew.examined(found)


def _processes(found: Sequence[Source]) -> int:
    """One where starting more costs more than it gives, else one a core."""
    if len(found) < _MANY and sum(map(weigh, found)) < _MUCH_BYTES:
        return 1
    # One more than a single core has: what is late can only be ended in a process of its own.
    return max(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
