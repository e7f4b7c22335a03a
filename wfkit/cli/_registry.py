"""The registry as a whole: make one, prove that it is sound, ask it in SQL."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli._errors import FINDINGS
from wfkit.cli._options import AuthorOption, Command, JsonOption, RegistryOption, chosen, opened
from wfkit.cli._output import Column, field, print_csv, print_json, print_table, say
from wfkit.cli._text import counted, records
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    import pandas as pd

    from wfkit import Registry


def init(
    ctx: typer.Context,
    path: Annotated[str | None, typer.Argument(metavar="PATH", help="The file to make.", show_default=False)] = None,
    bare: Annotated[bool, typer.Option("--bare", help="Load no pre-built templates.")] = False,
    registry: RegistryOption = None,
    author: AuthorOption = None,
) -> None:
    """Make a registry and load the pre-built templates."""
    if path is not None and registry is not None:
        msg = f"both {path!r} and --registry {registry!r} name a registry; name one"
        raise InvalidInput(msg)
    registry = registry if path is None else path
    with opened(ctx, registry, author, makes=True) as found:
        loaded = [] if bare else found.load_templates()
        total = found.list(limit=1).attrs["total"]
    say(f"The registry is {found.url}", "bold")
    say(f"It holds {counted(total - len(loaded), 'workflow')} and {counted(len(loaded), 'pre-built template')}.")
    _say_next(chosen(ctx, registry))


def check(ctx: typer.Context, as_json: JsonOption = False, registry: RegistryOption = None) -> None:
    """Prove that numbering, heads, tags and hashes are right."""
    with opened(ctx, registry) as found:
        findings = records(found.check())
        sizes = counts(found)
    if as_json:
        print_json(findings)
    elif findings:
        print_table(_FINDINGS, findings)
        say(f"{found.url} has {counted(len(findings), 'fault')}", "bold red")
    else:
        say(f"{found.url} is sound: {sizes}", "green")
    if findings:
        raise typer.Exit(FINDINGS)


def sql(
    ctx: typer.Context,
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="One SELECT; `-` reads it from stdin.")],
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on stdout, for spreadsheets.")] = False,
    registry: RegistryOption = None,
) -> None:
    """Ask the registry in SQL, read-only.

    The views are workflows, workflow_versions, version_tags, nodes, edges, executions and drafts.
    """
    if as_json and as_csv:
        msg = "--json and --csv exclude each other; choose one"
        raise InvalidInput(msg)
    text = sys.stdin.read() if statement == "-" else statement
    with opened(ctx, registry) as found:
        answer = found.sql(text)
    if as_csv:
        print_csv(answer)
    elif as_json:
        print_json(records(answer))
    else:
        _print_answer(answer)


def counts(registry: Registry) -> str:
    """How many workflows and versions a registry has, in words."""
    row = registry.sql("SELECT (SELECT count(*) FROM workflows), (SELECT count(*) FROM workflow_versions)").iloc[0]
    return f"{counted(int(row.iloc[0]), 'workflow')}, {counted(int(row.iloc[1]), 'version')}"


def _print_answer(answer: pd.DataFrame) -> None:
    rows = records(answer)
    kinds = [answer.dtypes.iloc[place].kind for place in range(len(answer.columns))]
    names = [str(name) for name in answer.columns]
    print_table([field(name, name, right=kind in "iuf") for name, kind in zip(names, kinds, strict=True)], rows)
    say(counted(len(rows), "row"), "dim")


def _say_next(url: str | None) -> None:
    where = f" -r {shlex.quote(url)}" if url else ""
    say("Next:")
    for line in ("templates", 'use "Simple RAG" "My RAG"', "import your-files/"):
        say(f"  wfkit {line}{where}", "green")


_FINDINGS = (
    field("check", whole=True),
    field("subject", wrap=True),
    Column("finding", lambda row: row["finding"], wrap=True),
)

START = (Command("init", init, ("wfkit init", "wfkit init flows.duckdb", "wfkit init flows.duckdb --bare")),)
QUESTIONS = (
    Command(
        "sql",
        sql,
        (
            'wfkit sql "SELECT name, head_version FROM workflows"',
            "wfkit sql \"SELECT workflow_name, label, config->>'model' AS model FROM nodes WHERE type = 'llm'\" --csv",
        ),
    ),
    Command("check", check, ("wfkit check", "wfkit check -r flows.duckdb --json")),
)
