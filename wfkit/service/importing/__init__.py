"""Importing: thousands of files, streamed in batches, each with its row.

It exists so that a folder that people already have becomes a registry in one call, safely: a file that is no workflow
is named and never fatal, a killed import leaves whole batches, and a second run imports nothing twice. It must not
write files, and it keeps no parsed document longer than it takes to decide on it.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import PurePath
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput
from wfkit.service._progress import shown
from wfkit.service.importing import _archives, sources
from wfkit.service.importing._batches import Settler, batches
from wfkit.service.importing._plan import POLICIES, Ledger
from wfkit.service.importing.content import Reader
from wfkit.service.importing.reading import examine
from wfkit.service.importing.rows import Candidate, Row
from wfkit.store import frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.service.importing.sources import Source

__all__ = ["import_files"]


def import_files(
    context: Context,
    path: object,
    *,
    on_conflict: str,
    dry_run: bool,
    progress: bool,
    tags: tuple[str, ...],
    allow_invalid: bool,
) -> pd.DataFrame:
    """A row a file, columns `frames.IMPORTS`.

    Raises:
        NotFound: The path does not exist, or a pattern matches no file.
        InvalidInput: `on_conflict` is unknown; or it is `error`, and a name is taken.
    """
    if on_conflict not in POLICIES:
        msg = f"on_conflict is {on_conflict!r}; it is one of {', '.join(POLICIES)}"
        raise InvalidInput(msg)
    found = shown(sources.find(path), show=progress, doing="importing", unit="file")
    settler = Settler(context, on_conflict, Ledger() if dry_run else None)
    rows: list[Row] = []
    writing: Future[list[Row]] | None = None
    # DuckDB writes one batch without the interpreter while the next one is read; there are never more than two.
    with ThreadPoolExecutor(1, "wfkit-import") as writer:
        for batch in batches(_examined(found, tags, allow_invalid=allow_invalid)):
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


def _examined(
    found: Iterable[Source], tags: tuple[str, ...], *, allow_invalid: bool
) -> Iterator[Candidate | Row | sources.Archive]:
    with Reader() as reader:
        for source in found:
            if isinstance(source, Row | sources.Archive):
                yield source
                continue
            raw = reader.read(source)
            if isinstance(raw, Row):
                yield raw
                continue
            yield examine(source.label, _file_name(source), raw, tags=tags, allow_invalid=allow_invalid)


def _file_name(source: sources.File | sources.Entry) -> str:
    match source:
        case sources.File():
            return PurePath(source.path).name
        case sources.Entry():
            return PurePath(source.info.filename).name
