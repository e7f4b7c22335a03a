"""What can happen between two versions of a graph: one frozen dataclass a kind of change.

Each belongs to a facet: `logic` is what changes what the workflow does; `layout` is how it is drawn, notes and frames
included; `noise` is what the tool rewrites by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from wfkit.core.diff.leaves import ABSENT, Leaf

if TYPE_CHECKING:
    from wfkit.core.model import Edge, Node

_EXACT = 2**53

Facet = Literal["logic", "layout", "noise"]

FACETS: tuple[Facet, ...] = ("logic", "layout", "noise")


class _Operation:
    """What every operation answers, for tables and JSON."""

    __slots__ = ()
    kind: ClassVar[str]
    usual_facet: ClassVar[Facet] = "logic"

    @property
    def sides(self) -> tuple[Any, ...]:
        """The node or the edge that it is about, as it was and as it is, in each version that has it."""
        return ()

    @property
    def node(self) -> str:
        """Id of the node that it is about; for an edge, of the node that it leads to; "" where it is about none."""
        return ""

    @property
    def label(self) -> str:
        """What people call it: the label of the node, the ends of the edge."""
        return ""

    @property
    def path(self) -> str:
        """JSON Pointer inside the config, settings or layout, or ""."""
        return ""

    @property
    def old(self) -> Any:
        """What was before, or `ABSENT`."""
        return ABSENT

    @property
    def new(self) -> Any:
        """What is now, or `ABSENT`."""
        return ABSENT

    @property
    def facet(self) -> Facet:
        """Whether it is logic, layout or noise."""
        return self.usual_facet


class _OfNode(_Operation):
    """About a node, in one of the versions or in both."""

    __slots__ = ()

    @property
    def node(self) -> str:
        """Its id, in the newest version that has it."""
        return str(self.sides[-1].id)

    @property
    def label(self) -> str:
        """Its label, in the newest version that has it."""
        return str(self.sides[-1].label)

    @property
    def facet(self) -> Facet:
        """Layout in place of logic for notes and frames: they are drawn, and decide nothing."""
        is_drawn = self.sides[0].role != "node" != self.sides[-1].role
        return "layout" if is_drawn and self.usual_facet == "logic" else self.usual_facet


class _OfEdge(_Operation):
    """About an edge, in one of the versions or in both."""

    __slots__ = ()

    @property
    def node(self) -> str:
        """Id of the node that it leads to, in the newest version that has it."""
        return str(self.sides[-1].target)

    @property
    def label(self) -> str:
        """The edge as text, in the newest version that has it."""
        return edge_text(self.sides[-1])


class _OfLeaf(_Operation):
    """About a value."""

    __slots__ = ()
    leaf: Leaf

    @property
    def path(self) -> str:
        """JSON Pointer of the value."""
        return self.leaf.path

    @property
    def old(self) -> Any:
        """The old value, or `ABSENT`."""
        return self.leaf.old

    @property
    def new(self) -> Any:
        """The new value, or `ABSENT`."""
        return self.leaf.new


@dataclass(frozen=True, slots=True)
class NodeAdded(_OfNode):
    """A node that only the new version has."""

    after: Node
    kind: ClassVar[str] = "node-added"

    @property
    def sides(self) -> tuple[Node]:
        """As it is."""
        return (self.after,)

    @property
    def new(self) -> Any:
        """Its type."""
        return self.after.type

    def mirrored(self) -> NodeRemoved:
        """Seen from the other side."""
        return NodeRemoved(self.after)


@dataclass(frozen=True, slots=True)
class NodeRemoved(_OfNode):
    """A node that only the old version has."""

    before: Node
    kind: ClassVar[str] = "node-removed"

    @property
    def sides(self) -> tuple[Node]:
        """As it was."""
        return (self.before,)

    @property
    def old(self) -> Any:
        """Its type."""
        return self.before.type

    def mirrored(self) -> NodeAdded:
        """Seen from the other side."""
        return NodeAdded(self.before)


@dataclass(frozen=True, slots=True)
class _NodeChanged(_OfNode):
    """Something about a node that both versions have: a field of it, unless a class says otherwise."""

    before: Node
    after: Node
    field: ClassVar[str] = ""

    @property
    def sides(self) -> tuple[Node, Node]:
        """As it was and as it is."""
        return self.before, self.after

    @property
    def old(self) -> Any:
        """The field as it was, or `ABSENT`."""
        return self._shown(self.before)

    @property
    def new(self) -> Any:
        """The field as it is, or `ABSENT`."""
        return self._shown(self.after)

    def mirrored(self) -> Self:
        """Seen from the other side."""
        return replace(self, before=self.after, after=self.before)

    def _shown(self, node: Node) -> Any:
        value = getattr(node, self.field)
        return ABSENT if value is None else value


@dataclass(frozen=True, slots=True)
class NodeRenamed(_NodeChanged):
    """A node with another label."""

    kind: ClassVar[str] = "node-renamed"
    field: ClassVar[str] = "label"


@dataclass(frozen=True, slots=True)
class NodeRetyped(_NodeChanged):
    """A node of another type."""

    kind: ClassVar[str] = "node-retyped"
    field: ClassVar[str] = "type"


@dataclass(frozen=True, slots=True)
class NodeSwitched(_NodeChanged):
    """A node that was disabled, or enabled; the sides say whether it was and is enabled."""

    kind: ClassVar[str] = "node-switched"
    field: ClassVar[str] = "enabled"


@dataclass(frozen=True, slots=True)
class NodeReparented(_NodeChanged):
    """A node in another group or container, by the ids of the parents; into or out of a frame it is layout.

    Attributes:
        is_drawn: Whether both parents, where there are any, are only frames.
    """

    is_drawn: bool = False
    kind: ClassVar[str] = "node-reparented"
    field: ClassVar[str] = "parent"

    @property
    def facet(self) -> Facet:
        """Layout where no container that runs is concerned."""
        is_drawn = self.is_drawn or "node" not in {self.before.role, self.after.role}
        return "layout" if is_drawn else "logic"


@dataclass(frozen=True, slots=True)
class NodeMoved(_NodeChanged):
    """A node at another x and y of the canvas."""

    kind: ClassVar[str] = "node-moved"
    usual_facet: ClassVar[Facet] = "layout"

    def _shown(self, node: Node) -> Any:
        return ABSENT if node.position is None else [_as_written(number) for number in node.position]


@dataclass(frozen=True, slots=True)
class NodeRekeyed(_NodeChanged):
    """A node that was found again under another id, or whose second identity is another."""

    kind: ClassVar[str] = "node-rekeyed"
    usual_facet: ClassVar[Facet] = "noise"

    def _shown(self, node: Node) -> Any:
        # Where the id is the name, a new one is a rename, and only the second identity is noise.
        is_of_uid = self.before.uid != self.after.uid and (self.before.id in {self.after.id, self.before.label})
        return node.uid if is_of_uid else node.id


@dataclass(frozen=True, slots=True)
class _NodeLeaf(_OfLeaf, _NodeChanged):
    """A value of a node that both versions have."""

    leaf: Leaf

    def mirrored(self) -> Self:
        """Seen from the other side."""
        return replace(self, before=self.after, after=self.before, leaf=self.leaf.mirrored())


@dataclass(frozen=True, slots=True)
class ConfigChanged(_NodeLeaf):
    """A leaf of a node's config; `path` is a JSON Pointer inside the config."""

    kind: ClassVar[str] = "config-changed"


@dataclass(frozen=True, slots=True)
class SettingChanged(_NodeLeaf):
    """A setting of a node outside its config, such as what happens on an error."""

    kind: ClassVar[str] = "setting-changed"


@dataclass(frozen=True, slots=True)
class LayoutChanged(_NodeLeaf):
    """How a node is drawn, but for its place: size, colour, whether it is folded."""

    kind: ClassVar[str] = "layout-changed"
    usual_facet: ClassVar[Facet] = "layout"


@dataclass(frozen=True, slots=True)
class NoiseChanged(_NodeLeaf):
    """What the tool rewrites in a node by itself."""

    kind: ClassVar[str] = "noise-changed"
    usual_facet: ClassVar[Facet] = "noise"


@dataclass(frozen=True, slots=True)
class EdgeAdded(_OfEdge):
    """An edge that only the new version has."""

    after: Edge
    kind: ClassVar[str] = "edge-added"

    @property
    def sides(self) -> tuple[Edge]:
        """As it is."""
        return (self.after,)

    @property
    def new(self) -> Any:
        """The edge as text."""
        return edge_text(self.after)

    def mirrored(self) -> EdgeRemoved:
        """Seen from the other side."""
        return EdgeRemoved(self.after)


@dataclass(frozen=True, slots=True)
class EdgeRemoved(_OfEdge):
    """An edge that only the old version has."""

    before: Edge
    kind: ClassVar[str] = "edge-removed"

    @property
    def sides(self) -> tuple[Edge]:
        """As it was."""
        return (self.before,)

    @property
    def old(self) -> Any:
        """The edge as text."""
        return edge_text(self.before)

    def mirrored(self) -> EdgeAdded:
        """Seen from the other side."""
        return EdgeAdded(self.before)


@dataclass(frozen=True, slots=True)
class EdgeRewired(_OfEdge):
    """An edge that joins the same two nodes by other ports."""

    before: Edge
    after: Edge
    kind: ClassVar[str] = "edge-rewired"

    @property
    def sides(self) -> tuple[Edge, Edge]:
        """As it was and as it is."""
        return self.before, self.after

    @property
    def old(self) -> Any:
        """The old edge as text."""
        return edge_text(self.before)

    @property
    def new(self) -> Any:
        """The new edge as text."""
        return edge_text(self.after)

    def mirrored(self) -> EdgeRewired:
        """Seen from the other side."""
        return EdgeRewired(self.after, self.before)


@dataclass(frozen=True, slots=True)
class EdgeChanged(_OfLeaf, _OfEdge):
    """A value of an edge that both versions have, such as its condition.

    Attributes:
        belongs_to: The facet, as the format has it.
    """

    before: Edge
    after: Edge
    leaf: Leaf
    belongs_to: Facet = "logic"
    kind: ClassVar[str] = "edge-changed"

    @property
    def sides(self) -> tuple[Edge, Edge]:
        """As it was and as it is."""
        return self.before, self.after

    @property
    def facet(self) -> Facet:
        """What its format says of this value."""
        return self.belongs_to

    def mirrored(self) -> EdgeChanged:
        """Seen from the other side."""
        return EdgeChanged(self.after, self.before, self.leaf.mirrored(), self.belongs_to)


@dataclass(frozen=True, slots=True)
class WorkflowChanged(_OfLeaf):
    """A value of the document outside its nodes and edges.

    Attributes:
        belongs_to: The facet, as the format has it.
    """

    leaf: Leaf
    belongs_to: Facet = "logic"
    kind: ClassVar[str] = "workflow-changed"

    @property
    def facet(self) -> Facet:
        """What its format says of this value."""
        return self.belongs_to

    def mirrored(self) -> WorkflowChanged:
        """Seen from the other side."""
        return WorkflowChanged(self.leaf.mirrored(), self.belongs_to)


NodeChange = (
    NodeRenamed
    | NodeRetyped
    | NodeSwitched
    | NodeReparented
    | NodeMoved
    | NodeRekeyed
    | ConfigChanged
    | SettingChanged
    | LayoutChanged
    | NoiseChanged
)
EdgeChange = EdgeAdded | EdgeRemoved | EdgeRewired | EdgeChanged
Operation = NodeAdded | NodeRemoved | NodeChange | EdgeChange | WorkflowChanged

KINDS: tuple[str, ...] = (
    "node-added", "node-removed", "node-retyped", "node-renamed", "node-switched", "config-changed",
    "setting-changed", "node-reparented", "edge-added", "edge-removed", "edge-rewired", "edge-changed",
    "workflow-changed", "node-moved", "layout-changed", "node-rekeyed", "noise-changed",
)  # fmt: skip
"""Every kind, in the order in which a summary names them."""


def edge_text(edge: Edge) -> str:
    """The edge by the ids of its ends and its ports, such as `a:text -> b:prompt`."""
    return f"{_end(edge.source, edge.source_port)} -> {_end(edge.target, edge.target_port)}"


def _end(node_id: str, port: str) -> str:
    return f"{node_id}:{port}" if port else node_id


def _as_written(number: float) -> float:
    """The whole number where it is one: some readers give floats, and people write 5, not 5.0."""
    return int(number) if abs(number) < _EXACT and number == int(number) else number
