"""Editing what Elyra and Haystack keep: ids that follow from ends, names as keys."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.errors import InvalidInput

from .conftest import ELYRA, HAYSTACK


def test_a_new_link_of_elyra_has_an_id_that_follows_from_its_ends():
    made = [wfkit.edit(ELYRA).connect("load", "test").document.data for _ in range(2)]
    links = made[0]["pipelines"][0]["nodes"][1]["inputs"][0]["links"]
    assert links[0]["node_id_ref"] == "id-load"
    assert links[0]["port_id_ref"] == "outPort"
    assert made[0] == made[1]
    with pytest.raises(InvalidInput, match="has no input 'no'; it has 'inPort'"):
        wfkit.edit(ELYRA).connect("load", "test", target_port="no")
    with pytest.raises(InvalidInput, match="not nodes of one pipeline"):
        wfkit.edit(ELYRA).connect("load", "c")


def test_labels_of_elyra_are_drawn_and_given():
    edit = wfkit.edit(ELYRA).rename("train", "fit").move("c", 5, 6)
    app = edit.document.data["pipelines"][0]["nodes"][2]["app_data"]
    assert (app["label"], app["ui_data"]["label"]) == ("fit", "fit")
    assert edit.graph.node("c").position == (5, 6)
    with pytest.raises(InvalidInput, match="cannot be renamed"):
        edit.rename("c", "x")
    edit.remove("fit")
    assert edit.graph.node("c").layout.get("associated_id_refs") == []


def test_a_component_of_haystack_is_renamed_wherever_it_is_named():
    edit = wfkit.edit(HAYSTACK).rename("llm", "writer")
    assert edit.document.data == json.loads(json.dumps(HAYSTACK).replace('"llm', '"writer'))
    for name in ("prompt", "a.b", ""):
        with pytest.raises(InvalidInput):
            edit.rename("writer", name)


def test_what_a_pipeline_takes_only_by_a_component_that_goes_goes_too():
    document = {**HAYSTACK, "inputs": {"q": ["prompt.q"], "odd": [1], "all": "prompt"}}
    assert wfkit.edit(document).remove("prompt").document.data["inputs"] == {"odd": [1]}


def test_a_component_of_haystack_goes_with_what_the_pipeline_takes_and_gives_by_it():
    data = wfkit.edit(HAYSTACK).remove("prompt").document.data
    assert data["inputs"] == {"q": ["llm.extra"]}
    assert data["connections"] == []
    assert wfkit.edit(HAYSTACK).remove("llm").document.data["outputs"] == {}
    assert wfkit.edit(HAYSTACK).connect("llm", "prompt").document.data["connections"][-1] == {
        "sender": "llm", "receiver": "prompt",
    }  # fmt: skip
