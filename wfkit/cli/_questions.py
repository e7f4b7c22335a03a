"""Questions over all workflows: where a text stands, which nodes there are."""

from __future__ import annotations

from typing import Annotated

import typer

from wfkit.cli._options import Command, JsonOption, LimitOption, PageOption, RegistryOption, opened
from wfkit.cli._output import Column, field, print_listing
from wfkit.cli._text import shortened

_SHOWN = 300


def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="In any case.", show_default=False)],
    page: PageOption = 1,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """Find a text in the current documents: prompts, models, labels."""
    with opened(ctx, registry) as found:
        frame = found.search(text, page=page, limit=limit)
    columns = (
        field("workflow_name", "workflow"),
        field("pointer", "where", style="dim"),
        Column("text", lambda row: _around(str(row["text"]), text)),
    )
    print_listing(
        frame, columns, as_json=as_json, empty=f"no workflow contains {text!r}", page=page, limit=limit
    )  # fmt: skip


def nodes(
    ctx: typer.Context,
    node_type: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Only of this type.")] = None,
    workflow: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this workflow.")] = None,
    page: PageOption = 1,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """List the nodes of all workflows with their settings."""
    with opened(ctx, registry) as found:
        frame = found.nodes(type=node_type, workflow=workflow, page=page, limit=limit)
    print_listing(frame, _NODES, as_json=as_json, empty="no such nodes", page=page, limit=limit)


def _around(text: str, needle: str) -> str:
    place = text.casefold().find(needle.casefold())
    start = max(0, place - 20)
    return f"{'…' if start else ''}{shortened(text[start:], _SHOWN)}"


_NODES = (
    field("workflow_name", "workflow"),
    field("type", style="cyan"),
    field("label"),
    Column("settings", lambda row: shortened(str(row["config"]), _SHOWN), style="dim"),
)

COMMANDS = (
    Command("search", search, ("wfkit search gpt-4o", 'wfkit search "answer only from" --json')),
    Command("nodes", nodes, ("wfkit nodes --type llm", 'wfkit nodes --workflow "My RAG" --json')),
)
