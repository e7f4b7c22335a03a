"""The canonical form of RFC 8785, and the hash of it."""

from __future__ import annotations

import hashlib
import json
import struct

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core import codec

from .conftest import constants, documents, floats, json_of, spelled

safe_documents = json_of(constants | st.integers(min_value=1 - 2**53, max_value=2**53 - 1) | floats)


def shuffled(data):
    if isinstance(data, dict):
        return {key: shuffled(data[key]) for key in reversed(data)}
    return [shuffled(value) for value in data] if isinstance(data, list) else data


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
