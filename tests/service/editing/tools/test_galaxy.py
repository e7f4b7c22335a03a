"""Editing what Galaxy keeps: texts in texts, connections, names that others name."""

from __future__ import annotations

import copy
import json

import pytest

import wfkit
from wfkit.core.pointer import resolve
from wfkit.errors import InvalidInput

from .conftest import FORMAT2, GALAXY, STATE, ends


def test_a_state_keeps_its_spelling_and_what_galaxy_keeps_in_it():
    edit = wfkit.edit(GALAXY).set("2", "mode/pick", "b")
    assert edit.document.data["steps"]["2"]["tool_state"] == STATE.replace('"a"', '"b"')
    edit.set("2", "mode", {"pick": "c"})
    assert edit.document.data["steps"]["2"]["tool_state"] == STATE.replace('"a"', '"c"')


def test_json_texts_in_an_old_state_stay_such():
    edit = wfkit.edit(GALAXY).set("3", "mode/pick", "b").set("3", "text", "y").set("3", "more", ["z"])
    state = json.loads(edit.document.data["steps"]["3"]["tool_state"])
    assert state == {"mode": '{"pick": "b", "__current_case__": 0}', "text": '"y"', "n": "5", "more": '["z"]'}
    assert edit.set("3", "n", 6).graph.node("3").config["n"] == 6


def test_what_is_in_lists_of_a_state_is_set_there():
    document = copy.deepcopy(GALAXY)
    state = {"rows": [{"__index__": 0, "of": {"__current_case__": 1, "a": 1}}], "broken": "[x", "n": 1}
    document["steps"]["2"]["tool_state"] = json.dumps(state)
    edit = wfkit.edit(document).set("2", "rows/0/of", {"a": 2}).set("2", "rows/-", {"of": 3}).set("2", "new/deep", 4)
    assert json.loads(edit.document.data["steps"]["2"]["tool_state"]) == {
        "rows": [{"__index__": 0, "of": {"a": 2, "__current_case__": 1}}, {"of": 3}], "broken": "[x", "n": 1,
        "new": {"deep": 4},
    }  # fmt: skip
    with pytest.raises(InvalidInput, match="holds no object or list"):
        edit.set("2", "n/deeper/still", 1)


def test_a_text_that_looks_like_json_stays_a_text():
    edit = wfkit.edit(GALAXY).set("2", "text", '["a"]')
    assert edit.graph.node("2").config["text"] == '["a"]'


def test_a_state_that_is_compact_or_missing_is_written_so():
    document = copy.deepcopy(GALAXY)
    document["steps"]["2"]["tool_state"] = '{"a":{"b":"é"}}'
    edit = wfkit.edit(document).set("2", "a/c", 1).set("4", "x", 1)
    assert edit.document.data["steps"]["2"]["tool_state"] == '{"a":{"b":"é","c":1}}'
    assert edit.document.data["steps"]["4"]["tool_state"] == '{"x": 1}'
    with pytest.raises(InvalidInput, match="one by one"):
        edit.set("2", "", {})


def test_a_renamed_parameter_is_followed_by_what_names_it():
    document = copy.deepcopy(GALAXY)
    document["steps"]["2"]["tool_state"] = '{"a": "${Title} b", "c": "${Title}"}'
    edit = wfkit.edit(document).rename("Title", "Name")
    found = edit.document.data["steps"]["2"]
    assert found["tool_state"] == '{"a": "${Name} b", "c": "${Name}"}'
    assert resolve(found, "/post_job_actions/RenameDatasetActionout/action_arguments/newname") == "${Name}"
    with pytest.raises(InvalidInput, match="labelled 'Reads'"):
        edit.rename("Name", "Reads")
    with pytest.raises(InvalidInput, match="cannot be renamed"):
        edit.rename("comment/0", "x")


def test_a_connected_input_of_galaxy_gets_one_more():
    edit = wfkit.edit(GALAXY).connect("Reads", "2", target_port="in2").connect("Title", "2", target_port="in")
    assert edit.document.data["steps"]["2"]["input_connections"] == {
        "in": [{"id": 0, "output_name": "output"}, {"id": 1, "output_name": "output"}],
        "in2": {"id": 0, "output_name": "output"},
    }
    with pytest.raises(InvalidInput, match="several outputs; pass source_port, one of 'out', 'log'"):
        edit.connect("2", "3", target_port="x")
    with pytest.raises(InvalidInput, match="pass target_port"):
        edit.connect("Reads", "3")
    with pytest.raises(InvalidInput, match="not steps of one workflow"):
        edit.connect("Reads", "4/0", target_port="x")


def test_a_step_leaves_the_frames_around_it():
    edit = wfkit.edit(GALAXY).remove("2")
    assert edit.document.data["comments"][0]["child_steps"] == [3]
    assert [*edit.document.data["steps"]] == ["0", "1", "3", "4"]
    edit.move("comment/0", 3, 4).remove("comment/0").remove("4/0").remove("4")
    assert edit.document.data["comments"] == []


def test_a_step_of_format_2_is_renamed_wherever_it_is_named():
    edit = wfkit.edit(FORMAT2).rename("cut", "trim").rename("title", "name")
    data = edit.document.data
    assert [*data["steps"]] == ["trim", "sort"]
    assert data["steps"]["sort"]["in"]["files"] == ["trim/out", "reads"]
    assert data["steps"]["sort"]["state"] == {"by": {"$link": "name"}}
    assert data["outputs"]["result"] == {"outputSource": "trim/out"}
    assert data["comments"][0]["contains_steps"] == ["trim"]
    with pytest.raises(InvalidInput, match="'sort' is taken"):
        edit.rename("trim", "sort")


def test_what_is_in_a_list_goes_by_its_id_or_label_or_place():
    document = {
        "class": "GalaxyWorkflow",
        "inputs": [{"id": "reads", "type": "data"}, {"type": "data"}],
        "steps": [
            {"label": "cut", "tool_id": "Cut1", "in": [{"id": "file", "source": "reads"}, {"id": "b", "source": "1"}]},
            {"tool_id": "Sort", "in": {"file": "cut/out", "more": "2/log"}},
        ],
        "outputs": [{"id": "o", "outputSource": "3/out"}],
    }
    edit = wfkit.edit(document).rename("reads", "files").rename("cut", "trim")
    steps = edit.document.data["steps"]
    assert edit.document.data["inputs"][0]["id"] == "files"
    assert steps[0]["in"][0]["source"] == "files"
    assert steps[1]["in"] == {"file": "trim/out", "more": "2/log"}
    edit.remove("files")
    assert [ends(edge)[:2] for edge in edit.graph.edges] == [("0", "trim"), ("trim", "2"), ("trim", "2")]
    assert edit.document.data["outputs"][0]["outputSource"] == "2/out"
    edit.connect("0", "trim", target_port="file").connect("trim", "2", source_port="x", target_port="y")
    assert edit.document.data["steps"][0]["in"][-1] == {"id": "file", "source": "0"}
    assert edit.document.data["steps"][1]["in"]["y"] == "trim/x"


def test_an_input_that_is_no_more_than_its_type_becomes_an_object():
    edit = wfkit.edit(FORMAT2).set("reads", "optional", value=True).move("title", 1, 2)
    assert edit.document.data["inputs"]["reads"] == {"type": "data", "optional": True}
    assert edit.move("reads", 3, 4).graph.node("reads").position == (3, 4)
    assert wfkit.edit(FORMAT2).move("reads", 3, 4).document.data["inputs"]["reads"]["type"] == "data"


def test_a_value_that_comes_from_another_step_is_not_set():
    edit = wfkit.edit(FORMAT2)
    with pytest.raises(InvalidInput, match="disconnect them first"):
        edit.set("sort", "by", 1)
    edit.connect("reads", "cut", target_port="name")
    assert edit.document.data["steps"]["cut"]["in"]["name"] == {"source": ["title", "reads"], "default": "t"}
    with pytest.raises(InvalidInput, match="cannot be connected to"):
        edit.connect("reads", "title", target_port="x")


def test_a_state_of_format_2_may_be_the_text_of_the_other_form():
    document = copy.deepcopy(FORMAT2)
    document["steps"]["cut"] = {"tool_id": "Cut1", "tool_state": '{"n":1}'}
    document["steps"]["bare"] = {"tool_id": "Cut1"}
    edit = wfkit.edit(document).set("cut", "n", 2).set("bare", "n", 3)
    assert edit.document.data["steps"]["cut"]["tool_state"] == '{"n":2}'
    assert edit.document.data["steps"]["bare"]["state"] == {"n": 3}
    assert edit.unset("bare", "n").document.data["steps"]["bare"] == {"tool_id": "Cut1"}
    edit.remove("comment/0")
    assert edit.document.data["comments"] == []
