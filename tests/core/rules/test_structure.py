from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from wfkit.core.habits import Habits
from wfkit.core.model import Edge, Graph, Node
from wfkit.core.rules import check, structure

if TYPE_CHECKING:
    from wfkit.core.problem import Problem

LONG = 50_000


def graph_of(ids: str, *edges: Edge) -> Graph:
    return Graph(tuple(Node(node_id, "step", f"Label {node_id}") for node_id in ids), edges)


def only(graph: Graph, code: str) -> list[Problem]:
    return [problem for problem in structure.check(graph) if problem.code == code]


def test_a_dangling_edge_guesses_the_node_that_was_meant() -> None:
    graph = Graph((Node("prompt", "step", "P"),), (Edge("e", "prompt", "promt", pointer="/edges/0"),))
    (problem,) = only(graph, "dangling-edge")
    assert problem.message == (
        "edge 'e' from 'prompt' to 'promt' has a target that does not exist, 'promt'; did you mean 'prompt'?"
    )
    assert (problem.pointer, problem.edge, problem.fix) == ("/edges/0", "e", "change its target to 'prompt'")


def test_an_edge_that_dangles_at_both_ends_is_two_problems() -> None:
    assert len(only(graph_of("a", Edge("e", "x", "y")), "dangling-edge")) == 2


def test_a_dangling_loop_is_no_self_loop() -> None:
    assert only(graph_of("a", Edge("e", "x", "x")), "self-loop") == []


def test_a_cycle_is_told_once_with_its_exact_path_and_an_edge_on_it() -> None:
    edges = [Edge(f"e{n}", *ends, pointer=f"/edges/{n}") for n, ends in enumerate(pairwise("abca"))]
    (problem,) = check(graph_of("abc", *edges)).problems
    assert "a → b → c → a" in problem.message
    assert (problem.severity, problem.pointer, problem.edge) == ("error", "/edges/2", "e2")
    assert problem.fix == "remove one edge of the cycle, for example edge 'e2' from 'c' to 'a'"


def test_each_cycle_is_a_problem_of_its_own() -> None:
    edges = [Edge("", *ends) for ends in ("ab", "ba", "cd", "dc")]
    assert len(only(graph_of("abcd", *edges), "cycle")) == 2


def test_where_cycles_are_allowed_only_a_loop_is_mentioned() -> None:
    graph = graph_of("ab", Edge("1", "a", "b"), Edge("2", "b", "a"), Edge("3", "a", "a"))
    assert [(p.severity, p.code) for p in check(graph, acyclic=False)] == [("info", "self-loop")]


def test_edges_between_other_ports_are_no_duplicates() -> None:
    assert only(graph_of("ab", Edge("1", "a", "b", "x", "y"), Edge("2", "a", "b", "x", "z")), "duplicate-edge") == []


def test_edges_without_ids_are_no_duplicates_by_id() -> None:
    assert only(graph_of("ab", Edge("", "a", "b", "x"), Edge("", "a", "b", "y")), "duplicate-edge-id") == []


def test_where_nodes_go_by_their_names_problems_say_so() -> None:
    graph = replace(graph_of("aa", Edge("", "a", "zzz")), habits=Habits(lambda *_: False, key="name"))
    (twice,) = only(graph, "duplicate-node-id")
    assert "has the name of an earlier" in twice.message
    assert "a name must belong" in twice.message
    assert twice.fix == "give one of the two another name"
    (loose,) = only(graph, "dangling-edge")
    assert "the target must be the name of a node" in loose.message


def test_three_nodes_of_one_id_are_two_problems() -> None:
    assert len(only(graph_of("aaa"), "duplicate-node-id")) == 2


def test_a_missing_parent_guesses_the_group_that_was_meant() -> None:
    nodes = (Node("box_1", "group", "Box", role="group"), Node("a", "step", "A", parent="bx_1"))
    (problem,) = only(Graph(nodes), "missing-parent")
    assert (problem.node, problem.fix) == ("a", "make 'box_1' its parent")


def test_a_node_that_is_its_own_parent_is_a_circle() -> None:
    (problem,) = only(Graph((Node("a", "step", "A", parent="a"),)), "parent-cycle")
    assert "a → a" in problem.message


def test_only_the_circle_of_parents_is_reported_and_not_what_hangs_on_it() -> None:
    parents = {"x": "a", "a": "b", "b": "a", "y": "x"}
    nodes = tuple(Node(node_id, "group", node_id, parent=parent) for node_id, parent in parents.items())
    (problem,) = only(Graph(nodes), "parent-cycle")
    assert "a → b → a" in problem.message


def test_a_long_chain_of_parents_is_followed() -> None:
    nodes = tuple(Node(str(n), "group", str(n), parent=str((n + 1) % LONG)) for n in range(LONG))
    (problem,) = only(Graph(nodes), "parent-cycle")
    assert len(problem.message) < 1000


def test_a_message_names_the_label() -> None:
    (problem,) = only(graph_of("aa"), "duplicate-node-id")
    assert "node 'a' ('Label a')" in problem.message
