from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfkit.core.model import Edge, Graph, Node
from wfkit.core.rules import flow

if TYPE_CHECKING:
    from wfkit.core.nodetype import NodeType


def found(graph: Graph, node_types: dict[str, NodeType] | None = None) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.node) for problem in flow.check(graph, node_types)]


def test_a_lonely_node_is_a_warning() -> None:
    assert found(Graph((Node("a", "x", "a"), Node("b", "x", "b")), (Edge("e", "b", "b"),))) == [
        ("warning", "isolated-node", "a")
    ]


def test_the_only_node_inside_a_container_is_run_by_that() -> None:
    each, ask, out = Node("each", "iteration", "e"), Node("ask", "llm", "a", parent="each"), Node("out", "end", "o")
    edges = (Edge("1", "each", "out"),)
    assert found(Graph((each, ask, out), edges)) == []
    assert found(Graph((each, ask, Node("b", "llm", "b", parent="each"), out), edges)) == [
        ("warning", "isolated-node", "ask"),
        ("warning", "isolated-node", "b"),
    ]
    frame = Node("each", "group", "e", role="group")
    assert found(Graph((frame, ask, out), ())) == [
        ("warning", "isolated-node", "ask"),
        ("warning", "isolated-node", "out"),
    ]


def test_what_another_tool_keeps_beside_the_canvas_is_not_lonely(node_types: dict[str, NodeType]) -> None:
    broker, read = Node("broker", "mqtt-broker", "b"), Node("in", "mqtt in", "i", position=(0.0, 0.0))
    graph = Graph((broker, read, Node("out", "debug", "o", position=(9.0, 0.0))))
    assert found(graph) == [("warning", "isolated-node", "in"), ("warning", "isolated-node", "out")]
    assert ("warning", "isolated-node", "broker") in found(graph, node_types)


def test_the_only_node_is_not_lonely(node_types: dict[str, NodeType]) -> None:
    nodes = (Node("a", "output", "a"), Node("n", "note", "n", role="note"))
    assert found(Graph(nodes), node_types) == []


def test_all_that_only_an_unfed_node_leads_to_is_unreachable(node_types: dict[str, NodeType]) -> None:
    nodes = (Node("find", "search", "f"), Node("ask", "llm", "a"), Node("out", "output", "o"))
    graph = Graph(nodes, (Edge("1", "find", "ask"), Edge("2", "ask", "out")))
    assert found(graph, node_types) == [("warning", "unreachable-node", node_id) for node_id in ("find", "ask", "out")]


def test_a_node_whose_required_inputs_are_in_its_config_can_start(node_types: dict[str, NodeType]) -> None:
    nodes = (Node("ask", "llm", "a", {"prompt": "hello"}), Node("out", "output", "o"))
    assert found(Graph(nodes, (Edge("1", "ask", "out"),)), node_types) == []


def test_a_node_of_unknown_type_can_start(node_types: dict[str, NodeType]) -> None:
    nodes = (Node("x", "mystery", "x"), Node("out", "output", "o"))
    assert found(Graph(nodes, (Edge("1", "x", "out"),)), node_types) == []


def test_a_type_that_says_so_can_start_by_itself(node_types: dict[str, NodeType]) -> None:
    nodes = (Node("find", "search", "f"), Node("ask", "llm", "a"), Node("out", "output", "o"))
    graph = Graph(nodes, (Edge("1", "find", "ask"), Edge("2", "ask", "out")))
    assert found(graph, node_types | {"search": replace(node_types["search"], can_start=True)}) == []


def test_what_a_dangling_edge_feeds_is_not_unreachable(node_types: dict[str, NodeType]) -> None:
    nodes = (Node("ask", "llm", "a"), Node("out", "output", "o"))
    graph = Graph(nodes, (Edge("1", "gone", "ask"), Edge("2", "ask", "out")))
    assert found(graph, node_types) == []


def test_a_circle_that_nothing_enters_is_unreachable(node_types: dict[str, NodeType]) -> None:
    nodes = (Node("a", "llm", "a"), Node("b", "llm", "b"), Node("in", "input", "in"), Node("out", "output", "out"))
    graph = Graph(nodes, (Edge("1", "a", "b"), Edge("2", "b", "a"), Edge("3", "in", "out")))
    assert found(graph, node_types) == [("warning", "unreachable-node", "a"), ("warning", "unreachable-node", "b")]


def test_a_graph_that_leads_to_no_output_is_mentioned(graph: Graph, node_types: dict[str, NodeType]) -> None:
    cut = Graph(graph.nodes[:3], graph.edges[:3])
    assert found(cut, node_types) == [("info", "no-output", "")]


def test_an_output_that_nothing_leads_to_is_none(graph: Graph, node_types: dict[str, NodeType]) -> None:
    cut = replace(graph, edges=graph.edges[:3])
    assert found(cut, node_types) == [("warning", "isolated-node", "out"), ("info", "no-output", "")]


def test_a_graph_with_unknown_types_may_have_an_output(node_types: dict[str, NodeType]) -> None:
    nodes = (Node("in", "input", "in"), Node("x", "mystery", "x"))
    assert found(Graph(nodes, (Edge("1", "in", "x"),)), node_types) == []


def test_without_a_catalogue_only_loneliness_is_judged(graph: Graph) -> None:
    assert found(replace(graph, edges=graph.edges[2:])) == [("warning", "isolated-node", "in")]
