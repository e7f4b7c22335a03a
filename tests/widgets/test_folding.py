from __future__ import annotations

from wfkit.core.model import Edge, Graph, Node
from wfkit.widgets import folding

GRAPH = Graph(
    nodes=(
        Node("outer", "group", "Outer", role="group"),
        Node("inner", "group", "Inner", role="group", parent="outer"),
        Node("a", "llm", "A", parent="inner"),
        Node("b", "llm", "B", parent="outer"),
        Node("c", "llm", "C"),
    ),
    edges=(Edge("1", "a", "b", "out", "in"), Edge("2", "b", "c", "out", "in"), Edge("3", "c", "gone")),
)


def ids(graph):
    return [node.id for node in graph.nodes]


def test_only_nodes_that_hold_others_are_groups():
    assert folding.groups(GRAPH) == ("outer", "inner")


def test_members_of_a_group_within_a_group_are_members_of_both():
    assert folding.members(GRAPH, "outer") == ("inner", "a", "b")
    assert folding.members(GRAPH, "inner") == ("a",)
    assert folding.members(GRAPH, "c") == ()


def test_nothing_closed_is_the_graph_itself():
    assert folding.folded(GRAPH, frozenset()) is GRAPH


def test_a_closed_group_stands_for_its_members_and_has_their_edges():
    made = folding.folded(GRAPH, frozenset({"inner"}))
    assert ids(made) == ["outer", "inner", "b", "c"]
    assert [(edge.source, edge.source_port, edge.target, edge.target_port) for edge in made.edges] == [
        ("inner", "", "b", "in"),
        ("b", "out", "c", "in"),
        ("c", "", "gone", ""),
    ]
    assert made.by_id["inner"].label == "Inner (1 node)"


def test_the_outermost_closed_group_is_the_one_that_is_seen():
    made = folding.folded(GRAPH, frozenset({"inner", "outer"}))
    assert ids(made) == ["outer", "c"]
    assert [(edge.source, edge.target) for edge in made.edges] == [("outer", "c"), ("c", "gone")]
    assert made.by_id["outer"].label == "Outer (3 nodes)"


def test_groups_that_hold_each_other_come_to_an_end():
    graph = Graph(nodes=(Node("x", "group", "X", parent="y"), Node("y", "group", "Y", parent="x")))
    assert folding.members(graph, "x") == ("y",)
    assert len(folding.folded(graph, frozenset({"x"})).nodes) <= 2
