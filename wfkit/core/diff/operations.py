"""What can happen between two versions of a graph: one frozen dataclass a kind of change.

Each belongs to a facet: `logic` is what changes what the workflow does; `layout` is how it is drawn, notes and frames
included; `noise` is what the tool rewrites by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from wfkit.core.diff import _operation
from wfkit.core.diff._operation import Added, Changed, Facet, OfEdge, OfLeaf, OfNode, Removed, edge_text, follow_up
from wfkit.core.diff.leaves import ABSENT, Leaf

if TYPE_CHECKING:
    from wfkit.core.model import Edge, Node

__all__ = [
    "FACETS", "KINDS", "ConfigChanged", "EdgeAdded", "EdgeChange", "EdgeChanged", "EdgeRemoved", "EdgeRewired", "Facet",
    "LayoutChanged", "NodeAdded", "NodeChange", "NodeMoved", "NodeRekeyed", "NodeRemoved", "NodeRenamed",
    "NodeReparented", "NodeRetyped", "NodeSwitched", "NoiseChanged", "Operation", "ReferenceFollowed", "SettingChanged",
    "WorkflowChanged",
    "edge_text", "follow_up",
]  # fmt: skip

FACETS: tuple[Facet, ...] = ("logic", "layout", "noise")


@dataclass(frozen=True, slots=True)
class NodeAdded(OfNode, Added):
    """A node that only the new version has; it is shown by its type."""

    after: Node
    kind: ClassVar[str] = "node-added"
    field: ClassVar[str] = "type"

    def mirrored(self) -> NodeRemoved:
        """Seen from the other side."""
        return NodeRemoved(self.after)


@dataclass(frozen=True, slots=True)
class NodeRemoved(OfNode, Removed):
    """A node that only the old version has; it is shown by its type."""

    before: Node
    kind: ClassVar[str] = "node-removed"
    field: ClassVar[str] = "type"

    def mirrored(self) -> NodeAdded:
        """Seen from the other side."""
        return NodeAdded(self.before)


@dataclass(frozen=True, slots=True)
class _NodeChanged(OfNode, Changed):
    """Something about a node that both versions have."""

    before: Node
    after: Node


@dataclass(frozen=True, slots=True)
class NodeRenamed(_NodeChanged):
    """A node with another label.

    Attributes:
        followers: How many values changed for no other reason; each is a `ReferenceFollowed`.
    """

    followers: int = 0
    kind: ClassVar[str] = "node-renamed"
    field: ClassVar[str] = "label"


@dataclass(frozen=True, slots=True)
class NodeRetyped(_NodeChanged):
    """A node of another type."""

    kind: ClassVar[str] = "node-retyped"
    field: ClassVar[str] = "type"


@dataclass(frozen=True, slots=True)
class NodeSwitched(_NodeChanged):
    """A node that was disabled, or enabled; its sides say whether it was and is enabled."""

    kind: ClassVar[str] = "node-switched"
    decides_in_frames: ClassVar[bool] = True
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

    def _shown(self, side: Node) -> Any:
        return ABSENT if side.position is None else [_operation.as_written(number) for number in side.position]


@dataclass(frozen=True, slots=True)
class NodeRekeyed(_NodeChanged):
    """A node that was found again under another id, or whose second identity is another.

    Attributes:
        followers: How many values changed for no other reason; each is a `ReferenceFollowed`.
    """

    followers: int = 0
    kind: ClassVar[str] = "node-rekeyed"
    usual_facet: ClassVar[Facet] = "noise"

    def _shown(self, side: Node) -> Any:
        # Where the id is the name, a new one is a rename, and only the second identity is noise.
        is_of_uid = self.before.uid != self.after.uid and self.before.id in {self.after.id, self.before.label}
        return side.uid if is_of_uid else side.id


@dataclass(frozen=True, slots=True)
class _NodeLeaf(OfLeaf, _NodeChanged):
    """A value of a node that both versions have."""

    leaf: Leaf

    def mirrored(self) -> Self:
        """Seen from the other side."""
        return replace(self, before=self.after, after=self.before, leaf=self.leaf.mirrored())


@dataclass(frozen=True, slots=True)
class ConfigChanged(_NodeLeaf):
    """A leaf of a node's config; `path` is a JSON Pointer inside the config."""

    kind: ClassVar[str] = "config-changed"
    decides_in_frames: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SettingChanged(_NodeLeaf):
    """A setting of a node outside its config, such as what happens on an error."""

    kind: ClassVar[str] = "setting-changed"
    decides_in_frames: ClassVar[bool] = True


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
class ReferenceFollowed(_NodeLeaf):
    """A value that only follows another change: it calls a renamed node by its new name, or repeats what an edge says.

    The tool writes it by itself. It is a leaf of the config, or of a setting where a format has references there.
    """

    kind: ClassVar[str] = "reference-followed"
    usual_facet: ClassVar[Facet] = "noise"


@dataclass(frozen=True, slots=True)
class EdgeAdded(OfEdge, Added):
    """An edge that only the new version has."""

    after: Edge
    kind: ClassVar[str] = "edge-added"

    def mirrored(self) -> EdgeRemoved:
        """Seen from the other side."""
        return EdgeRemoved(self.after)


@dataclass(frozen=True, slots=True)
class EdgeRemoved(OfEdge, Removed):
    """An edge that only the old version has."""

    before: Edge
    kind: ClassVar[str] = "edge-removed"

    def mirrored(self) -> EdgeAdded:
        """Seen from the other side."""
        return EdgeAdded(self.before)


@dataclass(frozen=True, slots=True)
class EdgeRewired(OfEdge, Changed):
    """An edge that joins the same two nodes by other ports."""

    before: Edge
    after: Edge
    kind: ClassVar[str] = "edge-rewired"


@dataclass(frozen=True, slots=True)
class EdgeChanged(OfLeaf, OfEdge, Changed):
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
    def facet(self) -> Facet:
        """What its format says of this value."""
        return self.belongs_to

    def mirrored(self) -> Self:
        """Seen from the other side."""
        return replace(self, before=self.after, after=self.before, leaf=self.leaf.mirrored())


@dataclass(frozen=True, slots=True)
class WorkflowChanged(OfLeaf):
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

    def mirrored(self) -> Self:
        """Seen from the other side."""
        return replace(self, leaf=self.leaf.mirrored())


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
    | ReferenceFollowed
)
EdgeChange = EdgeAdded | EdgeRemoved | EdgeRewired | EdgeChanged
Operation = NodeAdded | NodeRemoved | NodeChange | EdgeChange | WorkflowChanged

KINDS: tuple[str, ...] = (
    "node-added", "node-removed", "node-retyped", "node-renamed", "node-switched", "config-changed",
    "setting-changed", "node-reparented", "edge-added", "edge-removed", "edge-rewired", "edge-changed",
    "workflow-changed", "node-moved", "layout-changed", "node-rekeyed", "reference-followed",
    "noise-changed",
)  # fmt: skip
"""Every kind, in the order in which a summary names them."""
