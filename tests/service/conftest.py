"""A registry in memory with a clock of its own, documents to fill it with, and a look at all that it stores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import wfkit

TABLES = (
    *("workflows", "workflow_versions", "version_tags", "drafts", "executions", "schema_migrations"),
    *("search_texts", "graphs", "graph_nodes", "graph_edges"),
)


class Clock:
    """A time that passes only when it is asked for, a second at a time.

    `alarm` happens the next time, once: what somebody else does in the middle of something.
    """

    def __init__(self):
        self.now = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
        self.step_s = 1
        self.alarm = None

    def __call__(self):
        alarm, self.alarm = self.alarm, None
        if alarm:
            alarm()
        self.now += timedelta(seconds=self.step_s)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def registry(clock):
    with wfkit.open(":memory:", author="ann", clock=clock) as made:
        yield made


def made_flow(*models, **more):
    """A valid document without findings on structure: a chain of nodes, one for each model."""
    nodes = [
        {
            "id": f"n{place}",
            "type": "llm",
            "position": {"x": 100 * place, "y": 0},
            "data": {"label": f"Step {place}", "config": {"model": model}},
        }
        for place, model in enumerate(models or ("gpt-4",))
    ]
    edges = [
        {"id": f"e{place}", "source": f"n{place}", "target": f"n{place + 1}", "sourceHandle": "out"}
        for place in range(len(nodes) - 1)
    ]
    return {"nodes": nodes, "edges": edges, **more}


@pytest.fixture
def flow():
    return made_flow


@pytest.fixture
def broken():
    """A document with an edge that leads nowhere."""
    return made_flow() | {"edges": [{"id": "e", "source": "n0", "target": "nowhere"}]}


@pytest.fixture
def wf(registry):
    return registry.create("Simple", made_flow(), description="a first one", tags=["rag"], message="first")


@pytest.fixture
def n8n():
    """A small n8n document."""
    node = {"id": "1", "name": "Start", "type": "n8n-nodes-base.start", "position": [0, 0], "parameters": {}}
    return {"name": "small", "nodes": [node | {"typeVersion": 1}], "connections": {}, "settings": {}}


def stored(registry):
    """Every row of every table of the storage, as it is now."""
    with registry._context.engine.read() as transaction:  # noqa: SLF001 - nothing public shows the storage itself
        return {table: sorted(map(repr, transaction.rows(f"FROM wfkit_store.{table}"))) for table in TABLES}


@pytest.fixture
def snapshot():
    return stored


@pytest.fixture
def kinds():
    """The dtypes of a DataFrame by column, as `frames` writes them."""
    return lambda frame: {name: str(dtype) for name, dtype in frame.dtypes.items()}
