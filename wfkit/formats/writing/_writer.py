"""What every format's writer can be asked, and how most of it is done where a tool keeps things in plain sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from wfkit.core.diff import ABSENT
from wfkit.core.pointer import append
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput
from wfkit.formats.writing._change import Change, setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.model import Edge, Graph, Node


class Writer:
    """Gives the changes of a document for what is to change in its graph.

    Every method takes the document's data, its graph, and what it is about; nodes and edges are those of that graph.
    Those that a tool has no place for raise `InvalidInput`.
    """

    tool = "this format"

    def of(self, data: Any) -> Writer:
        """The writer of this document, where a tool has several forms of them."""
        del data
        return self

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """Another value in the config of a node.

        Args:
            data: The document.
            graph: Its graph.
            node: Whose config it is.
            path: JSON Pointer within `node.config`.
            value: The new value, `ABSENT` to remove it.
        """
        del graph
        return setting(data, f"{node.config_pointer}{path}", value)

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """Another label; what refers to the node by it follows."""
        del data, graph, label
        self.refuse("renamed", node)

    def switched(self, data: Any, graph: Graph, node: Node, *, enabled: bool) -> Change:
        """Left out of a run, or taking part in it again."""
        del data, graph
        self.refuse("enabled" if enabled else "disabled", node)

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """Another place on the canvas."""
        del data, graph, x, y
        self.refuse("moved", node)

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One more edge; of the edge that is given only ends and ports count."""
        del data, graph
        msg = f"wfkit cannot connect nodes of {self.tool}: {quoted(edge.source)}, {quoted(edge.target)}"
        raise InvalidInput(msg)

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One edge less."""
        del data, graph
        return Change(removed=(edge.pointer,))

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """One node less; its edges are gone already."""
        del data, graph
        return Change(removed=(node.pointer,))

    def refuse(self, what: str, node: Node) -> NoReturn:
        """Says that the tool has no place for it.

        Raises:
            InvalidInput: Always.
        """
        msg = f"nodes of {self.tool} cannot be {what}: the file has no place for it ({quoted(node.label)})"
        raise InvalidInput(msg)


def flag(data: Any, pointer: str, *, is_set: bool) -> Change:
    """A key that is true or left out."""
    return setting(data, pointer, True if is_set else ABSENT)


def number(value: float) -> float:
    """The number as a document would have it: whole ones without a fraction."""
    return int(value) if float(value).is_integer() else value


def members(held: Any, pointer: str, values: Mapping[str, float]) -> Change:
    """Several numbers in one object, which is made where there is none."""
    numbers = {key: number(value) for key, value in values.items()}
    if not isinstance(held, dict):
        return Change({pointer: numbers})
    return Change({append(pointer, key): value for key, value in numbers.items()})
