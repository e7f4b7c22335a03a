"""What a document's text is written in, JSON or YAML, and reading either of them."""

from __future__ import annotations

import re
from typing import Any, Literal

from wfkit.core import codec, yaml_codec

Syntax = Literal["json", "yaml"]

_LOOKED_AT = 4096
# JSON has its keys in quotes, whatever else is wrong with it.
_BARE_KEY = re.compile(r"\{\s*[A-Za-z_$][\w$.-]*: ")
_BLANKS = "\ufeff \t\r\n"


def syntax_of(text: str) -> Syntax:
    """`yaml` where the first line that says something is one of YAML's; all else is JSON, or should have been."""
    start = text[:_LOOKED_AT].lstrip(_BLANKS) or text.lstrip(_BLANKS)
    if start.startswith(("{", "[")):
        return "yaml" if _BARE_KEY.match(start) else "json"
    return "yaml" if yaml_codec.is_likely(text) else "json"


def parse(text: str) -> tuple[Any, Syntax]:
    """The data of a text, and what that is written in.

    Raises:
        InvalidWorkflow: It is neither JSON nor YAML, with the place.
    """
    found = syntax_of(text)
    return codec.parse(text) if found == "json" else yaml_codec.parse(text), found


def fingerprint(text: str) -> tuple[Any, str, Syntax]:
    """The data of a text, its content hash, and what that is written in; see `codec.fingerprint`.

    Raises:
        InvalidWorkflow: As `parse` does.
    """
    found = syntax_of(text)
    if found == "json":
        return *codec.fingerprint(text), found
    data = yaml_codec.parse(text)
    return data, codec.content_hash(data), found
