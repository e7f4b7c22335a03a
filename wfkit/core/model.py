"""The typed, read-only view of a document: what every format reads out and everything generic works on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from wfkit.core import display
from wfkit.errors import NotFound

if TYPE_CHECKING:
    from wfkit.core.habits import Habits
    from wfkit.core.mention import Mention
    from wfkit.core.problem import Problem

NodeRole = Literal["node", "note", "group"]
EdgeKind = Literal["flow", "reference"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Port:
    """A named place of a node where edges end.

    Attributes:
        name: Unique among the inputs, and among the outputs, of a node.
        type: What flows through it, such as `text` or `document[]`; `any` takes everything.
        required: Whether an input must be connected.
        multiple: Whether an input takes several edges.
        description: One line for people.
    """

    name: str
    type: str = "any"
    required: bool = False
    multiple: bool = False
    description: str = ""


# Structs of msgspec, not dataclasses: a frozen dataclass of this many fields takes 6 µs to make, a Struct 0.7, and
# a comparison of two documents of 1 000 nodes makes 4 000 of them. No cycle runs through one, so the garbage collector
# need not look at them. `msgspec.structs.replace` gives changed copies.
class Node(msgspec.Struct, frozen=True, gc=False):
    """One node of a graph.

    Attributes:
        id: Unique within the graph, as text.
        type: The node type's key.
        label: What people call it; the id when the document gives no label.
        config: The settings that decide what it does; layout is not among them.
        inputs: The ports that take edges.
        outputs: The ports that edges leave from.
        position: x and y in the units of the tool's canvas, None when the document has none.
        parent: Id of the group or container that holds it, or None.
        role: `note` and `group` are drawn, and are no part of the logic.
        pointer: JSON Pointer to the node in the document.
        config_pointer: JSON Pointer to its config in the document.
        enabled: False where the tool leaves it out of a run: disabled, muted or bypassed.
        settings: What else decides how it runs: error handling, retries, the version of its type, keys that
            the reader does not know.
        layout: How it is drawn, besides its position: size, colour, whether it is folded.
        noise: What the tool rewrites by itself and what says nothing: copies of its schema, caches, stamps.
        uid: A second identity that survives a change of the id, where the tool keeps one, or "".
        size: Width and height in the units of the tool's canvas, None when the document has none.
    """

    id: str
    type: str
    label: str
    config: Mapping[str, Any] = {}
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    position: tuple[float, float] | None = None
    parent: str | None = None
    role: NodeRole = "node"
    pointer: str = ""
    config_pointer: str = ""
    enabled: bool = True
    settings: Mapping[str, Any] = {}
    layout: Mapping[str, Any] = {}
    noise: Mapping[str, Any] = {}
    uid: str = ""
    size: tuple[float, float] | None = None


class Edge(msgspec.Struct, frozen=True, gc=False):
    """A directed edge from an output port to an input port; a port is "" where the document names none.

    Attributes:
        settings: What else decides what the edge does, such as a condition or a label.
        layout: How it is drawn.
        noise: What the tool rewrites by itself.
        kind: `flow`, or `reference`, where the settings of the target name the source; see `Graph.references`.
    """

    id: str
    source: str
    target: str
    source_port: str = ""
    target_port: str = ""
    pointer: str = ""
    settings: Mapping[str, Any] = {}
    layout: Mapping[str, Any] = {}
    noise: Mapping[str, Any] = {}
    kind: EdgeKind = "flow"


@dataclass(frozen=True)
class Graph:
    """Nodes and edges in the order of the document.

    Attributes:
        nodes: All nodes, notes and groups included.
        edges: All edges whose ends the document names, whether those nodes exist or not.
        problems: What the reader could not make sense of, with places.
        settings: What the document says outside its nodes and edges: name, variables, options of a run,
            keys that the reader does not know.
        layout: How the canvas is drawn: viewport, zoom, background.
        noise: What the tool rewrites by itself: time stamps, revision ids, counters.
        find_mentions: Where a node's settings name other nodes, as its format knows it; asked only when wanted.
        habits: What the tool does to nodes by itself, as its format knows it.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    problems: tuple[Problem, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    layout: Mapping[str, Any] = field(default_factory=dict)
    noise: Mapping[str, Any] = field(default_factory=dict)
    find_mentions: Callable[[Graph, Node], Iterable[Mention]] | None = field(default=None, repr=False, compare=False)
    habits: Habits | None = field(default=None, repr=False, compare=False)

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The first node of each id."""
        found: dict[str, Node] = {}
        for node in self.nodes:
            found.setdefault(node.id, node)
        return found

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that leave each node; a node without any is absent."""
        return _grouped(self.edges, "source")

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that enter each node; a node without any is absent."""
        return _grouped(self.edges, "target")

    @cached_property
    def references(self) -> tuple[Edge, ...]:
        """The references by expression, such as `$('Fetch')`, as edges from the node that is named to who says it.

        They are not among `edges`: no rule on cycles or ports holds for them. `pointer` is the place of the text; the
        source may be a node that does not exist. Several of one text to one output are one.
        """
        found: dict[tuple[str, ...], Edge] = {}
        for node in self.nodes if self.find_mentions is not None else ():
            for mention in self.mentions(node):
                ends = (mention.node_id, node.id, mention.port, "")
                place = mention.pointer_from(node)
                name = f"{mention.node_id}:{mention.port}~>{node.id}{mention.setting or mention.path}"
                found.setdefault((*ends, place), Edge(name, *ends, place, kind="reference"))
        return tuple(found.values())

    def once(self, make: Callable[[Graph], T]) -> T:
        """What the function makes of the graph: it is made the first time, and kept with it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def _made(self) -> dict[Callable[[Graph], Any], Any]:
        return {}

    def mentions(self, node: Node) -> tuple[Mention, ...]:
        """The places in the settings of one of its nodes that name a node."""
        return () if self.find_mentions is None else tuple(self.find_mentions(self, node))

    def svg(self, *, theme: str = "auto", layout: str = "auto", references: bool = False) -> str:
        """The picture of the graph as SVG.

        Args:
            theme: `light`, `dark`, or `auto`, as the reader's system has it.
            layout: `dot`, by Graphviz; `canvas`, where the document puts its nodes; `auto` chooses.
            references: With dashed lines between nodes of which one refers to the other, and that no edge joins.
        """
        shown = replace(self, edges=(*self.edges, *self._loose_references())) if references else self
        return str(display.renderer().svg(shown, theme=theme, layout=layout))

    def png(self, *, scale: float = 2.0, theme: str = "light") -> bytes:
        """The picture as PNG, where something is installed that makes one.

        Raises:
            InvalidInput: Nothing is; the message says what would do.
        """
        return bytes(display.renderer().png(self, scale=scale, theme=theme))

    def dot(self) -> str:
        """The graph in the language of Graphviz."""
        return str(display.renderer().dot(self))

    def mermaid(self) -> str:
        """The graph as a Mermaid flowchart."""
        return str(display.renderer().mermaid(self))

    def outline(self) -> str:
        """The graph as text, for terminals."""
        return str(display.renderer().outline(self))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        del include, exclude
        return dict(display.renderer().graph_bundle(self))

    def _loose_references(self) -> Iterator[Edge]:
        """One edge without ports for each two nodes that only references join."""
        joined = {frozenset((edge.source, edge.target)) for edge in self.edges}
        for edge in self.references:
            ends = frozenset((edge.source, edge.target))
            if edge.source in self.by_id and len(ends) > 1 and ends not in joined:
                joined.add(ends)
                yield Edge(edge.id, edge.source, edge.target, kind="reference")

    def node(self, node_id: str) -> Node:
        """The node with this id.

        Raises:
            NotFound: No node has it.
        """
        try:
            return self.by_id[node_id]
        except KeyError:
            msg = f"no node {node_id!r} in this graph of {len(self.nodes)} nodes"
            raise NotFound(msg) from None


def _grouped(edges: tuple[Edge, ...], end: str) -> dict[str, tuple[Edge, ...]]:
    groups: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[getattr(edge, end)].append(edge)
    return {node_id: tuple(found) for node_id, found in groups.items()}
