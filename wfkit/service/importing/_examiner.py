"""From one source to its candidates and rows, whatever happens on the way."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Self

from wfkit.service.importing.content import Reader
from wfkit.service.importing.reading import examine, examine_lines
from wfkit.service.importing.rows import Row
from wfkit.service.importing.sources import Entry, Lines

if TYPE_CHECKING:
    from types import TracebackType

    from wfkit.service.importing.reading import Options
    from wfkit.service.importing.rows import Candidate
    from wfkit.service.importing.sources import File


class Examiner:
    """Examines sources, one after the other."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._reader = Reader()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._reader.close()

    def examine(self, source: File | Entry | Lines) -> list[Candidate | Row]:
        """What the file holds; a fault of a format's own code is a row too, for it must not stop thousands of files."""
        try:
            return self._examined(source)
        except Exception as exc:  # noqa: BLE001 - see above; readers of other packages are among them
            return [Row(source.label, "failed", f"wfkit failed at it, which is a defect: {type(exc).__name__}")]

    def _examined(self, source: File | Entry | Lines) -> list[Candidate | Row]:
        raw = self._reader.read(source)
        if isinstance(raw, Row):
            return [raw]
        name = file_name(source)
        if isinstance(source, Lines):
            return list(examine_lines(source.label, name, raw, self._options, first=source.first))
        return list(examine(source.label, name, raw, self._options))


def file_name(source: File | Entry | Lines) -> str:
    """The name that a workflow gets whose document has none."""
    return PurePath(source.info.filename if isinstance(source, Entry) else source.path).name
