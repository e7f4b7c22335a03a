"""JSON Pointer (RFC 6901): how every problem, change and conflict names its place in a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, NotFound

# Longer digits cannot be an index into anything in memory, and int() refuses very long ones.
_INDEX_DIGITS = 18
_LONE_TILDE = re.compile("~(?![01])")


def join(*parts: str | int) -> str:
    r"""The pointer that leads through these keys and indices; "" without any.

    >>> join("nodes", 3, "a/b~c")
    '/nodes/3/a~1b~0c'
    """
    return append("", *parts)


def append(base: str, *parts: str | int) -> str:
    """The pointer that goes on from `base` through these keys and indices."""
    for part in parts:
        base = f"{base}/{_escaped(part)}"
    return base


def split(pointer: str) -> tuple[str, ...]:
    """The unescaped parts of a pointer, indices as text; () for "".

    Raises:
        InvalidInput: It neither is empty nor starts with `/`, or holds a `~` that is neither `~0` nor `~1`.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        msg = f"{quoted(pointer)} is no JSON Pointer; it must be empty or start with '/'"
        raise InvalidInput(msg)
    return tuple(_unescaped(part, pointer) for part in pointer[1:].split("/"))


def resolve(data: Any, pointer: str) -> Any:
    """The value that the pointer leads to in parsed JSON.

    Raises:
        InvalidInput: The pointer is malformed.
        NotFound: It leads nowhere in this data.
    """
    value = data
    for part in split(pointer):
        value = _step(value, part, pointer)
    return value


def _escaped(part: str | int) -> str:
    text = str(part)
    # Hardly any key needs it, and readers make thousands of pointers.
    return text.replace("~", "~0").replace("/", "~1") if "~" in text or "/" in text else text


def _unescaped(part: str, pointer: str) -> str:
    if _LONE_TILDE.search(part):
        msg = f"{quoted(pointer)} is no JSON Pointer; '~' must be written '~0' and '/' within a key '~1'"
        raise InvalidInput(msg)
    return part.replace("~1", "/").replace("~0", "~")


def _step(value: Any, part: str, pointer: str) -> Any:
    if isinstance(value, Mapping) and part in value:
        return value[part]
    if isinstance(value, (list, tuple)) and _is_index(part) and int(part) < len(value):
        return value[int(part)]
    msg = f"{quoted(pointer)} leads nowhere: there is no {quoted(part)} in {_kind(value)}"
    raise NotFound(msg)


def _is_index(part: str) -> bool:
    digits = part.isascii() and part.isdigit() and len(part) <= _INDEX_DIGITS
    return digits and (part == "0" or not part.startswith("0"))


def _kind(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"an object of {len(value)} fields"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)} items"
    return "a value that is neither object nor list"
