"""The manifest of a `.wfkit` archive: what it says of a workflow and of each of its versions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, InvalidWorkflow, WfkitError
from wfkit.service.inputs import (
    checked_description,
    checked_name,
    checked_tags,
    checked_time,
    checked_version_tag,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

ARCHIVE_FORMAT = 1
MANIFEST = "manifest.json"
MEMBER = re.compile(r"versions/[1-9]\d{0,8}\.(?:json|yaml)", re.ASCII)


class VersionEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One version: its member of the zip, and its metadata; times are ISO 8601 in UTC."""

    file: str
    version: int
    content_hash: str
    message: str = ""
    author: str = "unknown"
    created_at: str
    tags: tuple[str, ...] = ()
    valid: bool = True
    restored_from: int | None = None


class WorkflowEntry(msgspec.Struct, frozen=True, kw_only=True):
    """The workflow's metadata."""

    name: str
    format: str
    description: str = ""
    tags: tuple[str, ...] = ()
    is_template: bool = False
    created_at: str
    updated_at: str


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """Where it comes from; nothing here is trusted when it is imported."""

    wfkit: str = ""
    workflow_id: str = ""
    owner: str = "unknown"
    source_template_id: str | None = None
    source_template_version: int | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What `manifest.json` holds; `archive_format` counts up when an older wfkit could not read it."""

    archive_format: int
    redacted: bool = False
    workflow: WorkflowEntry
    provenance: Provenance = msgspec.field(default_factory=Provenance)
    versions: tuple[VersionEntry, ...]


def manifest_from(data: Any) -> Manifest:
    """The manifest in parsed JSON, checked as what users pass is checked.

    Raises:
        InvalidInput: It is none, or says something that a registry cannot hold.
    """
    given = data.get("archive_format") if isinstance(data, dict) else None
    if isinstance(given, int) and given > ARCHIVE_FORMAT:
        msg = f"the archive has format {given}, this wfkit reads up to {ARCHIVE_FORMAT}; upgrade wfkit to import it"
        raise InvalidInput(msg)
    try:
        manifest = msgspec.convert(data, Manifest)
    except msgspec.ValidationError as exc:
        msg = f"damaged archive: {MANIFEST}: {exc}"
        raise InvalidInput(msg) from exc
    _check(manifest)
    return manifest


def moment(name: str, text: str) -> datetime:
    """A time of the manifest as naive UTC.

    Raises:
        InvalidInput: It is no time, or out of range.
    """
    try:
        found = checked_time(name, text)
    except OverflowError:
        found = None
    if found is None:
        msg = f"{name} is {quoted(text)}, which is out of range"
        raise InvalidInput(msg)
    return found


def _check(manifest: Manifest) -> None:
    workflow, provenance = manifest.workflow, manifest.provenance
    checked_name(workflow.name)
    checked_description(workflow.description)
    checked_tags(workflow.tags)
    checked_name(provenance.owner)
    for name in ("created_at", "updated_at"):
        moment(name, getattr(workflow, name))
    if not manifest.versions or manifest.archive_format != ARCHIVE_FORMAT:
        msg = f"damaged archive: {MANIFEST} names no version, or an archive_format below {ARCHIVE_FORMAT}"
        raise InvalidInput(msg)
    _check_unique("file", (version.file for version in manifest.versions))
    _check_unique("tag", (tag for version in manifest.versions for tag in version.tags))
    for version in manifest.versions:
        _check_version(version)
    numbers = [version.version for version in manifest.versions]
    if numbers != sorted(set(numbers)):
        msg = f"damaged archive: the versions of {MANIFEST} are not in the order of their numbers"
        raise InvalidInput(msg)


def _check_version(version: VersionEntry) -> None:
    if not MEMBER.fullmatch(version.file):
        msg = f"refused: a version is in {quoted(version.file)}; versions are in members such as 'versions/1.json'"
        raise InvalidInput(msg)
    checked_description(version.message)
    checked_name(version.author)
    moment("created_at", version.created_at)
    for tag in version.tags:
        checked_version_tag(tag)


def _check_unique(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            msg = f"damaged archive: {MANIFEST} has the {what} {quoted(value)} twice"
            raise InvalidInput(msg)
        seen.add(value)


def reason_of(error: WfkitError) -> str:
    """What an error says in one line."""
    if isinstance(error, InvalidWorkflow) and error.problems:
        return error.problems[0].message
    return str(error)
