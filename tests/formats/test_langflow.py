from __future__ import annotations

import json
from typing import Any

import pytest

from wfkit import formats
from wfkit.core.model import Graph, Port
from wfkit.formats import langflow


def component(node_id: str, kind: str = "Prompt", *, node: Any = None, **more: Any) -> dict[str, Any]:
    data = {"id": node_id, "type": kind, "node": {} if node is None else node}
    return {"id": node_id, "type": "genericNode", "position": {"x": 1, "y": 2}, "data": data, **more}


def note(text: str, **node: Any) -> dict[str, Any]:
    data = {"type": "note", "node": {"description": text, "template": {"backgroundColor": "blue"}, **node}}
    return {"id": "note-1", "type": "noteNode", "data": data}


def flow(*nodes: Any, edges: Any = (), **more: Any) -> dict[str, Any]:
    return {"name": "Flow", "data": {"nodes": list(nodes), "edges": list(edges)}, **more}


def with_template(template: Any, kind: str = "Prompt", **node: Any) -> Any:
    return langflow.read(flow(component("P-1", kind, node={"template": template, **node}))).node("P-1")


def handle(**said: Any) -> str:
    return json.dumps(said).replace('"', "œ")


def edge(**said: Any) -> dict[str, Any]:
    return {"id": "reactflow__edge-x", "source": "A", "target": "B", **said}


def ports(**said: Any) -> tuple[str, str]:
    graph = langflow.read(flow(component("A"), component("B"), edges=[edge(**said)]))
    assert graph.problems == ()
    return graph.edges[0].source_port, graph.edges[0].target_port


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_the_format_reads():
    assert formats.get("langflow").read is langflow.read


def test_a_component_is_read_by_what_it_is():
    node = with_template({"template": {"value": "Say {x}"}, "empty": {"value": ""}}, display_name="My prompt")
    assert (node.id, node.type, node.label, node.role) == ("P-1", "Prompt", "My prompt", "node")
    assert node.config == {"template": "Say {x}", "empty": ""}
    assert (node.position, node.layout) == ((1.0, 2.0), {"type": "genericNode"})
    assert (node.pointer, node.config_pointer) == ("/data/nodes/0", "/data/nodes/0/data/node/template")


def test_a_component_without_a_name_is_called_by_its_type():
    assert with_template({}).label == "Prompt"


def test_a_field_without_a_value_has_none_in_the_config():
    assert with_template({"llm": {"type": "LanguageModel"}}).config == {}


def test_what_the_schema_says_of_a_field_is_noise():
    node = with_template({"x": {"value": 1, "show": True, "advanced": False, "info": "about"}})
    assert node.config == {"x": 1}
    assert node.settings == {}
    assert node.noise["template"] == {"x": {"show": True, "advanced": False, "info": "about"}}


@pytest.mark.parametrize("key", ["load_from_db", "file_path", "toggle_value", "heard_of_never"])
def test_what_a_user_sets_of_a_field_is_a_setting(key):
    node = with_template({"api_key": {"value": "OPENAI_API_KEY", key: "set", "type": "str"}})
    assert node.settings == {"template": {"api_key": {key: "set"}}}
    assert node.config == {"api_key": "OPENAI_API_KEY"}


@pytest.mark.parametrize("key", ["load_from_db", "file_path"])
def test_a_switch_of_a_field_that_is_off_is_noise(key):
    node = with_template({"api_key": {"value": "", key: ""}})
    assert (node.settings, node.noise["template"]) == ({}, {"api_key": {key: ""}})


@pytest.mark.parametrize("key", ["frozen", "tool_mode", "pinned", "edited"])
def test_a_switch_of_a_component_is_a_setting_when_it_is_on(key):
    assert with_template({}, **{key: True}).settings == {key: True}
    off = with_template({}, **{key: False})
    assert (off.settings, off.noise[key]) == ({}, False)


SOURCE = {"_type": "Component", "code": {"value": "class Prompt(Component): ..."}}


@pytest.mark.parametrize("kind", ["Component", "CustomComponent"])
def test_the_source_that_came_with_a_component_is_noise(kind):
    node = with_template({**SOURCE, "_type": kind}, "ChatInput")
    assert node.config == {}
    assert node.noise["template"]["code"] == SOURCE["code"]


def test_where_the_flow_lies_on_the_server_is_noise():
    node = with_template({**SOURCE, "_frontend_node_flow_id": {"value": "f-1"}, "x": {"value": 1}})
    assert node.config == {"x": 1}
    assert node.noise["template"]["_frontend_node_flow_id"] == {"value": "f-1"}


@pytest.mark.parametrize(
    ("kind", "node"),
    [("CustomComponent", {}), ("Mine", {"edited": True}), ("Mine", {"metadata": {"module": "custom_components.mine"}})],
    ids=["custom", "edited", "of a module of the user's own"],
)
def test_the_source_that_a_user_wrote_is_config(kind, node):
    assert with_template(SOURCE, kind, **node).config == {"code": SOURCE["code"]["value"]}


def test_source_is_the_users_where_the_editor_marks_the_node():
    item = component("P-1", "Mine", node={"template": SOURCE})
    item["data"]["edited"] = True
    assert langflow.read(flow(item)).node("P-1").config == {"code": SOURCE["code"]["value"]}


def test_a_field_named_code_of_another_kind_of_template_is_config():
    assert with_template({"_type": "PythonFunctionTool", "code": {"value": "def f(): ..."}}).config == {
        "code": "def f(): ..."
    }


def test_ports_are_the_outputs_and_the_fields_that_take_edges():
    node = with_template(
        {
            "llm": {"input_types": ["LanguageModel", "Text"], "required": True},
            "tools": {"input_types": ["Tool"], "list": True},
            "temperature": {"value": 0.5, "input_types": []},
            "odd": {"input_types": "Message"},
        },
        outputs=[{"name": "text", "types": ["Message"]}, {"name": "any"}, {"types": ["X"]}, "odd"],
    )
    assert node.inputs == (
        Port("llm", "LanguageModel|Text", required=True),
        Port("tools", "Tool", multiple=True),
        Port("odd"),
    )
    assert node.outputs == (Port("text", "Message"), Port("any"))


def test_how_a_component_is_drawn_is_layout():
    item = component("P-1", node={"minimized": True}, selected=True, width=320, height=200)
    item["data"] |= {"showNode": False, "selected_output": "text"}
    node = langflow.read(flow(item)).node("P-1")
    assert node.size == (320.0, 200.0)
    assert (node.settings, node.noise) == ({}, {"id": "P-1"})
    assert node.layout == {
        "type": "genericNode",
        "selected": True,
        "width": 320,
        "height": 200,
        "minimized": True,
        "showNode": False,
        "selected_output": "text",
    }


def test_a_note_holds_its_text_and_is_called_by_its_first_words():
    node = langflow.read(flow(note("# Read me\n\nfirst", documentation=""))).node("note-1")
    assert (node.role, node.type, node.label) == ("note", "note", "Read me first")
    assert node.config == {"description": "# Read me\n\nfirst"}
    assert node.layout["template"] == {"backgroundColor": "blue"}


def test_a_note_without_words_is_called_a_note():
    assert langflow.read(flow(note(""))).node("note-1").label == "note"


HANDLES = {
    "copies": (
        {"data": {"sourceHandle": {"name": "message"}, "targetHandle": {"fieldName": "input_value"}}},
        ("message", "input_value"),
    ),
    "texts": (
        {
            "sourceHandle": handle(dataType="ChatInput", id="A", name="message", output_types=["Message"]),
            "targetHandle": handle(fieldName="input_value", id="B", inputTypes=["Message"], type="str"),
        },
        ("message", "input_value"),
    ),
    "copies go before texts": (
        {
            "sourceHandle": handle(name="old"),
            "targetHandle": handle(fieldName="old"),
            "data": {"sourceHandle": {"name": "new"}, "targetHandle": {"fieldName": "new"}},
        },
        ("new", "new"),
    ),
    "a loop is closed at an output": (
        {"targetHandle": handle(dataType="LoopComponent", id="B", name="item", output_types=["Data"])},
        ("", "item"),
    ),
    "an output without a name": ({"sourceHandle": handle(baseClasses=["object"], id="A")}, ("", "")),
    "the first form": (
        {"sourceHandle": "ChatOpenAI|A|BaseLLM", "targetHandle": "BaseLanguageModel|llm|B"},
        ("", "llm"),
    ),
    "plain names": ({"sourceHandle": "out", "targetHandle": "in"}, ("out", "in")),
    "no JSON": ({"sourceHandle": "{œnameœ", "targetHandle": "{œxœ:"}, ("{œnameœ", "{œxœ:")),
    "nothing": ({}, ("", "")),
}


@pytest.mark.parametrize(("said", "expected"), HANDLES.values(), ids=list(HANDLES))
def test_ports_are_parts_of_the_handles(said, expected):
    assert ports(**said) == expected


def test_an_edge_goes_by_its_ends_and_ports_and_all_else_in_its_handles_is_noise():
    handles = {"sourceHandle": handle(name="message"), "targetHandle": handle(fieldName="text")}
    copies = {"sourceHandle": {"name": "message"}, "targetHandle": {"fieldName": "text"}}
    graph = langflow.read(
        flow(component("A"), component("B"), edges=[edge(**handles, data=copies, animated=True, new=1)])
    )
    (found,) = graph.edges
    assert (found.id, found.settings, found.layout) == ("A:message->B:text", {"new": 1}, {"animated": True})
    assert found.noise == {
        "id": "reactflow__edge-x",
        **handles,
        **{f"data.{key}": value for key, value in copies.items()},
    }
    assert found.pointer == "/data/edges/0"


def test_what_a_flow_says_of_itself_is_settings_and_what_the_server_writes_is_noise():
    graph = langflow.read(flow(endpoint_name="x", locked=True, id="f", last_tested_version="1.1", icon="star"))
    assert graph.settings == {"name": "Flow", "endpoint_name": "x"}
    assert graph.noise == {"id": "f", "last_tested_version": "1.1"}
    assert graph.layout == {"icon": "star", "locked": True}


def test_the_viewport_is_layout_and_other_keys_of_the_data_are_settings():
    data = {"nodes": [], "edges": [], "viewport": {"zoom": 1}, "name": "inner", "chatHistory": []}
    graph = langflow.read({"name": "outer", "data": data})
    assert graph.layout == {"viewport": {"zoom": 1}}
    assert graph.settings == {"name": "outer", "data.name": "inner", "chatHistory": []}


def test_each_flow_of_a_collection_is_a_group():
    one = flow(component("A"), component("B"), edges=[edge()], id="f1")
    two = flow(component("A", "Agent"), component("C", parentId="A"), edges=[edge(source="A", target="C")], id="f2")
    graph = langflow.read({"flows": [one, two], "version": 3})
    assert [(node.id, node.role, node.parent) for node in graph.nodes] == [
        ("f1", "group", None),
        ("f2", "group", None),
        ("A", "node", "f1"),
        ("B", "node", "f1"),
        ("f2/A", "node", "f2"),
        ("C", "node", "f2/A"),
    ]
    assert [(found.source, found.target) for found in graph.edges] == [("A", "B"), ("f2/A", "C")]
    assert graph.node("f1").label == "Flow"
    assert (graph.settings, graph.problems) == ({"version": 3}, ())


def test_a_flow_of_a_collection_without_an_id_goes_by_its_place():
    graph = langflow.read({"flows": [{"data": {"nodes": [], "edges": []}}, 7]})
    assert [(node.id, node.label) for node in graph.nodes] == [("flow 0", "flow 0")]
    assert findings(graph) == [("error", "not-an-object", "/flows/1")]
    assert graph.settings == {"unread": {"/flows/1": 7}}


def test_the_flow_inside_a_grouped_node_is_read_below_it():
    inner = flow(component("A"), component("C"), edges=[edge(target="C")], name="inner", id="f")
    graph = langflow.read(flow(component("A"), component("G", "GroupNode", node={"flow": inner})))
    assert [(node.id, node.parent) for node in graph.nodes] == [("A", None), ("G", None), ("G/A", "G"), ("C", "G")]
    assert [(found.source, found.target) for found in graph.edges] == [("G/A", "C")]
    assert graph.node("G").settings == {"flow": {"name": "inner"}}
    assert graph.node("G").noise["flow"] == {"id": "f"}
    assert graph.node("C").pointer == "/data/nodes/1/data/node/flow/data/nodes/1"


def test_grouped_nodes_nest_to_any_depth():
    inner = flow(component("bottom"))
    for _ in range(300):
        inner = flow(component("G", "GroupNode", node={"flow": inner}))
    graph = langflow.read(inner)
    assert len(graph.nodes) == 301
    assert graph.nodes[-1].parent == graph.nodes[-2].id


def test_a_flow_that_is_none_stays_among_the_settings_of_its_node():
    graph = langflow.read(flow(component("G", node={"flow": {"name": "x"}})))
    assert graph.node("G").settings == {"flow": {"name": "x"}}


FAULTS = {
    "data is missing": ({"name": "x"}, [("error", "missing-nodes", "/data"), ("error", "missing-edges", "/data")]),
    "nodes are an object": ({"data": {"nodes": {}, "edges": []}}, [("error", "wrong-type", "/data/nodes")]),
    "a node is a text": (flow("x"), [("error", "not-an-object", "/data/nodes/0")]),
    "a node without an id": (flow({"data": {"type": "P"}}), [("error", "missing-id", "/data/nodes/0")]),
    "a node without data": (flow({"id": "A"}), [("warning", "missing-type", "/data/nodes/0")]),
    "a node whose data is a list": (
        flow({"id": "A", "data": []}),
        [("warning", "wrong-type", "/data/nodes/0/data"), ("warning", "missing-type", "/data/nodes/0")],
    ),
    "a node whose id is a number": (flow(component(7)), [("warning", "wrong-type", "/data/nodes/0/id")]),
    "a node at no place": (
        flow(component("A", position=[1, 2])),
        [("warning", "wrong-type", "/data/nodes/0/position")],
    ),
    "a template that is a list": (
        flow(component("A", node={"template": []})),
        [("warning", "wrong-type", "/data/nodes/0/data/node/template")],
    ),
    "a name that is a number": (
        flow(component("A", node={"display_name": 5})),
        [("warning", "wrong-type", "/data/nodes/0/data/node/display_name")],
    ),
    "an edge without a target": (flow(edges=[{"source": "A"}]), [("error", "missing-end", "/data/edges/0")]),
    "an edge whose handle is a list": (
        flow(component("A"), component("B"), edges=[edge(sourceHandle=[])]),
        [("warning", "wrong-type", "/data/edges/0/sourceHandle")],
    ),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, expected):
    assert findings(langflow.read(data)) == expected


def test_a_node_without_a_type_has_that_of_its_drawing():
    assert langflow.read(flow({"id": "A", "type": "genericNode"})).node("A").type == "genericNode"


def test_nodes_with_one_id_are_both_there():
    graph = langflow.read(flow(component("A", "One"), component("A", "Two")))
    assert [(node.id, node.type) for node in graph.nodes] == [("A", "One"), ("A", "Two")]
