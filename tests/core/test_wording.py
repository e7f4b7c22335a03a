from __future__ import annotations

import pytest

from wfkit.core import wording
from wfkit.core.model import Edge, Node
from wfkit.core.wording import Names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "'a'"),
        ("", "''"),
        ("a\nb\x1b\u202e", r"'a\nb\x1b\u202e'"),
        ("\ud800", r"'\ud800'"),
        ("x" * 10_000, f"'{'x' * 59}…'"),
        ("x" * 60, f"'{'x' * 60}'"),
    ],
    ids=["plain", "empty", "control", "surrogate", "long", "just fits"],
)
def test_quoted_text_is_short_and_harmless(text: str, expected: str) -> None:
    assert wording.quoted(text) == expected


def test_a_node_is_named_by_its_id_and_a_label_that_says_more() -> None:
    assert wording.named(Node("a", "llm", "Answer")) == "node 'a' ('Answer')"
    assert wording.named(Node("a", "llm", "a")) == "node 'a'"
    assert wording.named(Node("a", "llm", "")) == "node 'a'"


def test_an_edge_is_named_by_its_ends() -> None:
    assert wording.named_edge(Edge("e", "a", "b")) == "edge 'e' from 'a' to 'b'"
    assert wording.named_edge(Edge("", "a", "b")) == "the edge from 'a' to 'b'"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        (10**5000, "a whole number of 16610 bits"),
        (10**50, f"{'1' + '0' * 38}…"),
        ("x" * 50, f"'{'x' * 39}…'"),
        (["secret"], "a list with 1 item"),
        ({"a": 1, "b": 2}, "an object with 2 fields"),
    ],
    ids=["null", "true", "float", "huge", "long integer", "long text", "list", "object"],
)
def test_a_value_is_shown_short_and_containers_by_their_size(value: object, expected: str) -> None:
    assert wording.shown(value) == expected


def test_a_long_list_says_how_many_there_are() -> None:
    assert wording.listed("abc", limit=2) == "'a', 'b', … (3 in all)"
    assert wording.listed(["a"]) == "'a'"


def test_the_closest_name_is_found() -> None:
    names = Names(("prompt", "llm", "vector_search"))
    assert [names.closest(word) for word in ("promt", " LLM", "vectorsearch", "zzz", "")] == [
        "prompt",
        "llm",
        "vector_search",
        "",
        "",
    ]


def test_a_hint_names_the_closest_or_what_is_known() -> None:
    assert Names(("llm",)).hint("lm", "types") == "did you mean 'llm'?"
    assert Names(("llm",)).hint("zzzz", "types") == "known types: 'llm'"
    assert Names(()).hint("zzzz", "types") == "there are no types"


def test_very_long_words_are_not_compared() -> None:
    assert Names(("x" * 100,)).closest("x" * 99) == ""


def test_guessing_ends_with_the_budget() -> None:
    names = Names(("alpha", "gamma"), budget=3)
    assert [names.closest("alpho"), names.closest("gammo"), names.closest("alpho")] == ["alpha", "", "alpha"]
