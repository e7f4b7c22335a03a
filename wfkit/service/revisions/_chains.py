"""From commits to chains: the revisions of each file, one after the other, in one pass over all commits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wfkit.service.revisions._commits import Change, Commit

State = dict[bytes, "Revision"]
"""The newest revision of every file at a commit, by its path; of those that are gone too."""


# Compared by identity, for a chain is as long as the history of its file.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Revision:
    """A file as a commit left it.

    Attributes:
        commit: That changed the file.
        path: Where it is.
        mode: Of git, octal.
        blob: Its content; empty where the commit deleted it.
        before: The revision before.
        number: How many came before.
        old_path: Where it was, if this commit renamed it.
    """

    commit: Commit
    path: bytes
    mode: str
    blob: str
    before: Revision | None
    number: int
    old_path: bytes = b""

    def all(self) -> list[Revision]:
        """The whole chain, oldest first."""
        found = []
        revision: Revision | None = self
        while revision is not None:
            found.append(revision)
            revision = revision.before
        return found[::-1]

    def goes_on_from(self, earlier: Revision) -> bool:
        """Whether the chain holds that revision."""
        revision: Revision | None = self
        while revision is not None and revision.number > earlier.number:
            revision = revision.before
        return revision is earlier


def chains(commits: list[Commit], changes: Iterable[tuple[str, list[Change]]]) -> list[Revision]:
    """The newest revision of every file that the last commit leads to, by path; of those that are gone too.

    A chain goes along first parents. Where a merge takes over a file as a branch left it, and nothing else happened
    to the file meanwhile, the chain goes through the commits of that branch; else the merge is one change.
    """
    states: dict[str, State] = {}
    open_children = Counter(parent for commit in commits for parent in set(commit.parents))
    waiting = _Waiting(iter(changes))
    state: State = {}
    for commit in commits:
        parents = [parent for parent in dict.fromkeys(commit.parents) if parent in states]
        open_children.subtract(parents)
        first = states.get(parents[0], {}) if parents else {}
        state = dict(first) if parents and open_children[parents[0]] else first
        others = [states[parent] for parent in parents[1:]]
        _apply(state, commit, waiting.of(commit.id), others)
        for parent in parents:
            if not open_children[parent]:
                del states[parent]
        states[commit.id] = state
    return [state[path] for path in sorted(state)]


class _Waiting:
    """The changes of commits, asked for in order; a commit that changed nothing has none."""

    def __init__(self, changes: Iterator[tuple[str, list[Change]]]) -> None:
        self._changes = changes
        self._next = next(changes, None)

    def of(self, commit: str) -> list[Change]:
        if self._next is None or self._next[0] != commit:
            return []
        found = self._next[1]
        self._next = next(self._changes, None)
        return found


def _apply(state: State, commit: Commit, changes: list[Change], others: list[State]) -> None:
    # The old paths first: another file may take the place in the same commit.
    moved = {change.path: state.pop(change.old_path, None) for change in changes if change.kind == "R"}
    for change in changes:
        known = state.get(change.path)
        if change.path in moved:
            _keep_ended(state, known)
            known = moved[change.path]
        state[change.path] = _taken_over(change, known, others) or _made(commit, change, known)


def _keep_ended(state: State, ended: Revision | None) -> None:
    """Keeps the history of a deleted file whose place a renamed one takes, under a path that no file can have."""
    if ended is not None and not ended.blob:
        state[b"%b\0%b" % (ended.path, ended.commit.id.encode())] = ended


def _taken_over(change: Change, known: Revision | None, others: list[State]) -> Revision | None:
    for other in others:
        theirs = other.get(change.path)
        if theirs is None or theirs.blob != _blob(change) or theirs.mode != change.mode:
            continue
        if known is None or theirs.goes_on_from(known):
            return theirs
    return None


def _made(commit: Commit, change: Change, known: Revision | None) -> Revision:
    number = 0 if known is None else known.number + 1
    return Revision(commit, change.path, change.mode, _blob(change), known, number, change.old_path)


def _blob(change: Change) -> str:
    return "" if change.kind == "D" else change.blob
