"""Who works with a registry, by which token, and what was done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from wfkit.errors import InvalidInput
from wfkit.service import auditing, tokens
from wfkit.service.access import Principal
from wfkit.service.inputs import described

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, timedelta

    import pandas as pd

    from wfkit.service._context import Context
    from wfkit.service.tokens import NewToken
    from wfkit.service.workflow import Workflow


class Members:
    """The part of a registry that knows who works with it."""

    _context: Context

    if TYPE_CHECKING:

        def __init__(self, context: Context) -> None:
            """Wraps a context."""

    @property
    def principal(self) -> Principal | None:
        """For whom it works; None for whoever has the registry itself, who may everything."""
        return self._context.principal

    def acting_as(self, principal: Principal) -> Self:
        """The same registry for somebody: it shows, finds and does what they may, and they are the author.

        Raises:
            Forbidden: It works for somebody already who is no admin.
            InvalidInput: It is no principal.
        """
        if not isinstance(principal, Principal):
            msg = f"the principal is {described(principal)}; pass a Principal, such as registry.authenticate gives"
            raise InvalidInput(msg)
        self._context.require("admin", "act for others")
        return type(self)(replace(self._context, author=principal.name, principal=principal))

    def create_token(
        self,
        name: str,
        *,
        role: str = "viewer",
        teams: Iterable[str] = (),
        expires_in: timedelta | None = tokens.DEFAULT_LIFE,
        note: str = "",
    ) -> NewToken:
        """A new token for somebody, whose text can be read this once.

        Args:
            name: Who that is; several tokens may be for the same principal.
            role: `viewer` reads what is theirs or shared with them; `editor` makes workflows, and changes their own and
                what is shared for it; `admin` may everything.
            teams: Names that workflows can be shared with instead of their own.
            expires_in: How long it works, 90 days by default; None for no end.
            note: What it is for.

        Raises:
            InvalidInput: An argument is not allowed.
            Forbidden: The registry works for somebody who is no admin.
        """
        return tokens.create(self._context, name, role=role, teams=teams, expires_in=expires_in, note=note)

    def tokens(self) -> pd.DataFrame:
        """A row a token, newest first, columns `frames.TOKENS`.

        Raises:
            Forbidden: The registry works for somebody who is no admin.
        """
        return tokens.listing(self._context)

    def revoke_token(self, token_id: str) -> None:
        """Ends a token at once; one that was revoked before stays so.

        Raises:
            NotFound: No token has this id.
            Forbidden: The registry works for somebody who is no admin.
        """
        tokens.revoke(self._context, token_id)

    def authenticate(self, secret: str) -> Principal:
        """Who shows this token.

        Raises:
            Forbidden: It is unknown, expired or revoked.
        """
        return tokens.authenticate(self._context, secret)

    def audit(
        self,
        *,
        workflow: Workflow | str | None = None,
        principal: str | None = None,
        action: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        page: int = 1,
        limit: int | None = 50,
    ) -> pd.DataFrame:
        """A row an act, newest first, columns `frames.AUDIT`: who did what, when, to which version.

        Args:
            workflow: Only what was done to this one, deleted and purged ones included.
            principal: Only what they did.
            action: Only such acts, as `save`, `tag`, `share` or `purge`.
            since: Only acts of then or later: a datetime, a date or ISO text; without a zone it is UTC.
            until: Only acts before.
            page: From 1.
            limit: Rows a page, None for all.

        Raises:
            Forbidden: The registry works for somebody who is no admin, and does not manage the workflow that is named.
            NotFound: There is no such workflow.
        """
        return auditing.listing(
            self._context, workflow=workflow, principal=principal, action=action, since=since, until=until,
            page=page, limit=limit,
        )  # fmt: skip
