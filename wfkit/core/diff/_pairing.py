"""Pairing by a key: those who share one, in the order in which they stand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

T = TypeVar("T")


class Unpaired(Generic[T]):
    """What has no partner yet on either side.

    Attributes:
        old: Those of the old side, in its order.
        new: Those of the new side, in its order.
    """

    def __init__(self, old: Sequence[T], new: Sequence[T]) -> None:
        """Begins with all of them."""
        self.old, self.new = old, new

    def take(self, pairs: Sequence[tuple[T, T]]) -> Sequence[tuple[T, T]]:
        """The pairs, which are unpaired no more."""
        if len(pairs) == len(self.old) == len(self.new):
            self.old, self.new = (), ()
        elif pairs:
            old, new = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
            self.old = [item for item in self.old if id(item) not in old]
            self.new = [item for item in self.new if id(item) not in new]
        return pairs

    def take_in_turn(self, key: Callable[[T], Hashable]) -> Sequence[tuple[T, T]]:
        """Takes those that share a key, the first with the first, the second with the second; None is no key."""
        if not (self.old and self.new):
            return ()
        waiting: defaultdict[Hashable, list[T]] = defaultdict(list)
        for item in reversed(self.new):
            waiting[key(item)].append(item)
        waiting.pop(None, None)
        return self.take([(item, others.pop()) for item in self.old if (others := waiting.get(key(item)))])
