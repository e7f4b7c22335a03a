"""Changes of a document, by JSON Pointer."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.core.diff import ABSENT
from wfkit.core.pointer import append, split
from wfkit.core.rewriting import replaced, without
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_AT_END = "-"


class Change(NamedTuple):
    """What has to be otherwise in a document.

    Attributes:
        replaced: New values by JSON Pointer; a member that an object lacks is added at its end.
        removed: JSON Pointers to what goes after that.
    """

    replaced: Mapping[str, Any] = _NOTHING
    removed: tuple[str, ...] = ()

    def applied(self, data: Any) -> Any:
        """The data with the change; it shares the rest with the data that it was given."""
        return without(replaced(data, self.replaced), self.removed)


def setting(data: Any, pointer: str, value: Any) -> Change:
    """The change that sets one value, with the objects on the way that are missing; `ABSENT` removes it.

    Raises:
        InvalidInput: What is on the way is no object or list, or has no such place.
    """
    parts = split(pointer)
    above = data
    for at, part in enumerate(parts):
        is_last = at == len(parts) - 1
        place = append("", *parts[:at])
        if isinstance(above, dict):
            if part not in above:
                return _added(place, parts[at:], value)
            above = above[part]
        elif isinstance(above, list):
            if part == _AT_END or part == str(len(above)):
                return Change({place: [*above, _nested(parts[at + 1 :], value)]}) if value is not ABSENT else Change()
            above = above[_index(part, len(above), place)]
        else:
            msg = f"{quoted(place)} holds no object or list, so nothing can be set at {quoted(pointer)}"
            raise InvalidInput(msg)
        if is_last and value is ABSENT:
            return Change(removed=(pointer,))
    return Change({pointer: value})


def together(*changes: Change) -> Change:
    """All changes as one; they touch different places."""
    both = {pointer: value for change in changes for pointer, value in change.replaced.items()}
    return Change(both, tuple(pointer for change in changes for pointer in change.removed))


def _added(place: str, parts: tuple[str, ...], value: Any) -> Change:
    return Change() if value is ABSENT else Change({append(place, parts[0]): _nested(parts[1:], value)})


def _nested(parts: tuple[str, ...], value: Any) -> Any:
    for part in reversed(parts):
        value = {part: value}
    return value


def _index(part: str, length: int, place: str) -> int:
    if part.isdecimal() and int(part) < length:
        return int(part)
    msg = f"the list at {quoted(place)} has {length} items, and no {quoted(part)}; '-' adds one at its end"
    raise InvalidInput(msg)
