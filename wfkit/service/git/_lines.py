"""Three files merged by their lines, as git itself does it in a merge of branches."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wfkit.errors import InvalidInput
from wfkit.service.git import _program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.service.weaving import Labels

_FILE = "file"
# The branches, whose names git writes beside the markers; no text has lines with these.
_NAMES = ("wfkit-base-8d2f6c", "wfkit-ours-8d2f6c", "wfkit-theirs-8d2f6c")
_MOST_CONFLICTS = 127
# How far git looks to tell binary files from texts.
_LOOKED_AT = 8000


@dataclass(frozen=True, slots=True)
class Lines:
    """How files were merged by their lines.

    Attributes:
        has_conflicts: Whether markers are left in it, or nothing could be merged.
        is_binary: Whether they have no lines.
    """

    has_conflicts: bool
    is_binary: bool = False


def merge_lines(base: Path, ours: Path, theirs: Path, labels: Labels) -> Lines:
    """How the files were merged; the result is in the place of ours.

    `git merge-file` joins conflicts that `git merge` keeps apart, and finds other lines in common. So git merges
    commits of these files alone, in a repository made for that; one before 2.38 cannot, and merges the files.

    Raises:
        InvalidInput: git cannot merge them.
    """
    texts = [path.read_bytes() for path in (base, ours, theirs)]
    if any(b"\0" in text[:_LOOKED_AT] for text in texts):
        return Lines(has_conflicts=True, is_binary=True)
    try:
        has_conflicts, merged = _merged_as_branches(texts, labels)
    except InvalidInput:
        return Lines(_merged_as_files(base, ours, theirs, labels))
    ours.write_bytes(merged)
    return Lines(has_conflicts)


def _merged_as_branches(texts: list[bytes], labels: Labels) -> tuple[bool, bytes]:
    style = _program.text("config", "--get", "merge.conflictStyle", ok=(0, 1)) or "merge"
    with tempfile.TemporaryDirectory(prefix="wfkit-") as name:
        folder = Path(name)
        git = partial(_program.run, folder=folder, environment=_made_repository(folder, labels.size))
        git("fast-import", "--quiet", "--export-marks=marks", given=b"".join(_commits(texts)))
        done = git(
            "-c", f"merge.conflictStyle={style}", "-c", "core.attributesFile=", "merge-tree", "--write-tree",
            "--no-messages", *_NAMES[1:], ok=(0, 1),
        )  # fmt: skip
        tree = done.stdout.split(b"\n", 1)[0].decode()
        merged = git("cat-file", "blob", f"{tree}:{_FILE}").stdout
        base = next(line[3:] for line in (folder / "marks").read_bytes().splitlines() if line.startswith(b":1 "))
    return done.returncode == 1, _labelled(merged, base, labels)


def _made_repository(folder: Path, marker_size: int) -> Mapping[str, str]:
    """The environment in which git works in a new repository, where it merges by itself, with markers of this size."""
    for inner in ("objects", "refs", "info"):
        (folder / inner).mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="utf-8")
    (folder / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n", encoding="utf-8")
    # `merge`, lest wfkit is asked again where it is the default of all files.
    (folder / "info" / "attributes").write_text(f"* merge conflict-marker-size={marker_size}\n", encoding="utf-8")
    return {"GIT_DIR": str(folder), "GIT_OBJECT_DIRECTORY": str(folder / "objects")}


def _commits(texts: list[bytes]) -> Iterator[bytes]:
    """What git reads to make a commit of each text, those of both sides after the base."""
    for mark, (name, text) in enumerate(zip(_NAMES, texts, strict=True), start=1):
        yield b"commit refs/heads/%b\nmark :%d\ncommitter w <w> 0 +0000\ndata 0\n" % (name.encode(), mark)
        yield b"" if mark == 1 else b"from :1\n"
        yield b"M 100644 inline %b\ndata %d\n%b\n" % (_FILE.encode(), len(text), text)


def _labelled(text: bytes, base: bytes, labels: Labels) -> bytes:
    """The text with the labels that were asked for beside the markers; git abbreviates the hash of a base."""
    wanted = {b"|": labels.base, b"<": labels.ours, b">": labels.theirs}
    ours, theirs = (name.encode() for name in _NAMES[1:])
    written = re.compile(rb"(?m)^(([|<>])\2{%d}) ([\w-]+)(?=\r?$)" % (labels.size - 1))

    def named(found: re.Match[bytes]) -> bytes:
        marker, name = found[2], found[3]
        is_written = base.startswith(name) if marker == b"|" else name == (ours if marker == b"<" else theirs)
        return b"%b %b" % (found[1], wanted[marker].encode()) if is_written else found[0]

    return written.sub(named, text)


def _merged_as_files(base: Path, ours: Path, theirs: Path, labels: Labels) -> bool:
    names = [word for label in (labels.ours, labels.base, labels.theirs) for word in ("-L", label)]
    done = _program.run(
        "merge-file", *names, f"--marker-size={labels.size}", str(ours), str(base), str(theirs),
        ok=tuple(range(_MOST_CONFLICTS + 1)),
    )  # fmt: skip
    return done.returncode > 0
