"""From a chain of revisions to the versions of a workflow; only what decides on them is kept, not the documents."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING

from wfkit.core import codec
from wfkit.errors import InvalidInput
from wfkit.service.importing.reading import Options, examine
from wfkit.service.importing.rows import Candidate
from wfkit.service.importing.rows import Row as Finding
from wfkit.service.revisions._rows import Row, label_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.service.revisions._blobs import Blobs
    from wfkit.service.revisions._chains import Revision

_LINK = "120000"
_SUBMODULE = "160000"
_LFS = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept of a document that was read."""

    content_hash: str
    format: str
    name: str
    description: str
    tags: tuple[str, ...]
    valid: bool
    is_json: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """A revision with what it holds; without a content, the row says why there is none."""

    revision: Revision
    content: Content | None
    row: Row


@dataclass(frozen=True, slots=True)
class Story:
    """A chain as it was read, as the history of a workflow of one format.

    Attributes:
        format: Of the workflow; revisions in another format are left out.
        steps: Every revision.
        versions: Those that say something else than the one before.
    """

    format: str
    steps: tuple[Step, ...]
    versions: tuple[tuple[Revision, Content], ...]

    @property
    def hashes(self) -> tuple[str, ...]:
        """The content hashes of the versions, oldest first."""
        return tuple(content.content_hash for _, content in self.versions)

    @property
    def newest(self) -> Content:
        """The document of the last version."""
        return self.versions[-1][1]

    @property
    def names(self) -> frozenset[str]:
        """Every name that the workflow has had."""
        return frozenset(content.name for _, content in self.versions)


def read(chain: Revision, blobs: Blobs) -> list[Step]:
    """The revisions of a chain, each with what it holds."""
    return [_step(revision, blobs) for revision in chain.all()]


def stories(steps: list[Step]) -> list[Story]:
    """The story in each format that the revisions are in, the newest first."""
    kinds = dict.fromkeys(step.content.format for step in reversed(steps) if step.content)
    return [_story(kind, steps) for kind in kinds]


def document_of(revision: Revision, blobs: Blobs, *, is_json: bool) -> tuple[str, str, str | None]:
    """The text of a revision that was read before, its encoding, and what it says as JSON where it is YAML.

    Raises:
        InvalidInput: It is not there any more.
    """
    raw = blobs.read(revision.blob)
    if isinstance(raw, str):
        msg = f"the repository changed while it was read: {label_of(revision.path)} in {revision.commit.id}: {raw}"
        raise InvalidInput(msg)
    found = None if is_json else _examined(revision, raw)
    if isinstance(found, Candidate):
        return found.text, found.encoding, found.json
    return *codec.decode(raw), None


def _story(kind: str, steps: list[Step]) -> Story:
    versions: list[tuple[Revision, Content]] = []
    for revision, content in [(step.revision, step.content) for step in steps]:
        if content is None or content.format != kind:
            continue
        if not versions or versions[-1][1].content_hash != content.content_hash:
            versions.append((revision, content))
    return Story(kind, tuple(steps), tuple(versions))


def _step(revision: Revision, blobs: Blobs) -> Step:
    found = _found(revision, blobs)
    if not isinstance(found, Candidate):
        return Step(revision, None, found)
    errors = sum(problem.severity == "error" for problem in found.problems)
    faults = f"{errors} error{'s' if errors > 1 else ''}, marked as not valid" if errors else ""
    content = Content(
        found.content_hash, found.format, found.name, found.description, found.tags, found.valid, found.json is None,
        faults,
    )  # fmt: skip
    return Step(revision, content, Row(revision, "", "; ".join(_remarks(revision, faults))))


def _found(revision: Revision, blobs: Blobs) -> Candidate | Row:
    match revision:
        case _ if not revision.blob:
            return Row(revision, "deleted")
        case _ if revision.mode == _LINK:
            return Row(revision, "skipped", "a symbolic link; the file that it leads to is looked at by itself")
        case _ if revision.mode == _SUBMODULE:
            return Row(revision, "skipped", "a submodule; import the history of that repository by itself")
    raw = blobs.read(revision.blob)
    if isinstance(raw, str):
        return Row(revision, "failed", raw)
    if raw.startswith(_LFS):
        return Row(revision, "skipped", "a pointer of Git LFS; the document itself is not in the repository")
    found = _examined(revision, raw)
    return found if isinstance(found, Candidate) else Row(revision, found.status, found.reason, format=found.format)


def _examined(revision: Revision, raw: bytes) -> Candidate | Finding:
    label = label_of(revision.path)
    found = list(islice(examine(label, PurePath(label).name, raw, Options(allow_invalid=True)), 2))
    if len(found) == 1 and found[0].file == label:
        return found[0]
    return Finding(
        label, "skipped", "holds many workflows; a history is that of one, so keep each in a file of its own"
    )


def _remarks(revision: Revision, faults: str) -> Iterator[str]:
    if revision.old_path:
        yield f"renamed from {label_of(revision.old_path)}"
    if faults:
        yield faults
