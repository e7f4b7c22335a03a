"""The canonical form: RFC 8785 (JSON Canonicalization Scheme), but integers beyond 2^53 are exact.

msgspec does the work; Python sees only the floats. What msgspec writes otherwise than RFC 8785 asks is
noticed and done again with care: floats that ECMAScript spells differently, and keys whose order by
UTF-16 code units is not their order by code points.
"""

from __future__ import annotations

import re
from math import isinf
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

_SORTED = msgspec.json.Encoder(order="sorted")
_EXACT_BELOW = 2.0**53
# Fractions from here to there have an exponent in msgspec and none in ECMAScript; all others are spelled alike.
_DECIMAL_FROM, _EXPONENT_BELOW = 1e-6, 1e-5
_ES_DECIMAL_POINT_MAX = 21
_ES_DECIMAL_POINT_MIN = -6
# UTF-8 lead bytes of U+10000 and above, and of U+E000 to U+FFFF, inside a key: the colon tells it from a value.
_ASTRAL_KEY = re.compile(rb'[\xf0-\xf4](?:[^"\\]|\\.)*+":')
_HIGH_KEY = re.compile(rb'[\xee\xef](?:[^"\\]|\\.)*+":')


def read_canonical(text: str | bytes) -> tuple[Any, bytes]:
    """The parsed data and its canonical form; floats without a fraction below 2^53 are read as ints.

    Of duplicate keys the last one counts, as msgspec has it; finding them is the caller's part.

    Raises:
        ValueError: A number is beyond the range of doubles, or the text holds a lone surrogate.
        msgspec.MsgspecError: It is not JSON.
    """
    unusual: list[float] = []
    data = msgspec.json.Decoder(float_hook=_float_reader(unusual)).decode(text)
    encoded = _SORTED.encode(data)
    if unusual or not _is_utf16_ordered(encoded):
        encoded = _canonical_with_care(text)
    return data, encoded


def es_number(value: float) -> str:
    """The number as ECMAScript's Number::toString writes it; it must be finite."""
    digits, point = _decimal(value)
    sign = "-" if value < 0 else ""
    if not digits:
        return "0"
    if _ES_DECIMAL_POINT_MIN < point <= _ES_DECIMAL_POINT_MAX:
        return sign + _positional(digits, point)
    fraction = f".{digits[1:]}" if digits[1:] else ""
    return f"{sign}{digits[0]}{fraction}e{point - 1:+d}"


def _float_reader(unusual: list[float]) -> Callable[[str], float]:
    def read(literal: str) -> float:
        value = float(literal)
        size = abs(value)
        if size < _EXACT_BELOW:
            if value.is_integer():
                return int(value)
            if not _DECIMAL_FROM <= size < _EXPONENT_BELOW:
                return value
        unusual.append(_finite(value, literal))
        return value

    return read


def _finite(value: float, literal: str) -> float:
    if isinf(value):
        msg = f"number out of range: {literal!r}"
        raise ValueError(msg)
    return value


def _canonical_with_care(text: str | bytes) -> bytes:
    data = msgspec.json.Decoder(float_hook=_raw_number).decode(text)
    _order_keys(data)
    return msgspec.json.encode(data)


def _raw_number(literal: str) -> msgspec.Raw:
    return msgspec.Raw(es_number(float(literal)).encode())


def _order_keys(data: object) -> None:
    level = [data]
    while level:
        containers = [value for value in level if isinstance(value, dict | list)]
        level = []
        for container in containers:
            if isinstance(container, dict):
                _order(container)
            level.extend(container.values() if isinstance(container, dict) else container)


def _order(members: dict[str, Any]) -> None:
    ordered = sorted(members.items(), key=lambda member: member[0].encode("utf-16-be"))
    members.clear()
    members.update(ordered)


def _is_utf16_ordered(encoded: bytes) -> bool:
    if encoded.isascii() or not (_has_any(encoded, b"\xee\xef") and _has_any(encoded, b"\xf0\xf1\xf2\xf3\xf4")):
        return True
    return not (_ASTRAL_KEY.search(encoded) and _HIGH_KEY.search(encoded))


def _has_any(encoded: bytes, wanted: bytes) -> bool:
    return any(byte in encoded for byte in wanted)


def _decimal(value: float) -> tuple[str, int]:
    """The shortest digits that give the number back, and where the decimal point stands in them."""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    written = whole + fraction
    digits = written.lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(written) - len(digits))
    return digits.rstrip("0"), point


def _positional(digits: str, point: int) -> str:
    if point <= 0:
        return "0." + "0" * -point + digits
    whole, fraction = digits[:point].ljust(point, "0"), digits[point:]
    return f"{whole}.{fraction}" if fraction else whole
