"""Where files hold what must not be shared, for people and for continuous integration."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from wfkit.cli._errors import FINDINGS
from wfkit.cli._options import Command, JsonOption
from wfkit.cli._output import Column, field, print_json, print_table, say
from wfkit.cli._text import counted, records
from wfkit.cli._validating import STDIN, expanded, titled
from wfkit.errors import WfkitError


@dataclass(frozen=True, slots=True)
class _Searched:
    file: str
    rows: list[dict[str, Any]]
    error: str = ""

    def count(self, kind: str) -> int:
        return sum(row["kind"] == kind for row in self.rows)

    def is_fine(self, *, is_strict: bool) -> bool:
        return not (self.error or self.count("secret") or (is_strict and self.rows))

    def to_dict(self) -> dict[str, Any]:
        return {"file": self.file, "error": self.error, "findings": self.rows}


def secrets(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Files, folders, or `-` for stdin.", show_default=False),
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Personal data fail too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find secrets and personal data in files, and show none of them."""
    searched = [_search(path) for path in expanded(files)]
    if as_json:
        print_json([found.to_dict() for found in searched])
    else:
        _print(searched, is_strict=strict)
    if not all(found.is_fine(is_strict=strict) for found in searched):
        raise typer.Exit(FINDINGS)


def _search(path: str) -> _Searched:
    import wfkit

    try:
        return _Searched(path, records(wfkit.find_secrets(sys.stdin.buffer.read() if path == STDIN else Path(path))))
    except WfkitError as error:  # one file that cannot be read does not keep the others from being searched
        return _Searched(path, [], str(error))


def _print(searched: list[_Searched], *, is_strict: bool) -> None:
    for found in searched:
        if found.error:
            say(f"{titled(found.file)}: {found.error}\n", "red")
        elif found.rows:
            say(f"{titled(found.file)}: {_summary(found.count('secret'), found.count('personal'))}", "bold")
            print_table(_COLUMNS, found.rows)
            say("")
    is_fine = all(found.is_fine(is_strict=is_strict) for found in searched)
    totals = [sum(found.count(kind) for found in searched) for kind in ("secret", "personal")]
    unread = sum(bool(found.error) for found in searched)
    more = f", {unread} not read" if unread else ""
    say(f"{counted(len(searched), 'file')}: {_summary(*totals)}{more}", "green" if is_fine else "red")


def _summary(secret: int, personal: int) -> str:
    pieces = "piece" if personal == 1 else "pieces"
    parts = [(secret, counted(secret, "secret")), (personal, f"{personal} {pieces} of personal data")]
    return ", ".join(words for count, words in parts if count) or "no secrets, no personal data"


_STYLES = {"secret": "bold red", "personal": "yellow"}
_COLUMNS = (
    field("kind", style=lambda row: _STYLES[row["kind"]], whole=True),
    field("rule", whole=True),
    field("confidence", whole=True),
    Column("node", lambda row: row["label"] or row["node"]),
    field("field"),
    field("pointer", style="dim", wrap=True, share=2),
    field("length", right=True, whole=True),
)

COMMANDS = (Command("secrets", secrets, ("wfkit secrets flows/", "wfkit secrets my-flow.json --strict --json")),)
