"""From two documents to the list of what happened between them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wfkit.core.diff import _edges, _nodes, _order
from wfkit.core.diff import operations as ops
from wfkit.core.diff._following import told_once
from wfkit.core.diff._values import Values
from wfkit.core.diff.leaves import leaf_changes
from wfkit.core.diff.matching import Matching, match
from wfkit.core.habits import is_empty
from wfkit.core.model import Graph
from wfkit.errors import UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from wfkit.core.diff.leaves import Leaf
    from wfkit.core.diff.operations import Facet, Operation
    from wfkit.core.document import Document

_PLACES = {kind: place for place, kind in enumerate(ops.KINDS)}
_PARTS: tuple[tuple[str, Facet], ...] = (("settings", "logic"), ("layout", "layout"), ("noise", "noise"))


def compare(old: Document, new: Document) -> tuple[list[Operation], Matching]:
    """The operations that lead from one document to the other, and how their nodes were matched."""
    before, after = graph_of(old), graph_of(new)
    if before is None or after is None:
        # Without a graph the document itself is compared, rather than nothing.
        return [ops.WorkflowChanged(leaf) for leaf in leaf_changes(old.data, new.data)], Matching(Graph(), Graph())
    matching = match(before, after)
    found = sorted(_operations(matching), key=_place)
    return found or _unseen(old, new), matching


def graph_of(document: Document) -> Graph | None:
    """The document's graph, or None where wfkit does not read its format."""
    try:
        return document.graph
    except UnknownFormat:
        return None


def _operations(matching: Matching) -> Sequence[Operation]:
    values = Values()
    for part, facet in _PARTS:
        old, new = (getattr(graph, part) for graph in matching.graphs)
        is_form = part == "settings" and matching.habits is not None
        values.add(old, new, partial(_setting, old, new) if is_form else partial(ops.WorkflowChanged, belongs_to=facet))
    found: list[Operation] = [
        *map(ops.NodeRemoved, matching.old),
        *map(ops.NodeAdded, matching.new),
        *_nodes.changes(matching, values),
        *_edges.changes(matching, values),
        *values.operations(),
    ]
    return told_once(found, matching)


def _setting(old: Mapping[str, Any], new: Mapping[str, Any], leaf: Leaf) -> ops.WorkflowChanged:
    return ops.WorkflowChanged(leaf, "noise" if is_empty(old, new, leaf) else "logic")


def _place(operation: Operation) -> int:
    return _PLACES[operation.kind]


def _unseen(old: Document, new: Document) -> list[Operation]:
    """What the graphs do not show, though the documents say it; a difference in nothing but order is no change."""
    if not _order.is_more_than_order(old.data, new.data):
        return []
    return [ops.WorkflowChanged(leaf) for leaf in leaf_changes(old.data, new.data) if not leaf.is_order]
