from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core import codec
from wfkit.core.compare import Change, Comparison, compare

scalars = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, 1.0, 10**30]) | st.text("ab/~", max_size=3)
)
documents = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "a", "b", "/", "~", "0"]), inner, max_size=4)
        | st.lists(
            st.fixed_dictionaries({"id": st.sampled_from(["x", "y", "z", 0, 1, "0", "#0"]), "v": inner}), max_size=4
        )
    ),
    max_leaves=20,
)


def shown(old, new):
    return [(change.kind, change.pointer, change.old, change.new) for change in compare(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 2}, [("changed", "/a", 1, 2)]),
        ({"a": 1}, {}, [("removed", "/a", 1, None)]),
        ({}, {"a": None}, [("added", "/a", None, None)]),
        ({"a": None}, {}, [("removed", "/a", None, None)]),
        ({"a": 1}, {"b": 1}, [("removed", "/a", 1, None), ("added", "/b", None, 1)]),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, [("changed", "/a/b/c", 1, 2)]),
        ({"a": {"b": 1}}, {"a": [1]}, [("changed", "/a", {"b": 1}, [1])]),
        ({"a": {"0": 1}}, {"a": [1]}, [("changed", "/a", {"0": 1}, [1])]),
        ({"a": []}, {"a": {}}, [("changed", "/a", [], {})]),
        ({"a/b": 1, "c~d": 1}, {"a/b": 2, "c~d": 2}, [("changed", "/a~1b", 1, 2), ("changed", "/c~0d", 1, 2)]),
        ({"a": [1, 2, 3]}, {"a": [1, 5]}, [("changed", "/a/1", 2, 5), ("removed", "/a/2", 3, None)]),
        (1, "1", [("changed", "", 1, "1")]),
        ([], {}, [("changed", "", [], {})]),
    ],
    ids=repr,
)
def test_each_difference_is_one_change(old, new, expected):
    assert shown(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"), [(1, 1.0), (0.0, -0.0), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), (None, None)], ids=repr
)
def test_what_says_the_same_is_no_difference(old, new):
    assert not compare(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (True, 1),
        (False, 0),
        (1, True),
        (0, None),
        ("", None),
        (2**53, 2**53 + 1),
        (10**30, 10**30 + 1),
        ("é", "e\u0301"),
        ([], None),
    ],
    ids=ascii,
)
def test_what_only_looks_alike_is_a_difference(old, new):
    assert shown({"a": old}, {"a": new}) == [("changed", "/a", old, new)]


def test_a_new_node_in_front_does_not_make_the_others_look_changed():
    old = [{"id": "a", "v": 1}, {"id": "b", "v": 1}]
    new = [{"id": "c", "v": 1}, {"id": "a", "v": 2}, {"id": "b", "v": 1}]
    assert shown({"nodes": old}, {"nodes": new}) == [
        ("changed", "/nodes/a/v", 1, 2), ("added", "/nodes/c", None, {"id": "c", "v": 1}),
    ]  # fmt: skip


def test_another_order_of_identified_elements_is_one_change():
    old, new = [{"id": "a"}, {"id": "b"}, {"id": "c"}], [{"id": "c"}, {"id": "a"}]
    assert shown({"n": old}, {"n": new}) == [
        ("changed", "/n", ["a", "c"], ["c", "a"]), ("removed", "/n/b", {"id": "b"}, None),
    ]  # fmt: skip


def test_an_id_that_stands_twice_names_its_first_element_and_the_other_goes_by_place():
    old, new = [{"id": "a", "v": 1}, {"id": "b"}], [{"id": "a", "v": 2}, {"id": "a"}]
    assert shown(old, new) == [
        ("added", "/1", None, {"id": "a"}), ("changed", "/a/v", 1, 2), ("removed", "/b", {"id": "b"}, None),
    ]  # fmt: skip


def test_an_id_that_is_a_number_is_not_taken_for_a_place():
    old, new = [{"id": 1, "v": 1}, "x"], [{"id": 1, "v": 1}, "y"]
    assert shown(old, new) == [("changed", "/#1", "x", "y")]


@pytest.mark.parametrize("item", [{"id": True}, {"id": None}, {"id": [1]}, {"id": 1.5}, {}], ids=repr)
def test_an_element_without_an_id_of_its_own_goes_by_its_place(item):
    assert shown([item], [item | {"v": 1}]) == [("added", "/0/v", None, 1)]


@pytest.mark.parametrize("key", ["\0list", "$insert", "$delete", "insert", "", "0"], ids=ascii)
def test_no_key_of_a_document_is_mistaken_for_a_mark(key):
    assert shown({key: {"0": 1}}, {key: 2}) == [("changed", f"/{key}", {"0": 1}, 2)]


@pytest.mark.parametrize("depth", [20, 100, 490])
def test_a_change_is_found_however_deep_and_among_however_many(depth):
    def nest(leaf):
        value = leaf
        for _ in range(depth):
            value = {f"k{number}": number for number in range(20)} | {"z": value}
        return value

    assert shown(nest(1), nest(2)) == [("changed", "/z" * depth, 1, 2)]


def test_a_comparison_of_many_nodes_names_each_change():
    old = {"nodes": [{"id": str(number), "data": {"v": number}} for number in range(3000)]}
    new = deepcopy(old)
    for node in new["nodes"][::10]:
        node["data"]["v"] += 1
    assert len(compare(old, new)) == 300


@given(documents, documents)
def test_there_is_a_difference_exactly_when_the_content_differs(old, new):
    assert bool(compare(old, new)) == (codec.content_hash(old) != codec.content_hash(new))


@given(documents)
def test_a_document_does_not_differ_from_itself(document):
    assert not compare(document, deepcopy(document))


@given(documents, documents)
def test_the_way_back_is_the_mirror_image(old, new):
    mirror = {"added": "removed", "removed": "added", "changed": "changed"}
    forth = {(change.kind, change.pointer) for change in compare(old, new)}
    assert {(mirror[change.kind], change.pointer) for change in compare(new, old)} == forth


@given(documents, documents)
def test_comparing_changes_neither_document(old, new):
    before = deepcopy((old, new))
    str(compare(old, new))
    assert (old, new) == before


def test_changes_are_in_the_order_of_their_pointers():
    pointers = [change.pointer for change in compare({"b": 1, "a": 1}, {"b": 2, "a": 2, "aa": 3})]
    assert pointers == ["/a", "/aa", "/b"]


def test_a_comparison_counts_itself_in_one_line():
    found = compare({"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 2, "d": 1})
    assert found.summary == "1 added, 1 removed, 2 changed"
    assert len(found) == len(list(found)) == 4
    assert compare(1, 1).summary == str(Comparison()) == "no differences"


def test_a_comparison_is_written_a_line_a_change():
    found = compare({"a": 1, "b": "x" * 100, "c": 1}, {"a": True, "b": "y", "d": {"é": None}})
    assert str(found).splitlines() == [
        "1 added, 1 removed, 2 changed",
        "~ /a: 1 → true",
        f'~ /b: "{"x" * 78}… → "y"',
        "- /c = 1",
        '+ /d = {"é": null}',
    ]


def test_a_comparison_is_json():
    found = compare({"a": 1}, {"a": 2})
    assert found.to_dict() == {
        "summary": "1 changed", "changes": [{"kind": "changed", "pointer": "/a", "old": 1, "new": 2}],
    }  # fmt: skip
    assert codec.to_text(found.to_dict())


def test_a_frame_has_the_same_columns_and_dtypes_when_it_is_empty():
    full, empty = compare({"a": 1}, {"a": [2]}).to_frame(), compare(1, 1).to_frame()
    assert list(full.columns) == list(empty.columns) == ["kind", "pointer", "old", "new"]
    assert list(full.dtypes) == list(empty.dtypes)
    assert full.to_dict("records") == [{"kind": "changed", "pointer": "/a", "old": 1, "new": [2]}]


def test_a_change_is_equal_to_one_that_says_the_same():
    assert compare(1, 2).changes == (Change("changed", "", 1, 2),)
