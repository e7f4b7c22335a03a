from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.render import _text

ANY = st.text(st.characters(codec=None), max_size=80)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("  two  words ", "two words"),
        ("tab\tline\nreturn\r\nend", "tab line return end"),
        ("a\u2028b\x85c\x0bd", "a b c d"),
        ("bell\x07 esc\x1b[31m", "bell\ufffd esc\ufffd[31m"),
        ("\ud800x", "\ufffdx"),
        ("\u202eevil\u2066", "\ufffdevil\ufffd"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("", ""),
    ],
)
def test_a_text_is_shown_in_one_line_without_what_cannot_be_drawn(text, shown):
    assert _text.clean(text) == shown


def test_no_more_of_a_text_is_looked_at_than_anybody_can_see():
    assert _text.clean("y" * 100, longest=10) == "y" * 10 + "…"
    assert len(_text.clean("y" * 10_000_000)) == _text.LONGEST + 1


@given(ANY)
def test_what_is_shown_has_no_control_characters_and_no_surrogates(text):
    assert not {unicodedata.category(character) for character in _text.clean(text)} & {"Cc", "Cs", "Zl", "Zp"}


@given(ANY)
def test_cleaning_twice_changes_nothing(text):
    assert _text.clean(_text.clean(text)) == _text.clean(text)


def test_lines_are_kept_apart():
    assert _text.clean_lines("one\r\ntwo\x07\n\nthree") == ["one", "two\ufffd", "", "three"]


def test_lines_of_a_very_long_text_end_where_it_is_cut():
    lines = _text.clean_lines("word\n" * 10_000, longest=12)
    assert lines == ["word", "word", "wo…"]


@given(ANY.map(_text.clean), st.floats(20, 400))
def test_a_cut_text_fits(text, limit):
    shown = _text.cut(text, limit, 12)
    assert _text.width(shown, 12) <= limit
    assert shown == text or shown.endswith("…")


@pytest.mark.parametrize("text", ["short", "", "a" * 12])
def test_a_text_that_fits_stays_whole(text):
    assert _text.cut(text, 100, 12) == text


def test_a_cut_goes_round_joined_characters():
    family = "👩\u200d👩\u200d👧"
    for limit in range(10, 120):
        shown = _text.cut(f"ab{family}cd e\u0301", limit, 12).removesuffix("…")
        assert not shown.endswith("\u200d")
        assert shown.endswith("a") or not shown.endswith("e")


@pytest.mark.parametrize(("wide", "narrow"), [("中中", "aa"), ("WW", "ii"), ("🚨", "a")])
def test_wide_characters_count_as_wide(wide, narrow):
    assert _text.width(wide, 12) > _text.width(narrow, 12)


def test_bold_text_is_wider():
    assert _text.width("word", 12, bold=True) > _text.width("word", 12)


def test_accents_take_no_room():
    assert _text.width("e\u0301", 12) == _text.width("e", 12)


def test_words_are_wrapped_whole():
    assert _text.wrap("one two three four", 60, 12, 9) == ["one two", "three four"]


def test_a_word_longer_than_a_line_is_broken():
    lines = _text.wrap("x" * 30, 60, 12, 9)
    assert "".join(lines) == "x" * 30
    assert all(_text.width(line, 12) <= 60 for line in lines)


def test_what_does_not_fit_into_the_lines_is_cut():
    assert _text.wrap("one two three four five six", 60, 12, 2) == ["one two", "three fo…"]


def test_blank_lines_are_left_out():
    assert _text.wrap("one\n\n \ntwo", 200, 12, 9) == ["one", "two"]


def test_nothing_is_wrapped_into_no_lines():
    assert _text.wrap("one", 200, 12, 0) == []


@given(ANY, st.integers(1, 6))
def test_wrapped_lines_fit_and_are_no_more_than_asked_for(text, lines):
    found = _text.wrap(text, 130, 12, lines)
    assert len(found) <= lines
    assert all(_text.width(line, 12) <= 130 or len(line) == 1 for line in found)
