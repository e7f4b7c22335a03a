"""Editing what ComfyUI keeps: links in several places, widgets by their place, subgraphs."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.core.merge.comfyui import _fixes, _fixes_of_ends
from wfkit.errors import InvalidInput

from .conftest import COMFY, INNER, PROMPT, link


@pytest.fixture
def comfy():
    return wfkit.edit(COMFY)


def in_step(edit):
    return _fixes(edit.document.data) == ({}, []) and not _fixes_of_ends(edit.document.data)


def test_a_new_link_of_comfyui_is_in_three_places_and_counted(comfy):
    comfy.connect("1", "4", source_port="IMAGE", target_port="IMAGE")
    data = comfy.document.data
    assert data["links"][-1] == [10, 1, 0, 4, 0, "IMAGE"]
    assert data["last_link_id"] == 10
    assert data["nodes"][0]["outputs"][0]["links"] == [8, 10]
    assert in_step(comfy)


def test_a_link_into_an_input_that_has_one_takes_its_place(comfy):
    comfy.connect("5", "3", source_port="IMAGE")
    assert [(edge.source, edge.target) for edge in comfy.graph.edges if edge.target == "3"] == [("5", "3")]
    assert comfy.document.data["nodes"][1]["outputs"][0]["links"] == []
    assert in_step(comfy)
    assert {change.kind for change in comfy.diff.logic} <= {"edge-rewired", "edge-removed", "edge-added"}


def test_links_inside_a_subgraph_are_objects_with_numbers_of_their_own(comfy):
    comfy.connect(f"{INNER}/input", f"{INNER}/2", target_port="other")
    inner = comfy.document.data["definitions"]["subgraphs"][0]
    assert inner["links"][-1] == link(4, -10, 0, 2, 1, "IMAGE")
    assert inner["state"]["lastLinkId"] == 4
    assert inner["inputs"][0]["linkIds"] == [1, 4]
    comfy.remove(f"{INNER}/1")
    assert comfy.document.data["definitions"]["subgraphs"][0]["inputs"][0]["linkIds"] == [4]
    assert in_step(comfy)


def test_nodes_of_different_canvases_are_not_connected(comfy):
    with pytest.raises(InvalidInput, match="not on one canvas"):
        comfy.connect("1", f"{INNER}/2", source_port="IMAGE", target_port="other")


@pytest.mark.parametrize(("source", "target"), [("no", "image"), ("", "image"), ("IMAGE", "no")])
def test_a_slot_that_is_not_there_is_named_with_those_that_are(comfy, source, target):
    with pytest.raises(InvalidInput, match=r"has no (output|input).*it has 'I?"):
        comfy.connect("1", "2", source_port=source, target_port=target)


def test_disabling_mutes_a_node_of_comfyui_and_nothing_else(comfy):
    comfy.disable("1")
    assert comfy.document.data["nodes"][0]["mode"] == 2
    assert comfy.diff.summary == "Disabled LoadImage"
    assert comfy.enable("1").document.data == COMFY


def test_a_widget_with_a_name_is_set_in_both_places(comfy):
    comfy.set("6", "seed", 7)
    node = comfy.document.data["nodes"][5]
    assert (node["widgets_values"], node["widgets_values_named"]["seed"]) == ([7, "fixed"], 7)


def test_what_a_set_node_is_called_is_what_get_nodes_ask_for(comfy):
    comfy.set("4", "0", "picture")
    assert comfy.graph.node("5").config == {"0": "picture"}


def test_widgets_go_by_their_place(comfy):
    comfy.set("1", "2", "third")
    assert comfy.document.data["nodes"][0]["widgets_values"] == ["cat.png", "image", "third"]
    assert comfy.unset("1", "2").document.data == COMFY
    comfy.set("2", "0", 1)
    assert comfy.document.data["nodes"][1]["widgets_values"] == [1]
    with pytest.raises(InvalidInput, match="go by their place"):
        comfy.unset("1", "0")
    with pytest.raises(InvalidInput, match="has no widget 'height'"):
        comfy.set("1", "height", 1)


def test_titles_and_places_of_comfyui_are_kept_as_it_keeps_them(comfy):
    comfy.move("3", 5, 6).move("group:1", 7, 8).rename("group:1", "Everything").rename(INNER, "Crisp")
    data = comfy.document.data
    assert data["nodes"][2]["pos"] == {"0": 5, "1": 6}
    assert data["groups"][0] == {"id": 1, "title": "Everything", "bounding": [7, 8, 900, 300], "color": "#fff"}
    assert comfy.graph.node("2").label == "Crisp"
    assert comfy.rename("1", "Photo").rename("1", "LoadImage").document.data["nodes"][0] == COMFY["nodes"][0]


REFUSED = {
    "the end of a subgraph": lambda edit: edit.rename(f"{INNER}/input", "in"),
    "the end of a subgraph that goes": lambda edit: edit.remove(f"{INNER}/input"),
    "a frame that is switched": lambda edit: edit.disable("group:1"),
    "a frame that is set": lambda edit: edit.set("group:1", "a", 1),
    "a subgraph that is moved": lambda edit: edit.move(INNER, 1, 2),
}


@pytest.mark.parametrize("wrong", REFUSED.values(), ids=REFUSED)
def test_what_comfyui_has_no_place_for_is_refused(comfy, wrong):
    with pytest.raises(InvalidInput, match="cannot be"):
        wrong(comfy)
    assert not comfy.diff


def test_a_prompt_has_a_value_or_a_link_at_an_input():
    edit = wfkit.edit({"prompt": PROMPT, "client_id": "c"})
    with pytest.raises(InvalidInput, match="comes from another node"):
        edit.set("2", "images", "x")
    with pytest.raises(InvalidInput, match="names inputs and counts outputs"):
        edit.connect("1", "2", source_port="IMAGE", target_port="images")
    edit.connect("1", "2", source_port="1", target_port="prefix").rename("2", "Save")
    assert edit.document.data["prompt"]["2"]["inputs"] == {"prefix": ["1", 1], "images": ["1", 0]}
    assert edit.graph.node("2").label == "Save"
