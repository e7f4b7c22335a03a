"""The parts of a merge: orders, sequences, rewriting, sameness, names of elements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wfkit
from wfkit.core.diff import ABSENT
from wfkit.core.document import Document
from wfkit.core.merge._merging import Merging
from wfkit.core.merge._naming import Naming
from wfkit.core.merge._order import is_contested, merged_order
from wfkit.core.merge._questions import fates_of, questions_of
from wfkit.core.merge._sameness import Sameness, form, is_same, is_spelt_same
from wfkit.core.merge._sequences import merged_sequence
from wfkit.core.merge._sides import Source, sides_of
from wfkit.core.merge.comfyui import in_step, renumbered
from wfkit.core.merge.result import merge
from wfkit.core.model import Edge, Graph, Node
from wfkit.core.rewriting import copied, replaced, without
from wfkit.service.documents import from_data

LETTERS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


@given(LETTERS, LETTERS, LETTERS)
def test_an_order_has_every_key_once(base, ours, theirs):
    order = merged_order(base, ours, theirs)
    assert sorted(order) == sorted({*ours, *theirs})


@given(LETTERS, LETTERS)
def test_the_order_is_that_of_the_side_that_changed_something(base, side):
    added = [key for key in base if key not in side]
    for order in (merged_order(base, side, base), merged_order(base, base, side)):
        assert [key for key in order if key not in added] == side


def test_what_both_put_at_one_place_is_ours_then_theirs():
    assert merged_order("az", ["a", "o", "z"], ["a", "t", "u", "z"]) == ["a", "o", "t", "u", "z"]
    assert merged_order("z", ["o", "z"], ["t", "z"]) == ["o", "t", "z"]
    assert merged_order("", [], ["t"]) == ["t"]


def test_two_new_orders_are_contested():
    assert is_contested("abc", "bac", "acb")
    assert not is_contested("abc", "bac", "bac")
    assert not is_contested("abc", "abc", "acb")
    assert not is_contested("abc", "bca", "ac")


def chosen(base, ours, theirs):
    elements = merged_sequence(base, ours, theirs)
    if elements is None:
        return None
    return [
        theirs_has if base_has == ours_has else ours_has
        for _, (base_has, ours_has, theirs_has) in elements
        if ABSENT not in (ours_has, theirs_has)
    ]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abcd", "axyd", "abcd", "axyd"),
        ("abcd", "axyzd", "abcde", "axyzde"),
        ("abcd", "axyzd", "axyzd", "axyzd"),
        ("abcd", "axyzd", "aqd", None),
        ("abcd", "axyzd", "abqd", None),
        ("abcd", "abqd", "axyzd", None),
        ("abcd", "axbcd", "abycd", "axbycd"),
        ("abcd", "axyzd", "abcqd", None),
        ("", "a", "a", "a"),
        ("", "a", "b", None),
    ],
)
def test_sequences(base, ours, theirs, expected):
    assert chosen([*base], [*ours], [*theirs]) == (expected and [*expected])


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_a_sequence_that_one_side_changed_is_what_that_side_has(base, side):
    assert chosen([*base], [*side], [*base]) == [*side]
    assert chosen([*base], [*base], [*side]) == [*side]


@given(JSON)
def test_a_copy_is_equal_and_shares_nothing(value):
    made = copied(value)
    assert made == value
    assert is_spelt_same(made, value)
    if isinstance(value, dict | list) and value:
        made.clear()
        assert value


def test_replacing_and_removing_leave_the_original():
    data = {"a": [{"x": 1, "y": 2}, {"x": 3}], "b": {"~/": 1}}
    assert replaced(data, {"/a/1/x": 9, "/a/0/z": 8, "/b/~0~1": 7}) == {
        "a": [{"x": 1, "y": 2, "z": 8}, {"x": 9}],
        "b": {"~/": 7},
    }
    assert without(data, ["/a/0", "/a/1/x", "/a/0/x", "/b/~0~1"]) == {"a": [{}], "b": {}}
    assert data == {"a": [{"x": 1, "y": 2}, {"x": 3}], "b": {"~/": 1}}
    assert replaced(data, {"": 5}) == 5
    assert replaced(data, {}) is data


@given(JSON, JSON)
def test_values_are_the_same_as_their_canonical_forms_are(left, right):
    assert is_same(left, left)
    assert is_same(left, right) == is_same(right, left) == (form(left) == form(right))
    assert not is_same(left, ABSENT)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (1, 1.0, True), (1, True, False), (0, False, False), (None, ABSENT, False), (ABSENT, ABSENT, True),
        ({}, [], False), ([1], [1.0], True), ({"a": 1, "b": 2}, {"b": 2.0, "a": 1}, True), ("1.0", "1", False),
        (10**20, 1e20, True), (10**16 + 1, 1e16, False), ({"a": "1.0"}, {"a": "1"}, False), (-0.0, 0, True),
        (1, "1", False),
    ],
)  # fmt: skip
def test_sameness(left, right, same):
    assert is_same(left, right) is same


def test_a_comparison_that_costs_too_much_gives_no_answer():
    same = Sameness(bytes_left=20)
    assert same.wanted([1], [1], [2]) == ([2],)
    assert same.wanted(["a long text"], ["a long text"], [2]) == ([2],)
    assert same.wanted([1], [1], [2]) is None
    assert same.wanted(1, 1, 2) == (2,)


def sides_for(*documents):
    sources = [Source(each.data, each.graph, each.graph) for each in map(from_data, documents)]
    return sides_of((sources[0], sources[1], sources[2]))


def test_a_merge_without_comparisons_gives_the_same_document(made):
    base, ours, theirs = made.configs(
        {"a": [1, {"b": 2}], "c": 3}, {"a": [1, {"b": 4}], "c": 3}, {"a": [1, {"b": 2}, 5]}
    )
    sides = sides_for(base, ours, theirs)
    asked = questions_of(sides)
    merging = Merging(sides, asked, fates_of(asked, sides, {}), {}, _same=Sameness(bytes_left=0))
    assert merging.run() == wfkit.merge(base, ours, theirs).document
    assert not merging.found


def test_elements_go_by_the_first_key_that_tells_them_apart():
    lists = [{"id": 1, "name": "x"}], [{"id": "1", "name": "x"}], [{"id": 2, "name": "y"}]
    named = Naming(lists).named((), lists)
    assert [[*keys] for keys in named.keys] == [["1"], ["1"], ["2"]]
    doubled = [{"id": 1, "name": "x"}, {"id": 1, "name": "y"}], [], []
    assert [*Naming(doubled).named((), doubled).keys[0]] == ["x", "y"]
    for odd in ([{"id": True}], [{"id": None}], [{}], [1], [{"id": 1}, 1]):
        assert Naming((odd, [], [])).named((), (odd, [], [])) is None


def test_the_path_of_a_place_is_unknown_behind_a_list_without_names():
    data = {"a": [{"b": [{"id": 1}]}, {"b": []}], "c": 1}
    naming = Naming((data, data, data))
    assert naming.path_of(0, "/a/0/b/0") is None
    assert naming.path_of(0, "/a/0") is None
    assert naming.path_of(0, "") is None
    assert naming.path_of(0, "/c") == ("c",)
    assert naming.path_of(0, "/a/0/b/0", is_edge=True) == ("a", 0, "b", "1")


def test_a_graph_that_does_not_say_where_its_nodes_are_merges_by_values():
    def read(data):
        return Graph(tuple(Node(name, "t", name) for name in data), (Edge("e", "a", "b"),))

    documents = [Document("", data, "own", read) for data in ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 3, "b": 2})]
    merged = merge(*documents)
    assert [(each.path, each.node) for each in merged.conflicts] == [("/a", "")]
    assert merged.resolve_all("theirs").document == {"a": 3, "b": 2}


def test_comfyui_of_another_shape_is_left_as_it_is():
    odd = {
        "nodes": [
            1,
            {"id": "x"},
            {"id": 1, "inputs": [2, {"name": "a"}], "outputs": 5},
            {"id": 2, "inputs": [{"link": {}}]},
        ],
        "links": [[1], 5, {"id": "x"}, [1, 1, 0, "a", 0]],
        "definitions": {"subgraphs": [7, {"nodes": 3, "inputs": [5, {"linkIds": ["x"]}, {"linkIds": None}]}]},
    }
    assert in_step(odd, (odd, odd)) == odd
    assert renumbered(odd, odd, odd) == (odd, "")


def test_the_ends_of_a_subgraph_know_their_links_where_those_of_all_sides_do():
    links = [{"id": 4, "origin_id": -10, "origin_slot": 0, "target_id": -20, "target_slot": 0}]

    def canvas(*says):
        ends = {key: [{"name": "a", "linkIds": said}] for key, said in zip(("inputs", "outputs"), says, strict=True)}
        return {"nodes": [], "definitions": {"subgraphs": [{"id": "s", "nodes": [], "links": links, **ends}]}}

    whole, behind = canvas([4], [4]), canvas([5], None)
    assert in_step(behind, (whole, whole)) == whole
    assert in_step(behind, (whole, behind)) == behind
