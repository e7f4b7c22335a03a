"""Documents with a few values replaced, which share all else with the original."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def replaced(data: Any, changes: Mapping[str, Any]) -> Any:
    """The data with other values at these JSON Pointers; objects and lists on the way are copied once.

    A member that an object lacks is added at its end.
    """
    holder = {"": data}
    copies: dict[tuple[str, ...], Any] = {(): holder}
    for pointer, value in changes.items():
        parts = ("", *split(pointer))
        parent = _copied(holder, copies, parts[:-1])
        parent[_step(parent, parts[-1])] = value
    return holder[""]


def without(data: Any, pointers: Iterable[str]) -> Any:
    """The data without what lies at these JSON Pointers; places in its lists mean those before the first is removed."""
    holder = {"": data}
    copies: dict[tuple[str, ...], Any] = {(): holder}
    for pointer in sorted(pointers, key=_last_place, reverse=True):
        parts = ("", *split(pointer))
        parent = _copied(holder, copies, parts[:-1])
        del parent[_step(parent, parts[-1])]
    return holder[""]


def copied(value: Any) -> Any:
    """A copy that shares nothing with the value, however deep it is."""
    holder = [value]
    stack: list[tuple[Any, Any]] = [(holder, 0)]
    while stack:
        parent, key = stack.pop()
        value = parent[key]
        if isinstance(value, dict):
            parent[key] = copy = dict(value)
            stack += [(copy, name) for name, item in copy.items() if isinstance(item, dict | list)]
        elif isinstance(value, list):
            parent[key] = items = list(value)
            stack += [(items, place) for place, item in enumerate(items) if isinstance(item, dict | list)]
    return holder[0]


def _copied(holder: Any, copies: dict[tuple[str, ...], Any], parts: tuple[str, ...]) -> Any:
    """What lies at the end of these parts, after copying all on the way that is not a copy yet."""
    value = holder
    for at, part in enumerate(parts):
        place = parts[: at + 1]
        if place not in copies:
            step = _step(value, part)
            inner = value[step]
            copies[place] = value[step] = dict(inner) if isinstance(inner, dict) else list(inner)
        value = copies[place]
    return value


def _step(parent: Any, part: str) -> str | int:
    return int(part) if isinstance(parent, list) else part


def _last_place(pointer: str) -> tuple[int, int]:
    last = pointer.rpartition("/")[2]
    return pointer.count("/"), int(last) if last.isdecimal() else 0
