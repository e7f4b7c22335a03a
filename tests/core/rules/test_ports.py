from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

from wfkit.core.model import Edge, Graph, Node, Port
from wfkit.core.nodetype import NodeType
from wfkit.core.rules import ports

if TYPE_CHECKING:
    from wfkit.core.problem import Problem


def found(graph: Graph, node_types: dict[str, NodeType]) -> list[Problem]:
    return list(ports.check(graph, node_types))


def rewired(graph: Graph, edge_id: str, **parts: Any) -> Graph:
    edges = tuple(structs.replace(edge, **parts) if edge.id == edge_id else edge for edge in graph.edges)
    return replace(graph, edges=edges)


@pytest.mark.parametrize(
    ("source", "target", "fits"),
    [
        ("text", "text", True),
        ("text", "message", False),
        ("any", "text", True),
        ("text", "any", True),
        ("text[]", "any", True),
        ("any", "text[]", True),
        ("text", "text[]", True),
        ("text[]", "text", False),
        ("text[]", "text[]", True),
        ("text[]", "any[]", True),
        ("any[]", "text[]", True),
        ("any[]", "text", False),
        ("text", "any[]", True),
        ("text[]", "text[][]", True),
        ("text", "text[][]", False),
        ("text", "text|message", True),
        ("text|message", "text", False),
        ("text|message", "message | text | image", True),
        ("text|message", "any", True),
        ("text|any", "message", False),
        ("text", "message|text[]", True),
        ("text[]|text", "text[]", True),
        ("Text", "text", False),
        ("", "text", True),
        ("odd|type", "odd|type", True),
    ],
)
def test_compatibility_of_port_types(source: str, target: str, fits: bool) -> None:  # noqa: FBT001 - a column of the table
    assert ports.is_compatible(source, target) is fits


def test_an_unknown_port_is_told_with_a_guess_and_all_known(graph: Graph, node_types: dict[str, NodeType]) -> None:
    (problem,) = found(rewired(graph, "e1", target_port="promt"), node_types)
    assert problem.message == (
        "edge 'e1' from 'in' to 'ask' needs an input 'promt' of node 'ask' ('Ask'), whose type 'llm' lacks it; "
        "did you mean 'prompt'? known inputs: 'prompt', 'context'"
    )
    assert (problem.edge, problem.node, problem.pointer) == ("e1", "ask", "/edges/1")
    assert problem.fix == "use the input 'prompt'"


def test_a_type_without_inputs_takes_no_edge(graph: Graph, node_types: dict[str, NodeType]) -> None:
    wrong = replace(graph, edges=(*graph.edges, Edge("e9", "ask", "in", "answer")))
    (problem,) = found(wrong, node_types)
    assert (problem.code, problem.message[-19:]) == ("unknown-port", "it; it has no inputs"[1:])


def test_an_ambiguous_port_is_told_with_the_choice(graph: Graph, node_types: dict[str, NodeType]) -> None:
    (problem,) = found(rewired(graph, "e2", source_port=""), node_types)
    assert (problem.code, problem.node) == ("ambiguous-port", "find")
    assert problem.message.endswith("it must name one of 'documents', 'best'")


def test_incompatible_ports_are_told_with_both_types(graph: Graph, node_types: dict[str, NodeType]) -> None:
    wrong = rewired(graph, "e2", source="in", source_port="text")
    (problem,) = found(wrong, node_types)
    assert problem.message == (
        "edge 'e2' from 'in' to 'ask' brings 'text' from output 'text' of node 'in' ('Question'), "
        "but input 'context' of node 'ask' ('Ask') takes 'document[]'"
    )


@pytest.mark.parametrize(
    ("value", "missing"), [("hello", False), (0, False), ("", True), (None, True), ([], True), ({}, True)]
)
def test_a_value_in_the_config_stands_for_a_required_input(
    value: object,
    missing: bool,  # noqa: FBT001 - a column of the table
    node_types: dict[str, NodeType],
) -> None:
    lone = Graph((Node("ask", "llm", "Ask", {"prompt": value}, pointer="/nodes/0"),))
    assert [problem.code for problem in found(lone, node_types)] == ["missing-input"] * missing


def test_two_missing_inputs_are_told_though_one_edge_went_astray(node_types: dict[str, NodeType]) -> None:
    pair = NodeType("pair", "Pair", "", "", inputs=(Port("left", required=True), Port("right", required=True)))
    graph = Graph((Node("in", "input", "in"), Node("p", "pair", "p")), (Edge("e", "in", "p", "", "up"),))
    codes = [problem.code for problem in found(graph, {**node_types, "pair": pair})]
    assert codes == ["unknown-port", "missing-input", "missing-input"]


def test_too_many_edges_are_told_once_with_where_they_come_from(graph: Graph, node_types: dict[str, NodeType]) -> None:
    more = (Edge("x", "find", "ask", "best", "prompt"), Edge("y", "ask", "ask", "answer", "prompt"))
    problems = found(replace(graph, edges=(*graph.edges, *more)), node_types)
    (problem,) = [problem for problem in problems if problem.code == "too-many-edges"]
    assert "3 edges end at input 'prompt' of node 'ask' ('Ask'), which takes one" in problem.message
    assert "'in', 'find', 'ask'" in problem.message
    assert (problem.node, problem.edge) == ("ask", "x")


def test_an_input_for_several_takes_several(graph: Graph, node_types: dict[str, NodeType]) -> None:
    more = replace(graph, edges=(*graph.edges, Edge("x", "find", "ask", "best", "context")))
    assert found(more, node_types) == []


@pytest.mark.parametrize("end", ["source", "target"])
def test_an_end_of_unknown_type_is_not_judged(end: str, node_types: dict[str, NodeType]) -> None:
    types = {"source": "input", "target": "output", end: "mystery"}
    nodes = (Node("a", types["source"], "a"), Node("b", types["target"], "b"))
    assert found(Graph(nodes, (Edge("e", "a", "b"),)), node_types) == []
