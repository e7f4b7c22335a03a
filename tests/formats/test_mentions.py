"""How the nodes of each tool name each other, read off small documents of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import wfkit
from wfkit import formats
from wfkit.core.mention import renamed_texts
from wfkit.core.pointer import resolve

if TYPE_CHECKING:
    from wfkit.core.model import Graph


def _n8n(**parameters: Any) -> Graph:
    names = ("Fetch", 'It\'s "it"', "Plain_name")
    nodes = [{"name": name, "type": "t", "parameters": {}} for name in names]
    nodes.append({"name": "Use", "type": "t", "parameters": parameters})
    return formats.read("n8n", {"nodes": nodes, "connections": {}})


def _named(graph: Graph) -> list[tuple[str, str, str]]:
    return [(edge.source, edge.target, edge.pointer) for edge in graph.references]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("={{ $('Fetch').item.json.x }}", "Fetch"),
        ('={{ $("Fetch").item }}', "Fetch"),
        ("={{ $(`Fetch`).item }}", "Fetch"),
        ("={{ $( 'Fetch' ).item }}", "Fetch"),
        ('={{ $node["Fetch"].json }}', "Fetch"),
        ("={{ $node['Fetch'].json }}", "Fetch"),
        ("={{ $node.Plain_name.json }}", "Plain_name"),
        ("return $items('Fetch', 0)", "Fetch"),
        (r"""={{ $('It\'s "it"').item }}""", 'It\'s "it"'),
        ("={{ $('Gone').item }}", "Gone"),
    ],
)
def test_n8n_names_nodes_in_expressions_and_code(text: str, name: str) -> None:
    assert _named(_n8n(a={"b": [text]})) == [(name, "Use", "/nodes/3/parameters/a/b/0")]


@pytest.mark.parametrize(
    "text",
    [
        "={{ $json.Fetch }}",
        "={{ $node.Gone.json }}",
        "={{ $fromAI('Fetch') }}",
        "={{ $(`${which}`).item }}",
        "const $ = cheerio.load(page); $('Fetch').text()",
        "_('Fetch')",
        "={{ $('') }}",
    ],
)
def test_what_only_looks_like_a_name_to_n8n_is_none(text: str) -> None:
    assert _named(_n8n(jsCode=text)) == []


def test_python_code_of_n8n_has_words_of_its_own() -> None:
    assert _named(_n8n(pythonCode="_('Fetch').first()")) == [("Fetch", "Use", "/nodes/3/parameters/pythonCode")]
    assert _named(_n8n(pythonCode="$('Fetch')")) == []


def test_a_note_of_n8n_names_nothing() -> None:
    note = {"name": "Note", "type": "n8n-nodes-base.stickyNote", "parameters": {"content": "$('Fetch')"}}

    assert formats.read("n8n", {"nodes": [note], "connections": {}}).references == ()


def test_a_rename_in_n8n_keeps_the_quotes_whole() -> None:
    graph = _n8n(a="={{ $('Fetch').item + $node.Plain_name.json }}")

    assert dict(renamed_texts(graph, {"Fetch": "It's", "Plain_name": "two words"})) == {
        "/nodes/3/parameters/a": r"""={{ $('It\'s').item + $node["two words"].json }}"""
    }


def _flowise_node(node_id: str, name: str, label: str = "", **inputs: Any) -> dict[str, Any]:
    data = {"id": node_id, "name": name, "label": label or node_id, "inputs": inputs, "inputParams": []}
    return {"id": node_id, "type": "customNode", "data": data}


def _flowise(**inputs: Any) -> Graph:
    nodes = [
        _flowise_node("llm_0", "llmAgentflow", "Supervisor"),
        _flowise_node("seqAgent_0", "seqAgent", "Agent", agentName="Boss"),
        _flowise_node("use_0", "x", **inputs),
    ]
    return formats.read("flowise", {"nodes": nodes, "edges": []})


@pytest.mark.parametrize(
    ("inputs", "names"),
    [
        ({"model": "{{llm_0.data.instance}}"}, ["llm_0"]),
        ({"tools": ["{{llm_0.data.instance}}", "{{seqAgent_0.data.instance}}"]}, ["llm_0", "seqAgent_0"]),
        ({"text": '<span data-id="llm_0" data-label="llm_0">{{ llm_0 }}</span>'}, ["llm_0"]),
        ({"text": '{"a": "{{llm_0.output}}"}'}, ["llm_0"]),
        ({"model": "{{gone_0.data.instance}}"}, ["gone_0"]),
        ({"loopBackToNode": "llm_0-Supervisor"}, ["llm_0"]),
        ({"loopBackToNode": "gone_0"}, ["gone_0"]),
        ({"loopToName": "Boss"}, ["seqAgent_0"]),
        ({"loopToName": "Supervisor"}, ["llm_0"]),
        ({"loopToName": "Nobody"}, ["Nobody"]),
        ({"text": "{{question}} {{$flow.state.x}} {{ }}"}, []),
    ],
)
def test_flowise_names_nodes_in_inputs(inputs: dict[str, Any], names: list[str]) -> None:
    graph = _flowise(**inputs)

    assert [edge.source for edge in graph.references] == names
    assert {edge.target for edge in graph.references} <= {"use_0"}


def test_a_loop_of_flowise_follows_the_id_and_the_label() -> None:
    found = dict(renamed_texts(_flowise(loopBackToNode="llm_0-Supervisor"), {"llm_0": "llm_7"}, {"llm_0": "Chief"}))

    assert found == {"/nodes/2/data/inputs/loopBackToNode": "llm_7-Chief"}


def _ragflow(**form: Any) -> Graph:
    nodes = [
        {"id": "begin", "data": {"label": "Begin", "name": "begin", "form": {}}},
        {"id": "Agent:Bright", "data": {"label": "Agent", "name": "Agent", "form": {}}},
        {"id": "Message:Dark", "data": {"label": "Message", "name": "Message", "form": form}},
    ]
    return formats.read("ragflow", {"dsl": {"components": {}, "graph": {"nodes": nodes, "edges": []}}})


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ({"content": ["{Agent:Bright@content} and {begin@x y}"]}, [("Agent:Bright", "content"), ("begin", "x y")]),
        ({"prompt": "{Agent:Bright}"}, [("Agent:Bright", "")]),
        ({"prompt": "{Agent:Gone@content}"}, [("Agent:Gone", "content")]),
        ({"query": "begin@question"}, [("begin", "question")]),
        (
            {"conditions": [{"to": ["Agent:Bright"], "items": [{"cpn_id": "begin"}]}]},
            [("Agent:Bright", ""), ("begin", "")],
        ),
        ({"prompt": "{sys.query} {input} {}"}, []),
        ({"mode": "begin", "mail": "me@example.com"}, []),
    ],
)
def test_ragflow_names_components_in_texts_and_parameters(form: dict[str, Any], names: list[tuple[str, str]]) -> None:
    assert [(edge.source, edge.source_port) for edge in _ragflow(**form).references] == names


def test_parameters_of_ragflow_that_run_otherwise_than_drawn_name_components_too() -> None:
    nodes = [{"id": name, "data": {"label": "Agent", "name": name, "form": {}}} for name in ("Agent:A", "Agent:B")]
    obj = {"component_name": "Agent", "params": {"categories": {"x": {"to": ["Agent:B"]}}, "prompt": "{Agent:B@out}"}}
    components = {"Agent:A": {"obj": obj, "downstream": [], "upstream": []}}
    graph = formats.read("ragflow", {"dsl": {"components": components, "graph": {"nodes": nodes, "edges": []}}})
    base = "/dsl/components/Agent:A/obj/params"

    assert _named(graph) == [
        ("Agent:B", "Agent:A", f"{base}/categories/x/to/0"),
        ("Agent:B", "Agent:A", f"{base}/prompt"),
    ]
    assert dict(renamed_texts(graph, {"Agent:B": "Agent:C"})) == {
        f"{base}/categories/x/to/0": "Agent:C",
        f"{base}/prompt": "{Agent:C@out}",
    }


def test_elyra_names_the_node_whose_output_is_a_parameter() -> None:
    def node(node_id: str, **parameters: Any) -> dict[str, Any]:
        app_data = {"component_parameters": parameters, "ui_data": {"label": node_id}}
        return {"id": node_id, "type": "execution_node", "op": "o", "app_data": app_data, "inputs": [], "outputs": []}

    nodes = [node("a-1"), node("b-2", data={"widget": "inputpath", "value": "a-1", "option": "out"}, other="a-1")]
    pipeline = {"id": "main", "nodes": nodes, "app_data": {}}
    graph = formats.read("elyra", {"doc_type": "pipeline", "primary_pipeline": "main", "pipelines": [pipeline]})

    assert _named(graph) == [("a-1", "b-2", "/pipelines/0/nodes/1/app_data/component_parameters/data/value")]


def _dify(**config: Any) -> Graph:
    nodes = [
        {"id": "1711", "type": "custom", "data": {"type": "llm", "title": "LLM"}},
        {"id": "1712", "type": "custom", "data": {"type": "code", "title": "Code", **config}},
    ]
    return formats.read("dify", {"kind": "app", "app": {}, "workflow": {"graph": {"nodes": nodes, "edges": []}}})


@pytest.mark.parametrize(
    ("config", "names"),
    [
        ({"answer": "{{#1711.text#}} {{#1711.usage.total#}}"}, [("1711", "text"), ("1711", "usage")]),
        ({"answer": "{{#9999.text#}}"}, [("9999", "text")]),
        ({"answer": "{{#sys.query#}} {{#context#}} {{#env.KEY#}} {{#conversation.topic#}} {{name}}"}, []),
        ({"variables": [{"value_selector": ["1711", "text"]}]}, [("1711", "text")]),
        ({"query_variable_selector": ["sys", "query"], "variable_selector": []}, []),
        ({"iterator_selector": ["9999", "result"]}, [("9999", "result")]),
        ({"variables": [["1711", "text"], ["other", "text"]]}, [("1711", "text")]),
        ({"query": ["1711", "text"], "list": ["1711"], "mixed": ["1711", 3]}, [("1711", "text")]),
        ({"start_node_id": "1713start"}, [("1713start", "")]),
    ],
)
def test_dify_names_nodes_in_texts_and_selectors(config: dict[str, Any], names: list[tuple[str, str]]) -> None:
    assert [(edge.source, edge.source_port) for edge in _dify(**config).references] == names


def test_galaxy_format_2_names_parameters_in_what_is_done_to_outputs() -> None:
    data = {
        "class": "GalaxyWorkflow",
        "inputs": {"Sample name": "string", "reads": "data"},
        "steps": {"map": {"tool_id": "bwa", "out": {"bam": {"rename": "${Sample name} of ${reads}"}}}},
    }
    assert _named(formats.read("galaxy", data)) == [("Sample name", "map", "/steps/map/out/bam/rename")]


def test_node_red_names_configuration_links_and_scopes() -> None:
    flow = [
        {"id": "c1", "type": "mqtt-broker", "name": "broker"},
        {"id": "n1", "type": "mqtt in", "x": 1, "y": 1, "z": "t", "wires": [["n2"]], "broker": "c1", "topic": "n2"},
        {"id": "n2", "type": "link out", "x": 1, "y": 1, "z": "t", "wires": [], "links": ["n3", "gone"]},
        {"id": "n3", "type": "catch", "x": 1, "y": 1, "z": "t", "wires": [[]], "scope": ["n1"]},
        {"id": "n4", "type": "function", "x": 1, "y": 1, "z": "t", "wires": [[]], "scope": ["n1"], "links": "c1"},
    ]

    assert _named(formats.read("node-red", flow)) == [
        ("c1", "n1", "/1/broker"),
        ("n3", "n2", "/2/links/0"),
        ("gone", "n2", "/2/links/1"),
        ("n1", "n3", "/3/scope/0"),
        ("c1", "n4", "/4/links"),
    ]


def _comfyui(node_id: int, kind: str, *values: Any) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "pos": [0, 0], "widgets_values": [*values]}


def test_a_get_node_of_comfyui_names_the_set_node() -> None:
    nodes = [
        _comfyui(1, "SetNode", "model"),
        _comfyui(2, "GetNode", "model"),
        _comfyui(3, "GetNode", "gone"),
        _comfyui(4, "GetNode", 7),
        _comfyui(5, "KSampler", "model"),
        _comfyui(6, "GetNode"),
    ]
    graph = formats.read("comfyui", {"nodes": nodes, "links": [], "version": 0.4})

    assert _named(graph) == [("1", "2", "/nodes/1/widgets_values/0"), ("gone", "3", "/nodes/2/widgets_values/0")]


def test_a_get_node_prefers_the_set_node_of_its_own_canvas() -> None:
    inner = {
        "id": "u-1",
        "name": "Sub",
        "nodes": [_comfyui(1, "SetNode", "m"), _comfyui(2, "GetNode", "m")],
        "links": [],
    }
    data = {
        "nodes": [_comfyui(1, "SetNode", "m"), _comfyui(2, "GetNode", "m")],
        "links": [],
        "version": 0.4,
        "definitions": {"subgraphs": [inner]},
    }

    assert [(edge.source, edge.target) for edge in formats.read("comfyui", data).references] == [
        ("1", "2"),
        ("u-1/1", "u-1/2"),
    ]


def test_galaxy_names_parameters_of_the_workflow() -> None:
    steps = {
        "0": {"id": 0, "type": "parameter_input", "label": "sample name", "tool_state": "{}", "input_connections": {}},
        "1": {
            "id": 1,
            "type": "tool",
            "tool_id": "cat1",
            "tool_state": '{"title": "of ${sample name}", "other": "${asked at the run}"}',
            "post_job_actions": {"RenameDatasetActionout": {"action_arguments": {"newname": "${ sample name } out"}}},
            "input_connections": {},
        },
    }
    graph = formats.read("galaxy", {"a_galaxy_workflow": "true", "format-version": "0.1", "steps": steps})
    action = "/steps/1/post_job_actions/RenameDatasetActionout/action_arguments/newname"

    assert _named(graph) == [("0", "1", "/steps/1/tool_state/title"), ("0", "1", action)]
    assert dict(renamed_texts(graph, {}, {"0": "name"})) == {
        "/steps/1/tool_state/title": "of ${name}",
        action: "${ name } out",
    }


def test_a_native_config_names_outputs_of_nodes_that_are_there() -> None:
    text = "{{ find-1.text }} ${find-1.more} {{ input.x }} ${KEY} {{find-1}}"
    nodes = [
        {"id": "find-1", "type": "retriever", "position": {"x": 0, "y": 0}, "data": {"label": "Find", "config": {}}},
        {
            "id": "ask",
            "type": "llm",
            "position": {"x": 0, "y": 0},
            "data": {
                "label": "Ask",
                "config": {"p": text},
            },
        },
    ]
    found = formats.read("wfkit", {"nodes": nodes, "edges": []}).references

    assert [(edge.source, edge.source_port, edge.pointer) for edge in found] == [
        ("find-1", "text", "/nodes/1/data/config/p"),
        ("find-1", "more", "/nodes/1/data/config/p"),
    ]


@pytest.mark.parametrize(
    "text", ["$('" * 20_000, "${" + " " * 300_000, "{{" * 20_000, "{a" * 20_000, '$node["' * 10_000]
)
def test_texts_made_to_be_slow_are_not(text: str) -> None:
    # Whatever grew with the square of these lengths would take minutes.
    steps = {"0": {"type": "tool", "tool_id": "t", "tool_state": {"x": text}}}
    native = {"id": "a", "type": "t", "position": {"x": 0, "y": 0}, "data": {"label": "A", "config": {"x": text}}}
    graphs = (
        _n8n(a=text),
        _flowise(a=text),
        _ragflow(a=text),
        _dify(a=text),
        formats.read("galaxy", {"a_galaxy_workflow": "true", "steps": steps}),
        formats.read("wfkit", {"nodes": [native], "edges": []}),
    )

    assert {edge.source for graph in graphs for edge in graph.references} <= {"$(", "$node["}


def test_nodes_of_langflow_name_none() -> None:
    assert formats.get("langflow").mentions is None


@pytest.mark.parametrize("tool", ["n8n", "flowise", "ragflow", "nodered", "comfyui_ui", "galaxy", "elyra"])
def test_references_of_real_files_lead_to_texts(corpus: Any, tool: str) -> None:
    for path in sorted((corpus / tool).iterdir()):
        document = wfkit.load(path)
        for edge in document.graph.references:
            assert edge.target in document.graph.by_id
            assert isinstance(resolve(document.data, edge.pointer), str)
