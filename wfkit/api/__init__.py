"""The REST API: a registry for a team and for other programs, under `/api/v1`.

A route takes a request apart, calls one use case of the service and writes the answer; it decides nothing. Every error
is `application/problem+json` (RFC 9457). Nothing in a request is ever a path of the server or a URL to fetch. Work that
blocks is done in threads, never on the event loop.
"""

from __future__ import annotations

from wfkit.api._app import create_app
from wfkit.api._settings import LOOPBACK, Settings

__all__ = ["LOOPBACK", "Settings", "create_app"]
