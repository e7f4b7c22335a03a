from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core import algorithms
from wfkit.core.model import Edge, Graph, Node
from wfkit.errors import InvalidWorkflow, NotFound

LONG = 100_000


def graph_of(nodes: str | list[str], *edges: tuple[str, str]) -> Graph:
    made = tuple(Node(node_id, "step", node_id) for node_id in nodes)
    return Graph(made, tuple(Edge(f"e{n}", *ends, pointer=f"/edges/{n}") for n, ends in enumerate(edges)))


def chain(*extra: tuple[str, str]) -> Graph:
    ids = [str(number) for number in range(LONG)]
    return graph_of(ids, *pairwise(ids), *extra)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    ids = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8))
    # "?" is no node, so some edges dangle.
    ends = st.sampled_from([*ids, "?"])
    return graph_of(ids, *draw(st.lists(st.tuples(ends, ends), max_size=16)))


def pairs_of(graph: Graph) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for edge in graph.edges if {edge.source, edge.target} <= set(graph.by_id)}


def closure(graph: Graph) -> set[tuple[str, str]]:
    """The naive model: every pair that a path of at least one edge joins."""
    joined = pairs_of(graph)
    while True:
        longer = joined | {(a, d) for a, b in joined for c, d in joined if b == c}
        if longer == joined:
            return joined
        joined = longer


@given(graphs())
def test_a_topological_order_respects_every_edge_or_there_is_a_cycle(graph: Graph) -> None:
    if any(a == b for a, b in closure(graph)):
        with pytest.raises(InvalidWorkflow):
            algorithms.topological_order(graph)
    else:
        order = algorithms.topological_order(graph)
        assert sorted(order) == sorted(graph.by_id)
        assert all(order.index(source) < order.index(target) for source, target in pairs_of(graph))


@given(graphs())
def test_a_topological_order_takes_the_first_of_the_document_that_is_ready(graph: Graph) -> None:
    if not algorithms.find_cycle(graph):
        left, expected = list(graph.by_id), []
        while left:
            ready = next(n for n in left if not any(t == n and s in left for s, t in pairs_of(graph)))
            left.remove(ready)
            expected.append(ready)
        assert algorithms.topological_order(graph) == tuple(expected)


@given(graphs())
def test_every_cycle_found_is_one_and_every_knotted_part_has_one(graph: Graph) -> None:
    paths, joined = algorithms.find_cycles(graph), closure(graph)
    for path in paths:
        assert path[0] == path[-1]
        assert len(set(path)) == len(path) - 1
        assert set(pairwise(path)) <= pairs_of(graph)
    knotted = {a for a, b in joined if a == b}
    parts = {frozenset(b for b in knotted if (a, b) in joined and (b, a) in joined) for a in knotted}
    assert len(paths) == len(parts)
    assert {next(part for part in parts if path[0] in part) for path in paths} == parts


@given(graphs())
def test_reachability_agrees_with_the_naive_model(graph: Graph) -> None:
    joined = closure(graph)
    for a in graph.by_id:
        assert algorithms.descendants(graph, a) == {b for b in graph.by_id if (a, b) in joined}
        assert algorithms.ancestors(graph, a) == {b for b in graph.by_id if (b, a) in joined}
        assert all(algorithms.is_reachable(graph, a, b) == (a == b or (a, b) in joined) for b in graph.by_id)


@given(graphs())
def test_roots_and_leaves_agree_with_the_naive_model(graph: Graph) -> None:
    pairs = pairs_of(graph)
    assert algorithms.roots(graph) == tuple(n for n in graph.by_id if not any(t == n for _, t in pairs))
    assert algorithms.leaves(graph) == tuple(n for n in graph.by_id if not any(s == n for s, _ in pairs))


@given(graphs())
def test_components_divide_the_nodes_in_document_order(graph: Graph) -> None:
    parts = algorithms.components(graph)
    ids = list(graph.by_id)
    both = graph_of(ids, *pairs_of(graph), *((t, s) for s, t in pairs_of(graph)))
    assert sorted(node_id for part in parts for node_id in part) == sorted(ids)
    assert [part[0] for part in parts] == sorted((part[0] for part in parts), key=ids.index)
    for part in parts:
        assert list(part) == [n for n in ids if algorithms.is_reachable(both, part[0], n)]


def test_the_cycle_is_the_exact_path() -> None:
    assert algorithms.find_cycle(graph_of("xab", ("x", "a"), ("a", "b"), ("b", "a"))) == ("a", "b", "a")


def test_an_acyclic_graph_has_no_cycle() -> None:
    assert algorithms.find_cycle(graph_of("ab", ("a", "b"))) == ()


def test_a_loop_of_one_node_is_a_cycle() -> None:
    assert algorithms.find_cycles(graph_of("ab", ("a", "a"), ("a", "b"))) == (("a", "a"),)


def test_a_loop_within_a_greater_cycle_does_not_hide_it() -> None:
    assert algorithms.find_cycles(graph_of("ab", ("a", "a"), ("a", "b"), ("b", "a"))) == (("a", "b", "a"),)


def test_separate_cycles_come_in_document_order() -> None:
    graph = graph_of("abcd", ("d", "c"), ("c", "d"), ("b", "a"), ("a", "b"), ("b", "c"))
    assert algorithms.find_cycles(graph) == (("a", "b", "a"), ("c", "d", "c"))


def test_a_cyclic_graph_is_refused_with_its_cycles() -> None:
    graph = graph_of("abc", ("a", "b"), ("b", "a"), ("c", "c"))
    with pytest.raises(InvalidWorkflow, match="no topological order") as caught:
        algorithms.topological_order(graph)
    assert [(p.code, p.pointer, p.edge) for p in caught.value.problems] == [
        ("cycle", "/edges/1", "e1"),
        ("self-loop", "/edges/2", "e2"),
    ]
    assert "a → b → a" in caught.value.problems[0].message


@pytest.mark.parametrize("question", [algorithms.descendants, algorithms.ancestors], ids=lambda f: f.__name__)
def test_a_question_about_an_unknown_node_says_so(question: object) -> None:
    assert callable(question)
    with pytest.raises(NotFound, match="'z'"):
        question(graph_of("a"), "z")


@pytest.mark.parametrize("ends", [("a", "z"), ("z", "a")], ids=["target", "source"])
def test_reachability_of_an_unknown_node_says_so(ends: tuple[str, str]) -> None:
    with pytest.raises(NotFound, match="'z'"):
        algorithms.is_reachable(graph_of("a"), *ends)


def test_sources_that_are_not_there_reach_nothing() -> None:
    assert algorithms.reachable_from(graph_of("ab", ("a", "b")), ["z", "a"]) == {"a", "b"}


def test_an_empty_graph_has_empty_answers() -> None:
    graph = Graph()
    for question in (algorithms.topological_order, algorithms.find_cycles, algorithms.roots, algorithms.components):
        assert question(graph) == ()


def test_a_long_chain_is_answered() -> None:
    graph = chain()
    assert algorithms.topological_order(graph) == tuple(graph.by_id)
    assert algorithms.find_cycles(graph) == ()
    assert len(algorithms.descendants(graph, "0")) == LONG - 1
    assert len(algorithms.components(graph)) == 1


def test_a_long_cycle_is_found_and_its_message_stays_short() -> None:
    graph = chain((str(LONG - 1), "0"))
    assert len(algorithms.find_cycle(graph)) == LONG + 1
    (problem,) = algorithms.cycle_problems(graph)
    assert "… 99951 more …" in problem.message
    assert len(problem.message) < 1000


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("a", "b", "a"), "a → b → a"),
        (("", "b", ""), "'' → b → ''"),
        (("a b", "\n", "a b"), r"'a b' → '\n' → 'a b'"),
        (("a→", "it's"), "'a→' → it's"),
    ],
    ids=["plain", "empty", "blank", "arrow"],
)
def test_a_path_quotes_only_the_ids_that_need_it(path: tuple[str, ...], text: str) -> None:
    assert algorithms.path_text(path) == text
