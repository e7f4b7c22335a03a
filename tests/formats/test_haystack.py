from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import wfkit
from wfkit import formats
from wfkit.formats import haystack

if TYPE_CHECKING:
    from wfkit.core.model import Graph

SECRET = {"type": "env_var", "env_vars": ["OPENAI_API_KEY"], "strict": True}
LLM = {"type": "haystack.components.generators.openai.OpenAIGenerator", "init_parameters": {"api_key": SECRET}}
PROMPT = {"type": "haystack.components.builders.PromptBuilder", "init_parameters": {"template": "{{q}}"}}


def pipeline(*connections: Any, **components: Any) -> dict[str, Any]:
    return {"components": components or {"llm": LLM, "prompt": PROMPT}, "connections": list(connections)}


def joins(sender: Any, receiver: Any, **more: Any) -> dict[str, Any]:
    return {"sender": sender, "receiver": receiver, **more}


def ends(graph: Graph) -> list[tuple[str, str, str, str]]:
    return [(edge.source, edge.source_port, edge.target, edge.target_port) for edge in graph.edges]


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_the_format_reads():
    assert formats.get("haystack").read is haystack.read


def test_a_component_goes_by_its_name():
    graph = haystack.read(pipeline())
    node = graph.node("llm")
    assert graph.problems == ()
    assert (node.type, node.label, node.config) == (LLM["type"], "llm", {"api_key": SECRET})
    assert (node.pointer, node.config_pointer) == ("/components/llm", "/components/llm/init_parameters")


def test_components_inside_parameters_stay_there():
    tools = {"tools": [{"type": "x.Tool", "data": {"component": LLM}}]}
    graph = haystack.read(pipeline(agent={"type": "x.Agent", "init_parameters": tools}))
    assert [(node.id, node.config) for node in graph.nodes] == [("agent", tools)]


def test_a_pointer_is_escaped():
    assert haystack.read(pipeline(**{"a/b": LLM})).nodes[0].config_pointer == "/components/a~1b/init_parameters"


SOCKETS = {
    "plain": ("prompt.prompt", ("prompt", "prompt"), {}),
    "no socket": ("prompt", ("prompt", ""), {}),
    "a name with a dot": ("my.prompt.prompt", ("my.prompt", "prompt"), {}),
    "a name with a dot alone": ("my.prompt", ("my.prompt", ""), {}),
    "a socket with a dot": ("llm.a.b", ("llm", "a.b"), {}),
    "unknown": ("gone.a.b", ("gone.a", "b"), {}),
    "no name": (".a", (".a", ""), {}),
    "an empty socket": ("llm.", ("llm", ""), {"sender": "llm."}),
}


@pytest.mark.parametrize(("sender", "end", "noise"), SOCKETS.values(), ids=list(SOCKETS))
def test_a_socket_is_split_where_the_name_of_the_component_ends(sender, end, noise):
    components = {"llm": LLM, "prompt": PROMPT, "my.prompt": PROMPT}
    graph = haystack.read(pipeline(joins(sender, "llm.prompt"), **components))
    assert ends(graph) == [(*end, "llm", "prompt")]
    assert graph.edges[0].noise == noise


def test_an_edge_has_a_place_and_keeps_what_else_its_connection_says():
    (edge,) = haystack.read(pipeline(joins("prompt.prompt", "llm.prompt", note=1))).edges
    assert (edge.id, edge.pointer) == ("prompt:prompt->llm:prompt", "/connections/0")
    assert edge.settings == {"note": 1}


def test_a_pipeline_may_lead_back_to_itself():
    data = pipeline(joins("llm.replies", "prompt.q"), joins("prompt.prompt", "llm.prompt"))
    assert wfkit.validate(data).ok
    assert not [problem for problem in wfkit.validate(data) if "cycle" in problem.code]


def test_what_a_pipeline_says_besides_is_settings():
    said = {"metadata": {}, "max_runs_per_component": 100, "connection_type_validation": True, "inputs": {"q": "p.q"}}
    assert haystack.read({**pipeline(), **said}).settings == said


def test_a_component_that_becomes_another_type_is_the_same_component():
    old = pipeline(joins("prompt.prompt", "llm.prompt"))
    chat = {**LLM, "type": "haystack.components.generators.chat.openai.OpenAIChatGenerator"}
    new = pipeline(joins("prompt.prompt", "llm.messages"), llm=chat, prompt={**PROMPT, "type": "ChatPromptBuilder"})
    kinds = sorted({operation.kind for operation in wfkit.diff(old, new).logic})
    assert kinds == ["edge-rewired", "node-retyped"]


FAULTS = {
    "no components": ({"connections": []}, [("error", "missing-nodes", "")]),
    "components are a list": ({"components": [1], "connections": []}, [("error", "wrong-type", "/components")]),
    "no connections": ({"components": {}}, [("error", "missing-connections", "")]),
    "connections are an object": ({"components": {}, "connections": {}}, [("error", "wrong-type", "/connections")]),
    "a component is a text": (pipeline(llm="x"), [("error", "not-an-object", "/components/llm")]),
    "a component without a name": (pipeline(**{"": LLM}), [("error", "missing-id", "/components/")]),
    "a component without a type": (pipeline(llm={}), [("warning", "missing-type", "/components/llm")]),
    "parameters are a list": (
        pipeline(llm={**LLM, "init_parameters": [1]}),
        [("warning", "wrong-type", "/components/llm/init_parameters")],
    ),
    "a connection is a text": (pipeline("a.b"), [("error", "not-an-object", "/connections/0")]),
    "a connection without a receiver": (pipeline(joins("llm.x", None)), [("error", "missing-end", "/connections/0")]),
    "a connection without a sender": (pipeline(joins(5, "llm.x")), [("error", "missing-end", "/connections/0")]),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, expected):
    assert findings(haystack.read(data)) == expected
