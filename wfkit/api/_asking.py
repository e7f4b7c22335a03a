"""Who asks: from the token of a request to the registry as its owner may see it."""

from __future__ import annotations

import hashlib
import time
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from wfkit.api._problems import unauthorized
from wfkit.api._settings import Settings
from wfkit.errors import Forbidden
from wfkit.service.registry import Registry

KEPT_S = 2.0
"""For so long a token that was found good is not looked up again; a revoked one may be good for that long."""

_MOST_KEPT = 1024
_BEARER = HTTPBearer(
    scheme_name="token", bearerFormat="token", auto_error=False,
    description="A token that `wfkit token create` made, or that `wfkit serve` printed.",
)  # fmt: skip


class Doorkeeper:
    """Knows for a moment who was let in, so that not every request looks a token up."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[bytes, tuple[float, Registry]] = {}

    def known(self, secret: str) -> Registry | None:
        """The registry of somebody who came a moment ago."""
        found = self._known.get(_digest(secret))
        return found[1] if found is not None and time.monotonic() < found[0] else None

    def let_in(self, secret: str) -> Registry:
        """The registry as the owner of this token may see it.

        Raises:
            Forbidden: Nobody has this token, or it is not valid any more.
        """
        registry = self._registry.acting_as(self._registry.authenticate(secret))
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[_digest(secret)] = (time.monotonic() + KEPT_S, registry)
        return registry

    def forget(self) -> None:
        """Looks every token up again, as after one was revoked."""
        self._known.clear()


async def asking(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> Registry:
    """The registry as whoever asks may see it.

    Raises:
        Refused: There is no valid token, and one is needed.
    """
    settings: Settings = request.app.state.settings
    if not settings.asks_token:
        return settings.registry
    if credentials is None or not credentials.credentials:
        detail = "this server wants a token: send the header `Authorization: Bearer TOKEN`"
        raise unauthorized(detail)
    doorkeeper: Doorkeeper = request.app.state.doorkeeper
    known = doorkeeper.known(credentials.credentials)
    if known is not None:
        return known
    try:
        return await run_in_threadpool(doorkeeper.let_in, credentials.credentials)
    except Forbidden as exc:
        detail = "this token is unknown, expired or revoked"
        raise unauthorized(detail) from exc


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()


Asking = Annotated[Registry, Depends(asking)]
"""The registry as whoever asks may see it: what every route begins with."""
