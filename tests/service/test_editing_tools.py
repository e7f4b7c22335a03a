"""Editing what ComfyUI, Galaxy, Elyra and Haystack keep: links in several places, texts in texts, names as keys."""

from __future__ import annotations

import copy
import json

import pytest

import wfkit
from wfkit.core.merge.comfyui import _fixes, _fixes_of_ends
from wfkit.core.pointer import resolve
from wfkit.errors import InvalidInput

INNER = "6f1f7b0e-0000-4000-8000-000000000001"


def block(number, kind, inputs=(), outputs=(), **more):
    return {
        "id": number, "type": kind, "pos": [number * 100, 0], "size": [200, 80], "flags": {}, "order": number,
        "mode": 0,
        "inputs": [{"name": name, "type": kind_, "link": link} for name, kind_, link in inputs],
        "outputs": [{"name": name, "type": kind_, "links": links} for name, kind_, links in outputs],
        "properties": {}, **more,
    }  # fmt: skip


def link(number, *ends):
    return dict(
        zip(("id", "origin_id", "origin_slot", "target_id", "target_slot", "type"), (number, *ends), strict=True)
    )


SUBGRAPH = {
    "id": INNER, "name": "Sharpen", "version": 1, "state": {"lastNodeId": 2, "lastLinkId": 3},
    "inputNode": {"id": -10, "bounding": [0, 0, 100, 60]}, "outputNode": {"id": -20, "bounding": [500, 0, 100, 60]},
    "inputs": [{"id": "a", "name": "image", "type": "IMAGE", "linkIds": [1]}],
    "outputs": [{"id": "b", "name": "result", "type": "IMAGE", "linkIds": [3]}],
    "nodes": [
        block(1, "Blur", [("image", "IMAGE", 1)], [("IMAGE", "IMAGE", [2])], widgets_values=[3]),
        block(2, "Mix", [("image", "IMAGE", 2), ("other", "IMAGE", None)], [("IMAGE", "IMAGE", [3])]),
    ],
    "links": [link(1, -10, 0, 1, 0, "IMAGE"), link(2, 1, 0, 2, 0, "IMAGE"), link(3, 2, 0, -20, 0, "IMAGE")],
    "groups": [],
}  # fmt: skip
COMFY = {
    "last_node_id": 7, "last_link_id": 9,
    "nodes": [
        block(1, "LoadImage", (), [("IMAGE", "IMAGE", [8]), ("MASK", "MASK", None)],
              widgets_values=["cat.png", "image"]),
        block(2, INNER, [("image", "IMAGE", 8)], [("result", "IMAGE", [9])]),
        block(3, "SaveImage", [("images", "IMAGE", 9)], (), pos={"0": 1, "1": 2}, widgets_values={"prefix": "out"}),
        block(4, "SetNode", [("IMAGE", "IMAGE", None)], (), widgets_values=["photo"]),
        block(5, "GetNode", (), [("IMAGE", "IMAGE", None)], widgets_values=["photo"]),
        block(6, "Seeded", (), (), widgets_values=[5, "fixed"], widgets_values_named={"seed": 5, "after": "fixed"}),
        block(7, "Note", widgets_values=["Look"]),
    ],
    "links": [[8, 1, 0, 2, 0, "IMAGE"], [9, 2, 0, 3, 0, "IMAGE"]],
    "groups": [{"id": 1, "title": "All", "bounding": [0, 0, 900, 300], "color": "#fff"}],
    "definitions": {"subgraphs": [SUBGRAPH]}, "config": {}, "extra": {}, "version": 0.4,
}  # fmt: skip
PROMPT = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "cat.png"}, "_meta": {"title": "Photo"}},
    "2": {"class_type": "SaveImage", "inputs": {"prefix": "out", "images": ["1", 0]}},
}
STATE = '{"mode": {"pick": "a", "__current_case__": 0}, "text": "caf\\u00e9", "__page__": null}'
OLD_STATE = json.dumps({"mode": json.dumps({"pick": "a", "__current_case__": 0}), "text": json.dumps("x"), "n": "5"})


def step(number, kind="tool", connections=None, **more):
    return {
        "id": number, "type": kind, "tool_id": "Cut1" if kind == "tool" else None, "label": None,
        "name": f"Step {number}",
        "input_connections": connections or {}, "position": {"left": number * 10, "top": 5}, "tool_state": STATE,
        "workflow_outputs": [], "uuid": f"u-{number}", **more,
    }  # fmt: skip


RENAME = {"RenameDatasetActionout": {"action_arguments": {"newname": "${Title}"}}}
GALAXY = {
    "a_galaxy_workflow": "true", "format-version": "0.1", "name": "Cut",
    "steps": {
        "0": step(0, "data_input", label="Reads"),
        "1": step(1, "parameter_input", label="Title"),
        "2": step(2, connections={"in": {"id": 0, "output_name": "output"}}, post_job_actions=RENAME,
                  outputs=[{"name": "out", "type": "txt"}, {"name": "log", "type": "txt"}]),
        "3": step(3, connections={"many": [{"id": 2, "output_name": "out"}, {"id": 0, "output_name": "output"}]},
                  tool_state=OLD_STATE),
        "4": step(4, "subworkflow", tool_state=None, connections={
            "Inner": {"id": 2, "output_name": "out", "input_subworkflow_step_id": 0}},
            subworkflow={"a_galaxy_workflow": "true", "steps": {"0": step(0, "data_input", label="Inner")}}),
    },
    "comments": [{"id": 0, "type": "frame", "data": {"title": "Box"}, "position": [0, 0], "size": [9, 9],
                  "child_steps": [2, 3]}],
}  # fmt: skip
FORMAT2 = {
    "class": "GalaxyWorkflow",
    "inputs": {"reads": "data", "title": {"type": "text", "default": "t"}},
    "outputs": {"result": {"outputSource": "cut/out"}, "log": "sort/log"},
    "steps": {
        "cut": {"tool_id": "Cut1", "state": {"n": 1}, "post_job_actions": {},
                "in": {"file": "reads", "name": {"source": "title", "default": "t"}}},
        "sort": {"tool_id": "Sort", "in": {"files": ["cut/out", "reads"]}, "state": {"by": {"$link": "title"}}},
    },
    "comments": [{"type": "frame", "title": "Box", "position": [0, 0], "size": [9, 9], "contains_steps": ["cut"]}],
}  # fmt: skip


def work(name, links=(), **more):
    ports = [{"id": "inPort", **({"links": [*links]} if links else {})}]
    return {
        "id": f"id-{name}", "type": "execution_node", "op": "execute-python-node",
        "app_data": {"label": name, "component_parameters": {"filename": f"{name}.py"},
                     "ui_data": {"label": name, "x_pos": 10, "y_pos": 20}},
        "inputs": ports, "outputs": [{"id": "outPort"}], **more,
    }  # fmt: skip


ELYRA = {
    "doc_type": "pipeline", "version": "3.0", "id": "e", "primary_pipeline": "p",
    "pipelines": [{
        "id": "p", "nodes": [
            work("load"), work("test"),
            work("train", [{"id": "l", "node_id_ref": "id-load", "port_id_ref": "outPort"}]),
        ],
        "app_data": {"version": 8, "ui_data": {"comments": [
            {"id": "c", "content": "See", "x_pos": 1, "y_pos": 2, "associated_id_refs": [{"node_ref": "id-train"}]},
        ]}},
    }],
}  # fmt: skip
HAYSTACK = {
    "components": {
        "prompt": {"type": "haystack.PromptBuilder", "init_parameters": {"template": "{{ q }}"}},
        "llm": {"type": "haystack.Generator", "init_parameters": {"model": "m"}},
    },
    "connections": [{"sender": "prompt.prompt", "receiver": "llm.prompt"}],
    "inputs": {"q": ["prompt.q", "llm.extra"], "k": "prompt.k"},
    "outputs": {"answer": "llm.replies"},
}
DOCUMENTS = {
    "comfyui": COMFY, "prompt": PROMPT, "galaxy": GALAXY, "format2": FORMAT2, "elyra": ELYRA, "haystack": HAYSTACK,
}  # fmt: skip


def ends(edge):
    return edge.source, edge.target, edge.source_port, edge.target_port


@pytest.fixture(params=DOCUMENTS)
def document(request):
    return copy.deepcopy(DOCUMENTS[request.param])


@pytest.fixture
def comfy():
    return wfkit.edit(COMFY)


def leaf_of(config):
    return next((f"/{key}" for key, value in config.items() if isinstance(value, str)), None)


def test_a_value_is_one_change_and_comes_back(document):
    for node in wfkit.edit(document).graph.nodes:
        leaf = leaf_of(node.config)
        if leaf is None or node.role == "note" or node.type in ("SetNode", "parameter_input"):
            continue
        edit = wfkit.edit(document).set(node.id, leaf, "anew")
        assert [(change.kind, change.path) for change in edit.diff.operations] == [("config-changed", leaf)]
        assert edit.set(node.id, leaf, node.config[leaf[1:]]).document.data == document


def test_a_rename_is_no_other_change(document):
    for node in wfkit.edit(document).graph.nodes:
        if node.role == "node":
            edit = wfkit.edit(document).rename(node.id, "Anew")
            kinds = {change.kind for change in edit.diff.operations} - {"noise-changed", "reference-followed"}
            # What the workflow takes and gives names the node too.
            assert kinds - {"workflow-changed", "layout-changed"} == {"node-renamed"}
            assert not [edge for edge in edit.graph.edges if not {edge.source, edge.target} <= edit.graph.by_id.keys()]


def test_a_moved_node_is_layout_alone(document):
    for node in wfkit.edit(document).graph.nodes:
        if node.position is None:
            continue
        edit = wfkit.edit(document).move(node.id, 12, 34.5)
        assert edit.graph.node(node.id).position == (12, 34.5)
        assert not edit.diff.logic
        assert len(edit.diff.layout) == 1


def test_an_edge_that_is_taken_away_and_made_anew_is_the_same(document):
    for edge in wfkit.edit(document).graph.edges:
        source, target, source_port, target_port = ends(edge)
        ports = {"source_port": source_port, "target_port": target_port}
        edit = wfkit.edit(document).disconnect(source, target, **ports)
        assert {change.kind for change in edit.diff.logic} == {"edge-removed"}
        edit.connect(source, target, **ports)
        assert not edit.diff.logic
        with pytest.raises(InvalidInput, match="already"):
            edit.connect(source, target, **ports)


def test_nothing_leads_to_a_removed_node(document):
    for node in wfkit.edit(document).graph.nodes:
        if node.role == "node" and node.id != "4":
            edit = wfkit.edit(document).remove(node.id)
            assert len(edit.graph.nodes) == len(wfkit.edit(document).graph.nodes) - 1
            assert not [edge for edge in edit.graph.edges if node.id in (edge.source, edge.target)]
            assert node.id not in json.dumps(edit.graph.settings.get("outputs", ""))


# ComfyUI


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


# Galaxy


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


# Elyra and Haystack


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
