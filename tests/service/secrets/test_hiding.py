from __future__ import annotations

import json

import pytest

from wfkit.service.documents import document_of
from wfkit.service.secrets import hiding

KEY = "sk-proj-" + "a1B2c3D4e5F6" * 4
DATABASE = "postgresql://app:tiger-lily-77@db.example.org/main"


@pytest.fixture
def hidden():
    """What this document must not show: a key as a whole, a password within a text, pinned data."""
    nodes = [
        {"id": "1", "name": "Ask", "type": "n8n-nodes-base.httpRequest", "typeVersion": 4, "position": [0, 0],
         "parameters": {"apiKey": KEY, "url": DATABASE, "options": {"note": "plain"}}},
    ]  # fmt: skip
    document = {
        "nodes": nodes, "connections": {}, "settings": {},
        "pinData": {"Ask": [{"json": {"customer": "Ms Smith", "age": 44}}]},
    }  # fmt: skip
    return hiding([document_of(document)])


def test_a_text_that_is_a_secret_from_end_to_end_becomes_empty(hidden):
    assert hidden.text(KEY) == ""
    assert hidden.value({"apiKey": KEY, "n": 1}, "/nodes/1/parameters") == {"apiKey": "", "n": 1}


def test_a_secret_within_a_text_becomes_a_mask(hidden):
    shown = hidden.value(DATABASE, "/nodes/1/parameters/url")
    assert "tiger-lily-77" not in shown
    assert shown.startswith("postgresql://")


def test_a_secret_is_known_wherever_else_it_stands(hidden):
    merged = f"first line\n{KEY}\nuse tiger-lily-77 here"
    shown = hidden.value([{"code": merged}], "/anywhere")
    assert "sk-proj" not in json.dumps(shown)
    assert "tiger-lily-77" not in json.dumps(shown)
    assert "first line" in json.dumps(shown)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/pinData", {"Ask": [{"json": {"customer": "Ms Smith"}}]}),
        ("/pinData/Ask", [{"json": {"customer": "Ms Smith"}}]),
        ("/pinData/Ask/0/json/customer", "Ms Smith"),
        ("/pinData/Ask/0/json/age", 44),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_within_what_is_secret_as_a_whole_everything_is(hidden, path, value):
    shown = hidden.value(value, path)
    assert "Ms Smith" not in json.dumps(shown)
    assert shown != 44


def test_what_holds_no_secret_is_the_same_object(hidden):
    value = {"note": "plain", "list": [1, None, True, 2.5]}
    assert hidden.value(value, "/nodes/1/parameters/options") is value
    assert hidden.value(None, "/nodes/1/x") is None


def test_its_repr_gives_nothing_away(hidden):
    assert KEY not in repr(hidden)
    assert "tiger" not in repr(hidden)
    assert "Smith" not in repr(hidden)


def test_a_secret_in_a_key_is_masked_in_words():
    hidden = hiding([document_of({"nodes": [], "edges": [], "settings": {f"token {KEY}": 1}})])
    assert "sk-proj" not in hidden.text(f"the setting token {KEY}")


def test_an_object_with_a_secret_in_a_key_is_emptied(hidden):
    value = {"headers": {KEY: {"note": KEY}, "b": 2}, "plain": "p"}
    assert hidden.value(value, "/nodes/1/parameters") == {"headers": {}, "plain": "p"}
    assert hidden.value({KEY: 1}, "/nodes/1/parameters/headers") == {}


def test_what_says_who_somebody_is_is_shown():
    note = {"id": "1", "type": "llm", "data": {"config": {"prompt": "ask ann@firma.de"}}}
    hidden = hiding([document_of({"nodes": [note], "edges": []})])
    assert hidden.text("ask ann@firma.de") == "ask ann@firma.de"


def test_many_texts_are_looked_at_at_once(hidden):
    texts = ["plain", KEY, f"use {KEY}", "", DATABASE]
    assert hidden.all_texts(texts) == [hidden.text(text) for text in texts]


def test_two_secrets_of_one_text_are_both_left_out():
    other = "sk-proj-" + "z9Y8x7W6v5U4" * 4
    texts = [f"{KEY} and {other}", f"{other} and {KEY}", "ab"]
    nodes = [{"id": "1", "type": "llm", "data": {"config": {"prompt": text}}} for text in texts]
    hidden = hiding([document_of({"nodes": nodes, "edges": []})])
    assert hidden.all_texts(texts) == ["REDACTED and REDACTED", "REDACTED and REDACTED", "ab"]
