"""A workflow with a history, and ways to find a version in the panel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import wfkit

KEY = "sk-proj-" + "a1B2c3D4e5F6" * 4


def node(node_id, label, x=0, **config):
    return {
        "id": node_id,
        "type": "llm",
        "position": {"x": x, "y": 0},
        "data": {"label": label, "config": {"model": "small", **config}},
    }


def document(*nodes):
    return {"nodes": [*nodes], "edges": []}


ASK, ANSWER = node("in", "Ask", prompt="ask"), node("llm", "Answer", prompt="answer")
STATES = [
    (document(ASK, ANSWER), "first"),
    (document(ASK, node("llm", "Answer", prompt="answer", rank=2)), "Better ranks\n\nThey were too low."),
    (document(ASK, node("llm", "Answer", 300, prompt="answer", rank=2)), ""),
    (document(ASK, node("llm", "Reply", 300, prompt="answer", rank=2), node("t", "Tone", prompt="be kind")), "Tone"),
]


class Clock:
    def __init__(self):
        self.now = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(hours=1)
        return self.now


@pytest.fixture
def registry():
    with wfkit.open(":memory:", author="ann", clock=Clock()) as opened:
        yield opened


@pytest.fixture
def wf(registry):
    made = registry.create("Ask", STATES[0][0], message=STATES[0][1])
    for state, message in STATES[1:]:
        made = made.save(state, message)
    return made


@pytest.fixture
def panel(wf):
    return wfkit.ui.history(wf)


def row(panel, number):
    return panel.locator(f"[role=option][data-number='{number}']")


def listed(panel):
    return [int(each.get_attribute("data-number")) for each in panel.get_by_role("option").all()]


def numbers(panel):
    return [row["number"] for row in panel.rows]
