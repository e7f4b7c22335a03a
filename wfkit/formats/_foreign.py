"""What readers of other tools' documents share: every part of a document goes to exactly one place.

A comparison sees what the graph says and nothing else, so a reader takes out of an object what it understands,
and what stays behind is kept among the settings: a change shown in vain is better than one that stays hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.problem import Problem
from wfkit.core.wording import shortened
from wfkit.formats._wording import kind_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from wfkit.core.problem import Severity

_READ_WORDS = 400
# Beyond it, floats skip whole numbers.
_EXACT = 2**53
# By their exact types, for a boolean is an int to Python.
_NUMBERS = (int, float)


def take(rest: dict[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """Those of the keys that are there, which are removed, with what is under them."""
    taken = {}
    for key in keys:
        if key in rest:
            taken[key] = rest.pop(key)
    return taken


def take_text(rest: dict[str, Any], key: str) -> str:
    """The text under the key, which is removed; "" when there is none, and then whatever is there stays."""
    return rest.pop(key) if isinstance(rest.get(key), str) else ""


def take_flag(rest: dict[str, Any], key: str) -> bool:
    """The boolean under the key, which is removed; False when there is none."""
    return rest.pop(key) is True if isinstance(rest.get(key), bool) else False


def take_mapping(rest: dict[str, Any], key: str) -> dict[str, Any]:
    """The object under the key, which is removed; an empty one when there is none."""
    return rest.pop(key) if isinstance(rest.get(key), dict) else {}


def take_list(rest: dict[str, Any], key: str) -> list[Any]:
    """The list under the key, which is removed; an empty one when there is none."""
    return rest.pop(key) if isinstance(rest.get(key), list) else []


def take_index(rest: dict[str, Any], key: str) -> str:
    """The whole number under the key as text; the key is removed; "" when there is none."""
    value = rest.get(key)
    if type(value) is not int or abs(value) > _EXACT:
        return ""
    del rest[key]
    return str(value)


def take_pair(rest: dict[str, Any], key: str) -> tuple[float, float] | None:
    """The two numbers under the key, as a list or under "0" and "1", which are removed; None when there are none."""
    value = rest.get(key)
    if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004 - x and y
        first, second = value
    elif isinstance(value, dict) and value.keys() == {"0", "1"}:
        first, second = value["0"], value["1"]
    else:
        return None
    pair = pair_of(first, second)
    if pair is not None:
        del rest[key]
    return pair


def take_pair_of(rest: dict[str, Any], first: str, second: str) -> tuple[float, float] | None:
    """The numbers under two keys, which are removed; None, and both stay, unless there are two."""
    pair = pair_of(rest.get(first), rest.get(second))
    if pair is not None:
        del rest[first], rest[second]
    return pair


def take_label(rest: dict[str, Any], noise: dict[str, Any], key: str, fallback: str) -> str:
    """The text under the key, which is removed, or the fallback when it is empty or no text."""
    text = take_text(rest, key)
    if text and text == fallback:
        # It looks the same as when it is left out, yet is not the same.
        noise[key] = text
    return text or fallback


def pair_of(first: Any, second: Any) -> tuple[float, float] | None:
    """Both numbers as floats; None when one is no number, or is one that a float may not hold exactly."""
    are_numbers = type(first) in _NUMBERS and type(second) in _NUMBERS
    # Infinity and what is not a number fail this as well.
    if are_numbers and -_EXACT <= first <= _EXACT and -_EXACT <= second <= _EXACT:
        return float(first), float(second)
    return None


def first_words(text: str) -> str:
    """How a note is called: the beginning of its text in one line, without the marks of a heading."""
    return shortened(" ".join(text[:_READ_WORDS].split()).lstrip("#*_->= "))


def is_same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same to the letter: 1 and 1.0 are not, nor are 1 and true."""
    waiting = [(one, other)]
    while waiting:
        left, right = waiting.pop()
        if type(left) is not type(right):
            return False
        if isinstance(left, dict):
            if left.keys() != right.keys():
                return False
            waiting += [(left[key], right[key]) for key in left]
        elif isinstance(left, list):
            if len(left) != len(right):
                return False
            waiting += zip(left, right, strict=True)
        elif left != right:
            return False
    return True


def free_key(key: str, taken: Mapping[str, Any]) -> str:
    """The key, with as many `_` at its end as it takes for it to be none of those taken."""
    while key in taken:
        key += "_"
    return key


@dataclass(slots=True)
class Reading:
    """What comes up while one document is read, besides nodes and edges.

    Attributes:
        problems: Findings, in the order in which they were made.
        unread: The parts that are no part of the graph, by their JSON Pointer.
        taken: The ids of edges given out so far, with how many edges asked for each.
    """

    problems: list[Problem] = field(default_factory=list)
    unread: dict[str, Any] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)

    def report(self, severity: Severity, code: str, message: str, pointer: str, node: str = "", edge: str = "") -> None:
        """Add a problem."""
        self.problems.append(Problem(severity, code, message, pointer, node, edge))

    def refuse(self, code: str, message: str, pointer: str, value: Any) -> None:
        """Report what cannot be part of the graph, and keep it, so that a comparison still shows it."""
        self.unread[pointer] = value
        self.report("error", code, message, pointer)

    def refuse_kind(self, subject: str, expected: str, pointer: str, value: Any) -> None:
        """Refuse a part for being of the wrong kind."""
        code = "not-an-object" if expected == "an object" else "wrong-type"
        self.refuse(code, f"{subject} is {kind_of(value)}; it must be {expected}", pointer, value)

    def objects(self, items: list[Any], pointer: str, noun: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The objects of a list with their pointers; anything else in it is refused."""
        for index, item in enumerate(items):
            place = f"{pointer}/{index}"
            if isinstance(item, dict):
                yield place, item
            else:
                self.refuse_kind(f"one of the {noun}", "an object", place, item)

    def settings_with(self, settings: Mapping[str, Any], outside: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The settings of a document, with what could not be read and what stands around a wrapped one."""
        whole = dict(settings)
        for key, parts in (("unread", self.unread), ("outside", outside)):
            if parts:
                whole[free_key(key, whole)] = parts
        return whole

    def warn_of(self, rest: Mapping[str, Any], expected: Mapping[str, str], pointer: str, node: str = "") -> None:
        """Warn of what a reader could not take out of an object, and so left among its settings."""
        for key in expected:
            if rest.get(key) is not None:
                message = f"{key!r} is {kind_of(rest[key])}; it should be {expected[key]}"
                self.report("warning", "wrong-type", message, f"{pointer}/{key}", node)

    def unique(self, edge_id: str) -> str:
        """The id, with a number at its end when another edge has it already."""
        name = edge_id
        while name in self.taken:
            self.taken[edge_id] += 1
            name = f"{edge_id}#{self.taken[edge_id]}"
        self.taken[name] = 1
        return name
