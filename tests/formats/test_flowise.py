from __future__ import annotations

from typing import Any

import pytest

from wfkit import formats
from wfkit.core.model import Graph, Port
from wfkit.formats import flowise


def node(node_id: str, *, kind: str = "customNode", **data: Any) -> dict[str, Any]:
    said = {"id": node_id, "name": node_id.rpartition("_")[0], "inputParams": [], **data}
    return {"id": node_id, "type": kind, "position": {"x": 1, "y": 2}, "data": said}


def flow(*nodes: Any, edges: Any = (), **more: Any) -> dict[str, Any]:
    return {"nodes": list(nodes), "edges": list(edges), **more}


def edge(source_handle: Any, target_handle: Any, **more: Any) -> dict[str, Any]:
    ends = {"source": "chatOpenAI_0", "target": "llmChain_0"}
    return {"id": "e", **ends, "sourceHandle": source_handle, "targetHandle": target_handle, **more}


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_the_format_reads():
    assert formats.get("flowise").read is flowise.read


def test_a_node_is_read_by_what_it_is():
    data = {"label": "Model", "type": "ChatOpenAI", "version": 6.1, "inputs": {"temperature": 0.9}}
    found = flowise.read(flow(node("chatOpenAI_0", **data, outputs={"output": "x"}))).node("chatOpenAI_0")
    assert (found.type, found.label, found.role) == ("chatOpenAI", "Model", "node")
    assert found.config == {"temperature": 0.9}
    assert found.settings == {"outputs": {"output": "x"}}
    assert found.noise == {"id": "chatOpenAI_0", "type": "ChatOpenAI", "version": 6.1, "inputParams": []}
    assert (found.position, found.config_pointer) == ((1.0, 2.0), "/nodes/0/data/inputs")


def test_a_reference_that_repeats_an_edge_stays_in_the_config():
    inputs = {"model": "{{chatOpenAI_0.data.instance}}"}
    assert flowise.read(flow(node("llmChain_0", inputs=inputs))).node("llmChain_0").config == inputs


def test_a_node_without_a_label_is_called_by_its_id():
    assert flowise.read(flow(node("x_0"))).node("x_0").label == "x_0"


def test_the_selection_and_the_colour_are_layout():
    item = {**node("x_0", selected=True, color="#fff"), "selected": False}
    assert flowise.read(flow(item)).node("x_0").layout == {
        "type": "customNode",
        "selected": False,
        "data.selected": True,
        "color": "#fff",
    }


@pytest.mark.parametrize("kind", ["stickyNote", "customNode"])
def test_a_sticky_note_is_a_note(kind):
    found = flowise.read(flow(node("stickyNote_0", kind=kind, inputs={"note": "why"}))).node("stickyNote_0")
    assert (found.role, found.type, found.config) == ("note", "stickyNote", {"note": "why"})


def test_a_node_in_an_iteration_names_it_as_its_parent():
    child = {**node("llmAgentflow_0"), "parentNode": "iterationAgentflow_0", "extent": "parent"}
    graph = flowise.read(flow(node("iterationAgentflow_0", kind="iteration"), child))
    assert graph.node("llmAgentflow_0").parent == "iterationAgentflow_0"
    assert graph.node("iterationAgentflow_0").role == "node"


PORTS = {
    "anchors": (
        "chatOpenAI_0-output-chatOpenAI-ChatOpenAI|BaseChatModel",
        "llmChain_0-input-model-BaseLanguageModel",
        ("chatOpenAI", "model"),
    ),
    "an input of the last generation": ("chatOpenAI_0-output-0", "llmChain_0", ("0", "")),
    "nothing": (None, None, ("", "")),
    "plain names": ("out", "in", ("out", "in")),
}


@pytest.mark.parametrize(("source", "target", "ports"), PORTS.values(), ids=list(PORTS))
def test_ports_are_the_names_in_the_handles(source, target, ports):
    graph = flowise.read(flow(node("chatOpenAI_0"), node("llmChain_0"), edges=[edge(source, target)]))
    assert (graph.edges[0].source_port, graph.edges[0].target_port) == ports


def test_what_else_an_edge_says_is_noise_and_layout():
    data = {"label": "", "isHumanInput": False, "sourceColor": "red", "new": 1}
    said = edge("chatOpenAI_0-output-chatOpenAI-A", "llmChain_0-input-model-B", type="buttonedge", data=data)
    (found,) = flowise.read(flow(edges=[said])).edges
    assert found.id == "chatOpenAI_0:chatOpenAI->llmChain_0:model"
    assert found.settings == {"new": 1}
    assert found.layout == {"type": "buttonedge", "label": "", "sourceColor": "red"}
    assert found.noise == {
        "id": "e",
        "sourceHandle": "chatOpenAI_0-output-chatOpenAI-A",
        "targetHandle": "llmChain_0-input-model-B",
        "isHumanInput": False,
    }


def test_two_edges_between_the_same_ports_have_two_ids():
    graph = flowise.read(flow(edges=[edge("a", "b"), edge("a", "b")]))
    assert [found.id for found in graph.edges] == ["chatOpenAI_0:a->llmChain_0:b", "chatOpenAI_0:a->llmChain_0:b#2"]


def test_ports_of_a_node_are_its_anchors_and_the_fields_that_take_edges():
    found = flowise.read(
        flow(
            node(
                "agent_0",
                inputAnchors=[
                    {"id": "agent_0-input-tools-Tool", "name": "tools", "type": "Tool", "list": True},
                    {"name": "memory", "type": "A | B", "optional": True},
                    {"label": "without a name"},
                    "odd",
                ],
                inputParams=[{"name": "query", "type": "string", "acceptVariable": True}, {"name": "model"}],
                outputAnchors=[
                    {
                        "name": "output",
                        "options": [{"name": "agent", "type": "AgentExecutor"}, {"id": "agent_0-output-text-string"}],
                    },
                    {"id": "agent_0-output-1", "name": 1},
                ],
            )
        )
    ).node("agent_0")
    assert found.inputs == (
        Port("tools", "Tool", required=True, multiple=True),
        Port("memory", "A|B"),
        Port("query", "string", required=True),
    )
    assert found.outputs == (Port("agent", "AgentExecutor"), Port("text"), Port("1"))


def test_a_port_may_have_a_name_of_any_length():
    found = flowise.read(flow(node("x_0", outputAnchors=[{"name": "n" * 9000}]))).node("x_0")
    assert found.outputs == (Port("n" * 9000),)


def test_fields_of_the_last_generation_take_no_edges():
    params = [{"name": "query", "acceptVariable": True}]
    found = flowise.read(flow(node("x_0", kind="agentFlow", inputParams=params))).node("x_0")
    assert found.inputs == ()


def test_what_the_marketplace_says_is_settings_and_what_the_server_writes_is_noise():
    graph = flowise.read(flow(description="d", usecases=["a"], id="1", updatedDate="2024", viewport={"zoom": 1}))
    assert graph.settings == {"description": "d", "usecases": ["a"]}
    assert graph.noise == {"id": "1", "updatedDate": "2024"}
    assert graph.layout == {"viewport": {"zoom": 1}}


FAULTS = {
    "no nodes": ({"edges": []}, [("error", "missing-nodes", "")]),
    "edges are a text": ({"nodes": [], "edges": "x"}, [("error", "wrong-type", "/edges")]),
    "a node without a name": (flow({"id": "a", "data": {"inputs": {}}}), [("warning", "missing-type", "/nodes/0")]),
    "inputs are a list": (flow(node("a_0", inputs=[1])), [("warning", "wrong-type", "/nodes/0/data/inputs")]),
    "a label is a number": (flow(node("a_0", label=5)), [("warning", "wrong-type", "/nodes/0/data/label")]),
    "an edge without an id": (flow(edges=[edge("a", "b", id=None)]), [("warning", "missing-id", "/edges/0")]),
    "an edge without a source": (flow(edges=[{"target": "a"}]), [("error", "missing-end", "/edges/0")]),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, expected):
    assert findings(flowise.read(data)) == expected


def test_what_is_no_list_stays_among_the_settings():
    assert flowise.read({"nodes": [], "edges": {"a": 1}}).settings == {"edges": {"a": 1}}
