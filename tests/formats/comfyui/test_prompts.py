"""Prompts, as ComfyUI is posted them."""

import pytest

from wfkit.core.model import Edge, Node
from wfkit.formats import comfyui

from .conftest import PROMPT


def test_a_node_of_a_prompt_is_read_whole():
    assert comfyui.read(PROMPT).node("3") == Node(
        id="3",
        type="KSampler",
        label="First pass",
        config={"seed": 2**63 + 1, "pair": ["nowhere", 1], "steps": 20},
        pointer="/3",
        config_pointer="/3/inputs",
        settings={"_meta": {"more": 1}},
        noise={"is_changed": ["x"]},
    )


def test_an_input_of_a_prompt_is_a_link_only_where_there_is_such_a_node():
    assert comfyui.read(PROMPT).edges == (Edge("4:0->3:model", "4", "3", "0", "model", "/3/inputs/model"),)


@pytest.mark.parametrize(
    "value", [["4"], ["4", 0, 0], [4, 0], ["4", True], ["4", -1], ["4", "0"], ["4", 1.5], ["v", 0]]
)
def test_a_value_that_looks_nearly_like_a_link_is_config(value):
    graph = comfyui.read({"3": {"class_type": "A", "inputs": {"x": value}}, "4": {"class_type": "B"}, "v": 1})
    assert (graph.node("3").config, graph.edges) == ({"x": value}, ())


def test_a_prompt_is_read_where_it_was_posted():
    graph = comfyui.read({"client_id": "c", "prompt": {**PROMPT, "outside": 1}})
    assert graph.node("3").pointer == "/prompt/3"
    assert graph.settings == {"outside": 1, "outside_": {"client_id": "c"}}


def test_a_prompt_without_titles_calls_nodes_by_their_class():
    assert comfyui.read(PROMPT).node("57:8").label == "Int"
    titled = comfyui.read({"1": {"class_type": "Int", "_meta": {"title": "Int"}}}).node("1")
    assert (titled.label, titled.noise) == ("Int", {"title": "Int"})
