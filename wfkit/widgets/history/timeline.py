"""A workflow's history as the rows of a timeline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wfkit.service.inputs import MAX_LIMIT
from wfkit.widgets.texts import all_told, sendable, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from wfkit.service.workflow import Workflow

_LONGEST_LINE = 200
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One version, as the listing has it.

    Attributes:
        number: From 1.
        tags: Its version tags.
        message: What its author said.
        author: Who saved it.
        saved_at: When, UTC.
        valid: Whether it had no errors.
        restored_from: The version that a rollback took it from.
        runs: How often it ran.
        cost: What that cost, None where no run says.
    """

    number: int
    tags: tuple[str, ...]
    message: str
    author: str
    saved_at: datetime
    valid: bool
    restored_from: int | None
    runs: int = 0
    cost: float | None = None

    def says(self, words: Sequence[str]) -> bool:
        """Whether each of these folded words is in its message, its author or a tag of it, or is its number."""
        text = "\n".join((self.message, self.author, *self.tags)).casefold()
        return all(word in text or word.lstrip("#") == str(self.number) for word in words)


def entries_of(workflow: Workflow) -> dict[int, Entry]:
    """Its versions by their numbers, newest first, up to 100 000.

    Raises:
        NotFound: The workflow was deleted.
    """
    listed = workflow.versions(limit=MAX_LIMIT)
    columns = ("version", "tags", "message", "author", "created_at", "valid")
    from_versions = [None if number is None else int(number) for number in _plain(listed["restored_from"])]
    rows = zip(*(_plain(listed[name]) for name in columns), from_versions, strict=True)
    entries = {row[0]: Entry(row[0], tuple(row[1]), *row[2:]) for row in rows}
    costs = workflow.costs()
    for number, runs, cost in zip(*(_plain(costs[name]) for name in ("version", "runs", "total_cost")), strict=True):
        if number in entries:
            entries[number] = replace(entries[number], runs=runs, cost=cost or None)
    return entries


def rows_of(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """What the timeline shows of them: of each message the first line."""
    lines = all_told([entry.message.strip().split("\n", 1)[0] for entry in entries], _LONGEST_LINE)
    return [_row(entry, line) for entry, line in zip(entries, lines, strict=True)]


def _row(entry: Entry, line: str) -> dict[str, Any]:
    message = entry.message.strip()
    return {
        "number": entry.number,
        "tags": list(entry.tags),
        "message": line,
        "isCut": "\n" in message or len(message) > _LONGEST_LINE,
        "author": sendable(entry.author, _LONGEST_LINE),
        "at": entry.saved_at.isoformat(),
        "isValid": entry.valid,
        "restoredFrom": entry.restored_from,
        "runs": entry.runs,
        "cost": entry.cost,
    }


def message_of(entry: Entry) -> str:
    """Its whole message."""
    return told(entry.message.strip(), _LONGEST)


def tags_of(entries: Iterable[Entry]) -> dict[str, int]:
    """The version of each version tag."""
    return {tag: entry.number for entry in entries for tag in entry.tags}


def _plain(column: Any) -> list[Any]:
    """The values of a column as Python's own, None where there is none."""
    return [None if is_none else value for value, is_none in zip(column.tolist(), column.isna(), strict=True)]
