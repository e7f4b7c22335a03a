"""Two edits of a long text as one, line by line."""

from __future__ import annotations

from typing import Any

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge._sequences import merged_sequence


def merged(base: str, ours: str, theirs: str) -> Any:
    """The text with both edits, `ABSENT` where they touch the same lines."""
    lines = [text.splitlines(keepends=True) for text in (base, ours, theirs)]
    elements = merged_sequence(lines[0], lines[1], lines[2])
    if elements is None:
        return ABSENT
    chosen = [_chosen(*element.sides) for element in elements]
    return ABSENT if None in chosen else "".join([line for line in chosen if line is not None])


def _chosen(base: Any, ours: Any, theirs: Any) -> str | None:
    """The line that one side changed, "" for none, None where both did."""
    if theirs in (ours, base):
        line = ours
    elif ours == base:
        line = theirs
    else:
        return None
    return "" if line is ABSENT else str(line)
