"""One walk through parsed data: every text with its place and the name that it goes by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from wfkit.core.secrets.finding import Finding
from wfkit.core.secrets.names import strength_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wfkit.core.secrets.finding import SecretPlace

    Ask = Callable[[Mapping[str, Any]], Iterable[SecretPlace]]

_VALUE = "value"
# What the value beside it is called.
_CALLED = ("name", "key", "env_var", "header", "field", "variable", "parameter")
_LONGEST_CALLED = 80
_SHORTEST_KEY = 12


class Leaf(NamedTuple):
    """A text, a number under the name of a password, or a key.

    Attributes:
        holder: The number of the object or list that holds it.
        key: Its place in there.
        text: What it says.
        name: What it is called.
        is_paired: Whether a list of parameters, such as headers, calls it so.
        is_key: Whether the key itself is meant.
        place: What the format says of it.
    """

    holder: int
    key: str | int
    text: str
    name: str
    is_paired: bool = False
    is_key: bool = False
    place: SecretPlace | None = None


@dataclass(slots=True)
class Walk:
    """What the walk met.

    Attributes:
        ask: Is asked about every object; None for nothing to ask.
        leaves: The texts, node by node.
        parts: Objects and lists that a format says to be secret as a whole.
    """

    ask: Ask | None
    leaves: list[Leaf] = field(default_factory=list)
    parts: list[Finding] = field(default_factory=list)
    # For each object and list: the number of the one that holds it, and its key there.
    _steps: list[tuple[int, str | int]] = field(default_factory=lambda: [(-1, "")])
    _places: dict[tuple[int, str | int], SecretPlace] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)

    def visit(self, data: Any, places: Iterable[SecretPlace]) -> None:
        """Meet every part of the data once; places begin at the top."""
        self._note(data, places)
        waiting: list[tuple[Any, int, str]] = [(data, 0, "")] if isinstance(data, dict | list) else []
        while waiting:
            part, number, name = waiting.pop()
            inside = self._enter(part, number) if isinstance(part, dict) else self._enter_list(part, number, name)
            waiting += reversed(inside)

    def path(self, holder: int, *below: str | int) -> tuple[str | int, ...]:
        """The keys and indices that lead to an object or list, and on from there."""
        steps: list[str | int] = []
        while holder > 0:
            holder, step = self._steps[holder]
            steps.append(step)
        return (*reversed(steps), *below)

    def _enter(self, part: dict[str, Any], number: int) -> list[tuple[Any, int, str]]:
        if self.ask:
            self._note(part, self.ask(part))
        called = _called(part) if _VALUE in part else ""
        above = str(self._steps[number][1])
        inside = []
        for key, value in part.items():
            if len(key) >= _SHORTEST_KEY and key not in self._keys:
                self._keys.add(key)
                self.leaves.append(Leaf(number, key, key, "", is_key=True))
            name = (called or above) if key == _VALUE else key
            if type(value) is dict or type(value) is list:
                inside.append((value, self._number(part, number, key, value), name))
            else:
                self._add(part, number, key, value, name, is_paired=bool(called) and key == _VALUE)
        return inside

    def _enter_list(self, part: list[Any], number: int, name: str) -> list[tuple[Any, int, str]]:
        inside = []
        for index, value in enumerate(part):
            if type(value) is dict or type(value) is list:
                inside.append((value, self._number(part, number, index, value), name))
            else:
                self._add(part, number, index, value, name)
        return inside

    def _number(self, part: Any, number: int, key: str | int, value: Any) -> int:
        """The number of a nested object or list, which is kept as a finding where a format says so."""
        self._steps.append((number, key))
        place = self._places.get((id(part), key))
        if place and place.kind in ("secret", "personal") and value:
            size = len(msgspec.json.encode(value))
            path = self.path(number, key)
            self.parts.append(
                Finding(path, place.rule, place.kind, place.confidence, _last_name(path), 0, size, is_whole=True)
            )
        return len(self._steps) - 1

    def _add(self, part: Any, number: int, key: str | int, value: Any, name: str, *, is_paired: bool = False) -> None:
        if type(value) is str:
            if value:
                place = self._places.get((id(part), key)) if self._places else None
                self.leaves.append(Leaf(number, key, value, name, is_paired, place=place))
        elif type(value) in (int, float) and strength_of(name) == "password":
            self.leaves.append(Leaf(number, key, str(value), name, is_paired))

    def _note(self, part: Any, places: Iterable[SecretPlace]) -> None:
        for place in places:
            holder = part
            for step in place.path[:-1]:
                holder = _child(holder, step)
            if isinstance(holder, dict | list):
                self._places.setdefault((id(holder), place.path[-1]), place)


def _called(part: Mapping[str, Any]) -> str:
    found = next((part[key] for key in _CALLED if isinstance(part.get(key), str) and part[key]), "")
    return found if len(found) <= _LONGEST_CALLED else ""


def _child(part: Any, step: str | int) -> Any:
    if isinstance(part, dict):
        return part.get(step)
    return part[step] if isinstance(part, list) and isinstance(step, int) and step < len(part) else None


def _last_name(path: tuple[str | int, ...]) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")
