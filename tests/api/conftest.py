"""An application over a registry of its own, asked through HTTP."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

import wfkit
from wfkit.api import Settings, create_app

V1 = "/api/v1"


@pytest.fixture
def registry(tmp_path):
    with wfkit.open(tmp_path / "flows.duckdb", author="ann") as opened:
        yield opened


@pytest.fixture
def ask(registry):
    """A client of an application without tokens, on loopback."""
    with TestClient(create_app(Settings(registry, asks_token=False)), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def document():
    """A native document of two nodes."""
    return wfkit.open(":memory:").use_template("Simple RAG").document


@pytest.fixture
def made(ask, document):
    """The answer to the creation of a workflow."""
    answer = ask.post(f"{V1}/workflows", json={"name": "My RAG", "workflow": document, "tags": ["rag"]})
    assert answer.status_code == 201, answer.text
    return answer
