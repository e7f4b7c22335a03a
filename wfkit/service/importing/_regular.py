"""Opening files that were found a while ago, and may have become something else since."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator


def opened(path: str) -> BinaryIO:
    """A regular file, to read its bytes; it never waits for whoever writes into a pipe.

    Raises:
        OSError: It cannot be read, or is no regular file.
    """
    return open(path, "rb", opener=_descriptor)


@contextmanager
def opened_zip(path: str) -> Iterator[zipfile.ZipFile]:
    """A zip, as `opened` opens files; both are closed at the end.

    Raises:
        OSError: As `opened` does.
        zipfile.BadZipFile: It is none.
    """
    with opened(path) as file, zipfile.ZipFile(file) as archive:
        yield archive


def _descriptor(path: str, flags: int) -> int:
    # By its kind first, for opening is an act with some devices.
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - thousands of them
        raise _irregular(path)
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)  # pragma: no cover - replaced between two system calls
    raise _irregular(path)  # pragma: no cover


def _irregular(path: str) -> OSError:
    return OSError(errno.EINVAL, "not a regular file", path)
