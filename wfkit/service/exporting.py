"""Exporting: one version as its very bytes, or a workflow with its history as an archive."""

from __future__ import annotations

import os
import secrets
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound, RegistryUnusable
from wfkit.service import documents, history, saving
from wfkit.service._context import aware
from wfkit.service._manifest import ARCHIVE_FORMAT, MANIFEST, Manifest, Provenance, VersionEntry, WorkflowEntry
from wfkit.service._progress import shown
from wfkit.service.importing.sources import ARCHIVE_SUFFIX, path_text
from wfkit.service.inputs import in_order
from wfkit.service.secrets import ALL, redacted, scrubbed
from wfkit.store import versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wfkit.core.document import Document
    from wfkit.service._context import Context
    from wfkit.store.records import VersionRecord, WorkflowRecord

# The first moment that a zip can say; a fixed one makes equal archives of equal histories.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_UNIX = 3
# Who an archive without personal data says it was.
_UNKNOWN = "unknown"


def export(
    context: Context,
    workflow: WorkflowRecord,
    path: str | os.PathLike[str],
    *,
    version: int | str | None,
    with_history: bool,
    redact: str,
    overwrite: bool,
    progress: bool = False,
) -> Path:
    """The path of the file, written whole or not at all.

    Args:
        context: Of the registry.
        workflow: Which one.
        path: Of the file.
        version: A number or version tag; None for the newest.
        with_history: All versions up to that one.
        redact: What to leave out, `secrets` or `all`; "" for nothing.
        overwrite: Replace a file that is there.
        progress: Show a bar.

    Raises:
        InvalidInput: The file exists and `overwrite` is false, or the name does not suit an archive.
        NotFound: There is no such version, or no such folder.
        RegistryUnusable: The file cannot be written.
    """
    target = _target(path, with_history=with_history, overwrite=overwrite)
    last = workflow.head_version if version is None else history.resolve(context, workflow, version)
    with _written(target) as file:
        if target.suffix.lower() == ARCHIVE_SUFFIX:
            every = range(1 if with_history else last, last + 1)
            numbers = shown(every, show=progress, doing="exporting", unit="version")
            _write_archive(context, workflow, file, numbers, redact=redact)
        else:
            record = history.version(context, workflow, last)
            file.write(_document(record, workflow.format, redact=redact).raw)
    return target


def _target(path: str | os.PathLike[str], *, with_history: bool, overwrite: bool) -> Path:
    name = path_text(path)
    target = Path(name)
    if "\0" in name or not target.name:
        msg = f"{quoted(name)} names no file; give one such as 'flow.json' or 'flow{ARCHIVE_SUFFIX}'"
        raise InvalidInput(msg)
    if with_history and target.suffix.lower() != ARCHIVE_SUFFIX:
        better = quoted(target.stem + ARCHIVE_SUFFIX)
        msg = f"a history goes into an archive, not into {quoted(target.name)}; name it {better}"
        raise InvalidInput(msg)
    if os.path.isdir(target) or (os.path.lexists(target) and not overwrite):  # noqa: PTH112 - Path.is_dir raises
        msg = f"{quoted(str(target), 200)} exists; name another file, or pass overwrite=True"
        raise InvalidInput(msg)
    return target


@contextmanager
def _written(target: Path) -> Iterator[IO[bytes]]:
    """A new file that takes the target's place when the block ends, and is gone when it raises."""
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except (FileNotFoundError, NotADirectoryError) as exc:
        msg = f"no folder {quoted(str(target.parent), 200)}; make it first"
        raise NotFound(msg) from exc
    except OSError as exc:
        msg = f"cannot write {quoted(str(target), 200)}: {exc.strerror or exc}"
        raise RegistryUnusable(msg) from exc
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _write_archive(
    context: Context, workflow: WorkflowRecord, file: IO[bytes], numbers: Iterable[int], *, redact: str
) -> None:
    with context.read() as transaction:
        workflow = saving.head_of(transaction, workflow)
        tags = versions.tags(transaction, workflow.id)
    with zipfile.ZipFile(file, "w") as archive:
        # One version at a time: a long history need not fit into memory.
        entries = tuple(_write_version(context, workflow, archive, number, tags, redact=redact) for number in numbers)
        manifest = _manifest(workflow, entries, redact=redact)
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        _write_member(archive, MANIFEST, text)


def _write_version(
    context: Context,
    workflow: WorkflowRecord,
    archive: zipfile.ZipFile,
    number: int,
    tags: dict[str, int],
    *,
    redact: str,
) -> VersionEntry:
    record = history.version(context, workflow, number)
    document = _document(record, workflow.format, redact=redact)
    member = f"versions/{number}.{document.syntax}"
    _write_member(archive, member, document.raw)
    return VersionEntry(
        file=member, version=number, content_hash=document.content_hash,
        message=_told(record.description, redact), author=_who(record.author, redact),
        created_at=aware(record.created_at).isoformat(),
        tags=tuple(in_order(tag for tag, at in tags.items() if at == number)),
        valid=documents.check_to_keep(document).ok if redact else record.valid, restored_from=record.restored_from,
    )  # fmt: skip


def _document(record: VersionRecord, format_name: str, *, redact: str) -> Document:
    document = documents.restored(record, format_name)
    return redacted(document, redact) if redact else document


def _told(text: str, redact: str) -> str:
    return scrubbed(text, redact) if redact else text


def _who(person: str, redact: str) -> str:
    return _UNKNOWN if redact == ALL else person


def _manifest(workflow: WorkflowRecord, entries: tuple[VersionEntry, ...], *, redact: str) -> Manifest:
    from wfkit import __version__

    return Manifest(
        archive_format=ARCHIVE_FORMAT,
        redacted=bool(redact),
        workflow=WorkflowEntry(
            name=_told(workflow.name, redact), format=workflow.format,
            description=_told(workflow.description, redact), tags=workflow.tags, is_template=workflow.is_template,
            created_at=aware(workflow.created_at).isoformat(), updated_at=aware(workflow.updated_at).isoformat(),
        ),
        provenance=Provenance(
            wfkit=__version__, workflow_id=workflow.id, owner=_who(workflow.owner, redact),
            source_template_id=workflow.source_template_id, source_template_version=workflow.source_template_version,
        ),
        versions=entries,
    )  # fmt: skip


def _write_member(archive: zipfile.ZipFile, name: str, raw: bytes) -> None:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _MODE
    info.create_system = _UNIX
    archive.writestr(info, raw)
