"""Editing what RAGFlow keeps: what is drawn and what runs say the same."""

from __future__ import annotations

import copy
import json

import pytest

import wfkit
from wfkit.errors import InvalidInput
from wfkit.service.documents import from_data

from .conftest import edges_of
from .ragflow import COMPONENTS, RAGFLOW, rf_component, rf_edge


def test_what_is_drawn_and_what_runs_in_ragflow_say_the_same():
    edit = wfkit.edit(RAGFLOW).set("Start", "prologue", "Hello").set("Start", "tags/-", "b").set("Start", "tags/0", "c")
    edit.set("Start", "modeEnabled", value=False).set("Start", "extra", 1).set("Helper", "outputs/0", 2)
    dsl = edit.document.data["dsl"]
    assert dsl["components"]["begin"]["obj"]["params"] == {"prologue": "Hello", "tags": ["c", "b"], "extra": 1}
    assert dsl["components"]["Agent:e"]["obj"]["params"]["outputs"] == {"x": 1}
    edit.unset("Start", "extra")
    assert "extra" not in edit.document.data["dsl"]["components"]["begin"]["obj"]["params"]
    edit.connect("Start", "Say").disconnect("Start", "Kind")
    dsl = edit.document.data["dsl"]
    assert dsl["components"]["begin"]["downstream"] == ["Message:d"]
    assert dsl["components"]["Message:d"]["upstream"] == ["Switch:c", "begin"]
    assert dsl["graph"]["edges"][-1] == rf_edge("begin", "Message:d")


def test_branches_of_ragflow_name_their_targets_in_what_runs():
    edit = (
        wfkit.edit(RAGFLOW).connect("Kind", "Say", source_port="Blame").connect("Way", "Helper", source_port="Case 2")
    )
    edit.connect("Way", "Start", source_port="end_cpn_ids").disconnect("Kind", "Way").disconnect("Way", "Say")
    components = edit.document.data["dsl"]["components"]
    classes = components["Categorize:b"]["obj"]["params"]["category_description"]
    assert {key: held["to"] for key, held in classes.items()} == {"Blame": ["Message:d"], "Praise": []}
    cases = {"conditions": [{"items": [], "to": []}, {"items": [], "to": ["Agent:e"]}], "end_cpn_ids": ["begin"]}
    assert components["Switch:c"]["obj"]["params"] == edit.graph.node("Switch:c").config == cases
    assert edges_of(edit.document.data)[2]["sourceHandle"] == "u-2"
    with pytest.raises(InvalidInput, match="has no output 'Case 9'"):
        edit.connect("Way", "Say", source_port="Case 9")


def test_classes_in_a_form_of_ragflow_are_classes_in_what_runs():
    edit = (
        wfkit.edit(RAGFLOW).set("Kind", "items/0/name", "Thanks").set("Kind", "items/1/examples/-", {"value": "Bad!"})
    )
    held = edit.document.data["dsl"]["components"]["Categorize:b"]["obj"]["params"]["category_description"]
    assert held == {
        "Thanks": {"description": "Good", "examples": ["Nice"], "to": ["Switch:c"]},
        "Blame": {"description": "Bad", "examples": ["Bad!"], "to": []},
    }
    edit.set("Kind", "items", 3)
    assert edit.document.data["dsl"]["components"]["Categorize:b"]["obj"]["params"]["category_description"] == held


def test_a_class_of_ragflow_that_is_edited_and_put_back_leaves_the_text_as_it_was():
    text = json.dumps(RAGFLOW)
    edit = wfkit.edit(text).set("Kind", "items/0/description", "Fine").set("Kind", "items/0/description", "Good")
    assert edit.document.text == text


def test_tools_and_helpers_of_ragflow_are_drawn_alone():
    edit = wfkit.edit(RAGFLOW).connect("Helper", "Say", source_port="agentBottom").disconnect("Helper", "Hammer")
    assert edges_of(edit.document.data)[-1]["targetHandle"] == "agentTop"
    assert edit.document.data["dsl"]["components"] == RAGFLOW["dsl"]["components"]


def test_places_of_the_first_ragflow_are_letters():
    old = copy.deepcopy(RAGFLOW)
    edge = {**rf_edge("begin", "Categorize:b", "b", "c"), "id": "reactflow__edge-beginb-Categorize:bc"}
    old["dsl"]["graph"]["edges"] = [{key: value for key, value in edge.items() if key != "data"}]
    edit = wfkit.edit(old).connect("Start", "Say", target_port="c")
    made = edges_of(edit.document.data)[-1]
    assert made == {
        "id": "reactflow__edge-begin-Message:dc", "source": "begin", "target": "Message:d", "targetHandle": "c"
    }  # fmt: skip


def test_components_of_ragflow_are_joined_without_a_drawing():
    edit = (
        wfkit.edit(COMPONENTS)
        .connect("relevant:0", "message:1", source_port="no")
        .disconnect("relevant:0", "message:0")
    )
    held = edit.document.data["components"]
    assert held["relevant:0"]["downstream"] == ["message:1"]
    assert held["relevant:0"]["obj"]["params"] == {"yes": "", "no": "message:1"}
    assert (held["message:0"]["upstream"], held["message:1"]["upstream"]) == ([], ["relevant:0"])
    for wrong in (lambda: edit.rename("begin", "x"), lambda: edit.move("begin", 1, 2)):
        with pytest.raises(InvalidInput, match="the file has no place for it"):
            wrong()
    with pytest.raises(InvalidInput, match="has 2 outputs, and none was named"):
        edit.connect("relevant:0", "message:0")


def test_what_is_drawn_in_ragflow_and_what_is_not_cannot_be_joined():
    partly = copy.deepcopy(RAGFLOW)
    partly["dsl"]["components"]["Message:z"] = rf_component("Message", {})
    with pytest.raises(InvalidInput, match="is not drawn"):
        wfkit.edit(partly).connect("begin", "Message:z")
    partly["dsl"]["components"]["Message:d"]["upstream"] = 3
    edit = wfkit.edit(partly).disconnect("Way", "Say")
    assert edit.document.data["dsl"]["components"]["Message:d"]["upstream"] == 3


def test_the_text_around_an_edit_stays():
    text = json.dumps(RAGFLOW, indent=1).replace('"history": []', '"history" :[ ]')
    edited = wfkit.edit(text).set("Say", "content/0", "Ciao").document.text
    assert edited == text.replace('"Bye"', '"Ciao"')


def test_a_drawn_node_of_ragflow_without_components_is_removed():
    graph = {"nodes": [{"id": "a", "data": {"label": "Message", "name": "A"}}], "edges": []}
    data = {"dsl": {"components": 1, "graph": graph, "path": [], "history": []}}
    edit = wfkit.edit(from_data(data, format="ragflow")).remove("a")
    assert edit.document.data["dsl"] == {**data["dsl"], "graph": {"nodes": [], "edges": []}}
