"""Headers that every answer has, so that a browser takes it for nothing else than it is."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""The policy of HTML and SVG: nothing is loaded and nothing runs, whatever a document holds."""

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
_UNSTORED = (b"cache-control", b"private, no-cache")


class SecurityHeaders:
    """Adds headers to every answer, those of errors too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.raw.extend(_HEADERS)
                if "cache-control" not in headers:
                    headers.raw.append(_UNSTORED)
            await send(message)

        await self._app(scope, receive, send_with_headers)
