"""The registry over HTTP, for a team and for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from wfkit.cli._options import Command, opened
from wfkit.cli._output import say
from wfkit.cli._text import one_line
from wfkit.errors import Forbidden, InvalidInput
from wfkit.service._context import default_author

if TYPE_CHECKING:
    from wfkit import Registry

_MB = 2**20
# It is revoked when the server stops; this is for one that was killed.
_LIFE = timedelta(days=30)


def serve(
    ctx: typer.Context,
    url: Annotated[
        str | None,
        typer.Option(
            "--url", "--registry", "-r", metavar="PATH", show_default=False,
            help="The registry file; default $WFKIT_URL, else the one in your data folder.",
        ),
    ] = None,
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="0 takes one that is free.")] = 8000,
    no_auth: Annotated[bool, typer.Option("--no-auth", help="Ask for no token; on loopback only.")] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name by which the server is reached.", show_default=False),
    ] = None,
    cors_origin: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Web pages from there may call the API.", show_default=False),
    ] = None,
    max_body_mb: Annotated[int, typer.Option(metavar="N", min=1, help="Larger requests are refused.")] = 20,
) -> None:  # fmt: skip
    """Serve the registry as a REST API, until Ctrl+C."""
    serving = _loaded()
    from wfkit.api import LOOPBACK, Settings, create_app

    is_local = serving.is_loopback(host)
    if no_auth and not is_local:
        msg = f"--no-auth would let everybody who reaches {host} do everything; it is for loopback alone"
        raise Forbidden(msg)
    with opened(ctx, url, makes=True) as registry:
        settings = Settings(
            registry, asks_token=not no_auth, allowed_hosts=(*LOOPBACK, host, *(allow_host or ())),
            cors_origins=tuple(cors_origin or ()), max_body_bytes=max_body_mb * _MB,
        )  # fmt: skip
        app, bound = create_app(settings), serving.listening(host, port)
        # A token is printed inside, so that whoever stops the server from then on ends it, too.
        with serving.until_stopped():
            _say_where(registry, serving.url_of(bound))
            with _access(registry, is_local=is_local, asks_token=not no_auth):
                serving.run(app, bound)
    say("stopped", "dim", is_error=True)


def _loaded() -> ModuleType:
    try:
        from wfkit.api import serving
    except ModuleNotFoundError as exc:
        msg = f'the server needs {exc.name}: pip install "wfkit[server]"'
        raise InvalidInput(msg) from exc
    return serving


def _say_where(registry: Registry, url: str) -> None:
    say(f"{one_line(registry.url)} is served at {url}/api/v1, its documentation at {url}/api/v1/docs", "bold")


@contextmanager
def _access(registry: Registry, *, is_local: bool, asks_token: bool) -> Iterator[None]:
    """Says how to get in: on loopback with a token of an admin, which ends with the server."""
    if not asks_token:
        say("no token is needed: every program on this machine may do everything", "yellow")
        sys.stdout.flush()
        yield
        return
    if not is_local:
        say("make a token for each who may come in: wfkit token create NAME --role editor")
        sys.stdout.flush()
        yield
        return
    made = registry.create_token(default_author(), role="admin", expires_in=_LIFE, note="wfkit serve")
    try:
        say(f"token of an admin, until the server stops: {made.secret}")
        sys.stdout.flush()
        yield
    finally:
        registry.revoke_token(made.id)


COMMANDS = (
    Command(
        "serve",
        serve,
        (
            "wfkit serve --url flows.duckdb",
            "wfkit serve --host 0.0.0.0 --allow-host flows.example.org",
            "wfkit serve --no-auth",
        ),
    ),
)
