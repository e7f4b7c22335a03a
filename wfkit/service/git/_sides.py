"""The two files that git wants compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.core.diff import diff
from wfkit.core.document import Document
from wfkit.core.model import Graph
from wfkit.errors import WfkitError
from wfkit.service.documents import load

if TYPE_CHECKING:
    from wfkit.core.diff import Diff

_NOWHERE = frozenset({"/dev/null", "nul"})


@dataclass(frozen=True, slots=True)
class Side:
    """One of two files, as git names it to a program that compares them.

    Attributes:
        name: The path in the repository.
        file: Where its content is; `/dev/null` where there is none.
        mode: The octal digits of its mode, `.` where there is none.
    """

    name: str
    file: str
    mode: str

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
    return None if before is None or after is None else diff(before, after)


def document_in(path: Path) -> Document | None:
    """The workflow in a file, None where it holds something else."""
    try:
        return load(path)
    except WfkitError:  # git has files of all kinds, and no kind is an error
        return None


def empty(format_name: str) -> Document:
    """A document of this format without anything in it."""
    return Document("{}", {}, format_name, lambda _: Graph())
