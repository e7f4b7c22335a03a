"""What of a document must never be a conflict: places on the canvas, and what the tool keeps for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.merge._sameness import is_same
from wfkit.core.model import Node
from wfkit.core.pointer import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.merge._naming import Path, Triple
    from wfkit.core.merge._sides import Sides
    from wfkit.core.model import Edge, Graph

# Where documents keep what readers make a node's position and size of.
_PLACES = frozenset(
    {
        "bounding", "h", "height", "measured", "pos", "position", "positionAbsolute", "size", "w", "width", "x",
        "x_pos", "y", "y_pos",
    }
)  # fmt: skip
# A reader takes layout and noise out of so many objects within a node, and puts them side by side.
_NESTED = 4


def is_quiet(sides: Sides, path: Path, values: Triple) -> bool:
    """Whether what the documents hold at this path is layout or noise to one of them."""
    return any(
        _is_said(part, path[length:], value)
        for side, value in enumerate(values)
        if value is not ABSENT
        for length, part in _parts(sides, side, path)
    )


def is_place(value: Any) -> bool:
    """Whether it is made of numbers alone, as places and sizes are: half of one and half of another is neither."""
    items = _items(value)
    return bool(items) and {*map(type, items)} <= {int, float}


def quiet_value(sides: Sides, path: Path, ours: Any, theirs: Any) -> Any:
    """Of layout and noise ours; of two counters of the document the farther one, so that no number is given twice."""
    are_counters = type(ours) is type(theirs) is int and sides.node_at(path) is None and sides.edge_at(path) is None
    return max(ours, theirs) if are_counters else ours


def _parts(sides: Sides, side: int, path: Path) -> Iterator[tuple[int, Node | Edge | Graph]]:
    """The innermost node and the edge that the path leads into, or else the graph, and how long their paths are."""
    found = False
    for places in (sides[side].nodes, sides[side].edges):
        for length in range(len(path), 0, -1):
            if path[:length] in places:
                found = True
                yield length, places[path[:length]]
                break
    if not found:
        yield 0, sides[side].graph


def _is_said(part: Node | Edge | Graph, path: Path, value: Any) -> bool:
    if not path:
        return False
    if isinstance(part, Node) and _is_place_of(part, path, value):
        return True
    nested = len(_folder(part)) if isinstance(part, Node) and _is_config(part, path) else _NESTED
    return any(_holds(mapping, path[start:], value) for mapping in (part.layout, part.noise) for start in range(nested))


def _is_place_of(node: Node, path: Path, value: Any) -> bool:
    """Whether the value is what the reader took the position or the size from."""
    if path[-1] not in _PLACES or len(path) > _NESTED or _is_config(node, path):
        return False
    numbers = {number for pair in (node.position, node.size) if pair is not None for number in pair}
    items = [value] if type(value) in (int, float) else _items(value)
    return bool(items) and all(type(item) in (int, float) and item in numbers for item in items)


def _is_config(node: Node, path: Path) -> bool:
    """Whether the path leads into the config, where that lies apart from the rest, to what the reader left in it."""
    folder = _folder(node)
    return bool(folder) and path[: len(folder)] == folder and path[len(folder) : len(folder) + 1] in _heads(node)


def _heads(node: Node) -> set[Path]:
    return {(), *((key,) for key in node.config)}


def _folder(node: Node) -> Path:
    return split(node.config_pointer.removeprefix(node.pointer))


def _items(value: Any) -> list[Any]:
    return [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []


def _holds(mapping: Mapping[str, Any], keys: Path, value: Any) -> bool:
    """Whether a layout or noise has the value under these keys."""
    found: Any = mapping
    for key in keys:
        if not isinstance(found, dict):
            return True
        if key not in found:
            return False
        found = found[key]
    return bool(keys) and is_same(found, value)
