"""Which `Host` a request may name: a page elsewhere whose name resolves to this machine is refused (DNS rebinding)."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from wfkit.api._problems import problem

_SHOWN = 100


class AllowedHosts:
    """Answers only requests to hosts that are allowed."""

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str]) -> None:
        self._app = app
        self._allowed = frozenset(name.lower() for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or "*" in self._allowed:
            await self._app(scope, receive, send)
            return
        named = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(named) == 1 and _without_port(named[0]).lower() in self._allowed:
            await self._app(scope, receive, send)
            return
        host = named[0][:_SHOWN] if named else ""
        detail = f"the host {host!r} is not served here; start the server with --allow-host to serve it"
        await problem(400, "host-not-allowed", "Host not allowed", detail, instance=scope["path"])(scope, receive, send)


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if name and port.isdecimal() else host
