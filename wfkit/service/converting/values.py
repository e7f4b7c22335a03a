"""Settings one by one: the leaves of a config, and whether a value fits a native field."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append
from wfkit.core.reference import is_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

EMPTY: tuple[Any, ...] = ("", None)
# A config may be nested to a hundred levels; what another tool nests deeper is kept as JSON text.
_DEPTH = 80
_TRUTHS = {"true": True, "false": False}


class UnfitError(ValueError):
    """A value that a native field does not take; the message says why, without the value."""


def leaves(value: Any, base: str = "") -> Iterator[tuple[str, Any]]:
    """Every scalar and every empty container with its JSON Pointer, in the order of the document."""
    waiting = [(base, value)]
    while waiting:
        place, found = waiting.pop()
        if isinstance(found, Mapping) and found:
            waiting += [(append(place, key), item) for key, item in reversed([*found.items()])]
        elif isinstance(found, list) and found:
            waiting += [(append(place, index), item) for index, item in reversed([*enumerate(found)])]
        else:
            yield place, found


def is_empty(value: Any) -> bool:
    """Whether a leaf says nothing: null, an empty text, or an empty container."""
    return value is None or (isinstance(value, (str, Mapping, list)) and not value)


def at(config: Mapping[str, Any], path: str) -> Any:
    """The value at a path such as `model/0/name`; None where there is none."""
    value: Any = config
    for step in path.split("/"):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def fitted(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value as a native field takes it: numbers and switches that are written as text are read.

    Raises:
        UnfitError: It does not fit.
    """
    if is_reference(value):
        return value
    made = _READERS.get(str(schema.get("type")), _as_it_is)(value)
    if "enum" in schema and made not in schema["enum"]:
        msg = f"must be one of {', '.join(schema['enum'])}"
        raise UnfitError(msg)
    _check_bounds(made, schema)
    return made


def copied(value: Any, *, depth: int | None = _DEPTH) -> Any:
    """A deep copy; what is nested deeper than `depth`, by default too deep for a config, becomes JSON text."""
    root: dict[str, Any] = {}
    waiting: list[tuple[Any, Any, Any, int]] = [(root, "", value, 0)]
    while waiting:
        holder, key, found, level = waiting.pop()
        if not isinstance(found, (Mapping, list)):
            holder[key] = found
        elif depth is not None and level >= depth:
            holder[key] = _as_json(found)
        elif isinstance(found, Mapping):
            holder[key] = dict.fromkeys(found)
            waiting += [(holder[key], name, item, level + 1) for name, item in found.items()]
        else:
            holder[key] = [None] * len(found)
            waiting += [(holder[key], index, item, level + 1) for index, item in enumerate(found)]
    return root[""]


def _as_json(value: Any) -> str:
    from wfkit.core import codec

    return codec.to_text(value)


def _check_bounds(value: Any, schema: Mapping[str, Any]) -> None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        least, most = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
        if not least <= value <= most:
            msg = f"must be from {least} to {most}" if most < math.inf else f"must be at least {least}"
            raise UnfitError(msg)
    elif isinstance(value, (str, list)) and len(value) < schema.get("minLength", schema.get("minItems", 0)):
        msg = "must not be empty"
        raise UnfitError(msg)


def _number(value: Any) -> float:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        msg = "must be a number"
        raise UnfitError(msg)
    return value


def _whole(value: Any) -> int:
    number = _number(value)
    if isinstance(number, int):
        return number
    if not number.is_integer():
        msg = "must be a whole number"
        raise UnfitError(msg)
    return int(number)


def _truth(value: Any) -> bool:
    found = _TRUTHS.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        msg = "must be true or false"
        raise UnfitError(msg)
    return found


def _text(value: Any) -> str:
    only = value[0] if isinstance(value, list) and len(value) == 1 else value
    if not isinstance(only, str):
        msg = "must be a text"
        raise UnfitError(msg)
    return only


def _texts(value: Any) -> list[str]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        msg = "must be a list of texts"
        raise UnfitError(msg)
    return list(items)


def _object(value: Any) -> Any:
    if not isinstance(value, Mapping):
        msg = "must be an object"
        raise UnfitError(msg)
    return copied(value)


def _as_it_is(value: Any) -> Any:
    return copied(value)


_READERS = {
    "array": _texts,
    "boolean": _truth,
    "integer": _whole,
    "number": _number,
    "object": _object,
    "string": _text,
}
