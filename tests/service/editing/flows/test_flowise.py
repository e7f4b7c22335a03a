"""Editing what Flowise keeps: references in the inputs, outputs that are chosen, colours of an agentflow."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.errors import InvalidInput

from .conftest import edges_of
from .flowise import AGENTFLOW, FLOWISE


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
