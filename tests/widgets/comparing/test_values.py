from __future__ import annotations

import pytest

from wfkit.core.diff.leaves import ABSENT
from wfkit.widgets.comparing.values import change_of, text_of

PLAIN = ("", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("small", "small"),
        ("two words", "two words"),
        ("", '""'),
        ("12", '"12"'),
        ("true", '"true"'),
        (" padded", '" padded"'),
        (12, "12"),
        (None, "null"),
        ({}, "{}"),
        ([1, "a"], '[1,"a"]'),
    ],
)
def test_a_value_is_written_as_people_write_it_unless_that_says_something_else(value, text):
    assert text_of(value) == text


def test_a_large_object_is_written_on_several_lines():
    assert text_of({f"key{place}": "x" * 20 for place in range(8)}).startswith('{\n  "key0"')


def test_what_cannot_be_written_is_described():
    assert text_of(float("nan")) == "nan"
    assert text_of([float("inf")]) == "a list with 1 item"


def test_short_values_stand_beside_each_other():
    expected = {"form": "values", "old": "0.7", "new": "0.2", "cut": False, "note": ""}
    assert change_of(0.7, 0.2, PLAIN) == expected
    assert change_of(ABSENT, "x", PLAIN)["old"] is None


def test_a_number_and_the_text_of_it_are_told_apart():
    assert [change_of(3, "3", PLAIN)[side] for side in ("old", "new")] == ["3", '"3"']
    assert [change_of("null", None, PLAIN)[side] for side in ("old", "new")] == ['"null"', "null"]


def test_long_texts_are_compared_word_by_word():
    old = "Answer in one sentence.\nBe polite.\n"
    found = change_of(old, old.replace("one", "two"), PLAIN)
    assert (found["form"], found["cut"]) == ("words", False)
    assert ["-", "one"] in found["spans"]


def test_of_a_very_long_text_there_is_more_to_ask_for():
    old = "\n".join(f"line {number}" for number in range(2000))
    new = old.replace("line 1000", "other")
    short, whole = change_of(old, new, PLAIN), change_of(old, new, PLAIN, 200_000)
    assert (short["cut"], whole["cut"]) == (True, False)
    assert sum(len(text) for _, text in short["spans"]) < 1000
    cut = change_of(ABSENT, "x" * 9000, PLAIN)
    assert (cut["cut"], len(cut["new"])) == (True, 4001)


def test_a_secret_is_told_and_not_shown():
    assert change_of("", "", ("whole", "whole"))["note"] == "secret changed, not shown"
    came = change_of(ABSENT, "", ("", "whole"))
    assert (came["old"], came["new"]) == (None, "a secret, not shown")
    written = change_of("${KEY}", "", ("", "whole"))
    assert (written["old"], written["new"]) == ("${KEY}", "a secret, not shown")
    assert change_of("a REDACTED", "b REDACTED", ("part", "part"))["note"] == "a secret in it is not shown"
