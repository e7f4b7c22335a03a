"""Langflow: components with a form of fields, and models that are steps or settings."""

from __future__ import annotations

import pytest


def langflow_node(node_id, kind, fields=None, **template):
    values = {name: {"value": value} for name, value in (fields or {}).items()}
    return {
        "id": node_id,
        "type": "genericNode",
        "position": {"x": 0, "y": 0},
        "data": {"id": node_id, "type": kind, "node": {"template": {"_type": "Component", **values, **template}}},
    }


def langflow_edge(source, output, target, field):
    return {
        "id": f"{source}.{output}-{target}.{field}",
        "source": source,
        "target": target,
        "data": {"sourceHandle": {"name": output, "id": source}, "targetHandle": {"fieldName": field, "id": target}},
    }


def langflow(nodes, edges=(), **flow):
    return {**flow, "data": {"nodes": nodes, "edges": [langflow_edge(*edge) for edge in edges]}}


VARIABLE = {"api_key": {"value": "OPENAI_API_KEY", "load_from_db": True}}


def chat(**prompt):
    nodes = [
        langflow_node("in", "ChatInput", {"input_value": "Hi"}),
        langflow_node("p", "Prompt", {"template": "Say {query}"}),
        langflow_node("m", "OpenAIModel", {"model_name": "gpt-4o", "max_tokens": 0, **prompt}, **VARIABLE),
        langflow_node("out", "ChatOutput"),
    ]
    edges = [
        ("in", "message", "p", "query"),
        ("p", "prompt", "m", "input_value"),
        ("m", "text_output", "out", "input_value"),
    ]
    return langflow(nodes, edges, name="My flow", description="What for", tags=["a"], endpoint_name="x")


def test_a_chat_becomes_native_steps_with_the_same_ids_and_edges(convert):
    seen = convert(chat(), "langflow")
    assert seen.types == {"in": "chat_input", "p": "prompt", "m": "llm", "out": "output"}
    assert seen.wires == {
        ("in", "message", "p", "variables"),
        ("p", "prompt", "m", "prompt"),
        ("m", "text", "out", "value"),
    }
    assert [edge.id for edge in seen.graph.edges] == [
        "in:message->p:query",
        "p:prompt->m:input_value",
        "m:text_output->out:input_value",
    ]


def test_what_a_flow_says_of_itself_is_kept_or_in_the_report(convert):
    seen = convert(chat(), "langflow")
    data = seen.made.document.data
    assert (data["name"], data["description"], data["tags"]) == ("My flow", "What for", ["a"])
    assert seen.rows("")["/endpoint_name"] == ("dropped", "x")
    assert "/name" not in seen.rows("")


def test_the_name_of_a_global_variable_is_a_reference(convert):
    assert convert(chat(), "langflow").config("m")["api_key"] == "${OPENAI_API_KEY}"


def test_a_value_outside_the_bounds_of_a_native_field_is_in_the_report(convert):
    seen = convert(chat(), "langflow")
    assert seen.rows("m")["/max_tokens"] == ("dropped", 0)
    assert "at least 1" in seen.reason("m", "/max_tokens")


def test_a_fixed_prompt_at_the_system_message_becomes_the_system_prompt(convert):
    source = chat()
    source["data"]["nodes"].append(langflow_node("s", "Prompt", {"template": "Be brief"}))
    source["data"]["edges"] += langflow([], [("s", "prompt", "m", "system_message")])["data"]["edges"]
    seen = convert(source, "langflow")
    assert seen.config("m")["system_prompt"] == "Be brief"
    assert "s" not in seen.types


def test_a_model_that_only_configures_an_agent_is_no_step(convert):
    nodes = [
        langflow_node("in", "ChatInput"),
        langflow_node("m", "AnthropicModel", {"model_name": "claude", "temperature": 0.1}),
        langflow_node("a", "Agent", {"system_prompt": "Help", "max_iterations": 15}),
    ]
    seen = convert(
        langflow(nodes, [("in", "message", "a", "input_value"), ("m", "model_output", "a", "model")]), "langflow"
    )
    assert seen.types == {"in": "chat_input", "a": "chat"}
    assert seen.config("a") == {
        "system_prompt": "Help",
        "provider": "anthropic",
        "model": "claude",
        "temperature": 0.1,
    }


def test_a_text_in_a_field_feeds_the_input_that_no_edge_does(convert):
    nodes = [langflow_node("m", "OpenAIModel", {"model_name": "x", "input_value": "Write a poem"})]
    seen = convert(langflow(nodes), "langflow")
    assert seen.config("m-prompt") == {"value": "Write a poem"}
    assert ("m-prompt", "text", "m", "prompt") in seen.wires


def test_documents_become_text_where_only_text_is_taken(convert):
    nodes = [langflow_node("f", "File", {"path": ["a.txt"]}), langflow_node("a", "Agent", {"model": "x"})]
    seen = convert(langflow(nodes, [("f", "message", "a", "input_value")]), "langflow")
    assert seen.config("f") == {"path": "a.txt"}
    assert seen.wires == {("f", "documents", "f-text", "context"), ("f-text", "prompt", "a", "message")}


def test_a_parser_is_a_prompt_over_all_items(convert):
    nodes = [
        langflow_node("f", "URLComponent", {"urls": ["https://example.org"]}),
        langflow_node("p", "ParserComponent", {"pattern": "Text: {text}"}),
    ]
    seen = convert(langflow(nodes, [("f", "page_results", "p", "input_data")]), "langflow")
    assert seen.config("p") == {"template": "Text: {context}"}
    assert seen.status("p") == "partly"


def test_notes_and_groups_are_carried_over(convert):
    note = {
        "id": "n",
        "type": "noteNode",
        "position": {"x": 5, "y": 6},
        "width": 300,
        "height": 200,
        "data": {"id": "n", "type": "note", "node": {"description": "# Read me"}},
    }
    flow = langflow([note, langflow_node("t", "TextInput", {"input_value": "x"})], name="One")
    seen = convert(
        {"flows": [{"id": "f1", **flow}, {"id": "f2", **langflow([langflow_node("u", "TextInput")])}]}, "langflow"
    )
    assert seen.types == {"f1": "group", "f2": "group", "n": "note", "t": "text_input", "u": "text_input"}
    assert seen.graph.node("n").parent == "f1"
    assert seen.config("n")["description"] == "# Read me"
    assert seen.graph.node("n").size == (300, 200)


def test_an_edge_at_a_note_and_one_that_leads_nowhere_are_in_the_report(convert):
    note = {"id": "n", "type": "noteNode", "data": {"id": "n", "type": "note", "node": {"description": "x"}}}
    source = langflow([note, langflow_node("t", "TextInput")], [("t", "text", "n", "a"), ("t", "text", "gone", "a")])
    seen = convert(source, "langflow")
    reasons = [row.reason for row in seen.made.rows if row.type == "edge"]
    assert reasons == ["a note or a group is at one end, and does nothing", "one of its ends is not there"]


def test_nodes_with_one_id_get_ids_of_their_own(convert):
    source = langflow(
        [langflow_node("t", "TextInput", {"input_value": "1"}), langflow_node("t", "TextInput", {"input_value": "2"})]
    )
    seen = convert(source, "langflow")
    assert [(node.id, node.config["value"]) for node in seen.graph.nodes] == [("t", "1"), ("t_", "2")]
    assert seen.rows("t_")["/id"] == ("partly", "t")


def test_a_step_that_gives_nothing_natively_stays_foreign_when_it_leads_on(convert):
    nodes = [langflow_node("t", "TextInput"), langflow_node("o", "ChatOutput"), langflow_node("p", "ChatOutput")]
    seen = convert(
        langflow(nodes, [("t", "text", "o", "input_value"), ("o", "message", "p", "input_value")]), "langflow"
    )
    assert seen.types == {"t": "text_input", "o": "foreign", "p": "output"}
    assert "gives nothing on" in seen.reason("o")


def test_a_step_whose_input_takes_another_type_stays_foreign(convert):
    nodes = [langflow_node("m", "Memory"), langflow_node("a", "Agent", {"model": "x"})]
    seen = convert(langflow(nodes, [("m", "messages", "a", "input_value")]), "langflow")
    assert seen.types == {"m": "memory", "a": "foreign"}
    assert "takes the message[] of memory" in seen.reason("a")


@pytest.mark.parametrize("order", [1, -1])
def test_a_circle_is_cut_and_what_then_lacks_an_input_stays_foreign(convert, order):
    nodes = [langflow_node("a", "Agent", {"model": "x"}), langflow_node("s", "Chroma", {"collection_name": "c"})]
    edges = [("s", "search_results", "a", "input_value"), ("a", "response", "s", "search_query")]
    seen = convert(langflow(nodes[::order], edges[::order]), "langflow")
    assert [row.type for row in seen.made.rows if "circle" in row.reason] == ["edge"]
    assert "foreign" in seen.types.values()


def test_what_is_off_and_what_lies_in_no_group_is_said(convert):
    node = {**langflow_node("t", "TextInput", {"input_value": "x"}), "parentNode": "gone"}
    seen = convert(langflow([node]), "langflow")
    assert seen.rows("t")["/parent"] == ("dropped", "gone")


def test_when_faults_go_on_and_on_everything_stays_foreign(convert, monkeypatch):
    monkeypatch.setattr("wfkit.service.converting.plan._ROUNDS", 2)
    nodes = [langflow_node("m", "Memory"), langflow_node("a", "Agent", {"model": "x"})]
    seen = convert(langflow(nodes, [("m", "messages", "a", "input_value")]), "langflow")
    assert set(seen.types.values()) == {"foreign"}


def test_a_step_that_is_added_lies_in_the_group_of_the_one_that_it_is_for(convert):
    group = {"id": "f1", **langflow([langflow_node("m", "OpenAIModel", {"model_name": "x", "input_value": "Hi"})])}
    seen = convert({"flows": [group]}, "langflow")
    assert seen.graph.node("m-prompt").parent == "f1"
