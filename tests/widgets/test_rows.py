from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfkit.widgets.rows import rows_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=30,
)


def row(value, whole=None):
    return rows_of({"name": value}, {"name": value if whole is None else whole})[0]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("plain", "text", "plain"),
        ("={{ $json.id }}", "mono", "={{ $json.id }}"),
        ("", "remark", "empty"),
        (True, "mono", "true"),
        (0, "mono", "0"),
        (None, "mono", "null"),
        (1.5, "mono", "1.5"),
        ({}, "mono", "{}"),
        ([], "mono", "[]"),
        (["a", 1], "text", "a, 1"),
        ("a\nb", "block", "a\nb"),
        ("\ud800\x00\u202e", "text", "\ufffd\ufffd\ufffd"),
    ],
)
def test_a_value_is_shown_in_its_kind_of_row(value, kind, text):
    assert (row(value)["kind"], row(value)["text"]) == (kind, text)


def test_code_is_set_in_letters_of_one_width_even_when_it_is_short():
    assert rows_of({"jsCode": "return 1"}, {})[0]["kind"] == "mono"


def test_a_long_text_has_a_block_and_says_how_long_it_is():
    assert (row("x" * 500)["kind"], row("x" * 500)["note"]) == ("block", "500 characters")
    assert row("a\nb\nc")["note"] == "3 lines"
    assert len(row("x" * 50_000)["text"]) == 20_001


def test_nested_settings_follow_their_holder_one_step_deeper():
    found = rows_of({"a": {"b": [{"c": 1}]}, "d": 2}, {})
    assert [(each["name"], each["depth"]) for each in found] == [("a", 0), ("b", 1), ("1", 2), ("c", 3), ("d", 0)]
    assert found[1]["note"] == "1 item"


@pytest.mark.parametrize(("shown", "whole"), [("", "hunter2"), ({}, {"a": 1}), ([], [1]), (0, 4711)])
def test_a_secret_that_was_emptied_is_said_to_be_hidden(shown, whole):
    assert row(shown, whole)["kind"] == "hidden"
    assert row([shown, {}], [whole, {}])["kind"] == "head"
    assert rows_of({"a": [shown, {}]}, {"a": [whole, {}]})[1]["kind"] == "hidden"


def test_a_secret_within_a_text_is_said_to_be_hidden():
    assert row("Bearer REDACTED", "Bearer hunter2")["note"] == "a secret in it is not shown"
    assert "hunter2" not in json.dumps(rows_of({"a": ["x REDACTED"]}, {"a": ["x hunter2"]}))


def test_many_settings_end_with_a_word_on_the_others():
    found = rows_of({f"k{place}": place for place in range(1000)}, {})
    assert len(found) == 401
    assert "panel.node.config" in found[-1]["text"]


def test_a_very_deep_config_ends_in_a_remark():
    deep = {}
    for _ in range(20_000):
        deep = {"a": deep}
    found = rows_of(deep, deep)
    assert found[-1]["kind"] == "remark"
    assert len(found) == 13


def test_a_number_too_long_to_be_written_is_described():
    assert row(10**9000)["text"]


@settings(max_examples=30)
@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_the_rows_of_any_config_can_be_sent_to_a_browser(config):
    json.dumps(rows_of(config, config)).encode()
