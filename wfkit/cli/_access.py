"""Who may do what in a registry that several people share: tokens, shares, and what was done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wfkit.cli._options import (
    Command,
    CommandGroup,
    JsonOption,
    LimitOption,
    NameArgument,
    PageOption,
    RegistryOption,
    opened,
)
from wfkit.cli._output import Column, field, print_json, print_listing, say
from wfkit.cli._text import minute, one_line, when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.service.tokens import NewToken

_PrincipalArgument = Annotated[
    str, typer.Argument(metavar="WHO", help="Name of somebody or of a team; '*' for everyone.", show_default=False)
]


def create_token(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="WHO", help="Whose token it is.", show_default=False)],
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="viewer reads, editor makes and changes, admin may everything.")
    ] = "viewer",
    team: Annotated[
        list[str] | None,
        typer.Option(metavar="TEAM", help="A team of theirs; give it again for more.", show_default=False),
    ] = None,
    days: Annotated[int, typer.Option(metavar="N", help="How long it works; 0 for no end.")] = 90,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.", show_default=False)] = "",
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """Make a token for somebody to work over HTTP; it is shown once."""
    life = timedelta(days=days) if days else None
    with opened(ctx, registry, makes=True) as found:
        made = found.create_token(name, role=role, teams=team or (), expires_in=life, note=note)
    if as_json:
        print_json(_told(made))
        return
    # Alone on its line, so that it can be copied, and piped to where secrets are kept.
    typer.echo(made.secret)
    end = "for good" if made.expires_at is None else f"until {made.expires_at:%Y-%m-%d %H:%M} UTC"
    say(
        f"for {one_line(made.principal.name)}, {made.principal.role}, {end}; it is not shown again",
        "dim",
        is_error=True,
    )


def tokens(ctx: typer.Context, as_json: JsonOption = False, registry: RegistryOption = None) -> None:
    """List the tokens, newest first, without their text."""
    with opened(ctx, registry) as found:
        print_listing(found.tokens(), _TOKENS, as_json=as_json, empty="no token was made")


def revoke_token(
    ctx: typer.Context,
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As the list shows it.", show_default=False)],
    registry: RegistryOption = None,
) -> None:
    """End a token at once."""
    with opened(ctx, registry) as found:
        found.revoke_token(token_id)
    say(f"token {one_line(token_id)} is revoked", "green")


def share(
    ctx: typer.Context,
    name: NameArgument,
    principal: _PrincipalArgument,
    level: Annotated[str, typer.Argument(metavar="LEVEL", help="view, edit or manage.")] = "view",
    registry: RegistryOption = None,
) -> None:
    """Let somebody, a team or everyone see or change a workflow."""
    with opened(ctx, registry) as found:
        workflow = found.get(name).share(principal, level)
    say(f"{one_line(workflow.name)} is shared with {_who(principal)}: {level}", "green")


def unshare(
    ctx: typer.Context, name: NameArgument, principal: _PrincipalArgument, registry: RegistryOption = None
) -> None:
    """Take back what share allowed."""
    with opened(ctx, registry) as found:
        workflow = found.get(name).unshare(principal)
    say(f"{one_line(workflow.name)} is not shared with {_who(principal)} any more", "green")


def shares(
    ctx: typer.Context, name: NameArgument, as_json: JsonOption = False, registry: RegistryOption = None
) -> None:
    """List with whom a workflow is shared."""
    with opened(ctx, registry) as found:
        workflow = found.get(name)
        empty = f"{one_line(workflow.name)} is its owner's alone: {one_line(workflow.owner)}"
        print_listing(workflow.shared_with(), _SHARES, as_json=as_json, empty=empty)


def audit(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Only what was done to this workflow.", show_default=False)
    ] = None,
    principal: Annotated[
        str | None, typer.Option("--by", metavar="WHO", help="Only what they did.", show_default=False)
    ] = None,
    action: Annotated[
        str | None, typer.Option(metavar="ACT", help="Such as save, share or purge.", show_default=False)
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="TIME", help="Only since then.", show_default=False)] = None,
    page: PageOption = 1,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    registry: RegistryOption = None,
) -> None:
    """List who did what, newest first."""
    with opened(ctx, registry) as found:
        log = found.audit(workflow=name, principal=principal, action=action, since=since, page=page, limit=limit)
    print_listing(log, _AUDIT, as_json=as_json, empty="nothing was done", page=page, limit=limit)


def _told(made: NewToken) -> dict[str, Any]:
    principal = made.principal
    return {
        "id": made.id, "token": made.secret, "principal": principal.name, "role": principal.role,
        "teams": list(principal.teams), "expires_at": made.expires_at,
    }  # fmt: skip


def _who(principal: str) -> str:
    return "everyone" if principal == "*" else one_line(principal)


def _state(row: Mapping[str, Any]) -> str:
    if row["revoked_at"] is not None:
        return "no more"
    return "for good" if row["expires_at"] is None else f"until {minute(row['expires_at'])}"


_TOKENS = (
    field("id", whole=True),
    field("principal", "who", style="bold"),
    field("role", whole=True),
    Column("teams", lambda row: ", ".join(row["teams"])),
    Column("works", _state, whole=True),
    field("note"),
)
_SHARES = (
    Column("who", lambda row: _who(row["principal"]), style="bold"),
    field("level", whole=True),
    field("shared_by", "by"),
    Column("when", lambda row: when(row["shared_at"]), whole=True),
)
_AUDIT = (
    Column("when", lambda row: when(row["recorded_at"]), whole=True),
    field("principal", "who", style="bold"),
    field("action", whole=True),
    field("workflow_name", "workflow"),
    field("version", right=True, whole=True),
    field("details"),
)

GROUP = CommandGroup(
    "token",
    "Tokens with which people work over HTTP.",
    (
        Command(
            "create", create_token,
            ("wfkit token create alice --role editor --team data-team", "wfkit token create ci --role admin --days 7"),
        ),
        Command("list", tokens, ("wfkit token list",)),
        Command("revoke", revoke_token, ("wfkit token revoke 01a20f0520be72f5b084b40a7a580711",)),
    ),
)  # fmt: skip
COMMANDS = (
    Command("share", share, ('wfkit share "My RAG" data-team edit', "wfkit share \"My RAG\" '*'")),
    Command("unshare", unshare, ('wfkit unshare "My RAG" data-team',)),
    Command("shares", shares, ('wfkit shares "My RAG"',)),
    Command("audit", audit, ("wfkit audit", 'wfkit audit "My RAG" --by alice --json')),
)
