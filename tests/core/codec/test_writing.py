"""Data become a text."""

from __future__ import annotations

import collections
import datetime as dt
import enum
import json
import math

import msgspec
import numpy as np
import pytest
from hypothesis import given

from wfkit.core import codec

from .conftest import documents, numbered, refusal, same

REFUSED_DATA = [
    ({"a": [0.5, math.nan]}, "not-finite", "nan", "/a/1"),
    (-math.inf, "not-finite", "-inf", ""),
    ({"a": {1: 2}}, "key-type", "type int", "/a"),
    ({None: 1}, "key-type", "NoneType", ""),
    ({"a": {1, 2}}, "value-type", "type set", "/a"),
    ([b"x"], "value-type", "type bytes", "/0"),
    ({"a/b~": dt.datetime.now(dt.UTC)}, "value-type", "datetime.datetime", "/a~1b~0"),
    (object(), "value-type", "type object", ""),
    ([np.float64(1)], "value-type", "numpy.float64", "/0"),
    ([np.int64(1)], "value-type", "numpy.int64", "/0"),
    ([np.str_("a")], "value-type", "numpy.str_", "/0"),
    ({np.str_("a"): 1}, "key-type", "numpy.str_", ""),
    ([msgspec.Raw(b"}")], "value-type", "Raw", "/0"),
    ({"a": "\ud800"}, "lone-surrogate", "U+D800", "/a"),
    ({"\udfff": 1}, "lone-surrogate", "in the key '\\udfff'", ""),
    ({"\udfff": math.nan, "b": 1}, "lone-surrogate", "U+DFFF", ""),
    ([10**4300], "number-range", "4300 digits", "/0"),
    (["x" * 10**6] * 10**4, "too-large", "100 MiB", ""),
]


class Colour(enum.StrEnum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


class Text(str):
    __slots__ = ()

    def __str__(self):
        return "a lie"


class TestToText:
    @given(data=documents)
    def test_what_was_written_is_read_back(self, data):
        assert same(codec.parse(codec.to_text(data)), data)

    def test_it_is_legible(self):
        data = {"b": [1, 2.0, 10**30], "a": {"é": "日\n"}, "c": [], "d": {}, "e": None}
        assert codec.to_text(data) == json.dumps(data, indent=2, ensure_ascii=False)

    @pytest.mark.parametrize(
        ("data", "plain"),
        [
            ((1, ("a",)), [1, ["a"]]),
            (collections.OrderedDict(b=1, a=collections.Counter("x")), {"b": 1, "a": {"x": 1}}),
            ({Colour.RED: Colour.RED, "n": Level.HIGH}, {"red": "red", "n": 3}),
            ([Text("a"), {Text("k"): True}], ["a", {"k": True}]),
            (collections.namedtuple("Point", "x y")(1, 2), [1, 2]),  # noqa: PYI024 - the untyped kind
            ([shared := ["x"], shared, shared], [["x"], ["x"], ["x"]]),
        ],
        ids=["tuples", "dict subclasses", "enums", "str subclasses", "named tuple", "shared parts"],
    )
    def test_near_json_is_written_as_json(self, data, plain):
        assert same(codec.parse(codec.to_text(data)), plain)
        assert codec.content_hash(data) == codec.content_hash(plain)

    @pytest.mark.parametrize(("data", "code", "words", "pointer"), REFUSED_DATA, ids=numbered(REFUSED_DATA))
    def test_a_refusal_has_a_code_and_a_place(self, data, code, words, pointer):
        for write in (codec.to_text, codec.canonical, codec.content_hash):
            problem = refusal(write, data)[0]
            assert (problem.code, problem.pointer) == (code, pointer)
            assert words in problem.message

    def test_the_pointer_to_half_a_pair_is_printable(self):
        assert refusal(codec.to_text, {"\ud800": math.nan})[1].pointer == "/\\ud800"

    @pytest.mark.parametrize("branches", [1, 3])
    def test_a_cycle_is_refused(self, branches):
        data = []
        data.extend([data] * branches)
        (problem,) = refusal(codec.to_text, {"a": data})
        assert (problem.code, problem.pointer) == ("cycle", "/a")

    def test_shared_parts_that_multiply_are_refused(self):
        data = ["x"]
        for _ in range(60):
            data = [data, data]
        assert refusal(codec.to_text, data)[0].code == "too-large"

    @pytest.mark.parametrize(
        "wrap",
        [lambda data: [data], lambda data: {"a": data}, lambda data: (data,)],
        ids=["lists", "objects", "tuples"],
    )
    def test_500_levels_are_written_and_501_are_not(self, wrap):
        data = 1
        for _ in range(500):
            data = wrap(data)
        assert codec.parse(codec.to_text(data)) == json.loads(json.dumps(data))
        assert refusal(codec.to_text, wrap(data))[0].code == "too-deep"

    @pytest.mark.parametrize("wrap", [lambda data: [data], lambda data: {"a": data}], ids=["lists", "objects"])
    def test_indentation_counts_towards_the_size(self, wrap):
        data = [0] * 110_000
        for _ in range(499):
            data = wrap(data)
        assert refusal(codec.to_text, data)[0].code == "too-large"

    def test_a_large_flat_document_is_written(self):
        data = [0] * 110_000
        assert codec.parse(codec.to_text(data)) == data

    def test_at_most_20_problems_are_reported(self):
        assert len(refusal(codec.to_text, [math.nan] * 100)) == 20
