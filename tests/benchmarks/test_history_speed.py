"""What a whole history says, beside the least that any look at it must do: fetch every version and parse it."""

from __future__ import annotations

import random

import msgspec
import pytest

import wfkit
from wfkit.store import versions

VERSIONS, NODES = 500, 100
ASKED = {
    "blame": lambda wf, _: wf.blame(),
    "log of a node": lambda wf, _: wf.log(node="n5"),
    "diff_frame": lambda wf, _: wf.diff_frame(),
    "search a history": lambda _, registry: registry.search("cite every source", history=True),
}


def _document():
    config = {"model": "gpt-4o-mini", "temperature": 0.2, "max_tokens": 1000, "system_prompt": "You answer. " * 8}
    nodes = [
        {
            "id": f"n{n}",
            "type": "llm",
            "position": {"x": 10 * n, "y": 0},
            "data": {"label": f"Step {n}", "config": config},
        }
        for n in range(NODES)
    ]
    ports = {"sourceHandle": "text", "targetHandle": "prompt"}
    edges = [{"id": f"e{n}", "source": f"n{n}", "target": f"n{n + 1}", **ports} for n in range(NODES - 1)]
    return msgspec.json.decode(msgspec.json.encode({"nodes": nodes, "edges": edges}))


@pytest.fixture(scope="module")
def history():
    """500 versions of a workflow of 100 nodes: a value changes and a node moves each time, a text comes and goes."""
    chance = random.Random(1)
    with wfkit.open(":memory:", author="bench") as registry:
        document = _document()
        wf = registry.create("Long", document)
        for number in range(2, VERSIONS + 1):
            chance.choice(document["nodes"])["data"]["config"]["temperature"] = chance.random()
            chance.choice(document["nodes"])["position"]["x"] += 1
            document["nodes"][7]["data"]["config"]["system_prompt"] = f"Cite{' every source' * (100 < number < 300)}."
            wf = wf.save(document)
        yield registry, wf


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("who", ["bare", "wfkit"])
def test_asking_a_history(benchmark, history, asked, who):
    registry, wf = history
    benchmark.group = f"{asked}, {VERSIONS} versions of {NODES} nodes"
    benchmark.extra_info["who"] = who

    def bare():
        with registry._context.engine.read() as transaction:
            return [msgspec.json.decode(record.text) for record in versions.all_of(transaction, wf.id)]

    def ours():
        return ASKED[asked](wf, registry)

    assert len(benchmark.pedantic(ours if who == "wfkit" else bare, rounds=5, warmup_rounds=1)) > 0
