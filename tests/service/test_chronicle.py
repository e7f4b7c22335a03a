from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.errors import NotFound
from wfkit.service.chronicle import Chronicle, Size

KEY = "sk-proj-" + "a1B2c3D4e5F6" * 4


def node(node_id, label=None, x=0, type="llm", **config):
    data = {"label": label or node_id, "config": {"model": "small", **config}}
    return {"id": node_id, "type": type, "position": {"x": x, "y": 0}, "data": data}


def document(*nodes, edges=(), **rest):
    return {"nodes": [*nodes], "edges": [{"id": f"{a}{b}", "source": a, "target": b} for a, b in edges], **rest}


A, B, C = node("a", prompt="ask"), node("b", prompt="answer"), node("c", type="output", prompt="say")
MOVED, BETTER = (node("a", x=200, prompt=prompt) for prompt in ("ask", "p"))
WARM = node("a", x=200, rank=2, prompt="p")
STATES = [
    document(A, B, edges=["ab"]),
    document(MOVED, B, edges=["ab"]),
    document(BETTER, node("b", prompt="answer", model="large"), C, edges=["ab", "bc"]),
    document(WARM, node("b", prompt="answer", model="large"), C),
    document(node("b", "Answer", prompt="answer", model="large"), C, description="for everybody"),
]


@pytest.fixture
def make():
    with wfkit.open(":memory:") as registry:

        def made(*states):
            wf = registry.create("Ask", states[0])
            for state in states[1:]:
                wf = wf.save(state)
            return wf

        yield made


@pytest.fixture
def wf(make):
    return make(*STATES)


def test_each_version_has_a_size(wf):
    chronicle = Chronicle(wf)
    assert [chronicle.size(number) for number in range(1, 6)] == [
        Size(added=2),
        Size(layout=1),
        Size(added=1, changed=2, edges=1),
        Size(changed=1, edges=2),
        Size(removed=1, changed=1, workflow=1),
    ]


def test_a_version_that_is_not_there_has_none(wf):
    with pytest.raises(NotFound, match="no version 6"):
        Chronicle(wf).size(6)


def test_its_words_are_those_of_the_diff(wf):
    chronicle = Chronicle(wf)
    assert chronicle.words(1) == "Began"
    assert [chronicle.has_words(number) for number in (1, 2)] == [True, False]
    assert [chronicle.words(number) for number in (2, 3, 4, 5)] == [
        wf.diff(number - 1, number).summary for number in (2, 3, 4, 5)
    ]
    assert chronicle.has_words(2)


def test_words_can_be_about_one_node_only(wf):
    assert Chronicle(wf).words(3, {"a"}) == "Changed prompt of a from ask to p"


def test_a_history_is_read_on_in_pieces_the_newest_first(wf):
    chronicle = Chronicle(wf)
    assert chronicle.names == []
    assert chronicle.read(5, seconds=0) == 4
    assert chronicle.names == ["Answer", "c"]
    assert [chronicle.read(5, seconds=0) for _ in range(4)] == [3, 2, 1, 0]
    assert chronicle.names == ["Answer", "c", "a", "b"]
    assert chronicle.read(5, seconds=0) == 0


@pytest.mark.parametrize("name", ["a", "b", "c", "Answer"])
def test_a_node_is_followed_as_the_log_of_the_workflow_does(wf, name):
    chronicle = Chronicle(wf)
    chronicle.read(5, seconds=60)
    assert [*chronicle.trail(name, 5)] == wf.log(node=name)["version"].tolist()


def test_a_name_that_no_version_knows_has_no_trail(wf):
    chronicle = Chronicle(wf)
    chronicle.read(5, seconds=60)
    assert chronicle.trail("nope", 5) == {}


def test_a_trail_knows_the_ids_before_and_after(make):
    wf = make(document(node("a", "Ask")), document(node("z", "Ask", model="large")))
    chronicle = Chronicle(wf)
    chronicle.read(2, seconds=60)
    assert chronicle.trail("Ask", 2) == {2: {"a", "z"}, 1: {"a"}}


def test_what_others_saved_meanwhile_is_read_too(wf):
    chronicle = Chronicle(wf)
    chronicle.read(5, seconds=60)
    wf.save(document(node("b"), node("d")))
    assert chronicle.read(6, seconds=60) == 0
    assert "d" in chronicle.names


def test_no_words_hold_a_secret(make):
    keys = ({}, {"api_key": "hunter2"}, {"api_key": "swordfish"}, {"api_key": "swordfish", "prompt": f"use {KEY}"})
    short = make(*(document(node("a", **config)) for config in keys))
    chronicle = Chronicle(short)
    said = [chronicle.words(number) for number in (2, 3, 4)]
    assert not [word for word in ("hunter2", "swordfish", KEY) if word in json.dumps(said)]
    assert said == ["Changed api_key of a", "Changed api_key of a", "Changed prompt of a to use REDACTED"]
