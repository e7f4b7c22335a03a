"""A picture beside the least that any picture must do: the engine's process that finds the places.

The floor is the very engine that wfkit runs, on the very source that it is given. "Drawn by Graphviz" is what a
program does that has no drawing of its own: the engine measures the text and writes the SVG.
"""

from __future__ import annotations

import subprocess
from random import Random

import pytest

from wfkit import render
from wfkit.core.model import Edge, Graph, Node
from wfkit.render import _engine, _picture
from wfkit.render._job import jobs_of
from wfkit.render._parts import parts_of
from wfkit.render._plain import FORM
from wfkit.render._sheet import plan_of, sheet_of

SIZES = (5, 50, 300)
KINDS = {
    "file_loader": {"path": "docs/", "recursive": True},
    "splitter": {"chunk_size": 600, "chunk_overlap": 80, "strategy": "sentence"},
    "embedder": {"model": "text-embedding-3-small", "provider": "openai"},
    "retriever": {"top_k": 8, "collection": "docs", "score_threshold": 0.2},
    "prompt": {"template": "Answer from the passages alone, cite each by its number. " * 8},
    "llm": {"model": "gpt-4o", "temperature": 0.2, "system_prompt": "You are a careful assistant. " * 6},
}


def graph_of(count):
    """A workflow of so many nodes that lead on to near ones, and some to far ones."""
    random = Random(7)
    kinds = [*KINDS.items()]
    nodes = tuple(
        Node(f"node-{place}", kinds[place % len(kinds)][0], f"Step number {place}", dict(kinds[place % len(kinds)][1]))
        for place in range(count)
    )
    ends = {(max(0, place - random.randint(1, 5)), place, "question") for place in range(1, count)}
    far = random.sample(range(count), count // 3)
    ends |= {(one, min(count - 1, one + random.randint(1, 9)), "context") for one in far}
    edges = [(one, two, port) for one, two, port in sorted(ends) if one != two]
    return Graph(nodes, tuple(Edge(f"e{n}", f"node-{a}", f"node-{b}", "", p) for n, (a, b, p) in enumerate(edges)))


def engine(form, source):
    command = [*_engine.engines()[0].command, f"-T{form}"]
    return subprocess.run(command, input=source.encode(), capture_output=True, check=True).stdout


@pytest.mark.parametrize("who", ["bare", "wfkit"])
@pytest.mark.parametrize("size", SIZES)
def test_a_new_picture(benchmark, size, who):
    benchmark.group = f"picture, {size} nodes"
    benchmark.extra_info["who"] = who
    graph = graph_of(size)
    plan = plan_of(sheet_of(graph))
    source = "\n".join(job.source() for job in jobs_of(parts_of(plan), plan))
    draw = (lambda: render.svg(Graph(graph.nodes, graph.edges))) if who == "wfkit" else (lambda: engine(FORM, source))
    assert benchmark.pedantic(draw, setup=_picture.forget, rounds=15, warmup_rounds=2)


@pytest.mark.parametrize("who", ["bare", "wfkit"])
def test_a_new_picture_beside_graphviz_own(benchmark, who):
    benchmark.group = "picture drawn by Graphviz, 300 nodes"
    benchmark.extra_info["who"] = who
    graph = graph_of(300)
    ours, theirs = (lambda: render.svg(Graph(graph.nodes, graph.edges))), (lambda: engine("svg", render.dot(graph)))
    assert benchmark.pedantic(ours if who == "wfkit" else theirs, setup=_picture.forget, rounds=9, warmup_rounds=1)


@pytest.mark.parametrize("what", ["the same graph", "another text"])
def test_a_picture_again(benchmark, what):
    benchmark.group = f"again, {what}, 300 nodes"
    benchmark.extra_info["who"] = "wfkit"
    graph = graph_of(300)
    render.svg(graph)

    def draw():
        if what == "another text":
            _picture._PICTURES.clear()
        return render.svg(Graph(graph.nodes, graph.edges))

    assert benchmark(draw)
