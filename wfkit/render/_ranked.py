"""A plan arranged from left to right by Graphviz."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from wfkit.render import _engine
from wfkit.render._cache import Cache
from wfkit.render._curves import Router
from wfkit.render._job import Job, jobs_of
from wfkit.render._layout import MARGIN, Box, composed, ends, frames_round, piece_of, without_strangers
from wfkit.render._parts import packed, parts_of, single
from wfkit.render._plain import FORM, Drawing, drawings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wfkit.render._layout import Layout, Path, Piece
    from wfkit.render._sheet import Plan, Wire

# By the engines, which may change, and all that a piece is made from: what is the same stays as it was.
_PIECES: Cache[tuple[object, ...], Piece] = Cache(most_bytes=32 * 2**20)
# What a piece takes in memory, by what its source takes.
_BYTES = 6
# Until when a source that no engine could draw is not tried again.
_FAILED: Cache[tuple[object, ...], float] = Cache(most_bytes=8 * 2**20)
_AGAIN_S = 300


def arranged(plan: Plan, meanwhile: Callable[[], object] = lambda: None) -> Layout | None:
    """The layout of the plan, None when no engine is able to make it; what can be done meanwhile may be done."""
    tied = {end for wire in plan.wires for end in (wire.source, wire.target)}.union(plan.homes)
    parts = parts_of(plan)
    pieces = _pieces(jobs_of([part for part in parts if part[0] in tied], plan), meanwhile)
    if pieces is None:
        return None
    alone = [part[0] for part in parts if part[0] not in tied]
    notes = [single(key, plan) for key in alone if key in plan.notes]
    others = [single(key, plan) for key in alone if key not in plan.notes]
    return composed(plan, packed([notes, pieces, others]))


def forget() -> None:
    """Keeps nothing of what was arranged."""
    _PIECES.clear()
    _FAILED.clear()


def _pieces(jobs: Sequence[Job], meanwhile: Callable[[], object]) -> list[Piece] | None:
    """The piece of each job, in one process for all that are not remembered; None when no engine makes them."""
    engines, sources = _engine.engines(), [job.source() for job in jobs]
    keys = [(engines, source, job.keys, (*job.wires,)) for job, source in zip(jobs, sources, strict=True)]
    pieces = {key: _PIECES.get(key) for key in keys}
    new = [place for place, key in enumerate(keys) if pieces[key] is None]
    made = _made([jobs[place] for place in new], [sources[place] for place in new], meanwhile)
    if made is None:
        return None
    for place, fresh in zip(new, made, strict=True):
        pieces[keys[place]] = fresh
        _PIECES.keep(keys[place], fresh, _BYTES * len(sources[place]))
    return [piece for key in keys if (piece := pieces[key]) is not None]


def _made(jobs: Sequence[Job], sources: Sequence[str], meanwhile: Callable[[], object]) -> list[Piece] | None:
    drawn = _drawn(sources, meanwhile)
    if drawn is None:
        return None
    # Graphviz loses an edge now and then where ports and clusters meet: those parts once more, without clusters.
    lacking = [place for place, job in enumerate(jobs) if job.frames and _lost(job, drawn[place])]
    again = _drawn([jobs[place].source(clusters=False) for place in lacking], meanwhile)
    pieces = [_piece(job, drawing) for job, drawing in zip(jobs, drawn, strict=True)]
    for place, drawing in zip(lacking, again or (), strict=False):
        pieces[place] = _piece(jobs[place], drawing, clusters=False)
    return pieces


def _drawn(sources: Sequence[str], meanwhile: Callable[[], object]) -> list[Drawing] | None:
    """What an engine makes of each source; what none made lately is not tried again at once, for it takes its time."""
    key = _engine.engines(), *sources
    if not sources or monotonic() < (_FAILED.get(key) or 0):
        return None if sources else []
    drawn = _engine.run("\n".join(sources), FORM, lambda output: drawings(output, len(sources)), meanwhile=meanwhile)
    if drawn is None:
        _FAILED.keep(key, monotonic() + _AGAIN_S, sum(map(len, sources)))
    return drawn


def _lost(job: Job, drawing: Drawing) -> bool:
    """Whether an edge of the job is not in the drawing."""
    return sum(map(len, drawing.edges.values())) < len(job.wires)


def _piece(job: Job, drawing: Drawing, *, clusters: bool = True) -> Piece:
    # With the margin of the picture already, the only piece is where it has to be.
    boxes = {}
    for place, key in enumerate(job.keys):
        x, y = drawing.nodes[f"n{place}"]
        shape = job.shapes[key]
        left, top = round(x - shape.width / 2) + MARGIN, round(y - shape.height / 2) + MARGIN
        boxes[key] = Box(left, top, shape.width, shape.height)
    frames = frames_round(job.frames, job.homes, boxes)
    if not clusters:
        frames = without_strangers(frames, job.frames, job.homes, boxes)
    return piece_of(boxes, frames, _paths(job, boxes, drawing))


def _paths(job: Job, boxes: Mapping[str, Box], drawing: Drawing) -> dict[Wire, Path]:
    """The way of each wire, also of one that the engine lost."""
    router = Router([*boxes.values()])
    given = {names: [*found] for names, found in drawing.edges.items()}
    paths = {}
    for wire, names in job.wires.items():
        places, found = ends(wire, boxes, job.shapes), given.get(names)
        route = found.pop() if found else None
        paths[wire] = router.route(places, None if route is None else partial(_points, drawing, route))
    return paths


def _points(drawing: Drawing, route: str) -> list[float]:
    return [number + MARGIN for number in drawing.points(route)]
