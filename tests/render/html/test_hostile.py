"""Whatever a document, a person or a tool writes is shown as it is written, and does nothing."""

from __future__ import annotations

import copy
from datetime import UTC, datetime

import pytest

import wfkit
from wfkit.core.diff import diff
from wfkit.core.merge import merge
from wfkit.core.problem import Problem, report_of
from wfkit.render.html import diff_html, graph_bundle, merge_bundle, report_bundle, workflow_bundle

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "handler": "' onmouseover='alert(1)",
    "closing": "</details></pre></table></div><h1>out</h1>",
    "comment": "<!-- --><style>*{display:none}</style>",
    "cdata": "]]><svg onload=alert(1)>",
    "entity": "&lt;b&gt;&#60;i&#62;",
    "address": "javascript:alert(1)",
    "style": "red;background:url(//evil)",
    "override": "a\u202egnp.exe",
    "control": "\x00\x08\x1b]0;x\x07",
    "label": "\\N <b>{a|b}</b>",
    "long": "x" * 10_000,
    "right-to-left": "שלום עולם",
    "emoji": "👩‍👩‍👧‍👦",
}


def hostile(payload, change="", **more):
    """A document that holds the payload wherever it can."""
    config = {"prompt": f"{payload}\n{change}", payload[:200]: payload, "model": payload + change, "list": [payload]}
    ends = {"source": payload[:50] + "1", "target": payload[:50] + "2", "sourceHandle": payload[:40] + change}
    nodes = [
        {
            "id": payload[:50] + place,
            "type": payload[:80],
            "position": {"x": 0, "y": 0},
            "data": {"label": payload[:300] + change, "config": copy.deepcopy(config)},
            payload[:30]: change,
        }
        for place in ("1", "2", change)
        if place
    ]
    return {
        "nodes": nodes,
        "edges": [{"id": payload[:50], **ends, "targetHandle": payload[:40]}],
        "name": payload + change,
        **more,
    }


@pytest.fixture(params=PAYLOADS.values(), ids=PAYLOADS.keys())
def payload(request):
    return request.param


@pytest.fixture
def load(document):
    return lambda data: document(*data["nodes"], edges=data["edges"], name=data["name"])


def test_a_diff_of_hostile_documents_is_harmless(read, load, payload):
    old, new = load(hostile(payload)), load(hostile(payload, "!"))
    read(diff_html(diff(old, new, old_title=payload, new_title=payload)))
    read(diff_html(diff(new, old)))


def test_a_hostile_graph_is_harmless(read, load, payload):
    read(graph_bundle(load(hostile(payload)).graph)["text/html"])


def test_a_hostile_merge_is_harmless(read, load, payload):
    made = merge(load(hostile(payload)), load(hostile(payload, "!")), load(hostile(payload, "?")))
    assert made.open
    read(merge_bundle(made)["text/html"])


def test_a_hostile_report_is_harmless(read, payload):
    problem = Problem("error", payload, payload, payload, payload, payload, payload)
    page = read(report_bundle(report_of([problem]))["text/html"])
    assert page.tags.count("tr") == 2


class _Version:
    """A version whose every text is hostile, also those that a registry would refuse."""

    version, valid, restored_from, saved_at = 1, False, 2, datetime(2026, 1, 31, tzinfo=UTC)

    def __init__(self, payload, graph):
        self.name = self.format = self.message = self.author = self.description = payload
        self.tags = [payload]
        self.graph = graph


def test_a_hostile_workflow_is_harmless(read, load, payload):
    read(workflow_bundle(_Version(payload, load(hostile(payload)).graph))["text/html"])


def test_a_hostile_text_is_shown_as_it_is_written(read, load):
    page = read(graph_bundle(load(hostile(PAYLOADS["script"])).graph)["text/html"])
    assert PAYLOADS["script"] in page.words
    assert PAYLOADS["script"] in page.alts[0]


def test_a_workflow_saved_with_hostile_words_is_harmless(read):
    with wfkit.open(":memory:", author="<b>ann</b>") as registry:
        made = registry.create("<script>", {"nodes": [], "edges": []}, description="<i>", tags=["<u>"], message="<s>")
        read(made._repr_mimebundle_()["text/html"])
