"""What the writers of tools built on React Flow share: edges that carry handles, drawn as the others are."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.core.mention import renamed_texts
from wfkit.core.pointer import resolve
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput
from wfkit.formats._reading import as_text
from wfkit.formats.writing._change import Change, setting, together
from wfkit.formats.writing.native import ReactFlowWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfkit.core.model import Edge, Graph, Node

_IDENTITY = ("id", "source", "target", "sourceHandle", "targetHandle", "data")


class End(NamedTuple):
    """A node at one end of an edge: as the graph has it, as the document has it, and the port there."""

    node: Node
    item: dict[str, Any]
    port: str

    @property
    def id(self) -> str:
        """What the document calls the node."""
        return as_text(self.item.get("id"))

    @property
    def data(self) -> dict[str, Any]:
        """What the tool keeps of the node."""
        held = self.item.get("data")
        return held if isinstance(held, dict) else {}


class Handles(NamedTuple):
    """The two handles of an edge, its id, and what the tool keeps of it in `data`, None for nothing."""

    source: str
    target: str
    id: str
    data: dict[str, Any] | None


class HandleWriter(ReactFlowWriter):
    """Flows whose edges say by handles of a tool's own where they begin and end.

    Attributes:
        drawn: How the tool draws an edge where the flow has no other to go by.
    """

    drawn: Mapping[str, Any] = MappingProxyType({})

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The label, and texts that name the node by it."""
        texts = Change(dict(renamed_texts(graph, {}, {node.id: label})))
        return together(texts, setting(data, f"{node.pointer}{self.label_at}", label))

    def edge(self, data: Any, graph: Graph, edge: Edge) -> dict[str, Any]:
        """The edge with the handles that the nodes at its ends have, drawn as the one that is most like it."""
        source = end_at(data, graph, edge.source, edge.source_port)
        target = end_at(data, graph, edge.target, edge.target_port)
        peer = nearest(data, graph, edge)
        handles = self.handles(source, target, peer)
        texts = {"sourceHandle": handles.source, "targetHandle": handles.target, "id": handles.id}
        said: dict[str, Any] = {key: text for key, text in texts.items() if text}
        said |= {"source": source.id, "target": target.id}
        if handles.data is not None:
            said["data"] = handles.data
        return drawn_as(peer or dict(sorted({**dict.fromkeys(said), **self.drawn}.items())), said)

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """An edge at the end of the list of the flow that both nodes are in.

        Raises:
            InvalidInput: They are in two, or one of them has no such port.
        """
        pointer = f"{flow_of(graph, edge)}/edges"
        return setting(data, f"{pointer}/{len(resolve(data, pointer))}", self.edge(data, graph, edge))

    def handles(self, source: End, target: End, peer: Mapping[str, Any]) -> Handles:
        """What the edge says of the ports at its ends.

        Args:
            source: The node that it leaves.
            target: The node that it enters.
            peer: An edge of the same flow, to spell it alike; empty when there is none.
        """
        raise NotImplementedError


def flow_of(graph: Graph, edge: Edge) -> str:
    """JSON Pointer to the object whose lists hold both ends of an edge.

    Raises:
        InvalidInput: They are in two.
    """
    bases = [graph.node(end).pointer.rpartition("/nodes/")[0] for end in (edge.source, edge.target)]
    if bases[0] != bases[1]:
        msg = f"{quoted(edge.source)} and {quoted(edge.target)} are nodes of two flows, and an edge stays within one"
        raise InvalidInput(msg)
    return bases[0]


def end_at(data: Any, graph: Graph, node_id: str, port: str) -> End:
    """The node of this id as an end."""
    node = graph.node(node_id)
    return End(node, resolve(data, node.pointer), port)


def nearest(data: Any, graph: Graph, edge: Edge) -> dict[str, Any]:
    """The edge of the same flow that is most like this one, the last of those; an empty object when there is none."""
    base = f"{flow_of(graph, edge)}/edges/"
    others = [
        other for other in graph.edges if other.pointer.startswith(base) and "/" not in other.pointer[len(base) :]
    ]
    found = max(reversed(others), key=lambda other: _likeness(graph, edge, other), default=None)
    return {} if found is None else dict(resolve(data, found.pointer))


def drawn_as(peer: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What an edge says, with the rest and the order of another; that one may be selected, and this one is not."""
    edge = {key: said.get(key) if key in _IDENTITY else value for key, value in peer.items()}
    if "selected" in edge:
        edge["selected"] = False
    return {key: value for key, value in {**edge, **said}.items() if value is not None or key not in _IDENTITY}


def chosen(name: str, known: Iterable[str], end: End, noun: str) -> str:
    """The port of this name, or the only one when no name is given.

    Raises:
        InvalidInput: There is no such port, or several to choose from.
    """
    names = list(dict.fromkeys(known))
    if name in names:
        return name
    if not name and len(names) == 1:
        return names[0]
    which = f"has no {noun} {quoted(name)}" if name else f"has {len(names)} {noun}s, and none was named"
    hint = f"it has {listed(names, 12)}" if names else "it has none"
    msg = f"{quoted(end.node.label)} {which}; {hint}"
    raise InvalidInput(msg)


def _likeness(graph: Graph, edge: Edge, other: Edge) -> tuple[bool, ...]:
    def kinds(one: Edge) -> tuple[str, ...]:
        return tuple([graph.by_id[end].type if end in graph.by_id else "" for end in (one.source, one.target)])

    mine, others = kinds(edge), kinds(other)
    return (
        (edge.source, edge.source_port) == (other.source, other.source_port),
        (edge.target, edge.target_port) == (other.target, other.target_port),
        mine == others,
        mine[0] == others[0],
        edge.source_port == other.source_port and edge.target_port == other.target_port,
        mine[1] == others[1],
    )
