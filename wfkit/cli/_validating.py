"""Validation of files, for people and for continuous integration."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wfkit.cli._errors import FINDINGS
from wfkit.cli._options import JsonOption
from wfkit.cli._output import print_json, print_problems, say
from wfkit.cli._text import counted, near, one_line
from wfkit.errors import NotFound, WfkitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit import Report

STDIN = "-"
_SUFFIXES = frozenset({".json", ".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class _Checked:
    file: str
    report: Report

    def is_fine(self, *, is_strict: bool) -> bool:
        return self.report.ok and not (is_strict and self.report.warnings)

    def to_dict(self) -> dict[str, Any]:
        return {"file": self.file, **self.report.to_dict()}


def validate(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="Files, folders (all JSON and YAML in them), or `-` for stdin.", show_default=False
        ),
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find the problems of workflow files; no registry is needed."""
    checked = [_Checked(path, _report(path)) for path in list(expanded(files))]
    if as_json:
        print_json([found.to_dict() for found in checked])
    else:
        _print(checked, is_strict=strict)
    if not all(found.is_fine(is_strict=strict) for found in checked):
        raise typer.Exit(FINDINGS)


def expanded(files: list[str]) -> Iterator[str]:
    """The files that these are, and those in the folders; `-` stays.

    Raises:
        NotFound: There is no such file, or none in a folder.
    """
    for name in dict.fromkeys(files):
        if name == STDIN:
            yield name
            continue
        inside = _inside(Path(name))
        if not inside:
            msg = f"no .json file, nor a .yaml or .yml one, in the folder {name!r}"
            raise NotFound(msg)
        yield from inside


def _inside(path: Path) -> list[str]:
    try:
        if path.is_dir():
            inside = path.rglob("*.*")
            return sorted(str(found) for found in inside if found.suffix in _SUFFIXES and found.is_file())
        is_there = path.exists()
    except (OSError, ValueError):  # a name that no file can have
        is_there = False
    if not is_there:
        msg = f"no file {str(path)!r}"
        raise NotFound(msg)
    return [str(path)]


def _report(path: str) -> Report:
    import wfkit
    from wfkit.core.problem import Problem, Report

    try:
        return wfkit.validate(sys.stdin.buffer.read() if path == STDIN else Path(path))
    except WfkitError as error:  # one file that cannot be read does not keep the others from being checked
        return Report((Problem("error", "unreadable", str(error)),))


def _print(checked: list[_Checked], *, is_strict: bool) -> None:
    for found in checked:
        if len(found.report) and (len(checked) == 1 or found.report.errors or found.report.warnings):
            say(f"{titled(found.file)}: {found.report.summary}", "bold")
            print_problems(found.report)
            say("")
    is_fine = all(found.is_fine(is_strict=is_strict) for found in checked)
    say(_summary(checked, is_strict=is_strict), "green" if is_fine else "red")


def titled(path: str) -> str:
    """What to call a file for people."""
    return "standard input" if path == STDIN else one_line(near(path))


def _summary(checked: list[_Checked], *, is_strict: bool) -> str:
    fine = sum(found.is_fine(is_strict=is_strict) for found in checked)
    with_errors = sum(not found.report.ok for found in checked)
    parts = [
        (fine, f"{fine} fine"),
        (with_errors, f"{with_errors} with errors"),
        (len(checked) - fine - with_errors, f"{len(checked) - fine - with_errors} with warnings"),
    ]
    return f"{counted(len(checked), 'file')}: {', '.join(words for count, words in parts if count)}"
