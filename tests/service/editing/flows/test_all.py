"""Edits that hold for every tool built on React Flow."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.core.pointer import resolve
from wfkit.errors import InvalidInput

from .conftest import edges_of
from .dify import DIFY
from .flowise import AGENTFLOW, FLOWISE
from .langflow import LANGFLOW
from .ragflow import COMPONENTS, RAGFLOW

DOCUMENTS = {
    "langflow": LANGFLOW,
    "flowise": FLOWISE,
    "agentflow": AGENTFLOW,
    "ragflow": RAGFLOW,
    "components": COMPONENTS,
    "dify": DIFY,
}
SETTINGS = {
    "langflow": ("Model", "model_name"),
    "flowise": ("model_0", "modelName"),
    "agentflow": ("Start", "a"),
    "ragflow": ("Start", "prologue"),
    "components": ("message:0", "content/0"),
    "dify": ("Count", "text"),
}


@pytest.fixture(params=DOCUMENTS)
def name(request):
    return request.param


@pytest.fixture
def edit(name):
    return wfkit.edit(DOCUMENTS[name])


def test_one_value_is_one_change_and_comes_back(name, edit):
    node, path = SETTINGS[name]
    before = resolve(edit.graph.node(edit._node(node).id).config, f"/{path}")  # noqa: SLF001 - by label
    edit.set(node, path, "large")
    assert [change.kind for change in edit.diff.operations] == ["config-changed"]
    edit.set(node, path, before)
    assert edit.document.data == DOCUMENTS[name]


def test_a_node_is_renamed_where_the_file_has_a_place_for_it(name, edit):
    for node in edit.graph.nodes if name != "components" else ():
        edit.rename(node.id, f"{node.id} anew")
        assert edit.graph.node(node.id).label == f"{node.id} anew"
    assert {change.kind for change in edit.diff.logic} <= {"node-renamed"}
    with pytest.raises(InvalidInput, match="cannot be disabled"):
        edit.disable(edit.graph.nodes[0].id)


def test_a_moved_node_is_layout_alone(name, edit):
    if name != "components":
        edit.move(edit.graph.nodes[0].id, 12, 34.5)
        assert not edit.diff.logic
        assert edit.graph.nodes[0].position == (12, 34.5)
    assert len(edit.diff.layout) in (0, 1, 3)


def test_every_edge_comes_back_as_it_was(name, edit):
    before = edit.graph.edges
    for edge in before:
        ends = {"source_port": edge.source_port, "target_port": edge.target_port}
        if (name, edge.target_port) == ("flowise", "prompt") or name == "components":
            continue
        edit.disconnect(edge.source, edge.target, **ends).connect(edge.source, edge.target, **ends)
    found = sorted(map(json.dumps, edges_of(edit.document.data)))
    assert found == sorted(map(json.dumps, edges_of(DOCUMENTS[name])))
    assert not edit.diff.logic


def test_a_removed_node_leaves_nothing_that_leads_to_it(name):
    whole = wfkit.edit(DOCUMENTS[name]).graph
    for node in whole.nodes:
        if any(other.parent == node.id for other in whole.nodes):
            continue
        edited = wfkit.edit(DOCUMENTS[name]).remove(node.id)
        problems = {problem.code for problem in wfkit.validate(edited.document)}
        assert "dangling-edge" not in problems
        text = json.dumps(edited.document.data)
        assert f'"{node.id}"' not in text or name == "dify"
