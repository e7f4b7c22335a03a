"""A workflow with a history, an archive of it, and another registry to restore it in."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

import wfkit

START = datetime(2026, 1, 1, tzinfo=UTC)


def document(text="hello", **more):
    node = {"id": "a", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"config": {"text": text}}}
    return {"schema_version": 1, **more, "nodes": [node], "edges": []}


@pytest.fixture
def registry(tmp_path):
    clock = iter(START + timedelta(minutes=minute) for minute in range(10_000))
    with wfkit.open(tmp_path / "registry.duckdb", author="Ada", clock=lambda: next(clock)) as opened:
        yield opened


@pytest.fixture
def other():
    with wfkit.open(":memory:", author="Bob") as opened:
        yield opened


@pytest.fixture
def workflow(registry):
    made = registry.create("Flow", document("1"), description="what for", tags=["x", "y"], message="first")
    made = made.save(document("2"), "second").save(document("3"), "third")
    made.tag("v1.0.0", 1).tag("production", 3).tag("live", 3)
    return made.rollback(1, "back")


@pytest.fixture
def archive(registry, workflow, tmp_path):
    return registry.export(workflow, tmp_path / "flow.wfkit", history=True)


def run(registry, path, **options):
    frame = registry.import_files(path, progress=False, **options)
    assert len(frame) == 1
    return frame.iloc[0]


def manifest(path):
    with zipfile.ZipFile(path) as opened:
        return json.loads(opened.read("manifest.json"))


def rewritten(path, *, change=None, members=(), drop=()):
    """The archive with a changed manifest, further members, or without some."""
    with zipfile.ZipFile(path) as opened:
        content = {name: opened.read(name) for name in opened.namelist() if name not in drop}
    if change:
        given = json.loads(content["manifest.json"])
        change(given)
        content["manifest.json"] = json.dumps(given).encode()
    target = path.with_name("rewritten.wfkit")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in [*content.items(), *members]:
            made.writestr(name, raw)
    return target
