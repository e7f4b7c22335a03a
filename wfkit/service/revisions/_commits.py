"""The commits that lead to a revision, and what each changed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound
from wfkit.service.inputs import MAX_DESCRIPTION, MAX_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.service.revisions._repository import Repository

_FORMAT = "%an%x00%ae%x00%ct%x00%B%x00"
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the store keeps UTC without a zone


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; times are naive UTC."""

    id: str
    parents: tuple[str, ...]
    author: str
    created_at: datetime
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to one file, against its first parent.

    Attributes:
        kind: A letter of git: added, modified, deleted, renamed, type changed.
        path: Where the file is, or was.
        mode: Of the file in git, octal.
        blob: Its content; of no use where it was deleted.
        old_path: Where it was before it was renamed.
    """

    kind: str
    path: bytes
    mode: str
    blob: str
    old_path: bytes = b""


def commits_to(repository: Repository, rev: str) -> list[Commit]:
    """Every commit that leads to this one, parents first.

    Raises:
        NotFound: There is no such commit.
    """
    text = repository.answer(
        "rev-list", "--topo-order", "--reverse", "--parents", "--encoding=UTF-8", f"--format={_FORMAT}",
        "--end-of-options", _resolved(repository, rev), "--",
    )  # fmt: skip
    fields = iter(text.decode(errors="replace").split("\0")[:-1])
    return [_commit(*four) for four in zip(fields, fields, fields, fields, strict=True)]


@contextmanager
def changes_of(repository: Repository, commits: list[Commit]) -> Iterator[Iterator[tuple[str, list[Change]]]]:
    """The id of every commit that changed files, with the changes, in the order of the commits."""
    # Beside a commit only its first parent: what a merge brought is a change like any other.
    lines = "".join(f"{' '.join((commit.id, *commit.parents[:1]))}\n" for commit in commits)
    options = ("--stdin", "--root", "-r", "-z", "-M", "-l1000", "--no-ext-diff", "--no-textconv", "--no-abbrev")
    with repository.pieces("diff-tree", *options, stdin=lines.encode()) as pieces:
        yield _changes(pieces)


def _resolved(repository: Repository, rev: str) -> str:
    if not rev or rev.startswith("-") or "\0" in rev:
        msg = f"rev is {quoted(rev)}; name a branch, a tag or a commit such as 'main'"
        raise InvalidInput(msg)
    try:
        return repository.answer("rev-parse", "--verify", "--end-of-options", f"{rev}^{{commit}}").decode().strip()
    except InvalidInput as exc:
        msg = f"no commit {quoted(rev)} in the repository; name a branch, a tag or a commit, such as 'main'"
        raise NotFound(msg) from exc


def _commit(head: str, email: str, seconds: str, message: str) -> Commit:
    first, name = head.removeprefix("\n").split("\n", 1)
    _, commit, *parents = first.split()
    return Commit(commit, tuple(parents), _author(name, email), _moment(seconds), _message(message))


def _author(name: str, email: str) -> str:
    parts = [part for part in (name.strip(), f"<{email.strip()}>" if email.strip() else "") if part]
    text = _clean(" ".join(parts))[:MAX_NAME]
    return text if text.strip() else "unknown"


def _message(text: str) -> str:
    return _clean(text.strip("\n"), "\n\t")[:MAX_DESCRIPTION]


def _clean(text: str, welcome: str = "") -> str:
    return text if text.isprintable() else "".join(c if c.isprintable() or c in welcome else "_" for c in text)


def _moment(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):  # no number, or beyond the calendar
        return _EPOCH


def _changes(pieces: Iterator[bytes]) -> Iterator[tuple[str, list[Change]]]:
    commit, found = "", list[Change]()
    for piece in pieces:
        if piece.startswith(b":"):
            found.append(_change(piece, pieces))
            continue
        if found:
            yield commit, found
        commit, found = piece.decode(), []
    if found:
        yield commit, found


def _change(piece: bytes, pieces: Iterator[bytes]) -> Change:
    _, mode, _, blob, kind = piece.decode().split(" ")
    path = next(pieces, b"")
    if kind[0] in "RC":
        return Change(kind[0], next(pieces, b""), mode, blob, path)
    return Change(kind[0], path, mode, blob)
