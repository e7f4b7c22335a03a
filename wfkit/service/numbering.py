"""How a workflow is called whose name another one has already: `Name (2)`."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from wfkit.service.inputs import MAX_NAME

if TYPE_CHECKING:
    from collections.abc import Container

# What a number takes at the end of a name, with its space and brackets.
_ROOM = 20


def base_of(name: str) -> str:
    """What stands before the number: the name, or as much of it as leaves room for one."""
    return name[: MAX_NAME - _ROOM]


def numbered(name: str, number: int) -> str:
    """The name with this number behind it."""
    return f"{base_of(name)} ({number})"


def free_number(name: str, taken: Container[str], *, first: int = 2) -> int:
    """The lowest number that makes a name of this one which is not taken, from `first` on."""
    return next(number for number in count(first) if numbered(name, number) not in taken)


def is_numbered(name: str, base: str) -> bool:
    """Whether the name is this base with a number behind it."""
    head, _, number = name.rpartition(" (")
    return head == base and number.endswith(")") and number[:-1].isdecimal()
