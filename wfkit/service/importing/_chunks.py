"""Sources in chunks of like weight: what one worker is given at a time."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import msgspec

from wfkit.core import codec
from wfkit.service.importing._parts import LINE_SUFFIXES
from wfkit.service.importing._regular import opened
from wfkit.service.importing.rows import Row
from wfkit.service.importing.sources import Archive, Entry, File, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wfkit.service.importing.sources import Source

MAX_FILES = 16
MAX_BYTES = 2 * 2**20


@dataclass(frozen=True, slots=True)
class Chunk:
    """Sources that are examined by one worker, in order.

    Attributes:
        sources: At most 16, one alone where it is large.
        size_bytes: What they hold together, as far as their folders tell.
    """

    sources: list[Source]
    size_bytes: int


def chunks(sources: Iterable[Source]) -> Iterator[Chunk]:
    """The sources in order; large files of JSON Lines in spans of whole lines."""
    held: list[Source] = []
    size = 0
    for source in _divided(sources):
        weight = weigh(source)
        if held and (len(held) >= MAX_FILES or size + weight > MAX_BYTES):
            yield Chunk(held, size)
            held, size = [], 0
        held.append(source)
        size += weight
    if held:
        yield Chunk(held, size)


def weigh(source: Source) -> int:
    """How many bytes are read for a source; 0 where nothing is, or nobody knows."""
    match source:
        case Entry():
            return source.info.file_size
        case Lines():
            return source.size
        case File():
            try:
                return os.stat(source.path).st_size  # noqa: PTH116 - thousands of them
            except OSError:
                return 0
        case _:
            return 0


def _divided(sources: Iterable[Source]) -> Iterator[Source]:
    for source in sources:
        match source:
            case File(path) if path.lower().endswith(LINE_SUFFIXES) and weigh(source) > MAX_BYTES:
                yield from _spans(source)
            case File() | Entry() | Lines() | Archive() | Row():
                yield source


def _spans(source: File) -> Iterator[Source]:
    """Whole lines, about 2 MB at a time; the file itself where its first line is no document of its own."""
    try:
        with opened(source.path) as file:
            if _begins_with_json(file):
                file.seek(0)
                yield from _spans_of(source, file)
            else:
                yield source
    except OSError as exc:
        yield Row(source.label, "failed", f"unreadable: {exc.strerror}")


def _spans_of(source: File, file: IO[bytes]) -> Iterator[Lines | Row]:
    start, number = 0, 1
    while block := file.read(MAX_BYTES):
        last = file.readline(codec.MAX_BYTES + 1)
        block += last
        is_cut = len(last) > codec.MAX_BYTES and not last.endswith(b"\n")
        whole = block[: block.rfind(b"\n") + 1] if is_cut else block
        if whole:
            yield Lines(source.path, start, len(whole), number)
        number += whole.count(b"\n")
        if is_cut:
            reason = f"too large: a line of over {codec.MAX_BYTES // 2**20} MB, more than a document may have"
            yield Row(f"{source.label}#{number}", "failed", reason)
            _skip_line(file)
            number += 1
        start = file.tell()


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
        pass


def _begins_with_json(file: IO[bytes]) -> bool:
    line = file.readline(codec.MAX_BYTES)
    while line.isspace():
        line = file.readline(codec.MAX_BYTES)
    return _is_json(line)


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
