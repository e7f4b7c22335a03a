"""What somebody who runs a server decides."""

from __future__ import annotations

from dataclasses import dataclass

from wfkit.service.registry import Registry

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""The names of this machine for itself: the only hosts that are answered unless others are named."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a registry is served.

    Attributes:
        registry: What is served.
        asks_token: Whether a request needs a token; without one, everybody who reaches the server may everything.
        allowed_hosts: What the `Host` header may name, without a port; `*` is any.
        cors_origins: Web pages of which origins may call the API from a browser; none by default.
        max_body_bytes: A larger request is refused.
    """

    registry: Registry
    asks_token: bool = True
    allowed_hosts: tuple[str, ...] = LOOPBACK
    cors_origins: tuple[str, ...] = ()
    max_body_bytes: int = 20 * 2**20
