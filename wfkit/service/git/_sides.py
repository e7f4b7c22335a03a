"""The two files that git wants compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import WfkitError

if TYPE_CHECKING:
    from wfkit.core.diff import Diff
    from wfkit.core.document import Document

_NOWHERE = frozenset({"/dev/null", "nul"})


@dataclass(frozen=True, slots=True)
class Side:
    """One of two files, as git names it to a program that compares them.

    Attributes:
        name: The path in the repository.
        file: Where its content is; `/dev/null` where there is none.
        mode: The octal digits of its mode, `.` where there is none.
        blob: The hash of its content; zeros where git did not work it out.
    """

    name: str
    file: str
    mode: str
    blob: str = ""

    @property
    def is_there(self) -> bool:
        """Whether there is such a file on this side."""
        return self.file not in _NOWHERE

    @property
    def document(self) -> Document | None:
        """The workflow in it, None where it holds something else."""
        return document_in(Path(self.file))


def compared(old: Side, new: Side) -> Diff | None:
    """What changed; None where a side is no workflow. A file that was not there, or is not any more, was empty."""
    before, after = old.document if old.is_there else None, new.document if new.is_there else None
    if not old.is_there and after is not None:
        before = empty(after.format)
    if not new.is_there and before is not None:
        after = empty(before.format)
    if before is None or after is None:
        return None
    # What compares and merges is read for workflows alone: git starts a process for each file.
    from wfkit.core.diff import diff

    return diff(before, after)


def document_in(path: Path) -> Document | None:
    """The workflow in a file, None where it holds something else."""
    from wfkit.service.documents import load

    try:
        return load(path)
    except WfkitError:  # git has files of all kinds, and no kind is an error
        return None


def empty(format_name: str) -> Document:
    """A document of this format without anything in it."""
    from wfkit.core.document import Document
    from wfkit.core.model import Graph

    return Document("{}", {}, format_name, lambda _: Graph())
