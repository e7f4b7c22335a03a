"""Who changed what last: every node and every leaf of its config, traced through a history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core.diff import _comparing
from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import leaf_origins, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wfkit.core.diff.matching import Match
    from wfkit.core.diff.operations import Operation
    from wfkit.core.document import Document
    from wfkit.core.model import Graph, Node


@dataclass(frozen=True, slots=True)
class Blame:
    """The last change of one leaf of a node's config, or of the node as a whole.

    Attributes:
        node: The node, as it is now.
        path: JSON Pointer inside its config; "" for the node as a whole.
        value: The leaf's value; None for the node as a whole.
        version: The version that changed it last.
    """

    node: Node
    path: str
    value: Any
    version: int


@dataclass(slots=True)
class _Trace:
    """What is known of one node on the way: the version that touched it last, and that of each leaf."""

    version: int
    leaves: dict[str, int]


def blame(history: Iterable[tuple[int, Document]]) -> list[Blame]:
    """A row a node of the last document, then one a leaf of its config, in the order of the document.

    Nodes are followed through new ids and names. Moving a node does not touch it. A node that was deleted and came back
    began anew. A version whose graph cannot be read is passed over: what comes after it is compared with what was
    before; as the last one it has no rows.

    Args:
        history: Number and document of each version, oldest first.
    """
    traces: dict[int, _Trace] = {}
    previous: Document | None = None
    nodes: Sequence[Node] = ()
    for version, document in history:
        graph = _comparing.graph_of(document)
        if graph is None or _is_broken(graph):
            nodes = ()
            continue
        if previous is None:
            traces = {id(node): _begun(node, version) for node in graph.nodes}
        else:
            operations, matching = _comparing.compare(previous, document)
            traces = _carried(traces, matching.found, matching.new, _touched(operations), version)
        previous, nodes = document, graph.nodes
    return [row for node in nodes for row in _rows(node, traces[id(node)])]


def _is_broken(graph: Graph) -> bool:
    """Whether no node was found, and something in the way."""
    return not graph.nodes and any(problem.severity == "error" for problem in graph.problems)


def _begun(node: Node, version: int) -> _Trace:
    return _Trace(version, dict.fromkeys(leaves(node.config), version))


def _touched(operations: Iterable[Operation]) -> tuple[frozenset[int], frozenset[int]]:
    """The new nodes, by their identity, of which logic changed, and those of which the config did."""
    changed = [operation for operation in operations if isinstance(operation, ops.NodeChange)]
    logic = frozenset(id(operation.after) for operation in changed if not _is_idle(operation))
    config = ops.ConfigChanged | ops.ReferenceFollowed
    return logic, frozenset(id(operation.after) for operation in changed if isinstance(operation, config))


def _is_idle(operation: ops.NodeChange) -> bool:
    """Whether the node was only moved, painted or given another id."""
    if isinstance(operation, ops.NodeReparented):
        return operation.is_drawn
    return isinstance(operation, ops.NodeMoved | ops.LayoutChanged | ops.NoiseChanged | ops.NodeRekeyed)


def _carried(
    traces: dict[int, _Trace],
    matches: Iterable[Match],
    added: Iterable[Node],
    touched: tuple[frozenset[int], frozenset[int]],
    version: int,
) -> dict[int, _Trace]:
    logic, config = touched
    carried = {id(node): _begun(node, version) for node in added}
    for match in matches:
        trace = traces[id(match.old)]
        if id(match.new) in config:
            trace = _Trace(version, _leaf_versions(match, trace, version))
        elif id(match.new) in logic:
            trace = _Trace(version, trace.leaves)
        carried[id(match.new)] = trace
    return carried


def _leaf_versions(match: Match, trace: _Trace, version: int) -> dict[str, int]:
    origins = leaf_origins(match.old.config, match.new.config)
    return {path: trace.leaves.get(origins.get(path, ""), version) for path in leaves(match.new.config)}


def _rows(node: Node, trace: _Trace) -> Iterator[Blame]:
    yield Blame(node, "", None, trace.version)
    for path, value in leaves(node.config).items():
        yield Blame(node, path, value, trace.leaves.get(path, trace.version))
