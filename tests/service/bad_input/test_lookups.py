"""Workflows that are not there, and filters, orders and pages of listings that are wrong."""

from __future__ import annotations

import math

import pytest

from wfkit.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    UnknownFormat,
)


@pytest.mark.parametrize(
    ("reference", "error", "words"),
    [
        (None, InvalidInput, "the workflow is None; pass a Workflow, an id or a name"),
        (5, InvalidInput, "the workflow is 5"),
        (["A"], InvalidInput, "the workflow is of type list"),
        ("\ud800", InvalidInput, "which holds half a surrogate pair"),
        ("", NotFound, "''"),
        ("a\0", NotFound, r"'a\\x00'"),
        ("x" * 10_000, NotFound, "'x+…'"),
        ("' OR 1=1 --", NotFound, "OR 1=1"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_a_workflow_that_is_not_there(refused, registry, reference, error, words):
    for act in (registry.get, registry.delete, registry.undelete, registry.purge, registry.use_template):
        refused(lambda act=act: act(reference), error, words)


def test_a_listing_of_a_workflow_that_is_not_there(refused, registry):
    for listing in (registry.nodes, registry.edges, registry.executions):
        refused(lambda listing=listing: listing(workflow="nope"), NotFound, "no workflow has the id")
        refused(lambda listing=listing: listing(workflow=5), InvalidInput, "the workflow is 5; pass a Workflow")


def test_a_name_is_not_enough_for_what_cannot_be_undone(refused, registry):
    for act in (registry.purge, registry.undelete):
        refused(lambda act=act: act("Simple"), NotFound, r"no workflow has the id 'Simple'; registry\.list\(\)")


@pytest.mark.parametrize("face", ["list", "nodes", "edges", "templates", "executions", "versions", "search"])
@pytest.mark.parametrize(
    ("key", "value"), [("page", 0), ("page", -1), ("page", True), ("limit", 0), ("limit", 10**9), ("limit", "5")]
)
def test_a_page_that_is_not_allowed(refused, registry, wf, face, key, value):
    faces = {"versions": wf.versions, "search": lambda **page: registry.search("x", **page)}
    listing = faces[face] if face in faces else getattr(registry, face)
    refused(lambda: listing(**{key: value}), InvalidInput, f"{key} is .+; it is a number from 1 to")


@pytest.mark.parametrize(
    ("sort", "words"),
    [
        ("nope", "cannot sort by 'nope'; sort by one of created_at, .*with '-' in front"),
        ("name; DROP TABLE workflows", "cannot sort by"),
        ("name DESC", "cannot sort by"),
        ("--name", "cannot sort by"),
        ("", "cannot sort by ''"),
        ("(SELECT 1)", "cannot sort by"),
        (None, "sort is None; pass a text"),
        (5, "sort is 5"),
    ],
    ids=repr,
)
def test_an_order_that_is_not_allowed(refused, registry, sort, words):
    refused(lambda: registry.list(sort=sort), InvalidInput, words)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"search": 5}, InvalidInput, "search is 5; pass a text"),
        ({"search": "\ud800"}, InvalidInput, "half a surrogate pair"),
        ({"tags": "rag"}, InvalidInput, "pass a list such as"),
        ({"format": "n9n"}, UnknownFormat, "unknown format 'n9n'; known formats: comfyui, "),
        ({"format": 5}, InvalidInput, "format is 5; pass a text"),
        (
            {"created_from": "soon"},
            InvalidInput,
            "created_from is 'soon', which is no date; write it like '2026-01-31'",
        ),
        ({"updated_to": 5}, InvalidInput, "updated_to is 5; pass a datetime, a date or ISO text"),
    ],
    ids=ascii,
)
def test_a_filter_that_is_not_allowed(refused, registry, arguments, error, words):
    refused(lambda: registry.list(**arguments), error, words)


@pytest.mark.parametrize("most", [-1, 1.5, "5", True], ids=repr)
def test_a_number_of_texts_to_read_that_is_not_allowed(refused, registry, most):
    refused(lambda: registry.read_texts(most=most), InvalidInput, "most is .*; it is a whole number from 0, or None")


@pytest.mark.parametrize("seconds", [-1, math.inf, "5", None], ids=repr)
def test_a_hurry_that_is_not_allowed(refused, registry, seconds):
    refused(lambda: registry.hurried(seconds), InvalidInput, "busy_timeout_s is .*; it is a number of seconds, from 0")


def test_a_text_to_search_for_that_is_not_allowed(refused, registry):
    refused(lambda: registry.search(None), InvalidInput, "the text to search for is None; pass a text")
    refused(lambda: registry.search("\ud800"), InvalidInput, "half a surrogate pair")
    refused(lambda: registry.nodes(type=["llm"]), InvalidInput, "type is of type list; pass a text")


def test_sql_that_is_not_allowed(refused, registry):
    refused(lambda: registry.sql("DELETE FROM wfkit_store.workflows"), Forbidden, "only reads")
    refused(lambda: registry.sql("nope"), InvalidInput, "does not run")
    refused(lambda: registry.sql(5), InvalidInput, "not 5")
