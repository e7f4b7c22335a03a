from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wfkit import formats
from wfkit.formats import ragflow

if TYPE_CHECKING:
    from wfkit.core.model import Graph

FORM = {"llm_id": "m", "temperature": 0.5, "tools": [{"name": "search"}]}


def drawn(node_id: str, label: str = "Agent", form: Any = None, **more: Any) -> dict[str, Any]:
    data = {"label": label, "name": f"the {node_id}", "form": {} if form is None else form}
    return {"id": node_id, "type": "agentNode", "position": {"x": 1, "y": 2}, "data": data, **more}


def component(name: str = "Agent", params: Any = None, downstream: Any = (), upstream: Any = (), **more: Any) -> Any:
    obj = {"component_name": name, "params": {} if params is None else params}
    return {"obj": obj, "downstream": list(downstream), "upstream": list(upstream), **more}


def agent(*nodes: Any, edges: Any = (), components: Any = None, **dsl: Any) -> dict[str, Any]:
    graph = {"nodes": list(nodes), "edges": list(edges)}
    return {"title": "T", "dsl": {"components": components or {}, "graph": graph, **dsl}}


def edge(source: str, target: str, **more: Any) -> dict[str, Any]:
    said = {"sourceHandle": "start", "targetHandle": "end", **more}
    return {"id": f"xy-edge__{source}start-{target}end", "source": source, "target": target, **said}


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def ends(graph: Graph) -> list[tuple[str, str]]:
    return [(found.source, found.target) for found in graph.edges]


def test_the_format_reads():
    assert formats.get("ragflow").read is ragflow.read


def test_a_node_is_read_by_how_it_is_drawn():
    node = ragflow.read(agent(drawn("Agent:A", form=FORM))).node("Agent:A")
    assert (node.type, node.label, node.config) == ("Agent", "the Agent:A", FORM)
    assert (node.pointer, node.config_pointer) == ("/dsl/graph/nodes/0", "/dsl/graph/nodes/0/data/form")
    assert (node.position, node.settings, node.noise) == ((1.0, 2.0), {}, {})


def test_a_component_that_says_the_same_as_the_drawing_adds_nothing():
    components = {
        "begin": component("Begin", downstream=["Agent:A"]),
        "Agent:A": component(params=FORM, upstream=["begin"], parent_id="begin"),
    }
    nodes = (drawn("begin", "Begin"), drawn("Agent:A", form=FORM, parentId="begin"))
    graph = ragflow.read(agent(*nodes, edges=[edge("begin", "Agent:A")], components=components))
    assert [(node.id, node.settings, node.noise) for node in graph.nodes] == [("begin", {}, {}), ("Agent:A", {}, {})]
    assert graph.problems == ()


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({**FORM, "temperature": 1}, {"params": {"temperature": 1}}),
        ({**FORM, "tools": [{"name": "other"}]}, {"params": {"tools": [{"name": "other"}]}}),
        ({**FORM, "query": ["x"]}, {"params": {"query": ["x"]}}),
        ({"llm_id": "m", "temperature": 0.5}, {"omitted": ["tools"]}),
    ],
    ids=["another value", "another value inside", "one more", "one less"],
)
def test_parameters_that_differ_from_the_form_are_settings(params, said):
    graph = ragflow.read(agent(drawn("Agent:A", form=FORM), components={"Agent:A": component(params=params)}))
    assert graph.node("Agent:A").settings == {"component": said}


@pytest.mark.parametrize("left", [{"debug_inputs": [{"key": "q"}]}, {"output_var_name": "output"}, {"rerank_id": ""}])
def test_what_a_run_leaves_among_the_parameters_is_noise(left):
    drawing = drawn("Agent:A", form=FORM)
    node = ragflow.read(agent(drawing, components={"Agent:A": component(params={**FORM, **left})})).node("Agent:A")
    assert (node.settings, node.noise) == ({}, {"component": {"params": left}})


def test_a_parameter_of_the_form_that_runs_empty_is_a_setting():
    drawing = drawn("Agent:A", form={"prompt": "x"})
    graph = ragflow.read(agent(drawing, components={"Agent:A": component(params={"prompt": ""})}))
    assert graph.node("Agent:A").settings == {"component": {"params": {"prompt": ""}}}


def test_true_is_not_one():
    drawing = drawn("Agent:A", form={"cite": True})
    graph = ragflow.read(agent(drawing, components={"Agent:A": component(params={"cite": 1})}))
    assert graph.node("Agent:A").settings == {"component": {"params": {"cite": 1}}}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"downstream": ["gone"]}, {"downstream": ["gone"]}),
        ({"upstream": ["begin", "begin"]}, {"upstream": ["begin", "begin"]}),
        ({"upstream": [1]}, {"upstream": [1]}),
        ({"parent_id": "begin"}, {"parent_id": "begin"}),
        ({"obj": {"component_name": "Other", "params": {}}}, {"component_name": "Other"}),
        ({"obj": {"params": {}, "parameters": []}}, {"component_name": None, "parameters": []}),
        ({"new": 1}, {"new": 1}),
    ],
    ids=["target", "source", "source of a kind", "parent", "type", "no type", "unknown key"],
)
def test_what_else_a_component_says_otherwise_is_a_setting(change, said):
    components = {"Agent:A": {**component(), **change}}
    assert ragflow.read(agent(drawn("Agent:A"), components=components)).node("Agent:A").settings == {"component": said}


def test_keys_of_the_document_are_not_covered_by_those_of_the_reader():
    node = drawn("Agent:A", form={"a": 1})
    node["data"]["component"] = "mine"
    components = {"Agent:A": {**component(), "omitted": "mine"}}
    assert ragflow.read(agent(node, components=components)).node("Agent:A").settings == {
        "component": "mine",
        "component_": {"omitted": "mine", "omitted_": ["a"]},
    }


def test_a_component_without_its_neighbours_shows_that():
    components = {"Agent:A": {"obj": {"component_name": "Agent"}}}
    settings = ragflow.read(agent(drawn("Agent:A"), components=components)).node("Agent:A").settings
    assert settings == {"component": {"downstream": None, "upstream": None}}


def test_edges_to_the_tools_of_an_agent_are_no_neighbours_of_its_component():
    nodes = (drawn("Agent:A"), drawn("Tool:A", "Tool"), drawn("Agent:B"))
    edges = [edge("Agent:A", "Tool:A", sourceHandle="tool"), edge("Agent:A", "Agent:B", sourceHandle="agentBottom")]
    graph = ragflow.read(agent(*nodes, edges=edges, components={"Agent:A": component(), "Agent:B": component()}))
    assert graph.node("Agent:A").settings == graph.node("Agent:B").settings == {}
    assert ends(graph) == [("Agent:A", "Tool:A"), ("Agent:A", "Agent:B")]


def test_a_node_without_a_component_shows_that_and_a_note_needs_none():
    nodes = (drawn("Tool:A", "Tool"), drawn("Note:A", "Note"), drawn("Agent:A"))
    graph = ragflow.read(agent(*nodes, components={"Agent:A": component()}))
    assert [node.settings for node in graph.nodes] == [{"component": None}, {}, {}]


@pytest.mark.parametrize("said", [{"type": "noteNode"}, {}], ids=["by its drawing", "by its label"])
def test_a_note_is_a_note(said):
    label = "Said" if said else "Note"
    node = ragflow.read(agent(drawn("Note:A", label, {"text": "why"}, **said))).node("Note:A")
    assert (node.role, node.config) == ("note", {"text": "why"})


def test_a_component_that_is_not_drawn_is_a_node_without_a_place():
    components = {"a/b": component("Answer", {"q": 1}, upstream=["Agent:A"], parent_id="Agent:A")}
    graph = ragflow.read(agent(drawn("Agent:A"), components=components))
    node = graph.node("a/b")
    assert (node.type, node.label, node.config, node.position) == ("Answer", "a/b", {"q": 1}, None)
    assert (node.parent, node.settings) == ("Agent:A", {"upstream": ["Agent:A"]})
    assert node.config_pointer == "/dsl/components/a~1b/obj/params"
    assert ends(graph) == []


@pytest.mark.parametrize("wrapped", [True, False], ids=["agent", "bare canvas"])
def test_where_nothing_is_drawn_components_are_nodes_and_their_targets_edges(wrapped):
    canvas = {
        "components": {
            "begin": component("Begin", downstream=["Agent:A", "Agent:A"]),
            "Agent:A": component(upstream=["begin", "begin"], downstream=[""]),
        },
        "path": ["begin"],
    }
    graph = ragflow.read({"dsl": canvas} if wrapped else canvas)
    base = "/dsl" if wrapped else ""
    assert [(node.id, node.settings) for node in graph.nodes] == [("begin", {}), ("Agent:A", {"downstream": [""]})]
    assert [(found.id, found.pointer) for found in graph.edges] == [
        ("begin->Agent:A", f"{base}/components/begin/downstream/0"),
        ("begin->Agent:A#2", f"{base}/components/begin/downstream/1"),
    ]
    assert graph.noise == {"path": ["begin"]}


def test_ports_are_the_handles():
    graph = ragflow.read(agent(drawn("a"), drawn("b"), edges=[edge("a", "b"), edge("b", "a", sourceHandle=None)]))
    assert [(found.source_port, found.target_port) for found in graph.edges] == [("start", "end"), ("", "end")]
    assert [found.settings for found in graph.edges] == [{}, {}]
    assert graph.edges[0].noise == {"id": "xy-edge__astart-bend"}


def test_what_a_conversation_left_behind_is_noise():
    data = agent(drawn("a"), history=[["user", "hi"]], path=["a"], messages=[], globals={"sys.query": "q", "env.k": 1})
    graph = ragflow.read({**data, "id": 7, "avatar": "data:x", "canvas_type": "Agent"})
    assert graph.settings == {"title": "T", "canvas_type": "Agent", "globals": {"env.k": 1}}
    assert graph.noise == {
        "id": 7,
        "history": [["user", "hi"]],
        "path": ["a"],
        "messages": [],
        "globals": {"sys.query": "q"},
    }
    assert graph.layout == {"avatar": "data:x"}


def test_a_title_may_be_a_map_of_languages():
    assert ragflow.read({**agent(drawn("a")), "title": {"en": "T"}}).settings == {"title": {"en": "T"}}


def test_unknown_keys_beside_the_nodes_are_settings():
    graph = ragflow.read(agent(drawn("a"), graph={"nodes": [drawn("a")], "viewport": {"zoom": 2}, "new": 1}, title="t"))
    assert graph.settings == {"title": "T", "dsl.title": "t", "graph": {"new": 1}}
    assert graph.layout == {"graph": {"viewport": {"zoom": 2}}}


FAULTS = {
    "nothing at all": ({"dsl": {"components": {}}}, [("error", "missing-nodes", "/dsl")]),
    "components are a list": (
        agent(drawn("a"), components=[1]),
        [("warning", "wrong-type", "/dsl/components")],
    ),
    "a component is a text": (
        agent(drawn("a"), components={"b": "x"}),
        [("error", "not-an-object", "/dsl/components/b")],
    ),
    "a component has an empty id": (
        agent(drawn("a"), components={"": {}}),
        [("error", "missing-id", "/dsl/components/")],
    ),
    "a component without a type": (
        {"components": {"a": {"downstream": [], "upstream": []}}, "path": []},
        [("warning", "missing-type", "/components/a")],
    ),
    "neighbours are an object": (
        {"components": {"a": {**component(), "downstream": {}}}, "path": []},
        [("warning", "wrong-type", "/components/a/downstream")],
    ),
    "a node without a label": (
        agent({"id": "a", "data": {"name": "a"}}),
        [("warning", "missing-type", "/dsl/graph/nodes/0")],
    ),
    "a form is a list": (agent(drawn("a", form=[1])), [("warning", "wrong-type", "/dsl/graph/nodes/0/data/form")]),
    "nodes are an object": (
        {"dsl": {"components": {}, "graph": {"nodes": {}}}},
        [("error", "missing-nodes", "/dsl"), ("warning", "wrong-type", "/dsl/graph/nodes")],
    ),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, expected):
    assert sorted(findings(ragflow.read(data))) == sorted(expected)
