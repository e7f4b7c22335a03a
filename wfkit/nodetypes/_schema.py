"""Short words for the JSON Schemas of node configs, so that a node type reads as a table of its fields.

`required` is for a field without which the node cannot do anything; everything else has a default or may be absent.
Unknown fields are allowed, so that an application can keep settings of its own beside ours.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def obj(*required: str, **fields: Schema) -> Schema:
    """The schema of a config object with these fields, those named first being required."""
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": fields,
        "required": list(required),
        "additionalProperties": True,
    }


def text(
    description: str, *, default: str | None = None, min_length: int = 0, examples: tuple[str, ...] = ()
) -> Schema:
    """The schema of one line of text."""
    return _field("string", description, default, minLength=min_length or None, examples=list(examples) or None)


def multiline(description: str, *, default: str | None = None, min_length: int = 0, media_type: str = "") -> Schema:
    """The schema of a longer text that deserves a large editor, such as a prompt or code."""
    extra = {"minLength": min_length or None, "contentMediaType": media_type or None}
    return _field("string", description, default, format="multiline", **extra)


def secret(description: str) -> Schema:
    """The schema of a text that is never shown; a reference such as `${OPENAI_API_KEY}` is no secret."""
    return {"type": "string", "description": description, "format": "secret", "writeOnly": True}


def integer(
    description: str, *, default: int | None = None, minimum: int | None = None, maximum: int | None = None
) -> Schema:
    """The schema of a whole number; the limits are included."""
    return _field("integer", description, default, minimum=minimum, maximum=maximum)


def number(
    description: str, *, default: float | None = None, minimum: float | None = None, maximum: float | None = None
) -> Schema:
    """The schema of a number; the limits are included."""
    return _field("number", description, default, minimum=minimum, maximum=maximum)


def flag(description: str, *, default: bool) -> Schema:
    """The schema of a switch."""
    return _field("boolean", description, default)


def choice(description: str, *options: str, default: str | None = None) -> Schema:
    """The schema of one of several words."""
    return _field("string", description, default, enum=list(options))


def texts(description: str, *, default: tuple[str, ...] | None = None, min_items: int = 0) -> Schema:
    """The schema of a list of texts."""
    items = None if default is None else list(default)
    return _field("array", description, items, items={"type": "string"}, minItems=min_items or None)


def mapping(description: str) -> Schema:
    """The schema of a free object; empty by default."""
    return _field("object", description, {})


def _field(kind: str, description: str, default: Any, **extra: Any) -> Schema:
    schema = {"type": kind, "description": description, **extra, "default": default}
    return {name: value for name, value in schema.items() if value is not None}
