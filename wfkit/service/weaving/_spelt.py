"""JSON text in pieces: the members of an object or list with the very characters that spell them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANKS = " \t\n\r"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[][{},:]')


class Member(NamedTuple):
    """One member of an object, or element of a list, in a text.

    Attributes:
        lead: The blanks before it.
        prefix: The key and the colon, with the blanks around it; "" for an element.
        text: The value.
        trail: The blanks between the value and the comma.
    """

    lead: str
    prefix: str
    text: str
    trail: str


@dataclass(frozen=True)
class Spelt:
    """A value, and how a document spells it."""

    text: str
    value: Any

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """What the object or list holds, in its order; () for a scalar."""
        return tuple(_members(self.text)) if isinstance(self.value, dict | list) and self.value else ()

    @cached_property
    def children(self) -> tuple[Spelt, ...]:
        """The values in the object or list, in its order."""
        values = self.value.values() if isinstance(self.value, dict) else self.value
        return tuple(Spelt(member.text, value) for member, value in zip(self.members, values, strict=True))

    @property
    def leads(self) -> tuple[str, str]:
        """The blanks before the first of the members, and before another."""
        first, *others = (member.lead for member in self.members[:2])
        return first, others[0] if others else first or " "

    @property
    def tail(self) -> str:
        """The blanks before the closing bracket of an object or list with members."""
        body = self.text[:-1]
        return body[len(body.rstrip(BLANKS)) :]


def _members(text: str) -> Iterator[Member]:
    """The members of the object or list that this text is; that of the last one has no trail."""
    bounds = [*_bounds(text)]
    for start, colon, stop in bounds:
        raw = text[start:stop]
        body = raw.strip(BLANKS)
        lead = raw[: len(raw) - len(raw.lstrip(BLANKS))]
        trail = raw[len(lead) + len(body) :] if stop < len(text) - 1 else ""
        if colon < 0:
            yield Member(lead, "", body, trail)
            continue
        value = text[colon:stop].strip(BLANKS)
        yield Member(lead, body[: len(body) - len(value)], value, trail)


def _bounds(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each member starts, its value starts (-1 without a key), and it ends."""
    depth, start, colon = 0, 1, -1
    for found in _TOKEN.finditer(text):
        sign = found[0]
        if sign in {"[", "{"}:
            depth += 1
        elif sign in {"]", "}"}:
            depth -= 1
        elif depth == 1 and sign == ",":
            yield start, colon, found.start()
            start, colon = found.end(), -1
        elif depth == 1 and sign == ":":
            colon = found.end()
    yield start, colon, len(text) - 1
