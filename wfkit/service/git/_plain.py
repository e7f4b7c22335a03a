"""What git itself would say of two files, for those that are no workflows."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput
from wfkit.service.git import _program
from wfkit.service.git._blobs import diff_in_repository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.service.git._sides import Side

_DIFFERENT = 1
_EXECUTABLE = 0o100
_BOLD = b"\x1b[1m"


def plain_diff(old: Side, new: Side, *, color: bool, notes: Sequence[str] = ()) -> bytes:
    """The lines that git writes when it compares the files by itself.

    Args:
        old: The file before.
        new: The file after.
        color: As git colours them.
        notes: The lines that git notes of a file that was renamed.
    """
    try:
        return diff_in_repository(old, new, color=color, notes=notes)
    except InvalidInput:  # files outside of a repository
        return _diff_of_files(old, new, color=color, notes=notes)


def _diff_of_files(old: Side, new: Side, *, color: bool, notes: Sequence[str]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="wfkit-") as name:
        folder = Path(name)
        has_both = old.is_there and new.is_there
        # Under their names in the repository, so that git writes these, escaped as it does.
        sides = [_placed(folder, top if has_both else "", side) for top, side in (("a", old), ("b", new))]
        lines = _lines(folder, sides, has_both=has_both, color=color)
        if not lines:  # nothing but the name changed, and git notes only a file that differs
            with (folder / sides[1]).open("ab") as file:
                file.write(b"\n")
            lines = _lines(folder, sides, has_both=has_both, color=color)[:1]
    at = next((at for at, line in enumerate(lines) if line.removeprefix(_BOLD).startswith(b"index ")), len(lines))
    noted = [_painted(line, color=color) for line in notes]
    return b"".join([*lines[:at], *noted, *lines[at:]])


def _lines(folder: Path, sides: Sequence[str], *, has_both: bool, color: bool) -> list[bytes]:
    prefixes = ["--no-prefix"] if has_both else ["--src-prefix=a/", "--dst-prefix=b/"]
    done = _program.run(
        "diff", "--no-index", "--no-ext-diff", "--no-textconv", f"--color={'always' if color else 'never'}",
        *prefixes, "--", *sides, folder=folder, ok=(0, _DIFFERENT),
    )  # fmt: skip
    # Not by splitlines, to which other characters end a line too.
    return [line + b"\n" for line in done.stdout.split(b"\n")[:-1]]


def _painted(line: str, *, color: bool) -> bytes:
    raw = line.encode(errors="surrogateescape")
    return b"%b%b\x1b[m\n" % (_BOLD, raw) if color else raw + b"\n"


def _placed(folder: Path, top: str, side: Side) -> str:
    """The copied file, from the folder; `/dev/null` stays what it is."""
    if not side.is_there:
        return side.file
    path = Path(top, side.name)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(side.file, folder / path)
    (folder / path).chmod(0o755 if int(side.mode, 8) & _EXECUTABLE else 0o644)
    return path.as_posix()
