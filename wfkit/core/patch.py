"""JSON Patch (RFC 6902): the steps that turn one document into another, and walking them.

A patch restores what was compared exactly, order of lists and spelling of numbers included, and is small where the
change is: elements of lists are matched by their identity.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from wfkit.core import codec
from wfkit.core._alignment import Likeness, aligned
from wfkit.core._stack import call_with_room
from wfkit.core.pointer import append, split
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Step = dict[str, Any]

_encode = msgspec.json.Encoder().encode
# A list of which more than this many elements have to be moved is replaced.
_MOVES = 2000
_INDEX_DIGITS = 18


def json_patch(old: Any, new: Any) -> list[Step]:
    """The steps from the old value to the new one; [] when both say the same.

    A step that replaces a number keeps its spelling: 1 and 1.0 are told apart here, as a document tells them apart.
    """
    return call_with_room(_steps, (old, new))


def apply_patch(document: Any, steps: Iterable[Mapping[str, Any]]) -> Any:
    """A new document: the old one after these steps, which are those of RFC 6902.

    Raises:
        InvalidInput: A step is malformed, leads nowhere, or its test fails.
    """
    return call_with_room(partial(_applied, document), list(steps))


def _steps(sides: tuple[Any, Any]) -> list[Step]:
    steps: list[Step] = []
    is_alike = Likeness(_encode)
    stack = [("", *sides)]
    while stack:
        path, before, after = stack.pop()
        if before is after or is_alike(before, after):
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            _members(path, before, after, steps, stack)
        elif isinstance(before, list) and isinstance(after, list):
            _elements(path, before, after, is_alike, steps, stack)
        elif _is_other(before, after):
            steps.append({"op": "replace", "path": path, "value": after})
    return steps


def _is_other(old: Any, new: Any) -> bool:
    """Whether a leaf is spelt otherwise; asked again, since likeness stops telling at some point."""
    return type(old) is not type(new) or _encode(old) != _encode(new)


def _members(
    path: str, old: Mapping[str, Any], new: Mapping[str, Any], steps: list[Step], stack: list[tuple[str, Any, Any]]
) -> None:
    steps += [{"op": "remove", "path": append(path, key)} for key in old if key not in new]
    for key, value in new.items():
        if key in old:
            stack.append((append(path, key), old[key], value))
        else:
            steps.append({"op": "add", "path": append(path, key), "value": value})


def _elements(
    path: str,
    old: Sequence[Any],
    new: Sequence[Any],
    is_alike: Likeness,
    steps: list[Step],
    stack: list[tuple[str, Any, Any]],
) -> None:
    """Removes from the end, then moves and adds from the front, then goes into what stayed."""
    pairs, _ = aligned(old, new, is_alike)
    order = [before for before, _ in pairs]
    staying = _longest_rise(order)
    if not pairs or len(order) - len(staying) > _MOVES:
        steps.append({"op": "replace", "path": path, "value": new})
        return
    kept = set(order)
    gone = [place for place in range(len(old) - 1, -1, -1) if place not in kept]
    steps += [{"op": "remove", "path": append(path, place)} for place in gone]
    steps += _arranged(path, new, {after: before for before, after in pairs}, staying)
    stack += [(append(path, after), old[before], new[after]) for before, after in pairs]


def _arranged(path: str, new: Sequence[Any], origins: Mapping[int, int], staying: Sequence[int]) -> Iterator[Step]:
    """The steps that bring what was kept into its new order, with what is new in between; each moves once.

    From the front, everything is put behind what was put there before it. Elements that are to move later on still
    stand in between, and are counted: `waiting` has their old places, and so has `staying` of those that never move.

    Args:
        path: JSON Pointer of the list.
        new: The list as it shall be.
        origins: The places in it of what was kept, to the old ones.
        staying: The old places of what never moves, rising.
    """
    still = set(staying)
    waiting = sorted(place for place in origins.values() if place not in still)
    passed: list[int] = []
    for place, value in enumerate(new):
        origin = origins.get(place)
        if origin in still:
            passed.append(place)
            continue
        if origin is None:
            at = place + _before(waiting, passed, staying)
            yield {"op": "add", "path": append(path, at), "value": value}
            continue
        stays = bisect_left(staying, origin)
        # What precedes it: the elements put in place, or the ones that stay, and others that wait.
        came_from = passed[stays] if stays < len(passed) else place + stays - len(passed)
        came_from += bisect_left(waiting, origin)
        del waiting[bisect_left(waiting, origin)]
        at = place + _before(waiting, passed, staying)
        yield {"op": "move", "from": append(path, came_from), "path": append(path, at)}


def _before(waiting: Sequence[int], passed: Sequence[int], staying: Sequence[int]) -> int:
    """How many elements that wait stand before the last one that stays and was passed."""
    return bisect_left(waiting, staying[len(passed) - 1]) if passed else 0


def _longest_rise(order: Sequence[int]) -> list[int]:
    """The longest subsequence that rises: so many elements can stay where they are."""
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
    return found[::-1]


def _applied(document: Any, steps: Iterable[Mapping[str, Any]]) -> Any:
    holder = {"": _copied(document)}
    for step in steps:
        _apply(holder, step)
    parent, key = _reached(holder, "")
    return parent[key]


def _copied(value: Any) -> Any:
    return msgspec.json.decode(_encode(value))


def _apply(holder: dict[str, Any], step: Mapping[str, Any]) -> None:
    match step:
        case {"op": "add", "path": str(path), "value": value}:
            _add(holder, path, _copied(value))
        case {"op": "remove", "path": str(path)}:
            _take(holder, path)
        case {"op": "replace", "path": str(path), "value": value}:
            parent, key = _reached(holder, path)
            parent[key] = _copied(value)
        case {"op": "move", "from": str(came_from), "path": str(path)}:
            _add(holder, path, _take(holder, came_from))
        case {"op": "copy", "from": str(came_from), "path": str(path)}:
            parent, key = _reached(holder, came_from)
            _add(holder, path, _copied(parent[key]))
        case {"op": "test", "path": str(path), "value": value}:
            parent, key = _reached(holder, path)
            if not _is_equal(parent[key], value):
                msg = f"the document has another value at {quoted(path)} than the patch was made for"
                raise InvalidInput(msg)
        case _:
            msg = f"no step of a JSON Patch: {quoted(str(step))}; it has an op, a path, and a value or a from"
            raise InvalidInput(msg)


def _is_equal(old: Any, new: Any) -> bool:
    """Equal as RFC 6902 has it: numbers by their value, objects whatever the order of their keys."""
    return codec.canonical(old) == codec.canonical(new)


def _reached(holder: dict[str, Any], path: str) -> tuple[Any, Any]:
    """What holds the value at this path, and the key or index of it there."""
    parent, key = _parent(holder, path)
    return parent, _existing(parent, key, path)


def _parent(holder: dict[str, Any], path: str) -> tuple[Any, str]:
    parts = ("", *split(path))
    value: Any = holder
    for part in parts[:-1]:
        value = value[_existing(value, part, path)]
    return value, parts[-1]


def _existing(parent: Any, key: str, path: str) -> Any:
    if isinstance(parent, dict) and key in parent:
        return key
    if isinstance(parent, list) and _is_index(key) and int(key) < len(parent):
        return int(key)
    msg = f"the patch leads nowhere at {quoted(path)}: it was made for another document"
    raise InvalidInput(msg)


def _is_index(key: str) -> bool:
    # Longer digits are no index into anything in memory, and int() refuses very long ones.
    return key.isascii() and key.isdigit() and len(key) <= _INDEX_DIGITS and (key == "0" or not key.startswith("0"))


def _add(holder: dict[str, Any], path: str, value: Any) -> None:
    parent, key = _parent(holder, path)
    if isinstance(parent, dict):
        parent[key] = value
    elif isinstance(parent, list) and (key == "-" or (_is_index(key) and int(key) <= len(parent))):
        parent.insert(len(parent) if key == "-" else int(key), value)
    else:
        _existing(parent, key, path)


def _take(holder: dict[str, Any], path: str) -> Any:
    parent, key = _reached(holder, path)
    return parent.pop(key)
