"""The lines of wires: from left to right, level where they meet a port."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import chain
from math import hypot
from typing import TYPE_CHECKING, Final

from wfkit.render._layout import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wfkit.render._layout import Path

Ends = tuple[int, int, int, int]

# How far a wire swings out where it turns back, and how near it may pass a card.
_SWING: Final = 44
_CLEARANCE: Final = 8
_LANE: Final = 10
# Finding a lane looks at every card; a picture with more ways back than this is past reading anyway.
_MOST_LANES: Final = 400
_STEPS: Final = 32
# A curve whose handles reach to the middle, in a square of 1 by 1: how far down it is at each way across.
_ACROSS, _DOWN = zip(
    *((1.5 * t * (1 - t) + t**3, t * t * (3 - 2 * t)) for t in (step / _STEPS for step in range(_STEPS + 1))),
    strict=True,
)


class Router:
    """Finds the way of each wire past the cards of a picture.

    Args:
        boxes: All cards.
    """

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = sorted(boxes)
        self._lefts = [box.x for box in self._boxes]
        self._widest = max((box.width for box in boxes), default=0)
        self._lanes: list[Box] = []

    def route(self, ends: Ends, given: Callable[[], Sequence[float]] | None = None) -> Path:
        """The way between two ports: a plain curve where that is free, a lane of its own where it leads back.

        Args:
            ends: Where the wire leaves, and where it enters: x and y of both.
            given: Gives the points of the route that an engine found, for where the plain curve would meet a card.
        """
        if _leads_back(ends):
            return self._back(ends) if len(self._lanes) < _MOST_LANES else forward(ends)
        return forward(ends) if given is None or self._is_free(ends) else fitted(given(), ends)

    def _is_free(self, ends: Ends) -> bool:
        """Whether the plain curve keeps clear of every card."""
        x1, y1, x2, y2 = ends
        first, last = bisect_right(self._lefts, x1 - self._widest), bisect_left(self._lefts, x2)
        if first >= last:
            return True
        upper, lower = min(y1, y2) - _CLEARANCE, max(y1, y2) + _CLEARANCE
        return not any(
            box.y < lower and box.y + box.height > upper and box.x + box.width > x1 and _meets(ends, box)
            for box in self._boxes[first:last]
        )

    def _back(self, ends: Ends) -> Path:
        x1, y1, x2, y2 = ends
        level = self._lane(x2 - _SWING, x1 + _SWING, y1, y2)
        out = (x1 + _SWING, y1, x1 + _SWING, level, x1, level)
        back = (x1, level, x2, level, x2, level)
        return (x1, y1, *out, *back, x2 - _SWING, level, x2 - _SWING, y2, x2, y2)

    def _lane(self, left: int, right: int, y1: int, y2: int) -> int:
        """The height between or next to two others that is free of cards and of other lanes from left to right."""
        taken: list[tuple[int, int]] = []
        for box in chain(self._boxes, self._lanes):
            if box.x < right and box.x + box.width > left:
                insort(taken, (box.y - _LANE, box.y + box.height + _LANE))
        level = min(_gaps(taken, (y1 + y2) // 2), key=lambda y: (abs(y - y1) + abs(y - y2), y))
        self._lanes.append(Box(left, level, right - left, 0))
        return level


def forward(ends: Ends) -> Path:
    """One smooth curve between two ports."""
    x1, y1, x2, y2 = ends
    handle = max((x2 - x1) // 2, _SWING) if x2 < x1 + _SWING else (x2 - x1) // 2
    return (x1, y1, x1 + handle, y1, x2 - handle, y2, x2, y2)


def fitted(points: Sequence[float], ends: Ends) -> Path:
    """The route of an engine, with its two ends moved to exactly where the ports are drawn, and its bends rounded."""
    xs, ys = [*points[::2]], [*points[1::2]]
    for place, beside, x, y in ((0, 1, ends[0], ends[1]), (-1, -2, ends[2], ends[3])):
        xs[beside] += x - xs[place]
        ys[beside] += y - ys[place]
        xs[place], ys[place] = x, y
    for joint in range(3, len(xs) - 1, 3):
        _round_bend(xs, ys, joint)
    return tuple(chain.from_iterable(zip(map(round, xs), map(round, ys), strict=True)))


def _round_bend(xs: list[float], ys: list[float], joint: int) -> None:
    """Turns the two handles of a joint into one line, halfway between their directions, and none of them too short.

    Engines break a route where it touches the corner of a card.
    """
    x, y = xs[joint], ys[joint]
    before, after = (x - xs[joint - 1], y - ys[joint - 1]), (xs[joint + 1] - x, ys[joint + 1] - y)
    lengths = hypot(*before), hypot(*after)
    if not all(lengths):
        return
    dx, dy = (before[axis] / lengths[0] + after[axis] / lengths[1] for axis in (0, 1))
    turned = hypot(dx, dy)
    for side, length in zip((-1, 1), lengths, strict=True):
        chord = hypot(xs[joint + 3 * side] - x, ys[joint + 3 * side] - y)
        reach = side * max(length, chord / 4) / turned if turned else 0
        xs[joint + side], ys[joint + side] = x + dx * reach, y + dy * reach


def _leads_back(ends: Ends) -> bool:
    return ends[2] < ends[0] - _SWING // 2


def _meets(ends: Ends, box: Box) -> bool:
    """Whether the plain curve passes the card too closely, by where it is at both sides of the card."""
    x1, y1, x2, y2 = ends
    if x2 < x1 + _SWING:
        return True
    enter, leave = (_down((x - x1) / (x2 - x1)) for x in (box.x - _CLEARANCE, box.x + box.width + _CLEARANCE))
    start, end = sorted((y1 + (y2 - y1) * enter, y1 + (y2 - y1) * leave))
    return start < box.y + box.height + _CLEARANCE and end > box.y - _CLEARANCE


def _down(across: float) -> float:
    return float(_DOWN[min(_STEPS, bisect_left(_ACROSS, across))])


def _gaps(taken: Sequence[tuple[int, int]], wanted: int) -> list[int]:
    """The heights just outside of what is taken, from the top, and the wanted one where nothing takes it."""
    found = [wanted] if not any(top < wanted < bottom for top, bottom in taken) else []
    reached = taken[0][0] if taken else wanted
    found.append(reached)
    for top, bottom in taken:
        if top >= reached:
            found += [reached, top]
        reached = max(reached, bottom)
    return [*found, reached]
