"""One part of a plan as DOT for an engine: names and numbers of our own, never a word of the document.

Nodes are tables of empty cells, as large as the cards and with a cell at the height of each port.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from wfkit.render._layout import FRAME_PAD, FRAME_TITLE, GAP, RANK_GAP
from wfkit.render._shapes import HEADER, ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.render._parts import Part
    from wfkit.render._shapes import Shape
    from wfkit.render._sheet import Plan, Wire

_INCH: Final = 72
_GRAPH = {"rankdir": "LR", "nodesep": f"{GAP / _INCH:.3f}", "ranksep": f"{RANK_GAP / _INCH:.3f}"}
_NODE = {"shape": "plain"}
_EDGE = {"arrowhead": "none"}
_TABLE = '<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{}</TABLE>>'
_CELL = '<TR><TD PORT="p{}" FIXEDSIZE="TRUE" WIDTH="{}" HEIGHT="{}"></TD></TR>'
_TITLE = _TABLE.format(f'<TR><TD FIXEDSIZE="TRUE" WIDTH="96" HEIGHT="{FRAME_TITLE}"></TD></TR>')


@dataclass(frozen=True, slots=True)
class Job:
    """A part that an engine arranges.

    Attributes:
        keys: The nodes; in the source, each goes by its place in here.
        shapes: Of these nodes.
        wires: Between them, with their two ends as the source names them.
        frames: The frame round each frame of this part, None for none; outer ones first.
        homes: The frame that each of the nodes lies in.
    """

    keys: Part
    shapes: Mapping[str, Shape]
    wires: Mapping[Wire, tuple[str, str]]
    frames: Mapping[str, str | None]
    homes: Mapping[str, str]

    def source(self, *, clusters: bool = True) -> str:
        """The DOT of this part, with or without its frames."""
        import graphviz

        nodes = (f"\tn{place} [label={_label(self.shapes[key])}]\n" for place, key in enumerate(self.keys))
        edges = (f"\t{tail} -> {head}\n" for tail, head in self.wires.values())
        body = [*nodes, *(self._clusters() if clusters else ()), *edges]
        return str(graphviz.Digraph(graph_attr=_GRAPH, node_attr=_NODE, edge_attr=_EDGE, body=body).source)

    def _clusters(self) -> Iterator[str]:
        inside: dict[str | None, list[str]] = {}
        for key, parent in self.frames.items():
            inside.setdefault(parent, []).append(key)
        members: dict[str, list[str]] = {}
        for place, key in enumerate(self.keys):
            if key in self.homes:
                members.setdefault(self.homes[key], []).append(f"n{place}")
        names = {key: f"cluster_{place}" for place, key in enumerate(self.frames)}
        waiting: list[str | None] = [*reversed(inside.get(None, []))]
        while waiting:
            frame = waiting.pop()
            if frame is None:
                yield "\t}\n"
                continue
            held = " ".join(members.get(frame, ()))
            yield f"\tsubgraph {names[frame]} {{ label={_TITLE} margin={FRAME_PAD} {held}\n"
            waiting += [None, *reversed(inside.get(frame, []))]


def jobs_of(parts: list[Part], plan: Plan) -> list[Job]:
    """The jobs of these parts, each with what of the plan is in it."""
    part_of = {key: place for place, part in enumerate(parts) for key in part}
    number = {key: place for part in parts for place, key in enumerate(part)}
    wires: list[dict[Wire, tuple[str, str]]] = [{} for _ in parts]
    for wire in plan.wires:
        leave = _row(plan.shapes[wire.source].outputs[wire.source_port])
        enter = _row(plan.shapes[wire.target].inputs[wire.target_port])
        wires[part_of[wire.source]][wire] = f"n{number[wire.source]}:p{leave}:e", f"n{number[wire.target]}:p{enter}:w"
    frames: list[dict[str, str | None]] = [{} for _ in parts]
    for key, place in _parts_of_frames(plan, part_of).items():
        frames[place][key] = plan.frames[key]
    return [Job(part, plan.shapes, wires[place], frames[place], plan.homes) for place, part in enumerate(parts)]


def _parts_of_frames(plan: Plan, part_of: Mapping[str, int]) -> dict[str, int]:
    """Which part each frame belongs to that holds any card, outer frames first."""
    found: dict[str, int] = {}
    for key, home in plan.homes.items():
        above: str | None = home
        while above is not None and above not in found:
            found[above] = part_of[key]
            above = plan.frames[above]
    return {key: found[key] for key in plan.frames if key in found}


def _row(height: int) -> int:
    """Which cell of the table has a port in its middle at this height."""
    return 0 if height < HEADER else 1 + (height - HEADER) // ROW


def _label(shape: Shape) -> str:
    rows = max((_row(height) for height in (*shape.inputs.values(), *shape.outputs.values())), default=0)
    return _table(shape.width, shape.height, rows)


@lru_cache(maxsize=1024)
def _table(width: int, height: int, rows: int) -> str:
    """A table of so many rows for ports below the header, and what is left below them."""
    heights = [min(HEADER, height), *([ROW] * rows)]
    if height > sum(heights):
        heights.append(height - sum(heights))
    return _TABLE.format("".join(_CELL.format(place, width, each) for place, each in enumerate(heights)))
