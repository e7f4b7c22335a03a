from __future__ import annotations

from dataclasses import replace

import pytest

import wfkit
from wfkit.service.version_view import VersionView
from wfkit.widgets.history import timeline
from wfkit.widgets.history.details import details_of, drawn


@pytest.fixture
def view():
    """A version of a format that no reader is there for, as when a plug-in is missing."""
    with wfkit.open(":memory:") as registry:
        wf = registry.create("Ask", {"nodes": [], "edges": []}, message="\n  first\nline ")
        known = wf.at(1)
        return VersionView(replace(known._record, text='{"n": 1}'), "Ask", "odd")  # noqa: SLF001 - there is no other way


@pytest.fixture
def entry(view):
    return timeline.Entry(1, (), view.message, "ann", view.created_at, valid=True, restored_from=None)


def test_a_version_without_a_graph_is_described_by_its_format(view, entry):
    details = details_of(entry, view, "Began", "Ask")
    assert details["facts"] == ["odd", "8 bytes"]


def test_a_version_without_a_graph_says_why_there_is_no_picture(view):
    assert drawn(view)["picture"] == ""
    assert "odd" in drawn(view)["why"]


def test_a_message_begins_with_its_first_line_that_holds_words(entry):
    assert timeline.rows_of([entry])[0]["message"] == "first"
    assert timeline.message_of(entry) == "first\nline"


def test_a_long_message_is_cut_in_the_row_and_whole_in_the_details(entry):
    long = replace(entry, message="a" * 500)
    row = timeline.rows_of([long])[0]
    assert (row["message"], row["isCut"]) == ("a" * 200 + "…", True)
    assert timeline.message_of(long) == "a" * 500


def test_secrets_in_messages_are_left_out_of_each_by_itself(entry):
    key = "sk-proj-" + "a1B2c3D4e5F6" * 4
    assert key[:30] not in str(timeline.rows_of([replace(entry, message="a" * 150 + f" api_key={key}")]))
    told = ["plain", f"with {key} in it", "", "-----BEGIN RSA PRIVATE KEY-----", "api_key", "also plain"]
    rows = timeline.rows_of([replace(entry, message=message) for message in told])
    assert [row["message"] for row in rows] == ["plain", "with REDACTED in it", "", told[3], "api_key", "also plain"]
    assert timeline.rows_of([]) == []
