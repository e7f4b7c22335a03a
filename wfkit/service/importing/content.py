"""The bytes of one found file, within bounds, or the reason why there are none."""

from __future__ import annotations

import lzma
import os
import struct
import zipfile
import zlib
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from wfkit.core import codec
from wfkit.service.importing._regular import opened, opened_zip
from wfkit.service.importing.rows import Row
from wfkit.service.importing.sources import Entry, File, Lines

if TYPE_CHECKING:
    from types import TracebackType

# Deflate writes real documents 3 to 60 times smaller; a bomb comes near its bound of 1032.
_MAX_RATIO = 200
_RATIO_COUNTS_FROM = 2**20
_ENCRYPTED = 0x1
_CHANGED = "changed while it was read; import it again"
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError,
    NotImplementedError,
)  # fmt: skip


class Reader:
    """Reads files, and the entries of one zip after the other, which it keeps open meanwhile."""

    def __init__(self) -> None:
        self._archive: zipfile.ZipFile | None = None
        self._path = ""
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def read(self, source: File | Entry | Lines) -> bytes | Row:
        """The bytes, or a row with the status `failed`."""
        match source:
            case File():
                return _file_bytes(source)
            case Lines():
                return _span_bytes(source)
            case Entry():
                return self._entry_bytes(source)

    def _entry_bytes(self, source: Entry) -> bytes | Row:
        refused = refusal(source.info)
        if refused:
            return Row(source.label, "failed", refused, size_bytes=source.info.file_size)
        try:
            return member_bytes(self._opened(source.archive), source.info)
        except BROKEN as exc:
            return Row(source.label, "failed", f"unreadable: {exc}", size_bytes=source.info.file_size)

    def _opened(self, path: str) -> zipfile.ZipFile:
        if self._archive is None or self._path != path:
            self.close()
            self._archive, self._path = self._open.enter_context(opened_zip(path)), path
        return self._archive

    def close(self) -> None:
        """Closes the zip that is open."""
        self._archive = None
        self._open.close()


def refusal(info: zipfile.ZipInfo) -> str:
    """Why a member of a zip is not unpacked, "" when nothing speaks against it."""
    if info.flag_bits & _ENCRYPTED:
        return "encrypted; unpack the zip with its password and import the files"
    if info.file_size > codec.MAX_BYTES:
        return _too_large(info.file_size)
    ratio = info.file_size // max(info.compress_size, 1)
    if info.file_size > _RATIO_COUNTS_FROM and ratio > _MAX_RATIO:
        return f"compressed {ratio} times, which no workflow is; at most {_MAX_RATIO} times is unpacked"
    return ""


def member_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The unpacked bytes of a member that was not refused; never more than `codec.MAX_BYTES`.

    Raises:
        zipfile.BadZipFile: It is damaged, or larger than it says.
    """
    with archive.open(info) as member:
        # A member that says less than it holds ends early, and fails its checksum.
        return member.read(codec.MAX_BYTES)


def _file_bytes(source: File) -> bytes | Row:
    try:
        with opened(source.path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > codec.MAX_BYTES:
                return Row(source.label, "failed", _too_large(size), size_bytes=size)
            # A byte more than there is, so that neither a file that grows is endless nor one that shrinks half there.
            raw = file.read(size + 1)
    except OSError as exc:
        return Row(source.label, "failed", f"unreadable: {exc.strerror}")
    return raw if len(raw) == size else Row(source.label, "failed", _CHANGED, size_bytes=size)


def _span_bytes(source: Lines) -> bytes | Row:
    try:
        with opened(source.path) as file:
            file.seek(source.start)
            raw = file.read(source.size)
    except OSError as exc:
        return Row(source.label, "failed", f"unreadable: {exc.strerror}")
    return raw if len(raw) == source.size else Row(f"{source.label}#{source.first}", "failed", _CHANGED)


def _too_large(size: int) -> str:
    return f"too large: {size // 2**20} MB; wfkit reads documents of up to {codec.MAX_BYTES // 2**20} MB"
