"""A form of JSON in which the order of lists does not count."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from wfkit.core import codec

_encode = msgspec.json.Encoder().encode


def unordered(data: Any) -> bytes:
    """What two documents share when they differ in nothing but the order of lists and keys."""
    # In the canonical form 1 and 1.0 are spelt alike, so that what follows may go by the spelling.
    outer_first = [msgspec.json.decode(codec.canonical(data))]
    for value in outer_first:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        outer_first += [item for item in inner if isinstance(item, dict | list)]
    # Digests for containers: as texts, what lies deep would be copied once a level.
    digests: dict[int, bytes] = {}
    for value in reversed(outer_first):
        digests[id(value)] = _digest(value, digests)
    return digests[id(outer_first[0])]


def _digest(value: Any, digests: dict[int, bytes]) -> bytes:
    if isinstance(value, dict):
        lines = [_encode(key) + b":" + (digests.get(id(item)) or _encode(item)) for key, item in value.items()]
        return sha256(b"{" + b"\n".join(sorted(lines))).hexdigest().encode()
    if isinstance(value, list):
        return (
            sha256(b"[" + b"\n".join(sorted(digests.get(id(item)) or _encode(item) for item in value)))
            .hexdigest()
            .encode()
        )
    return _encode(value)
