from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.render._highlights import MOST, highlights, in_words

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("config", "shown"),
    [
        ({"temperature": 0.2, "model": "gpt-4o", "top_k": 5}, [("model", "gpt-4o"), ("top k", "5")]),
        (
            {"chunk_size": 600, "keep_headings": True, "chunk_overlap": 80},
            [("chunk size", "600"), ("chunk overlap", "80")],
        ),
        ({"topK": 3}, [("top k", "3")]),
        ({"prompt": "Answer\n  in   one line."}, [("prompt", "Answer in one line.")]),
        ({"system-message": "Be brief"}, [("system message", "Be brief")]),
        ({"worker_prompt": "two\nlines"}, [("worker prompt", "two lines")]),
        ({"nodeCode": "two\nlines"}, [("node code", "2 lines")]),
        ({"jsCode": "const a = 1\nreturn a"}, [("js code", "2 lines")]),
        ({"code": "x + 1"}, [("code", "x + 1")]),
        ({"model": {"__rl": True, "value": "gpt-4o", "mode": "list"}}, [("model", "gpt-4o")]),
        ({"model": {"value": "id1", "cachedResultName": "GPT-4o"}}, [("model", "GPT-4o")]),
        ({"options": {"temperature": 0.5}}, [("temperature", "0.5")]),
        ({"a": {"b": {"model": "m"}}}, [("model", "m")]),
        ({"urls": ["one", "two", "three", "four"]}, [("urls", "one, two, three")]),
        ({"method": "GET", "url": "https://x.y/z"}, [("method", "GET"), ("url", "https://x.y/z")]),
        ({"flavour": "vanilla"}, [("flavour", "vanilla")]),
    ],
)
def test_the_most_telling_settings_come_first(config, shown):
    assert [tuple(found) for found in highlights(config)] == shown


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"model": ""},
        {"model": None},
        {"model": "   "},
        {"flavour": True},
        {"model": True},
        {"model": False},
        {"top_k": float("nan")},
        {"top_k": 10**5000},
        {"deeply": {"nested": {"unknown": "x"}}},
        {"rows": [{"a": 1}]},
        {"nodeId": "n1", "uuid": "x", "schema": "x", "version": 3, "color": "red"},
        {3: "not a name"},
    ],
)
def test_what_says_nothing_is_not_shown(config):
    assert highlights(config) == ()


@pytest.mark.parametrize(
    "name",
    [
        "api_key",
        "apiKey",
        "API-KEY",
        "password",
        "token",
        "access_token",
        "authorization",
        "client_secret",
        "key",
        "pwd",
    ],
)
def test_a_setting_with_the_name_of_a_secret_is_not_shown(name):
    assert highlights({name: "s3cret", "headers": {name: "s3cret"}}) == ()


@pytest.mark.parametrize(
    "value",
    [
        "sk-abcdefghijklmnop",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "xoxb-123-456",
        "AKIAIOSFODNN7EXAMPLE",
        "eyJhbGciOiJIUzI1NiJ9.e30.abc",
        "-----BEGIN PRIVATE KEY-----",
        "Bearer abcdef",
        "0123456789abcdef0123456789abcdef",
        "A" * 44,
    ],
)
def test_a_value_that_looks_like_a_secret_is_not_shown(value):
    assert highlights({"model": value, "text": value, "flavour": value}) == ()


@pytest.mark.parametrize("name", ["X-API-Key", "Authorization", "access_token"])
def test_a_value_beside_the_name_of_a_secret_is_not_shown(name):
    config = {
        "header": {"name": name, "value": "abc"},
        "model": {"key": name, "value": "abc"},
        "prompt": {"name": name},
    }
    assert "abc" not in [value for _, value in highlights(config, 9)]


def test_a_tokens_number_is_no_secret():
    assert highlights({"max_tokens": 700}) == (("max tokens", "700"),)


def test_whoever_is_named_in_an_address_is_left_out():
    assert highlights({"url": "postgres://user:password@host/db"}) == (("url", "postgres://host/db"),)


def test_a_very_long_value_is_cut():
    ((_, value),) = highlights({"prompt": "word " * 10_000})
    assert len(value) <= 301


def test_only_so_many_settings_are_looked_at():
    config = {f"setting{number}": "x" for number in range(200)} | {"model": "too late"}
    assert "too late" not in [value for _, value in highlights(config)]


def test_a_name_is_shown_in_words():
    assert [in_words(name) for name in ("topK", "chunk_size", "http-method", "model")] == [
        "top k",
        "chunk size",
        "http method",
        "model",
    ]


@given(st.dictionaries(st.text(), JSON))
def test_any_config_has_few_highlights_in_one_line_each(config):
    found = highlights(config)
    assert len(found) <= MOST
    assert all("\n" not in name + value and value for name, value in found)
