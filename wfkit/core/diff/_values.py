"""The values of two graphs that may differ, gathered first and compared all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from wfkit.core.diff.leaves import compared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wfkit.core.diff.leaves import Leaf
    from wfkit.core.diff.operations import Operation

_encode = msgspec.json.Encoder().encode


class Values:
    """Pairs of values, each with what makes an operation of a leaf that differs."""

    def __init__(self) -> None:
        """Begins with none."""
        self.pairs: list[tuple[Any, Any]] = []
        self.makers: list[Callable[[Leaf], Operation]] = []

    def add(self, old: Any, new: Any, make: Callable[[Leaf], Operation]) -> None:
        """Takes a pair, unless both are written alike."""
        if _encode(old) != _encode(new):
            self.pairs.append((old, new))
            self.makers.append(make)

    def operations(self) -> Iterator[Operation]:
        """An operation a leaf that differs."""
        for make, found in zip(self.makers, compared(self.pairs), strict=True):
            yield from map(make, found)
