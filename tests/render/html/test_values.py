from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.diff import ABSENT
from wfkit.render.html._values import brief, change, preview, renaming, value

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
STORY = "".join(f"Sentence number {place} says something. " for place in range(100))


@given(JSON)
def test_a_preview_that_is_not_cut_is_the_json(found):
    assert json.loads(preview(found, 10_000)) == found


@given(JSON, st.integers(2, 40))
def test_a_preview_is_never_longer_than_its_limit(found, limit):
    whole, shown = preview(found, 100_000), preview(found, limit)
    assert shown == whole or (len(shown) == limit and shown.endswith("…") and whole.startswith(shown[:-1]))


def test_a_preview_of_something_deep_or_large_looks_at_its_beginning_alone():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    assert preview(deep, 5) == "[[[[…"
    assert preview({str(place): place for place in range(100_000)}, 12) == '{"0": 0, "1…'


def test_an_integer_that_cannot_be_written_is_described():
    assert preview(10**5000) == f"a whole number of {(10**5000).bit_length()} bits"


def test_nothing_and_null_are_told_apart(read):
    assert preview(ABSENT) == "nothing"
    assert preview(None) == "null"
    assert read(value(ABSENT)).tags == ["span"]
    assert read(value(None)).tags == ["code"]


def test_a_number_changes_from_the_old_to_the_new(read):
    page = read(change([1], [True]))
    assert page.words == "[1] → [true]"
    assert page.tags == ["bdi", "del", "span", "bdi", "ins"]


def test_what_came_and_what_went_is_said_in_words(read):
    assert read(change(ABSENT, "x")).words == 'added "x"'
    assert read(change("x", ABSENT)).words == 'removed "x"'


def test_a_long_text_that_came_is_shown_with_its_line_breaks_and_cut(read):
    page = read(change(ABSENT, "line\n" * 500))
    assert page.tags == ["span", "pre", "ins", "span"]
    assert "line\nline" in page.words
    assert page.words.endswith("1,900 more characters")


def test_words_that_changed_in_a_long_text_are_marked(read):
    old = "Keep to three sentences, and quote the number of each passage that was used."
    page = read(change(old, old.replace("three", "four")))
    assert page.tags == ["pre", "del", "ins"]
    assert "Keep to threefour sentences" in page.words


def test_what_is_far_from_a_change_is_left_out_and_counted(read):
    page = read(change(STORY, STORY.replace("number 50 says", "number 50 SAYS")))
    before, after = page.words.split("saysSAYS")
    assert before.endswith("Sentence number 50 ")
    assert "characters unchanged ⋯\n" in before
    assert "characters unchanged ⋯" in after
    assert len(page.words) < 400


def test_context_without_blanks_is_cut_all_the_same(read):
    page = read(change("x" * 1000 + " a " + "y" * 1000, "x" * 1000 + " b " + "y" * 1000))
    assert len(page.words) < 500


def test_a_text_with_changes_everywhere_is_cut_off_and_says_so(read):
    old = "\n".join(f"line {place} is here" for place in range(40))
    page = read(change(old, old.replace("is", "was")))
    assert "more pieces of this text are left out" in page.words
    assert len(page.words) < 900


@pytest.mark.parametrize("start", ["", "\n", "\n\n"])
def test_a_text_keeps_the_line_breaks_that_it_begins_with(start):
    # A browser drops the first line break of a `pre`.
    assert value(f"{start}a\nb").split(">", 1)[1].startswith(f"\n{start}a\nb")


def test_a_brief_value_is_on_one_line(read):
    assert read(brief("a\n" * 200)).words.count("\n") == 0


def test_names_have_no_quotes(read):
    assert read(renaming("a", "b")).words == "a → b"
