from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.formats import native

NODE = {"id": "a", "type": "llm", "position": {"x": 1, "y": 2.5}, "data": {"label": "Ask", "config": {"model": "m"}}}
EDGE = {"id": "e", "source": "a", "target": "b", "sourceHandle": "out", "targetHandle": "in"}
EMPTY = {"schema_version": 1, "nodes": [], "edges": []}
VALIDATOR = jsonschema_rs.Draft202012Validator(native.native_schema())


def _reader_is_content(document: object) -> bool:
    return all(problem.severity == "info" for problem in native.read(document).problems)


def test_the_schema_is_a_schema():
    jsonschema_rs.meta.validate(native.native_schema())


def test_the_schema_is_named_without_a_network():
    assert native.native_schema()["$id"] == "urn:wfkit:workflow:1"


def test_a_change_to_the_loaded_schema_is_the_callers_own():
    native.native_schema().clear()
    assert native.native_schema()["title"] == "wfkit workflow, version 1"


def test_every_field_of_the_schema_is_described():
    schema = native.native_schema()
    parts = [schema, *schema["$defs"].values(), schema["$defs"]["node"]["properties"]["data"]]
    fields = [field for part in parts for field in part["properties"].values()]
    assert all(field.get("description") or field.get("$ref") for field in [*parts, *fields])


VALID = {
    "empty": {},
    "named": {"name": "Ask", "description": "", "viewport": {"x": 0, "y": 0, "zoom": 1}},
    "whole": {"nodes": [NODE, {**NODE, "id": "b"}], "edges": [EDGE]},
    "version spelt as a float": {"schema_version": 1.0},
    "least node": {"nodes": [{"id": "a", "type": "llm"}]},
    "least edge": {"edges": [{"id": "e", "source": "a", "target": "b"}]},
    "nulls where they mean absent": {
        "name": None,
        "description": None,
        "nodes": [{"id": "a", "type": "llm", "position": None, "data": None, "parentId": None}],
        "edges": [{**EDGE, "sourceHandle": None, "targetHandle": None}],
    },
    "null label and config": {"nodes": [{**NODE, "data": {"label": None, "config": None}}]},
    "group and child": {"nodes": [{"id": "g", "type": "group"}, {**NODE, "parentId": "g"}]},
    "unknown keys": {"x": 1, "nodes": [{**NODE, "measured": {}}], "edges": [{**EDGE, "animated": True}]},
}
INVALID = {
    "version a fraction": {"schema_version": 0.5},
    "version as text": {"schema_version": "1"},
    "newer version": {"schema_version": 2},
    "name is a number": {"name": 1},
    "description is a list": {"description": []},
    "nodes missing": {"nodes": None},
    "nodes an object": {"nodes": {}},
    "edges missing": {"edges": None},
    "edges an object": {"edges": {}},
    "node is text": {"nodes": ["a"]},
    "node without id": {"nodes": [{"type": "llm"}]},
    "node with an empty id": {"nodes": [{"id": "", "type": "llm"}]},
    "node with an integer id": {"nodes": [{"id": 1, "type": "llm"}]},
    "node without type": {"nodes": [{"id": "a"}]},
    "node with an empty type": {"nodes": [{"id": "a", "type": ""}]},
    "node type is a list": {"nodes": [{"id": "a", "type": []}]},
    "data is a list": {"nodes": [{**NODE, "data": []}]},
    "config is text": {"nodes": [{**NODE, "data": {"config": "x"}}]},
    "label is an object": {"nodes": [{**NODE, "data": {"label": {}}}]},
    "position is a list": {"nodes": [{**NODE, "position": [1, 2]}]},
    "position lacks x": {"nodes": [{**NODE, "position": {"y": 1}}]},
    "position is text": {"nodes": [{**NODE, "position": {"x": "1", "y": 1}}]},
    "position is true": {"nodes": [{**NODE, "position": {"x": True, "y": 1}}]},
    "parent is a number": {"nodes": [{**NODE, "parentId": 1}]},
    "edge is null": {"edges": [None]},
    "edge without id": {"edges": [{"source": "a", "target": "b"}]},
    "edge without source": {"edges": [{"id": "e", "target": "b"}]},
    "edge with an empty target": {"edges": [{**EDGE, "target": ""}]},
    "edge source is a number": {"edges": [{**EDGE, "source": 1}]},
    "edge handle is a number": {"edges": [{**EDGE, "sourceHandle": 1}]},
}


@pytest.mark.parametrize("change", VALID.values(), ids=list(VALID))
def test_the_schema_and_the_reader_accept(change):
    document = {**EMPTY, **change}
    assert VALIDATOR.is_valid(document)
    assert _reader_is_content(document)


@pytest.mark.parametrize("change", INVALID.values(), ids=list(INVALID))
def test_the_schema_and_the_reader_refuse(change):
    document = {**EMPTY, **change}
    assert not VALIDATOR.is_valid(document)
    assert not _reader_is_content(document)


def test_a_bare_document_is_read_but_does_not_pass_the_schema_of_version_1():
    bare = {"nodes": [NODE], "edges": [EDGE]}
    assert not VALIDATOR.is_valid(bare)
    assert _reader_is_content(bare)


_numbers = st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False)
_values = st.none() | st.booleans() | _numbers | st.sampled_from(["", "a"]) | st.just([]) | st.just({})


def _mostly(right: object) -> st.SearchStrategy[object]:
    return st.just(right) | st.just(right) | _values


_position = _values | st.fixed_dictionaries({}, optional={"x": _values, "y": _numbers})
_data = _values | st.fixed_dictionaries({}, optional={"label": _values, "config": _values, "x": _values})
_node = st.fixed_dictionaries(
    {"id": _mostly("a"), "type": _mostly("llm")}, optional={"position": _position, "data": _data, "parentId": _values}
)
_edge = st.fixed_dictionaries(
    {"id": _mostly("e"), "source": _mostly("a")},
    optional={"target": st.just("a") | _values, "sourceHandle": _values, "targetHandle": _values},
)
_documents = st.fixed_dictionaries(
    {"schema_version": st.just(1) | st.just(1) | st.sampled_from([1.0, 2, "1", True, -1])},
    optional={
        "name": _values,
        "description": _values,
        "nodes": st.lists(_node | _values, max_size=2),
        "edges": st.lists(_edge | _values, max_size=2),
    },
)


@given(_documents)
def test_a_document_passes_the_schema_exactly_when_the_reader_finds_nothing(document):
    assert VALIDATOR.is_valid(document) == _reader_is_content(document)
