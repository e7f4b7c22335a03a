"""Tokens: random texts by which a server knows who asks; shown once, kept as a hash, expiring, revocable."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import Forbidden, InvalidInput, NotFound
from wfkit.service._context import aware, new_id
from wfkit.service.access import Principal, checked_principal
from wfkit.service.inputs import checked_description, checked_text, described
from wfkit.store import frames, tokens
from wfkit.store.records import TokenRecord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    import pandas as pd

    from wfkit.service._context import Context

DEFAULT_LIFE = timedelta(days=90)
_LONGEST_LIFE = timedelta(days=3650)
# So that searches for secrets, wfkit's own too, know one when they see it.
_PREFIX = "wfkit_"
_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made: the one time that its text can be read.

    Attributes:
        id: What it is revoked by.
        secret: What its bearer shows; nobody can find it out later.
        principal: Who that is.
        expires_at: When it stops to work, UTC; None for never.
    """

    id: str
    secret: str = field(repr=False)
    principal: Principal
    expires_at: datetime | None


def create(
    context: Context, name: str, *, role: str, teams: Iterable[str], expires_in: timedelta | None, note: str
) -> NewToken:
    """A new token, of which the registry keeps the hash.

    Raises:
        Forbidden: It works for somebody who is no admin.
        InvalidInput: An argument is not allowed.
    """
    context.require("admin", "make tokens")
    principal = Principal(name, role, _checked_teams(teams))
    now, life = context.now(), _checked_life(expires_in)
    secret = _PREFIX + secrets.token_urlsafe(_BYTES)
    record = TokenRecord(
        new_id(), principal.name, principal.role, principal.teams, checked_description(note, "note"), _hash(secret),
        context.author, now, None if life is None else now + life, None,
    )  # fmt: skip
    with context.engine.write() as transaction:
        tokens.insert(transaction, record)
        context.note(transaction, "create-token", details=f"{record.id} for {principal.name}, {principal.role}")
    return NewToken(record.id, secret, principal, None if record.expires_at is None else aware(record.expires_at))


def listing(context: Context) -> pd.DataFrame:
    """A row a token, newest first, columns `frames.TOKENS`.

    Raises:
        Forbidden: It works for somebody who is no admin.
    """
    context.require("admin", "list tokens")
    with context.engine.read() as transaction:
        return frames.frame(frames.TOKENS, tokens.listing(transaction))


def revoke(context: Context, token_id: str) -> None:
    """Ends a token at once; one that was revoked before stays so.

    Raises:
        Forbidden: It works for somebody who is no admin.
        NotFound: No token has this id.
    """
    context.require("admin", "revoke tokens")
    with context.engine.write() as transaction:
        found = tokens.by_id(transaction, checked_text("the id of a token", token_id))
        if found is None:
            msg = f"no token has the id {quoted(token_id)}; registry.tokens() shows ids"
            raise NotFound(msg)
        if found.revoked_at is None:
            tokens.revoke(transaction, found.id, context.now())
            context.note(transaction, "revoke-token", details=f"{found.id} for {found.principal}")


def authenticate(context: Context, secret: str) -> Principal:
    """Who shows this token.

    Raises:
        Forbidden: It is unknown, expired or revoked; which of these is not told to who shows it.
    """
    # By its hash, so that neither the store nor the time that a look-up takes tells anything about the text.
    digest = _hash(secret) if isinstance(secret, str) else ""
    with context.engine.read() as transaction:
        found = tokens.by_hash(transaction, digest)
    if found is None or found.revoked_at is not None or _is_over(found.expires_at, context.now()):
        msg = "the token is unknown, expired or revoked; `wfkit token create` makes one"
        raise Forbidden(msg)
    return Principal(found.principal, found.role, found.teams)


def _is_over(end: datetime | None, now: datetime) -> bool:
    return end is not None and end <= now


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _checked_teams(teams: object) -> tuple[str, ...]:
    if isinstance(teams, str) or not isinstance(teams, list | tuple | set | frozenset):
        msg = f"teams is {described(teams)}; pass a list of names"
        raise InvalidInput(msg)
    return tuple(dict.fromkeys(checked_principal(team, "name of a team") for team in teams))


def _checked_life(expires_in: object) -> timedelta | None:
    if expires_in is None:
        return None
    if isinstance(expires_in, timedelta) and timedelta(0) < expires_in <= _LONGEST_LIFE:
        return expires_in
    msg = f"expires_in is {described(expires_in)}; pass a timedelta above 0 of at most ten years, or None for no end"
    raise InvalidInput(msg)
