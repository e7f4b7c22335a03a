"""The graphs of documents as rows for SQL: read when somebody asks, so that saves and imports need not.

Those of other tools, and of native ones the references alone: DuckDB reads the rest of these itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from wfkit import formats
from wfkit.core import codec
from wfkit.core.model import Graph
from wfkit.errors import InvalidWorkflow, UnknownFormat
from wfkit.formats import native
from wfkit.store import graphs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfkit.service._context import Context

READING = 1
"""Goes up when a reader finds other nodes, edges, labels or configs in the same document: then all are read again."""

_BATCH = 500
_VIEWS = re.compile(r"\b(nodes|edges)\b", re.IGNORECASE)
_encode = msgspec.json.Encoder().encode


def index(context: Context) -> None:
    """Reads the graph of every head that has changed since the last time somebody asked."""
    is_read_only = context.engine.is_read_only
    unread, plain = graphs.unread, graphs.without_references
    if is_read_only:
        unread, plain = graphs.unread_in_memory, graphs.without_references_in_memory
    with context.engine.read() as transaction:
        nothing_in = plain(transaction, READING)
    if nothing_in:
        known = [(workflow_id, head, READING) for workflow_id, head in nothing_in]
        _keep(context, {"graphs": known, "graph_nodes": [], "graph_edges": []})
    while True:
        with context.engine.read() as transaction:
            batch = unread(transaction, READING, _BATCH)
        if not batch:
            return
        _keep(context, _rows(batch))


def asks_for_graphs(statement: object) -> bool:
    """Whether a statement may read nodes or edges; one that only says these words does no harm."""
    return isinstance(statement, str) and _VIEWS.search(statement) is not None


def _keep(context: Context, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    if context.engine.is_read_only:
        with context.engine.read() as transaction:
            graphs.keep_in_memory(transaction, rows)
    else:
        with context.engine.write() as transaction:
            graphs.keep(transaction, rows)


def _rows(batch: Sequence[tuple[str, int, str, str]]) -> Mapping[str, Sequence[Sequence[Any]]]:
    nodes: list[tuple[Any, ...]] = []
    edges: list[tuple[Any, ...]] = []
    for workflow_id, _, format_name, text in batch:
        graph = _graph(format_name, text)
        is_native = format_name == native.FORMAT.name
        nodes += [
            (workflow_id, place, node.id, node.type, node.label, _encode(node.config).decode(), node.parent, node.role,
             node.enabled)
            for place, node in enumerate(() if is_native else graph.nodes)
        ]  # fmt: skip
        edges += [
            (workflow_id, place, edge.id, edge.source, edge.source_port, edge.target, edge.target_port, edge.kind)
            for place, edge in enumerate((*graph.edges, *graph.references))
            if edge.kind == "reference" or not is_native
        ]  # fmt: skip
    known = [(workflow_id, head, READING) for workflow_id, head, _, _ in batch]
    return {"graphs": known, "graph_nodes": nodes, "graph_edges": edges}


def _graph(format_name: str, text: str) -> Graph:
    try:
        return formats.read(format_name, codec.parse_again(text))
    except (UnknownFormat, InvalidWorkflow):
        # A package that brought the format is gone, or `check` has a fault to report: there is nothing to read.
        return Graph()
