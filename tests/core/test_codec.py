"""Reading, writing and hashing: laws over any JSON, tables of what is refused, and real files."""

from __future__ import annotations

import collections
import contextlib
import datetime as dt
import enum
import hashlib
import inspect
import json
import math
import os
import struct
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core import _places, codec
from wfkit.errors import InvalidInput, InvalidWorkflow

CORPUS = Path(os.environ.get("WFKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
CORPUS_FILES = sorted(CORPUS.glob("**/*.json")) if CORPUS.is_dir() else []

# Quotes, backslashes and keys on both sides of the surrogates are where a fast path could go wrong.
strings = st.text() | st.text(alphabet='"\\ua0/\n\t\x00\x1f\x7f\u2028\ue000\uffff\U00010000\U0010ffff', max_size=6)
floats = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [0.0, -0.0, 1e-7, 1e-6, 9.99e-6, 1e-5, 2.0**53, 2.0**53 - 1, 1e16, 1e20, 1e21, -1e21, 5e-324]
)


def json_of(scalars):
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=5) | st.dictionaries(strings, inner, max_size=5),
        max_leaves=25,
    )


constants = st.none() | st.booleans() | strings
documents = json_of(constants | st.integers() | st.integers(min_value=-(10**400), max_value=10**400) | floats)
safe_documents = json_of(constants | st.integers(min_value=1 - 2**53, max_value=2**53 - 1) | floats)


def refusal(function, *arguments):
    with pytest.raises(InvalidWorkflow) as caught:
        function(*arguments)
    problems = caught.value.problems
    assert problems
    assert {problem.severity for problem in problems} == {"error"}
    return problems


def same(left, right):
    """Equal in types too, so that 1 is neither 1.0 nor True; -0.0 is 0.0."""
    return left == right and repr(left).replace("-0.0", "0.0") == repr(right).replace("-0.0", "0.0")


def nested(depth, inner="1"):
    return "[" * depth + inner + "]" * depth


def shuffled(data):
    if isinstance(data, dict):
        return {key: shuffled(data[key]) for key in reversed(data)}
    return [shuffled(value) for value in data] if isinstance(data, list) else data


def spelled(data):
    """The document as other writers spell it: escapes, blanks, and quotes by their number."""
    text = json.dumps(data, indent="\t", ensure_ascii=True)
    return text.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")


def numbered(rows):
    return [f"{number} {row[1]}" for number, row in enumerate(rows)]


REFUSED_TEXTS = [
    ("", "empty", "empty", ""),
    (" \n\t", "empty", "empty", ""),
    ("{", "json-syntax", "line 1, column 2: expected a key in double quotes, found the end of the text", ""),
    ('{"a" 1}', "json-syntax", "line 1, column 6: expected ':' after the key, found '1'", ""),
    ('{"a": 1\n "b": 2}', "json-syntax", "line 2, column 2: expected ',' or '}', found '\"'", ""),
    ('{"a": [1,\r\n ]}', "json-syntax", "line 2, column 2: expected a value, found ']'", "/a"),
    ("{'a': 1}", "json-syntax", 'line 1, column 2: expected a key in double quotes, found "\'"', ""),
    ("[True]", "json-syntax", "line 1, column 2: expected a value, found 'True'", ""),
    ("[01]", "json-syntax", "line 1, column 3: expected ',' or ']', found '1'", ""),
    ("[1.]", "json-syntax", "line 1, column 3: expected ',' or ']', found '.'", ""),
    ("[-]", "json-syntax", "line 1, column 2: expected a value, found '-'", ""),
    ('["a\nb"]', "json-syntax", "line 1, column 4: not a JSON string: Invalid control character", ""),
    ('["a', "json-syntax", "not a JSON string: Unterminated string", ""),
    (r'["\x"]', "json-syntax", "not a JSON string: Invalid \\escape", ""),
    ("\ufeff1", "json-syntax", "expected a value, found '\\ufeff'", ""),
    ("\x00", "json-syntax", "expected a value, found '\\x00'", ""),
    ("\ud800", "json-syntax", "expected a value, found '\\ud800'", ""),
    ("{} {}", "trailing-text", "line 1, column 4: expected the end of the document, found '{'", ""),
    ('{"a": [0, NaN]}', "not-finite", "line 1, column 11: NaN is no JSON", "/a/1"),
    ("-Infinity", "not-finite", "line 1, column 1: -Infinity is no JSON", ""),
    ('{"a/b": 1e400}', "number-range", "line 1, column 9: the number 1e400 is out of range", "/a~1b"),
    ("[-1e400]", "number-range", "the number -1e400", "/0"),
    ("9" * 4301, "number-range", "the number 999", ""),
    (r'{"a": "\ud800"}', "lone-surrogate", "line 1, column 7: half a surrogate pair, U+D800", "/a"),
    (r'["\ude00\ud83d"]', "lone-surrogate", "U+DE00", "/0"),
    ('["\ud83d"]', "lone-surrogate", "line 1, column 2: half a surrogate pair, U+D83D", "/0"),
    (r'{"\udfff": 1}', "lone-surrogate", "line 1, column 2: half a surrogate pair, U+DFFF", ""),
    ('{"a": 1, "a": 1}', "duplicate-key", "line 1, column 10: duplicate key 'a'", ""),
    ('[{"é": {"a": 1,\n\n "a": 2}}]', "duplicate-key", "line 3, column 2: duplicate key 'a'", "/0/é"),
    (r'{"a": "\u0022\u0022", "\u0061": ""}', "duplicate-key", "line 1, column 23: duplicate key 'a'", ""),
    (r'{"a": 0, "a": "\u0022\u0022"}', "duplicate-key", "line 1, column 10: duplicate key 'a'", ""),
    (r'{"\\": "\\\"", "\\": "x"}', "duplicate-key", "column 16", ""),
    (nested(501), "too-deep", "line 1, column 501: nested deeper than 500 levels", "/0" * 499),
    ('{"a":' * 501 + "1" + "}" * 501, "too-deep", "line 1, column 2501: nested deeper", "/a" * 499),
    ('{"a":' + nested(600) + ',"a":1}', "too-deep", "nested deeper", "/a" + "/0" * 498),
]

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


class TestDecode:
    @pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["unmarked", "marked"])
    @pytest.mark.parametrize("name", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
    @given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0")))
    def test_an_encoding_gives_the_same_bytes_back(self, mark, name, text):
        text = f"[{text}"  # the first character of JSON is ASCII: it tells encodings without a mark apart
        raw = (mark + text).encode(name)
        expected = f"{name}-sig" if mark else name
        assert codec.decode(raw) == (text, expected)
        assert codec.encode(text, expected) == raw

    @pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
    @pytest.mark.parametrize("text", ["日: 1", "a", "", "é: 1"])
    def test_a_mark_tells_the_encoding_of_texts_that_begin_with_anything(self, name, text):
        assert codec.decode(f"\ufeff{text}".encode(name)) == (text, f"{name}-sig")

    def test_a_null_byte_alone_is_no_encoding(self):
        assert codec.encoding_of(b"\0") == codec.encoding_of(b"") == codec.encoding_of(b"{}\0\0") == "utf-8"

    @given(raw=st.binary())
    def test_any_bytes_come_back_or_are_refused(self, raw):
        with contextlib.suppress(InvalidWorkflow):
            assert codec.encode(*codec.decode(raw)) == raw

    def test_line_ends_stay(self):
        assert codec.decode(b"[\r\n]\r") == ("[\r\n]\r", "utf-8")

    def test_only_the_first_mark_is_stripped(self):
        assert codec.decode(b"\xef\xbb\xbf\xef\xbb\xbf1") == ("\ufeff1", "utf-8-sig")

    @pytest.mark.parametrize(
        ("raw", "place"),
        [
            (b'{"a": "caf\xe9"}', "byte 0xe9 at offset 10 is not UTF-8"),
            (b"\xef\xbb\xbfab\xff", "byte 0xff at offset 5 is not UTF-8"),
            (b"\xff\xfea", "byte 0x61 at offset 2 is not UTF-16-LE"),
            (b"{\0\0\xd8}\0", "byte 0x00 at offset 2 is not UTF-16-LE, as which it begins"),
            (b"\0\0\0{\0\x11\0\0", "byte 0x00 at offset 4 is not UTF-32-BE, as which it begins"),
        ],
        ids=["latin-1", "after a mark", "half a unit", "half a pair unmarked", "beyond unicode"],
    )
    def test_a_refusal_names_the_byte_and_what_would_be_right(self, raw, place):
        (problem,) = refusal(codec.decode, raw)
        assert problem.code == "encoding"
        assert place in problem.message
        assert problem.fix == "save the file as UTF-8"

    def test_the_begin_of_a_text_is_read_whatever_stands_there(self):
        assert codec.decode_begin(b"\xff\xfe{\0x", 100) == "{\ufffd"
        assert codec.decode_begin(b"\xef\xbb\xbf\xc3\xbc", 1) == "\ufffd"
        assert codec.decode_begin("日本".encode("utf-32"), 4) == "日"

    def test_a_file_beyond_the_limit_is_refused(self):
        (problem,) = refusal(codec.decode, b" " * (codec.MAX_BYTES + 1))
        assert problem.code == "too-large"

    def test_an_unknown_encoding_is_an_error_that_lists_the_known_ones(self):
        with pytest.raises(InvalidInput, match=r"unknown encoding 'ebcdic'; known encodings: .*utf-16-le-sig"):
            codec.encode("1", "ebcdic")

    def test_text_with_half_a_pair_cannot_be_encoded(self):
        (problem,) = refusal(codec.encode, '"\ud800"', "utf-8")
        assert problem.code == "lone-surrogate"
        assert "U+D800, at character 1" in problem.message


class TestParse:
    @given(data=documents)
    def test_it_reads_what_the_standard_library_reads(self, data):
        text = json.dumps(data)
        assert same(codec.parse(text), json.loads(text))

    @given(data=documents)
    def test_every_spelling_is_read(self, data):
        assert codec.parse(spelled(data)) == data

    @given(text=st.text(alphabet='[]{},:"\\u0d8e9.-+tru "\n1\ud800\ufeff') | st.text())
    def test_any_text_is_read_as_the_standard_library_does_or_refused_with_a_place(self, text):
        try:
            data = codec.parse(text)
        except InvalidWorkflow:
            problems = refusal(codec.parse, text)
            assert all(problem.code == "empty" or problem.message.startswith("line ") for problem in problems)
        else:
            assert same(data, json.loads(text))

    @given(text=st.text(alphabet='[]{},:"\\u0d8e9.-+tru "\n1', max_size=12))
    def test_whatever_the_standard_library_refuses_is_refused(self, text):
        try:
            json.loads(text)
        except ValueError:
            refusal(codec.parse, text)

    @pytest.mark.parametrize(("text", "code", "place", "pointer"), REFUSED_TEXTS, ids=numbered(REFUSED_TEXTS))
    def test_a_refusal_has_a_code_and_a_place(self, text, code, place, pointer):
        for read in (codec.parse, codec.fingerprint):
            (problem,) = refusal(read, text)
            assert (problem.code, problem.pointer) == (code, pointer)
            assert place in problem.message

    def test_all_problems_are_reported_up_to_the_first_fault_of_syntax(self):
        problems = refusal(codec.parse, '{"a": NaN, "a": "\\ud800", "b": 1e999, "a": [}')
        codes = ["not-finite", "duplicate-key", "lone-surrogate", "number-range", "duplicate-key", "json-syntax"]
        assert [problem.code for problem in problems] == codes

    def test_at_most_20_problems_are_reported(self):
        assert len(refusal(codec.parse, "[" + '{"a":1,"a":2},' * 50 + "0]")) == 20

    @given(data=documents, key=strings, wide=st.booleans())
    def test_a_duplicate_key_is_found_wherever_it_stands(self, data, key, wide):
        name, blank = json.dumps(key, ensure_ascii=wide), " " if wide else ""
        text = json.dumps([data, {"x": "REPLACED"}], ensure_ascii=wide)
        text = text.replace('"REPLACED"', f"{{{name}:{blank}1,{blank}{name}:{json.dumps(data)}}}")
        for read in (codec.parse, codec.fingerprint):
            problems = refusal(read, text)
            assert ("duplicate-key", "/1/x") in [(problem.code, problem.pointer) for problem in problems]

    @pytest.mark.parametrize(
        "text",
        ["1", "-0", "1.0", "1E5", "1e-400", "9" * 4300, "18446744073709552000", '""', nested(500), r'"\ud83d\ude00"'],
        ids=lambda text: ascii(text[:24]),
    )
    def test_the_edge_of_what_is_allowed_is_read(self, text):
        assert same(codec.parse(text), json.loads(text))

    def test_a_wide_document_is_not_a_deep_one(self):
        assert len(codec.parse("[" + "[]," * 1000 + "{}]")) == 1001

    def test_brackets_within_strings_do_not_count_as_depth(self):
        assert codec.parse(json.dumps("[{" * 1000)) == "[{" * 1000

    def test_a_search_too_long_to_finish_still_ends_in_a_refusal(self, monkeypatch):
        monkeypatch.setattr(_places, "_MAX_MEMBERS", 100)
        filler = "0," * 200
        for text, code in [
            (f'[{filler}{{"a":1,"a":2}}]', "duplicate-key"),
            (f"[{filler}", "json-syntax"),
            (f"[{filler}{nested(501)}]", "too-deep"),
        ]:
            (problem,) = refusal(codec.parse, text)
            assert problem.code == code


class TestHugeTexts:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("[" * 10_000_000, "too-deep"),
            ('{"a":' * 100_000, "too-deep"),
            (" " * (codec.MAX_BYTES + 1), "too-large"),
            ("9" * 10_000_000, "number-range"),
            ("1e" + "9" * 10_000_000, "number-range"),
            ('"' + "\\n" * 10_000_000, "json-syntax"),
            ('"' + "a" * 50_000_000 + "\\ud800" + '"', "lone-surrogate"),
        ],
        ids=["brackets", "objects", "blanks", "digits", "exponent", "escapes", "50 MB string"],
    )
    def test_they_are_refused(self, text, code):
        assert refusal(codec.parse, text)[0].code == code

    def test_fifty_megabytes_are_read(self):
        assert len(codec.parse("[" + "0," * 25_000_000 + "0]")) == 25_000_001

    @pytest.mark.parametrize("depth", [500, 900])
    def test_a_deep_call_stack_changes_nothing(self, depth):
        text = nested(480)

        def descend(levels):
            if levels:
                return descend(levels - 1)
            data = codec.parse(text)
            written = json.dumps(codec.to_text(data))
            read, digest = codec.fingerprint(text)
            codes = {refusal(codec.parse, bad)[0].code for bad in ("[" * 10_000, nested(501))}
            return written, digest == codec.content_hash(read), codes

        spent = len(inspect.stack())
        assert descend(depth - spent) == (json.dumps(codec.to_text(codec.parse(text))), True, {"too-deep"})

    def test_a_low_recursion_limit_is_a_refusal(self):
        data, limit = codec.parse(nested(480)), sys.getrecursionlimit()
        sys.setrecursionlimit(300)
        try:
            codes = [refusal(codec.parse, nested(480))[0].code, refusal(codec.to_text, data)[0].code]
        finally:
            sys.setrecursionlimit(limit)
        assert codes == ["too-deep", "too-deep"]


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


# Appendix B of RFC 8785, by the bits of the double.
RFC_8785_NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


class TestCanonical:
    @pytest.mark.parametrize(("bits", "expected"), RFC_8785_NUMBERS.items(), ids=RFC_8785_NUMBERS)
    def test_numbers_are_written_as_rfc_8785_asks(self, bits, expected):
        (value,) = struct.unpack(">d", bytes.fromhex(bits))
        assert codec.canonical([value, 1.5]) == f"[{expected},1.5]".encode()

    @given(data=safe_documents)
    def test_it_is_rfc_8785(self, data):
        assert codec.canonical(data) == rfc8785.dumps(data)

    @given(value=floats)
    def test_every_double_is_written_as_ecmascript_does(self, value):
        assert codec.canonical(value) == rfc8785.dumps(value)

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (2**53 + 1, b"9007199254740993"),
            (-(10**40), b"-1" + b"0" * 40),
            (10**21, b"1" + b"0" * 21),
            (10**21 + 1, b"1" + b"0" * 20 + b"1"),
            (1e21, b"1e+21"),
            (1e20, b"100000000000000000000"),
            (18446744073709552000, b"18446744073709552000"),
            (-0.0, b"0"),
            (1e-7, b"1e-7"),
            (0.000001, b"0.000001"),
            ([1.0, 1], b"[1,1]"),
            ({"b": 1, "a": (True, None)}, b'{"a":[true,null],"b":1}'),
        ],
        ids=lambda value: value.decode() if isinstance(value, bytes) else "data",
    )
    def test_integers_are_exact_and_spellings_one(self, data, expected):
        assert codec.canonical(data) == expected

    @pytest.mark.parametrize(
        ("high", "astral"),
        [("\ue000", "\U00010000"), ("\uffff", "\U0010ffff"), ('\ufb33"', '\U0001f600\\"')],
        ids=["lowest", "highest", "escaped"],
    )
    def test_keys_are_ordered_by_utf_16_code_units(self, high, astral):
        for data in ({high: 1, astral: 2}, {astral: {}, "a": [{astral: 2, high: 1}]}):
            assert codec.canonical(data) == rfc8785.dumps(data)
            assert codec.fingerprint(json.dumps(data))[1] == hashlib.sha256(rfc8785.dumps(data)).hexdigest()

    def test_strings_are_escaped_as_rfc_8785_asks(self):
        data = "".join(map(chr, range(0x100))) + "\u2028\U0001f600/"
        assert codec.canonical({data: data}) == rfc8785.dumps({data: data})


class TestContentHash:
    def test_it_is_the_sha_256_of_the_canonical_form(self):
        assert codec.content_hash({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()

    @given(data=documents)
    def test_the_order_of_keys_does_not_matter(self, data):
        assert codec.content_hash(shuffled(data)) == codec.content_hash(data)

    @given(data=documents)
    def test_a_fingerprint_is_the_data_and_its_hash(self, data):
        for text in (json.dumps(data), codec.to_text(data), spelled(data)):
            parsed = codec.parse(text)
            assert codec.fingerprint(text) == (parsed, codec.content_hash(parsed))

    @pytest.mark.parametrize(
        "literal", ["1.0", "1e3", "1E-6", "-0.0", "0.10", "1e20", "1e21", "1e-7", "9e-6", "1e-400"]
    )
    def test_the_spelling_of_numbers_does_not_matter(self, literal):
        data, digest = codec.fingerprint(f"[{literal}]")
        assert data == [float(literal)]
        assert digest == codec.content_hash([float(literal)])


@pytest.mark.parametrize("path", CORPUS_FILES, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_a_real_file_is_read_hashed_and_written_without_loss(path):
    raw = path.read_bytes()
    text, encoding = codec.decode(raw)
    assert codec.encode(text, encoding) == raw
    try:
        expected = json.loads(text)
    except ValueError:
        assert refusal(codec.parse, text)[0].code in {"json-syntax", "empty", "trailing-text"}
        return
    data = codec.parse(text)
    assert same(data, expected)
    assert same(codec.parse(codec.to_text(data)), data)
    assert codec.fingerprint(text) == (data, codec.content_hash(data))


def test_a_text_that_was_read_before_is_read_again():
    assert codec.parse_again('{"a": [1, 1.0, 12345678901234567890123]}') == {"a": [1, 1.0, 12345678901234567890123]}


@pytest.mark.parametrize("text", ['{"a": 1', "[" * 100_000], ids=["cut", "deep"])
def test_a_text_that_was_altered_since_is_refused_with_its_place(text):
    with pytest.raises(InvalidWorkflow):
        codec.parse_again(text)
