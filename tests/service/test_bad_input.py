"""Every argument that can be wrong: a wfkit error that says what is, and a registry exactly as it was."""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from datetime import datetime

import numpy as np
import pytest

import wfkit
from wfkit.errors import (
    Forbidden,
    InvalidInput,
    InvalidWorkflow,
    NotFound,
    RegistryUnusable,
    UnknownFormat,
    VersionConflict,
    WfkitError,
)

HOSTILE_NAMES = (
    "'; DROP TABLE workflows; --", '" OR ""="', "<script>alert(1)</script>", "../../x", "C:\\x\\..\\y", "%s %d {0} {x}",
    "a\u202etxt.exe", "a\u2028b", "🙂" * 100, "$1", "${HOME}", "x" * 500, " spaced ", "NULL", "e\u0301",
)  # fmt: skip


def circular():
    document = {"nodes": [], "edges": []}
    document["self"] = document
    return document


def nested(depth):
    inner = []
    for _ in range(depth):
        inner = [inner]
    return {"nodes": [], "edges": [], "deep": inner}


def twice(node):
    return {"nodes": [node, node], "edges": []}


def holding(value):
    return {"nodes": [], "edges": [], "x": value}


def circle():
    edges = [{"id": "e", "source": "a", "target": "b"}, {"id": "f", "source": "b", "target": "a"}]
    return ends("a", "b") | {"edges": edges}


def ends(source, target):
    return {
        "nodes": [{"id": "a", "type": "x"}, {"id": "b", "type": "x"}],
        "edges": [{"id": "e", "source": source, "target": target}],
    }


def native(document):
    return {"schema_version": 1, "name": "x"} | document


DOCUMENTS = {
    "no JSON": ("{oops}", InvalidWorkflow, "line 1, column 2"),
    "half a JSON": ('{"nodes": [', InvalidWorkflow, "line 1, column 12"),
    "words": ("hello", NotFound, "no file 'hello'; pass a dict"),
    "nothing": ("", InvalidInput, "an empty text is no document"),
    "bytes of no encoding": (b"\xff{}", InvalidWorkflow, "0xff at offset 0 is not UTF-8"),
    "a key twice": ('{"nodes": [], "nodes": [], "edges": []}', InvalidWorkflow, "duplicate-key"),
    "NaN in a text": ('{"nodes": [], "edges": [], "a": NaN}', InvalidWorkflow, "not-finite"),
    "a number beyond doubles": ('{"nodes": [], "edges": [], "a": 1e999}', InvalidWorkflow, "number-range"),
    "no workflow": ({"a": 1}, UnknownFormat, "this is an object with key 'a'; known formats: comfyui"),
    "an empty object": ({}, UnknownFormat, "this is an empty object"),
    "an empty list": ([], UnknownFormat, "this is an empty list"),
    "a list of texts": (["a"], UnknownFormat, "known formats"),
    "a scalar in bytes": (b"5", UnknownFormat, "known formats"),
    "nodes that are no list": (native({"nodes": {}, "edges": []}), UnknownFormat, "known formats"),
    "a node that is no object": (native({"nodes": [5], "edges": []}), (InvalidWorkflow, UnknownFormat), "object"),
    "a node without an id": ({"nodes": [{"type": "x"}], "edges": []}, InvalidWorkflow, "missing-id"),
    "an id that is a list": ({"nodes": [{"id": [1], "type": "x"}], "edges": []}, InvalidWorkflow, "id"),
    "two nodes of an id": (twice({"id": "a", "type": "x"}), InvalidWorkflow, "duplicate-node-id"),
    "an edge from nowhere": (ends("zz", "b"), InvalidWorkflow, "dangling-edge.*'zz'"),
    "an edge to nowhere": (ends("a", "zz"), InvalidWorkflow, "dangling-edge.*'zz'"),
    "an edge without an end": (ends("a", None), InvalidWorkflow, "missing-end"),
    "a circle": (circle(), InvalidWorkflow, "cycle"),
    "an edge to itself": (ends("a", "a"), InvalidWorkflow, "self-loop|cycle"),
    "an int": (5, InvalidInput, "a value of type int is no document; pass a dict"),
    "True": (True, InvalidInput, "type bool is no document"),
    "None": (None, InvalidInput, "type NoneType is no document"),
    "a set": ({1, 2}, InvalidInput, "type set is no document"),
    "an object": (object(), InvalidInput, "type object is no document"),
    "a tuple": (({},), InvalidInput, "type tuple is no document"),
    "an array": (np.array([1]), InvalidInput, "type ndarray is no document"),
    "a key that is no text": ({"nodes": [], "edges": [], 1: 2}, InvalidWorkflow, "a key of type int is no JSON; a str"),
    "NaN": (holding(math.nan), InvalidWorkflow, "nan is no JSON; a number or None.*at /x"),
    "a number of numpy": (holding(np.int64(1)), InvalidWorkflow, r"numpy\.int64 is no JSON.*at /x"),
    "a time": (holding(datetime(2026, 1, 1)), InvalidWorkflow, "datetime is no JSON"),  # noqa: DTZ001
    "a set inside": (holding({1}), InvalidWorkflow, "set is no JSON"),
    "a circular dict": (circular(), InvalidWorkflow, "holds itself; a copy would be right"),
    "half a pair": (holding("\ud800"), InvalidWorkflow, r"half a surrogate pair, U\+D800.*at /x"),
    "too deep": (nested(5000), InvalidWorkflow, "nested deeper than 500 levels"),
    "too deep a text": ('{"nodes": ' + "[" * 5000 + "]" * 5000 + "}", InvalidWorkflow, "deeper than 500"),
    "too large a number": (holding(10**5000), InvalidWorkflow, "more than 4300 digits"),
}  # fmt: skip


def check_refusal(act, error, words):
    with pytest.raises(error) as caught:
        act()
    assert isinstance(caught.value, WfkitError)
    message = str(caught.value)
    assert re.search(words, message, re.DOTALL), message
    assert len(message) < 2500


@pytest.fixture
def refused(registry, wf, snapshot):
    """Checks that a call raises this error with these words, and that the registry is exactly as it was."""
    wf.tag("v1.0.0")

    def check(act, error, words):
        before = snapshot(registry)
        check_refusal(act, error, words)
        assert snapshot(registry) == before

    return check


@pytest.mark.parametrize(("document", "error", "words"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_that_is_not_allowed(refused, registry, wf, document, error, words):
    refused(lambda: registry.create("New", document), error, words)
    refused(lambda: wf.save(document), error, words)


def test_a_small_dict_that_is_a_huge_document(refused, registry):
    shared = ["x" * 1000] * 1000
    bomb = {"nodes": [], "edges": [], "x": [shared] * 1000}
    refused(lambda: registry.create("Bomb", bomb), InvalidWorkflow, "larger than 100 MiB")


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_hostile_name_is_kept_literally(registry, wf, flow, name):
    tag = name[:100]
    made = registry.create(name, flow(name), description=name, tags=[tag], message=name)
    read = registry.get(name)
    assert (read, read.name, read.description, read.message, read.tags) == (made, name, name, name, [tag])
    assert read.document == flow(name)
    assert list(registry.list(search=name)["id"]) == list(registry.list(tags=[tag])["id"]) == [made.id]
    assert list(registry.nodes(workflow=name)["workflow_name"]) == [name]
    assert set(registry.list()["id"]) == {wf.id, made.id}
    assert len(registry.check()) == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("", "the name is ''; it needs at least one visible", id="empty"),
        pytest.param("  ", "the name is '  '; it needs", id="blank"),
        pytest.param("x" * 10_000, "the name has 10000 characters; at most 500 are allowed", id="long"),
        pytest.param("a\x1bb", r"the name holds '\\x1b'; leave out control", id="control"),
        pytest.param("a\0", r"the name holds '\\x00'", id="NUL"),
        pytest.param("\ud800", r"the name holds '\\ud800'", id="half a pair"),
        pytest.param(5, "the name is 5; pass a text", id="int"),
        pytest.param(b"x", "the name is of type bytes", id="bytes"),
    ],
)
def test_a_name_that_is_not_allowed(refused, registry, wf, flow, name, words):
    refused(lambda: registry.create(name, flow()), InvalidInput, words)
    refused(lambda: wf.update(name=name), InvalidInput, words)
    wf.update(is_template=True)
    refused(lambda: registry.use_template("Simple", name=name), InvalidInput, words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"description": 5}, "the description is 5; pass a text"),
        ({"description": "x" * 20_001}, "the description has 20001 characters"),
        ({"tags": "rag"}, r"tags is the text 'rag'; pass a list such as \['rag'\]"),
        ({"tags": [1]}, "the tag is 1; pass a text"),
        ({"tags": 5}, "tags is 5; pass a list of texts"),
        ({"is_template": "yes"}, "is_template is 'yes'; pass True or False"),
    ],
    ids=lambda value: f"{value!r:.40}",
)
def test_metadata_that_is_not_allowed(refused, registry, wf, flow, arguments, words):
    refused(lambda: registry.create("New", flow(), **arguments), InvalidInput, words)
    refused(lambda: wf.update(**arguments), InvalidInput, words)


def test_a_message_that_is_no_text(refused, registry, wf, flow):
    for act in (
        lambda: registry.create("New", flow(), message=None), lambda: wf.save(flow("b"), None),
        lambda: wf.rollback(1, None), lambda: wf.publish_draft(None),
    ):  # fmt: skip
        refused(act, InvalidInput, "the message is None; pass a text")


def test_a_flag_that_is_neither_true_nor_false(refused, registry, wf, flow):
    for act in (
        lambda: registry.create("New", flow(), allow_invalid="no"), lambda: wf.save(flow("b"), allow_invalid=None),
        lambda: registry.list(template="yes"), lambda: registry.list(deleted=None), lambda: wf.tag("x", move=1),
        lambda: registry.purge(wf, remove_executions="no"),
    ):  # fmt: skip
        refused(act, InvalidInput, " is .+; pass True or False")


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


def test_sql_that_is_not_allowed(refused, registry):
    refused(lambda: registry.sql("DELETE FROM wfkit_store.workflows"), Forbidden, "only reads")
    refused(lambda: registry.sql("nope"), InvalidInput, "does not run")
    refused(lambda: registry.sql(5), InvalidInput, "not 5")


UNKNOWN_ARGUMENTS = {
    "create": lambda registry, wf: registry.create("x", wf, colour="red"),
    "list": lambda registry, _: registry.list(colour="red"),
    "list by place": lambda registry, _: registry.list("x"),
    "nodes by place": lambda registry, _: registry.nodes("llm"),
    "save": lambda _, wf: wf.save(wf, colour="red"),
    "update": lambda _, wf: wf.update(version=3),
    "record_execution by place": lambda _, wf: wf.record_execution("failed"),
    "open": lambda *_: wfkit.open(":memory:", colour="red"),
}


@pytest.mark.parametrize("act", UNKNOWN_ARGUMENTS.values(), ids=UNKNOWN_ARGUMENTS)
def test_an_unknown_argument_is_refused_by_python_itself(registry, wf, act, snapshot):
    before = snapshot(registry)
    with pytest.raises(TypeError, match=r"unexpected keyword|positional argument"):
        act(registry, wf)
    assert snapshot(registry) == before


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"url": "postgresql://x/y"}, InvalidInput, "cannot open 'postgresql://x/y'; name a file such as"),
        ({"url": "http://x"}, InvalidInput, "cannot open"), ({"url": 5}, InvalidInput, "the url is 5; name a file"),
        ({"url": b"x"}, InvalidInput, "the url is of type bytes"),
        ({"url": "a\0b"}, InvalidInput, "is no path; name a file"),
        ({"url": "\ud800"}, InvalidInput, "half a surrogate pair"),
        ({"url": "/nowhere/at/all/x.duckdb"}, RegistryUnusable, "the folder of .* does not exist; make it first"),
        ({"author": ""}, InvalidInput, "the author is ''; it needs"),
        ({"author": 5}, InvalidInput, "the author is 5; pass a text"),
        ({"busy_timeout_s": -1}, InvalidInput, "busy_timeout_s is -1; it is a number of seconds, from 0"),
        ({"busy_timeout_s": math.nan}, InvalidInput, "busy_timeout_s is nan"),
        ({"busy_timeout_s": "5"}, InvalidInput, "is '5'"),
        ({"busy_timeout_s": math.inf}, InvalidInput, "is inf"), ({"busy_timeout_s": True}, InvalidInput, "is True"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_registry_that_cannot_be_opened_says_what_would_be_right(arguments, error, words):
    check_refusal(lambda: wfkit.open(**{"url": ":memory:"} | arguments), error, words)


def test_a_folder_is_no_registry(tmp_path):
    check_refusal(lambda: wfkit.open(tmp_path), RegistryUnusable, "is not a registry file; name a new file")


def test_a_mapping_that_is_no_dict_is_taken_or_refused_by_name(registry, flow):
    assert registry.create("x", OrderedDict(flow())).document == flow()
