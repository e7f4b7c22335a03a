"""Validation: what is wrong with a graph, all of it at once, and what would be right.

Everything here is pure and linear. The rules know no catalogue: whoever calls passes the node types in.
They must never change a graph, and never raise for what a document says.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from wfkit.core.problem import report_of
from wfkit.core.rules import flow, ports, references, structure, types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wfkit.core.model import Graph
    from wfkit.core.nodetype import NodeType
    from wfkit.core.problem import Problem, Report

CODES: Mapping[str, str] = MappingProxyType(
    {
        "ambiguous-port": "an edge names no port where the node type has several",
        "broken-node-type": "the config schema of a node type is unusable, so its configs are not checked",
        "cycle": "edges lead in a circle where the format forbids it",
        "dangling-edge": "an edge starts or ends at a node that is not there",
        "dangling-reference": "an expression or setting refers to a node that is not there",
        "duplicate-edge": "two edges join the same ports of the same nodes",
        "duplicate-edge-id": "two edges have the same id",
        "duplicate-node-id": "two nodes have the same id",
        "empty-workflow": "there are no nodes",
        "incompatible-ports": "an edge leads from one port type to another that does not take it",
        "invalid-config-value": "a config value is of the right type, yet not allowed",
        "isolated-node": "a node has no edges although there are other nodes",
        "literal-secret": "a secret is written into the document instead of being referred to",
        "missing-config": "a required config field is absent or empty",
        "missing-input": "a required input has neither an edge nor a value in the config",
        "missing-parent": "a node lies in a group that is not there",
        "no-output": "no node leads to one whose type has no outputs, so nothing comes out",
        "parent-cycle": "groups lie in each other in a circle",
        "self-loop": "an edge leads from a node to itself",
        "too-many-edges": "several edges end at an input that takes one",
        "unknown-config-field": "a config field is not in the node type's schema",
        "unknown-node-type": "no node type has this name",
        "unknown-port": "an edge names a port that the node type lacks",
        "unreachable-node": "no node that can start by itself leads to this one",
        "wrong-config-type": "a config value is of the wrong type",
    }
)


def check(
    graph: Graph,
    *,
    node_types: Mapping[str, NodeType] | None = None,
    held: bool = True,
    acyclic: bool = True,
) -> Report:
    """The report of everything that is wrong with the graph, beginning with what its reader found.

    Args:
        graph: What a format read out of a document.
        node_types: The catalogue by key; None leaves out every rule that needs it.
        held: Whether the document promises to follow the catalogue; otherwise what the rules on node types,
            configs and ports call an error is a warning.
        acyclic: Whether the format forbids cycles.
    """
    found = [*structure.check(graph, acyclic=acyclic), *references.check(graph)]
    if node_types is not None:
        against_catalogue = _by_catalogue(graph, node_types)
        found += against_catalogue if held else map(_demoted, against_catalogue)
    found += flow.check(graph, node_types)
    return report_of([*graph.problems, *_in_document_order(found, graph)])


def _by_catalogue(graph: Graph, node_types: Mapping[str, NodeType]) -> Iterator[Problem]:
    # Here, for jsonschema-rs takes 40 ms to load.
    from wfkit.core.rules.config import check as check_configs

    yield from types.check(graph, node_types)
    yield from check_configs(graph, node_types)
    yield from ports.check(graph, node_types)


def _demoted(problem: Problem) -> Problem:
    return replace(problem, severity="warning") if problem.severity == "error" else problem


def _in_document_order(problems: Iterable[Problem], graph: Graph) -> list[Problem]:
    """Whole-document problems first, then each node's, then each edge's; stable for those of one place."""
    by_edge_id = {edge.id: index for index, edge in reversed([*enumerate(graph.edges)]) if edge.id}
    by_pointer = {edge.pointer: index for index, edge in enumerate(graph.edges) if edge.pointer}
    by_node_id = {node_id: index for index, node_id in enumerate(graph.by_id)}

    def place(problem: Problem) -> tuple[int, int]:
        at_edge = by_pointer.get(problem.pointer, by_edge_id.get(problem.edge))
        if at_edge is not None:
            return 2, at_edge
        return 1 if problem.node in by_node_id else 0, by_node_id.get(problem.node, 0)

    return sorted(problems, key=place)
