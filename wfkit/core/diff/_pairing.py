"""Pairing by a key."""

from __future__ import annotations

from collections import Counter, defaultdict
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

    def take(self, old: Sequence[T], new: Sequence[T]) -> None:
        """Takes out these, which have found each other."""
        self.old, self.new = _without(self.old, old), _without(self.new, new)

    def alone(self, key: Callable[[T], Hashable]) -> Sequence[tuple[T, T]]:
        """Those that share a key with exactly one of the other side; None is no key."""
        if not (self.old and self.new):
            return ()
        before, after = unique(self.old, key), unique(self.new, key)
        return [(item, after[name]) for name, item in before.items() if name in after]

    def in_turn(self, key: Callable[[T], Hashable]) -> Sequence[tuple[T, T]]:
        """Those that share a key, the first with the first, the second with the second; None is no key."""
        if not (self.old and self.new):
            return ()
        waiting: defaultdict[Hashable, list[T]] = defaultdict(list)
        for item in reversed(self.new):
            waiting[key(item)].append(item)
        waiting.pop(None, None)
        return [(item, others.pop()) for item in self.old if (others := waiting.get(key(item)))]


def unique(items: Sequence[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    """The items by their key, without those that share it with another."""
    keys = [*map(key, items)]
    found = dict(zip(keys, items, strict=True))
    if len(found) < len(keys):
        found = {name: found[name] for name, count in Counter(keys).items() if count == 1}
    found.pop(None, None)
    return found


def _without(items: Sequence[T], taken: Sequence[T]) -> Sequence[T]:
    """The items but for those, by the identity of the objects: what they say may repeat."""
    if len(taken) == len(items):
        return ()
    known = {*map(id, taken)}
    return [item for item in items if id(item) not in known]
