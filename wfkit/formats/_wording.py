"""Values of a hostile document put into words by their kind: a value itself may be a secret."""

from __future__ import annotations

from itertools import islice
from typing import Any

from wfkit.core.wording import shown

_SHOWN_KEYS = 3
_SAMPLE = 100
_KINDS = {
    type(None): "null",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
}


def kind_of(value: Any) -> str:
    """What a JSON value is, with its article: `a string`, `an object`, `null`."""
    return _KINDS.get(type(value)) or f"a Python {type(value).__name__}"


def outline(value: Any) -> str:
    """The outside of a value in a phrase: `an object with keys 'a', 'b'`, `a list of 3 numbers`."""
    match value:
        case dict():
            return _object_outline(value)
        case list():
            return _list_outline(value)
        case _:
            return kind_of(value)


def _object_outline(value: dict[Any, Any]) -> str:
    if not value:
        return "an empty object"
    keys = ", ".join(shown(key) for key in islice(value, _SHOWN_KEYS))
    rest = len(value) - _SHOWN_KEYS
    more = f" and {rest} more" if rest > 0 else ""
    return f"an object with key{'' if len(value) == 1 else 's'} {keys}{more}"


def _list_outline(value: list[Any]) -> str:
    if not value:
        return "an empty list"
    kinds = {kind_of(item) for item in value[:_SAMPLE]}
    noun = kinds.pop().split(" ", 1)[-1] if len(kinds) == 1 else "value"
    plural = "" if len(value) == 1 or noun == "null" else "s"
    return f"a list of {len(value)} {noun}{plural}"
