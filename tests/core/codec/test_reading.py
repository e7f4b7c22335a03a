"""Bytes become a text, and that data: what is read, and how a refusal says where."""

from __future__ import annotations

import contextlib
import inspect
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core import _places, codec
from wfkit.errors import InvalidInput, InvalidWorkflow

from .conftest import documents, numbered, refusal, same, spelled, strings


def nested(depth, inner="1"):
    return "[" * depth + inner + "]" * depth


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


def test_a_text_that_was_read_before_is_read_again():
    assert codec.parse_again('{"a": [1, 1.0, 12345678901234567890123]}') == {"a": [1, 1.0, 12345678901234567890123]}


@pytest.mark.parametrize("text", ['{"a": 1', "[" * 100_000], ids=["cut", "deep"])
def test_a_text_that_was_altered_since_is_refused_with_its_place(text):
    with pytest.raises(InvalidWorkflow):
        codec.parse_again(text)
