"""What this process and its workers tell each other: frames of MessagePack, each after its length."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypeVar

import msgspec

from wfkit.service.importing._regular import opened_zip
from wfkit.service.importing.reading import Options  # noqa: TC001 - msgspec reads the annotations
from wfkit.service.importing.rows import Candidate, Row
from wfkit.service.importing.sources import Entry, File, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

_LENGTH_BYTES = 8
_CHANGED = "the zip changed while it was read; import it again"


@dataclass(frozen=True, slots=True)
class Order:
    """The first frame: what holds for every file.

    Attributes:
        options: What the caller wants.
        limit_s: After how many seconds with one file a worker gives up, lest it outlives whoever asked.
    """

    options: Options
    limit_s: float


@dataclass(frozen=True, slots=True)
class Task:
    """A source to examine; its path in bytes, for names of files are not always text."""

    path: bytes
    member: str = ""
    member_offset: int = -1
    start: int = -1
    size: int = 0
    first: int = 0


Answer = list[tuple[Candidate | None, Row | None]]


def task_of(source: File | Entry | Lines) -> Task:
    """How a source is told."""
    match source:
        case File():
            return Task(os.fsencode(source.path))
        case Entry():
            return Task(os.fsencode(source.archive), source.info.filename, source.info.header_offset)
        case Lines():
            return Task(os.fsencode(source.path), start=source.start, size=source.size, first=source.first)


class Unpacked:
    """Sources from tasks; it keeps the members of the zip that it was last asked for."""

    def __init__(self) -> None:
        self._path = ""
        self._members: dict[tuple[int, str], zipfile.ZipInfo] = {}

    def source_of(self, task: Task) -> File | Entry | Lines:
        """The source that a task tells of.

        Raises:
            zipfile.BadZipFile: The zip has changed.
            OSError: It is gone.
        """
        path = os.fsdecode(task.path)
        if task.member_offset >= 0:
            return Entry(path, self._member(path, (task.member_offset, task.member)))
        return File(path) if task.start < 0 else Lines(path, task.start, task.size, task.first)

    def _member(self, path: str, place: tuple[int, str]) -> zipfile.ZipInfo:
        if path != self._path:
            with opened_zip(path) as archive:
                self._members = {(info.header_offset, info.filename): info for info in archive.infolist()}
            self._path = path
        if place not in self._members:
            raise zipfile.BadZipFile(_CHANGED)
        return self._members[place]


def answer_of(found: Sequence[Candidate | Row]) -> Answer:
    """Candidates and rows so that either can be told from the other."""
    return [(item, None) if isinstance(item, Candidate) else (None, item) for item in found]


def found_in(answer: Answer) -> list[Candidate | Row]:
    """What `answer_of` was given."""
    return [item for pair in answer for item in pair if item is not None]


def send(stream: IO[bytes], message: Any) -> None:
    """Writes one frame.

    Raises:
        OSError: Nobody reads any more.
    """
    packed = msgspec.msgpack.encode(message)
    stream.write(len(packed).to_bytes(_LENGTH_BYTES, "little"))
    stream.write(packed)
    stream.flush()


def receive(stream: IO[bytes], kind: type[T]) -> T:
    """The next frame.

    Raises:
        EOFError: There is none; the other side is gone.
    """
    length = stream.read(_LENGTH_BYTES)
    size = int.from_bytes(length, "little")
    packed = stream.read(size) if len(length) == _LENGTH_BYTES else b""
    if len(length) < _LENGTH_BYTES or len(packed) < size:
        raise EOFError
    return msgspec.msgpack.decode(packed, type=kind)
