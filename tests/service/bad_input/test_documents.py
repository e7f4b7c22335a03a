"""Documents that cannot be saved: each is refused with what is wrong and what would be right."""

from __future__ import annotations

import math
from collections import OrderedDict
from datetime import datetime

import numpy as np
import pytest

from wfkit.errors import (
    InvalidInput,
    InvalidWorkflow,
    NotFound,
    UnknownFormat,
)


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


@pytest.mark.parametrize(("document", "error", "words"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_that_is_not_allowed(refused, registry, wf, document, error, words):
    refused(lambda: registry.create("New", document), error, words)
    refused(lambda: wf.save(document), error, words)


def test_a_small_dict_that_is_a_huge_document(refused, registry):
    shared = ["x" * 1000] * 1000
    bomb = {"nodes": [], "edges": [], "x": [shared] * 1000}
    refused(lambda: registry.create("Bomb", bomb), InvalidWorkflow, "larger than 100 MiB")


def test_a_mapping_that_is_no_dict_is_taken_or_refused_by_name(registry, flow):
    assert registry.create("x", OrderedDict(flow())).document == flow()
