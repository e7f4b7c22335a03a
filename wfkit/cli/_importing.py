"""Imports of git histories: which repository is meant, and what people see of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfkit.cli._output import Column, field, print_table, say
from wfkit.cli._text import counted
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ABBREVIATED = 10
_STYLES = {"failed": "red", "conflict": "red", "skipped": "yellow", "unchanged": "dim", "deleted": "dim"}
_TOLD = frozenset({"failed", "conflict", "skipped"})
_FOR_FILES = "--on-conflict, --tag, --allow-invalid, --check, --processes or --time-limit"


def checked_source(
    paths: Sequence[str], history: str | None, rev: str | None, *, others: bool
) -> tuple[str, str | None] | None:
    """The repository and the path in it, None for an import of files.

    Args:
        paths: Files to import.
        history: `REPO[:PATH]`.
        rev: What was said beside it.
        others: Whether an option for files was used.

    Raises:
        InvalidInput: Files and a history are asked for together, or neither is.
    """
    if history is None:
        if rev is not None:
            msg = "--rev goes with --history REPO only"
            raise InvalidInput(msg)
        if not paths:
            msg = "nothing to import; name files and folders, or a git repository with --history"
            raise InvalidInput(msg)
        return None
    if paths or others:
        what = "paths" if paths else _FOR_FILES
        msg = f"{what} and --history do not go together; a path in the repository is named as --history REPO:PATH"
        raise InvalidInput(msg)
    return split_source(history)


def split_source(text: str) -> tuple[str, str | None]:
    """The repository and the path in it; a colon in the name of a folder that is there belongs to the name."""
    places = [at for at, character in enumerate(text) if character == ":"]
    for at in [len(text), *reversed(places)]:
        if _is_folder(text[:at]):
            return text[:at], text[at + 1 :] or None
    return text, None


def print_revisions(rows: list[dict[str, Any]], *, is_dry: bool = False) -> None:
    """Writes a line a file with its workflow, then each revision that was left out, with the reason."""
    if not rows:
        say("no files in that history", "yellow")
        return
    print_table(_FILES, _by_file(rows))
    told = [row for row in rows if row["status"] in _TOLD]
    if told:
        say("\nLeft out:", "bold")
        print_table(_LEFT_OUT, told)
    say(_summary(rows, is_dry=is_dry), "dim")


def _is_folder(path: str) -> bool:
    return "\0" not in path and bool(path) and Path(path).expanduser().is_dir()


def _by_file(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row a workflow: files that were renamed have one."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["name"]:
            groups.setdefault(row["workflow_id"] or row["name"], []).append(row)
    return [_of_file(group) for group in groups.values()]


def _of_file(group: list[dict[str, Any]]) -> dict[str, Any]:
    counts = Counter(str(row["status"]) for row in group)
    last = group[-1]
    return {
        "name": last["name"], "file": last["file"], "revisions": len(group), "new": counts["imported"],
        "version": max((row["version"] or 0 for row in group), default=0),
    }  # fmt: skip


def _summary(rows: list[dict[str, Any]], *, is_dry: bool) -> str:
    new = sum(row["status"] == "imported" for row in rows)
    workflows = len({row["workflow_id"] or row["name"] for row in rows if row["name"]})
    would = "would be " if is_dry else ""
    nothing = "; nothing was written" if is_dry else ""
    return (
        f"{counted(len(rows), 'revision')} of {counted(workflows, 'workflow')}:"
        f" {counted(new, 'version')} {would}imported{nothing}"
    )


def _style(row: Mapping[str, Any]) -> str:
    return _STYLES.get(str(row["status"]), "green")


_FILES = (
    field("name", style="bold"),
    field("revisions", right=True, whole=True),
    field("new", right=True, whole=True, style="green"),
    field("version", right=True, whole=True),
    field("file", style="dim"),
)
_LEFT_OUT = (
    field("file", wrap=True),
    Column("commit", lambda row: str(row["commit"])[:_ABBREVIATED], whole=True),
    field("status", style=_style, whole=True),
    field("reason", "why", wrap=True, share=2),
)
