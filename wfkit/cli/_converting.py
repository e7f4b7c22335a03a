"""Files of other tools written as native ones, and what was lost on the way."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wfkit.cli._options import Command, JsonOption
from wfkit.cli._output import Column, field, print_json, print_table, say
from wfkit.cli._text import near, records
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

_STDIN = "-"
_STYLES = {"dropped": "red", "kept": "yellow", "partly": "yellow", "added": "cyan"}
_WHOLE = ("converted", "empty")


def convert(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file, or `-` for stdin.", show_default=False)],
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="wfkit, or comfyui-prompt.")] = "wfkit",
    out: Annotated[
        str | None, typer.Option("--out", metavar="PATH", help="Write it there, not to stdout.", show_default=False)
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a workflow in another format, and say what was lost.

    The document goes to stdout or to --out, the report to stderr; with --json the report goes to stdout. No registry is
    needed.
    """
    import wfkit

    made = wfkit.to_format(sys.stdin.buffer.read() if file == _STDIN else Path(file), to)
    rows = records(made.losses)
    if out is not None:
        _write(Path(out), made.document.raw, overwrite=overwrite)
    if as_json:
        print_json(rows)
        return
    if out is None:
        typer.echo(made.document.text)
        say(made.summary, is_error=True)
        return
    told = [row for row in rows if row["status"] not in _WHOLE]
    if told:
        print_table(_LOSSES, told)
    say(made.summary, "green")
    say(f"wrote {near(out)}", "dim")


def _write(path: Path, raw: bytes, *, overwrite: bool) -> None:
    try:
        with path.open("wb" if overwrite else "xb") as target:
            target.write(raw)
    except FileExistsError as exc:
        msg = f"{str(path)!r} is there already; pass --overwrite to replace it"
        raise InvalidInput(msg) from exc
    except OSError as exc:
        msg = f"cannot write {str(path)!r}: {exc.strerror}"
        raise InvalidInput(msg) from exc


def _what(row: Mapping[str, Any]) -> str:
    return f"{row['node']} {row['path']}".strip()


_LOSSES = (
    Column("node", _what, wrap=True, share=2),
    field("type"),
    field("to_type", "becomes"),
    field("status", style=lambda row: _STYLES.get(str(row["status"]), "green"), whole=True),
    field("reason", wrap=True, share=2),
)

COMMAND = Command(
    "convert",
    convert,
    (
        "wfkit convert chatflow.json --to wfkit --out chatflow.wfkit.json",
        "wfkit convert graph.json --to comfyui-prompt | curl -d @- …",
    ),
)
