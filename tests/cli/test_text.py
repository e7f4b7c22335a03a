"""How values read: times, sizes, counts, cells."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wfkit.cli._output import Column, field, table
from wfkit.cli._text import cost, counted, duration, first_sentence, near, plain, records, size, when
from wfkit.core.problem import Problem

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=3, seconds=50), "3 min ago"),
        (timedelta(hours=23), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=59), "59 days ago"),
    ],
    ids=str,
)
def test_a_recent_time_says_how_long_ago(age, words):
    assert when(NOW - age, NOW) == f"{(NOW - age).astimezone():%Y-%m-%d %H:%M}, {words}"


@pytest.mark.parametrize("age", [timedelta(days=60), timedelta(days=-1)], ids=["old", "future"])
def test_an_old_or_future_time_is_exact_only(age):
    assert when(NOW - age, NOW) == f"{(NOW - age).astimezone():%Y-%m-%d %H:%M}"


def test_a_path_below_the_current_folder_is_shown_from_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert near(str(tmp_path / "a" / "b.json")) == str(Path("a", "b.json"))
    assert near(f"{tmp_path}x") == f"{tmp_path}x"


def test_no_time_is_empty():
    assert when(None) == ""


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2_500_000, "2.5 MB"), (3e9, "3.0 GB")]
)
def test_a_size_has_a_unit(count, text):
    assert size(count) == text


def test_small_words():
    assert (counted(1, "file"), counted(2, "file"), counted(0, "entry", "entries")) == (
        "1 file",
        "2 files",
        "0 entries",
    )
    assert (cost(0.00123), cost(None), duration(1.26), duration(None)) == ("0.0012", "-", "1.3 s", "-")
    assert first_sentence("One. Two.") == "One."
    assert first_sentence("v1.0 is\nnew") == "v1.0 is"
    assert first_sentence("") == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.nan, None), (math.inf, None), (pd.NaT, None), (pd.NA, None), (np.float64("nan"), None), (np.int64(3), 3),
        (np.array([1.0, math.nan]), [1.0, None]), (np.array([7]), [7]), (Decimal("1.5"), 1.5), (b"\xaa", "aa"),
        (timedelta(seconds=90), 90.0), (date(2026, 1, 31), "2026-01-31"), (NOW, "2026-01-31T12:00:00+00:00"),
        ({1: {2}}, {"1": [2]}), (pd.Timestamp(NOW), "2026-01-31T12:00:00+00:00"), (object, "<class 'object'>"),
        (Problem("error", "x", "m"), Problem("error", "x", "m").to_dict()),
    ],
    ids=repr,
)  # fmt: skip
def test_every_value_has_a_json_form(value, expected):
    assert plain(value) == expected


def test_records_hold_plain_values_and_none():
    frame = pd.DataFrame(
        {
            "i": pd.Series([1, None], dtype="Int64"), "f": [1.5, math.nan], "s": pd.Series(["a", None], dtype="str"),
            "t": pd.Series([NOW, None], dtype="datetime64[us, UTC]"), "o": [["x"], None], "a": [np.array([1]), None],
        }
    )  # fmt: skip
    assert records(frame) == [
        {"i": 1, "f": 1.5, "s": "a", "t": NOW, "o": ["x"], "a": [1]},
        dict.fromkeys("ifstoa"),
    ]
    assert records(frame.head(0)) == []


def test_two_columns_of_one_name_do_not_break_records():
    assert records(pd.DataFrame([[1, 2]], columns=["a", "a"])) == [{"a": 2}]


@pytest.mark.parametrize("width", [40, 60, 100])
def test_cut_columns_share_what_whole_columns_leave(width):
    columns = (field("a"), field("b", share=3), field("c", whole=True), Column("d", lambda row: row["a"], wrap=True))
    made = table(columns, [{"a": "x" * 90, "b": "y" * 90, "c": "z" * 5}], width)
    widths = [column.width for column in made.columns]
    assert widths[2] == 5
    assert sum(widths) + 2 * 3 <= width
    assert widths[1] > widths[0]


def test_a_column_that_needs_less_leaves_the_rest_to_others():
    made = table((field("a"), field("b")), [{"a": "x", "b": "y" * 90}], 50)
    assert [column.width for column in made.columns] == [1, 47]
