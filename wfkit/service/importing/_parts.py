"""The parts of a file with many workflows, as the very text that stands there."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from wfkit.core import codec
from wfkit.errors import InvalidWorkflow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.formats import Part

LINE_SUFFIXES = (".jsonl", ".ndjson")

_RAW_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_RAW_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
# A value that ends with its line, and another that begins on the next one: no JSON text has that, JSON Lines do.
_BETWEEN_LINES = re.compile(rb"[}\]][ \t\r]*\n\s*[{\[]")
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")
_BLANK = b" \t\r\n"
_MARK = b"\xef\xbb\xbf"


def plain(raw: bytes) -> bytes:
    """The bytes themselves, or what they say in UTF-8 where they are in UTF-16 or UTF-32: there no byte ends a line."""
    if codec.encoding_of(raw).startswith("utf-8"):
        return raw
    with suppress(InvalidWorkflow):
        return codec.decode(raw)[0].encode()
    return raw


def has_lines(raw: bytes) -> bool:
    """Whether these are JSON Lines: a workflow a line, and more than one."""
    begin = _FIRST.match(raw)
    end = raw.find(b"\n", begin.end()) if begin else -1
    if end < 0:
        return False
    last = len(raw[:end].rstrip(_BLANK)) - 1
    return _BETWEEN_LINES.match(raw, last) is not None


def has_some_lines(raw: bytes) -> bool:
    """Whether any two lines are as those of JSON Lines, the first one broken perhaps."""
    return _BETWEEN_LINES.search(raw) is not None


def lines(raw: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, without their ends, with their numbers from `first` on."""
    start, number = len(_MARK) if raw.startswith(_MARK) else 0, first
    while start < len(raw):
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        line = raw[start:end].strip(_BLANK)
        if line:
            yield number, line
        start, number = end + 1, number + 1


def slices(text: str, parts: Sequence[Part]) -> Iterator[tuple[Part, str]]:
    """Each part with its document as it is spelt in the text; a part that holds none, as a whole."""
    if not parts:
        return
    whole = text.encode()
    key, items = None, None
    for part in parts:
        if items is None or part.list_key != key:
            key = part.list_key
            items = _RAW_LIST.decode(whole if key is None else _RAW_OBJECT.decode(whole)[key])
        yield part, _document(items[part.index], part)


def _document(item: msgspec.Raw, part: Part) -> str:
    if not part.inner:
        return bytes(item).decode()
    found = _RAW_OBJECT.decode(item)[part.inner]
    return msgspec.json.decode(found, type=str) if part.is_text else bytes(found).decode()
