"""How a JSON text is laid out, so that what is added to it looks like the rest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.service.weaving._spelt import BLANKS

if TYPE_CHECKING:
    from wfkit.service.weaving._spelt import Spelt


@dataclass(frozen=True, slots=True)
class Style:
    """A layout.

    Attributes:
        newline: The characters that end a line.
        indent: One level of it, or None where everything stands on one line.
        colon: Between a key and its value.
        gap: After a comma on the same line.
        is_ascii: Whether other characters are written as escapes.
    """

    newline: str = "\n"
    indent: str | None = "  "
    colon: str = ": "
    gap: str = " "
    is_ascii: bool = False

    def leads(self, depth: int) -> tuple[str, str]:
        """The blanks before the first member at this depth, and before each other."""
        if self.indent is None:
            return "", self.gap
        lead = f"{self.newline}{self.indent * depth}"
        return lead, lead

    def tail(self, depth: int) -> str:
        """The blanks before the bracket that closes what lies at this depth."""
        return "" if self.indent is None else f"{self.newline}{self.indent * depth}"

    def key(self, name: str) -> str:
        """A key with its colon."""
        return f"{json.dumps(name, ensure_ascii=self.is_ascii)}{self.colon}"

    def text(self, value: Any, depth: int) -> str:
        """A value that starts at this depth."""
        comma = "," if self.indent is not None else f",{self.gap}"
        text = json.dumps(value, ensure_ascii=self.is_ascii, indent=self.indent, separators=(comma, self.colon))
        # JSON has no line breaks within strings.
        return text if self.indent is None else text.replace("\n", f"{self.newline}{self.indent * depth}")

    def is_like(self, other: Style) -> bool:
        """Whether lines of one fit among lines of the other."""
        return (self.newline, self.indent) == (other.newline, other.indent)


def style_of(text: str, root: Spelt) -> Style:
    """The layout of a text, as its outermost members show it; two spaces where it has none."""
    members = root.members
    newline = "\r\n" if "\r\n" in text else "\n"
    is_ascii = text.isascii() and "\\u" in text
    if not members:
        return Style(newline=newline, is_ascii=is_ascii)
    colon = members[0].prefix[len(members[0].prefix.rstrip(f":{BLANKS}")) :] or ": "
    gap = members[1].lead if len(members) > 1 else " "
    lead = members[0].lead
    if "\n" not in lead:
        return Style(newline, None, colon, "" if "\n" in gap else gap, is_ascii)
    return Style(newline, lead.rpartition("\n")[2], colon, " ", is_ascii)
