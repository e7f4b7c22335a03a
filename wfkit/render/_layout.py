"""Where everything is: the result of arranging a plan, whichever way it was arranged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfkit.render._shapes import Shape
    from wfkit.render._sheet import Plan, Wire

# Between cards beside each other, between ranks, round the picture, and within a frame round what it holds.
GAP: Final = 28
RANK_GAP: Final = 64
MARGIN: Final = 24
FRAME_PAD: Final = 18
FRAME_TITLE: Final = 24

Path = tuple[int, ...]
_PLAIN = 8


class Box(NamedTuple):
    """A rectangle, in pixels from the upper left corner of the picture."""

    x: int
    y: int
    width: int
    height: int

    def moved(self, dx: int, dy: int) -> Box:
        """The same rectangle elsewhere."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)


class Piece(NamedTuple):
    """A part of a picture, in coordinates of its own.

    Attributes:
        bounds: What it takes up.
        boxes: Of cards, by node id.
        frames: Of groups, by node id.
        paths: The points of the Bézier curves of wires, x and y in turn: the start, and three for each curve.
    """

    bounds: Box
    boxes: Mapping[str, Box]
    frames: Mapping[str, Box]
    paths: Mapping[Wire, Path]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything of a plan is, in pixels from the upper left corner; any sheet of the plan is drawn from it.

    Attributes:
        width: Of the picture.
        height: Of the picture.
        boxes: Of cards, by node id.
        shapes: Where ports and highlights are on each card.
        frames: Of groups, by node id, outer ones first; a group whose members lie apart has none.
        paths: The points of the Bézier curves of wires, x and y in turn: the start, and three for each curve.
    """

    width: int
    height: int
    boxes: Mapping[str, Box]
    shapes: Mapping[str, Shape]
    frames: Mapping[str, Box]
    paths: Mapping[Wire, Path]


def composed(plan: Plan, placed: Iterable[tuple[int, int, Piece]]) -> Layout:
    """The layout of pieces whose upper left corners are put at these places, with a margin round them all."""
    boxes: dict[str, Box] = {}
    frames: dict[str, Box] = {}
    paths: dict[Wire, Path] = {}
    width = height = 0
    for left, top, piece in placed:
        dx, dy = left + MARGIN - piece.bounds.x, top + MARGIN - piece.bounds.y
        boxes.update((key, box.moved(dx, dy)) for key, box in piece.boxes.items())
        frames.update((key, box.moved(dx, dy)) for key, box in piece.frames.items())
        paths.update((wire, _moved(path, dx, dy)) for wire, path in piece.paths.items())
        width, height = max(width, left + piece.bounds.width), max(height, top + piece.bounds.height)
    return Layout(
        width=width + 2 * MARGIN,
        height=height + 2 * MARGIN,
        boxes=boxes,
        shapes=plan.shapes,
        frames={key: frames[key] for key in plan.frames if key in frames},
        paths=paths,
    )


def piece_of(boxes: Mapping[str, Box], frames: Mapping[str, Box], paths: Mapping[Wire, Path]) -> Piece:
    """The piece of all these, as large as they are together."""
    rims = [*boxes.values(), *frames.values()]
    xs = [box.x for box in rims] + [box.x + box.width for box in rims]
    ys = [box.y for box in rims] + [box.y + box.height for box in rims]
    # A curve between two ports that leads forward stays between them.
    for path in (path for path in paths.values() if len(path) > _PLAIN or path[0] > path[-2]):
        xs += path[::2]
        ys += path[1::2]
    left, top = min(xs), min(ys)
    return Piece(Box(left, top, max(xs) - left, max(ys) - top), boxes, frames, paths)


def ends(wire: Wire, boxes: Mapping[str, Box], shapes: Mapping[str, Shape]) -> tuple[int, int, int, int]:
    """Where the wire leaves its source and where it enters its target: x and y of both."""
    source, target = boxes[wire.source], boxes[wire.target]
    leave = shapes[wire.source].outputs[wire.source_port]
    enter = shapes[wire.target].inputs[wire.target_port]
    return source.x + source.width, source.y + leave, target.x, target.y + enter


def frames_round(
    frames: Mapping[str, str | None], homes: Mapping[str, str], boxes: Mapping[str, Box]
) -> dict[str, Box]:
    """The box round the cards and frames that each frame holds.

    Args:
        frames: The frame round each frame, None for none; outer ones first.
        homes: The frame that each card lies in.
        boxes: Of the cards.
    """
    inside: dict[str, list[Box]] = {}
    for key, box in boxes.items():
        if key in homes:
            inside.setdefault(homes[key], []).append(box)
    found: dict[str, Box] = {}
    for key in reversed([*frames]):
        if key in inside:
            found[key] = _round(inside[key])
            parent = frames[key]
            if parent is not None:
                inside.setdefault(parent, []).append(found[key])
    return found


def without_strangers(
    found: Mapping[str, Box],
    frames: Mapping[str, str | None],
    homes: Mapping[str, str],
    boxes: Mapping[str, Box],
) -> dict[str, Box]:
    """The boxes of frames but those that a card which is no member would lie in: such a frame would tell a lie."""
    members: dict[str, set[str]] = {key: set() for key in found}
    for key, home in homes.items():
        above: str | None = home
        while above is not None:
            members.get(above, set()).add(key)
            above = frames.get(above)
    return {
        key: frame
        for key, frame in found.items()
        if not any(other not in members[key] and _overlap(frame, box) for other, box in boxes.items())
    }


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def _round(boxes: Iterable[Box]) -> Box:
    boxes = [*boxes]
    left, top = min(box.x for box in boxes) - FRAME_PAD, min(box.y for box in boxes) - FRAME_PAD - FRAME_TITLE
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(left, top, right + FRAME_PAD - left, bottom + FRAME_PAD - top)


def _moved(path: Path, dx: int, dy: int) -> Path:
    if not (dx or dy):
        return path
    shifted = [*path]
    shifted[::2] = [x + dx for x in path[::2]]
    shifted[1::2] = [y + dy for y in path[1::2]]
    return tuple(shifted)
