from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import wfkit
from wfkit import formats
from wfkit.core.model import Port
from wfkit.formats import dify

if TYPE_CHECKING:
    from wfkit.core.model import Graph, Node


def node(node_id: str = "1", **data: Any) -> dict[str, Any]:
    outside = {key: data.pop(key) for key in ("parentId", "zIndex") if key in data}
    return {
        "id": node_id,
        "type": "custom",
        "position": {"x": 1, "y": 2},
        "width": 244,
        "height": 90,
        "data": {"type": "llm", "title": "Ask", **data},
        **outside,
    }


def edge(source: str, target: str, **more: Any) -> dict[str, Any]:
    handles = {"sourceHandle": "source", "targetHandle": "target"}
    return {"id": f"{source}-source-{target}-target", "source": source, "target": target, **handles, **more}


def app(*nodes: Any, edges: Any = (), **workflow: Any) -> dict[str, Any]:
    graph = {"nodes": list(nodes), "edges": list(edges)}
    return {"kind": "app", "version": "0.3.0", "app": {"mode": "workflow"}, "workflow": {"graph": graph, **workflow}}


def only(**data: Any) -> Node:
    graph = dify.read(app(node(**data)))
    assert graph.problems == ()
    return graph.node("1")


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_the_format_reads_and_forbids_cycles():
    found = formats.get("dify")
    assert (found.read, found.acyclic) == (dify.read, True)


def test_a_node_is_what_its_data_says():
    found = only(model={"name": "m"}, variables=[])
    assert (found.type, found.label, found.config) == ("llm", "Ask", {"model": {"name": "m"}, "variables": []})
    assert (found.pointer, found.config_pointer) == ("/workflow/graph/nodes/0", "/workflow/graph/nodes/0/data")
    assert (found.position, found.size, found.settings) == ((1.0, 2.0), (244.0, 90.0), {})


def test_what_decides_how_a_node_runs_is_settings():
    said = {"desc": "why", "error_strategy": "default-value", "retry_config": {"n": 1}, "version": "2"}
    found = only(**said)
    assert (found.config, found.settings) == ({}, said)


def test_how_a_node_is_drawn_and_what_the_editor_copies_is_no_logic():
    found = only(selected=True, width=10, tool_label="L", output_schema=None, startNodeType="tool")
    assert (found.config, found.settings) == ({}, {})
    assert found.layout["data.width"] == 10
    assert found.noise == {"tool_label": "L", "output_schema": None, "startNodeType": "tool"}


@pytest.mark.parametrize("title", ["", None], ids=["empty", "null"])
def test_a_node_without_a_title_is_called_by_its_id(title):
    assert only(title=title).label == "1"


def test_what_lies_in_a_container_has_it_for_its_parent():
    graph = dify.read(
        app(
            node("each", type="iteration", start_node_id="s"),
            node("s", type="iteration-start", parentId="each", isInIteration=True, iteration_id="each"),
            node("old", iteration_id="each"),
            node("inner", parentId="each", loop_id="other"),
        )
    )
    assert [(found.id, found.parent, found.role) for found in graph.nodes] == [
        ("each", None, "node"),
        ("s", "each", "node"),
        ("old", "each", "node"),
        ("inner", "each", "node"),
    ]
    assert graph.node("each").config == {"start_node_id": "s"}
    assert graph.node("s").noise == {"isInIteration": True, "iteration_id": "each"}
    assert graph.node("inner").settings == {"loop_id": "other"}


def test_ports_are_the_handles():
    said = edge("1", "2", sourceHandle="true", data={"isInIteration": False, "sourceType": "if-else"}, zIndex=0)
    graph = dify.read(app(node("1"), node("2"), edges=[said]))
    (found,) = graph.edges
    assert (found.source, found.source_port, found.target, found.target_port) == ("1", "true", "2", "target")
    assert found.settings == {}
    assert found.noise == {"id": "1-source-2-target", "isInIteration": False, "sourceType": "if-else"}


@pytest.mark.parametrize(
    ("data", "ports"),
    [
        ({"cases": [{"case_id": "true"}, {"case_id": "b7"}]}, ["true", "b7", "false"]),
        ({"classes": [{"id": "1", "name": "Buy"}, {"id": "2"}]}, ["1", "2"]),
        ({"error_strategy": "fail-branch"}, ["fail-branch"]),
        ({"error_strategy": "default-value", "cases": [], "classes": "x"}, []),
        ({"cases": ["odd", {"case_id": None}]}, ["false"]),
    ],
    ids=["cases", "classes", "failure", "none", "odd"],
)
def test_branches_are_output_ports(data, ports):
    assert only(**data).outputs == tuple(Port(name) for name in ports)


def test_a_note_is_a_note_called_by_its_first_words():
    text = json.dumps({"root": {"children": [{"type": "paragraph", "children": [{"text": "Look here"}]}]}})
    said = {**node("n", text=text, theme="blue", author="a"), "type": "custom-note"}
    said["data"] |= {"type": "", "title": ""}
    graph = dify.read(app(said))
    found = graph.node("n")
    assert graph.problems == ()
    assert (found.role, found.type, found.label) == ("note", "custom-note", "Look here")
    assert (found.config, found.settings, found.layout["theme"]) == ({"text": text}, {"author": "a"}, "blue")
    assert "Look here" in graph.svg()
    assert "root" not in graph.svg()


def test_what_an_app_says_besides_its_nodes_is_settings_but_for_icons_and_stamps():
    data = app(
        node(),
        features={"opening": "hi", "file_upload": {"enabled": True, "fileUploadConfig": {"limit": 5}}},
        environment_variables=[{"name": "K"}],
        conversation_variables=[],
    )
    data["app"] |= {"name": "A", "icon": "x"}
    data["dependencies"] = [{"type": "marketplace"}]
    data["workflow"]["graph"]["viewport"] = {"zoom": 1}
    graph = dify.read(data)
    assert graph.settings == {
        "app": {"mode": "workflow", "name": "A"},
        "dependencies": [{"type": "marketplace"}],
        "features": {"opening": "hi", "file_upload": {"enabled": True}},
        "environment_variables": [{"name": "K"}],
        "conversation_variables": [],
    }
    assert graph.layout == {"viewport": {"zoom": 1}, "app": {"icon": "x"}}
    assert graph.noise == {
        "kind": "app",
        "version": "0.3.0",
        "features": {"file_upload": {"fileUploadConfig": {"limit": 5}}},
    }


def test_a_graph_beside_the_workflow_is_a_setting():
    graph = dify.read({**app(node()), "graph": {"nodes": []}})
    assert (graph.problems, graph.settings["graph"]) == ((), {"nodes": []})


def test_a_bare_graph_of_the_engine_is_read():
    nodes = [{"id": "start", "data": {"type": "start", "title": "Start"}}, {"id": "a", "data": {"type": "answer"}}]
    graph = dify.read({"kind": "graph", "graph": {"nodes": nodes, "edges": [{"source": "start", "target": "a"}]}})
    assert [found.pointer for found in graph.nodes] == ["/graph/nodes/0", "/graph/nodes/1"]
    assert [(found.id, found.source_port) for found in graph.edges] == [("start->a", "")]


def test_a_knowledge_pipeline_is_read():
    data = {**app(node()), "kind": "rag_pipeline", "rag_pipeline": {"name": "P", "icon": "x"}}
    del data["app"]
    graph = dify.read(data)
    assert (len(graph.nodes), graph.settings, graph.layout) == (
        1,
        {"rag_pipeline": {"name": "P"}},
        {"rag_pipeline": {"icon": "x"}},
    )


@pytest.mark.parametrize("mode", ["chat", "agent-chat", "completion"])
def test_an_app_without_a_workflow_has_no_graph_and_says_so(mode):
    data = {"kind": "app", "app": {"mode": mode}, "model_config": {"model": {"name": "m"}}}
    graph = dify.read(data)
    assert (graph.nodes, findings(graph)) == ((), [("info", "no-graph", "")])
    assert mode in graph.problems[0].message
    assert graph.settings == {"app": {"mode": mode}, "model_config": {"model": {"name": "m"}}}


def test_an_app_without_a_graph_is_not_told_to_add_nodes():
    report = wfkit.validate({"kind": "app", "app": {"mode": "chat"}, "model_config": {}})
    assert [(problem.severity, problem.code) for problem in report] == [("info", "no-graph")]


def test_a_change_of_an_app_without_a_graph_is_shown():
    old = {"kind": "app", "app": {"mode": "chat"}, "model_config": {"model": {"name": "a"}}}
    new = {"kind": "app", "app": {"mode": "chat"}, "model_config": {"model": {"name": "b"}}}
    assert "model_config/model/name" in str(wfkit.diff(old, new))


def test_moves_and_selections_are_no_changes_of_logic():
    old = app(node("1", selected=False), node("2"), edges=[edge("1", "2")])
    new = app(node("1", selected=True), node("2"), edges=[edge("1", "2", zIndex=5, data={"isInLoop": False})])
    new["workflow"]["graph"]["nodes"][0] |= {"position": {"x": 9, "y": 9}, "positionAbsolute": {"x": 9, "y": 9}}
    new["workflow"]["graph"]["viewport"] = {"x": 1}
    assert wfkit.diff(old, new).logic == ()


TEXT = """
kind: app  # exported by hand
app: {mode: workflow, name: A}
workflow:
  graph:
    nodes:
      - {id: "1", data: {type: start, title: Start}}
      - {id: "2", data: {type: end}}
    edges:
      - {id: e, source: "1", target: "2", sourceHandle: source}
"""


def test_an_app_in_the_envelope_of_the_console_is_read_where_its_text_stands():
    data = {"data": TEXT, "request": 5}
    graph = dify.read(data)
    assert formats.sniff(data) == "dify"
    assert [(found.id, found.type, found.label, found.pointer) for found in graph.nodes] == [
        ("1", "start", "Start", "/data"),
        ("2", "end", "2", "/data"),
    ]
    assert [(found.id, found.pointer) for found in graph.edges] == [("1:source->2", "/data")]
    assert graph.settings == {"app": {"mode": "workflow", "name": "A"}, "outside": {"request": 5}}
    assert graph.noise["data"] == TEXT


def test_a_change_inside_the_envelope_is_one_of_the_app():
    diff = wfkit.diff({"data": TEXT}, {"data": TEXT.replace("Start", "Begin")})
    assert [operation.kind for operation in diff.logic] == ["node-renamed"]
    assert wfkit.diff({"data": TEXT}, {"data": TEXT.replace("by hand", "again")}).logic == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [("kind: app\nx: [", "yaml-syntax"), ("kind: app\nkind: app\n", "duplicate-key"), ("kind: app\n", "missing-nodes")],
)
def test_a_text_in_the_envelope_that_is_no_app_is_a_problem(text, code):
    graph = dify.read({"data": text})
    assert findings(graph) == [("error", code, "/data")]
    assert text in (graph.settings.get("data"), graph.noise.get("data"))


def test_an_envelope_in_an_envelope_is_no_app():
    assert findings(dify.read({"data": f"data: {TEXT!r}"})) == [("error", "missing-nodes", "/data")]


FAULTS = {
    "no workflow": ({"kind": "app", "app": {"mode": "workflow"}}, [("error", "missing-nodes", "")]),
    "a workflow without a graph": (
        {"kind": "app", "app": {}, "workflow": {"graph": 5}},
        [("error", "missing-nodes", ""), ("warning", "wrong-type", "/workflow/graph")],
    ),
    "nodes are an object": (
        {"workflow": {"graph": {"nodes": {}, "edges": []}}},
        [("error", "wrong-type", "/workflow/graph/nodes")],
    ),
    "no edges": ({"workflow": {"graph": {"nodes": []}}}, [("error", "missing-edges", "/workflow/graph")]),
    "a node without an id": (app({"data": {}}), [("error", "missing-id", "/workflow/graph/nodes/0")]),
    "a node without a type": (
        app({"id": "1", "data": {"title": "x"}}),
        [("warning", "missing-type", "/workflow/graph/nodes/0")],
    ),
    "a title is a number": (app(node(title=5)), [("warning", "wrong-type", "/workflow/graph/nodes/0/data/title")]),
    "an edge without a target": (
        app(node(), edges=[{"id": "e", "source": "1"}]),
        [("error", "missing-end", "/workflow/graph/edges/0")],
    ),
    "an app is a text": ({**app(node()), "app": "x"}, [("warning", "wrong-type", "/app")]),
    "features are a list": (app(node(), features=[1]), [("warning", "wrong-type", "/workflow/features")]),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, expected):
    assert findings(dify.read(data)) == expected
