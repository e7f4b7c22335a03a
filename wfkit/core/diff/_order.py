"""A form of JSON in which the order of lists does not count."""

from __future__ import annotations

from typing import Any

from wfkit.core import codec
from wfkit.core._stack import call_with_room


def unordered(data: Any) -> bytes:
    """The canonical form of the data with the elements of every list sorted."""
    return call_with_room(_unordered, data)


def _unordered(value: Any) -> bytes:
    if isinstance(value, dict):
        members = [codec.canonical(key) + b":" + _unordered(item) for key, item in sorted(value.items())]
        return b"{" + b",".join(members) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(sorted(_unordered(item) for item in value)) + b"]"
    return codec.canonical(value)
