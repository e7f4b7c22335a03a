"""Editing what Dify keeps: edges that say both types, containers, settings of a node."""

from __future__ import annotations

import copy

import pytest

import wfkit
from wfkit.errors import InvalidInput

from .conftest import edges_of
from .dify import DIFY, df_edge, df_node


def test_edges_of_dify_say_both_types_and_the_container():
    edit = wfkit.edit(DIFY).connect("Which?", "End", source_port="false").connect("3start", "Count")
    edges = edges_of(edit.document.data)
    assert edges[1] == df_edge("2", "5", ("if-else", "end"), "false")
    assert edges[2] == {
        **df_edge("3start", "4", ("iteration-start", "code")),
        "data": {
            "isInIteration": True, "iteration_id": "3", "sourceType": "iteration-start", "targetType": "code"
        },
        "zIndex": 1002,
    }  # fmt: skip
    with pytest.raises(InvalidInput, match="'Which\\?' has 2 outputs, and none was named; it has 'true', 'false'"):
        edit.connect("Which?", "Count")
    with pytest.raises(InvalidInput, match="has no input 'entry'"):
        edit.connect("Start", "End", target_port="entry")


def test_the_first_edge_of_dify_is_as_its_editor_makes_it():
    bare = copy.deepcopy(DIFY)
    bare["workflow"]["graph"]["edges"] = []
    del bare["workflow"]["graph"]["nodes"][1]["data"]["cases"]
    edit = wfkit.edit(bare).connect("Start", "Which?").connect("Which?", "End", source_port="true")
    assert edges_of(edit.document.data) == [
        df_edge("1", "2", ("start", "if-else")),
        df_edge("2", "5", ("if-else", "end"), "true"),
    ]


def test_edges_without_handles_are_joined_by_such():
    nodes = [df_node("a", "start", "A"), df_node("b", "llm", "B"), df_node("c", "end", "C")]
    graph = {"kind": "graph", "graph": {"nodes": nodes, "edges": [{"source": "a", "target": "b"}]}}
    edit = wfkit.edit(graph).connect("B", "C")
    assert edit.document.data["graph"]["edges"] == [{"source": "a", "target": "b"}, {"source": "b", "target": "c"}]


@pytest.mark.parametrize("path", ["title", "type", "selected", ""])
def test_what_a_node_of_dify_is_is_no_setting(path):
    with pytest.raises(InvalidInput, match="is no setting of 'Count'; its settings are 'text'"):
        wfkit.edit(DIFY).set("Count", path, "x")


def test_the_absolute_position_of_a_node_moves_along():
    edit = wfkit.edit(DIFY).move("End", 100, 50)
    assert edit.document.data["workflow"]["graph"]["nodes"][5]["positionAbsolute"] == {"x": 110, "y": 70}


def test_a_value_that_is_read_from_elsewhere_is_refused_and_leaves_the_edit_as_it_was():
    edit = wfkit.edit(DIFY)
    with pytest.raises(InvalidInput, match="'/tool_label' of 'Count' cannot be set: Dify keeps it elsewhere"):
        edit.set("Count", "tool_label", "x")
    assert edit.document.data == DIFY
