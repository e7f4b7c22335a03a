"""What operations have in common: what they are about, and how many sides of it there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from wfkit.core.diff.leaves import ABSENT, Leaf

if TYPE_CHECKING:
    from wfkit.core.model import Edge

Facet = Literal["logic", "layout", "noise"]

_EXACT = 2**53


class Operation:
    """What every operation answers, for tables and JSON."""

    __slots__ = ()
    kind: ClassVar[str]
    field: ClassVar[str] = ""
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

    def _shown(self, side: Any) -> Any:
        """What stands for one side in tables: a field of it, unless a class says otherwise."""
        value = getattr(side, self.field)
        return ABSENT if value is None else value


@dataclass(frozen=True, slots=True)
class Added(Operation):
    """Something that only the new version has."""

    after: Any

    @property
    def sides(self) -> tuple[Any, ...]:
        """As it is."""
        return (self.after,)

    @property
    def new(self) -> Any:
        """What stands for it."""
        return self._shown(self.after)


@dataclass(frozen=True, slots=True)
class Removed(Operation):
    """Something that only the old version has."""

    before: Any

    @property
    def sides(self) -> tuple[Any, ...]:
        """As it was."""
        return (self.before,)

    @property
    def old(self) -> Any:
        """What stands for it."""
        return self._shown(self.before)


@dataclass(frozen=True, slots=True)
class Changed(Operation):
    """Something that both versions have."""

    before: Any
    after: Any

    @property
    def sides(self) -> tuple[Any, ...]:
        """As it was and as it is."""
        return self.before, self.after

    @property
    def old(self) -> Any:
        """What stands for it as it was, or `ABSENT`."""
        return self._shown(self.before)

    @property
    def new(self) -> Any:
        """What stands for it as it is, or `ABSENT`."""
        return self._shown(self.after)

    def mirrored(self) -> Self:
        """Seen from the other side."""
        return replace(self, before=self.after, after=self.before)


class OfNode(Operation):
    """About a node."""

    __slots__ = ()
    # A disabled tab runs nothing of what is in it, and the settings of a subflow hold for all of it.
    decides_in_frames: ClassVar[bool] = False

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
        """Layout in place of logic for notes and frames, unless it is what decides for all that lies in a frame."""
        roles = {side.role for side in self.sides}
        is_drawn = "node" not in roles and not (self.decides_in_frames and "group" in roles)
        return "layout" if is_drawn and self.usual_facet == "logic" else self.usual_facet


class OfEdge(Operation):
    """About an edge; its sides are shown by their ends."""

    __slots__ = ()

    @property
    def node(self) -> str:
        """Id of the node that it leads to, in the newest version that has it."""
        return str(self.sides[-1].target)

    @property
    def label(self) -> str:
        """The edge as text, in the newest version that has it."""
        return edge_text(self.sides[-1])

    def _shown(self, side: Any) -> Any:
        return edge_text(side)


class OfLeaf(Operation):
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


def edge_text(edge: Edge) -> str:
    """The edge by the ids of its ends and its ports, such as `a:text -> b:prompt`."""
    return f"{_end(edge.source, edge.source_port)} -> {_end(edge.target, edge.target_port)}"


def follow_up(operation: Operation) -> str:
    """How many references follow a rename or a new id, such as "3 references follow"; "" where none do."""
    count = int(getattr(operation, "followers", 0))
    return f"{count} reference{' follows' if count == 1 else 's follow'}" if count else ""


def as_written(number: float) -> float:
    """The whole number where it is one: some readers give floats, and people write 5, not 5.0."""
    return int(number) if abs(number) < _EXACT and number == int(number) else number


def _end(node_id: str, port: str) -> str:
    return f"{node_id}:{port}" if port else node_id
