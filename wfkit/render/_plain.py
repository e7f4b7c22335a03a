"""What an engine prints in its format `plain-ext`: https://graphviz.org/docs/outputs/plain/."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM: Final = "plain-ext"
_INCH: Final = 72


class Drawing(NamedTuple):
    """Where an engine put the nodes and edges of one graph, in pixels, with y downwards.

    Attributes:
        height: Of the whole.
        nodes: The middle of each node, by its name in the source.
        edges: The edges between two ends that the source names, as they were printed.
    """

    height: float
    nodes: Mapping[str, tuple[float, float]]
    edges: Mapping[tuple[str, str], list[str]]

    def points(self, edge: str) -> list[float]:
        """The points of one of the edges, x and y in turn."""
        count, *numbers = edge.split()
        points = [float(number) * _INCH for number in numbers[: 2 * int(count)]]
        points[1::2] = [self.height - y for y in points[1::2]]
        return points


def drawings(output: bytes, count: int) -> list[Drawing] | None:
    """The drawings of so many graphs, None when the output does not hold them."""
    try:
        found = [_drawing(text) for text in output.decode().split("\nstop")[:-1]]
    except (ValueError, IndexError):
        return None
    return found if len(found) == count else None


def _drawing(text: str) -> Drawing:
    nodes: dict[str, tuple[float, float]] = {}
    edges: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    lines = text.strip().split("\n")
    height = float(lines[0].split(maxsplit=4)[3]) * _INCH
    for line in lines[1:]:
        kind, first, second, rest = line.split(maxsplit=3)
        if kind == "node":
            nodes[first] = float(second) * _INCH, height - float(rest[: rest.index(" ")]) * _INCH
        elif kind == "edge":
            # An end such as `n0:p1:e` is printed as `n0:"p1:e"`.
            edges[first.replace('"', ""), second.replace('"', "")].append(rest)
    return Drawing(height, nodes, edges)
