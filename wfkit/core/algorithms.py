"""Questions about a graph's shape, answered in document order.

Only edges between nodes that exist count; a duplicate id counts once. Nothing here recurses, so a chain
of 100 000 nodes is as welcome as a wide one.
"""

from __future__ import annotations

import heapq
from collections import deque
from typing import TYPE_CHECKING

from wfkit.core.problem import Problem
from wfkit.core.wording import named_edge, quoted, shortened
from wfkit.errors import InvalidWorkflow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfkit.core.model import Edge, Graph

_PATH_LIMIT = 50

Neighbours = dict[str, list[str]]


def topological_order(graph: Graph) -> tuple[str, ...]:
    """The ids of all nodes, each after all that lead to it; among equals the first in the document first.

    Raises:
        InvalidWorkflow: The graph has cycles; `problems` holds one for each part of the graph that has any.
    """
    order = _sorted_ids(_successors(graph))
    if len(order) < len(graph.by_id):
        msg = "a graph with a cycle has no topological order"
        raise InvalidWorkflow(msg, cycle_problems(graph))
    return tuple(order)


def find_cycle(graph: Graph) -> tuple[str, ...]:
    """The path of a cycle, such as `("a", "b", "a")`, or () when there is none."""
    return next(iter(find_cycles(graph)), ())


def find_cycles(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """One cycle for each strongly connected part that has one, each a path that ends where it starts.

    The path starts at the part's first node in the document and is a shortest one through it. A loop of
    a node to itself counts only where the part is that node alone.
    """
    successors = _knotted(_successors(graph))
    parts = _strong_parts(successors)
    paths = (_cycle_in(part, successors) for part in parts)
    return tuple(path for path in paths if path)


def cycle_problems(graph: Graph) -> tuple[Problem, ...]:
    """A problem for each of `find_cycles`, `self-loop` for those of one node and `cycle` for the others."""
    return tuple(_cycle_problem(graph, path) for path in find_cycles(graph))


def descendants(graph: Graph, node_id: str) -> frozenset[str]:
    """The ids of all nodes that a path from this one leads to; itself only when it is on a cycle.

    Raises:
        NotFound: The graph has no such node.
    """
    graph.node(node_id)
    successors = _successors(graph)
    return _flooded(successors[node_id], successors)


def ancestors(graph: Graph, node_id: str) -> frozenset[str]:
    """The ids of all nodes from which a path leads to this one; itself only when it is on a cycle.

    Raises:
        NotFound: The graph has no such node.
    """
    graph.node(node_id)
    predecessors = _reversed(_successors(graph))
    return _flooded(predecessors[node_id], predecessors)


def is_reachable(graph: Graph, source: str, target: str) -> bool:
    """Whether a path leads from source to target; every node reaches itself.

    Raises:
        NotFound: The graph lacks one of them.
    """
    graph.node(target)
    return graph.node(source).id == target or target in descendants(graph, source)


def reachable_from(graph: Graph, sources: Iterable[str]) -> frozenset[str]:
    """The ids of the sources that are in the graph and of all nodes that a path from one of them leads to."""
    known = [source for source in sources if source in graph.by_id]
    return _flooded(known, _successors(graph))


def roots(graph: Graph) -> tuple[str, ...]:
    """The ids of the nodes that no edge enters."""
    return tuple(node_id for node_id, before in _reversed(_successors(graph)).items() if not before)


def leaves(graph: Graph) -> tuple[str, ...]:
    """The ids of the nodes that no edge leaves."""
    return tuple(node_id for node_id, after in _successors(graph).items() if not after)


def components(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """The weakly connected parts, each as its node ids, both in document order."""
    successors = _successors(graph)
    predecessors = _reversed(successors)
    either = {node_id: after + predecessors[node_id] for node_id, after in successors.items()}
    return tuple(_grouped(_labelled(either, either)))


def _successors(graph: Graph) -> Neighbours:
    found: Neighbours = {node_id: [] for node_id in graph.by_id}
    for edge in graph.edges:
        if edge.source in found and edge.target in found:
            found[edge.source].append(edge.target)
    return found


def _reversed(neighbours: Neighbours) -> Neighbours:
    found: Neighbours = {node_id: [] for node_id in neighbours}
    for source, targets in neighbours.items():
        for target in targets:
            found[target].append(source)
    return found


def _sorted_ids(successors: Neighbours) -> list[str]:
    ids = list(successors)
    position = {node_id: index for index, node_id in enumerate(ids)}
    waiting = {node_id: len(before) for node_id, before in _reversed(successors).items()}
    ready = [index for index, node_id in enumerate(ids) if not waiting[node_id]]
    order: list[str] = []
    while ready:
        order.append(ids[heapq.heappop(ready)])
        for target in successors[order[-1]]:
            waiting[target] -= 1
            if not waiting[target]:
                heapq.heappush(ready, position[target])
    return order


def _knotted(successors: Neighbours) -> Neighbours:
    """The neighbours without the nodes that come before every cycle; empty when there is no cycle."""
    loose = set(_sorted_ids(successors))
    return {node_id: after for node_id, after in successors.items() if node_id not in loose}


def _strong_parts(successors: Neighbours) -> list[tuple[str, ...]]:
    """Kosaraju's two passes; the recursive textbook forms of it and of Tarjan's break on long chains."""
    latest_first = reversed(_postorder(successors))
    return _grouped(_labelled(latest_first, _reversed(successors)))


def _postorder(successors: Neighbours) -> list[str]:
    seen: set[str] = set()
    order: list[str] = []
    for start in successors:
        if start not in seen:
            _visit(start, successors, seen, order)
    return order


def _visit(start: str, successors: Neighbours, seen: set[str], order: list[str]) -> None:
    seen.add(start)
    trail = [(start, iter(successors[start]))]
    while trail:
        node_id, rest = trail[-1]
        target = next((target for target in rest if target not in seen), None)
        if target is None:
            order.append(node_id)
            trail.pop()
        else:
            seen.add(target)
            trail.append((target, iter(successors[target])))


def _labelled(starts: Iterable[str], neighbours: Neighbours) -> dict[str, str]:
    """Which start each node belongs to, in the order of the neighbours: the first whose flood meets it."""
    label: dict[str, str] = {}
    for start in starts:
        queue = [] if start in label else [start]
        label.setdefault(start, start)
        while queue:
            for near in neighbours[queue.pop()]:
                if near not in label:
                    label[near] = start
                    queue.append(near)
    return {node_id: label[node_id] for node_id in neighbours}


def _grouped(label: Mapping[str, str]) -> list[tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for node_id, start in label.items():
        groups.setdefault(start, []).append(node_id)
    return [tuple(group) for group in groups.values()]


def _cycle_in(part: tuple[str, ...], successors: Neighbours) -> tuple[str, ...]:
    start = part[0]
    if len(part) == 1:
        return (start, start) if start in successors[start] else ()
    inside = set(part)
    came_from: dict[str, str] = {}
    queue = deque([start])
    while start not in came_from:
        node_id = queue.popleft()
        for target in successors[node_id]:
            if target in inside and target not in came_from and target != node_id:
                came_from[target] = node_id
                queue.append(target)
    return _traced(start, came_from)


def _traced(start: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    path = [start, came_from[start]]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))


def _flooded(starts: Iterable[str], neighbours: Neighbours) -> frozenset[str]:
    seen = set(starts)
    queue = list(seen)
    while queue:
        for near in neighbours[queue.pop()]:
            if near not in seen:
                seen.add(near)
                queue.append(near)
    return frozenset(seen)


def _cycle_problem(graph: Graph, path: tuple[str, ...]) -> Problem:
    closing = _closing_edge(graph, path)
    code, noun = ("self-loop", "loop") if path[0] == path[-2] else ("cycle", "cycle")
    return Problem(
        severity="error",
        code=code,
        message=f"the nodes form a {noun}, {path_text(path)}; edges must lead forward only",
        pointer=closing.pointer,
        node=path[0],
        edge=closing.id,
        fix=f"remove one edge of the {noun}, for example {named_edge(closing)}",
    )


def _closing_edge(graph: Graph, path: tuple[str, ...]) -> Edge:
    return next(edge for edge in graph.outgoing[path[-2]] if edge.target == path[-1])


def path_text(path: tuple[str, ...]) -> str:
    """The path as `a → b → a`; of a very long one only the first and the last nodes, with the number left out."""
    steps = [_step_text(node_id) for node_id in path]
    if len(steps) > _PATH_LIMIT:
        left_out = len(steps) - _PATH_LIMIT
        steps[_PATH_LIMIT - 1 : -1] = [f"… {left_out} more …"]
    return " → ".join(steps)


def _step_text(node_id: str) -> str:
    plain = node_id.isprintable() and node_id and " " not in node_id and "→" not in node_id
    return shortened(node_id) if plain else quoted(node_id)
