"""The history of a workflow: its versions, their tags, and going back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli import _diffing
from wfkit.cli._options import (
    AuthorOption,
    Command,
    JsonOption,
    LimitOption,
    MessageOption,
    NameArgument,
    PageOption,
    RegistryOption,
    opened,
)
from wfkit.cli._output import Column, field, print_listing, say
from wfkit.cli._text import joined, one_line, when
from wfkit.cli._workflows import say_saved

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_TagArgument = Annotated[str, typer.Argument(metavar="TAG", help="Such as v1.0.0 or production.", show_default=False)]


def versions(
    ctx: typer.Context,
    name: NameArgument,
    page: PageOption = 1,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """List the versions of a workflow, newest first."""
    with opened(ctx, registry) as found:
        frame = found.get(name).versions(page=page, limit=limit)
    print_listing(frame, VERSIONS, as_json=as_json, empty="no versions on this page", page=page, limit=limit)


def tag(
    ctx: typer.Context,
    name: NameArgument,
    version_tag: _TagArgument,
    version: Annotated[
        str | None, typer.Argument(metavar="VERSION", help="Number or tag; default the newest.", show_default=False)
    ] = None,
    move: Annotated[bool, typer.Option("--move", help="Take the tag away from another version that has it.")] = False,
    registry: RegistryOption = None,
) -> None:
    """Put a tag such as v1.0.0 on a version."""
    with opened(ctx, registry) as found:
        workflow = found.get(name).tag(version_tag, version, move=move)
        number = workflow.at(version_tag).version
    say(f"version {number} of {one_line(workflow.name)} has the tag {version_tag}", "green")


def untag(ctx: typer.Context, name: NameArgument, version_tag: _TagArgument, registry: RegistryOption = None) -> None:
    """Take a tag away from its version."""
    with opened(ctx, registry) as found:
        workflow = found.get(name).untag(version_tag)
    say(f"no version of {one_line(workflow.name)} has the tag {one_line(version_tag)} any more")


def rollback(
    ctx: typer.Context,
    name: NameArgument,
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Number or tag of the version to restore.")],
    message: MessageOption = "",
    as_json: JsonOption = False,
    registry: RegistryOption = None,
    author: AuthorOption = None,
) -> None:
    """Make an earlier version the newest again; history stays."""
    with opened(ctx, registry, author) as found:
        before = found.get(name)
        after = before.rollback(version, message)
        number = after.at(version).version if after.version == before.version else after.at(after.version).restored_from
        is_new = after.version != before.version
        text = f"version {after.version} of {after.name} restores version {number}"
        unchanged = f"{after.name} is the same as version {number} already; no version was made"
        say_saved(after, text if is_new else unchanged, as_json=as_json)


def _message(row: Mapping[str, Any]) -> str:
    origin = row["restored_from"]
    is_told = origin is None or f"version {origin}" in row["message"]
    notes = ["" if is_told else f"(restores version {origin})", "" if row["valid"] else "(invalid)"]
    return " ".join(text for text in (row["message"], *notes) if text)


VERSIONS = (
    field("version", right=True, whole=True, style="bold"),
    Column("tags", lambda row: joined(row["tags"]), style="cyan"),
    Column("message", _message, wrap=True, share=3),
    field("author"),
    Column("saved", lambda row: when(row["created_at"]), whole=True),
)

COMMANDS = (
    Command("versions", versions, ('wfkit versions "My RAG"', 'wfkit versions "My RAG" --json')),
    *_diffing.COMMANDS,
    Command("tag", tag, ('wfkit tag "My RAG" v1.0.0', 'wfkit tag "My RAG" production 3 --move')),
    Command("untag", untag, ('wfkit untag "My RAG" production',)),
    Command("rollback", rollback, ('wfkit rollback "My RAG" v1.0.0 -m "cheaper"',)),
)
