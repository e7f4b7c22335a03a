"""Whether JSON says the same by two values: 1 and 1.0 are one, 1 and true are not, nor are null and nothing."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from wfkit.core._canonical import read_canonical
from wfkit.core.diff.leaves import ABSENT

_sorted = msgspec.json.Encoder(order="sorted").encode
_spelt = msgspec.json.Encoder().encode
_CONTAINERS = (dict, list)
# With ".0" the spelling of floats without a fraction, which are whole numbers; texts that look so do no harm.
_EXPONENT = re.compile(rb"e[-+]?[0-9]")
# What a merge spends on encoding before it looks at the parts of everything instead.
_ENCODED_BYTES = 2**28


def is_same(left: Any, right: Any) -> bool:
    """Whether JSON says the same by both; `ABSENT` is the same as itself alone."""
    if left is right:
        return True
    if left is ABSENT or right is ABSENT:
        return False
    kind, other = type(left), type(right)
    if kind is other and kind not in _CONTAINERS:
        return bool(left == right)
    return (kind in _CONTAINERS) is (other in _CONTAINERS) and _are_alike(_sorted(left), _sorted(right))


def is_spelt_same(left: Any, right: Any) -> bool:
    """Whether both are written alike: in the same order, 1 not as 1.0."""
    if left is ABSENT or right is ABSENT:
        return left is right
    return left is right or _spelt(left) == _spelt(right)


def form(value: Any) -> bytes:
    """What values that are the same have in common."""
    encoded = _sorted(value)
    return read_canonical(encoded)[1] if _may_be_whole(encoded) else encoded


class Sameness:
    """Tells what only one side wants, while that is affordable: asking at every level of a document costs its depth."""

    __slots__ = ("bytes_left",)

    def __init__(self, bytes_left: int = _ENCODED_BYTES) -> None:
        self.bytes_left = bytes_left

    def wanted(self, base: Any, ours: Any, theirs: Any) -> tuple[Any] | None:
        """What one side wants otherwise, or both alike.

        None where they differ, where it would cost too much to know, and where a side only spells something anew, in
        an object or list of which the other changed a part.
        """
        if type(ours) not in _CONTAINERS and type(theirs) not in _CONTAINERS:
            return wanted(base, ours, theirs)
        if self.bytes_left <= 0:
            return None
        before, mine, other = (b"" if value is ABSENT else _sorted(value) for value in (base, ours, theirs))
        self.bytes_left -= len(before) + len(mine) + len(other)
        if _are_alike(mine, other):
            return (_newer(base, ours, theirs),)
        if _are_alike(before, mine):
            return (theirs,) if theirs is ABSENT or is_spelt_same(base, ours) else None
        if _are_alike(before, other):
            return (ours,) if ours is ABSENT or is_spelt_same(base, theirs) else None
        return None


def wanted(base: Any, ours: Any, theirs: Any) -> tuple[Any] | None:
    """What one side wants otherwise, or both alike, whatever it costs; None where they differ."""
    if is_same(ours, theirs):
        return (_newer(base, ours, theirs),)
    if is_same(base, ours):
        return (theirs,)
    return (ours,) if is_same(base, theirs) else None


def _newer(base: Any, ours: Any, theirs: Any) -> Any:
    """Of two spellings of the same the one that only they changed, else ours."""
    return theirs if is_spelt_same(base, ours) else ours


def _are_alike(left: bytes, right: bytes) -> bool:
    """Whether two encoded values are the same; nothing, as no bytes, is the same as itself alone."""
    if left == right:
        return True
    if not (left and right and (_may_be_whole(left) or _may_be_whole(right))):
        return False
    return read_canonical(left)[1] == read_canonical(right)[1]


def _may_be_whole(encoded: bytes) -> bool:
    """Whether there may be a float in it that is the same as a whole number."""
    return b".0" in encoded or _EXPONENT.search(encoded) is not None
