"""Restoring a `.wfkit` archive: everything in it is checked, and all of it is written or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit import formats
from wfkit.core import codec, syntax
from wfkit.core.document import Document
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, InvalidWorkflow, UnknownFormat, WfkitError
from wfkit.service import _histories, documents
from wfkit.service._context import new_id
from wfkit.service._manifest import MANIFEST, MEMBER, Manifest, VersionEntry, manifest_from, moment, reason_of
from wfkit.service.importing._plan import WRITTEN, Ledger, Place
from wfkit.service.importing._regular import opened_zip
from wfkit.service.importing.content import BROKEN, member_bytes, refusal
from wfkit.service.importing.rows import Row
from wfkit.service.numbering import base_of
from wfkit.store import bulk, versions, workflows
from wfkit.store.bulk import Living
from wfkit.store.records import VersionRecord, WorkflowRecord

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence

    from wfkit.service._context import Context
    from wfkit.service.importing._batches import Settler
    from wfkit.service.importing.sources import Archive
    from wfkit.store import Transaction
    from wfkit.store.bulk import History


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive whose members and manifest are as they should be; its documents are not read yet."""

    archive: zipfile.ZipFile
    manifest: Manifest

    @property
    def hashes(self) -> tuple[str, ...]:
        """What the manifest says of the contents; reading the documents proves it."""
        return tuple(version.content_hash for version in self.manifest.versions)

    def records(self, workflow_id: str = "", *, after: int = 0) -> Iterator[VersionRecord]:
        """Every version from number `after` + 1 on; all of them are read and proved, one at a time.

        Raises:
            InvalidInput: A document is not what its content hash says.
            InvalidWorkflow: One cannot be read.
        """
        numbers = {entry.version: number for number, entry in enumerate(self.manifest.versions, start=1)}
        for number, entry in enumerate(self.manifest.versions, start=1):
            record = self._record(entry)
            if number > after:
                restored_from = numbers.get(entry.restored_from or 0)
                yield replace(record, workflow_id=workflow_id, version_number=number, restored_from=restored_from)

    def _record(self, entry: VersionEntry) -> VersionRecord:
        format_name = self.manifest.workflow.format
        text, encoding = codec.decode(member_bytes(self.archive, self.archive.getinfo(entry.file)))
        data, content_hash, written_in = syntax.fingerprint(text)
        if content_hash != entry.content_hash:
            msg = f"altered: {entry.file} does not hold what its content hash says; ask for the archive again"
            raise InvalidInput(msg)
        document = Document(
            text, data, format_name, partial(documents.read_graph, format_name), encoding, syntax=written_in
        )
        return VersionRecord(
            workflow_id="", version_number=entry.version, text=text, encoding=encoding, content_hash=content_hash,
            description=entry.message, author=entry.author, valid=documents.check_to_keep(document).ok,
            restored_from=None, created_at=moment("created_at", entry.created_at), json=document.json_of_yaml,
        )  # fmt: skip


def restore(settler: Settler, source: Archive) -> Row:
    """The row of an archive, after restoring it under a new id unless this is a dry run.

    Raises:
        InvalidInput: Its name is taken, and the policy is `error`.
    """
    try:
        return replace(_restored(settler, source), size_bytes=Path(source.path).stat().st_size)
    except _Taken as exc:
        raise InvalidInput(str(exc)) from exc
    except (InvalidInput, InvalidWorkflow, UnknownFormat) as exc:
        return Row(source.label, "failed", reason_of(exc))
    except WfkitError:  # the registry's own troubles, some of which are OSErrors too
        raise
    except BROKEN as exc:
        return Row(source.label, "failed", f"damaged archive: {exc}")


class _Taken(InvalidInput):
    """The name is taken and the caller wants to hear of it: this one alone ends the import."""


def _restored(settler: Settler, source: Archive) -> Row:
    context = settler.context
    is_dry = settler.planned is not None
    with _opened(source.path) as opened, context.read() if is_dry else context.creating() as transaction:
        row = _decided(transaction, settler, opened, source.label)
        if is_dry or row.status not in WRITTEN:
            _prove(opened)
        elif row.status == "version" and not context.may_change(transaction, row.workflow_id):
            row = replace(row, status="failed", reason=f"{quoted(row.name)} is not yours to change")
        elif row.status == "version":
            row = _append(transaction, opened, row)
        else:
            row = replace(row, workflow_id=new_id())
            _histories.write_new(transaction, _workflow(context, opened.manifest, row), opened.records(row.workflow_id))
            _put_tags(transaction, opened, row.workflow_id)
        if not is_dry and row.status in WRITTEN:
            context.note_imported(transaction, [(row.workflow_id, row.name, row.version or 1)])
    if settler.planned is not None and row.status in WRITTEN:
        _note(settler.planned, opened, row)
    return row


@contextmanager
def _opened(path: str) -> Iterator[Opened]:
    with opened_zip(path) as archive:
        members = archive.infolist()
        _check_members(members)
        raw = member_bytes(archive, archive.getinfo(MANIFEST))
        manifest = manifest_from(codec.parse(codec.decode(raw)[0]))
        formats.get(manifest.workflow.format)
        _check_complete(manifest, {member.filename for member in members})
        yield Opened(archive, manifest)


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if MANIFEST not in names:
        msg = f"no wfkit archive: it holds no {MANIFEST}"
        raise InvalidInput(msg)
    for member in members:
        why = refusal(member)
        if member.filename != MANIFEST and not MEMBER.fullmatch(member.filename):
            why = f"an archive holds {MANIFEST} and members such as 'versions/1.json' only"
        if why:
            msg = f"refused: member {quoted(member.filename)}: {why}"
            raise InvalidInput(msg)
    if len(set(names)) < len(names):
        msg = "refused: two members have the same name"
        raise InvalidInput(msg)


def _check_complete(manifest: Manifest, names: set[str]) -> None:
    absent = [version.file for version in manifest.versions if version.file not in names]
    if absent:
        msg = f"damaged archive: {absent[0]!r} is in {MANIFEST} and not in the zip"
        raise InvalidInput(msg)


def _decided(transaction: Transaction, settler: Settler, opened: Opened, label: str) -> Row:
    hashes, entry = opened.hashes, opened.manifest.workflow
    row = Row(label, "imported", name=entry.name, version=len(hashes), format=entry.format)
    histories = bulk.histories_from(transaction, hashes[:1])
    there = _histories.same(histories, hashes) or _histories.ahead(histories, hashes)
    if there:
        reason = f"this history is in the workflow {quoted(there.name)} ({there.id})"
        return replace(row, status="unchanged", reason=reason, workflow_id=there.id, name=there.name)
    ledger = _ledger(transaction, settler, entry.name)
    if settler.planned is not None and (place := ledger.contents.get(_key(hashes))):
        return replace(row, status="unchanged", reason=str(place))
    taken = ledger.names.get(entry.name)
    return _conflicting(settler, ledger, row, taken, histories, hashes) if taken else row


def _conflicting(
    settler: Settler, ledger: Ledger, row: Row, taken: list[Living], histories: list[History], hashes: Sequence[str]
) -> Row:
    reason = f"a workflow is named {quoted(row.name)} already ({taken[0].id})"
    match settler.on_conflict:
        case "rename":
            return replace(row, status="renamed", reason=reason, name=ledger.free_name(row.name))
        case "version":
            ids = {living.id for living in taken}
            begun = _histories.begun((history for history in histories if history.id in ids), hashes)
            if begun is not None and begun.format == row.format:
                return replace(row, status="version", workflow_id=begun.id)
            why = f"{reason}, with another history; on_conflict='rename' brings it in"
            return replace(row, status="skipped", reason=why, version=None)
        case "error":
            msg = f"{row.file}: {reason}, with another history; it was not written"
            raise _Taken(msg)
        case _:
            why = f"{reason}, with another history; on_conflict='rename' brings it in"
            return replace(row, status="skipped", reason=why, version=None)


def _ledger(transaction: Transaction, settler: Settler, name: str) -> Ledger:
    ledger = Ledger() if settler.planned is None else settler.planned
    ledger.learn({}, bulk.named(transaction, [name], [base_of(name)]))
    return ledger


def _prove(opened: Opened) -> None:
    """Reads every document of an archive of which nothing is written, for an altered one is never `unchanged`."""
    for _ in opened.records():
        pass


def _append(transaction: Transaction, opened: Opened, row: Row) -> Row:
    known = workflows.by_id(transaction, row.workflow_id)
    records = opened.records(row.workflow_id, after=known.head_version if known else 0)
    _histories.append(transaction, row.workflow_id, records, head=len(opened.hashes))
    stayed = _put_tags(transaction, opened, row.workflow_id)
    return replace(row, reason=f"the version tags {', '.join(stayed)} stay where they are" if stayed else "")


def _put_tags(transaction: Transaction, opened: Opened, workflow_id: str) -> list[str]:
    """Puts the archive's version tags on their versions, and gives those that another version has already."""
    taken = versions.tags(transaction, workflow_id)
    stayed = []
    for number, entry in enumerate(opened.manifest.versions, start=1):
        for tag in entry.tags:
            if tag not in taken:
                versions.set_tag(transaction, workflow_id, tag, number)
            elif taken[tag] != number:
                stayed.append(tag)
    return stayed


def _workflow(context: Context, manifest: Manifest, row: Row) -> WorkflowRecord:
    entry, provenance = manifest.workflow, manifest.provenance
    # Where it is shared, a workflow belongs to who brings it, whatever a file says.
    owner = provenance.owner if context.principal is None else context.author
    return WorkflowRecord(
        id=row.workflow_id, name=row.name, description=entry.description, format=entry.format, tags=entry.tags,
        is_template=entry.is_template, head_version=len(manifest.versions), owner=owner,
        source_template_id=provenance.source_template_id,
        source_template_version=provenance.source_template_version,
        created_at=moment("created_at", entry.created_at), updated_at=moment("updated_at", entry.updated_at),
    )  # fmt: skip


def _note(planned: Ledger, opened: Opened, row: Row) -> None:
    places = {h: Place("", row.name, number, row.file) for number, h in enumerate(opened.hashes, start=1)}
    places[_key(opened.hashes)] = Place("", row.name, len(places), row.file)
    planned.contents |= places
    others = [living for living in planned.names[row.name] if living.id != row.workflow_id]
    planned.names[row.name] = [*others, Living(row.name, row.workflow_id, row.format, len(opened.hashes))]


def _key(hashes: Sequence[str]) -> str:
    return " ".join(hashes)
