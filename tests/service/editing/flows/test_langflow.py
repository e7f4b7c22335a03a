"""Editing what Langflow keeps: handles as texts, fields of a template, flows within a file."""

from __future__ import annotations

import copy
import json

import pytest

import wfkit
from wfkit.errors import InvalidInput

from .conftest import edges_of
from .langflow import LANGFLOW, LF_INPUT, LF_MODEL, LF_OUTPUT, lf_field, lf_flow, lf_message, lf_node


def test_handles_of_langflow_are_made_of_both_forms_in_the_spelling_of_the_flow():
    edit = wfkit.edit(LANGFLOW).connect("Question", "Model", target_port="system")
    assert edges_of(edit.document.data)[-1] == lf_message("ChatInput-a", "Model-b", "system")
    assert edit.diff.summary == "Connected Question to Model"


def test_the_first_edge_of_langflow_is_as_its_editor_makes_it():
    edit = wfkit.edit(lf_flow([LF_INPUT, LF_OUTPUT], [])).connect("Question", "Answer")
    (edge,) = edges_of(edit.document.data)
    output = edge["data"]["sourceHandle"]
    assert output == {"dataType": "ChatInput", "id": "ChatInput-a", "name": "message", "output_types": ["Message"]}
    assert edge["sourceHandle"] == json.dumps(output, separators=(",", ":")).replace('"', "œ")
    assert edge["id"] == f"xy-edge__ChatInput-a{edge['sourceHandle']}-ChatOutput-c{edge['targetHandle']}"


def test_an_id_of_langflow_may_have_plain_quotes():
    edge = lf_message("ChatInput-a", "Model-b")
    flow = lf_flow([LF_INPUT, LF_MODEL, LF_OUTPUT], [{**edge, "id": edge["id"].replace("œ", '"')}])
    made = edges_of(wfkit.edit(flow).connect("Question", "Answer").document.data)[-1]
    assert '"fieldName":"input_value"' in made["id"]


def test_a_loop_of_langflow_is_closed_at_an_output():
    edit = wfkit.edit(LANGFLOW).connect("Loop", "Loop", source_port="done", target_port="item")
    handle = edges_of(edit.document.data)[-1]["data"]["targetHandle"]
    assert handle == {"dataType": "Loop", "id": "Loop-d", "name": "item", "output_types": ["Data"]}
    assert edit.graph.edges[-1].target_port == "item"


def test_a_field_that_stands_for_one_inside_a_group_says_so():
    group = copy.deepcopy(LF_OUTPUT)
    group["data"]["node"]["template"]["input_value"]["proxy"] = {"id": "inner", "field": "x"}
    edit = wfkit.edit(lf_flow([LF_INPUT, group], [])).connect("Question", "Answer")
    assert edges_of(edit.document.data)[0]["data"]["targetHandle"]["proxy"] == {"id": "inner", "field": "x"}


def old_langflow(handle, data):
    nodes = [
        lf_node("Prompt-a", "Prompt", {}, [], base_classes=["Prompt", "Base"]),
        lf_node("Chain-b", "Chain", {"prompt": lf_field("Base", input_types=["Base"]), "llm": lf_field("LLM")}, []),
    ]
    edge = {"source": "Prompt-a", "sourceHandle": handle, "target": "Chain-b", "targetHandle": "Base|prompt|Chain-b"}
    return lf_flow(nodes, [{**edge, "id": "e", **data}])


def test_handles_of_the_first_langflow_are_words_between_strokes():
    flow = old_langflow("Prompt|Prompt-a|Prompt|Base", {})
    edit = wfkit.edit(flow).connect("Prompt", "Chain", target_port="llm")
    assert edges_of(edit.document.data)[-1] == {
        "source": "Prompt-a",
        "sourceHandle": "Prompt|Prompt-a|Prompt|Base",
        "target": "Chain-b",
        "targetHandle": "LLM|llm|Chain-b",
        "id": "reactflow__edge-Prompt-aPrompt|Prompt-a|Prompt|Base-Chain-bLLM|llm|Chain-b",
    }


def test_outputs_of_langflow_had_classes_before_they_had_names():
    output = {"baseClasses": ["Prompt", "Base"], "dataType": "Prompt", "id": "Prompt-a"}
    text = json.dumps(output).replace('"', "œ")
    edit = wfkit.edit(old_langflow(text, {})).connect("Prompt", "Chain", target_port="llm")
    assert edges_of(edit.document.data)[-1]["sourceHandle"] == text


REFUSED_LANGFLOW = {
    "no field": (lambda edit: edit.set("Model", "temperature", 1), "has no field 'temperature'; it has 'model_name'"),
    "all": (lambda edit: edit.set("Model", "", 1), "has no field ''"),
    "no fields": (lambda edit: edit.set("note-e", "x", 1), "it has none"),
    "source": (lambda edit: edit.set("Model", "code", "x"), "the source that came with Langflow"),
    "no output": (lambda edit: edit.connect("Model", "Answer", source_port="x"), "no output 'x'; it has 'message', 'm"),
    "which output": (lambda edit: edit.connect("Model", "Answer"), "has 2 outputs, and none was named"),
    "no input": (lambda edit: edit.connect("Question", "Question"), "has 0 inputs.*it has none"),
}


@pytest.mark.parametrize(("wrong", "says"), REFUSED_LANGFLOW.values(), ids=REFUSED_LANGFLOW)
def test_what_langflow_has_no_place_for_is_refused(wrong, says):
    edit = wfkit.edit(LANGFLOW)
    with pytest.raises(InvalidInput, match=says):
        wrong(edit)
    assert edit.document.data == LANGFLOW


def test_copies_of_texts_in_langflow_follow():
    flow = copy.deepcopy(LANGFLOW)
    for node in flow["data"]["nodes"]:
        node["data"]["display_name"] = node["data"]["node"].get("display_name", "")
    flow["data"]["nodes"][4]["data"]["description"] = "Read me"
    data = wfkit.edit(flow).rename("Model", "Thinker").set("note-e", "description", "Look").document.data
    assert data["data"]["nodes"][1]["data"]["display_name"] == "Thinker"
    assert data["data"]["nodes"][4]["data"] == {
        "type": "note",
        "node": {"description": "Look", "template": {}},
        "display_name": "",
        "description": "Look",
    }


def test_flows_of_a_collection_of_langflow_are_edited_each_by_itself():
    collection = {"flows": [{**copy.deepcopy(LANGFLOW), "id": key, "name": key} for key in ("one", "two")]}
    edit = wfkit.edit(collection)
    inner = [node.id for node in edit.graph.nodes if node.label == "Question"]
    edit.rename("two", "deux").connect(inner[1], "two/ChatOutput-c")
    assert edit.document.data["flows"][0] == collection["flows"][0]
    assert edges_of(edit.document.data["flows"][1])[-1] == lf_message("ChatInput-a", "ChatOutput-c")
    assert edit.document.data["flows"][1]["name"] == "deux"
    with pytest.raises(InvalidInput, match="are nodes of two flows"):
        edit.connect(inner[0], inner[1])
    with pytest.raises(InvalidInput, match="cannot be moved"):
        edit.move("deux", 1, 2)
