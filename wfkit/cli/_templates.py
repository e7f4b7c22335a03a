"""Templates: what to start from."""

from __future__ import annotations

from typing import Annotated

import typer

from wfkit.cli._options import AuthorOption, Command, JsonOption, LimitOption, PageOption, RegistryOption, opened
from wfkit.cli._output import Column, field, print_listing
from wfkit.cli._text import first_sentence
from wfkit.cli._workflows import say_saved


def templates(
    ctx: typer.Context,
    page: PageOption = 1,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """List the templates, most used first."""
    with opened(ctx, registry) as found:
        frame = found.templates(page=page, limit=limit)
    print_listing(frame, TEMPLATES, as_json=as_json, empty="no templates on this page", page=page, limit=limit)


def use(
    ctx: typer.Context,
    template: Annotated[str, typer.Argument(metavar="TEMPLATE", help="Its name or id.", show_default=False)],
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help='Of the new workflow; default with "(copy)".', show_default=False),
    ] = None,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
    author: AuthorOption = None,
) -> None:
    """Create a workflow from a template."""
    with opened(ctx, registry, author, makes=True) as found:
        workflow = found.use_template(template, name)
        say_saved(workflow, f"created {workflow.name}, version 1, {workflow.message}", as_json=as_json)


TEMPLATES = (
    field("name", style="bold", whole=True),
    Column("what it does", lambda row: first_sentence(row["description"]), wrap=True),
    field("usage_count", "used", right=True, whole=True),
)

COMMANDS = (
    Command("templates", templates, ("wfkit templates", "wfkit templates --json")),
    Command("use", use, ('wfkit use "Simple RAG" "My RAG"',)),
)
