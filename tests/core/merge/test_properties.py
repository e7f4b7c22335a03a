"""Values: what merges by itself, what is a conflict, and at which path."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.core.diff import ABSENT

PLACE = "/nodes/a/data/config/v"


@pytest.fixture
def merged(made):
    """Merges three values that stand at the same place."""
    return lambda base, ours, theirs: wfkit.merge(*made.configs(base, ours, theirs))


def value_of(merge):
    return merge.document["nodes"][0]["data"]["config"].get("v", ABSENT)


def written(merge):
    return json.dumps(value_of(merge))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}),
        ({"a": {"b": {"c": 1, "d": 1}}}, {"a": {"b": {"c": 2, "d": 1}}}, {"a": {"b": {"c": 1}}},
         {"a": {"b": {"c": 2}}}),
        (..., {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": 1, "b": 1}, {"b": 1}, {"a": 1}, {}),
        ([1, 2, 3], [1, 2, 3, 4], [0, 1, 2, 3], [0, 1, 2, 3, 4]),
        ([1, 2, 3], [1, 3], [1, 2, 3, 4], [1, 3, 4]),
        ([1, 2, 3], [9, 2, 3], [1, 2, 8], [9, 2, 8]),
        ([1, 2, 3], [1, 3], [1, 3], [1, 3]),
        ([{"r": "u", "t": 1}, {"r": "s", "t": 1}], [{"r": "u", "t": 2}, {"r": "s", "t": 1}],
         [{"r": "U", "t": 1}, {"r": "s", "t": 1}, {"r": "n"}], [{"r": "U", "t": 2}, {"r": "s", "t": 1}, {"r": "n"}]),
        ([{"id": "x", "n": 1}, {"id": "y", "n": 1}], [{"id": "y", "n": 1}, {"id": "x", "n": 1}],
         [{"id": "x", "n": 2}, {"id": "y", "n": 1}], [{"id": "y", "n": 1}, {"id": "x", "n": 2}]),
        ([{"id": "x"}], [{"id": "x"}, {"id": "y"}], [{"id": "x"}, {"id": "z"}],
         [{"id": "x"}, {"id": "y"}, {"id": "z"}]),
        ([[1], [2]], [[1], [2, 3]], [[0], [2]], [[0], [2, 3]]),
        ("ünï", "日本語", "ünï", "日本語"),
    ],
    ids=[
        "keys of an object", "keys of a deep object", "keys that both added", "keys that both removed",
        "scalars at both ends of a list", "one removed, one added", "scalars at different places",
        "both removed the same", "fields of one element without an id", "a new order and a change",
        "elements with ids that both added", "lists in lists", "unicode",
    ],
)  # fmt: skip
def test_edits_of_different_parts_of_a_value_are_both_taken(merged, base, ours, theirs, expected):
    for found in (merged(base, ours, theirs), merged(base, theirs, ours)):
        assert not found.conflicts
    assert value_of(merged(base, ours, theirs)) == expected


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "path"),
    [
        (1, 2, 3, ""),
        ({"a": 1}, {"a": 2}, {"a": 3}, "/a"),
        ({"a": 1}, [1], {"a": 2}, ""),
        (1, {"a": 1}, {"b": 1}, ""),
        ({"a": 1}, [1], [2], ""),
        (1, None, 2, ""),
        (1, True, 0, ""),
        (..., None, 1, ""),
        ([1, 2, 3], [1, 7, 3], [1, 8, 3], "/1"),
        ([1, 2, 3], [1, 2, 3, 7], [1, 2, 3, 8], ""),
        ([1, 2, 3], [1, 7, 7, 3], [1, 8, 3], ""),
        (["a", "b", "c"], ["b", "a", "c"], ["a", "c", "b"], ""),
        ([{"t": 1}, {"t": 2}], [{"t": 1}, {"t": 3}], [{"t": 1}, {"t": 4}], "/1/t"),
        ([{"name": "x", "n": 1}], [{"name": "x", "n": 2}], [{"name": "x", "n": 3}], "/x/n"),
        ([{"id": 1, "n": 1}], [{"id": 1, "n": 2}], [{"id": 1, "n": 3}], "/1/n"),
        ([{"id": "x"}, {"id": "y"}, {"id": "z"}], [{"id": "y"}, {"id": "x"}, {"id": "z"}],
         [{"id": "z"}, {"id": "x"}, {"id": "y"}], ""),
        ({"a/b": {"~": 1}}, {"a/b": {"~": 2}}, {"a/b": {"~": 3}}, "/a~1b/~0"),
        ({"": 1}, {"": 2}, {"": 3}, "/"),
    ],
    ids=[
        "scalars", "a key", "list against object", "objects from a scalar", "lists from an object",
        "null against a value", "true against 0", "both added, null is a value", "the same element",
        "both at the end", "a stretch against an element", "two new orders of scalars", "a field of one element",
        "by name", "by a number", "two new orders of elements", "keys with signs of pointers", "an empty key",
    ],
)  # fmt: skip
def test_what_both_changed_otherwise_is_a_conflict_at_its_place(merged, base, ours, theirs, path):
    for sides in ((base, ours, theirs), (base, theirs, ours)):
        found = merged(*sides)
        assert [each.path for each in found.conflicts] == [f"{PLACE}{path}"]
        assert found.conflicts[0].node == "a"
        assert found.conflicts[0].label == "A"
        found.resolve(f"{PLACE}{path}", "theirs")
        assert value_of(found) == sides[2]


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [({"a": {"b": 1}}, ..., {"a": {"b": 2}}), ([1], ..., [1, 2]), ({"x": 1}, ..., None), ("text", ..., "other")],
    ids=["object", "list", "null", "text"],
)
def test_what_one_side_deleted_and_the_other_changed_is_a_conflict(merged, base, ours, theirs):
    for sides in ((base, ours, theirs), (base, theirs, ours)):
        (conflict,) = merged(*sides).conflicts
        assert (conflict.path, conflict.kind) == (PLACE, "deleted")
        assert ABSENT in (conflict.ours, conflict.theirs)


def test_an_element_that_one_side_deleted_and_the_other_changed_is_a_conflict(merged):
    found = merged([{"t": 1}, {"t": 2}], [{"t": 1}], [{"t": 1}, {"t": 3}])
    assert [(each.path, each.kind) for each in found.conflicts] == [(f"{PLACE}/1", "deleted")]
    assert value_of(found.resolve(f"{PLACE}/1", "theirs")) == [{"t": 1}, {"t": 3}]
    assert value_of(found.resolve(f"{PLACE}/1", "ours")) == [{"t": 1}]


def test_null_is_not_the_same_as_nothing(merged):
    assert value_of(merged(None, ..., None)) is ABSENT
    assert value_of(merged(..., None, ...)) is None
    assert [each.kind for each in merged(None, ..., 1).conflicts] == ["deleted"]


def test_true_is_not_one_and_one_is_one_point_zero(merged):
    assert written(merged(*(1, True, 1))) == "true"
    assert written(merged(1, 1.0, 2)) == "2"
    assert not merged(1, 2, 2.0).conflicts
    assert not merged([1.0, {"a": 2.0}], [1, {"a": 2}, 3], [1.0, {"a": 2.0}, 3]).conflicts
    assert [each.kind for each in merged(*(0, 1, True)).conflicts] == ["edited"]


def test_what_did_not_change_keeps_our_spelling_and_the_order_of_our_keys(merged):
    base = {"a": 1, "b": {"x": 2.0, "y": 1e20}, "c": 0}
    ours = {"b": {"y": 1e20, "x": 2.0}, "a": 1.0, "c": 0}
    assert written(merged(base, ours, {**base, "c": 5})) == '{"b": {"y": 1e+20, "x": 2.0}, "a": 1.0, "c": 5}'


def test_a_spelling_that_only_they_changed_is_taken(merged):
    assert written(merged({"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 1.0, "b": 1})) == '{"a": 1.0, "b": 2}'
    assert written(merged(1.5, 1.5, 1.50)) == "1.5"


def test_whole_numbers_beyond_floats_stay_exact(merged):
    assert value_of(merged(2**70, 2**70, 2**70 + 1)) == 2**70 + 1


def test_new_keys_stand_behind_what_they_follow(merged):
    found = merged({"a": 1, "z": 1}, {"a": 1, "o": 1, "z": 1}, {"a": 1, "t": 1, "z": 1, "y": 1})
    assert written(found) == '{"a": 1, "o": 1, "t": 1, "z": 1, "y": 1}'


@pytest.mark.parametrize("theirs", [["a", "c"], ["a", "c", "b"]], ids=["removed", "moved elsewhere"])
def test_a_scalar_that_one_side_moved_and_the_other_removed_or_moved_is_a_conflict(merged, theirs):
    for sides in ((["b", "a", "c"], theirs), (theirs, ["b", "a", "c"])):
        assert [each.path for each in merged(["a", "b", "c"], *sides).conflicts] == [PLACE]


def test_both_orders_of_scalars_that_are_alike_are_one(merged):
    assert value_of(merged(["a", "b"], ["b", "a"], ["b", "a"])) == ["b", "a"]


@pytest.mark.parametrize("kind", [dict, list])
def test_values_are_merged_five_hundred_levels_deep(made, kind):
    def nested(left, right):
        value = {"l": left, "r": right}
        for _ in range(490):
            value = {"k": value} if kind is dict else [value]
        return value

    found = wfkit.merge(*made.configs(nested(1, 1), nested(2, 1), nested(1, 2)))
    assert not found.conflicts
    assert repr(found.document).count("'l': 2, 'r': 2") == 1
    conflict = wfkit.merge(*made.configs(nested(1, 1), nested(2, 1), nested(3, 1))).conflicts[0]
    assert conflict.path.count("/") == 496


def test_texts_that_both_edited_in_different_lines_can_be_decided_for_both(merged):
    base, ours, theirs = "one\ntwo\nthree\n", "ONE\ntwo\nthree\n", "one\ntwo\nthree\nfour\n"
    found = merged(base, ours, theirs)
    assert found.conflicts[0].both == "ONE\ntwo\nthree\nfour\n"
    assert found.open
    assert value_of(found.resolve(PLACE, "both")) == "ONE\ntwo\nthree\nfour\n"
    assert found.to_dict()["conflicts"][0]["both"] == "ONE\ntwo\nthree\nfour\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("a\nb\n", "A\nb\n", "x\nb\n"), ("a\n", "a\nb\n", "a\nc\n"), ("a", "b", 1), (..., "a", "b"),
        ("a\nb\n", "b\n", "x\nb\n"),
    ],
    ids=["the same line", "both at the end", "no text", "no base", "deleted against changed"],
)  # fmt: skip
def test_nothing_takes_both_edits_of_the_same_lines(merged, base, ours, theirs):
    found = merged(base, ours, theirs)
    assert found.conflicts[0].both is ABSENT
    assert "both" not in found.to_dict()["conflicts"][0]
    with pytest.raises(wfkit.WfkitError, match="nothing takes both edits"):
        found.resolve(PLACE, "both")


def test_lines_that_one_side_removed_are_gone_in_both(merged):
    assert merged("a\nb\nc\nd\n", "a\nc\nd\n", "a\nb\nc\nD\n").conflicts[0].both == "a\nc\nD\n"


def test_a_very_long_list_is_one_value(merged):
    base = [*range(6000)]
    found = merged(base, [-1, *base], [*base, -1])
    assert [each.path for each in found.conflicts] == [PLACE]
    assert value_of(merged(base, base, [*base, -1])) == [*base, -1]
    assert value_of(merged(base, [*map(float, base)], [*base, -1])) == [*base, -1]


def test_a_list_that_repeats_itself_is_one_value(merged):
    found = merged([0] * 500, [0] * 501, [*[0] * 500, 1])
    assert [each.path for each in found.conflicts] == [PLACE]
