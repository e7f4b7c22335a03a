"""The application: its routers, what turns errors into answers, and what every request goes through."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware import Middleware

from wfkit.api import _openapi, _problems, health, versions, workflows
from wfkit.api._asking import Doorkeeper
from wfkit.api._headers import SecurityHeaders
from wfkit.api._hosts import AllowedHosts
from wfkit.api._limits import BodyLimit
from wfkit.api._settings import Settings

PREFIX = "/api/v1"
ROUTERS: Sequence[APIRouter] = (workflows.router, versions.router, health.router)
"""One a resource."""


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application that serves a registry."""
    app = FastAPI(
        title="wfkit",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=f"{PREFIX}/docs",
        redoc_url=None,
        exception_handlers=_problems.HANDLERS,
        middleware=_middleware(settings),
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.doorkeeper = Doorkeeper(settings.registry)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    _openapi.describe(app)
    return app


def _middleware(settings: Settings) -> Sequence[Middleware]:
    """From the outside in; each is plain ASGI, for Starlette's `BaseHTTPMiddleware` costs as much as a small answer."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["ETag", "Link", "Location", "Idempotent-Replayed"],
    )
    return [
        Middleware(SecurityHeaders),
        Middleware(AllowedHosts, allowed=settings.allowed_hosts),
        *([cors] if settings.cors_origins else []),
        Middleware(BodyLimit, max_bytes=settings.max_body_bytes),
    ]
