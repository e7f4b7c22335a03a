"""Editing what tools built on React Flow keep: handles, what edges say twice, forms and what runs."""

from __future__ import annotations

import copy
import json

import pytest

import wfkit
from wfkit.core.pointer import resolve
from wfkit.errors import InvalidInput
from wfkit.service.documents import from_data


def drawn(node_id, kind, data, **more):
    return {"id": node_id, "type": kind, "position": {"x": 0, "y": 0}, "data": data, **more}


def lf_field(kind, value="", **more):
    return {"type": kind, "value": value, "show": True, **more}


def lf_node(node_id, label, template, outputs, **more):
    component = {"template": {"_type": "Component", **template}, "outputs": outputs, "display_name": label, **more}
    return drawn(node_id, "genericNode", {"type": node_id.partition("-")[0], "node": component})


def lf_output(name, *types, **more):
    return {"name": name, "types": [*types], "selected": types[0], **more}


def lf_edge(source, output, target, field, *, spaced=True):
    def text(handle, *, is_spaced):
        separators = (", ", ": ") if is_spaced else (",", ":")
        return json.dumps(handle, separators=separators).replace('"', "œ")

    name = text(output, is_spaced=False), text(field, is_spaced=False)
    return {
        "animated": False,
        "className": "",
        "data": {"sourceHandle": output, "targetHandle": field},
        "id": f"reactflow__edge-{source}{name[0]}-{target}{name[1]}",
        "selected": False,
        "source": source,
        "sourceHandle": text(output, is_spaced=spaced),
        "target": target,
        "targetHandle": text(field, is_spaced=spaced),
    }


def lf_message(source, target, field="input_value"):
    output = {"dataType": source.partition("-")[0], "id": source, "name": "message", "output_types": ["Message"]}
    return lf_edge(source, output, target, {"fieldName": field, "id": target, "inputTypes": ["Message"], "type": "str"})


def lf_flow(nodes, edges):
    return {"name": "Chat", "data": {"nodes": nodes, "edges": edges, "viewport": {"x": 0, "y": 0, "zoom": 1}}}


LF_INPUT = lf_node("ChatInput-a", "Question", {}, [lf_output("message", "Message")])
LF_MODEL = lf_node(
    "Model-b",
    "Model",
    {
        "model_name": lf_field("str", "small"),
        "api_key": lf_field("str", "KEY", load_from_db=True, password=True),
        "input_value": lf_field("str", input_types=["Message"]),
        "system": lf_field("str", input_types=["Message"]),
        "code": lf_field("code", "class Model: ..."),
    },
    [lf_output("message", "Message"), lf_output("model", "LanguageModel", "Runnable")],
)
LF_OUTPUT = lf_node("ChatOutput-c", "Answer", {"input_value": lf_field("str", input_types=["Message"])}, [])
LF_LOOP = lf_node(
    "Loop-d",
    "Loop",
    {"data": lf_field("other", input_types=["Data"])},
    [lf_output("item", "Data", allows_loop=True), lf_output("done", "Data")],
)
LF_NOTE = drawn("note-e", "noteNode", {"type": "note", "node": {"description": "Read me", "template": {}}})
LANGFLOW = lf_flow(
    [LF_INPUT, LF_MODEL, LF_OUTPUT, LF_LOOP, LF_NOTE],
    [lf_message("ChatInput-a", "Model-b"), lf_message("Model-b", "ChatOutput-c")],
)


def fw_node(node_id, label, inputs, *, anchors=(), params=(), outputs=None, **more):
    kind = node_id.rpartition("_")[0]
    data = {
        "name": kind,
        "label": label,
        "inputs": inputs,
        "inputAnchors": [
            {"name": name, "type": type_, "id": f"{node_id}-input-{name}-{type_}", **rest}
            for name, type_, rest in anchors
        ],
        "inputParams": [
            {"name": name, "type": "string", "id": f"{node_id}-input-{name}-string", **rest} for name, rest in params
        ],
        "outputAnchors": [{"name": kind, "id": f"{node_id}-output-{kind}-A|B", "type": "A | B"}]
        if outputs is None
        else outputs,
    }
    return drawn(node_id, "customNode", {**data, **more})


def fw_edge(source, output, target, entry):
    return {
        "source": source,
        "sourceHandle": output,
        "target": target,
        "targetHandle": entry,
        "type": "buttonedge",
        "id": f"{source}-{output}-{target}-{entry}",
        "data": {"label": ""},
    }


STORE = fw_node(
    "store_0",
    "Store",
    {"topK": "4"},
    outputs=[
        {
            "name": "output",
            "options": [
                {"name": "retriever", "id": "store_0-output-retriever-R"},
                {"name": "vectorStore", "id": "store_0-output-vectorStore-V"},
            ],
        }
    ],
)
STORE["data"]["outputs"] = {"output": "retriever"}
FLOWISE = {
    "nodes": [
        fw_node("model_0", "Model", {"modelName": "small"}),
        fw_node("tool_0", "Search", {}),
        fw_node("tool_1", "Sum", {}),
        STORE,
        fw_node(
            "agent_0",
            "Agent",
            {
                "model": "{{model_0.data.instance}}",
                "tools": ["{{tool_0.data.instance}}"],
                "memory": "{{tool_1.data.instance}}",
                "prompt": "Use {{tool_0.data.instance}} well",
                "retriever": "",
                "hint": "",
            },
            anchors=[
                ("model", "A", {}),
                ("tools", "Tool", {"list": True}),
                ("memory", "Memory", {"optional": True}),
                ("retriever", "R", {}),
            ],
            params=[
                ("prompt", {"acceptVariable": True, "list": True}),
                ("hint", {"acceptVariable": True}),
                ("plain", {}),
            ],
        ),
    ],
    "edges": [
        fw_edge("model_0", "model_0-output-model-A|B", "agent_0", "agent_0-input-model-A"),
        fw_edge("tool_0", "tool_0-output-tool-A|B", "agent_0", "agent_0-input-tools-Tool"),
        fw_edge("tool_0", "tool_0-output-tool-A|B", "agent_0", "agent_0-input-prompt-string"),
    ],
}


def agentflow_node(node_id, label, color, *, outputs=1, **more):
    kind = node_id.rpartition("_")[0]
    tails = [f"{place}|{kind}" if outputs > 1 else kind for place in range(outputs)]
    anchors = [{"id": f"{node_id}-output-{tail.partition('|')[0]}", "name": kind} for tail in tails]
    data = {
        "name": kind,
        "label": label,
        "color": color,
        "inputs": {"a": 1},
        "inputAnchors": [],
        "outputAnchors": anchors,
    }
    return drawn(node_id, "agentFlow", data, **more)


AGENTFLOW = {
    "nodes": [
        agentflow_node("startAgentflow_0", "Start", "#111"),
        agentflow_node("conditionAgentflow_0", "Which?", "#222", outputs=2),
        agentflow_node("humanInputAgentflow_0", "Ask", "#333", outputs=2),
        agentflow_node("iterationAgentflow_0", "Each", "#444"),
        agentflow_node("llmAgentflow_0", "Model", "#555", parentNode="iterationAgentflow_0", extent="parent"),
        agentflow_node("llmAgentflow_1", "Model 2", "#555", parentNode="iterationAgentflow_0", extent="parent"),
    ],
    "edges": [],
}


def rf_node(node_id, kind, name, form, **more):
    return drawn(node_id, "ragNode", {"label": kind, "name": name, "form": form}, **more)


def rf_component(kind, params, downstream=(), upstream=()):
    obj = {"component_name": kind, "params": params}
    return {"obj": obj, "downstream": [*downstream], "upstream": [*upstream]}


def rf_edge(source, target, handle="start", entry="end"):
    ends = {"source": source, "sourceHandle": handle, "target": target, "targetHandle": entry}
    return {"data": {"isHovered": False}, "id": f"xy-edge__{source}{handle}-{target}{entry}", **ends}


CLASSES = [
    {"name": "Praise", "uuid": "u-1", "description": "Good", "examples": [{"value": "Nice"}]},
    {"name": "Blame", "uuid": "u-2", "description": "Bad", "examples": []},
]
CASES = [{"items": [], "to": ["Message:d"]}, {"items": [], "to": []}]
RAGFLOW = {
    "title": "Agent",
    "dsl": {
        "components": {
            "begin": rf_component("Begin", {"prologue": "Hi", "tags": ["a"]}, ["Categorize:b"]),
            "Categorize:b": rf_component(
                "Categorize",
                {
                    "category_description": {
                        "Blame": {"description": "Bad", "examples": [], "to": []},
                        "Praise": {"description": "Good", "examples": ["Nice"], "to": ["Switch:c"]},
                    },
                    "llm_id": "m",
                },
                ["Switch:c"],
                ["begin"],
            ),
            "Switch:c": rf_component(
                "Switch", {"conditions": CASES, "end_cpn_ids": []}, ["Message:d"], ["Categorize:b"]
            ),
            "Message:d": rf_component("Message", {"content": ["Bye"]}, [], ["Switch:c"]),
            "Agent:e": rf_component("Agent", {"tools": [], "outputs": {"x": 1}}),
        },
        "graph": {
            "nodes": [
                rf_node("begin", "Begin", "Start", {"prologue": "Hi", "tags": ["a"], "modeEnabled": True}),
                rf_node("Categorize:b", "Categorize", "Kind", {"items": CLASSES, "llm_id": "m"}),
                rf_node("Switch:c", "Switch", "Way", {"conditions": CASES, "end_cpn_ids": []}),
                rf_node("Message:d", "Message", "Say", {"content": ["Bye"]}),
                rf_node("Agent:e", "Agent", "Helper", {"tools": [], "outputs": [1]}),
                rf_node("Tool:f", "Tool", "Hammer", {"description": "hits"}),
                rf_node("Note:g", "Note", "Remark", {"text": "mind"}),
            ],
            "edges": [
                rf_edge("begin", "Categorize:b"),
                rf_edge("Categorize:b", "Switch:c", "u-1"),
                rf_edge("Switch:c", "Message:d", "Case 1"),
                rf_edge("Agent:e", "Tool:f", "tool"),
            ],
        },
        "history": [],
    },
}
COMPONENTS = {
    "components": {
        "begin": rf_component("Begin", {"prologue": "Hi"}, ["relevant:0"]),
        "relevant:0": rf_component("Relevant", {"yes": "message:0", "no": ""}, ["message:0"], ["begin"]),
        "message:0": rf_component("Message", {"content": ["Bye"]}, [], ["relevant:0"]),
        "message:1": rf_component("Message", {"content": ["What?"]}),
    },
    "path": [],
    "history": [],
}


def df_node(node_id, kind, title, *, node_type="custom", **more):
    inner = {key: more.pop(key) for key in ("cases", "text", "start_node_id", "iteration_id") if key in more}
    node = drawn(node_id, node_type, {"type": kind, "title": title, "selected": False, **inner}, **more)
    node["positionAbsolute"] = {"x": 10, "y": 20}
    return node


def df_edge(source, target, kinds, handle="source"):
    return {
        "data": {"isInIteration": False, "sourceType": kinds[0], "targetType": kinds[1]},
        "id": f"{source}-{handle}-{target}-target",
        "source": source,
        "sourceHandle": handle,
        "target": target,
        "targetHandle": "target",
        "type": "custom",
        "zIndex": 0,
    }


DIFY = {
    "app": {"name": "App", "mode": "workflow"},
    "kind": "app",
    "version": "0.1.5",
    "workflow": {
        "graph": {
            "nodes": [
                df_node("1", "start", "Start"),
                df_node("2", "if-else", "Which?", cases=[{"case_id": "true", "conditions": []}]),
                df_node("3", "iteration", "Each", start_node_id="3start"),
                df_node("3start", "iteration-start", "", node_type="custom-iteration-start", parentId="3"),
                df_node("4", "code", "Count", text="x", parentId="3", iteration_id="3"),
                df_node("5", "end", "End"),
            ],
            "edges": [df_edge("1", "2", ("start", "if-else"))],
        },
    },
}
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


def edges_of(data):
    holder = data.get("data") or data.get("dsl", {}).get("graph") or data.get("workflow", {}).get("graph") or data
    return holder.get("edges", [])


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


def test_what_an_edge_of_flowise_brings_stands_in_the_inputs():
    edit = wfkit.edit(FLOWISE)
    edit.connect("Sum", "Agent", target_port="tools").connect(
        "Store", "Agent", source_port="retriever", target_port="retriever"
    )
    edit.connect("Search", "Agent", target_port="hint")
    inputs = edit.graph.node("agent_0").config
    assert inputs["tools"] == ["{{tool_0.data.instance}}", "{{tool_1.data.instance}}"]
    assert inputs["retriever"] == "{{store_0.data.instance}}"
    assert inputs["hint"] == "{{tool_0.data.instance}}"
    edit.disconnect("Search", "Agent", target_port="tools").disconnect("Model", "Agent")
    edit.disconnect("Search", "Agent", target_port="prompt")
    inputs = edit.graph.node("agent_0").config
    assert (inputs["tools"], inputs["model"]) == (["{{tool_1.data.instance}}"], "")
    assert inputs["prompt"] == "Use  well"


def test_a_text_with_variables_of_flowise_is_the_users():
    edit = wfkit.edit(FLOWISE).connect("Sum", "Agent", target_port="prompt")
    assert edit.graph.node("agent_0").config["prompt"] == "Use {{tool_0.data.instance}} well"


def test_an_edge_of_flowise_selects_the_output_that_it_leaves():
    edit = wfkit.edit(FLOWISE).connect("Store", "Agent", source_port="vectorStore", target_port="retriever")
    assert edit.document.data["nodes"][3]["data"]["outputs"] == {"output": "vectorStore"}
    edit.connect("Store", "Agent", source_port="retriever", target_port="tools")
    assert edit.document.data["nodes"][3]["data"]["outputs"] == {"output": "vectorStore"}


def test_an_input_of_flowise_that_takes_one_edge_takes_no_other():
    with pytest.raises(InvalidInput, match="'model' of 'Agent' takes one edge; disconnect 'Model' first"):
        wfkit.edit(FLOWISE).connect("Sum", "Agent", target_port="model")
    with pytest.raises(InvalidInput, match="has no input 'plain'"):
        wfkit.edit(FLOWISE).connect("Sum", "Agent", target_port="plain")


def test_a_twin_of_an_edge_of_flowise_keeps_what_both_bring():
    twice = {**FLOWISE, "edges": [*FLOWISE["edges"], FLOWISE["edges"][0]]}
    edit = wfkit.edit(twice)
    edit._apply(edit._writer.unlinked(edit._data, edit.graph, edit.graph.edges[-1]))  # noqa: SLF001 - one of the two
    assert edit.graph.node("agent_0").config["model"] == "{{model_0.data.instance}}"


def test_edges_of_an_agentflow_say_colours_and_branches():
    edit = wfkit.edit(AGENTFLOW).connect("Start", "Which?").connect("Which?", "Ask", source_port="1")
    edit.connect("Ask", "Each", source_port="0").connect("Model", "Model 2")
    edges = edges_of(edit.document.data)
    assert edges[0] == {
        "source": "startAgentflow_0",
        "sourceHandle": "startAgentflow_0-output-startAgentflow",
        "target": "conditionAgentflow_0",
        "targetHandle": "conditionAgentflow_0",
        "data": {"sourceColor": "#111", "targetColor": "#222", "isHumanInput": False},
        "type": "agentFlow",
        "id": "startAgentflow_0-startAgentflow_0-output-startAgentflow-conditionAgentflow_0-conditionAgentflow_0",
    }
    assert edges[1]["data"]["edgeLabel"] == "1"
    assert edges[2]["data"] == {
        "sourceColor": "#333", "targetColor": "#444", "edgeLabel": "proceed", "isHumanInput": True
    }  # fmt: skip
    assert [edge.get("zIndex") for edge in edges] == [None, None, None, 9999]
    with pytest.raises(InvalidInput, match="has no input 'x'"):
        edit.connect("Start", "Ask", target_port="x")


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


def test_the_text_around_an_edit_stays():
    text = json.dumps(RAGFLOW, indent=1).replace('"history": []', '"history" :[ ]')
    edited = wfkit.edit(text).set("Say", "content/0", "Ciao").document.text
    assert edited == text.replace('"Bye"', '"Ciao"')


def test_a_value_that_is_read_from_elsewhere_is_refused_and_leaves_the_edit_as_it_was():
    edit = wfkit.edit(DIFY)
    with pytest.raises(InvalidInput, match="'/tool_label' of 'Count' cannot be set: Dify keeps it elsewhere"):
        edit.set("Count", "tool_label", "x")
    assert edit.document.data == DIFY


def test_a_drawn_node_of_ragflow_without_components_is_removed():
    graph = {"nodes": [{"id": "a", "data": {"label": "Message", "name": "A"}}], "edges": []}
    data = {"dsl": {"components": 1, "graph": graph, "path": [], "history": []}}
    edit = wfkit.edit(from_data(data, format="ragflow")).remove("a")
    assert edit.document.data["dsl"] == {**data["dsl"], "graph": {"nodes": [], "edges": []}}
