"""What the benchmarks measure on, and the table of ratios at the end of a run.

Run them by `pytest tests/benchmarks`. Each row times wfkit and a floor, the least code that does the same
with the engine alone, in the same process; only the ratio means anything on another machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

import wfkit
from wfkit.core import codec
from wfkit.service._context import new_id
from wfkit.store import versions, workflows
from wfkit.store.records import VersionRecord, WorkflowRecord

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (1_000, 100_000)
_CHUNK = 10_000
GOALS = {
    "save": 1.5,
    "get": 1.5,
    "history": 1.5,
    "page": 1.3,
    "overview": None,
    "diff of graphs": 8.9,
    "import": 2.0,
    "picture": 1.1,
    "read graphs": 1.0,
    "sniff": 0.05,
    "search": None,
    "import wfkit": None,
}


def document(number: int) -> dict:
    """A valid native document of about 3.4 KB."""
    prompt = "Answer from the passages alone, cite each by its number, and say so when they do not hold the answer. "
    nodes = [
        _node("question", "text_input", 0, {"text": f"What does clause {number} say?"}),
        *(
            _node(f"prompt{place}", "prompt", place, {"template": f"{prompt * 3}{{question}} {number}"})
            for place in range(6)
        ),
    ]
    return {"schema_version": 1, "name": f"workflow {number}", "nodes": nodes, "edges": []}


def _node(key: str, kind: str, place: int, config: dict) -> dict:
    return {"id": key, "type": kind, "position": {"x": 260 * place, "y": 0}, "data": {"label": key, "config": config}}


@dataclass(frozen=True)
class Filled:
    """A registry with many workflows, and the same rows in a bare DuckDB file."""

    registry: wfkit.Registry
    bare: duckdb.DuckDBPyConnection
    ids: tuple[str, ...]
    folder: Path


@pytest.fixture(scope="session", params=SIZES, ids=lambda size: f"{size} workflows")
def filled(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmark")
    registry = wfkit.open(folder / "ours.duckdb", author="bench")
    ids = _fill(registry, request.param)
    registry.close()
    bare = _bare_copy(folder, request.param)
    yield Filled(registry, bare, ids, folder)
    bare.close()
    registry.close()


def _fill(registry: wfkit.Registry, count: int) -> tuple[str, ...]:
    start = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    ids = tuple(new_id() for _ in range(count))
    for first in range(0, count, _CHUNK):
        chunk = range(first, min(first + _CHUNK, count))
        rows = [_rows(ids[number], number, start + timedelta(seconds=(number * 7919) % count)) for number in chunk]
        with registry._context.engine.write() as transaction:
            workflows.insert_many(transaction, [workflow for workflow, _ in rows])
            versions.insert_many(transaction, [version for _, version in rows])
    return ids


def _rows(key: str, number: int, at: datetime) -> tuple[WorkflowRecord, VersionRecord]:
    text = codec.to_text(document(number))
    digest = codec.content_hash(document(number))
    workflow = WorkflowRecord(
        key, f"workflow {number}", "", "wfkit", ("rag", f"t{number % 7}"), False, 1, "bench", None, None, at, at
    )
    return workflow, VersionRecord(key, 1, text, "utf-8", digest, "", "bench", True, None, at)


def _bare_copy(folder: Path, count: int) -> duckdb.DuckDBPyConnection:
    # The storage version that wfkit writes, so that DuckDB 1.5 and 2.x both open the file.
    config = {"storage_compatibility_version": "v1.4.0"}
    connection = duckdb.connect(str(folder / "bare.duckdb"), config=config)
    connection.execute(f"ATTACH '{folder / 'ours.duckdb'}' AS ours (READ_ONLY)")
    connection.execute(
        "CREATE TABLE workflows (id VARCHAR PRIMARY KEY, name VARCHAR, description VARCHAR, format VARCHAR, "
        "tags VARCHAR[], is_template BOOLEAN, head_version INTEGER, created_at TIMESTAMP, updated_at TIMESTAMP, "
        "deleted_at TIMESTAMP)"
    )
    connection.execute(
        "CREATE TABLE versions (id VARCHAR PRIMARY KEY, workflow_id VARCHAR, version_number INTEGER, "
        "workflow_json JSON, content_hash VARCHAR, description VARCHAR, author VARCHAR, valid BOOLEAN, "
        "created_at TIMESTAMP)"
    )
    connection.execute("CREATE INDEX versions_workflow_id ON versions (workflow_id)")
    # Filled in the steps that ours was filled in: how a table grew decides what a commit costs later.
    for first in range(0, count, _CHUNK):
        connection.execute(
            "INSERT INTO workflows SELECT id, name, description, format, tags, is_template, head_version, created_at, "
            f"updated_at, deleted_at FROM ours.wfkit_store.workflows LIMIT {_CHUNK} OFFSET {first}"
        )
        connection.execute(
            "INSERT INTO versions SELECT id, workflow_id, version_number, workflow_json, content_hash, description, "
            f"author, valid, created_at FROM ours.wfkit_store.workflow_versions LIMIT {_CHUNK} OFFSET {first}"
        )
    connection.execute("DETACH ours")
    connection.execute("CHECKPOINT")
    return connection


def pytest_terminal_summary(terminalreporter, config):
    """Prints a row a benchmark: floor, wfkit, ratio, goal."""
    session = getattr(config, "_benchmarksession", None)
    medians = (
        {(bench.group, bench.extra_info.get("who")): bench.stats.median for bench in session.benchmarks}
        if session
        else {}
    )
    groups = sorted({group for group, who in medians if who == "wfkit" and (group, "bare") in medians})
    if not groups:
        return
    terminalreporter.section("ratio to the floor, in this run")
    terminalreporter.write_line(f"{'what':44} {'floor ms':>10} {'wfkit ms':>10} {'ratio':>7} {'goal':>6}")
    for group in groups:
        floor, ours = medians[group, "bare"] * 1e3, medians[group, "wfkit"] * 1e3
        goal = GOALS.get(group.split(",", 1)[0])
        terminalreporter.write_line(
            f"{group:44} {floor:10.2f} {ours:10.2f} {ours / floor:7.2f} {f'{goal:6.2f}' if goal else '     -'}"
        )
