"""A batch import beside the least that any import must do: read, parse, insert."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import msgspec
import pandas as pd
import pytest

import wfkit

COUNT = 3_000
CORPUS = Path(os.environ.get("WFKIT_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """3 000 files: real ones of all tools again and again, told apart by a key; made-up ones where there are none."""
    made = tmp_path_factory.mktemp("import")
    documents = _real() or [_made_up(number) for number in range(50)]
    for number in range(COUNT):
        document = documents[number % len(documents)]
        text = msgspec.json.format(msgspec.json.encode(document | {"name": f"file {number}"}), indent=2)
        (made / f"{number}.json").write_bytes(text)
    return made


def _real():
    documents = []
    for path in sorted(path for path in CORPUS.rglob("*") if path.suffix in {".json", ".ga", ".pipeline"}):
        try:
            document = wfkit.load(path).data
        except wfkit.WfkitError:
            continue
        # A prompt of ComfyUI has nothing but nodes in it, and a name would make it something else.
        if isinstance(document, dict) and not all(isinstance(value, dict) for value in document.values()):
            documents.append(document)
    return documents


def _made_up(number):
    nodes = [
        {"id": f"{place}", "name": f"Step {place}", "type": "n8n-nodes-base.set", "parameters": {"text": "words " * 60}}
        for place in range(40)
    ]
    return {"nodes": nodes, "connections": {}, "number": number}


@pytest.mark.parametrize("who", ["bare", "wfkit"])
def test_importing_a_folder(benchmark, folder, who, tmp_path):
    benchmark.group = f"import, {COUNT} files"
    benchmark.extra_info["who"] = who
    rounds = iter(range(100))

    def ours():
        registry = wfkit.open(tmp_path / f"ours{next(rounds)}.duckdb")
        frame = registry.import_files(folder, progress=False, allow_invalid=True)
        registry.close()
        return len(frame[frame["status"] == "imported"])

    def bare():
        connection = duckdb.connect(str(tmp_path / f"bare{next(rounds)}.duckdb"))
        connection.execute("CREATE TABLE versions (id VARCHAR PRIMARY KEY, workflow_id VARCHAR, workflow_json JSON)")
        connection.execute("CREATE INDEX versions_workflow_id ON versions (workflow_id)")
        paths = sorted(folder.iterdir())
        for first in range(0, COUNT, 1000):
            texts = [path.read_bytes() for path in paths[first : first + 1000]]
            for text in texts:
                msgspec.json.decode(text)
            rows = {
                "id": pd.Series([str(first + place) for place in range(len(texts))], dtype="object"),
                "workflow_id": pd.Series([str(first + place) for place in range(len(texts))], dtype="object"),
                "workflow_json": pd.Series([text.decode() for text in texts], dtype="object"),
            }
            connection.register("incoming", pd.DataFrame(rows))
            connection.execute("INSERT INTO versions SELECT id, workflow_id, workflow_json FROM incoming")
        connection.close()
        return len(paths)

    count = benchmark.pedantic(ours if who == "wfkit" else bare, rounds=3, warmup_rounds=1)
    assert count == COUNT
