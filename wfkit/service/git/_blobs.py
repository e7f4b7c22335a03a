"""What git itself would say of two files of its repository: it compares them there, alone in two trees."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput
from wfkit.service.git import _program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from subprocess import CompletedProcess

    from wfkit.service.git._sides import Side

    Git = Callable[..., CompletedProcess[bytes]]

_LINK = "120000"


def diff_in_repository(old: Side, new: Side, *, color: bool, notes: Sequence[str] = ()) -> bytes:
    """The lines that git writes when it compares the files by itself, by all that is configured there.

    Nothing is written into the repository: new objects go into a folder that is removed.

    Raises:
        InvalidInput: git has no such files in a repository.
    """
    found = _detection(old, new, notes)
    objects = Path(_program.text("rev-parse", "--git-path", "objects")).absolute()
    with tempfile.TemporaryDirectory(prefix="wfkit-") as name:
        folder = Path(name)
        (folder / "info").mkdir()
        (folder / "info" / "alternates").write_bytes(os.fsencode(objects) + b"\n")
        git: Git = partial(
            _program.run,
            environment={"GIT_OBJECT_DIRECTORY": name, "GIT_INDEX_FILE": str(folder / "index")},
        )
        before = _tree(git, [old])
        after = _tree(git, [old, new] if "-C1%" in found else [new])
        color_option = f"--color={'always' if color else 'never'}"
        return git("diff", "--no-ext-diff", color_option, *found, before, after).stdout


def _detection(old: Side, new: Side, notes: Sequence[str]) -> Sequence[str]:
    """The options that have git find what it found: that a file was renamed or copied, or neither."""
    if any(note.startswith("copy from ") for note in notes):
        return ("-C1%", "--find-copies-harder")
    if old.name != new.name and not notes:
        msg = f"{old.name} and {new.name} are two files to git"
        raise InvalidInput(msg)
    return ("-M1%",) if old.name != new.name else ("--no-renames",)


def _tree(git: Git, sides: Sequence[Side]) -> str:
    """The hash of a tree of these files; of none where there are none."""
    there = [side for side in sides if side.is_there]
    entries = [f"{side.mode} {_blob(git, side)}\t{side.name}\0" for side in there]
    git("read-tree", "--empty")
    git("update-index", "-z", "--index-info", given="".join(entries).encode(errors="surrogateescape"))
    return git("write-tree").stdout.decode().strip()


def _blob(git: Git, side: Side) -> str:
    """The hash of what git has of a file: line ends and filters are those of the repository, not of the disk."""
    if side.blob.strip("0"):
        return side.blob
    content = ("--no-filters",) if side.mode == _LINK else (f"--path={side.name}",)
    return git("hash-object", "-w", "--stdin", *content, given=Path(side.file).read_bytes()).stdout.decode().strip()
