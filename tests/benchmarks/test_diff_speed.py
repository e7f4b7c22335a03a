"""Every changed leaf of two documents named, beside the least that tells which nodes changed: `==` on nodes by id."""

from __future__ import annotations

import copy
import os
import statistics
import time
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

import wfkit
from wfkit.core.diff import diff
from wfkit.core.document import Document
from wfkit.service.documents import read_graph

CORPUS = Path(os.environ.get("WFKIT_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
SIZES = (1_000, 10_000)


def _document(count):
    nodes = [
        {
            "id": f"n{place}",
            "type": "llm",
            "position": {"x": 10 * place, "y": 50 * (place % 7)},
            "data": {
                "label": f"Step {place}",
                "config": {
                    "model": "gpt-4o-mini",
                    "temperature": 0.2,
                    "max_tokens": 1000,
                    "system_prompt": "You answer. " * 8,
                    "top_p": 1,
                    "retries": 3,
                },
            },
        }
        for place in range(count)
    ]
    ports = {"sourceHandle": "text", "targetHandle": "prompt"}
    edges = [
        {"id": f"e{place}", "source": f"n{place}", "target": f"n{place + 1}", **ports} for place in range(count - 1)
    ]
    return {"schema_version": 1, "name": "large", "nodes": nodes, "edges": edges}


@pytest.fixture(scope="module", params=SIZES, ids=lambda count: f"{count} nodes")
def pair(request):
    """Two documents of which every tenth node differs in two values."""
    old = _document(request.param)
    new = copy.deepcopy(old)
    for node in new["nodes"][::10]:
        node["data"]["config"] |= {"model": "gpt-5", "temperature": 0.7}
    return old, new


def _read(data):
    return Document("", data, "wfkit", partial(read_graph, "wfkit"))


def _bare(old, new):
    before, after = ({node["id"]: node for node in data["nodes"]} for data in (old, new))
    return sum(before[node_id] != after.get(node_id) for node_id in before)


@pytest.mark.parametrize("who", ["bare", "wfkit"])
@pytest.mark.parametrize("what", ["from data", "of graphs"])
def test_comparing_large_documents(benchmark, pair, what, who):
    count = len(pair[0]["nodes"])
    benchmark.group = f"diff {what}, {count} nodes"
    benchmark.extra_info["who"] = who
    if who == "bare":
        assert benchmark(_bare, *pair) == count / 10
        return
    documents = [_read(data) for data in pair]
    assert all(document.graph.nodes for document in documents)

    def ours():
        old, new = documents if what == "of graphs" else map(_read, pair)
        return len(diff(old, new))

    assert benchmark(ours) == count / 5


@pytest.fixture(scope="module")
def real_pairs():
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of real files at {str(CORPUS)!r}; WFKIT_CORPUS names another folder")
    found = []
    for chain in sorted(path for path in (CORPUS / "chains").glob("*/*") if path.is_dir()):
        documents = []
        for path in sorted(chain.iterdir()):
            try:
                documents.append(wfkit.load(path))
            except wfkit.WfkitError:
                continue
        found += pairwise(documents)
    return found


@pytest.mark.parametrize("who", ["bare", "wfkit"])
@pytest.mark.parametrize("what", ["from data", "of graphs"])
def test_comparing_real_revisions(benchmark, capsys, real_pairs, what, who):
    """All pairs a round; median and slowest pair are printed."""
    benchmark.group = f"diff {what}, {len(real_pairs)} real pairs"
    benchmark.extra_info["who"] = who
    if who == "bare":
        # Where nodes have no ids to go by, the least is to compare the documents as they are.
        benchmark(lambda: sum(old.data != new.data for old, new in real_pairs))
        return
    times_ms = [min(_timed(old, new, what) for _ in range(5)) * 1e3 for old, new in real_pairs]
    with capsys.disabled():
        print(f"\ndiff {what}: median {statistics.median(times_ms):.2f} ms, slowest {max(times_ms):.2f} ms")
    benchmark(lambda: sum(len(diff(*_pair(old, new, what))) for old, new in real_pairs))


def _pair(old, new, what):
    if what == "of graphs":
        return old, new
    return [Document(made.text, made.data, made.format, made.reader) for made in (old, new)]


def _timed(old, new, what):
    documents = _pair(old, new, what)
    start = time.perf_counter()
    diff(*documents)
    return time.perf_counter() - start
