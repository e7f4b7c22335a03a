"""The history of a workflow: its versions, their tags, and going back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli import _changes, _diffing, _merging
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
from wfkit.cli._text import joined, one_line, records, when
from wfkit.cli._workflows import say_saved
from wfkit.errors import InvalidInput
from wfkit.service.inputs import semantic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from wfkit import Workflow


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
    version_tag: Annotated[
        str | None, typer.Argument(metavar="TAG", help="Such as v1.0.0 or production.", show_default=False)
    ] = None,
    version: Annotated[
        str | None, typer.Argument(metavar="VERSION", help="Number or tag; default the newest.", show_default=False)
    ] = None,
    bump: Annotated[
        str | None,
        typer.Option(
            metavar="PART", show_default=False,
            help="Instead of TAG, the part of the last version to raise: major, minor, patch, or auto.",
        ),
    ] = None,
    move: Annotated[bool, typer.Option("--move", help="Take the tag away from another version that has it.")] = False,
    registry: RegistryOption = None,
) -> None:  # fmt: skip
    """Put a tag such as v1.0.0 on a version."""
    if bump is not None:
        if version is not None:
            msg = f"--bump finds the tag; leave out {version_tag!r}"
            raise InvalidInput(msg)
        version_tag, version = None, version_tag
    elif version_tag is None:
        msg = "name the tag, such as v1.0.0, or have it found by --bump auto"
        raise InvalidInput(msg)
    with opened(ctx, registry) as found:
        workflow = found.get(name)
        tagged, reason = _tagged(workflow, version_tag, version, bump=bump, move=move)
        number = workflow.at(tagged).version
    say(f"version {number} of {one_line(workflow.name)} has the tag {tagged}", "green")
    if reason:
        say(reason, "dim")


def untag(
    ctx: typer.Context,
    name: NameArgument,
    version_tag: Annotated[str, typer.Argument(metavar="TAG", help="Such as production.", show_default=False)],
    registry: RegistryOption = None,
) -> None:
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


def _tagged(
    workflow: Workflow, version_tag: str | None, version: str | None, *, bump: str | None, move: bool
) -> tuple[str, str]:
    """The tag that a version got, and why it is this one where wfkit chose it."""
    before = [row["tag"] for row in records(workflow.version_tags())]
    workflow.tag(version_tag, version, move=move, bump=bump)
    if version_tag is not None:
        return version_tag, ""
    (made,) = (row["tag"] for row in records(workflow.version_tags()) if row["tag"] not in before)
    # Semantic versions come first, the highest of them before all.
    is_next = bool(before) and semantic(before[0]) is not None
    return made, str(workflow.suggest_bump(before[0], made)) if is_next and bump == "auto" else ""


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
    *_changes.COMMANDS,
    *_merging.COMMANDS,
    Command(
        "tag",
        tag,
        ('wfkit tag "My RAG" v1.0.0', 'wfkit tag "My RAG" --bump auto', 'wfkit tag "My RAG" production 3 --move'),
    ),
    Command("untag", untag, ('wfkit untag "My RAG" production',)),
    Command("rollback", rollback, ('wfkit rollback "My RAG" v1.0.0 -m "cheaper"',)),
)
