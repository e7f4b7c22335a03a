"""`wfkit merge`: two edits of a workflow as one, property by property."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli._comparing import has_color, print_changes, print_styled
from wfkit.cli._errors import FINDINGS
from wfkit.cli._options import ColorOption, Command, JsonOption, RegistryOption
from wfkit.cli._output import print_json, say
from wfkit.cli._pages import write
from wfkit.cli._sources import STDIN, Sources
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from wfkit.cli._sources import Source
    from wfkit.core.merge import Merge

_STYLES = {"!": "33", "=": "2"}


def merge(
    ctx: typer.Context,
    base: Annotated[str, typer.Argument(metavar="BASE", help="What both began with.", show_default=False)],
    ours: Annotated[
        str, typer.Argument(metavar="OURS", help="Our side; its order and spelling win.", show_default=False)
    ],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="Their side.", show_default=False)],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the merged document.", show_default=False),
    ] = None,
    strategy: Annotated[
        str | None,
        typer.Option(metavar="SIDE", help="Which side wins a conflict: ours or theirs.", show_default=False),
    ] = None,
    markers: Annotated[
        bool, typer.Option("--markers", help="Write open conflicts too, between markers as in git.")
    ] = False,
    color: ColorOption = None,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """Merge two edits of a workflow; exit with 1 for conflicts.

    Each document is a file, `-` for stdin, NAME or NAME@VERSION.
    While a conflict is open, nothing is written without --markers. Without --output, only what would change is shown.
    """
    _check(output, strategy, as_json=as_json)
    with Sources(ctx, registry) as sources:
        sides = [sources.source(words) for words in (base, ours, theirs)]
    merged = _merged(sides, strategy)
    is_written = output is not None and (markers or not merged.open)
    if output is not None and is_written:
        write(output, _raw(merged))
    if as_json:
        print_json(merged.to_dict())
    elif merged.open or not is_written:
        _print(merged, color=has_color() if color is None else color, is_error=output == STDIN)
    if output is not None and not is_written:
        ways = "--strategy decides them all, --markers leaves them to a person"
        say(f"nothing was written, since conflicts are open; {ways}", "yellow", is_error=True)
    if merged.open:
        raise typer.Exit(FINDINGS)


def _check(output: str | None, strategy: str | None, *, as_json: bool) -> None:
    from wfkit.core.merge import STRATEGIES

    if as_json and output == STDIN:
        msg = "--json and --output - both write to stdout; choose one"
        raise InvalidInput(msg)
    if strategy is not None and strategy not in STRATEGIES:
        msg = f"unknown strategy {strategy!r}; strategies: {', '.join(STRATEGIES)}"
        raise InvalidInput(msg)


def _merged(sides: list[Source], strategy: str | None) -> Merge:
    from wfkit.core.merge import merge as documents_merge

    base, ours, theirs = (side.document for side in sides)
    return documents_merge(base, ours, theirs, strategy=strategy)


def _raw(merged: Merge) -> bytes:
    from wfkit.core import codec
    from wfkit.service.weaving import conflict_text, merged_text

    text = conflict_text(merged.base, merged.ours, merged.theirs) if merged.open else merged_text(merged)
    return codec.encode(text, merged.ours.encoding)


def _print(merged: Merge, *, color: bool, is_error: bool) -> None:
    """Writes the summary and each conflict with its three sides; without any, what the merge changes on our side."""
    summary, *lines = merged.text().split("\n")
    print_styled(summary, "1", color=color, is_error=is_error)
    for line in lines:
        print_styled(line, _STYLES.get(line[:1], ""), color=color, is_error=is_error)
    if not merged.open:
        print_changes(merged.diff, color=color)


COMMANDS = (
    Command(
        "merge",
        merge,
        (
            "wfkit merge base.json mine.json theirs.json -o merged.json",
            'wfkit merge "My RAG@2" "My RAG" edited.json --strategy ours -o my-rag.json',
            "wfkit merge base.json mine.json theirs.json --json",
        ),
    ),
)
