"""Whether two JSON documents differ in more than the order of their lists and keys."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from wfkit.core import codec

_ENCODER = msgspec.json.Encoder()
_encode = _ENCODER.encode


def is_more_than_order(old: Any, new: Any) -> bool:
    """Whether they do; 1 and 1.0 are no difference."""
    # In the canonical form 1 and 1.0 are spelt alike, so that what follows may go by the spelling.
    before, after = codec.canonical(old), codec.canonical(new)
    if before == after:
        return False
    one, other = msgspec.json.decode(before), msgspec.json.decode(after)
    return _with_sorted_lists(one) != _with_sorted_lists(other) and _digest(one) != _digest(other)


def _with_sorted_lists(data: Any) -> Any:
    """The lists of a document sorted, but not those in them: it is quick, and mostly tells."""
    if not isinstance(data, dict):
        return _encode(data)
    return {
        key: sorted(_ENCODER.encode_lines(value).split(b"\n")) if isinstance(value, list) else _encode(value)
        for key, value in data.items()
    }


def _digest(data: Any) -> bytes:
    """What two values share when they differ in nothing but the order of lists and keys."""
    outer_first = [data]
    for value in outer_first:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        outer_first += [item for item in inner if isinstance(item, dict | list)]
    # Digests for containers: as texts, what lies deep would be copied once a level.
    digests: dict[int, bytes] = {}
    for value in reversed(outer_first):
        digests[id(value)] = _sorted_digest(value, digests)
    return digests[id(data)]


def _sorted_digest(value: Any, digests: dict[int, bytes]) -> bytes:
    if isinstance(value, dict):
        lines = [_encode(key) + b":" + (digests.get(id(item)) or _encode(item)) for key, item in value.items()]
    elif isinstance(value, list):
        lines = [digests.get(id(item)) or _encode(item) for item in value]
    else:
        return _encode(value)
    return sha256(type(value).__name__.encode() + b"\n".join(sorted(lines))).hexdigest().encode()
