"""What a document's text is written in, JSON or YAML, and reading either of them."""

from __future__ import annotations

from typing import Any, Literal

from wfkit.core import codec, yaml_codec

Syntax = Literal["json", "yaml"]

_BLANKS = "\ufeff \t\r\n"


def syntax_of(text: str) -> Syntax:
    """`yaml` where the first line that says something is one of YAML's; all else is JSON, or should have been."""
    is_json = text.lstrip(_BLANKS).startswith(("{", "["))
    return "yaml" if not is_json and yaml_codec.is_likely(text) else "json"


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
