"""The one place where text becomes XML."""

from __future__ import annotations

import re

# What XML gives a meaning, and what XML 1.0 has no way to write: most control characters and lone surrogates.
_SPECIAL = re.compile("[&<>\"']|[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
    "\n": "&#10;",
    "\r": "&#13;",
    "\t": "&#9;",
}


def escaped(text: str) -> str:
    """The text as it has to be written in an element or an attribute; U+FFFD for what XML cannot hold."""
    return _SPECIAL.sub(_entity, text) if _SPECIAL.search(text) else text


def kept(text: str) -> str:
    """The text as whoever parses the XML gets it: with U+FFFD for what XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def _entity(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0], "\ufffd")
