"""Whether JSON says the same by two values: 1 and 1.0 are one, 1 and true are not, nor are null and nothing."""

from __future__ import annotations

from typing import Any

import msgspec

from wfkit.core._canonical import read_canonical
from wfkit.core.diff.leaves import ABSENT

_SORTED = msgspec.json.Encoder(order="sorted")
_SPELT = msgspec.json.Encoder()
_CONTAINERS = (dict, list)
# What a merge spends on encoding before it looks at the parts of everything instead.
_ENCODED_BYTES = 2**28


def is_same(left: Any, right: Any) -> bool:
    """Whether JSON says the same by both; `ABSENT` is the same as itself alone."""
    if left is right:
        return True
    if left is ABSENT or right is ABSENT:
        return False
    kind = type(left)
    if kind is type(right):
        return bool(left == right) if kind not in _CONTAINERS else _are_same(left, right)
    return kind not in _CONTAINERS and type(right) not in _CONTAINERS and form(left) == form(right)


def is_spelt_same(left: Any, right: Any) -> bool:
    """Whether both are written alike: in the same order, 1 not as 1.0."""
    if left is ABSENT or right is ABSENT:
        return left is right
    return left is right or _SPELT.encode(left) == _SPELT.encode(right)


def form(value: Any) -> bytes:
    """What values that are the same have in common."""
    return read_canonical(_SORTED.encode(value))[1]


class Sameness:
    """Answers while that is affordable: whoever asks at every level of a document pays for its depth."""

    __slots__ = ("bytes_left",)

    def __init__(self, bytes_left: int = _ENCODED_BYTES) -> None:
        self.bytes_left = bytes_left

    def __call__(self, left: Any, right: Any) -> bool:
        """Whether both are the same; False, too, for containers that it would cost too much to compare."""
        if type(left) not in _CONTAINERS or type(left) is not type(right):
            return is_same(left, right)
        if left is right:
            return True
        if self.bytes_left <= 0:
            return False
        before, after = _key(left), _key(right)
        self.bytes_left -= len(before) + len(after)
        return before == after or form(left) == form(right)


def _are_same(left: Any, right: Any) -> bool:
    return _key(left) == _key(right) or form(left) == form(right)


def _key(value: Any) -> bytes:
    return _SORTED.encode(value)
