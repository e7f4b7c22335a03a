"""The three files that git wants merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput
from wfkit.service.git._lines import merge_lines
from wfkit.service.git._sides import document_in, empty

if TYPE_CHECKING:
    from pathlib import Path

    from wfkit.core.merge import Merge
    from wfkit.service.weaving import Labels

_BINARY = "binary files cannot be merged, ours is left"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a file was merged.

    Attributes:
        merged: The merge of workflows; None where one of the files is none, and git merged their lines.
        has_conflicts: Whether somebody has to look at the file.
        note: What else there is to say.
    """

    merged: Merge | None
    has_conflicts: bool
    note: str = ""


def merged_file(base: Path, ours: Path, theirs: Path, *, labels: Labels, is_ancestor: bool = False) -> Outcome:
    """How the files were merged; the result is in the place of ours, conflicts between markers.

    Args:
        base: What both began with; a file without anything in it where both added it.
        ours: Our side.
        theirs: Their side.
        labels: Beside the markers.
        is_ancestor: The result is a base itself: where both changed the same, it stays as it was.

    Raises:
        InvalidInput: git cannot merge them either.
        OSError: A file cannot be read or written.
    """
    merged = _merge(base, ours, theirs)
    if merged is None:
        lines = merge_lines(base, ours, theirs, labels)
        return Outcome(None, lines.has_conflicts, _BINARY if lines.is_binary else "")
    from wfkit.core import codec
    from wfkit.service.weaving import conflict_text, merged_text

    conflicts = merged.open
    if is_ancestor:
        merged.resolve_all("base")
    text = conflict_text(merged.base, merged.ours, merged.theirs, labels=labels) if merged.open else merged_text(merged)
    ours.write_bytes(codec.encode(text, merged.ours.encoding))
    return Outcome(merged, bool(conflicts))


def _merge(base: Path, ours: Path, theirs: Path) -> Merge | None:
    mine, other = document_in(ours), document_in(theirs)
    if mine is None or other is None:
        return None
    before = empty(mine.format) if _is_blank(base) else document_in(base)
    from wfkit.core.merge import merge

    try:
        return None if before is None else merge(before, mine, other)
    except InvalidInput:  # of two formats
        return None


def _is_blank(path: Path) -> bool:
    """Whether there is no base: both sides added the file."""
    return not path.read_bytes().strip()
