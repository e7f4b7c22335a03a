"""Runs: what was recorded of executions, and what they cost."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wfkit.cli._options import Command, JsonOption, LimitOption, PageOption, RegistryOption, opened
from wfkit.cli._output import Column, field, print_listing, say
from wfkit.cli._text import cost, duration, when
from wfkit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit import Registry

_STYLES = {"completed": "green", "failed": "red", "running": "cyan"}


def runs(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Only runs of this workflow.", show_default=False)
    ] = None,
    costs: Annotated[bool, typer.Option("--costs", help="Sum them up: a row a version that ran.")] = False,
    version: Annotated[int | None, typer.Option(metavar="N", help="Only of this version.", show_default=False)] = None,
    status: Annotated[
        str | None,
        typer.Option(metavar="STATUS", help="pending, running, completed or failed.", show_default=False),
    ] = None,
    page: PageOption = 1,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """List the recorded runs, newest first, and their costs."""
    if costs and name is None:
        msg = "--costs sums up the runs of one workflow; name it: wfkit runs NAME --costs"
        raise InvalidInput(msg)
    with opened(ctx, registry) as found:
        if costs and name is not None:
            summed = found.get(name).costs()
            print_listing(summed, COSTS, as_json=as_json, empty="no runs are recorded")
            return
        frame = found.executions(
            workflow=None if name is None else _id(found, name), version=version, status=status, page=page, limit=limit
        )
    print_listing(frame, _RUNS, as_json=as_json, empty="no runs are recorded", page=page, limit=limit)
    if not as_json and len(frame):
        say(f"total cost of these: {cost(float(frame['total_cost'].sum()))}", "dim")


def _id(registry: Registry, name: str) -> str:
    try:
        return registry.get(name).id
    except NotFound as error:
        # Runs of a deleted workflow stay in the accounts, and only its id names it.
        with suppress(NotFound):
            registry.executions(workflow=name, limit=1)
            return name
        raise error from None


def _status_style(row: Mapping[str, Any]) -> str:
    return _STYLES.get(str(row["status"]), "")


_RUNS = (
    field("workflow_name", "workflow", style="bold"),
    field("version", right=True, whole=True),
    field("status", style=_status_style, whole=True),
    Column("started", lambda row: when(row["started_at"]), whole=True),
    Column("took", lambda row: duration(row["duration_s"]), right=True, whole=True),
    Column("cost", lambda row: cost(row["total_cost"]), right=True, whole=True),
)
COSTS = (
    field("version", right=True, style="bold"),
    field("runs", right=True),
    field("completed", right=True),
    field("failed", right=True),
    Column("total cost", lambda row: cost(row["total_cost"]), right=True),
    Column("cost a run", lambda row: cost(row["mean_cost"]), right=True),
    Column("time a run", lambda row: duration(row["mean_duration_s"]), right=True),
)

COMMANDS = (
    Command("runs", runs, ("wfkit runs", 'wfkit runs "My RAG" --status failed', 'wfkit runs "My RAG" --costs --json')),
)
