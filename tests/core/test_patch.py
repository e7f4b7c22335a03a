from __future__ import annotations

import copy
import json
from random import Random

import jsonpatch
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.patch import apply_patch, json_patch
from wfkit.errors import InvalidInput

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from([0.0, -0.0, 1.0, 0.5, 10**30])
    | st.text("a/~0-", max_size=3)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["", "a", "b", "/", "~", "0", "-", "id"]), inner, max_size=4)
        | st.lists(st.fixed_dictionaries({"id": st.integers(0, 6)}, optional={"v": inner}), max_size=6)
    ),
    max_leaves=20,
)


def exactly(value):
    """A text that tells 1, 1.0 and true apart."""
    return json.dumps(value, sort_keys=True)


@given(VALUES, VALUES)
def test_a_patch_makes_the_new_value_of_the_old_one(old, new):
    before = exactly([old, new])
    steps = json_patch(old, new)
    assert exactly(apply_patch(old, steps)) == exactly(new)
    assert exactly(jsonpatch.apply_patch(old, json.loads(json.dumps(steps)))) == exactly(new)
    assert exactly([old, new]) == before


@given(VALUES)
def test_a_value_needs_no_step_to_become_itself(value):
    assert json_patch(value, copy.deepcopy(value)) == []


ITEMS = st.lists(st.integers(0, 9), unique=True).map(lambda ids: [{"id": number, "v": 0} for number in ids])


@given(ITEMS, ITEMS)
def test_each_element_is_moved_added_or_removed_once(old, new):
    steps = json_patch(old, new)
    kept = {item["id"] for item in old} & {item["id"] for item in new}
    if kept:
        count = {op: sum(step["op"] == op for step in steps) for op in ("add", "remove", "move")}
        assert count["add"] == len(new) - len(kept)
        assert count["remove"] == len(old) - len(kept)
        assert count["move"] < len(kept)
        assert len(steps) == sum(count.values())


def test_one_element_that_moved_is_one_step():
    items = [{"id": number} for number in range(6)]
    assert json_patch(items, [*items[1:5], items[0], items[5]]) == [{"op": "move", "from": "/0", "path": "/4"}]
    assert json_patch(items, [items[5], *items[:5]]) == [{"op": "move", "from": "/5", "path": "/0"}]


def test_a_change_inside_an_element_that_moved_is_where_it_went():
    old, new = [{"id": 1, "v": 1}, {"id": 2}, {"id": 3}], [{"id": 2}, {"id": 3}, {"id": 1, "v": 2}]
    assert json_patch(old, new) == [
        {"op": "move", "from": "/0", "path": "/2"}, {"op": "replace", "path": "/2/v", "value": 2},
    ]  # fmt: skip


def test_an_element_in_front_of_a_list_without_identities_is_one_step():
    assert json_patch({"a": [1, 2, 3]}, {"a": [0, 1, 2, 3]}) == [{"op": "add", "path": "/a/0", "value": 0}]
    assert json_patch([1, 2, 3], [1, 3]) == [{"op": "remove", "path": "/1"}]


@pytest.mark.parametrize(
    ("old", "new"),
    [(1, 1.0), (1, True), (0.0, -0.0), (0, False), ("1", 1), ([], {}), (None, 0), (10**30, 1e30)],
    ids=repr,
)
def test_a_step_replaces_what_is_only_spelt_otherwise(old, new):
    for made in (lambda value: value, lambda value: {"a": [0, value]}):
        assert exactly(apply_patch(made(old), json_patch(made(old), made(new)))) == exactly(made(new))


def test_another_order_of_keys_needs_no_step():
    assert json_patch({"a": 1, "b": {"c": 1, "d": 2}}, {"b": {"d": 2, "c": 1}, "a": 1}) == []


def test_a_list_of_which_thousands_of_elements_moved_is_replaced():
    old = [{"id": number} for number in range(10_000)]
    new = [*old]
    Random(1).shuffle(new)  # noqa: S311 - no secret
    assert [step["op"] for step in json_patch(old, new)] == ["replace"]


def test_a_thousand_moves_among_a_hundred_thousand_elements_are_found_and_walked():
    """A quadratic step would take minutes: what is asserted is that the test ends."""
    old = [{"id": number} for number in range(100_000)]
    new = [*old[1:1000:2], *old[1000:], *old[0:1000:2]]
    steps = json_patch(old, new)
    assert len(steps) == 500
    assert apply_patch(old, steps) == new


@pytest.mark.parametrize("depth", [100, 490])
def test_a_patch_of_a_deep_document_is_made_and_walked_however_little_stack_is_left(depth):
    def nest(leaf):
        for _ in range(depth):
            leaf = {"a": [leaf]} if isinstance(leaf, int) else [leaf]
        return leaf

    def called_deep(level):
        return called_deep(level - 1) if level else apply_patch(nest(1), json_patch(nest(1), nest(2)))

    assert called_deep(600) == nest(2)


def test_a_step_may_take_its_value_from_elsewhere():
    assert apply_patch({"a": {"b": 1}}, [{"op": "copy", "from": "/a", "path": "/c"}]) == {"a": {"b": 1}, "c": {"b": 1}}
    document = apply_patch(
        {"a": [1]}, [{"op": "copy", "from": "/a", "path": "/b"}, {"op": "add", "path": "/b/-", "value": 2}]
    )
    assert document == {"a": [1], "b": [1, 2]}


@pytest.mark.parametrize("value", [{"b": 1.0, "a": [2]}, {"a": [2.0], "b": 1}])
def test_a_test_goes_by_what_numbers_are_worth_and_not_by_the_order_of_keys(value):
    document = {"x": {"a": [2], "b": 1}}
    assert apply_patch(document, [{"op": "test", "path": "/x", "value": value}]) == document


@pytest.mark.parametrize("value", [{"a": [2], "b": True}, {"a": [2]}, None])
def test_a_test_that_fails_refuses_the_patch(value):
    with pytest.raises(InvalidInput, match=r"another value at '/x' than the patch was made for"):
        apply_patch({"x": {"a": [2], "b": 1}}, [{"op": "test", "path": "/x", "value": value}])


def test_steps_reach_keys_that_look_like_pointers_and_the_document_itself():
    document = {"a/b": 1, "c~d": 2, "": 3, "0": 4}
    steps = [{"op": "replace", "path": path, "value": 9} for path in ("/a~1b", "/c~0d", "/", "/0")]
    assert apply_patch(document, steps) == dict.fromkeys(document, 9)
    assert apply_patch(document, [{"op": "replace", "path": "", "value": [1]}]) == [1]
    assert apply_patch(document, [{"op": "add", "path": "", "value": [1]}]) == [1]


@pytest.mark.parametrize(
    "step",
    [
        {"op": "remove", "path": "/b"},
        {"op": "remove", "path": "/a/2"},
        {"op": "remove", "path": "/a/-"},
        {"op": "remove", "path": "/a/00"},
        {"op": "remove", "path": "/a/\uff11"},
        {"op": "remove", "path": "/a/1111111111111111111111"},
        {"op": "remove", "path": ""},
        {"op": "add", "path": "/a/3", "value": 1},
        {"op": "add", "path": "/a/x", "value": 1},
        {"op": "add", "path": "/a/0/x", "value": 1},
        {"op": "add", "path": "/b/c", "value": 1},
        {"op": "replace", "path": "/b", "value": 1},
        {"op": "move", "from": "/b", "path": "/c"},
        {"op": "copy", "from": "/a/9", "path": "/c"},
        {"op": "test", "path": "/b", "value": 1},
    ],
    ids=repr,
)
def test_a_step_that_leads_nowhere_is_refused(step):
    document = {"a": [1, 2]}
    with pytest.raises(InvalidInput, match="leads nowhere"):
        apply_patch(document, [step])
    assert document == {"a": [1, 2]}


@pytest.mark.parametrize(
    "step",
    [
        {"op": "add", "path": "/a"},
        {"op": "move", "path": "/a"},
        {"op": "paint", "path": "/a"},
        {"path": "/a", "value": 1},
        {"op": "add", "path": 1, "value": 1},
        {"op": "remove", "path": "a"},
        {"op": "remove", "path": "/a~2"},
        {},
    ],
    ids=repr,
)
def test_what_is_no_step_is_refused(step):
    with pytest.raises(InvalidInput):
        apply_patch({"a": [1, 2]}, [step])


def test_steps_may_come_one_by_one():
    assert apply_patch({}, iter([{"op": "add", "path": "/a", "value": 1}])) == {"a": 1}
