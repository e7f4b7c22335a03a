"""Where in a workflow something lies, as people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wfkit.core.diff.operations import edge_text
from wfkit.core.document import graph_or_empty
from wfkit.core.pointer import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wfkit.core.document import Document
    from wfkit.core.model import Edge, Graph, Node

STEP = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
_NAMES = frozenset({"label", "name", "title"})


class Place(NamedTuple):
    """Where something lies.

    Attributes:
        what: `node`, `edge` or `workflow`.
        label: What people call that node or edge.
        setting: The way to the value from there, in words; "" for the node or the edge itself.
        node: The node, or None.
    """

    what: str
    label: str
    setting: str
    node: Node | None = None


class Places:
    """The nodes and edges of some documents, of which the first that has one decides how it is called."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.graphs: tuple[Graph, ...] = tuple([graph_or_empty(document) for document in documents])
        self._edges = {edge_text(edge): edge for graph in reversed(self.graphs) for edge in graph.edges}

    def node(self, node_id: str) -> Node | None:
        """The node of this id."""
        return next((graph.by_id[node_id] for graph in self.graphs if node_id in graph.by_id), None)

    def edge_words(self, edge: Edge) -> str:
        """An edge by the labels of its ends."""
        return f"{self._called(edge.source)} → {self._called(edge.target)}"

    def of(self, path: str, node_id: str, label: str) -> Place:
        """Where a conflict or a change lies.

        Args:
            path: JSON Pointer in the document; elements of lists may go by their ids.
            node_id: The node that it leads into, or "".
            label: What that is called, or an edge as text.
        """
        parts = split(path)
        node = self.node(node_id) if node_id else None
        if node_id:
            return Place("node", label or node_id, in_words(_within(node, parts)), node)
        if label:
            edge = self._edges.get(label)
            words = label if edge is None else self.edge_words(edge)
            return Place("edge", words, in_words(parts[len(split(edge.pointer)) :] if edge else ()))
        return Place("workflow", "the workflow", in_words(parts))

    def _called(self, node_id: str) -> str:
        node = self.node(node_id)
        return (node.label if node else "") or node_id


def in_words(parts: Sequence[str]) -> str:
    """The keys on the way to a value; an index becomes the number of the item, from 1."""
    return STEP.join([f"item {int(part) + 1}" if _is_index(part) else part for part in parts])


def _is_index(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) < len("1000000")


def _within(node: Node | None, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The way from a node to a value; the folder of its config goes without saying."""
    if node is None:
        return parts
    start = len(split(node.pointer))
    rest = parts[start:]
    folder = split(node.config_pointer)[start:]
    if rest == ("data", "label") or (len(rest) == 1 and rest[0] in _NAMES):
        return rest[-1:]
    return rest[len(folder) :] if folder and rest[: len(folder)] == folder and rest != folder else rest
