"""A comparison for people: what was compared, a sentence, and every change, in colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from wfkit.cli._output import console, say
from wfkit.cli._text import one_line

if TYPE_CHECKING:
    from wfkit import Diff

LIMIT = 200


def print_diff(
    diff: Diff,
    *,
    limit: int | None = LIMIT,
    color: bool | None = None,
    layout: bool = False,
    noise: bool = False,
    is_titled: bool = True,
    has_options: bool = True,
) -> None:
    """Writes a diff for people.

    Args:
        diff: What changed.
        limit: At most so many changes; None for all.
        color: Default as the terminal and $NO_COLOR have it.
        layout: List changes of layout too.
        noise: List what the tool rewrites by itself too.
        is_titled: Say first what was compared.
        has_options: Say by which options the rest is listed.
    """
    is_colored = has_color() if color is None else color
    if is_titled:
        print_styled(f"{one_line(diff.old_title)} → {one_line(diff.new_title)}", "2", color=is_colored)
    print_styled(diff.summary, "1", color=is_colored)
    if not diff and diff.old.raw != diff.new.raw:
        typer.echo("  only the spelling differs: blanks, ends of lines, order of keys, nodes or edges")
    print_changes(diff, limit=limit, color=is_colored, layout=layout, noise=noise)
    if has_options:
        _say_hidden(diff, layout=layout, noise=noise)


def print_changes(
    diff: Diff, *, limit: int | None = LIMIT, color: bool = False, layout: bool = False, noise: bool = False
) -> None:
    """Writes every change of a diff for people, without the sentence that sums them up."""
    for line in diff.text(limit=limit, color=color, layout=layout, noise=noise).split("\n")[1:]:
        typer.echo(line, color=color)


def print_styled(text: str, code: str, *, color: bool, is_error: bool = False) -> None:
    """Writes a line in an ANSI style, `1` for bold or `2` for dim, where there is colour; "" is no style."""
    typer.echo(f"\x1b[{code}m{text}\x1b[0m" if color and code else text, color=color, err=is_error)


def has_color() -> bool:
    """Whether stdout is a terminal that shows colours, and nobody asked for none ($NO_COLOR)."""
    screen = console()
    return screen.color_system is not None and not screen.no_color


def _say_hidden(diff: Diff, *, layout: bool, noise: bool) -> None:
    hidden = [("--layout", not layout and diff.layout), ("--noise", not noise and diff.noise)]
    options = [option for option, found in hidden if found]
    if options:
        say(f"  {' '.join(options)} {'lists' if len(options) == 1 else 'list'} them", "dim")
