"""What there is to import: files of folders, globs, zips and lists, found without opening them."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.service.importing._regular import opened_zip
from wfkit.service.importing.rows import Row, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

ARCHIVE_SUFFIX = ".wfkit"
_ZIP_SUFFIX = ".zip"
_ANY_DEPTH = "**"


@dataclass(frozen=True, slots=True)
class File:
    """A regular file."""

    path: str

    @property
    def label(self) -> str:
        """How rows name it."""
        return printable(self.path)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file inside a zip."""

    archive: str
    info: zipfile.ZipInfo

    @property
    def label(self) -> str:
        """How rows name it: `flows.zip!inner/a.json`."""
        return printable(f"{self.archive}!{self.info.filename}")


@dataclass(frozen=True, slots=True)
class Lines:
    """Some whole lines of a large file of JSON Lines.

    Attributes:
        path: The file.
        start: Where they begin, in bytes.
        size: How many bytes they are.
        first: The number of the first one.
    """

    path: str
    start: int
    size: int
    first: int

    @property
    def label(self) -> str:
        """How rows name the file."""
        return printable(self.path)


@dataclass(frozen=True, slots=True)
class Archive:
    """A workflow with its history, as `Registry.export` wrote it."""

    path: str

    @property
    def label(self) -> str:
        """How rows name it."""
        return printable(self.path)


Source = File | Entry | Lines | Archive | Row
"""What was found; a row is something that is not opened, with the reason."""


def find(path: object) -> list[Source]:
    """Everything to import, in sorted order within each folder, pattern or zip.

    Hidden files and folders, whose names begin with a dot, are not looked into.

    Raises:
        NotFound: A path does not exist, or a pattern matches no file.
        InvalidInput: It is neither a path nor a list of paths.
    """
    match path:
        case str() | os.PathLike():
            return _at(path_text(path))
        case Iterable() if not isinstance(path, bytes):
            return [source for each in path for source in find(_one_path(each))]
        case _:
            msg = f"{path!r:.60} is no path; pass a folder, a file, a pattern such as 'a/*.json' or a list of paths"
            raise InvalidInput(msg)


def path_text(path: object) -> str:
    """A path as text, with `~` for the home folder filled in.

    Raises:
        InvalidInput: It is no path.
    """
    if isinstance(path, str | os.PathLike):
        return os.path.expanduser(os.fsdecode(path))  # noqa: PTH111 - Path.expanduser raises without a home
    msg = f"{path!r:.60} is no path; pass a text or a pathlib.Path"
    raise InvalidInput(msg)


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is not looked into."""
    return name.startswith(".") and name not in (".", "..")


def _one_path(path: object) -> object:
    if isinstance(path, str | os.PathLike):
        return path
    msg = f"{path!r:.60} is no path; a list to import holds paths only"
    raise InvalidInput(msg)


def _at(path: str) -> list[Source]:
    if "\0" not in path:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for some paths
            return list(_walk(path))
        if os.path.lexists(path):
            return list(_opened(path))
        found = list(_matching(path)) if _is_pattern(path) else []
        if found:
            return found
    msg = f"no file or folder {quoted(path, 200)}"
    raise NotFound(f"{msg} matches" if _is_pattern(path) else msg)


def _opened(path: str) -> Iterator[Source]:
    """A path that was named, or matched: a zip stands for its entries."""
    if path.lower().endswith(_ZIP_SUFFIX) and os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for some
        yield from _entries(path)
    else:
        yield _file(path)


def _file(path: str) -> Source:
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for some paths
        is_link = os.path.islink(path)  # noqa: PTH114 - thousands of them
        if is_link and not os.path.exists(path):  # noqa: PTH110
            return Row(printable(path), "failed", "unreadable: a link that leads nowhere")
        return Row(printable(path), "skipped", "not a regular file")
    if path.lower().endswith(ARCHIVE_SUFFIX):
        return Archive(path)
    return File(path)


def _walk(folder: str, *, depth: int | None = None) -> Iterator[Source]:
    """Every file below a folder, sorted; a link to a folder is named and not followed, so loops do no harm."""
    # Folders wait on a stack of their own: they may nest deeper than Python likes generators to.
    waiting: list[tuple[str, bool, int]] = [(folder, True, 0)]
    while waiting:
        path, is_folder, level = waiting.pop()
        if is_folder and (depth is None or level < depth):
            try:
                waiting += ((inside, is_dir, level + 1) for inside, is_dir in reversed(_listing(path)))
            except OSError as exc:
                yield Row(printable(path), "failed", f"unreadable folder: {exc.strerror}")
        elif not is_folder:
            yield from _in_folder(path)


def _listing(folder: str) -> list[tuple[str, bool]]:
    with os.scandir(folder or ".") as entries:
        inside = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries if not is_hidden(entry.name)]
    return [(os.path.join(folder, name), is_dir) for name, is_dir in sorted(inside)]  # noqa: PTH118 - thousands of them


def _in_folder(path: str) -> Iterator[Source]:
    if os.path.islink(path) and os.path.isdir(path):  # noqa: PTH112, PTH114 - thousands of them
        yield Row(printable(path), "skipped", "a link to a folder; import that folder by its own path")
        return
    yield from _opened(path)


def _is_pattern(path: str) -> bool:
    return any(character in path for character in "*?[")


def _matching(pattern: str) -> Iterator[Source]:
    parts = Path(pattern).parts
    first = next(place for place, part in enumerate(parts) if _is_pattern(part))
    base, wanted = (str(Path(*parts[:first])) if first else ""), parts[first:]
    walked = _walk(base, depth=None if _ANY_DEPTH in wanted else len(wanted))
    # The entries of one zip follow each other.
    for path, _ in groupby(walked, key=_path_of):
        if _matches(Path(os.path.relpath(path, base or ".")).parts, wanted):
            yield from _opened(path)


def _path_of(source: Source) -> str:
    match source:
        case Row():
            return source.file
        case Entry():
            return source.archive
        case File() | Lines() | Archive():
            return source.path


def _matches(parts: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    if not wanted:
        return not parts
    if wanted[0] == _ANY_DEPTH:
        rest = wanted[1:] or ("*",)
        return any(_matches(parts[skipped:], rest) for skipped in range(len(parts)))
    return bool(parts) and fnmatch(parts[0], wanted[0]) and _matches(parts[1:], wanted[1:])


def _entries(path: str) -> Iterator[Source]:
    try:
        with opened_zip(path) as archive:
            infos = sorted(archive.infolist(), key=lambda info: info.filename)
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError) as exc:
        yield Row(printable(path), "failed", f"unreadable zip: {exc}")
        return
    for info in infos:
        if not info.filename.endswith("/") and not any(is_hidden(part) for part in info.filename.split("/")):
            yield _entry(path, info)


def _entry(path: str, info: zipfile.ZipInfo) -> Source:
    found = Entry(path, info)
    if not info.filename:
        return Row(found.label, "failed", "a damaged zip: a member without a name")
    if info.filename.lower().endswith((_ZIP_SUFFIX, ARCHIVE_SUFFIX)):
        return Row(found.label, "skipped", "an archive inside a zip; unpack it first", size_bytes=info.file_size)
    if stat.S_ISLNK(info.external_attr >> 16):
        return Row(found.label, "skipped", "a link; the file that it leads to is looked at by itself")
    return found
