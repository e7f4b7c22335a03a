"""Where a document holds what must never be a conflict: places on the canvas, and what the tool keeps for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import split

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from wfkit.core.model import Graph

# Keys of a node that place it, in whatever tool.
_PLACES = frozenset(
    {
        "position", "positionAbsolute", "width", "height", "measured", "selected", "dragging", "resizing", "zIndex",
        "pos", "size", "x", "y",
    }
)  # fmt: skip
# Keys that hold a node's settings beside its colours.
_MIXED = frozenset({"data", "node"})


@dataclass(frozen=True, slots=True)
class Quiet:
    """The paths without conflicts.

    Attributes:
        folders: Where nodes lie: paths whose children are nodes.
        of_nodes: Keys of a node.
        of_document: Keys of the document.
    """

    folders: frozenset[tuple[str, ...]]
    of_nodes: frozenset[str]
    of_document: frozenset[str]

    def has(self, path: tuple[Hashable, ...]) -> bool:
        """Whether what lies at this path is layout or noise."""
        if path and path[0] in self.of_document:
            return True
        return any(
            len(path) > len(folder) + 1 and path[: len(folder)] == folder and path[len(folder) + 1] in self.of_nodes
            for folder in self.folders
        )

    def is_node(self, path: tuple[Hashable, ...]) -> bool:
        """Whether a node lies at this path."""
        return path[:-1] in self.folders

    def without(self, path: tuple[Hashable, ...], value: Any) -> Any:
        """The value without its layout and noise, where it is a node."""
        if not (self.is_node(path) and isinstance(value, dict)):
            return value
        return {key: item for key, item in value.items() if key not in self.of_nodes}


def quiet_in(*graphs: Graph) -> Quiet:
    """What is quiet in documents with these graphs."""
    nodes = [node for graph in graphs for node in graph.nodes]
    of_nodes = {key for node in nodes for part in (node.layout, node.noise) for key in _keys(part)}
    return Quiet(
        frozenset(split(node.pointer)[:-1] for node in nodes if node.pointer.count("/") > 0),
        frozenset(of_nodes | _PLACES) - _MIXED,
        frozenset(key for graph in graphs for part in (graph.layout, graph.noise) for key in _keys(part)),
    )


def _keys(part: Mapping[str, Any]) -> list[str]:
    return [str(key) for key in part]
