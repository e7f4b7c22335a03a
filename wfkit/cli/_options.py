"""Options that many commands share, and the registry that they choose."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wfkit import Registry

RegistryOption = Annotated[
    str | None,
    typer.Option(
        "--registry", "-r", metavar="PATH", show_default=False,
        help="The registry file; default $WFKIT_URL, else the one in your data folder.",
    ),
]  # fmt: skip
AuthorOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", show_default=False, help="Who saves; default $WFKIT_AUTHOR, else the name of your account."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON on stdout, for programs.")]
ColorOption = Annotated[
    bool | None,
    typer.Option("--color/--no-color", help="Default: on a terminal, unless $NO_COLOR is set.", show_default=False),
]
PageOption = Annotated[int, typer.Option(metavar="N", help="Which page, from 1.")]
LimitOption = Annotated[int, typer.Option(metavar="N", help="Rows a page.")]
InvalidOption = Annotated[bool, typer.Option("--allow-invalid", help="Save it in spite of errors.")]
MessageOption = Annotated[
    str, typer.Option("--message", "-m", metavar="TEXT", show_default=False, help="What changed, and why.")
]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name or id of the workflow.", show_default=False)]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was said before the name of the command."""

    registry: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the function that runs it, whose docstring is its help, and examples."""

    name: str
    function: Callable[..., None]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommandGroup:
    """Commands below a name of their own."""

    name: str
    help: str
    commands: tuple[Command, ...]


@contextmanager
def opened(
    ctx: typer.Context, registry: str | None, author: str | None = None, *, makes: bool = False
) -> Iterator[Registry]:
    """The registry that the options choose; what stands after the command wins over what stands before it.

    Args:
        ctx: Of the command.
        registry: The option after the command.
        author: The option after the command.
        makes: Whether a registry file that was named may be missing; a mistyped name must not make a new one.

    Raises:
        NotFound: There is no such registry file.
        InvalidInput: Its name is empty.
    """
    import wfkit

    url = chosen(ctx, registry)
    if not makes:
        _check_there(url)
    before = ctx.find_object(Surroundings) or Surroundings()
    with wfkit.open(url, author=before.author if author is None else author) as found:
        yield found


def chosen(ctx: typer.Context, registry: str | None) -> str | None:
    """The url that the options or $WFKIT_URL name; None is the default registry.

    Raises:
        InvalidInput: It is empty.
    """
    before = ctx.find_object(Surroundings) or Surroundings()
    named = before.registry if registry is None else registry
    if named is not None and not named.strip():
        msg = f"--registry is {named!r}; name a file such as 'flows.duckdb'"
        raise InvalidInput(msg)
    return named or os.environ.get("WFKIT_URL") or None


def _check_there(url: str | None) -> None:
    if url is None or url == ":memory:" or "://" in url or "\0" in url or Path(url).expanduser().exists():
        return
    msg = f"no registry {url!r}; `wfkit init {url}` makes one"
    raise NotFound(msg)
