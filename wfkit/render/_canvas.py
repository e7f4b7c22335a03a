"""A plan arranged as the tool's canvas has it: no engine, and every card where its user put it, as far as it fits.

Cards are not as large as the nodes of the tool. So the canvas is stretched or shrunk along each axis until most
neighbours have room; and where two cards would still overlap, everything beyond is moved on together, so that what
stood in a line goes on standing in it. Notes and their size keep to the same rule, so that one which lies behind
nodes goes on lying behind them.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from wfkit.render._curves import Router
from wfkit.render._layout import GAP, RANK_GAP, Box, composed, ends, frames_round, piece_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.render._layout import Layout
    from wfkit.render._sheet import Plan

# Overlaps are looked for among all pairs.
_MOST_CARDS: Final = 1500
_LEAST_SCALE: Final = 0.4
_MOST_SCALE: Final = 2.0
_NEIGHBOURS: Final = 24
# The room of this share of neighbours is made by scaling, that of the others by moving on.
_DECIDING: Final = 0.6
# Cards whose left edges differ by no more stand in one line.
_ALIGNED: Final = 12
_X, _Y = 0, 1


class _Rect(NamedTuple):
    """A card at its place on the canvas, along the axis in question and across it."""

    start: float
    size: float
    cross: float
    cross_size: float
    key: str


class _Axis:
    """Where the coordinates of the canvas go along one axis; their order stays.

    Args:
        rects: The cards.
        gap: What is left free between two of them.
        lines: How far apart along the axis two cards still are in one line.
        side_by_side: Whether only those cards are parted that are rather beside than above each other.
    """

    def __init__(self, rects: Sequence[_Rect], gap: int, *, lines: int, side_by_side: bool) -> None:
        self._rects = sorted(rects)
        self._gap = gap
        self._side_by_side = side_by_side
        self._scale = self._fitting_scale()
        self._starts = [float("-inf")]
        self._shifts = [0.0]
        # Of the cards: two that lie on each other on the canvas go to different places.
        self.places: dict[str, float] = {}
        self._part(lines)

    def place(self, coordinate: float) -> float:
        """Where this coordinate goes."""
        return coordinate * self._scale + self._shifts[bisect_right(self._starts, coordinate) - 1]

    def _fitting_scale(self) -> float:
        """How much nearer or farther the canvas has to be for most cards to have room before their neighbour."""
        wanted = []
        room = self._gap * (2 if self._side_by_side else 1)
        for place, rect in enumerate(self._rects):
            for other in self._rects[place + 1 : place + _NEIGHBOURS]:
                if other.start - rect.start > _ALIGNED and self._are_neighbours(rect, other):
                    wanted.append((rect.size + room) / (other.start - rect.start))
                    break
        wanted.sort()
        return min(_MOST_SCALE, max(_LEAST_SCALE, wanted[int(len(wanted) * _DECIDING)])) if wanted else 1.0

    def _part(self, lines: int) -> None:
        """Moves each line of cards, and all beyond it, so far that none of it overlaps a card before it."""
        ends: list[tuple[float, _Rect]] = []
        for line in self._lines(lines):
            shift = self._shifts[-1]
            for rect in line:
                reached = [end for end, other in ends if self._are_neighbours(other, rect)]
                shift = max([shift, *(end + self._gap - rect.start * self._scale for end in reached)])
            self._starts.append(line[0].start)
            self._shifts.append(shift)
            self.places |= {rect.key: rect.start * self._scale + shift for rect in line}
            ends += [(self.places[rect.key] + rect.size, rect) for rect in line]

    def _lines(self, width: int) -> list[list[_Rect]]:
        lines: list[list[_Rect]] = []
        for rect in self._rects:
            if lines and rect.start - lines[-1][0].start <= width:
                lines[-1].append(rect)
            else:
                lines.append([rect])
        return lines

    def _are_neighbours(self, rect: _Rect, other: _Rect) -> bool:
        overlap = rect.cross < other.cross + other.cross_size and other.cross < rect.cross + rect.cross_size
        if not (overlap and self._side_by_side):
            return overlap
        apart, across = (other.start - rect.start) / rect.size, abs(other.cross - rect.cross)
        return apart >= across / min(rect.cross_size, other.cross_size)


def placed(plan: Plan) -> Layout | None:
    """The layout of the plan, None unless the canvas has a position for each of its cards, or when they are many."""
    keys = [key for key in plan.shapes if key not in plan.notes]
    if not keys or len(keys) > _MOST_CARDS or any(key not in plan.spots for key in plan.shapes):
        return None
    across, down = _axes(keys, plan)
    boxes = {key: Box(round(across.places[key]), round(down.places[key]), *plan.shapes[key][:2]) for key in keys}
    router = Router([*boxes.values()])
    paths = {wire: router.route(ends(wire, boxes, plan.shapes)) for wire in plan.wires}
    frames = frames_round(plan.frames, plan.homes, boxes)
    boxes |= {key: _stretched(key, plan, across, down) for key in plan.shapes if key in plan.notes}
    return composed(plan, [(0, 0, piece_of(boxes, frames, paths))])


def _axes(keys: Sequence[str], plan: Plan) -> tuple[_Axis, _Axis]:
    """First columns are parted; then, with cards where they are by now, rows are, until nothing overlaps."""
    triples = [(key, plan.spots[key], plan.shapes[key]) for key in keys]
    rects = [_Rect(spot.x, shape.width, spot.y, shape.height, key) for key, spot, shape in triples]
    across = _Axis(rects, RANK_GAP // 2, lines=_ALIGNED, side_by_side=True)
    rects = [_Rect(spot.y, shape.height, across.places[key], shape.width, key) for key, spot, shape in triples]
    return across, _Axis(rects, GAP, lines=-1, side_by_side=False)


def _stretched(key: str, plan: Plan, across: _Axis, down: _Axis) -> Box:
    """The place of a note, whose size follows the canvas."""
    x, y, size = plan.spots[key]
    width, height = size or plan.shapes[key][:2]
    left, top = round(across.place(x)), round(down.place(y))
    right, bottom = round(across.place(x + width)), round(down.place(y + height))
    return Box(left, top, max(right - left, 1), max(bottom - top, 1))
