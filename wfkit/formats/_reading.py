"""What readers share: taking values out of a hostile document, with a problem instead of an exception.

One rule for every optional value: null means absent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append
from wfkit.core.problem import Problem
from wfkit.formats._wording import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.problem import Severity

# No tool numbers its nodes beyond 64 bits, and Python refuses to print integers of 4300 digits.
_ID_BITS = 64


@dataclass(frozen=True, slots=True)
class Place:
    """An object of the document under a reader, and the list that its problems go to.

    Attributes:
        pointer: JSON Pointer to the object.
        problems: Where findings are gathered, in the order of the document.
        node: Id of the node that it belongs to, or "".
        edge: Id of the edge that it belongs to, or "".
    """

    pointer: str
    problems: list[Problem]
    node: str = ""
    edge: str = ""

    def report(self, severity: Severity, code: str, message: str, *keys: str, fix: str = "") -> None:
        """Add a problem of this object, or of what the keys lead to in it."""
        pointer = append(self.pointer, *keys)
        self.problems.append(Problem(severity, code, message, pointer, self.node, self.edge, fix))

    def wrong_type(self, severity: Severity, value: Any, expected: str, *keys: str) -> None:
        """Report the value that the keys lead to; its kind only, for it may be a secret."""
        self.report(severity, "wrong-type", f"{keys[-1]!r} is {kind_of(value)}; it must be {expected}", *keys)

    def text(self, holder: Mapping[str, Any], *keys: str, severity: Severity = "error") -> str:
        """The text under the last key, "" when it is absent or cannot be read; an integer is read with a warning.

        Args:
            holder: What has the last key: the object of this place, or one that the keys before lead to.
            severity: How bad a value of another type is.
        """
        value = holder.get(keys[-1])
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        text = as_text(value)
        if text:
            self.wrong_type("warning", value, "a string, and is read as one", *keys)
        else:
            self.wrong_type(severity, value, "a string", *keys)
        return text

    def mapping(self, holder: Mapping[str, Any], *keys: str) -> dict[str, Any]:
        """The object under the last key, empty when absent; an error when it is something else."""
        value = holder.get(keys[-1])
        if isinstance(value, dict):
            return value
        if value is not None:
            message = f"{keys[-1]!r} is {kind_of(value)}; it must be an object"
            self.report("error", "not-an-object", message, *keys)
        return {}

    def position(self, holder: Mapping[str, Any], key: str = "position") -> tuple[float, float] | None:
        """The `{x, y}` under `key`, None when absent; a warning when it is something else."""
        value = holder.get(key)
        if value is None:
            return None
        if isinstance(value, dict):
            x, y = finite(value.get("x")), finite(value.get("y"))
            if x is not None and y is not None:
                return x, y
        self.wrong_type("warning", value, "an object with the numbers x and y", key)
        return None


def as_text(value: Any) -> str:
    """The text, or the integer as text; "" for anything else."""
    if isinstance(value, str):
        return value
    is_integer = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_integer and value.bit_length() <= _ID_BITS else ""


def is_whole(value: Any) -> bool:
    """Whether it is a whole number, however spelt: JSON knows one kind of number, so 1.0 is one; true is none."""
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


def finite(value: Any) -> float | None:
    """The number as a float, None for anything that is no number or fits no float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
