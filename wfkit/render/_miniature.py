"""A graph as small as a stamp: a sign for each node where the picture has its card, and the lines between them.

Cards lie far apart along the way and close to each other across it. A stamp has the shape of a stamp, so the places
are stretched to fill it, and the signs are as large as they can be without touching.
"""

from __future__ import annotations

from itertools import combinations
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

from wfkit.render import _ranked
from wfkit.render._icons import ICONS
from wfkit.render._layout import GAP, RANK_GAP
from wfkit.render._shapes import HEADER, WIDTH
from wfkit.render._sheet import plan_of, sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfkit.core.model import Graph
    from wfkit.render._cards import Card
    from wfkit.render._sheet import Plan
    from wfkit.render._themes import Theme

Size = tuple[int, int]
Point = tuple[float, float]

_PAD: Final = 10
_LEAST, _MOST = 3.0, 30.0
_SHARE: Final = 0.74
# Rows are at most so much farther apart than columns.
_STEEPEST: Final = 1.2
# On smaller tiles a sign would be a speck.
_LEGIBLE: Final = 9.5
_SIGN_UNITS, _SIGN_SHARE = 16, 0.6
# An engine takes longer for more nodes than a stamp is worth, and one of more nodes shows a texture anyway.
_MOST_RANKED: Final = 150
_MOST_DRAWN: Final = 600


def miniature(graph: Graph, size: Size, theme: Theme) -> str:
    """The SVG of the stamp, of exactly this size; notes and groups are left out."""
    sheet = sheet_of(graph, most=0)
    plan = plan_of(sheet)
    keys = [key for key, card in sheet.cards.items() if card.role != "note"][:_MOST_DRAWN]
    places, tile = _arranged(_middles(plan, keys, size), size)
    pairs = [(places.get(wire.source), places.get(wire.target)) for wire in plan.wires]
    wires = [_wire(start, end, tile) for start, end in pairs if start and end]
    tiles = [_node(sheet.cards[key], place, tile) for key, place in places.items()]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wfkit wfkit-{theme}" width="{size[0]}" height="{size[1]}" '
        f'viewBox="0 0 {size[0]} {size[1]}">{"".join(wires)}{"".join(tiles)}</svg>'
    )


def _middles(plan: Plan, keys: Sequence[str], size: Size) -> Mapping[str, Point]:
    """The middle of each card in the picture, on the tool's canvas where that is too large, else in lines."""
    layout = _ranked.arranged(plan) if len(keys) <= _MOST_RANKED else None
    if layout is not None:
        boxes = {key: layout.boxes[key] for key in keys}
        return {key: (box.x + box.width / 2, box.y + box.height / 2) for key, box in boxes.items()}
    if all(key in plan.spots for key in keys):
        return {key: plan.spots[key][:2] for key in keys}
    across = ceil(sqrt(len(keys) * size[0] / size[1]))
    column, row = WIDTH + RANK_GAP, HEADER + GAP
    return {key: (place % across * column, place // across * row) for place, key in enumerate(keys)}


def _arranged(middles: Mapping[str, Point], size: Size) -> tuple[dict[str, Point], float]:
    """The places of the tiles and how large they are: the room that they take and their size follow from each other."""
    least = _tile([*_fitted(middles, size, _MOST).values()])
    places = _fitted(middles, size, least)
    return places, min(least + _PAD, _tile([*places.values()]))


def _fitted(middles: Mapping[str, Point], size: Size, tile: float) -> dict[str, Point]:
    """The places on the stamp, in its middle, with room for tiles of this size."""
    if not middles:
        return {}
    xs, ys = zip(*middles.values(), strict=True)
    room = [length - 2 * _PAD - tile for length in size]
    across = min(room[0] / max(max(xs) - min(xs), 1), _MOST / _SHARE / (WIDTH + RANK_GAP))
    down = min(room[1] / max(max(ys) - min(ys), 1), _STEEPEST * across * (WIDTH + RANK_GAP) / (HEADER + GAP))
    # Halved first: a canvas may be as large as numbers are.
    middle = max(xs) / 2 + min(xs) / 2, max(ys) / 2 + min(ys) / 2
    return {
        key: (round(size[0] / 2 + across * (x - middle[0]), 1), round(size[1] / 2 + down * (y - middle[1]), 1))
        for key, (x, y) in middles.items()
    }


def _tile(places: Sequence[Point]) -> float:
    """How large tiles are that do not touch, unless that would be dust."""
    if len(places) > _MOST_RANKED:
        return _LEAST
    nearest = min((max(abs(x - a), abs(y - b)) for (x, y), (a, b) in combinations(places, 2)), default=_MOST / _SHARE)
    return round(min(_MOST, max(_LEAST, _SHARE * nearest)), 1)


def _wire(start: Point, end: Point, tile: float) -> str:
    x, y, a, b = start[0] + tile / 2, start[1], end[0] - tile / 2, end[1]
    swing = max(abs(a - x) / 2, tile / 2)
    curve = " ".join(f"{number:.1f}" for number in (x + swing, y, a - swing, b, a, b))
    return f'<path class="wf-wire" d="M{x:.1f} {y:.1f}C{curve}"/>'


def _node(card: Card, place: Point, tile: float) -> str:
    look = card.kind if card.role == "node" else card.role
    x, y = place[0] - tile / 2, place[1] - tile / 2
    sign = ""
    if tile >= _LEGIBLE:
        inset, scale = f"{tile * (1 - _SIGN_SHARE) / 2:.1f}", f"{tile * _SIGN_SHARE / _SIGN_UNITS:.2f}"
        way = f"translate({inset} {inset}) scale({scale})"
        sign = f'<path class="wf-sign" transform="{way}" d="{ICONS[look]}"/>'
    return (
        f'<g class="wf-card wf-{look}" transform="translate({x:.1f} {y:.1f})">'
        f'<rect class="wf-tile" width="{tile}" height="{tile}" rx="{tile / 4:.1f}"/>{sign}</g>'
    )
