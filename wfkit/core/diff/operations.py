"""What can happen between two versions of a graph: one frozen dataclass a kind of change.

Each belongs to a facet: `logic` is what changes what the workflow does; `layout` is how it is drawn, notes and frames
included; `noise` is what the tool rewrites by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from wfkit.core.diff.leaves import ABSENT, Leaf

if TYPE_CHECKING:
    from wfkit.core.model import Edge, Node

Facet = Literal["logic", "layout", "noise"]

FACETS: tuple[Facet, ...] = ("logic", "layout", "noise")


class _Of:
    """What every operation answers, for tables and JSON."""

    __slots__ = ()
    kind: ClassVar[str]

    @property
    def node(self) -> str:
        """Id of the node that it is about, "" where it is about none."""
        return ""

    @property
    def label(self) -> str:
        """What people call it."""
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
        return "logic"


def _drawn(node: Node) -> Facet:
    """Notes and frames are drawn; they decide nothing."""
    return "logic" if node.role == "node" else "layout"


@dataclass(frozen=True, slots=True)
class NodeAdded(_Of):
    """A node that only the new version has."""

    after: Node
    kind: ClassVar[str] = "node-added"

    @property
    def node(self) -> str:
        """Its id."""
        return self.after.id

    @property
    def label(self) -> str:
        """Its label."""
        return self.after.label

    @property
    def new(self) -> Any:
        """Its type."""
        return self.after.type

    @property
    def facet(self) -> Facet:
        """Layout for notes and frames."""
        return _drawn(self.after)

    def mirrored(self) -> NodeRemoved:
        """Seen from the other side."""
        return NodeRemoved(self.after)


@dataclass(frozen=True, slots=True)
class NodeRemoved(_Of):
    """A node that only the old version has."""

    before: Node
    kind: ClassVar[str] = "node-removed"

    @property
    def node(self) -> str:
        """Its id."""
        return self.before.id

    @property
    def label(self) -> str:
        """Its label."""
        return self.before.label

    @property
    def old(self) -> Any:
        """Its type."""
        return self.before.type

    @property
    def facet(self) -> Facet:
        """Layout for notes and frames."""
        return _drawn(self.before)

    def mirrored(self) -> NodeAdded:
        """Seen from the other side."""
        return NodeAdded(self.before)


@dataclass(frozen=True, slots=True)
class _NodeChanged(_Of):
    """Something about a node that both versions have."""

    before: Node
    after: Node

    @property
    def node(self) -> str:
        """Its id in the new version."""
        return self.after.id

    @property
    def label(self) -> str:
        """Its label in the new version."""
        return self.after.label

    @property
    def facet(self) -> Facet:
        """Layout for notes and frames."""
        return _drawn(self.after)

    def mirrored(self) -> Any:
        """Seen from the other side."""
        return type(self)(self.after, self.before)


@dataclass(frozen=True, slots=True)
class NodeRenamed(_NodeChanged):
    """A node with another label."""

    kind: ClassVar[str] = "node-renamed"

    @property
    def old(self) -> Any:
        """The old label."""
        return self.before.label

    @property
    def new(self) -> Any:
        """The new label."""
        return self.after.label


@dataclass(frozen=True, slots=True)
class NodeRetyped(_NodeChanged):
    """A node of another type."""

    kind: ClassVar[str] = "node-retyped"

    @property
    def old(self) -> Any:
        """The old type."""
        return self.before.type

    @property
    def new(self) -> Any:
        """The new type."""
        return self.after.type


@dataclass(frozen=True, slots=True)
class NodeSwitched(_NodeChanged):
    """A node that was disabled, or enabled."""

    kind: ClassVar[str] = "node-switched"

    @property
    def old(self) -> Any:
        """Whether it was enabled."""
        return self.before.enabled

    @property
    def new(self) -> Any:
        """Whether it is enabled."""
        return self.after.enabled


@dataclass(frozen=True, slots=True)
class NodeReparented(_NodeChanged):
    """A node in another group or container; into or out of a frame it is layout.

    Attributes:
        is_drawn: Whether both parents, where there are any, are only frames.
    """

    is_drawn: bool = False
    kind: ClassVar[str] = "node-reparented"

    @property
    def old(self) -> Any:
        """The id of the old parent, or `ABSENT`."""
        return ABSENT if self.before.parent is None else self.before.parent

    @property
    def new(self) -> Any:
        """The id of the new parent, or `ABSENT`."""
        return ABSENT if self.after.parent is None else self.after.parent

    @property
    def facet(self) -> Facet:
        """Layout where no container that runs is concerned."""
        return "layout" if self.is_drawn else _drawn(self.after)

    def mirrored(self) -> Any:
        """Seen from the other side."""
        return NodeReparented(self.after, self.before, self.is_drawn)


@dataclass(frozen=True, slots=True)
class NodeMoved(_NodeChanged):
    """A node at another place of the canvas."""

    kind: ClassVar[str] = "node-moved"

    @property
    def old(self) -> Any:
        """The old x and y, or `ABSENT`."""
        return ABSENT if self.before.position is None else list(self.before.position)

    @property
    def new(self) -> Any:
        """The new x and y, or `ABSENT`."""
        return ABSENT if self.after.position is None else list(self.after.position)

    @property
    def facet(self) -> Facet:
        """Always layout."""
        return "layout"


@dataclass(frozen=True, slots=True)
class NodeRekeyed(_NodeChanged):
    """A node that was found again under another id."""

    kind: ClassVar[str] = "node-rekeyed"

    @property
    def old(self) -> Any:
        """The old id, and the second identity where the tool keeps one."""
        return self.before.id if self.before.id != self.after.id else self.before.uid

    @property
    def new(self) -> Any:
        """The new id, and the second identity where the tool keeps one."""
        return self.after.id if self.before.id != self.after.id else self.after.uid

    @property
    def facet(self) -> Facet:
        """Always noise."""
        return "noise"


@dataclass(frozen=True, slots=True)
class _NodeLeaf(_NodeChanged):
    """A value of a node that both versions have."""

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

    def mirrored(self) -> Any:
        """Seen from the other side."""
        return type(self)(self.after, self.before, self.leaf.mirrored())


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

    @property
    def facet(self) -> Facet:
        """Always layout."""
        return "layout"


@dataclass(frozen=True, slots=True)
class NoiseChanged(_NodeLeaf):
    """What the tool rewrites in a node by itself."""

    kind: ClassVar[str] = "noise-changed"

    @property
    def facet(self) -> Facet:
        """Always noise."""
        return "noise"


@dataclass(frozen=True, slots=True)
class EdgeAdded(_Of):
    """An edge that only the new version has."""

    after: Edge
    kind: ClassVar[str] = "edge-added"

    @property
    def node(self) -> str:
        """Id of the node that it leads to."""
        return self.after.target

    @property
    def label(self) -> str:
        """The edge as text."""
        return edge_text(self.after)

    @property
    def new(self) -> Any:
        """The edge as text."""
        return edge_text(self.after)

    def mirrored(self) -> EdgeRemoved:
        """Seen from the other side."""
        return EdgeRemoved(self.after)


@dataclass(frozen=True, slots=True)
class EdgeRemoved(_Of):
    """An edge that only the old version has."""

    before: Edge
    kind: ClassVar[str] = "edge-removed"

    @property
    def node(self) -> str:
        """Id of the node that it led to."""
        return self.before.target

    @property
    def label(self) -> str:
        """The edge as text."""
        return edge_text(self.before)

    @property
    def old(self) -> Any:
        """The edge as text."""
        return edge_text(self.before)

    def mirrored(self) -> EdgeAdded:
        """Seen from the other side."""
        return EdgeAdded(self.before)


@dataclass(frozen=True, slots=True)
class EdgeRewired(_Of):
    """An edge that joins the same two nodes by other ports."""

    before: Edge
    after: Edge
    kind: ClassVar[str] = "edge-rewired"

    @property
    def node(self) -> str:
        """Id of the node that it leads to."""
        return self.after.target

    @property
    def label(self) -> str:
        """The edge as text."""
        return edge_text(self.after)

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
class EdgeChanged(_Of):
    """A value of an edge that both versions have, such as its condition."""

    before: Edge
    after: Edge
    leaf: Leaf
    belongs_to: Facet = "logic"
    kind: ClassVar[str] = "edge-changed"

    @property
    def node(self) -> str:
        """Id of the node that it leads to."""
        return self.after.target

    @property
    def label(self) -> str:
        """The edge as text."""
        return edge_text(self.after)

    @property
    def path(self) -> str:
        """JSON Pointer of the value in the edge."""
        return self.leaf.path

    @property
    def old(self) -> Any:
        """The old value, or `ABSENT`."""
        return self.leaf.old

    @property
    def new(self) -> Any:
        """The new value, or `ABSENT`."""
        return self.leaf.new

    @property
    def facet(self) -> Facet:
        """What its format says of this value."""
        return self.belongs_to

    def mirrored(self) -> EdgeChanged:
        """Seen from the other side."""
        return EdgeChanged(self.after, self.before, self.leaf.mirrored(), self.belongs_to)


@dataclass(frozen=True, slots=True)
class WorkflowChanged(_Of):
    """A value of the document outside its nodes and edges."""

    leaf: Leaf
    belongs_to: Facet = "logic"
    kind: ClassVar[str] = "workflow-changed"

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
