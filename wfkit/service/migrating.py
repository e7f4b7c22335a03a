"""Migration: a folder of files becomes workflows with history; the folder is only read."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfkit.core import syntax
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidWorkflow, NotFound
from wfkit.service import _histories
from wfkit.service._context import new_id
from wfkit.service._progress import shown
from wfkit.service.importing.content import Reader
from wfkit.service.importing.reading import Options, cleaned_name, examine
from wfkit.service.importing.rows import Candidate, Row, printable
from wfkit.service.importing.sources import File, is_hidden, path_text
from wfkit.service.inputs import MAX_DESCRIPTION
from wfkit.store import bulk, frames, versions
from wfkit.store.records import VersionRecord, WorkflowRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.store import Transaction
    from wfkit.store.bulk import History

_DOCUMENT_SUFFIX = ".json"
_ORIGIN = "migrated from "


@dataclass(frozen=True, slots=True)
class Chain:
    """The files that are the versions of one workflow, oldest first.

    Attributes:
        source: The file or sub-folder, relative to the folder that is migrated.
        name: The workflow's name; "" takes it from the document.
        files: Paths, each a version.
        notes: What was left out, and why.
    """

    source: str
    name: str
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for one chain, in the columns of `frames.MIGRATED`."""

    source: str
    status: str
    reason: str = ""
    workflow_id: str = ""
    name: str = ""
    format: str = ""
    files: int = 0
    versions: int = 0
    hashes_verified: int = 0

    def values(self) -> tuple[Any, ...]:
        """The values in the order of the columns."""
        return (
            self.source, self.status, self.workflow_id, self.name, self.format, self.files, self.versions,
            self.hashes_verified, self.reason,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """A chain as it was read: distinct successive documents, each with the time of its file."""

    chain: Chain
    documents: tuple[tuple[Candidate, datetime], ...]
    notes: tuple[str, ...]

    @property
    def newest(self) -> Candidate:
        """The document of the last version."""
        return self.documents[-1][0]

    @property
    def name(self) -> str:
        """What the workflow is called."""
        return self.chain.name or self.newest.name

    @property
    def hashes(self) -> tuple[str, ...]:
        """The content hashes, oldest first."""
        return tuple(candidate.content_hash for candidate, _ in self.documents)

    def outcome(self, status: str, *reasons: str, workflow_id: str = "", versions: int = 0) -> Outcome:
        """The outcome of this chain, with its notes."""
        return Outcome(
            self.chain.source, status, "; ".join((*reasons, *self.notes)), workflow_id, self.name, self.newest.format,
            files=len(self.chain.files), versions=versions,
        )  # fmt: skip


def migrate(context: Context, folder: str | os.PathLike[str], *, dry_run: bool, progress: bool) -> pd.DataFrame:
    """A row a workflow of the folder, columns `frames.MIGRATED`; each is written in one transaction.

    Raises:
        NotFound: There is no such folder.
    """
    path = path_text(folder)
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for some paths
        msg = f"no folder {quoted(path, 200)}; name the one that holds '<id>.json' or '<name>/<n>.json'"
        raise NotFound(msg)
    found = shown(_found(Path(path)), show=progress, doing="migrating", unit="workflow")
    outcomes = [each if isinstance(each, Outcome) else _migrated(context, each, dry_run=dry_run) for each in found]
    return frames.frame(frames.MIGRATED, [outcome.values() for outcome in outcomes])


def _found(folder: Path) -> list[Chain | Outcome]:
    return [_in_folder(path) if path.is_dir() else _single(path) for path in _visible(folder)]


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not is_hidden(path.name))


def _single(path: Path) -> Chain | Outcome:
    label = printable(path.name)
    if path.suffix.lower() == _DOCUMENT_SUFFIX and path.is_file():
        return Chain(label, "", (path,))
    return Outcome(label, "skipped", f"neither a '*{_DOCUMENT_SUFFIX}' file nor a folder of versions")


def _in_folder(folder: Path) -> Chain | Outcome:
    label = printable(folder.name)
    try:
        inside = _visible(folder)
    except OSError as exc:
        return Outcome(label, "failed", f"unreadable folder: {exc.strerror}")
    numbered = {path: int(path.stem) for path in inside if _is_version(path)}
    others = [printable(path.name) for path in inside if path not in numbered]
    notes = (f"left out, for they are no '<n>.json': {listed(others)}",) if others else ()
    if not numbered:
        return Outcome(label, "skipped", "; ".join(("no '<n>.json' in it", *notes)))
    if len(set(numbered.values())) < len(numbered):
        return Outcome(label, "failed", "two files have the same number; keep one of each", files=len(numbered))
    return Chain(label, cleaned_name(folder.name), tuple(sorted(numbered, key=numbered.__getitem__)), notes)


def _is_version(path: Path) -> bool:
    stem = path.stem
    return path.suffix.lower() == _DOCUMENT_SUFFIX and stem.isascii() and stem.isdecimal() and path.is_file()


def _migrated(context: Context, chain: Chain, *, dry_run: bool) -> Outcome:
    story = _read(chain)
    if isinstance(story, Outcome):
        return story
    if dry_run:
        with context.read() as transaction:
            return _decided(transaction, story)[0]
    with context.creating() as transaction:
        outcome, known = _decided(transaction, story)
        if outcome.status == "migrated":
            outcome = replace(outcome, workflow_id=new_id())
            workflow = _workflow(context, story, outcome.workflow_id)
            _histories.write_new(transaction, workflow, _records(context, story, outcome.workflow_id))
        elif outcome.status == "extended":
            further = _records(context, story, outcome.workflow_id, after=known)
            _histories.append(transaction, outcome.workflow_id, further, head=outcome.versions)
        if outcome.status in ("migrated", "extended"):
            context.note_imported(transaction, [(outcome.workflow_id, story.name, outcome.versions)])
    return _verified(context, story, outcome) if outcome.workflow_id and outcome.status != "conflict" else outcome


def _read(chain: Chain) -> Story | Outcome:
    documents: list[tuple[Candidate, datetime]] = []
    notes = list(chain.notes)
    merged = 0
    for path in chain.files:
        found = _document(path)
        if isinstance(found, Row):
            notes.append(f"{printable(path.name)} left out: {found.reason}")
        elif documents and documents[-1][0].content_hash == found[0].content_hash:
            merged += 1
        else:
            documents.append(found)
    if not documents:
        return Outcome(chain.source, "failed", "; ".join(notes), name=chain.name, files=len(chain.files))
    return _sound(Story(chain, tuple(documents), (*notes, *_remarks(documents, merged))))


def _remarks(documents: Sequence[tuple[Candidate, datetime]], merged: int) -> Iterator[str]:
    if merged:
        yield f"{merged} equal to the one before, merged into it"
    invalid = sum(not candidate.valid for candidate, _ in documents)
    if invalid:
        yield f"{invalid} with errors, marked as not valid"


def _sound(story: Story) -> Story | Outcome:
    kinds = {candidate.format: None for candidate, _ in story.documents}
    if len(kinds) == 1:
        return story
    return story.outcome("failed", f"the format changes from version to version: {listed(kinds)}")


def _document(path: Path) -> tuple[Candidate, datetime] | Row:
    with Reader() as reader:
        raw = reader.read(File(str(path)))
    found = [raw] if isinstance(raw, Row) else list(examine(str(path), path.name, raw, Options(allow_invalid=True)))
    match found:
        case [Row() as row]:
            return row
        case [Candidate() as candidate]:
            return candidate, _modified_at(path)
        case _:
            return Row(str(path), "failed", f"holds {len(found)} workflows; `import_files` makes one of each")


def _modified_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
    except (OSError, OverflowError, ValueError):  # a file gone meanwhile, or a time beyond the calendar
        return datetime.now(UTC).replace(tzinfo=None)


def _decided(transaction: Transaction, story: Story) -> tuple[Outcome, int]:
    """The outcome, and how many versions of the story the registry holds already."""
    hashes = story.hashes
    named = bulk.histories_named(transaction, story.name)
    own = [history for history in named if _is_from(history, story.chain.source)]
    there = _histories.same(own or named, hashes)
    if there:
        return story.outcome("unchanged", workflow_id=there.id, versions=len(hashes)), len(hashes)
    begun = _histories.begun([h for h in own or named if h.format == story.newest.format], hashes)
    if begun:
        return story.outcome("extended", workflow_id=begun.id, versions=len(hashes)), len(begun.hashes)
    # Names may repeat in a storage of ids: what another file of it became is no conflict.
    against = own or [history for history in named if not history.first_message.startswith(_ORIGIN)]
    if against:
        return story.outcome("conflict", _conflict(against[0]), workflow_id=against[0].id), 0
    return story.outcome("migrated", versions=len(hashes)), 0


def _is_from(history: History, source: str) -> bool:
    origin = _origin(source)
    return history.first_message == origin or history.first_message.startswith(f"{origin}/")


def _conflict(history: History) -> str:
    there = f"the workflow {quoted(history.name)} ({history.id})"
    return f"{there} has another history, of {len(history.hashes)} versions; it was not touched"


def _origin(source: str) -> str:
    return f"{_ORIGIN}{''.join(c if c.isprintable() else '_' for c in source)}"[:MAX_DESCRIPTION]


def _workflow(context: Context, story: Story, workflow_id: str) -> WorkflowRecord:
    first, last = story.documents[0][1], story.documents[-1][1]
    return WorkflowRecord(
        id=workflow_id, name=story.name, description=story.newest.description, format=story.newest.format,
        tags=story.newest.tags, is_template=False, head_version=len(story.documents), owner=context.author,
        source_template_id=None, source_template_version=None, created_at=first, updated_at=last,
    )  # fmt: skip


def _records(context: Context, story: Story, workflow_id: str, *, after: int = 0) -> Iterable[VersionRecord]:
    for number, (candidate, created_at) in enumerate(story.documents, start=1):
        if number > after:
            yield VersionRecord(
                workflow_id=workflow_id, version_number=number, text=candidate.text, encoding=candidate.encoding,
                content_hash=candidate.content_hash, description=_message(story.chain, candidate), json=candidate.json,
                author=context.author, valid=candidate.valid, restored_from=None, created_at=created_at,
            )  # fmt: skip


def _message(chain: Chain, candidate: Candidate) -> str:
    file = printable(Path(candidate.file).name)
    return _origin(f"{chain.source}/{file}" if chain.name else chain.source)


def _verified(context: Context, story: Story, outcome: Outcome) -> Outcome:
    """The outcome with what reading the versions back proved."""
    with context.read() as transaction:
        stored = versions.all_of(transaction, outcome.workflow_id)
    pairs = zip(stored, story.hashes, strict=False)
    right = sum(_digest(record) == digest == record.content_hash for record, digest in pairs)
    if right == len(stored) == len(story.hashes):
        return replace(outcome, hashes_verified=right)
    reason = f"read back {len(stored)} versions, {right} of them as written; {len(story.hashes)} were expected"
    return replace(outcome, status="failed", reason=reason, hashes_verified=right)


def _digest(record: VersionRecord) -> str:
    try:
        return syntax.fingerprint(record.text)[1]
    except InvalidWorkflow:
        return ""
