"""Writing back into native documents, and what all tools built on React Flow share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.mention import renamed_texts
from wfkit.core.pointer import append, resolve
from wfkit.formats._react_flow import derived_edge_id
from wfkit.formats.writing._change import Change, together
from wfkit.formats.writing._writer import Writer, flag, members

if TYPE_CHECKING:
    from wfkit.core.model import Edge, Graph, Node


class ReactFlowWriter(Writer):
    """Nodes and edges in two lists, what a tool knows of a node in its `data`.

    Attributes:
        base: JSON Pointer to the object that holds both lists.
        label_at: JSON Pointer from a node to its label.
    """

    tool = "React Flow"
    base = ""
    label_at = "/data/label"

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The label, and texts that name the node by it."""
        del data
        return Change({**dict(renamed_texts(graph, {}, {node.id: label})), f"{node.pointer}{self.label_at}": label})

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """The position; the absolute one, where there is a copy, moves as far."""
        del graph
        item = resolve(data, node.pointer)
        change = members(item.get("position"), f"{node.pointer}/position", {"x": x, "y": y})
        absolute = item.get("positionAbsolute")
        if node.position is None or not isinstance(absolute, dict) or not {"x", "y"} <= absolute.keys():
            return change
        by = {"x": absolute["x"] + x - node.position[0], "y": absolute["y"] + y - node.position[1]}
        return together(change, members(absolute, f"{node.pointer}/positionAbsolute", by))

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """An edge at the end of their list."""
        pointer = append(self.base, "edges")
        edges = resolve(data, self.base).get("edges") or []
        return Change({pointer: [*edges, self.edge(data, graph, edge)]})

    def edge(self, data: Any, graph: Graph, edge: Edge) -> dict[str, Any]:
        """The edge as the document has it."""
        del data
        name = derived_edge_id(edge.source, edge.target, edge.source_port, edge.target_port)
        taken = {known.id for known in graph.edges}
        while name in taken:
            name += "_"
        ports = {"sourceHandle": edge.source_port, "targetHandle": edge.target_port}
        ends = {"id": name, "source": edge.source, "target": edge.target}
        return {**ends, **{key: port for key, port in ports.items() if port}}


class NativeWriter(ReactFlowWriter):
    """Native documents say `disabled` at the node."""

    tool = "wfkit"

    def switched(self, data: Any, graph: Graph, node: Node, *, enabled: bool) -> Change:
        """`disabled` at the node; what its data says of it goes when it is enabled."""
        del graph
        item = resolve(data, node.pointer)
        places = [""] if not enabled else ["", "/data"] if isinstance(item.get("data"), dict) else [""]
        return together(*(flag(data, f"{node.pointer}{place}/disabled", is_set=not enabled) for place in places))


WRITER = NativeWriter()
