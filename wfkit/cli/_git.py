"""`wfkit git`: have git compare and merge workflows by their nodes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli._errors import FINDINGS
from wfkit.cli._options import Command, CommandGroup, JsonOption
from wfkit.cli._output import print_json, say
from wfkit.cli._text import joined, near
from wfkit.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.service.git import Settings
    from wfkit.service.git.settings import Scope

_GlobalOption = Annotated[bool, typer.Option("--global", help="For all repositories of yours, not only this one.")]
_SharedOption = Annotated[
    bool, typer.Option("--shared", help="Keep the patterns in .gitattributes, which you commit for everybody.")
]
_PLACES = {"repository": "this repository", "shared": "this repository", "user": "all your repositories"}


def install(
    patterns: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATTERN",
            help="Which files; default *.json, *.ga, *.pipeline, and YAML if it holds workflows.",
            show_default=False,
        ),
    ] = None,
    for_all: _GlobalOption = False,
    shared: _SharedOption = False,
    as_json: JsonOption = False,
) -> None:
    """Have git diff and git merge understand workflows.

    Files that are no workflows are compared and merged as before. Nothing is committed, and what is there stays.
    """
    from wfkit.service import git

    _print(git.install(patterns or (), scope=_scope(for_all=for_all, shared=shared)), as_json=as_json)


def uninstall(for_all: _GlobalOption = False, shared: _SharedOption = False, as_json: JsonOption = False) -> None:
    """Take back what install set, and nothing else."""
    from wfkit.service import git

    _print(git.uninstall(scope=_scope(for_all=for_all, shared=shared)), as_json=as_json)


def status(as_json: JsonOption = False) -> None:
    """Say which files git asks wfkit about; exit with 1 for none."""
    found = [settings for settings in _all_settings() if settings.patterns]
    if as_json:
        print_json([_as_dict(settings) for settings in found])
    else:
        for settings in found:
            _say_state(settings)
    if not any(settings.is_active for settings in found):
        say("git compares and merges workflows by their lines; `wfkit git install` changes that", is_error=as_json)
        raise typer.Exit(FINDINGS)


def _all_settings() -> Iterator[Settings]:
    from wfkit.service import git

    try:
        yield from (git.status("repository"), git.status("shared"))
    except NotFound:
        if not git.status("user").patterns:
            raise
    yield git.status("user")


def _scope(*, for_all: bool, shared: bool) -> Scope:
    if for_all and shared:
        msg = "--global and --shared exclude each other; choose one"
        raise InvalidInput(msg)
    return "user" if for_all else "shared" if shared else "repository"


def _print(settings: Settings, *, as_json: bool) -> None:
    if as_json:
        print_json(_as_dict(settings))
        return
    for change in settings.changes:
        say(f"  {near(change)}")
    if not settings.changes:
        say("there was nothing to change")
    _say_state(settings)


def _say_state(settings: Settings) -> None:
    place = _PLACES[settings.scope]
    if settings.is_active:
        files = joined(settings.patterns)
        say(f"git asks wfkit about workflows in {files} of {place} ({near(str(settings.attributes))})", "green")
        if not settings.is_ours:
            say(f"by another command than this wfkit: {settings.commands.get('diff.wfkit.command', 'none')}", "yellow")
    elif settings.patterns:
        words = f"names wfkit for {joined(settings.patterns)}, but {place} does not say how to run it"
        say(f"{near(str(settings.attributes))} {words}; `wfkit git install` does", "yellow")
    else:
        say(f"git does not ask wfkit in {place}")


def _as_dict(settings: Settings) -> dict[str, object]:
    return {**asdict(settings), "attributes": str(settings.attributes), "is_active": settings.is_active}


GROUP = CommandGroup(
    "git",
    "Have git compare and merge workflows by their nodes.",
    (
        Command("install", install, ("wfkit git install", "wfkit git install 'flows/*.json' --shared")),
        Command("uninstall", uninstall, ("wfkit git uninstall",)),
        Command("status", status, ("wfkit git status",)),
    ),
)
