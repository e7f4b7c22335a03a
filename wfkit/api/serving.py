"""Running the application with uvicorn: a socket that is there before anything is promised, and an orderly end."""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import uvicorn
from fastapi import FastAPI

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput

GRACE_S = 30
"""So long requests in flight may take to finish when the server is told to stop."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server at this address.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listening(host: str, port: int) -> socket.socket:
    """A socket at this address; port 0 takes one that is free.

    Raises:
        InvalidInput: There is no such address here, or somebody else has it.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError, UnicodeError) as exc:
        reason = getattr(exc, "strerror", None) or exc
        msg = f"cannot listen at {quoted(host)}, port {port}: {reason}; choose another with --host or --port"
        raise InvalidInput(msg) from exc


def url_of(bound: socket.socket) -> str:
    """Where a browser finds what listens at this socket."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if bound.family == socket.AF_INET6 else f"http://{host}:{port}"


@contextmanager
def until_stopped() -> Iterator[None]:
    """What is done inside ends at Ctrl+C or SIGTERM as if it had come to its end, its clean-up included."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run(app: FastAPI, bound: socket.socket) -> None:
    """Serves until Ctrl+C or SIGTERM, inside of `until_stopped`; requests in flight are finished first."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=GRACE_S
    )
    try:
        # uvicorn raises the signal again when it is done.
        uvicorn.Server(config).run(sockets=[bound])
    finally:
        bound.close()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
