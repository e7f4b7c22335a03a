"""What an import of history says of each revision of a file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.service.importing.rows import printable

if TYPE_CHECKING:
    from wfkit.service.revisions._chains import Revision


@dataclass(frozen=True, slots=True)
class Row:
    """The outcome for one revision, in the columns of `frames.REVISIONS`."""

    revision: Revision
    status: str
    reason: str = ""
    workflow_id: str = ""
    name: str = ""
    version: int | None = None
    format: str = ""

    def values(self) -> tuple[Any, ...]:
        """The values in the order of the columns."""
        commit = self.revision.commit
        return (
            label_of(self.revision.path), commit.id, self.status, self.workflow_id, self.name, self.version,
            self.format, commit.author, commit.created_at, self.reason,
        )  # fmt: skip


def label_of(path: bytes) -> str:
    """How rows name a file: its path in the repository."""
    return printable(os.fsdecode(path))
