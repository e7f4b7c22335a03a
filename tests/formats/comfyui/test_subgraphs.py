"""Subgraphs of ComfyUI, their ends and instances."""

import pytest

from wfkit.core import rules
from wfkit.core.model import Edge, Port
from wfkit.formats import comfyui

from .conftest import SUBGRAPH, WHOLE, graph_of


def test_a_subgraph_is_a_group_with_its_nodes_in_it():
    graph = comfyui.read(WHOLE)
    inside = {node.id: node for node in graph.nodes if node.parent == "aaaa-bbbb"}
    assert set(inside) == {f"aaaa-bbbb/{name}" for name in ("input", "output", "4", "group:1")}
    assert inside["aaaa-bbbb/4"].pointer == "/definitions/subgraphs/0/nodes/0"
    definition = graph.node("aaaa-bbbb")
    assert (definition.role, definition.label, definition.type) == ("group", "Encode", "subgraph")
    assert definition.settings == {"widgets": [], "extra": {"kept": 1}}
    assert definition.noise == {
        "state": {"lastNodeId": 2},
        "revision": 3,
        "version": 1,
        "extra": {"workflowRendererVersion": "LG"},
    }
    assert graph.settings["definitions"] == {"kept": True}


def test_an_instance_is_called_by_its_subgraph():
    assert comfyui.read(WHOLE).node("7").label == "Encode"
    assert comfyui.read(WHOLE).node("7").config == {"text": "hello", "1": 3}


def test_the_ends_of_a_subgraph_have_its_slots_as_ports():
    graph = comfyui.read(WHOLE)
    start, end = graph.node("aaaa-bbbb/input"), graph.node("aaaa-bbbb/output")
    assert (start.outputs, start.inputs) == ((Port("text", "STRING"),), ())
    assert (end.outputs, end.inputs) == ((), (Port("steps", "INT"),))
    assert (start.role, start.position, start.size) == ("group", (-100.0, 0.0), (120.0, 60.0))
    assert start.layout == {"inputs": {"text": {"pos": [1, 2], "label": "prompt"}}}
    assert start.noise == {"inputs": {"text": {"id": "u1"}}}


def test_links_inside_a_subgraph_lead_from_end_to_end():
    start, inner, end = (f"aaaa-bbbb/{name}" for name in ("input", "4", "output"))
    place = "/definitions/subgraphs/0/links"
    assert [edge for edge in comfyui.read(WHOLE).edges if edge.pointer.startswith(place)] == [
        Edge("aaaa-bbbb/1", start, inner, "text", "text", f"{place}/0", noise={"type": "STRING"}),
        Edge("aaaa-bbbb/2", inner, end, "INT", "steps", f"{place}/1", layout={"parentId": 3}, noise={"type": "INT"}),
    ]


@pytest.mark.parametrize("number", [-11, "x", None, [1]], ids=["another", "text", "null", "a list"])
def test_another_number_of_an_end_stays_in_view(number):
    subgraph = {**SUBGRAPH, "inputNode": {"id": number}}
    start = graph_of(definitions={"subgraphs": [subgraph]}).node("aaaa-bbbb/input")
    assert start.noise.get("id", start.settings.get("id")) == number


def test_what_the_end_of_a_subgraph_says_of_itself_is_not_mixed_with_its_slots():
    subgraph = {**SUBGRAPH, "inputNode": {"inputs": 5}, "inputs": [{"name": "text", "type": "STRING", "more": 1}]}
    start = graph_of(definitions={"subgraphs": [subgraph]}).node("aaaa-bbbb/input")
    assert start.settings == {"inputs": 5, "inputs_": {"text": {"more": 1}}}


def test_a_subgraph_in_use_is_no_cycle_and_nothing_in_it_is_missing():
    found = rules.check(comfyui.read({**WHOLE, "links": WHOLE["links"][:2]}), acyclic=True)
    assert {problem.code for problem in found} <= {"isolated-node"}
