from __future__ import annotations

from typing import Any

import pytest

from wfkit.core.diff.leaves import leaf_changes
from wfkit.core.habits import is_empty, is_empty_field
from wfkit.core.model import Node


def _are_empty(old: dict[str, Any], new: dict[str, Any]) -> list[bool]:
    before, after = Node("a", "t", "a", old), Node("a", "t", "a", new)
    forwards = [is_empty_field(before, after, leaf) for leaf in leaf_changes(old, new)]
    assert forwards == [is_empty_field(after, before, leaf) for leaf in leaf_changes(new, old)]
    return forwards


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_an_empty_field_that_comes_or_goes_is_empty(value: Any) -> None:
    assert _are_empty({"x": 1}, {"x": 1, "y": value}) == [True]
    assert _are_empty({"x": {"z": 1}}, {"x": {"z": 1, "y": value}}) == [True]


@pytest.mark.parametrize("value", [0, False, 0.0, " ", [""], {"a": None}])
def test_a_field_that_holds_something_is_not_empty(value: Any) -> None:
    assert _are_empty({"x": 1}, {"x": 1, "y": value}) == [False]


def test_what_is_outside_a_config_may_be_empty_too() -> None:
    old, new = {"tags": []}, {"name": "x"}

    assert [is_empty(old, new, leaf) for leaf in leaf_changes(old, new)] == [False, True]


def test_a_field_that_both_have_is_emptied_by_somebody() -> None:
    assert _are_empty({"x": "said"}, {"x": ""}) == [False]


def test_an_element_of_a_list_is_no_field() -> None:
    assert _are_empty({"x": ["a"]}, {"x": ["a", ""]}) == [False]
