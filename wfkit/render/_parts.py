"""The parts of a plan that nothing ties together, and putting them beside each other.

Each part is arranged for itself, so that a change in one moves nothing within another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wfkit.render._layout import GAP, Box, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wfkit.render._sheet import Plan

Part = tuple[str, ...]

# A row of parts is at least this wide before it is broken: five cards beside each other.
_ROW_WIDTH: Final = 1240
_PART_GAP: Final = 48


def parts_of(plan: Plan) -> list[Part]:
    """The node ids of each part that wires or a frame hold together, both in the order of the document."""
    leader = {key: key for key in (*plan.shapes, *plan.frames)}
    for wire in plan.wires:
        _join(leader, wire.source, wire.target)
    for key, home in (*plan.homes.items(), *plan.frames.items()):
        if home is not None and home != key:
            _join(leader, key, home)
    found: dict[str, list[str]] = {}
    for key in plan.shapes:
        found.setdefault(_find(leader, key), []).append(key)
    return [tuple(part) for part in found.values()]


def single(key: str, plan: Plan) -> Piece:
    """The piece of one card."""
    shape = plan.shapes[key]
    box = Box(0, 0, shape.width, shape.height)
    return Piece(box, {key: box}, {}, {})


def packed(groups: Iterable[list[Piece]]) -> Iterator[tuple[int, int, Piece]]:
    """Where each piece goes: the groups below each other, the pieces of a group in rows, from left to right."""
    groups = [group for group in groups if group]
    widest = max((piece.bounds.width for group in groups for piece in group), default=0)
    top = 0
    for group in groups:
        left = tallest = 0
        for piece in group:
            if left and left + piece.bounds.width > max(widest, _ROW_WIDTH):
                top, left, tallest = top + tallest + GAP, 0, 0
            yield left, top, piece
            left += piece.bounds.width + (GAP if len(piece.boxes) == 1 else _PART_GAP)
            tallest = max(tallest, piece.bounds.height)
        top += tallest + _PART_GAP


def _join(leader: dict[str, str], first: str, second: str) -> None:
    leader[_find(leader, second)] = _find(leader, first)


def _find(leader: dict[str, str], key: str) -> str:
    while leader[key] != key:
        leader[key] = key = leader[leader[key]]
    return key
