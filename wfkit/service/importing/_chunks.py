"""Sources in chunks of like weight: what one worker is given at a time."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from wfkit.core import codec
from wfkit.service.importing.rows import Row
from wfkit.service.importing.sources import Archive, Entry, File, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wfkit.service.importing.sources import Source

MAX_FILES = 16
MAX_BYTES = 2 * 2**20
LINE_SUFFIXES = (".jsonl", ".ndjson")


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
        with open(source.path, "rb") as file:  # noqa: PTH123 - as elsewhere in this package
            if not _is_json(file.readline(codec.MAX_BYTES)):
                yield source
                return
            file.seek(0)
            start, number = 0, 1
            while block := file.read(MAX_BYTES):
                block += file.readline(codec.MAX_BYTES)
                if block.endswith(b"\n") or len(block) < codec.MAX_BYTES:
                    yield Lines(source.path, start, len(block), number)
                else:
                    yield Row(f"{source.label}#{number}", "failed", f"too large: a line of over {len(block)} bytes")
                    while rest := file.readline(MAX_BYTES):
                        if rest.endswith(b"\n"):
                            break
                start, number = file.tell(), number + block.count(b"\n")
    except OSError as exc:
        yield Row(source.label, "failed", f"unreadable: {exc.strerror}")


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
