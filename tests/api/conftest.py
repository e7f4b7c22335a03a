"""An application over a registry of its own, asked through HTTP."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

import wfkit
from wfkit import templates
from wfkit.api import Settings, create_app

V1 = "/api/v1"


@pytest.fixture
def registry():
    with wfkit.open(":memory:", author="ann") as opened:
        yield opened


@pytest.fixture
def ask(registry):
    """A client of an application without tokens, on loopback."""
    with TestClient(create_app(Settings(registry, asks_token=False)), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def document():
    """A native document."""
    return json.loads(templates.get("Simple RAG").text)


@pytest.fixture
def made(ask, document):
    """The answer to the creation of a workflow."""
    answer = ask.post(f"{V1}/workflows", json={"name": "My RAG", "workflow": document, "tags": ["rag"]})
    assert answer.status_code == 201, answer.text
    return answer
