"""A registry in a file, a folder of small workflows to import, and what an import says of them."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

import wfkit


def document(name="Flow", text="hello", **more):
    node = {"id": "a", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"config": {"text": text}}}
    named = {} if name is None else {"name": name}
    return {"schema_version": 1, **named, **more, "nodes": [node], "edges": []}


def broken():
    return document() | {"edges": [{"id": "e", "source": "a", "target": "nowhere"}]}


def put(folder: Path, path: str, content) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


@pytest.fixture
def registry(tmp_path):
    with wfkit.open(tmp_path / "registry.duckdb", author="tester") as opened:
        yield opened


@pytest.fixture
def flows(tmp_path):
    folder = tmp_path / "flows"
    folder.mkdir()
    return folder


def run(registry, path, **options):
    return registry.import_files(path, progress=False, **options)


def outcome(frame):
    names = [Path(file.rpartition("!")[2]).name for file in frame["file"]]
    return dict(zip(names, frame["status"], strict=True))


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def zipped(path: Path, entries, compression=zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return path


def flow(name, **more):
    node = {"id": "a", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"config": {"text": name}}}
    return json.dumps({"schema_version": 1, "name": name, **more, "nodes": [node], "edges": []}).encode()


@pytest.fixture
def rows(flows):
    """Imports the folder in this very process: (what a row is called after the folder, its status, its reason)."""

    def run(path=flows, **options):
        with wfkit.open(":memory:") as registry:
            frame = registry.import_files(path, progress=False, **{"processes": 1} | options)
            assert registry.check().empty
        places = [file.removeprefix(f"{flows}{os.sep}") for file in frame["file"]]
        return list(zip(places, frame["status"], frame["reason"], strict=True))

    return run
