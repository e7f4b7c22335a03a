from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.errors import InvalidInput
from wfkit.service import inputs

EVERYTHING = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.lists(st.integers())
    | st.datetimes() | st.dates() | st.sets(st.integers()) | st.just(10**5000)
)  # fmt: skip


@pytest.mark.parametrize(
    "name", ["a", "x" * 500, "'; DROP TABLE workflows --", "<script>alert(1)</script>", "../../x", "a\u202eb", "🙂"]
)
def test_names_that_are_allowed_stay_as_they_are(name):
    assert inputs.checked_name(name) == name


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u200e\u2060", "\u3000", "\xa0"], ids=ascii)
def test_a_name_without_a_visible_character_is_refused(name):
    with pytest.raises(InvalidInput, match="it needs at least one visible character"):
        inputs.checked_name(name)


@pytest.mark.parametrize("character", ["\0", "\n", "\t", "\x7f", "\x85", "\x1f", chr(0xD800), chr(0xDFFF)], ids=ascii)
def test_a_name_with_a_control_character_or_half_a_pair_is_refused(character):
    with pytest.raises(InvalidInput, match=r"the name holds '.+'; leave out control characters"):
        inputs.checked_name(f"a{character}b")


def test_a_name_that_is_too_long_says_how_long_it_may_be():
    with pytest.raises(InvalidInput, match="the name has 10000 characters; at most 500 are allowed"):
        inputs.checked_name("x" * 10_000)


def test_a_description_may_have_lines_and_tabs():
    assert inputs.checked_description("a\r\n\tb") == "a\r\n\tb"
    with pytest.raises(InvalidInput, match="the message is 5; pass a text"):
        inputs.checked_description(5, "message")


def test_tags_lose_their_repeats_and_keep_their_order():
    assert inputs.checked_tags(iter(["b", "a", "b"])) == ("b", "a")
    assert inputs.checked_tags(()) == ()


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ("rag", r"tags is the text 'rag'; pass a list such as \['rag'\]"), (5, "tags is 5; pass a list of texts"),
        (None, "tags is None; pass a list of texts"), ([5], "the tag is 5; pass a text"), ([""], "a tag is empty"),
        (["\u200b"], "a tag is empty"), (["x" * 101], "at most 100"), (["a\x1fb"], "the tag holds"),
    ],
    ids=repr,
)  # fmt: skip
def test_tags_that_are_not_allowed_say_what_would_be_right(tags, words):
    with pytest.raises(InvalidInput, match=words):
        inputs.checked_tags(tags)


@pytest.mark.parametrize(
    "tag", ["", "1", "42", "a b", "-a", ".a", "ü", "a\u202eb", "a'b", "<b>", "a;b", "x" * 101, "a%", "a\nb"], ids=ascii
)
def test_version_tags_that_are_not_allowed(tag):
    with pytest.raises(InvalidInput, match="version tag"):
        inputs.checked_version_tag(tag)


@pytest.mark.parametrize(
    ("page", "limit", "expected"), [(1, 50, (0, 50)), (3, 7, (14, 7)), (1, None, (0, None)), (2, None, (100_000, 0))]
)
def test_a_page_is_an_offset_and_a_limit(page, limit, expected):
    assert inputs.checked_page(page, limit) == expected


def test_a_cell_of_a_dataframe_is_a_number():
    assert inputs.checked_page(np.int64(2), np.int32(5)) == (5, 5)
    assert inputs.checked_version("version", np.uint8(3)) == 3


@pytest.mark.parametrize(
    "page", [0, -1, True, None, "1", 1.0, math.nan, 10**30, 10**5000, np.True_], ids=inputs.described
)
def test_pages_that_are_not_allowed(page):
    with pytest.raises(InvalidInput, match=r"page is .+; it is a number from 1 to 1000000000"):
        inputs.checked_page(page, 50)


@pytest.mark.parametrize("limit", [0, -1, True, "5", 10**9, 1.5, [5]], ids=repr)
def test_limits_that_are_not_allowed(limit):
    with pytest.raises(InvalidInput, match=r"limit is .+; it is a number from 1 to 100000, or None"):
        inputs.checked_page(1, limit)


def test_times_are_naive_utc():
    noon = datetime(2026, 1, 31, 12)  # noqa: DTZ001 - what a caller may pass
    for value in (noon, noon.replace(tzinfo=UTC), datetime(2026, 1, 31, 14, tzinfo=timezone(timedelta(hours=2))),
                  "2026-01-31T12:00", "2026-01-31T12:00:00Z", pd.Timestamp("2026-01-31 12:00")):  # fmt: skip
        assert inputs.checked_time("t", value) == noon
    assert inputs.checked_time("t", date(2026, 1, 31)) == datetime(2026, 1, 31)  # noqa: DTZ001
    assert inputs.checked_time("t", None) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("soon", "'soon', which is no date; write it like '2026-01-31'"), ("", "which is no date"), (True, "t is True"),
        (5, "t is 5; pass a datetime"), (pd.NaT, "t is of type NaTType; pass a datetime"),
        (np.datetime64("2026-01-31"), "pass a datetime"), ("0001-01-01T00:00+14:00", "before the year 1 or after 9999"),
        ("9999-12-31T23:00-14:00", "before the year 1 or after 9999"),
    ],
    ids=str,
)  # fmt: skip
def test_times_that_are_not_allowed_say_what_would_be_right(value, words):
    with pytest.raises(InvalidInput, match=words):
        inputs.checked_time("t", value)


CHECKS = {
    "name": inputs.checked_name, "description": inputs.checked_description, "tags": inputs.checked_tags,
    "version tag": inputs.checked_version_tag, "page": lambda value: inputs.checked_page(value, value),
    "time": lambda value: inputs.checked_time("t", value), "cost": inputs.checked_cost,
    "flag": lambda value: inputs.checked_flag("f", value), "text": lambda value: inputs.checked_text("t", value),
    "version": lambda value: inputs.checked_version("v", value),
}  # fmt: skip


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@given(value=EVERYTHING)
def test_a_check_answers_or_raises_a_wfkit_error_with_a_short_message(check, value):
    message = ""
    try:
        check(value)
    except InvalidInput as error:
        message = str(error)
    assert len(message) < 300
