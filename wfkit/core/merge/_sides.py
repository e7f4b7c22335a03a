"""The three documents of a merge as it sees them: what each holds, and where its nodes and edges are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.core.merge._naming import Naming
from wfkit.core.merge._sameness import form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfkit.core.merge._naming import Path
    from wfkit.core.model import Edge, Graph, Node

BASE, OURS, THEIRS = range(3)
NAMES = ("base", "ours", "theirs")


class Source(NamedTuple):
    """One document before it is looked at beside the others.

    Attributes:
        data: What is merged, with the ids of the base where a side gave new ones.
        graph: Its nodes and edges.
        joints: The same, but with the names that the edges of `data` use.
    """

    data: Any
    graph: Graph
    joints: Graph


@dataclass(frozen=True, slots=True)
class Side:
    """One document of a merge.

    Attributes:
        data: What is merged.
        graph: As its format reads it.
        nodes: Its nodes by their path.
        edges: Its edges by their path.
        ends: The nodes that each edge joins, as paths; what leads nowhere is a text.
        at: The paths of the edges of each node.
        inside: The paths of the nodes in each container.
        says: What each edge says, in whatever list it stands.
    """

    data: Any
    graph: Graph
    nodes: dict[Path, Node] = field(default_factory=dict)
    edges: dict[Path, Edge] = field(default_factory=dict)
    ends: dict[Path, tuple[Path | str, Path | str]] = field(default_factory=dict)
    at: dict[Path, list[Path]] = field(default_factory=dict)
    inside: dict[Path, list[Path]] = field(default_factory=dict)
    says: dict[Path, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sides:
    """The three documents, and what the elements of their lists go by."""

    naming: Naming
    each: tuple[Side, Side, Side]

    def __getitem__(self, side: int) -> Side:
        return self.each[side]

    def node_at(self, path: Path) -> tuple[Path, Node] | None:
        """The innermost node that a path leads into, as ours has it, or else theirs, or the base."""
        for side in (OURS, THEIRS, BASE):
            nodes = self.each[side].nodes
            for length in range(len(path), 0, -1):
                if path[:length] in nodes:
                    return path[:length], nodes[path[:length]]
        return None

    def edge_at(self, path: Path) -> tuple[Path, Edge] | None:
        """The edge that a path leads into, likewise."""
        for side in (OURS, THEIRS, BASE):
            edges = self.each[side].edges
            for length in range(len(path), 0, -1):
                if path[:length] in edges:
                    return path[:length], edges[path[:length]]
        return None


def sides_of(sources: tuple[Source, Source, Source], set_names: frozenset[str] = frozenset()) -> Sides:
    """The sides with their nodes and edges at their paths."""
    base, ours, theirs = sources
    naming = Naming((base.data, ours.data, theirs.data), set_names)
    each = tuple([_placed(naming, number, source) for number, source in enumerate(sources)])
    return Sides(naming, (each[BASE], each[OURS], each[THEIRS]))


def logic_of(node: Node, side: Side) -> bytes:
    """What decides what a node does, and what people call it; frames around it do not."""
    parent = side.graph.by_id.get(node.parent or "")
    container = node.parent if parent is not None and parent.role == "node" else None
    return form([node.type, node.label, node.enabled, node.config, node.settings, container])


def _placed(naming: Naming, number: int, source: Source) -> Side:
    side = Side(source.data, source.graph)
    homes: dict[str, Path] = {}
    for node, joint in zip(source.graph.nodes, source.joints.nodes, strict=True):
        path = naming.path_of(number, node.pointer)
        if path is not None and path not in side.nodes:
            side.nodes[path] = node
            homes.setdefault(joint.id, path)
    for path, node in side.nodes.items():
        if node.parent in homes:
            side.inside.setdefault(homes[node.parent], []).append(path)
    for edge in source.joints.edges:
        path = naming.path_of(number, edge.pointer, is_edge=True)
        if path is not None:
            _place_edge(side, edge, path, homes)
    return side


def _place_edge(side: Side, edge: Edge, path: Path, homes: Mapping[str, Path]) -> None:
    ends = homes.get(edge.source, edge.source), homes.get(edge.target, edge.target)
    side.edges[path] = edge
    side.ends[path] = ends
    side.says[path] = (
        ends[0],
        edge.source_port,
        ends[1],
        edge.target_port,
        form(edge.settings) if edge.settings else b"",
    )
    for end in {*ends}:
        if not isinstance(end, str):
            side.at.setdefault(end, []).append(path)


def ancestors(paths: Iterable[Path]) -> set[Path]:
    """All paths that lead to these."""
    return {path[:length] for path in paths for length in range(len(path))}
