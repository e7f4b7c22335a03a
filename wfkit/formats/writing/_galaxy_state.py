"""Writing into a `tool_state` of Galaxy: JSON text, with JSON texts in it in old workflows, edited as it is spelt."""

from __future__ import annotations

import json
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any

from wfkit.core import codec
from wfkit.core._stack import call_with_room
from wfkit.core.diff import ABSENT
from wfkit.core.pointer import join, split
from wfkit.errors import InvalidInput, InvalidWorkflow
from wfkit.formats._galaxy_step import BOOKKEEPING
from wfkit.formats.writing._change import setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# Galaxy itself writes the first of these; other programs leave out blanks, or escapes.
_STYLES = tuple(product(((", ", ": "), (",", ":")), (True, False)))
_OPENINGS = ("{", "[", '"')


def state_with(state: Any, path: str, value: Any) -> Any:
    """A `tool_state` with another value of one parameter; it stays the text, or the object, that it was.

    Args:
        state: What the step has, None for nothing.
        path: JSON Pointer to the value in the config that is read from it.
        value: The new value, `ABSENT` to remove it.

    Raises:
        InvalidInput: The path names no parameter, or leads nowhere.
    """
    if not path:
        msg = "the parameters of a step of Galaxy are set one by one; name one, such as 'input_type/selector'"
        raise InvalidInput(msg)
    held = _parsed(state) if isinstance(state, str) else state
    parameters = held if isinstance(held, dict) else {}
    key, *inner = split(path)
    raw = parameters.get(key, ABSENT)
    if not inner:
        new = value if value is ABSENT else _spelt(raw, _with_bookkeeping(_unpacked(raw), value), parameters)
    else:
        whole = {} if raw is ABSENT else _unpacked(raw)
        edited = setting(whole, join(*inner), _with_bookkeeping(_at(whole, inner), value)).applied(whole)
        new = _spelt(raw, edited, parameters)
    changed = setting(parameters, join(key), new).applied(parameters)
    return changed if isinstance(state, dict) else _text(state if isinstance(held, dict) else "{}", changed)


def _at(value: Any, keys: list[str]) -> Any:
    for key in keys:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def _with_bookkeeping(old: Any, value: Any) -> Any:
    """The value, with what Galaxy's form keeps in the object that it replaces, which no config shows."""
    if not isinstance(old, dict) or not isinstance(value, dict):
        return value
    return {**value, **{key: kept for key, kept in old.items() if key in BOOKKEEPING}}


def _unpacked(raw: Any) -> Any:
    """What a parameter says: a JSON text in old workflows is what is in it."""
    if not isinstance(raw, str) or not raw.startswith(_OPENINGS):
        return raw
    found = _parsed(raw)
    return raw if found is None else found


def _spelt(raw: Any, value: Any, parameters: Mapping[str, Any]) -> Any:
    """The value as the state has others: as a JSON text where the old one was, and where it would be taken for one."""
    is_packed = isinstance(raw, str) and _unpacked(raw) is not raw
    if raw is ABSENT:
        is_packed = any(_is_packed(other) for other in parameters.values()) and not any(
            isinstance(other, dict | list) for other in parameters.values()
        )
    if not isinstance(value, str | dict | list):
        return value
    if is_packed:
        return _text(raw if isinstance(raw, str) else "", value)
    return _text("", value) if isinstance(value, str) and _unpacked(value) is not value else value


def _is_packed(raw: Any) -> bool:
    return isinstance(raw, str) and _unpacked(raw) is not raw


def _text(like: str, value: Any) -> str:
    """The JSON text of a value, with the blanks and escapes of another; Galaxy's own where that has neither."""
    writers = list(_writers())
    old = _parsed(like)
    fitting = (writer for writer in writers if call_with_room(writer, old) == like)
    writer = next(fitting, writers[0])
    return call_with_room(writer, value)


def _writers() -> Iterator[Callable[[Any], str]]:
    for separators, is_ascii in _STYLES:
        yield partial(json.dumps, separators=separators, ensure_ascii=is_ascii)


def _parsed(text: str) -> Any:
    """What a JSON text says, None where it is none that wfkit reads."""
    try:
        return codec.parse(text)
    except InvalidWorkflow:
        return None
