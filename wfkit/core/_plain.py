"""What Python data must be to become JSON, and a copy that is, where it nearly was.

Data made of nothing but dict, list, str, int, float, bool and None passes `is_plain` at little cost. Anything
else takes `plain_copy`, which turns tuples and subclasses into those types and names everything it cannot.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from math import isfinite
from types import NoneType
from typing import TYPE_CHECKING, Any

from wfkit.core._limits import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_PROBLEMS
from wfkit.core._places import find_surrogate, to_pointer
from wfkit.core.problem import Problem
from wfkit.core.wording import quoted
from wfkit.errors import InvalidWorkflow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_PLAIN = frozenset((dict, list, str, int, float, bool, NoneType))
_CONTAINERS = frozenset((dict, list))
_TOO_LONG = 10**MAX_DIGITS
_REFUSED = "the data is not JSON"
_ALLOWED = "dict, list, str, int, float, bool or None would be right"


def is_plain(data: object) -> bool:
    """Whether the data is a tree of plain JSON types within the depth allowed.

    Strings are not looked into: the encoder refuses lone surrogates itself, and integers of too many digits.
    """
    level, size = [data], 0
    for _ in range(MAX_DEPTH + 1):
        types = set(map(type, level))
        size += _size(level)
        if not types <= _PLAIN or size > MAX_BYTES or (float in types and not _are_finite(level)):
            return False
        if types.isdisjoint(_CONTAINERS):
            return True
        dicts = [value for value in level if type(value) is dict]
        lists = [value for value in level if type(value) is list]
        keys = list(chain.from_iterable(dicts))
        size += _size(keys)
        if _are_shared(dicts, lists) or not set(map(type, keys)) <= {str}:
            return False
        level = [*chain.from_iterable(map(dict.values, dicts)), *chain.from_iterable(lists)]
    return False


def is_too_deep(data: Any) -> bool:
    """Whether parsed JSON is nested deeper than `MAX_DEPTH`."""
    level = [data] if type(data) in _CONTAINERS else []
    for _ in range(MAX_DEPTH):
        if not level:
            return False
        level = [
            value
            for container in level
            for value in (container.values() if type(container) is dict else container)
            if type(value) in _CONTAINERS
        ]
    return bool(level)


def count_indentation(data: Any) -> int:
    """How many bytes line breaks and two-space indents add to plain data written without them, at most."""
    total, width, level = 0, 1, [data]
    while level:
        total += 2 * width * len(level)
        width += 2
        containers = [value for value in level if type(value) in _CONTAINERS]
        level = [*chain.from_iterable(value.values() if type(value) is dict else value for value in containers)]
    return total


def plain_copy(data: object) -> Any:
    """The data in plain JSON types: tuples as lists, subclasses as what they are subclasses of.

    Raises:
        InvalidWorkflow: It is not JSON; up to 20 problems with their pointers.
    """
    walk = _Walk()
    copy = walk.convert(data, 0, "")
    while walk.queue and len(walk.problems) < MAX_PROBLEMS:
        walk.visit(*walk.queue.popleft())
    problems = walk.problems or list(walk.find_misshapen())
    if problems:
        raise InvalidWorkflow(_REFUSED, problems)
    return copy


def too_large() -> Problem:
    """The problem of a document beyond `MAX_BYTES`."""
    message = f"the document is larger than {MAX_BYTES // 2**20} MiB, which is the most that wfkit takes"
    return Problem("error", "too-large", message)


def _size(values: Collection[Any]) -> int:
    """About how many bytes the values take as JSON, at least; containers count without what they hold."""
    return len(values) + sum(map(len, [value for value in values if type(value) is str]))


def _are_finite(values: list[Any]) -> bool:
    return all(map(isfinite, [value for value in values if type(value) is float]))


def _are_shared(dicts: list[Any], lists: list[Any]) -> bool:
    # Sharing within a level is how a cycle or a "billion laughs" grows; without it a level stays small.
    return len({*map(id, dicts), *map(id, lists)}) < len(dicts) + len(lists)


@dataclass(slots=True)
class _Walk:
    """A walk that meets every container once, so that it ends for cycles and shared containers too.

    Attributes:
        copies: The copy of each container, by the id of the original.
        met: Where each container was met first: the id of the one that holds it, and the key there.
        children: The ids of the containers that each one holds, as often as it holds them.
    """

    problems: list[Problem] = field(default_factory=list)
    queue: deque[tuple[Any, Any]] = field(default_factory=deque)
    copies: dict[int, Any] = field(default_factory=dict)
    met: dict[int, tuple[int, str | int]] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)

    def convert(self, value: object, holder: int, key: str | int) -> Any:
        """The scalar in its plain type, or the copy of the container, which is still to be filled."""
        if isinstance(value, dict | list | tuple):
            return self.convert_container(value, holder, key)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str | int) and not _is_numpy(value):
            return self.checked(str.__str__(value) if isinstance(value, str) else int.__int__(value), holder, key)
        if type(value) is float:
            return self.checked(value, holder, key)
        self.note("value-type", f"a value of type {_type_name(value)} is no JSON; {_ALLOWED}", holder, key)
        return None

    def convert_container(self, value: Any, holder: int, key: str | int) -> Any:
        identity = id(value)
        self.children.setdefault(holder, []).append(identity)
        if identity not in self.copies:
            self.copies[identity] = {} if isinstance(value, dict) else []
            self.met[identity] = (holder, key)
            self.queue.append((value, self.copies[identity]))
        return self.copies[identity]

    def checked(self, value: str | float, holder: int, key: str | int) -> str | float:
        if fault := _scalar_fault(value):
            self.note(*fault, holder, key)
        return value

    def visit(self, original: Any, copy: Any) -> None:
        """Fill the copy of one container."""
        identity = id(original)
        self.children.setdefault(identity, [])
        if isinstance(copy, list):
            values = enumerate(list.__iter__(original) if isinstance(original, list) else tuple.__iter__(original))
            copy.extend(self.convert(value, identity, index) for index, value in values)
            return
        for key, value in dict.items(original):
            if self.is_key(key, identity):
                name = str.__str__(key)
                copy[name] = self.convert(value, identity, name)

    def is_key(self, key: object, holder: int) -> bool:
        if not isinstance(key, str) or _is_numpy(key):
            self.note("key-type", f"a key of type {_type_name(key)} is no JSON; a str would be right", holder)
            return False
        if surrogate := find_surrogate(key):
            self.note("lone-surrogate", f"half a surrogate pair, {surrogate}, in the key {quoted(key)}", holder)
        return True

    def find_misshapen(self) -> Iterator[Problem]:
        """The faults of the whole: a cycle, or else too deep, or too large once shared parts are written out."""
        try:
            inner_first = tuple(TopologicalSorter(self.children).static_order())
        except CycleError as exc:
            self.note("cycle", "an array or object holds itself; a copy would be right", exc.args[1][0])
            yield from self.problems
            return
        depths, sizes = self.measure(inner_first)
        if depths.get(0, 0) > MAX_DEPTH + 1:
            yield Problem("error", "too-deep", f"nested deeper than {MAX_DEPTH} levels")
        if sizes.get(0, 0) > MAX_BYTES:
            yield too_large()

    def measure(self, inner_first: Iterable[int]) -> tuple[dict[int, int], dict[int, int]]:
        depths: dict[int, int] = {}
        sizes: dict[int, int] = {}
        for identity in inner_first:
            children = self.children[identity]
            depths[identity] = 1 + max((depths[child] for child in children), default=0)
            copy = self.copies.get(identity, [])
            own = _size(copy) + (_size(copy.values()) if isinstance(copy, dict) else 0)
            sizes[identity] = own + sum(sizes[child] for child in children)
        return depths, sizes

    def note(self, code: str, message: str, holder: int, *key: str | int) -> None:
        if len(self.problems) == MAX_PROBLEMS:
            return
        path = [*key]
        while holder in self.met:
            holder, step = self.met[holder]
            path.append(step)
        # The root was met under no key: its step is the placeholder that `plain_copy` passes.
        self.problems.append(Problem("error", code, message, to_pointer(path[-2::-1])))


def _scalar_fault(value: str | float) -> tuple[str, str] | None:
    """Code and message of what JSON cannot hold of a plain scalar."""
    if isinstance(value, str):
        surrogate = find_surrogate(value)
        return ("lone-surrogate", f"half a surrogate pair, {surrogate}, in a string") if surrogate else None
    if isinstance(value, int):
        return ("number-range", f"an integer of more than {MAX_DIGITS} digits") if abs(value) >= _TOO_LONG else None
    return None if isfinite(value) else ("not-finite", f"{value} is no JSON; a number or None would be right")


def _is_numpy(value: object) -> bool:
    # numpy.str_ is a str, but numpy.float64 and the rest are refused: one rule for all of them.
    return type(value).__module__ == "numpy"


def _type_name(value: object) -> str:
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
