"""Questions over all workflows: where a text stands, which nodes there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wfkit.cli._options import Command, JsonOption, LimitOption, PageOption, RegistryOption, opened
from wfkit.cli._output import Column, field, print_listing
from wfkit.cli._text import minute, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN = 300


def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="In any case.", show_default=False)],
    history: Annotated[
        bool, typer.Option("--history", help="In all versions: in which it came, and in which it went.")
    ] = False,
    page: PageOption = 1,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """Find a text in documents: prompts, models, labels."""
    with opened(ctx, registry) as found:
        frame = found.search(text, history=history, page=page, limit=limit)
    shown = Column("text", lambda row: _around(str(row["text"]), text))
    columns = (field("workflow_name", "workflow"), *(_IN_HISTORY if history else _IN_HEADS), shown)
    empty = f"no {'version' if history else 'workflow'} contains {text!r}"
    print_listing(frame, columns, as_json=as_json, empty=empty, page=page, limit=limit)


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


def _gone(row: Mapping[str, Any]) -> str:
    return "" if row["gone_version"] is None else str(row["gone_version"])


_IN_HEADS = (field("pointer", "where", style="dim"),)
_IN_HISTORY = (
    field("node", style="bold"),
    field("path", "where", style="dim"),
    field("version", "came in", right=True, whole=True),
    Column("went in", _gone, right=True, whole=True),
    field("author", "by"),
    Column("on", lambda row: minute(row["created_at"]), whole=True),
)
_NODES = (
    field("workflow_name", "workflow"),
    field("type", style="cyan"),
    field("label"),
    Column("settings", lambda row: shortened(str(row["config"]), _SHOWN), style="dim"),
)

COMMANDS = (
    Command(
        "search",
        search,
        ("wfkit search gpt-4o", "wfkit search gpt-4o --history", 'wfkit search "answer only from" --json'),
    ),
    Command("nodes", nodes, ("wfkit nodes --type llm", 'wfkit nodes --workflow "My RAG" --json')),
)
