"""How large a request may be, whatever its headers say."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wfkit.api._problems import Refused, problem_of


class BodyLimit:
    """Refuses a body that is larger than allowed: at once where its length is said, else when it gets there."""

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._is_declared_larger(scope):
            await problem_of(self._refusal(), scope)(scope, receive, send)
            return
        read = 0

        async def receive_some() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._max_bytes:
                raise self._refusal()
            return message

        await self._app(scope, receive_some, send)

    def _is_declared_larger(self, scope: Scope) -> bool:
        lengths = (value for name, value in scope["headers"] if name == b"content-length")
        return any(length.isdigit() and int(length) > self._max_bytes for length in lengths)

    def _refusal(self) -> Refused:
        detail = f"the body is larger than {self._max_bytes / 2**20:g} MB, which is all that this server takes"
        return Refused(413, "too-large", "Content too large", detail, headers={"Connection": "close"})
