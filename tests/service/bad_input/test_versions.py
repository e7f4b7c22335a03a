"""Versions, version tags and runs that are not there or are wrong."""

from __future__ import annotations

import math

import pytest

from wfkit.errors import (
    InvalidInput,
    NotFound,
    VersionConflict,
)


@pytest.mark.parametrize(
    ("version", "error", "words"),
    [
        pytest.param(0, NotFound, "has no version 0; its versions go from 1 to 1", id="0"),
        pytest.param(-1, NotFound, "has no version -1", id="-1"),
        pytest.param(2, NotFound, "has no version 2", id="2"),
        pytest.param(10**12, NotFound, "has no version 1000000000000", id="10**12"),
        pytest.param(10**5000, NotFound, "has no version a whole number of 16610 bits", id="10**5000"),
        pytest.param("9" * 10, NotFound, "has no version 9999999999", id="ten digits"),
        pytest.param("9" * 5000, NotFound, "has the tag '9", id="many digits"),
        pytest.param("nope", NotFound, r"has the tag 'nope'; its version tags: v1\.0\.0", id="tag"),
        pytest.param("x" * 10_000, NotFound, "has the tag 'x+…'", id="long tag"),
        pytest.param("\ud800", InvalidInput, "half a surrogate pair", id="half a pair"),
        pytest.param(1.5, InvalidInput, "the version is 1.5; pass its number or a version tag", id="1.5"),
        pytest.param(True, InvalidInput, "the version is True", id="True"),
        pytest.param([1], InvalidInput, "the version is of type list", id="list"),
    ],
)
def test_a_version_that_is_not_there(refused, wf, version, error, words):
    for act in (
        wf.at, wf.rollback, wf.diff, wf.execution,
        lambda found: wf.tag("x", found), lambda found: wf.record_execution(version=found),
    ):  # fmt: skip
        refused(lambda act=act: act(version), error, words)


def test_none_is_no_version(refused, wf):
    for act in (wf.at, wf.rollback):
        refused(lambda act=act: act(None), InvalidInput, "the version is None; pass its number or a version tag")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("", "'' is no version tag; use letters, digits"),
        ("1", "not a number alone"),
        ("v1.0", "is no semantic version; write it like 'v1.2.0'"),
        ("a b", "is no version tag"),
        ("'; DROP TABLE version_tags; --", "is no version tag"),
        ("<script>", "is no version tag"),
        ("../x", "is no version tag"),
        ("x\n", "the version tag holds"),
        ("x" * 101, "the version tag has 101 characters; at most 100 are allowed"),
        (None, "the version tag is None; pass a text"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_a_version_tag_that_is_not_allowed(refused, wf, tag, words):
    refused(lambda: wf.tag(tag), InvalidInput, words)


def test_a_version_tag_that_another_version_has(refused, wf, flow):
    saved = wf.save(flow("b"))
    refused(lambda: saved.tag("v1.0.0"), InvalidInput, "version 1 of 'Simple' has the tag 'v1.0.0'; pass move=True")


def test_a_version_tag_to_remove_that_is_not_there(refused, wf):
    refused(lambda: wf.untag("nope"), NotFound, r"has the tag 'nope'; its version tags: v1\.0\.0")
    refused(lambda: wf.untag(5), InvalidInput, "the version tag is 5; pass a text")


@pytest.mark.parametrize(
    "expected", [0, -1, "1", 1.0, True, [1], 10**12, 10**5000],
    ids=["0", "-1", "text", "float", "True", "list", "10**12", "10**5000"],
)  # fmt: skip
def test_an_expected_version_that_is_no_number_of_a_version(refused, wf, flow, expected):
    words = "expected_version is .+; it is the number of a version, from 1"
    refused(lambda: wf.save(flow("b"), expected_version=expected), InvalidInput, words)
    refused(lambda: wf.rollback(1, expected_version=expected), InvalidInput, words)


def test_an_expected_version_that_is_not_the_head(refused, wf, flow):
    words = "is at version 1, .* not at 2 as expected.* or pass expected_version=1 to save on top of it"
    refused(lambda: wf.save(flow("b"), expected_version=2), VersionConflict, words)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        pytest.param("status", "done", "is 'done'; it is one of pending, running, completed, failed", id="status"),
        pytest.param("status", None, "the status of a run is None", id="no status"),
        pytest.param("status", [], "the status of a run is of type list", id="status list"),
        pytest.param("cost", -1, "the cost of a run is -1; it is a number, 0 or more", id="negative cost"),
        pytest.param("cost", math.nan, "the cost of a run is nan", id="cost NaN"),
        pytest.param("cost", math.inf, "the cost of a run is inf", id="cost inf"),
        pytest.param("cost", "1", "the cost of a run is '1'", id="cost text"),
        pytest.param("cost", True, "the cost of a run is True", id="cost True"),
        pytest.param("cost", 10**400, "the cost of a run is a whole number of 1329 bits", id="huge cost"),
        pytest.param("started_at", 5, "started_at is 5; pass a datetime", id="start int"),
        pytest.param("completed_at", "soon", "completed_at is 'soon', which is no date", id="end text"),
        pytest.param("started_at", "2999-01-01", "before it starts at 2999-01-01", id="start after end"),
        pytest.param("details", 5, "the details of a run are 5; pass a dict", id="details int"),
        pytest.param("details", [1], "the details of a run are of type list; pass a dict", id="details list"),
        pytest.param("details", {"x": math.nan}, "the details of a run are not JSON: .*at /x", id="details NaN"),
        pytest.param("details", {1: 2}, "not JSON: .*a key of type int", id="details key"),
    ],
)
def test_a_run_that_cannot_be_recorded(refused, wf, key, value, words):
    refused(lambda: wf.record_execution(**{key: value}), InvalidInput, words)


def test_a_filter_of_runs_that_is_not_allowed(refused, wf):
    refused(lambda: wf.executions(status="done"), InvalidInput, "it is one of pending")
    refused(lambda: wf.executions(version="v1.0.0"), InvalidInput, "version is 'v1.0.0'; it is the number of a version")
