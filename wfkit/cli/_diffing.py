"""`wfkit diff`: two versions, two files, or one of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli._comparing import LIMIT, print_diff
from wfkit.cli._errors import FINDINGS
from wfkit.cli._options import ColorOption, Command, JsonOption, RegistryOption
from wfkit.cli._output import print_json
from wfkit.cli._pages import page, write_all
from wfkit.cli._sources import Sources, is_document, is_reference
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from wfkit import Diff, Workflow


def diff(  # noqa: PLR0913, PLR0917 - an option each
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME|A", help="A workflow, or the first document.", show_default=False)
    ],
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="OLD|B", help="The version to compare from; default the last but one.", show_default=False
        ),
    ] = None,
    new: Annotated[
        str | None,
        typer.Argument(metavar="NEW", help="The version to compare with; default the newest.", show_default=False),
    ] = None,
    layout: Annotated[bool, typer.Option("--layout", help="List places, sizes, colours and notes too.")] = False,
    noise: Annotated[bool, typer.Option("--noise", help="List what the tool rewrites by itself too.")] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="List so many changes; 0 for all.")] = LIMIT,
    color: ColorOption = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a page to this file.", show_default=False)
    ] = None,
    svg: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a picture to this file.", show_default=False)
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when there are differences.")] = False,
    patch: Annotated[bool, typer.Option("--patch", help="JSON Patch (RFC 6902) on stdout, for programs.")] = False,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """Show what changed between two versions, or two files.

    Each of two documents is a file, `-` for stdin, or NAME@VERSION. With `-` as FILE, stdout is written.
    """
    if as_json and patch:
        msg = "--json and --patch exclude each other; choose one"
        raise InvalidInput(msg)
    with Sources(ctx, registry) as sources:
        found = compared(sources, name, old, new)
    if as_json or patch:
        print_json(found.to_json_patch() if patch else found.to_dict())
    elif html is not None or svg is not None:
        write_all([(html, lambda: page(_title(found), found.to_html())), (svg, found.svg)])
    else:
        print_diff(found, limit=limit or None, color=color, layout=layout, noise=noise)
    if exit_code and found:
        raise typer.Exit(FINDINGS)


def compared(sources: Sources, name: str, old: str | None, new: str | None) -> Diff:
    """The comparison that the words after `diff` ask for.

    Raises:
        NotFound: There is no such file, workflow or version.
        InvalidInput: There is nothing to compare with.
    """
    if new is None and old is not None and (is_document(name) or (is_reference(old) and not old.isdecimal())):
        return _between(sources, name, old)
    if old is None and is_document(name):
        msg = f"{name!r} is one document; name another one to compare it with"
        raise InvalidInput(msg)
    # A name may hold an @, so only the registry knows whether it ends with a version.
    workflow, version = sources.named(name)
    if version is None:
        return _of_versions(workflow, old, new)
    if new is not None:
        msg = f"{name!r} names a version already; leave it out, or leave out {new!r}"
        raise InvalidInput(msg)
    return _of_versions(workflow, version, None) if old is None else _between(sources, name, old)


def _between(sources: Sources, first: str, second: str) -> Diff:
    from wfkit.core.diff import diff as documents_diff

    old, new = sources.source(first), sources.source(second)
    return documents_diff(old.document, new.document, old_title=old.title, new_title=new.title)


def _of_versions(workflow: Workflow, old: str | None, new: str | None) -> Diff:
    from dataclasses import replace

    found = workflow.diff(old, new)
    return replace(found, old_title=f"{workflow.name} {found.old_title}")


def _title(found: Diff) -> str:
    return f"{found.old_title} → {found.new_title}"


COMMANDS = (
    Command(
        "diff",
        diff,
        (
            'wfkit diff "My RAG"',
            'wfkit diff "My RAG" 1 3',
            'wfkit diff "My RAG" v1.0.0 --layout',
            "wfkit diff old.json new.json --html changes.html",
            'wfkit diff "My RAG@v1.0.0" my-rag.json --exit-code',
        ),
    ),
)
