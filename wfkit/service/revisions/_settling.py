"""What becomes of a story: a new workflow, further versions of one that is there, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.service import _histories
from wfkit.service._context import new_id
from wfkit.service.importing._plan import Ledger, rename_base
from wfkit.service.revisions import _stories
from wfkit.store import bulk
from wfkit.store.bulk import Living
from wfkit.store.records import VersionRecord, WorkflowRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        workflow_id: Of a workflow that is there; empty for a new one.
        name: Of the workflow.
        known: How many versions of the story are in the registry.
        conflict: Why the further ones stay out.
        reason: What is to be said of the first new version.
    """

    story: Story
    workflow_id: str
    name: str
    known: int = 0
    conflict: str = ""
    reason: str = ""


@dataclass(slots=True)
class Settler:
    """Decides on stories and writes them, each in one transaction.

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

    def settle(self, steps: list[Step]) -> list[Row]:
        """The rows of a chain: one a revision, and a single one if none of them is a workflow."""
        found = _stories.stories(steps)
        if not found:
            return [_nothing(steps)]
        engine = self.context.engine
        with engine.read() if self.is_dry else engine.write() as transaction:
            verdict = self._decided(transaction, found)
            if not self.is_dry and not verdict.conflict:
                verdict = self._written(transaction, verdict)
        self._claimed.add(verdict.workflow_id)
        return _rows(verdict)

    def _decided(self, transaction: Transaction, found: list[Story]) -> Verdict:
        for story in found:
            known = self._counterpart(transaction, story)
            if known is not None:
                return _against(story, known)
        return self._fresh(transaction, found[0])

    def _counterpart(self, transaction: Transaction, story: Story) -> History | None:
        """The workflow that this file became in an earlier run."""
        first = story.versions[0][0].commit
        same_start = [
            history
            for history in bulk.histories_from(transaction, story.hashes[0])
            if history.format == story.format
            and (history.first_author, history.first_message) == (first.author, first.message)
            and history.id not in self._claimed
        ]
        # A copy of a file begins like it, and so does its history: then the name decides.
        named = [history for history in same_start if _is_named(history, story)]
        certain = [h for h in same_start if h.hashes == story.hashes or _in_common(h, story) >= _CERTAIN]
        return max(named or certain, key=lambda history: _likeness(history, story), default=None)

    def _fresh(self, transaction: Transaction, story: Story) -> Verdict:
        name = story.newest.name
        ledger = self._planned if self.is_dry else Ledger()
        ledger.learn({}, bulk.named(transaction, [name], [rename_base(name)]))
        taken = ledger.names.get(name)
        if taken:
            given = ledger.free_name(name)
            verdict = Verdict(story, "", given, reason=f"a workflow is named {quoted(name)} already")
        else:
            verdict = Verdict(story, "", name)
        if self.is_dry:
            ledger.names[verdict.name].append(Living(verdict.name, "", story.format, len(story.versions)))
        return verdict

    def _written(self, transaction: Transaction, verdict: Verdict) -> Verdict:
        story = verdict.story
        if not verdict.workflow_id:
            verdict = replace(verdict, workflow_id=new_id())
            workflow = _workflow(self.context, verdict)
            _histories.write_new(transaction, workflow, _records(verdict, self.blobs))
        elif verdict.known < len(story.versions):
            records = _records(verdict, self.blobs)
            _histories.append(transaction, verdict.workflow_id, records, head=len(story.versions))
        return verdict


def _is_named(history: History, story: Story) -> bool:
    base, _, number = history.name.rpartition(" (")
    is_numbered = number.endswith(")") and number[:-1].isdecimal()
    return history.name in story.names or (is_numbered and base in map(rename_base, story.names))


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
