"""JSON Patch (RFC 6902): the steps that turn one document into another, and walking them.

A patch restores what was compared exactly, order of lists and spelling of integers included, and is small where the
change is: elements of lists are matched by their identity.
"""

from __future__ import annotations

import copy
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import msgspec

from wfkit.core._stack import call_with_room
from wfkit.core.diff.leaves import identity_of
from wfkit.core.pointer import append, split
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Step = dict[str, Any]

_encode = msgspec.json.Encoder().encode
# A list of which more than this many elements have to be moved is replaced.
_MOVES = 2000


def json_patch(old: Any, new: Any) -> list[Step]:
    """The steps from the old value to the new one; [] when both say the same.

    A step that replaces a number keeps its spelling: 1 and 1.0 are told apart here, as a document tells them apart.
    """
    steps: list[Step] = []
    stack = [("", old, new)]
    while stack:
        path, before, after = stack.pop()
        if _is_spelt_alike(before, after):
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            _members(path, before, after, steps, stack)
        elif isinstance(before, list) and isinstance(after, list):
            _elements(path, before, after, steps, stack)
        else:
            steps.append({"op": "replace", "path": path, "value": after})
    return steps


def apply_patch(document: Any, steps: Iterable[Mapping[str, Any]]) -> Any:
    """A new document: the old one after these steps, which are those of RFC 6902 but for `copy`.

    Raises:
        InvalidInput: A step is malformed, leads nowhere, or its test fails.
    """
    holder = {"": call_with_room(copy.deepcopy, document)}
    for step in steps:
        _apply(holder, step)
    return holder[""]


def _is_spelt_alike(old: Any, new: Any) -> bool:
    return old is new or _encode(old) == _encode(new)


def _members(
    path: str, old: Mapping[str, Any], new: Mapping[str, Any], steps: list[Step], stack: list[tuple[str, Any, Any]]
) -> None:
    steps += [{"op": "remove", "path": append(path, key)} for key in old if key not in new]
    for key, value in new.items():
        if key not in old:
            steps.append({"op": "add", "path": append(path, key), "value": value})
        elif old[key] is not value:
            stack.append((append(path, key), old[key], value))


def _elements(path: str, old: list[Any], new: list[Any], steps: list[Step], stack: list[tuple[str, Any, Any]]) -> None:
    """Removes from the end, then moves and adds from the front, then goes into what stayed."""
    before, after = _keys(old, new)
    kept = set(before) & set(after)
    moving = _moving([key for key in before if key in kept], [key for key in after if key in kept])
    if len(moving) > _MOVES:
        steps.append({"op": "replace", "path": path, "value": new})
        return
    steps += [
        {"op": "remove", "path": append(path, place)}
        for place in range(len(old) - 1, -1, -1)
        if before[place] not in kept
    ]
    steps += _arranged(path, [key for key in before if key in kept], dict(zip(after, new, strict=True)), kept, moving)
    places = {key: place for place, key in enumerate(before)}
    stack += [(append(path, place), old[places[key]], new[place]) for place, key in enumerate(after) if key in kept]


def _arranged(
    path: str, current: list[Any], wanted: Mapping[Any, Any], kept: set[Any], moving: set[Any]
) -> Iterator[Step]:
    """From the front: adds what is new, moves what moves, and puts off what stands in the way of the rest."""
    for place, (key, value) in enumerate(wanted.items()):
        if key not in kept:
            yield {"op": "add", "path": append(path, place), "value": value}
            current.insert(place, key)
        elif key in moving:
            came_from = current.index(key, place)
            if came_from != place:
                yield _move(path, came_from, place)
                current.insert(place, current.pop(came_from))
        else:
            while current[place] != key:
                yield _move(path, place, len(current) - 1)
                current.append(current.pop(place))


def _move(path: str, came_from: int, place: int) -> Step:
    return {"op": "move", "from": append(path, came_from), "path": append(path, place)}


def _keys(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    """A key for each element, the same on both sides for what is to be matched."""
    name = identity_of(old, new) if old and new else ""
    if name:
        return [(type(item[name]), item[name]) for item in old], [(type(item[name]), item[name]) for item in new]
    shorter = min(len(old), len(new))
    head = tail = 0
    while head < shorter and _is_spelt_alike(old[head], new[head]):
        head += 1
    while tail < shorter - head and _is_spelt_alike(old[-1 - tail], new[-1 - tail]):
        tail += 1
    return [*range(len(old) - tail), *range(-tail, 0)], [*range(len(new) - tail), *range(-tail, 0)]


def _moving(old: Sequence[Any], new: Sequence[Any]) -> set[Any]:
    """The fewest elements that have to move: all but those of a longest common subsequence."""
    if old == new:
        return set()
    places = {key: place for place, key in enumerate(new)}
    order = [places[key] for key in old]
    return {new[place] for place in set(order) - set(_longest_rise(order))}


def _longest_rise(order: Sequence[int]) -> list[int]:
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, value in enumerate(order):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [index]
    found: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(order[index])
        index = before[index]
    return found


def _apply(holder: dict[str, Any], step: Mapping[str, Any]) -> None:
    match step:
        case {"op": "add", "path": str(path), "value": value}:
            _add(holder, path, copy.deepcopy(value))
        case {"op": "remove", "path": str(path)}:
            _take(holder, path)
        case {"op": "replace", "path": str(path), "value": value}:
            parent, key = _reached(holder, path)
            parent[_existing(parent, key, path)] = copy.deepcopy(value)
        case {"op": "move", "from": str(came_from), "path": str(path)}:
            _add(holder, path, _take(holder, came_from))
        case {"op": "test", "path": str(path), "value": value}:
            parent, key = _reached(holder, path)
            if not _is_spelt_alike(parent[_existing(parent, key, path)], value):
                msg = f"the document has another value at {quoted(path)} than the patch was made for"
                raise InvalidInput(msg)
        case _:
            msg = f"no step of a JSON Patch: {quoted(str(step))}; it has an op, a path, and a value or a from"
            raise InvalidInput(msg)


def _reached(holder: dict[str, Any], path: str) -> tuple[Any, str]:
    """What holds the value at this path, and under which key or index."""
    parts = ("", *split(path))
    value: Any = holder
    for part in parts[:-1]:
        value = value[_existing(value, part, path)]
    return value, parts[-1]


def _existing(parent: Any, key: str, path: str) -> Any:
    if isinstance(parent, dict) and key in parent:
        return key
    if isinstance(parent, list) and key.isdecimal() and int(key) < len(parent):
        return int(key)
    msg = f"the patch leads nowhere at {quoted(path)}: it was made for another document"
    raise InvalidInput(msg)


def _add(holder: dict[str, Any], path: str, value: Any) -> None:
    parent, key = _reached(holder, path)
    if isinstance(parent, dict):
        parent[key] = value
    elif isinstance(parent, list) and (key == "-" or (key.isdecimal() and int(key) <= len(parent))):
        parent.insert(len(parent) if key == "-" else int(key), value)
    else:
        _existing(parent, key, path)


def _take(holder: dict[str, Any], path: str) -> Any:
    parent, key = _reached(holder, path)
    return parent.pop(_existing(parent, key, path))
