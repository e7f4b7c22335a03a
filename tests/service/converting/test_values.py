"""Settings one by one."""

from __future__ import annotations

import pytest

from wfkit.service.converting.secrecy import as_variable, reference
from wfkit.service.converting.values import UnfitError, at, copied, fitted, is_empty, leaves


def test_leaves_are_scalars_and_empty_containers_in_order():
    assert [*leaves({"a": [1, {"b/c": None}], "d": {}, "e": []})] == [
        ("/a/0", 1),
        ("/a/1/b~1c", None),
        ("/d", {}),
        ("/e", []),
    ]


@pytest.mark.parametrize(
    ("value", "expected"), [(None, True), ("", True), ({}, True), ([], True), (False, False), (0, False)]
)
def test_empty_is_what_says_nothing(value, expected):
    assert is_empty(value) is expected


@pytest.mark.parametrize(
    ("path", "expected"), [("a/1/b", 2), ("a/7", None), ("a/x", None), ("a/1/b/c", None), ("z", None)]
)
def test_a_path_leads_through_objects_and_lists(path, expected):
    assert at({"a": [1, {"b": 2}]}, path) == expected


@pytest.mark.parametrize(
    ("value", "schema", "expected"),
    [
        ("0.5", {"type": "number"}, 0.5),
        ("12", {"type": "integer"}, 12),
        (3.0, {"type": "integer"}, 3),
        ("True", {"type": "boolean"}, True),
        ("a", {"type": "array"}, ["a"]),
        (["a", "b"], {"type": "array"}, ["a", "b"]),
        (["a"], {"type": "string"}, "a"),
        ({"a": 1}, {"type": "object"}, {"a": 1}),
        ("${X}", {"type": "integer"}, "${X}"),
        ("mmr", {"type": "string", "enum": ["mmr"]}, "mmr"),
        ([1], {}, [1]),
    ],
)
def test_a_value_is_read_as_its_field_takes_it(value, schema, expected):
    made = fitted(value, schema)
    assert made == expected
    assert type(made) is type(expected)


@pytest.mark.parametrize(
    ("value", "schema", "reason"),
    [
        ("abc", {"type": "number"}, "a number"),
        (True, {"type": "number"}, "a number"),
        ("[" * 9999, {"type": "number"}, "a number"),
        (1.5, {"type": "integer"}, "a whole number"),
        ("maybe", {"type": "boolean"}, "true or false"),
        (["a", "b"], {"type": "string"}, "a text"),
        ([1], {"type": "array"}, "a list of texts"),
        ("x", {"type": "object"}, "an object"),
        (3, {"type": "number", "maximum": 2}, "from -inf to 2"),
        (0, {"type": "integer", "minimum": 1}, "at least 1"),
        ("", {"type": "string", "minLength": 1}, "not be empty"),
        ([], {"type": "array", "minItems": 1}, "not be empty"),
        ("x", {"type": "string", "enum": ["a", "b"]}, "one of a, b"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(value, schema, reason):
    with pytest.raises(UnfitError, match=reason):
        fitted(value, schema)


def test_what_is_nested_too_deep_for_a_config_is_kept_as_text():
    deep = inner = {}
    for _ in range(200):
        inner["x"] = [{}]
        inner = inner["x"][0]
    made, depth = copied(deep), 0
    while not isinstance(made, str):
        made, depth = (made["x"] if isinstance(made, dict) else made[0]), depth + 1
    assert depth == 80
    assert made.startswith("{")


def test_a_copy_shares_nothing_with_its_source():
    source = {"a": [1, {"b": []}]}
    made = copied(source)
    assert made == source
    assert made["a"][1] is not source["a"][1]


def test_references_are_legal_names():
    assert reference("1", "ü-x") == "${_1_X}"
    assert reference("ü") == "${VALUE}"
    assert as_variable("MY KEY") == "MY KEY"
    assert as_variable("MY_KEY") == "${MY_KEY}"
    assert as_variable(3) == 3
