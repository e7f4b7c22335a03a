"""What becomes of each candidate: decided from what the registry and this run hold, without writing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput
from wfkit.service.numbering import base_of, free_number, numbered
from wfkit.store.bulk import Living

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wfkit.service.importing.rows import Candidate, Row

POLICIES = ("skip", "version", "rename", "error")
WRITTEN = frozenset({"imported", "renamed", "version"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a content is already: a version, or a file of this run."""

    workflow_id: str
    name: str
    version: int
    file: str = ""

    def __str__(self) -> str:
        if self.file:
            return f"the same content as {self.file}, which came first"
        return f"the same content as version {self.version} of {quoted(self.name)} ({self.workflow_id})"


@dataclass(slots=True)
class Ledger:
    """What is taken: by living workflows, and by what this run has decided so far."""

    contents: dict[str, Place] = field(default_factory=dict)
    names: dict[str, list[Living]] = field(default_factory=lambda: defaultdict(list))
    _next_number: dict[str, int] = field(default_factory=lambda: defaultdict(lambda: 2))

    def learn(self, contents: dict[str, Place], living: Iterable[Living]) -> None:
        """Adds what the registry holds; what this run knows of a workflow already is newer."""
        self.contents = contents | self.contents
        for workflow in living:
            known = self.names[workflow.name]
            if not any(other.id == workflow.id for other in known):
                known.append(workflow)

    def note(self, candidate: Candidate, row: Row) -> None:
        """Adds what was decided for a candidate."""
        if row.status not in WRITTEN:
            return
        version = row.version or 1
        self.contents[candidate.content_hash] = Place(row.workflow_id, row.name, version, candidate.file)
        others = [living for living in self.names[row.name] if living.id != row.workflow_id]
        self.names[row.name] = [*others, Living(row.name, row.workflow_id, candidate.format, version)]

    def free_name(self, name: str) -> str:
        """The name with the next number that nobody has: `Name (2)`."""
        base = base_of(name)
        number = free_number(base, self.names, first=self._next_number[base])
        self._next_number[base] = number
        return numbered(base, number)


def decide(candidate: Candidate, ledger: Ledger, *, on_conflict: str, make_id: Callable[[], str]) -> Row:
    """The outcome for one candidate.

    Raises:
        InvalidInput: The name is taken, and `on_conflict` is `error`.
    """
    place = ledger.contents.get(candidate.content_hash)
    if place:
        return candidate.row(
            "unchanged", str(place), workflow_id=place.workflow_id, name=place.name, version=place.version
        )
    taken = ledger.names.get(candidate.name)
    if not taken:
        return candidate.row("imported", workflow_id=make_id(), version=1)
    match on_conflict:
        case "rename":
            return _renamed(candidate, ledger, make_id())
        case "version":
            return _next_version(candidate, taken)
        case "error":
            msg = f"{candidate.file}: {_conflict(candidate, taken)}; this file's batch was not written"
            raise InvalidInput(msg)
        case _:
            return _skipped(candidate, taken)


def _renamed(candidate: Candidate, ledger: Ledger, workflow_id: str) -> Row:
    name = ledger.free_name(candidate.name)
    reason = f"a workflow is named {quoted(candidate.name)} already"
    return candidate.row("renamed", reason, workflow_id=workflow_id, name=name, version=1)


def _next_version(candidate: Candidate, taken: list[Living]) -> Row:
    if len(taken) > 1:
        return candidate.row("failed", f"{_conflict(candidate, taken)}; which one gets the version cannot be told")
    [living] = taken
    if living.format != candidate.format:
        kinds = f"holds {living.format!r} documents, this one is {candidate.format!r}"
        return candidate.row("failed", f"the workflow {quoted(living.name)} ({living.id}) {kinds}")
    return candidate.row("version", workflow_id=living.id, version=living.head_version + 1)


def _skipped(candidate: Candidate, taken: list[Living]) -> Row:
    reason = f"{_conflict(candidate, taken)}; on_conflict='version' or 'rename' brings it in"
    return candidate.row("skipped", reason, workflow_id=taken[0].id if len(taken) == 1 else "")


def _conflict(candidate: Candidate, taken: list[Living]) -> str:
    if len(taken) > 1:
        return f"{len(taken)} workflows are named {quoted(candidate.name)}, with other content"
    return f"a workflow is named {quoted(candidate.name)} already ({taken[0].id}), with other content"
