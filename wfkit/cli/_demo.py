"""`wfkit demo`: ten steps that a newcomer can repeat, in a folder of their own."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli._demo_steps import play
from wfkit.cli._options import AuthorOption, Command, Surroundings
from wfkit.cli._output import say
from wfkit.cli._text import records
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from wfkit import Registry

REGISTRY = "demo.duckdb"
FLOWS = "flows"
README = "README.txt"
_FIRST_LINE = "This folder was made by `wfkit demo`."
_ABOUT = f"""{_FIRST_LINE}

{REGISTRY}  the registry: all workflows and all their versions
{FLOWS}/       the sample files that were imported

Running `wfkit demo` on this folder again empties the registry and starts afresh. Delete the folder whenever you like.
"""


def demo(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="The folder to make.")] = "wfkit-demo",
    author: AuthorOption = None,
) -> None:
    """See what wfkit does, in ten steps that you can repeat."""
    import wfkit

    place = Path(folder)
    is_again = _prepare(place)
    before = ctx.find_object(Surroundings) or Surroundings()
    url = str(place / REGISTRY)
    with wfkit.open(url, author=before.author if author is None else author) as registry:
        if is_again:
            _empty(registry)
            say(f"{place} holds an earlier demo; this one starts afresh in it.\n", "dim")
        play(registry, url, place / FLOWS)
    _say_next(url, place)


def _prepare(folder: Path) -> bool:
    """Whether the folder holds an earlier demo; it is there afterwards, and says what it is.

    Raises:
        InvalidInput: It holds something else, or cannot be made.
    """
    try:
        is_again = _is_demo(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if not is_again and any(folder.iterdir()):
            msg = f"{str(folder)!r} holds something else than a demo; name another folder, `wfkit demo FOLDER`"
            raise InvalidInput(msg)
        (folder / README).write_text(_ABOUT, encoding="utf-8")
    except (OSError, ValueError) as error:
        if isinstance(error, InvalidInput):
            raise
        reason = getattr(error, "strerror", None) or "it is no name for a folder"
        msg = f"cannot make the folder {str(folder)!r}: {reason}; name another folder, `wfkit demo FOLDER`"
        raise InvalidInput(msg) from error
    return is_again


def _is_demo(folder: Path) -> bool:
    readme = folder / README
    if not (folder / REGISTRY).is_file() or not (folder / FLOWS).is_dir() or not readme.is_file():
        return False
    return readme.read_text(encoding="utf-8", errors="replace").startswith(_FIRST_LINE)


def _empty(registry: Registry) -> None:
    for is_deleted in (False, True):
        for row in records(registry.list(deleted=is_deleted, limit=None)):
            registry.purge(row["id"], remove_executions=True)


def _say_next(url: str, folder: Path) -> None:
    where = shlex.quote(url)
    say("What next", "bold")
    say("\nIn a shell:")
    for line in ("list", 'show "My RAG"', 'diff "My RAG" 1 4', "search gpt-4o", "--help"):
        say(f"  wfkit {line}" if line == "--help" else f"  wfkit -r {where} {line}", "green")
    say("\nIn Python or a notebook:")
    for line in ("import wfkit", f"registry = wfkit.open({url!r})", "registry.list()"):
        say(f"  {line}", "cyan")
    say("\nWith your own files:")
    say("  wfkit init flows.duckdb", "green")
    say("  wfkit -r flows.duckdb import your-folder/", "green")
    say(f"\nEverything of this demo is in {folder.resolve()}; delete it whenever you like.", "dim")


COMMANDS = (Command("demo", demo, ("wfkit demo", "wfkit demo /tmp/try-wfkit")),)
