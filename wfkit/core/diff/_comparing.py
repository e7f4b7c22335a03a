"""From two documents to the list of what happened between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.diff import _edges, _nodes, _order
from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import leaf_changes
from wfkit.core.diff.matching import match
from wfkit.core.model import Graph
from wfkit.errors import UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.diff.matching import Matching
    from wfkit.core.diff.operations import Facet, Operation
    from wfkit.core.document import Document

_PLACES = {kind: place for place, kind in enumerate(ops.KINDS)}
_PARTS: tuple[tuple[str, Facet], ...] = (("settings", "logic"), ("layout", "layout"), ("noise", "noise"))


def compare(old: Document, new: Document) -> tuple[list[Operation], Matching]:
    """The operations that lead from one document to the other, and how their nodes were matched."""
    before, after = graph_of(old), graph_of(new)
    if before is None or after is None:
        # Without a graph the document itself is compared, rather than nothing.
        found: list[Operation] = [ops.WorkflowChanged(leaf) for leaf in leaf_changes(old.data, new.data)]
        return found, match(before or Graph(), before or Graph())
    matching = match(before, after)
    found = sorted(_operations(matching), key=_place)
    if not found and old.content_hash != new.content_hash:
        found += _unseen(old, new)
    return found, matching


def graph_of(document: Document) -> Graph | None:
    """The document's graph, or None where wfkit does not read its format."""
    try:
        return document.graph
    except UnknownFormat:
        return None


def _operations(matching: Matching) -> Iterator[Operation]:
    old, new = matching.graphs
    names = {found.old.id: found.new.id for found in reversed(matching.found)}
    for part, facet in _PARTS:
        before, after = getattr(old, part), getattr(new, part)
        if before or after:
            yield from (ops.WorkflowChanged(leaf, facet) for leaf in leaf_changes(before, after))
    yield from (ops.NodeRemoved(node) for node in matching.old)
    yield from (ops.NodeAdded(node) for node in matching.new)
    for found in matching.found:
        yield from _nodes.changes(found, names, (old, new))
    yield from _edges.changes(old.edges, new.edges, names)


def _place(operation: Operation) -> int:
    return _PLACES[operation.kind]


def _unseen(old: Document, new: Document) -> Iterator[Operation]:
    """What the graphs do not show; a difference in nothing but order is no change."""
    if _order.unordered(old.data) != _order.unordered(new.data):
        yield from (ops.WorkflowChanged(leaf) for leaf in leaf_changes(old.data, new.data) if not leaf.is_order)
