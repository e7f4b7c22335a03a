"""Rules that hold for every format: ids, ends of edges, parents and cycles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfkit.core.algorithms import cycle_problems, path_text
from wfkit.core.problem import Problem
from wfkit.core.wording import Names, named, named_edge, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Edge, Graph, Node


def check(graph: Graph, *, acyclic: bool = True) -> Iterator[Problem]:
    """The problems of the graph's structure."""
    names = Names(tuple(graph.by_id))
    yield from _empty(graph)
    yield from _duplicate_nodes(graph)
    yield from _parents(graph, names)
    yield from _duplicate_edge_ids(graph)
    yield from _dangling_edges(graph, names)
    yield from _duplicate_edges(graph)
    yield from _self_loops(graph, acyclic=acyclic)
    if acyclic:
        yield from (problem for problem in cycle_problems(graph) if problem.code == "cycle")


def _empty(graph: Graph) -> Iterator[Problem]:
    # The tool may have documents without a graph, as the reader has said then.
    has_none = any(problem.code == "no-graph" for problem in graph.problems)
    if not has_none and not any(node.role == "node" for node in graph.nodes):
        message = "the workflow is empty; it needs at least one node"
        yield Problem("warning", "empty-workflow", message, fix="add a node")


def _duplicate_nodes(graph: Graph) -> Iterator[Problem]:
    key = _key(graph)
    each = "an id" if key == "id" else f"a {key}"
    for node in graph.nodes:
        first = graph.by_id[node.id]
        if node is not first:
            yield Problem(
                "error",
                "duplicate-node-id",
                f"{named(node)} has the {key} of an earlier {named(first)}; {each} must belong to one node only",
                pointer=node.pointer,
                node=node.id,
                fix=f"give one of the two another {key}",
            )


def _key(graph: Graph) -> str:
    """What nodes go by in this graph, as people call it."""
    return "id" if graph.habits is None else graph.habits.key


def _parents(graph: Graph, names: Names) -> Iterator[Problem]:
    for node in graph.nodes:
        if node.parent is not None and node.parent not in graph.by_id:
            yield _missing_parent(node, node.parent, names)
    for circle in _parent_circles(graph.by_id):
        yield _parent_cycle(graph.by_id[circle[0]], circle)


def _missing_parent(node: Node, parent: str, names: Names) -> Problem:
    guess = names.closest(parent)
    hint = f"did you mean {quoted(guess)}?" if guess else "it must be the id of a node of this workflow"
    return Problem(
        "error",
        "missing-parent",
        f"the parent {quoted(parent)} of {named(node)} does not exist; {hint}",
        pointer=node.pointer,
        node=node.id,
        fix=f"make {quoted(guess)} its parent" if guess else "remove the parent, or add the group",
    )


def _parent_cycle(node: Node, circle: tuple[str, ...]) -> Problem:
    return Problem(
        "error",
        "parent-cycle",
        f"the parents form a circle, {path_text(circle)}; the outermost must have no parent",
        pointer=node.pointer,
        node=node.id,
        fix=f"remove the parent of {named(node)}",
    )


def _parent_circles(by_id: Mapping[str, Node]) -> Iterator[tuple[str, ...]]:
    """Follows each chain of parents up to where another chain has already been."""
    parents = {node_id: node.parent for node_id, node in by_id.items() if node.parent in by_id}
    done: set[str] = set()
    for start in parents:
        trail: dict[str, None] = {}
        step: str | None = start
        while step in parents and step not in done and step not in trail:
            trail[step] = None
            step = parents[step]
        if step in trail:
            path = list(trail)
            yield (*path[path.index(step) :], step)
        done.update(trail)


def _duplicate_edge_ids(graph: Graph) -> Iterator[Problem]:
    first: dict[str, Edge] = {}
    for edge in graph.edges:
        if edge.id and first.setdefault(edge.id, edge) is not edge:
            yield Problem(
                "error",
                "duplicate-edge-id",
                f"{named_edge(edge)} has the id of {named_edge(first[edge.id])}; an id must belong to one edge only",
                pointer=edge.pointer,
                edge=edge.id,
                fix="give one of the two another id",
            )


def _dangling_edges(graph: Graph, names: Names) -> Iterator[Problem]:
    for edge in graph.edges:
        for end, node_id in (("source", edge.source), ("target", edge.target)):
            if node_id not in graph.by_id:
                yield _dangling(edge, end, node_id, names, _key(graph))


def _dangling(edge: Edge, end: str, node_id: str, names: Names, key: str) -> Problem:
    guess = names.closest(node_id)
    hint = f"did you mean {quoted(guess)}?" if guess else f"the {end} must be the {key} of a node of this workflow"
    return Problem(
        "error",
        "dangling-edge",
        f"{named_edge(edge)} has a {end} that does not exist, {quoted(node_id)}; {hint}",
        pointer=edge.pointer,
        edge=edge.id,
        fix=f"change its {end} to {quoted(guess)}" if guess else "remove the edge, or add the node",
    )


def _duplicate_edges(graph: Graph) -> Iterator[Problem]:
    first: dict[tuple[str, ...], Edge] = {}
    for edge in graph.edges:
        ends = (edge.source, edge.source_port, edge.target, edge.target_port)
        if first.setdefault(ends, edge) is not edge:
            yield Problem(
                "error",
                "duplicate-edge",
                f"{named_edge(edge)} joins the same ports as {named_edge(first[ends])}; one edge is enough",
                pointer=edge.pointer,
                edge=edge.id,
                fix="remove one of the two",
            )


def _self_loops(graph: Graph, *, acyclic: bool) -> Iterator[Problem]:
    for edge in graph.edges:
        node = graph.by_id.get(edge.source)
        if edge.source == edge.target and node is not None:
            loop = _self_loop(edge, node)
            yield loop if acyclic else replace(loop, severity="info")


def _self_loop(edge: Edge, node: Node) -> Problem:
    name = f"edge {quoted(edge.id)}" if edge.id else "an edge"
    return Problem(
        "error",
        "self-loop",
        f"{name} leads from {named(node)} to itself; an edge should lead to another node",
        pointer=edge.pointer,
        node=node.id,
        edge=edge.id,
        fix="remove the edge",
    )
