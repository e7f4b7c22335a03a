"""Workflows: list, create, save, delete and bring back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli import _show
from wfkit.cli._errors import FINDINGS
from wfkit.cli._options import (
    AuthorOption,
    Command,
    InvalidOption,
    JsonOption,
    LimitOption,
    MessageOption,
    NameArgument,
    PageOption,
    RegistryOption,
    opened,
)
from wfkit.cli._output import Column, field, print_json, print_listing, say
from wfkit.cli._text import counted, joined, minute, one_line, records, when
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from wfkit import Registry, Workflow

_FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="The document; `-` reads it from stdin.", show_default=False)
]
_TagOption = Annotated[
    list[str] | None, typer.Option("--tag", "-t", metavar="TAG", help="A label for filtering; may be given repeatedly.")
]


def list_workflows(
    ctx: typer.Context,
    search: Annotated[str | None, typer.Option(metavar="TEXT", help="In name, description or tags.")] = None,
    tag: _TagOption = None,
    template: Annotated[
        bool | None,
        typer.Option("--template/--no-template", help="Only templates, or only others.", show_default=False),
    ] = None,
    format: Annotated[
        str | None, typer.Option(metavar="TOOL", help="Only documents of this tool, such as n8n.")
    ] = None,
    deleted: Annotated[bool, typer.Option("--deleted", help="Those that were deleted and can come back.")] = False,
    ids: Annotated[bool, typer.Option("--ids", help="Show the ids too.")] = False,
    sort: Annotated[str, typer.Option(metavar="COLUMN", help="With - in front for descending.")] = "-updated_at",
    page: PageOption = 1,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """List workflows, those changed last first."""
    with opened(ctx, registry) as found:
        frame = found.list(
            search=search, tags=tag or None, template=template, format=format, deleted=deleted, sort=sort,
            page=page, limit=limit,
        )  # fmt: skip
    has_twins = bool(frame["name"].duplicated().any())
    empty = "no workflow is like that" if search or tag or format or template is not None else _nothing(deleted)
    columns = _columns(frame, has_ids=ids or deleted or has_twins, is_deleted=deleted)
    print_listing(frame, columns, as_json=as_json, empty=empty, page=page, limit=limit)


def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name.", show_default=False)],
    file: _FileArgument,
    description: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.", show_default=False)] = "",
    tag: _TagOption = None,
    message: MessageOption = "",
    template: Annotated[bool, typer.Option("--template", help="Mark it as meant to be cloned.")] = False,
    allow_invalid: InvalidOption = False,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
    author: AuthorOption = None,
) -> None:
    """Create a workflow from a file."""
    with opened(ctx, registry, author, makes=True) as found:
        workflow = found.create(
            name, _document(file), description=description, tags=tag or (), message=message,
            is_template=template, allow_invalid=allow_invalid,
        )  # fmt: skip
        say_saved(workflow, f"created {workflow.name}, version 1 ({workflow.format})", as_json=as_json)


def save(
    ctx: typer.Context,
    name: NameArgument,
    file: _FileArgument,
    message: MessageOption = "",
    expected_version: Annotated[
        int | None, typer.Option(metavar="N", help="Refuse when the newest version is another.", show_default=False)
    ] = None,
    allow_invalid: InvalidOption = False,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
    author: AuthorOption = None,
) -> None:
    """Save a file as a new version of a workflow."""
    with opened(ctx, registry, author) as found:
        before = found.get(name)
        after = before.save(
            _document(file), message=message, expected_version=expected_version, allow_invalid=allow_invalid
        )
        is_new = after.version != before.version
        text = f"saved {after.name}, version {after.version}"
        unchanged = f"{after.name} is the same as version {after.version}; no version was made"
        say_saved(after, text if is_new else unchanged, as_json=as_json)


def delete(ctx: typer.Context, name: NameArgument, registry: RegistryOption = None) -> None:
    """Hide a workflow; undelete brings it back."""
    with opened(ctx, registry) as found:
        workflow = found.get(name)
        found.delete(workflow)
    say(f"deleted {one_line(workflow.name)}; `wfkit undelete {workflow.id}` brings it back")


def undelete(
    ctx: typer.Context,
    workflow_id: Annotated[str, typer.Argument(metavar="ID", help="As list --deleted shows it.", show_default=False)],
    registry: RegistryOption = None,
) -> None:
    """Bring a deleted workflow back."""
    with opened(ctx, registry) as found:
        workflow = found.undelete(workflow_id)
    say(f"{one_line(workflow.name)} is back, at version {workflow.version}")


def purge(
    ctx: typer.Context,
    workflow_id: Annotated[str, typer.Argument(metavar="ID", help="Its id; a name is not enough.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    runs: Annotated[bool, typer.Option("--runs", help="Remove the records of its runs too.")] = False,
    registry: RegistryOption = None,
) -> None:
    """Remove a workflow and its history for good."""
    with opened(ctx, registry) as found:
        name = _name_of(found, workflow_id)
        if not yes:
            _confirm(f"Remove {one_line(name)} for good?")
        found.purge(workflow_id, remove_executions=runs)
    say(f"{one_line(name)} is gone for good")


def say_saved(workflow: Workflow, text: str, *, as_json: bool) -> None:
    """Says what was saved, and that it has errors if it has; for programs as one object."""
    if as_json:
        named = {"id": workflow.id, "name": workflow.name, "version": workflow.version, "format": workflow.format}
        print_json({**named, "content_hash": workflow.content_hash})
        return
    say(one_line(text), "green")


def _document(file: str) -> object:
    return sys.stdin.buffer.read() if file == "-" else Path(file)


def _nothing(deleted: bool) -> str:
    if deleted:
        return "nothing is deleted"
    return "no workflows yet; `wfkit import FILES` or `wfkit use TEMPLATE` brings the first"


def _columns(frame: pd.DataFrame, *, has_ids: bool, is_deleted: bool) -> Sequence[Column]:
    changed = Column("changed", lambda row: when(row["updated_at"]), whole=True)
    deleted = Column("deleted", lambda row: minute(row["deleted_at"]), whole=True)
    columns = (
        (True, field("name", style="bold", share=3)),
        (True, field("version", right=True, whole=True)),
        (bool((frame["format"] != "wfkit").any()), field("format", whole=True)),
        (not has_ids and bool(frame["is_template"].any()), _KIND),
        (not has_ids, Column("tags", lambda row: joined(row["tags"]), style="dim")),
        (not has_ids, changed),
        (is_deleted, deleted),
        (has_ids, field("id", style="dim", whole=True)),
    )
    return [column for is_wanted, column in columns if is_wanted]


def _name_of(registry: Registry, workflow_id: str) -> str:
    rows = [row for deleted in (False, True) for row in records(registry.list(deleted=deleted, limit=None))]
    found = next((row for row in rows if row["id"] == workflow_id), None)
    return workflow_id if found is None else f"{found['name']} ({counted(found['version'], 'version')})"


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        msg = "purge asks before it removes anything, and nobody is there to answer; pass --yes"
        raise InvalidInput(msg)
    if not typer.confirm(question):
        say("nothing was removed")
        raise typer.Exit(FINDINGS)


_KIND = Column("kind", lambda row: "template" if row["is_template"] else "", style="cyan", whole=True)

COMMANDS = (
    Command("list", list_workflows, ("wfkit list", "wfkit list --search rag --tag qa", "wfkit list --deleted --json")),
    *_show.COMMANDS,
    Command(
        "create", create, ('wfkit create "My RAG" my-rag.json --tag rag', 'cat my-rag.json | wfkit create "My RAG" -')
    ),
    Command("save", save, ('wfkit save "My RAG" my-rag.json -m "smaller chunks"',)),
    Command("delete", delete, ('wfkit delete "My RAG"',)),
    Command("undelete", undelete, ("wfkit list --deleted", "wfkit undelete 0198f2a4c0de7abc8123456789abcdef")),
    Command("purge", purge, ("wfkit purge 0198f2a4c0de7abc8123456789abcdef --yes",)),
)
