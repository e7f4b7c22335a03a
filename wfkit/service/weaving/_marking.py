"""Two texts as one, with the lines in which they differ between the markers that git writes."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.service.weaving._writing import Labels


def marked_lines(ours: str, theirs: str, labels: Labels) -> str:
    """The lines of both; keeping the same side of every conflict gives that side's text again."""
    mine, other = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    newline = "\r\n" if ours.endswith("\r\n") else "\n"
    matcher = SequenceMatcher(None, mine, other, autojunk=False)
    parts: list[str] = []
    for tag, first, last, other_first, other_last in matcher.get_opcodes():
        if tag == "equal":
            parts += mine[first:last]
        else:
            parts += _block(mine[first:last], other[other_first:other_last], labels, newline)
    return "".join(parts)


def _block(mine: list[str], other: list[str], labels: Labels, newline: str) -> Iterator[str]:
    yield f"{'<' * labels.size} {labels.ours}{newline}"
    yield from _ended(mine, newline)
    yield f"{'=' * labels.size}{newline}"
    yield from _ended(other, newline)
    yield f"{'>' * labels.size} {labels.theirs}{newline}"


def _ended(lines: list[str], newline: str) -> Iterator[str]:
    """The lines, of which the last of a text may have no end."""
    yield from lines
    if lines and not lines[-1].endswith(("\n", "\r")):
        yield newline
