"""Files: bring them in, prove them valid, hand them out."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wfkit.cli._errors import FINDINGS
from wfkit.cli._importing import checked_source, print_revisions
from wfkit.cli._options import AuthorOption, Command, InvalidOption, JsonOption, RegistryOption, opened
from wfkit.cli._output import Column, field, print_json, print_table, say
from wfkit.cli._text import counted, near, records, size
from wfkit.cli._validating import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CONFLICTS = ("skip", "version", "rename", "error")
_IN_REGISTRY = frozenset({"imported", "version", "unchanged", "renamed", "migrated", "extended", "deleted"})
_STYLES = {"invalid": "red", "failed": "red", "conflict": "red", "skipped": "yellow", "unchanged": "dim"}


def import_files(  # noqa: PLR0913, PLR0917 - an option each
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Files and folders of workflows.", show_default=False)
    ] = None,
    on_conflict: Annotated[
        str, typer.Option(metavar="WHAT", help=f"When the name is taken: {', '.join(CONFLICTS)}.")
    ] = "skip",
    history: Annotated[
        str | None,
        typer.Option(metavar="REPO[:PATH]", help="Take over the history of a git repository.", show_default=False),
    ] = None,
    rev: Annotated[
        str | None, typer.Option(metavar="REV", help="Of --history: the branch, tag or commit.", show_default=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    tag: Annotated[list[str] | None, typer.Option("--tag", "-t", metavar="TAG", help="For every workflow.")] = None,
    allow_invalid: InvalidOption = False,
    check: Annotated[bool, typer.Option("--check", help="List problems of other tools' documents too.")] = False,
    processes: Annotated[
        int | None,
        typer.Option(metavar="N", show_default=False, help="How many read at once; default: as many as it takes."),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", show_default=False, help="A file that takes longer is failed; default 60."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a file was not imported.")] = False,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
    author: AuthorOption = None,
) -> None:
    """Import workflow files, and say why a file was not."""
    reads = bool(tag) or allow_invalid or check or processes is not None or time_limit is not None
    source = checked_source(paths or [], history, rev, others=reads or on_conflict != CONFLICTS[0])
    with opened(ctx, registry, author, makes=True) as found:
        shows = sys.stderr.isatty()
        frame = (
            found.import_history(*source, rev=rev or "HEAD", dry_run=dry_run, progress=shows)
            if source
            else found.import_files(
                paths or [], on_conflict=on_conflict, dry_run=dry_run, progress=shows, tags=tag or (),
                allow_invalid=allow_invalid, check=check, processes=processes,
                time_limit_s=60.0 if time_limit is None else time_limit,
            )
        )  # fmt: skip
    rows = records(frame)
    if as_json:
        print_json(rows)
    elif source:
        print_revisions(rows, is_dry=dry_run)
    else:
        print_imports(rows, is_dry=dry_run)
    if strict and left_out(rows):
        raise typer.Exit(FINDINGS)


def migrate(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A folder of files, one a version.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
    author: AuthorOption = None,
) -> None:
    """Take over a folder of files with its history.

    <id>.json is a workflow with one version; <name>/1.json, <name>/2.json, … are the versions of one.
    """
    with opened(ctx, registry, author, makes=True) as found:
        rows = records(found.migrate(folder, dry_run=dry_run, progress=sys.stderr.isatty()))
    if as_json:
        print_json(rows)
    elif rows:
        print_table(_MIGRATED, rows)
        say(_summary(rows, "workflow", is_dry=dry_run), "dim")
    else:
        say(f"nothing to migrate in {folder!r}")


def export(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name or id of the workflow.", show_default=False)],
    path: Annotated[str, typer.Argument(metavar="PATH", help="The file to write.", show_default=False)],
    version: Annotated[
        str | None, typer.Option(metavar="N|TAG", help="Another version than the newest.", show_default=False)
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="All versions with tags and messages.")] = False,
    redact: Annotated[bool, typer.Option("--redact", help="Leave secrets out.")] = False,
    redact_all: Annotated[bool, typer.Option("--redact-all", help="Leave personal data out too.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
    registry: RegistryOption = None,
) -> None:
    """Write a workflow to a file, alone or with its history."""
    with opened(ctx, registry) as found:
        written = found.export(
            found.get(name),
            path,
            version=version,
            history=history,
            redact="all" if redact_all else redact,
            overwrite=overwrite,
        )
    say(f"wrote {written}, {size(Path(written).stat().st_size)}", "green")


def print_imports(rows: list[dict[str, Any]], *, is_dry: bool = False) -> None:
    """Writes how many files had which outcome, then each file that was not imported, with the reason."""
    if not rows:
        say("no files to import there", "yellow")
        return
    counts = Counter(str(row["status"]) for row in rows)
    print_table(_OUTCOMES, [{"status": status, "files": count} for status, count in counts.most_common()])
    missing = left_out(rows)
    if missing:
        say("\nNot imported:", "bold")
        print_table(LEFT_OUT, missing)
    say(_summary(rows, "file", is_dry=is_dry), "dim")


def left_out(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The files that are not in the registry now."""
    return [row for row in rows if row["status"] not in _IN_REGISTRY]


def status_style(row: Mapping[str, Any]) -> str:
    """The style of an outcome."""
    return _STYLES.get(str(row["status"]), "green")


def _reason(row: Mapping[str, Any]) -> str:
    reason = str(row["reason"] or "")
    first = next(iter(row["problems"] or ()), None) if not reason else None
    return reason if first is None else str(first)


def _summary(rows: list[dict[str, Any]], noun: str, *, is_dry: bool) -> str:
    done = len(rows) - len(left_out(rows))
    would = "would be " if is_dry else ""
    left = f", {len(rows) - done} not" if done < len(rows) else ""
    nothing = "; nothing was written" if is_dry else ""
    return f"{counted(len(rows), noun)}: {done} {would}in the registry{left}{nothing}"


_OUTCOMES = (field("status", style=status_style, whole=True), field("files", right=True))
LEFT_OUT = (
    Column("file", lambda row: near(str(row["file"])), wrap=True, share=2),
    field("status", style=status_style, whole=True),
    Column("why", _reason, wrap=True),
)
_MIGRATED = (
    field("name", style="bold"),
    field("status", style=status_style, whole=True),
    field("versions", right=True, whole=True),
    field("hashes_verified", "verified", right=True, whole=True),
    field("source", style="dim"),
    field("reason", wrap=True),
)

COMMANDS = (
    Command(
        "import",
        import_files,
        (
            "wfkit import flows/",
            "wfkit import a.json b.json --tag team",
            "wfkit import flows/ --on-conflict version --dry-run",
            "wfkit import --history ~/team-flows:prod --rev main",
        ),
    ),
    Command(
        "export", export, ('wfkit export "My RAG" my-rag.json', 'wfkit export "My RAG" my-rag.wfkit --history --redact')
    ),
    Command("validate", validate, ("wfkit validate flows/", "wfkit validate my-rag.json --strict --json")),
    Command("migrate", migrate, ("wfkit migrate old-store/ --dry-run",)),
)
