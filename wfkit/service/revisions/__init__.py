"""Histories of git: a folder of revisions becomes workflows, with a version for each commit that changed one.

It exists so that people whose workflows are files in git keep who changed what, when and why. The repository is only
read, through git's own plumbing, without a checkout, and nothing that it configures is run: it may come from anybody.
It must not fetch, and it writes each workflow whole or not at all.
"""

from __future__ import annotations

import os
import posixpath
from pathlib import PurePath
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.service._progress import shown
from wfkit.service.importing.sources import is_hidden, path_text
from wfkit.service.revisions import _stories
from wfkit.service.revisions._blobs import blobs_of
from wfkit.service.revisions._chains import chains
from wfkit.service.revisions._commits import changes_of, commits_to
from wfkit.service.revisions._repository import opened
from wfkit.service.revisions._settling import Settler
from wfkit.store import frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.service.revisions._chains import Revision
    from wfkit.service.revisions._repository import Repository
    from wfkit.service.revisions._rows import Row
    from wfkit.service.revisions._stories import Step

__all__ = ["import_history"]

_MAX_FILES = 200
_MAX_REVISIONS = 1000


def import_history(
    context: Context, repo: object, path: object | None, *, rev: str, dry_run: bool, progress: bool
) -> pd.DataFrame:
    """A row a revision of a file, columns `frames.REVISIONS`; each workflow is written whole or not at all.

    Raises:
        NotFound: There is no git, no such repository or revision, or no file at this path.
        InvalidInput: git refuses to read the repository.
    """
    repository = opened(path_text(repo))
    files = _files(repository, "" if path is None else path_text(path), rev)
    rows: list[Row] = []
    with blobs_of(repository) as blobs:
        settler = Settler(context, blobs, dry_run)
        read = (_stories.read(chain, blobs) for chain in shown(files, show=progress, doing="importing", unit="file"))
        for batch in _batches(read):
            rows += settler.settle(batch)
    return frames.frame(frames.REVISIONS, [row.values() for row in rows])


def _batches(read: Iterable[list[Step]]) -> Iterator[list[list[Step]]]:
    """The chains in lists that one transaction takes: a transaction for each of thousands takes ten times as long."""
    batch: list[list[Step]] = []
    for steps in read:
        batch.append(steps)
        if len(batch) >= _MAX_FILES or sum(map(len, batch)) >= _MAX_REVISIONS:
            yield batch
            batch = []
    if batch:
        yield batch


def _files(repository: Repository, path: str, rev: str) -> list[Revision]:
    commits = commits_to(repository, rev)
    with changes_of(repository, commits) as changes:
        found = chains(commits, changes)
    place = _place(repository, path)
    inside = [chain for chain in found if _is_within(chain.path, place)]
    if place and not inside:
        msg = f"no file {quoted(os.fsdecode(place), 200)} in any commit that leads to {quoted(rev)}"
        raise NotFound(msg)
    return inside


def _place(repository: Repository, path: str) -> bytes:
    """A path below the folder that was named, as git names it."""
    given = PurePath(path)
    place = posixpath.normpath(repository.prefix + os.fsencode(given.as_posix()))
    if given.is_absolute() or "\0" in path or place.split(b"/")[0] == b"..":
        msg = f"the path {quoted(path, 200)} is not inside of the repository; name it as from the repository's folder"
        raise InvalidInput(msg)
    return b"" if place == b"." else place


def _is_within(path: bytes, place: bytes) -> bool:
    """Whether a file is the place or below it, and is not hidden there."""
    if path == place:
        return True
    below = path.removeprefix(place + b"/") if place else path
    return (not place or below != path) and not any(is_hidden(os.fsdecode(part)) for part in below.split(b"/"))
