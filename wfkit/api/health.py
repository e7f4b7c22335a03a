"""Whether the server and its registry can be used."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from wfkit.api._answers import json_answer
from wfkit.api._settings import Settings
from wfkit.api.models import Health

router = APIRouter(tags=["health"])

_PATIENCE_S = 2.0


@router.get("/health", response_model=Health, summary="Whether the registry answers; needs no token")
def health(request: Request) -> Response:
    """Asks the registry for a row. Who asks needs no token, and learns nothing else."""
    import wfkit

    settings: Settings = request.app.state.settings
    with settings.registry.hurried(_PATIENCE_S):
        settings.registry.list(limit=1)
    return json_answer({"status": "ok", "version": wfkit.__version__})
