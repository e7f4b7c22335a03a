"""HTML by small pieces: whatever is not `Markup` is text, and is escaped.

Only the elements and attributes are made that notebooks, sanitisers and code hosts let through.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a browser swallows, obeys or does not show, and what would turn the text around it: shown as escapes. Joiners
# stay, for emoji and Persian need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff"
    "\ufeff\ufffe\uffff]|\r(?!\n)"
)


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


NOTHING = Markup()


def text(words: str) -> Markup:
    """The words as HTML that shows them, whatever they are."""
    return Markup(escape(_UNSEEN.sub(_named, words)))


def element(tag: str, *children: str, style: str = "", **attributes: str | int) -> Markup:
    """An element round its children.

    Args:
        tag: Its name.
        children: `Markup` as it is, other texts escaped.
        style: Its inline style.
        attributes: Others; a trailing underscore is dropped, as of `class_`.
    """
    return Markup(f"{_start(tag, style, attributes)}{joined(children)}</{tag}>")


def void(tag: str, *, style: str = "", **attributes: str | int) -> Markup:
    """An element that holds nothing, such as `img`."""
    return _start(tag, style, attributes)


def joined(pieces: Iterable[str], separator: str = "") -> Markup:
    """The pieces one after another; those that are no `Markup` are escaped."""
    every = (piece if isinstance(piece, Markup) else text(piece) for piece in pieces)
    return Markup((separator if isinstance(separator, Markup) else text(separator)).join(every))


def _start(tag: str, style: str, attributes: dict[str, str | int]) -> Markup:
    named = {name.rstrip("_"): value for name, value in attributes.items()}
    given = {**named, "style": style} if style else named
    words = "".join(f' {name}="{text(str(value))}"' for name, value in given.items())
    return Markup(f"<{tag}{words}>")


def _named(found: re.Match[str]) -> str:
    """The character as an escape that people who write programs know."""
    return repr(found[0])[1:-1] if not found[0].isprintable() else f"\\u{ord(found[0]):04x}"
