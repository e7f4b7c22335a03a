from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core import codec
from wfkit.core.diff.leaves import ABSENT, Leaf, identity_of, is_same, leaf_changes, leaf_origins, leaves
from wfkit.core.patch import json_patch
from wfkit.core.pointer import resolve

SCALARS = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, 1.0, 10**30]) | st.text("ab/~", max_size=3)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "a", "b", "/", "~", "0"]), inner, max_size=4)
        | st.lists(
            st.fixed_dictionaries(
                {"id": st.sampled_from(["x", "y", "z", 0, 1, "0"])}, optional={"v": inner, "w": inner}
            ),
            max_size=4,
        )
    ),
    max_leaves=20,
)


def shown(old, new):
    return [(leaf.kind, leaf.path, leaf.old, leaf.new) for leaf in leaf_changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 2}, [("changed", "/a", 1, 2)]),
        ({"a": 1}, {}, [("removed", "/a", 1, ABSENT)]),
        ({}, {"a": None}, [("added", "/a", ABSENT, None)]),
        ({"a": 1}, {"b": 1}, [("removed", "/a", 1, ABSENT), ("added", "/b", ABSENT, 1)]),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, [("changed", "/a/b/c", 1, 2)]),
        ({"a": {"b": 1}}, {"a": [1]}, [("changed", "/a", {"b": 1}, [1])]),
        ({"a": []}, {"a": {}}, [("changed", "/a", [], {})]),
        ({"a/b": 1, "c~d": 1}, {"a/b": 2, "c~d": 2}, [("changed", "/a~1b", 1, 2), ("changed", "/c~0d", 1, 2)]),
        ({"a": [1, 2, 3]}, {"a": [1, 5]}, [("changed", "/a/1", 2, 5), ("removed", "/a/2", 3, ABSENT)]),
        ({"a": [1, 2, 3]}, {"a": [1, 5, 2, 3]}, [("added", "/a/1", ABSENT, 5)]),
        ({"a": [1, 2, 3]}, {"a": [4, 2, 5]}, [("changed", "/a/0", 1, 4), ("changed", "/a/2", 3, 5)]),
        (1, "1", [("changed", "", 1, "1")]),
        ([], {}, [("changed", "", [], {})]),
        ({}, {}, []),
    ],
    ids=repr,
)
def test_each_difference_is_one_leaf(old, new, expected):
    assert shown(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (1, 1.0),
        (0.0, -0.0),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (None, None),
        ([1.0, {"a": [2]}], [1, {"a": [2.0]}]),
        (1e20, 10**20),
        ([True, 1, "1", None], [True, 1.0, "1", None]),
    ],
    ids=repr,
)
def test_what_says_the_same_is_no_difference(old, new):
    assert leaf_changes(old, new) == []
    assert is_same(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (True, 1),
        (False, 0.0),
        (1, True),
        (0, None),
        ("", None),
        (2**53, 2**53 + 1),
        (10**30, 10**30 + 1),
        (0.5, "0.5"),
        (1e-7, 2e-7),
        ("é", "e\u0301"),
        ("None", None),
        ("True", True),
        ("1", 1),
        ([], None),
        ("[]", []),
    ],
    ids=ascii,
)
def test_what_only_looks_alike_is_a_difference(old, new):
    for made in (
        lambda value: value,
        lambda value: {"a": value},
        lambda value: [value, 1],
        lambda value: {"a": [value]},
    ):
        (leaf,) = leaf_changes(made(old), made(new))
        assert (leaf.old, leaf.new) == (old, new)
        assert type(leaf.new) is type(new)
        assert not is_same(made(old), made(new))


def test_an_element_in_front_does_not_make_the_others_look_changed():
    old = [{"id": "a", "v": 1}, {"id": "b", "v": 1}]
    new = [{"id": "c", "v": 1}, {"id": "a", "v": 2}, {"id": "b", "v": 1}]
    assert shown({"n": old}, {"n": new}) == [
        ("added", "/n/0", ABSENT, {"id": "c", "v": 1}), ("changed", "/n/1/v", 1, 2),
    ]  # fmt: skip
    assert leaf_changes({"n": old}, {"n": new})[1].old_path == "/n/0/v"


@pytest.mark.parametrize("key", ["id", "uuid", "key", "name"])
def test_elements_of_lists_go_by_whatever_tells_them_apart(key):
    old, new = [{key: "a", "v": 1}, {key: "b"}], [{key: "b"}, {key: "a", "v": 2}]
    assert shown(old, new) == [("reordered", "", ["a", "b"], ["b", "a"]), ("changed", "/1/v", 1, 2)]


def test_elements_whose_ids_were_given_anew_go_by_their_names():
    old = [{"id": "1", "name": "a", "v": 1}, {"id": "2", "name": "b"}]
    new = [{"id": "3", "name": "b"}, {"id": "4", "name": "a", "v": 1}]
    assert shown(old, new) == [
        ("reordered", "", ["a", "b"], ["b", "a"]), ("changed", "/0/id", "2", "3"), ("changed", "/1/id", "1", "4"),
    ]  # fmt: skip


def test_elements_that_have_nothing_in_common_go_by_their_places():
    assert shown([{"id": "1", "v": 1}], [{"id": "2", "v": 2}]) == [
        ("changed", "/0/id", "1", "2"),
        ("changed", "/0/v", 1, 2),
    ]


def test_another_order_of_identified_elements_is_one_leaf():
    old, new = [{"id": "a"}, {"id": "b"}, {"id": "c"}], [{"id": "c"}, {"id": "a"}]
    assert shown({"n": old}, {"n": new}) == [
        ("reordered", "/n", ["a", "c"], ["c", "a"]), ("removed", "/n/1", {"id": "b"}, ABSENT),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "items",
    [
        [{"id": "a", "v": 1}, {"id": "a", "v": 2}],
        [{"id": "a", "v": 1}, {"v": 2}],
        [{"id": "a", "v": 1}, 2],
        [{"id": True, "v": 1}, {"id": 2}],
        [{"id": None, "v": 1}],
        [{"id": [1], "v": 1}],
        [{"id": 1.5, "v": 1}],
    ],
    ids=repr,
)
def test_elements_that_are_not_told_apart_go_by_their_places(items):
    assert identity_of(items) == ""
    changed = copy.deepcopy(items)
    changed[0]["v"] = 9
    assert shown(items, changed) == [("changed", "/0/v", 1, 9)]


def test_an_identity_has_to_hold_in_every_list():
    assert identity_of([{"id": 1, "name": "a"}], [{"id": 2, "name": "b"}]) == "id"
    assert identity_of([{"id": 1, "name": "a"}], [{"name": "b"}]) == "name"
    assert identity_of([{"id": 1}], [{"name": "b"}]) == ""
    assert identity_of([{"id": 1}, {"id": "1"}], []) == "id"


def test_identities_1_and_true_are_not_taken_for_one():
    old, new = [{"id": 1, "v": 1}, {"id": "1", "v": 2}], [{"id": "1", "v": 2}, {"id": 1, "v": 1}]
    assert [leaf.kind for leaf in leaf_changes(old, new)] == ["reordered"]


@pytest.mark.parametrize("key", ["\0list", "$insert", "$delete", "insert", "", "0"], ids=ascii)
def test_no_key_of_a_document_is_mistaken_for_a_mark(key):
    assert shown({key: {"0": 1}}, {key: 2}) == [("changed", f"/{key}", {"0": 1}, 2)]


@pytest.mark.parametrize("depth", [20, 100, 490])
def test_a_difference_is_found_however_deep_and_among_however_many(depth):
    def nest(leaf):
        value = leaf
        for _ in range(depth):
            value = {f"k{number}": number for number in range(20)} | {"z": value}
        return value

    assert shown(nest(1), nest(2)) == [("changed", "/z" * depth, 1, 2)]


def test_a_large_value_that_lies_deep_is_not_compared_as_a_whole_at_every_level():
    """It would cost its size times its depth; past some of that, the values are walked through instead."""

    def nest(leaf):
        value = {"large": "x" * 2_000_000, "list": ["a", leaf, "z"], "same": [1, {"b": 2}]}
        for level in range(90):
            value = {"in": value} if level % 2 else ["first", value]
        return value

    old, new = nest("b"), nest("c")
    (leaf,) = leaf_changes(old, new)
    assert (leaf.path[-7:], leaf.old, leaf.new) == ("/list/1", "b", "c")
    assert json_patch(old, new) == [{"op": "replace", "path": leaf.path, "value": "c"}]


def test_leaves_are_in_the_order_of_their_pointers():
    assert [leaf.path for leaf in leaf_changes({"b": 1, "a": 1}, {"b": 2, "a": 2, "aa": 3})] == ["/a", "/aa", "/b"]


def test_absence_is_one_thing_that_is_false_and_survives_copying():
    assert not ABSENT
    assert repr(ABSENT) == "ABSENT"
    assert pickle.loads(pickle.dumps(ABSENT)) is ABSENT  # noqa: S301 - its own
    assert copy.deepcopy(Leaf("/a", ABSENT, 1)).old is ABSENT


@given(VALUES, VALUES)
def test_there_is_a_leaf_exactly_when_the_content_differs(old, new):
    is_different = codec.content_hash(old) != codec.content_hash(new)
    assert bool(leaf_changes(old, new)) == is_different
    assert is_same(old, new) is not is_different


@given(VALUES, VALUES)
def test_the_way_back_is_the_mirror_image(old, new):
    back = leaf_changes(new, old)
    for leaf in leaf_changes(old, new):
        back.remove(leaf.mirrored())
    assert back == []


@given(VALUES)
def test_the_leaves_of_a_value_are_at_their_pointers(value):
    found = leaves(value)
    assert all(resolve(value, path) is leaf for path, leaf in found.items())
    assert all(not leaf for leaf in found.values() if isinstance(leaf, dict | list))


def test_an_empty_object_has_no_leaves_and_one_inside_another_is_a_leaf():
    assert leaves({}) == {}
    assert leaves({"a": {}, "b": [], "c": [1]}) == {"/a": {}, "/b": [], "/c/0": 1}
    assert leaves([]) == {"": []}
    assert leaves(1) == {"": 1}


@given(VALUES, VALUES)
def test_what_was_there_before_is_where_its_origin_says(old, new):
    for path, old_path in leaf_origins(old, new).items():
        assert is_same(resolve(old, old_path), resolve(new, path))


@given(VALUES)
def test_every_leaf_of_an_unchanged_value_has_itself_for_origin(value):
    assert leaf_origins(value, copy.deepcopy(value)) == {path: path for path in leaves(value)} | (
        {"": ""} if value == {} and isinstance(value, dict) else {}
    )


def test_an_element_that_moved_keeps_its_origin():
    old, new = [{"id": "a", "v": 1}, {"id": "b", "v": 2}], [{"id": "b", "v": 2}, {"id": "a", "v": 3}]
    assert leaf_origins(old, new) == {"/0/id": "/1/id", "/0/v": "/1/v", "/1/id": "/0/id"}


def test_a_number_written_another_way_comes_from_where_it_was():
    assert leaf_origins({"a": 1, "b": [2.0]}, {"a": 1.0, "b": [2]}) == {"/a": "/a", "/b/0": "/b/0"}
    assert leaf_origins({"a": 1}, {"a": True}) == {}
