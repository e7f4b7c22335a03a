"""What becomes of a story: a new workflow, further versions of one that is there, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.service import _histories
from wfkit.service._context import new_id
from wfkit.service.importing._plan import Ledger
from wfkit.service.numbering import base_of, is_numbered
from wfkit.service.revisions import _stories
from wfkit.store import bulk
from wfkit.store.bulk import Living
from wfkit.store.records import VersionRecord, WorkflowRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from wfkit.service._context import Context
    from wfkit.service.revisions._blobs import Blobs
    from wfkit.service.revisions._rows import Row
    from wfkit.service.revisions._stories import Step, Story
    from wfkit.store import Transaction
    from wfkit.store.bulk import History

_CERTAIN = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided on a story.

    Attributes:
        story: In the format of the workflow.
        workflow_id: Empty for one that a dry run would make.
        name: Of the workflow.
        known: How many versions of the story are in the registry.
        conflict: Why the further ones stay out.
        reason: What is to be said of the first new version.
        is_new: Whether the workflow is not there yet.
    """

    story: Story
    workflow_id: str
    name: str
    known: int = 0
    conflict: str = ""
    reason: str = ""
    is_new: bool = False

    @property
    def is_written(self) -> bool:
        """Whether there is something to write."""
        return self.is_new or (not self.conflict and self.known < len(self.story.versions))


@dataclass(slots=True)
class Settler:
    """Decides on stories and writes them, those of a call in one transaction.

    Attributes:
        context: The store and the owner.
        blobs: Where the documents are.
        is_dry: Whether nothing is written.
    """

    context: Context
    blobs: Blobs
    is_dry: bool
    _claimed: set[str] = field(default_factory=set)
    _planned: Ledger = field(default_factory=Ledger)

    def settle(self, chains: Sequence[list[Step]]) -> list[Row]:
        """The rows of chains: one a revision, and a single one of a chain in which no revision is a workflow."""
        told = [_stories.stories(steps) for steps in chains]
        decided = iter(self._settled([found for found in told if found]))
        each = [_rows(next(decided)) if found else [_nothing(steps)] for steps, found in zip(chains, told, strict=True)]
        return [row for rows in each for row in rows]

    def _settled(self, told: list[list[Story]]) -> list[Verdict]:
        if not told:
            return []
        with self.context.read() if self.is_dry else self.context.creating() as transaction:
            ledger = self._planned if self.is_dry else Ledger()
            _look_up(transaction, ledger, told)
            histories = _by_first(transaction, told)
            verdicts = [self._decided(ledger, histories, found) for found in told]
            if not self.is_dry:
                self._write(transaction, verdicts)
        return verdicts

    def _decided(self, ledger: Ledger, histories: Mapping[str, list[History]], found: list[Story]) -> Verdict:
        for story in found:
            known = self._counterpart(histories.get(story.hashes[0], []), story)
            if known is not None:
                self._claimed.add(known.id)
                return _against(story, known)
        verdict = _fresh(ledger, found[0], "" if self.is_dry else new_id())
        self._claimed.add(verdict.workflow_id)
        return verdict

    def _counterpart(self, histories: list[History], story: Story) -> History | None:
        """The workflow that this file became in an earlier run."""
        first = story.versions[0][0].commit
        same_start = [
            history
            for history in histories
            if history.format == story.format
            and (history.first_author, history.first_message) == (first.author, first.message)
            and history.id not in self._claimed
        ]
        # A copy of a file begins like it, and so does its history: then the name decides.
        named = [history for history in same_start if _is_named(history, story)]
        certain = [h for h in same_start if h.hashes == story.hashes or _in_common(h, story) >= _CERTAIN]
        return max(named or certain, key=lambda history: _likeness(history, story), default=None)

    def _write(self, transaction: Transaction, verdicts: list[Verdict]) -> None:
        new = [verdict for verdict in verdicts if verdict.is_new]
        records = (record for verdict in new for record in _records(verdict, self.blobs))
        _histories.write_all(transaction, [_workflow(self.context, verdict) for verdict in new], records)
        for verdict in verdicts:
            if verdict.is_written and not verdict.is_new:
                further, head = _records(verdict, self.blobs), len(verdict.story.versions)
                _histories.append(transaction, verdict.workflow_id, further, head=head)
        written = [verdict for verdict in verdicts if verdict.is_written]
        acts = [(verdict.workflow_id, verdict.name, len(verdict.story.versions)) for verdict in written]
        self.context.note_imported(transaction, acts)


def _look_up(transaction: Transaction, ledger: Ledger, told: list[list[Story]]) -> None:
    names = list({found[0].newest.name for found in told})
    ledger.learn({}, bulk.named(transaction, names, [base_of(name) for name in names]))


def _by_first(transaction: Transaction, told: list[list[Story]]) -> Mapping[str, list[History]]:
    """The histories that begin as one of the stories does, by the content of their first version."""
    histories: dict[str, list[History]] = {}
    for history in bulk.histories_from(transaction, [story.hashes[0] for found in told for story in found]):
        histories.setdefault(history.hashes[0], []).append(history)
    return histories


def _fresh(ledger: Ledger, story: Story, workflow_id: str) -> Verdict:
    wanted = story.newest.name
    is_taken = bool(ledger.names.get(wanted))
    name = ledger.free_name(wanted) if is_taken else wanted
    ledger.names[name].append(Living(name, workflow_id, story.format, len(story.versions)))
    reason = f"a workflow is named {quoted(wanted)} already" if is_taken else ""
    return Verdict(story, workflow_id, name, reason=reason, is_new=True)


def _is_named(history: History, story: Story) -> bool:
    return history.name in story.names or any(is_numbered(history.name, base_of(name)) for name in story.names)


def _in_common(history: History, story: Story) -> int:
    pairs = zip(history.hashes, story.hashes, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _likeness(history: History, story: Story) -> tuple[bool, int, bool]:
    common = _in_common(history, story)
    return history.hashes == story.hashes, common, common == len(history.hashes)


def _against(story: Story, known: History) -> Verdict:
    common = _in_common(known, story)
    if common == len(known.hashes) or common == len(story.versions):
        return Verdict(story, known.id, known.name, known=common)
    conflict = (
        f"the workflow {quoted(known.name)} ({known.id}) went its own way after version {common}; it was not touched"
    )
    return Verdict(story, known.id, known.name, known=common, conflict=conflict)


def _rows(verdict: Verdict) -> list[Row]:
    rows = []
    number = 0
    for step in verdict.story.steps:
        row = replace(step.row, workflow_id=verdict.workflow_id, name=verdict.name)
        if step.content is None:
            rows.append(row)
        elif step.content.format != verdict.story.format:
            why = f"in the format {step.content.format}; the workflow is of {verdict.story.format}"
            rows.append(replace(row, status="skipped", reason=_joined(why, row.reason), format=step.content.format))
        else:
            is_next = number < len(verdict.story.versions) and verdict.story.versions[number][0] is step.revision
            number += is_next
            rows.append(_row(verdict, row, number, is_next=is_next))
    return rows


def _row(verdict: Verdict, row: Row, number: int, *, is_next: bool) -> Row:
    row = replace(row, format=verdict.story.format, version=number)
    if number > verdict.known and verdict.conflict:
        return replace(row, status="conflict", reason=_joined(verdict.conflict, row.reason), version=None)
    if not is_next:
        return replace(row, status="unchanged", reason=_joined("says the same as the version before", row.reason))
    if number <= verdict.known:
        return replace(row, status="unchanged", reason=_joined("is in the registry", row.reason))
    return replace(row, status="imported", reason=_joined(verdict.reason if number == 1 else "", row.reason))


def _joined(*reasons: str) -> str:
    return "; ".join(reason for reason in reasons if reason)


def _nothing(steps: list[Step]) -> Row:
    """The row of a file that was never a workflow: that of its newest revision that was a file."""
    last = next((step for step in reversed(steps) if step.revision.blob), steps[-1])
    more = f"; no workflow in any of its {len(steps)} revisions" if len(steps) > 1 else ""
    return replace(last.row, reason=f"{last.row.reason}{more}")


def _workflow(context: Context, verdict: Verdict) -> WorkflowRecord:
    newest, times = verdict.story.newest, _times(verdict.story)
    return WorkflowRecord(
        id=verdict.workflow_id, name=verdict.name, description=newest.description, format=newest.format,
        tags=newest.tags, is_template=False, head_version=len(times), owner=context.author, source_template_id=None,
        source_template_version=None, created_at=times[0], updated_at=times[-1],
    )  # fmt: skip


def _times(story: Story) -> list[datetime]:
    """When each version was committed; where a clock went backwards, the time of the version before."""
    times: list[datetime] = []
    for revision, _ in story.versions:
        times.append(max(times[-1], revision.commit.created_at) if times else revision.commit.created_at)
    return times


def _records(verdict: Verdict, blobs: Blobs) -> Iterator[VersionRecord]:
    story = verdict.story
    for number, ((revision, content), created_at) in enumerate(
        zip(story.versions, _times(story), strict=True), start=1
    ):
        if number > verdict.known:
            text, encoding, json = _stories.document_of(revision, blobs, is_json=content.is_json)
            yield VersionRecord(
                workflow_id=verdict.workflow_id, version_number=number, text=text, encoding=encoding,
                content_hash=content.content_hash, description=revision.commit.message, author=revision.commit.author,
                valid=content.valid, restored_from=None, created_at=created_at, json=json,
            )  # fmt: skip
