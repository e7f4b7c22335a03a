"""The contents of files, from one process of git that stays."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfkit.core import codec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from wfkit.service.revisions._repository import Complaint, Repository

_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Blobs:
    """Reads one content after the other."""

    asking: IO[bytes]
    answers: IO[bytes]
    complaint: Complaint

    def read(self, blob: str) -> bytes | str:
        """The bytes, or the reason why there are none.

        Raises:
            InvalidInput: git ended, as it does when an object is damaged.
        """
        try:
            self.asking.write(f"{blob}\n".encode())
            self.asking.flush()
        except BrokenPipeError as exc:
            raise self.complaint() from exc
        answer = self.answers.readline().split()
        match answer:
            case [_, b"blob", size]:
                return self._content(int(size))
            case [_, b"missing"]:
                return "its content is not in this clone; fetch all of the repository, or repair it"
            case _:
                raise self.complaint()

    def _content(self, size: int) -> bytes | str:
        if size <= codec.MAX_BYTES:
            raw = self.answers.read(size + 1)
            if len(raw) <= size:
                raise self.complaint()
            return raw[:-1]
        left = size + 1
        while left and (chunk := self.answers.read(min(left, _CHUNK))):
            left -= len(chunk)
        return f"too large: {size // 2**20} MB; wfkit reads documents of up to {codec.MAX_BYTES // 2**20} MB"


@contextmanager
def blobs_of(repository: Repository) -> Iterator[Blobs]:
    """A reader of the contents that a repository holds."""
    with repository.running("cat-file", "--batch", stdin=subprocess.PIPE) as (process, complaint):
        if process.stdin is None or process.stdout is None:
            raise complaint()
        yield Blobs(process.stdin, process.stdout, complaint)
