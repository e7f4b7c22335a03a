from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wfkit.core.model import Edge, Graph, Node, Port
from wfkit.render._cache import Cache, fingerprint

from .conftest import HOSTILE, chain, made_up

NODE = Node("n", "llm", "Label", {"model": "m"}, (Port("in"),), (Port("out"),), (1.0, 2.0))
CHANGES = {
    "id": "other",
    "type": "other",
    "label": "other",
    "config": {"model": "other"},
    "inputs": (Port("in", required=True),),
    "outputs": (),
    "position": (1.0, 3.0),
    "size": (1.0, 2.0),
    "parent": "g",
    "role": "note",
    "enabled": False,
}


def test_equal_graphs_have_the_same_fingerprint():
    assert fingerprint(made_up(30, groups=2)) == fingerprint(made_up(30, groups=2))


@pytest.mark.parametrize(("field", "value"), CHANGES.items(), ids=CHANGES)
def test_whatever_is_drawn_changes_the_fingerprint(field, value):
    assert fingerprint(Graph((NODE,))) != fingerprint(Graph((replace(NODE, **{field: value}),)))


@pytest.mark.parametrize(("one", "other"), [(1, True), (1, 1.0), (0, False), ("1", 1), ([], {}), (None, "None")])
def test_values_that_differ_as_json_differ(one, other):
    first, second = (Graph((replace(NODE, config={"k": value}),)) for value in (one, other))
    assert fingerprint(first) != fingerprint(second)


def test_edges_are_part_of_the_fingerprint():
    graph = chain("a", "b")
    assert fingerprint(graph) != fingerprint(Graph(graph.nodes, (Edge("e", "a", "b", "", "in"),)))


def test_a_value_that_occurs_twice_counts_like_two_equal_values():
    shared = "a value of some length"
    twice = Graph((replace(NODE, config={"a": shared, "b": shared}),))
    equal = Graph((replace(NODE, config={"a": shared, "b": "".join([*shared])}),))
    assert fingerprint(twice) == fingerprint(equal)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_has_a_fingerprint(text):
    assert fingerprint(Graph((replace(NODE, id=text, label=text, config={text: text}),)))


def test_a_config_that_is_no_json_has_a_fingerprint():
    assert fingerprint(Graph((replace(NODE, config={"k": {1: {1, 2}}, "o": Port("x")}),)))


def test_what_was_kept_is_found():
    cache = Cache(100)
    cache.keep("a", "A", 10)
    assert cache.get("a") == "A"
    assert cache.get("b") is None


def test_what_was_not_asked_for_the_longest_is_forgotten_first():
    cache = Cache(100)
    for key in "ab":
        cache.keep(key, key, 50)
    cache.get("a")
    cache.keep("c", "c", 50)
    assert [cache.get(key) for key in "abc"] == ["a", None, "c"]


def test_what_is_larger_than_all_room_is_not_kept():
    cache = Cache(100)
    cache.keep("a", "A", 50)
    cache.keep("b", "B", 101)
    assert [cache.get(key) for key in "ab"] == ["A", None]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60))))
def test_no_more_is_kept_than_there_is_room_for(steps):
    cache, sizes = Cache(100), {}
    for key, size in steps:
        cache.keep(key, key, size)
        sizes[key] = size
    assert sum(sizes[key] for key in sizes if cache.get(key) is not None) <= 100


def test_a_cleared_cache_has_nothing():
    cache = Cache(100)
    cache.keep("a", "A", 100)
    cache.clear()
    cache.keep("b", "B", 100)
    assert [cache.get(key) for key in "ab"] == [None, "B"]
