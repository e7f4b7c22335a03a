"""Between bytes, text and data: reading documents, writing them, and the hash of what they say.

A text is refused rather than guessed at: whatever two JSON readers could understand differently (duplicate keys,
NaN, numbers beyond doubles, half surrogate pairs) is a problem with a place. The normal path runs at the speed of
msgspec; the slow one, which finds the places, is taken only by texts that are refused.
"""

from __future__ import annotations

import codecs
import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from wfkit.core import _canonical, _places, _plain
from wfkit.core._limits import MAX_BYTES, MAX_DEPTH
from wfkit.core._stack import call_with_room
from wfkit.core.problem import Problem
from wfkit.errors import InvalidInput, InvalidWorkflow

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "canonical",
    "content_hash",
    "decode",
    "decode_begin",
    "encode",
    "encoding_of",
    "fingerprint",
    "parse",
    "parse_again",
    "to_line",
    "to_text",
]

_REFUSED = "the document cannot be read"
_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels, or than the interpreter's recursion limit allows"
# The mark of UTF-32 begins with that of UTF-16, so it is looked for first.
_BYTE_ORDER_MARKS = {
    "utf-32-le-sig": codecs.BOM_UTF32_LE,
    "utf-32-be-sig": codecs.BOM_UTF32_BE,
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le-sig": codecs.BOM_UTF16_LE,
    "utf-16-be-sig": codecs.BOM_UTF16_BE,
}
# Where the first bytes are null when the first character is ASCII, as it is in all JSON and nearly all YAML: RFC 4627,
# section 3, and YAML 1.2, section 5.2, which says it of the first character alone.
_NULL_BYTES = (
    ("utf-32-be", b"\0\0\0", 0),
    ("utf-32-le", b"\0\0\0", 1),
    ("utf-16-be", b"\0", 0),
    ("utf-16-le", b"\0", 1),
)
_ENCODINGS = ("utf-8", *(name for name, _, _ in _NULL_BYTES), *_BYTE_ORDER_MARKS)
# Compact JSON below this stays below MAX_BYTES however it is indented.
_NEVER_TOO_LARGE = MAX_BYTES // (2 * MAX_DEPTH + 4)


def decode(raw: bytes) -> tuple[str, str]:
    """The text of a file without its byte order mark, and the name of its encoding, for `encode`.

    Raises:
        InvalidWorkflow: It is not in the encoding that it begins as, or larger than `MAX_BYTES`.
    """
    if len(raw) > MAX_BYTES:
        raise _refusal(_plain.too_large())
    encoding = encoding_of(raw)
    mark = _BYTE_ORDER_MARKS.get(encoding, b"")
    try:
        return raw[len(mark) :].decode(encoding.removesuffix("-sig")), encoding
    except UnicodeDecodeError as exc:
        raise _refusal(_undecodable(exc, len(mark), encoding)) from exc


def encoding_of(raw: bytes) -> str:
    """The name of the encoding that bytes begin as: by their byte order mark, else by null bytes, else UTF-8.

    >>> encoding_of(b"{}"), encoding_of("{}".encode("utf-16-le")), encoding_of("{}".encode("utf-16"))
    ('utf-8', 'utf-16-le', 'utf-16-le-sig')
    """
    for name, mark in _BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            return name
    is_null = raw.startswith
    return next((name for name, nulls, at in _NULL_BYTES if is_null(nulls, at) and len(raw) > len(nulls)), "utf-8")


def decode_begin(raw: bytes, size: int) -> str:
    """The text that the first bytes hold, without a byte order mark; what cannot be read is `\ufffd`."""
    encoding = encoding_of(raw)
    begin = raw[len(_BYTE_ORDER_MARKS.get(encoding, b"")) :][:size]
    return begin.decode(encoding.removesuffix("-sig"), "replace")


def encode(text: str, encoding: str) -> bytes:
    """The bytes that `decode` read: the text in that encoding, after its byte order mark.

    Raises:
        InvalidInput: `decode` gives no encoding this name.
        InvalidWorkflow: The text holds half a surrogate pair.
    """
    if encoding not in _ENCODINGS:
        msg = f"unknown encoding {encoding!r}; known encodings: {', '.join(_ENCODINGS)}"
        raise InvalidInput(msg)
    try:
        return _BYTE_ORDER_MARKS.get(encoding, b"") + text.encode(encoding.removesuffix("-sig"))
    except UnicodeEncodeError as exc:
        message = f"half a surrogate pair, {_places.find_surrogate(text)}, at character {exc.start}"
        raise _refusal(Problem("error", "lone-surrogate", message)) from exc


def parse(text: str) -> Any:
    """The data of a JSON text, as the standard library reads it; integers are exact.

    Raises:
        InvalidWorkflow: It is not JSON, or ambiguous: `.problems` name line, column and JSON Pointer under the codes
            `empty`, `json-syntax`, `trailing-text`, `not-finite`, `number-range`, `lone-surrogate`,
            `duplicate-key` (all of them, up to 20), `too-deep` and `too-large`.
    """
    return _with_room(_parse, text, text)


def parse_again(text: str) -> Any:
    """The data of a text that `parse` took before, such as a stored version: read at full speed.

    Raises:
        InvalidWorkflow: It was altered since and is not JSON any more.
    """
    try:
        return msgspec.json.decode(text)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return parse(text)


def fingerprint(text: str) -> tuple[Any, str]:
    """The data of a JSON text and its content hash, read once: for imports of many files.

    The data equals what `parse` gives, but a float without a fraction may be an int: `1.0` is read as `1`.

    Raises:
        InvalidWorkflow: As `parse` does.
    """
    return _with_room(_fingerprint, text, text)


def to_text(data: Any) -> str:
    """JSON text of the data: two spaces of indent, unicode as it is, keys in their order, integers exact.

    Tuples become arrays; subclasses of dict, list, str and int are written as those.

    Raises:
        InvalidWorkflow: It is not JSON: `.problems` name JSON Pointers under the codes `not-finite`, `number-range`,
            `key-type`, `value-type`, `lone-surrogate`, `cycle`, `too-deep` and `too-large`.
    """
    return _with_room(_to_text, data)


def to_line(data: Any) -> str:
    """JSON text of the data on one line.

    Raises:
        InvalidWorkflow: As `to_text` does.
    """
    return _with_room(_encode, data).decode()


def canonical(data: Any) -> bytes:
    """The canonical JSON of the data: RFC 8785, but integers beyond 2^53 are written exactly.

    Raises:
        InvalidWorkflow: As `to_text` does.
    """
    return _with_room(_canonicalize, data)


def content_hash(data: Any) -> str:
    """The SHA-256 of the canonical JSON, as 64 hexadecimal digits: equal for data that says the same.

    Raises:
        InvalidWorkflow: As `to_text` does.
    """
    return hashlib.sha256(canonical(data)).hexdigest()


def _with_room(function: Callable[[Any], T], subject: Any, text: str = "null") -> T:
    try:
        return call_with_room(function, subject)
    except RecursionError:
        raise _refusal_of(text, "too-deep", _TOO_DEEP) from None


def _parse(text: str) -> Any:
    data = _read(msgspec.json.decode, text)
    _require_faithful(text, data, msgspec.json.encode(data))
    return data


def _fingerprint(text: str) -> tuple[Any, str]:
    data, encoded = _read(_canonical.read_canonical, text)
    _require_faithful(text, data, encoded)
    return data, hashlib.sha256(encoded).hexdigest()


def _to_text(data: Any) -> str:
    compact = _encode(data)
    if len(compact) > _NEVER_TOO_LARGE:
        parsed = msgspec.json.decode(compact)
        if len(compact) + _plain.count_indentation(parsed) > MAX_BYTES:
            raise _refusal(_plain.too_large())
    return msgspec.json.format(compact, indent=2).decode()


def _canonicalize(data: Any) -> bytes:
    return _canonical.read_canonical(_encode(data))[1]


def _encode(data: Any) -> bytes:
    """Compact JSON of whatever is JSON."""
    if _plain.is_plain(data):
        # A lone surrogate, or an integer of too many digits: the copy below says where.
        with suppress(ValueError):
            return msgspec.json.encode(data)
    return msgspec.json.encode(_plain.plain_copy(data))


def _read(reader: Callable[[str], Any], text: str) -> Any:
    if len(text) > MAX_BYTES:
        raise _refusal(_plain.too_large())
    try:
        return reader(text)
    except (ValueError, msgspec.MsgspecError) as exc:
        raise _refusal_of(text, "json-syntax", str(exc)) from exc


def _require_faithful(text: str, data: Any, encoded: bytes) -> None:
    """Refuse a text of which a reader dropped something, or that is nested too deep."""
    if _has_lost_strings(text, encoded):
        raise _refusal_of(text, "duplicate-key", "a key stands more than once in an object")
    if encoded.count(b"[") + encoded.count(b"{") > MAX_DEPTH and _plain.is_too_deep(data):
        raise _refusal_of(text, "too-deep", _TOO_DEEP)


def _has_lost_strings(text: str, encoded: bytes) -> bool:
    """Whether the text holds more strings than what was read from it: a reader keeps one of duplicate keys.

    Quotes are the fastest thing to count. Those inside strings are in both counts alike, but for quotes that the text
    spells as a number.
    """
    if r"\u0022" not in text:
        return text.count('"') != encoded.count(b'"')
    return _count_delimiters(text) != _count_delimiters(encoded.decode())


def _count_delimiters(text: str) -> int:
    unescaped = text.replace("\\\\", "")
    return unescaped.count('"') - unescaped.count('\\"')


def _undecodable(exc: UnicodeDecodeError, mark_size: int, encoding: str) -> Problem:
    offset = exc.start + mark_size
    guess = "" if encoding == "utf-8" or mark_size else ", as which it begins"
    name = encoding.removesuffix("-sig").upper()
    message = f"byte {exc.object[exc.start]:#04x} at offset {offset} is not {name}{guess}: {exc.reason}"
    return Problem("error", "encoding", message, fix="save the file as UTF-8")


def _refusal_of(text: str, code: str, message: str) -> InvalidWorkflow:
    """The refusal with every place; without one, where the text is too large to search, with this message."""
    return InvalidWorkflow(_REFUSED, _places.find_problems(text) or [Problem("error", code, message)])


def _refusal(problem: Problem) -> InvalidWorkflow:
    return InvalidWorkflow(_REFUSED, [problem])
