"""What git itself calls: the programs that compare and merge a file for it.

They are no commands of the application: git calls one for each file, and making the application takes longer than that.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from wfkit.cli._comparing import print_diff, print_styled
from wfkit.cli._errors import FINDINGS
from wfkit.cli._output import say, write_bytes
from wfkit.cli._text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from wfkit.service.git import Outcome, Side
    from wfkit.service.weaving import Labels

_UNDONE = 3
# In a merge of branches git names the other one in a variable called after its commit.
_HEAD = "GITHEAD_"


def drive(arguments: Sequence[str]) -> int:
    """The exit code of a driver, after doing what git asks of it.

    Args:
        arguments: Its name, `--`, and what git passes.
    """
    name, _, *files = arguments
    return DRIVERS[name](*files)


def compare(name: str, *sides: str) -> int:
    """Writes what changed in a file, for `git diff`.

    The arguments are those of GIT_EXTERNAL_DIFF in git(1): a name alone for a file with conflicts, else the name, then
    file, hash and mode of both sides, and for one that was renamed its new name and what git notes of that.
    """
    from wfkit.service.git import Side

    if not sides:
        typer.echo(f"* Unmerged path {one_line(name)}")
        return 0
    old_file, old_blob, old_mode, new_file, new_blob, new_mode, *renamed = sides
    new_name, notes = renamed or (name, "")
    _compare(Side(name, old_file, old_mode, old_blob), Side(new_name, new_file, new_mode, new_blob), notes)
    return 0


def merge(*files: str) -> int:
    """Merges a file, for `git merge`: 0 when that is all, 1 for conflicts, more where git has to do it by itself.

    The arguments are %O %A %B %L %P %S %X %Y of gitattributes(5).
    """
    return _merge(*files, is_ancestor=False)


def merge_ancestors(*files: str) -> int:
    """Merges a file of several bases into one for `git merge`, quietly and without markers."""
    return _merge(*files, is_ancestor=True)


def _merge(base: str, ours: str, theirs: str, size: str, name: str, *labels: str, is_ancestor: bool) -> int:
    from wfkit.service.git import merged_file

    files = Path(base), Path(ours), Path(theirs)
    try:
        outcome = merged_file(*files, labels=_labels(size, labels), is_ancestor=is_ancestor)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, git must not take our side for the merge of both
        say(f"wfkit cannot merge {name}: {error}", "yellow", is_error=True)
        return _UNDONE
    if not is_ancestor:
        for note in _told(outcome):
            say(f"{one_line(name)}: {note}", is_error=True)
    return FINDINGS if outcome.has_conflicts else 0


def _told(outcome: Outcome) -> Iterator[str]:
    """What a person has to know: git itself says that it merges the file, and whether it could."""
    if outcome.note:
        yield outcome.note
    if outcome.merged is not None and outcome.has_conflicts:
        yield outcome.merged.text()
    elif outcome.merged is not None:
        yield from outcome.merged.notes


def _compare(old: Side, new: Side, notes: str) -> None:
    from wfkit.service.git import compared, plain_diff, wants_color

    is_colored = "NO_COLOR" not in os.environ and wants_color()
    # The hashes of blobs tell people nothing, and git works them out again for what it compares by itself.
    noted = [line for line in notes.splitlines() if not line.startswith("index ")]
    found = compared(old, new)
    if found is None:
        write_bytes(plain_diff(old, new, color=is_colored, notes=noted))
        return
    for line in (*_heading(old, new), *noted):
        print_styled(one_line(line), "1", color=is_colored)
    if found or found.old.raw != found.new.raw:
        print_diff(found, color=is_colored, is_titled=False, has_options=False)


def _heading(old: Side, new: Side) -> Iterator[str]:
    """The lines that git writes above a comparison."""
    yield f"diff --wfkit a/{old.name} b/{new.name}"
    if not old.is_there:
        yield f"new file mode {new.mode}"
    elif not new.is_there:
        yield f"deleted file mode {old.mode}"
    elif old.mode != new.mode:
        yield from (f"old mode {old.mode}", f"new mode {new.mode}")


def _labels(size: str, named: Sequence[str]) -> Labels:
    """What git itself would write beside the markers."""
    from wfkit.service.git import name_of_base
    from wfkit.service.weaving import Labels

    # A git before 2.44 passes what it does not know as it stands; a merge of branches names them in another way.
    base, ours, theirs = (label if label[:1] != "%" else "" for label in (*named, "", "", "")[:3])
    heads = {name: value for name, value in os.environ.items() if name.startswith(_HEAD)}
    if len(heads) == 1 and not theirs:
        ((name, theirs),) = heads.items()
        ours, base = "HEAD", base or name_of_base("HEAD", name.removeprefix(_HEAD))
    return Labels(one_line(ours) or "ours", one_line(base) or "base", one_line(theirs) or "theirs", int(size))


DRIVERS: Mapping[str, Callable[..., int]] = {
    "diff-driver": compare,
    "merge-driver": merge,
    "ancestor-driver": merge_ancestors,
}
"""The drivers by the name below `wfkit git`."""
