"""Writing back into Node-RED's flat lists: wires are kept at the node that they leave, by output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append, resolve
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput
from wfkit.formats.writing._change import Change, together
from wfkit.formats.writing._writer import Writer, flag, number

if TYPE_CHECKING:
    from wfkit.core.model import Edge, Graph, Node


class NodeRedWriter(Writer):
    """Flows as the editor exports them. The config of a node is the node itself, so only its own keys are set there."""

    tool = "Node-RED"

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """One of the node's own keys.

        Raises:
            InvalidInput: The key says what the node is or where it lies.
        """
        key = path.split("/")[1] if path else ""
        held = resolve(data, node.pointer)
        if not key or (key in held and key not in node.config):
            msg = f"{quoted(path)} is no setting of {quoted(node.label)}; its settings are {', '.join(node.config)}"
            raise InvalidInput(msg)
        return super().configured(data, graph, node, path, value)

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The name, or the label of a tab."""
        del graph
        self.require_own(data, node, "renamed")
        return Change({append(node.pointer, "label" if node.type == "tab" else "name"): label})

    def switched(self, data: Any, graph: Graph, node: Node, *, enabled: bool) -> Change:
        """`d`, or `disabled` of a tab; one that is not set is left out, as the editor does."""
        del graph
        self.require_own(data, node, "switched")
        if node.type == "tab":
            return Change({f"{node.pointer}/disabled": not enabled})
        return flag(data, f"{node.pointer}/d", is_set=not enabled)

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """The two numbers at the node."""
        del data, graph
        if node.position is None:
            self.refuse("moved", node)
        return Change({f"{node.pointer}/x": number(x), f"{node.pointer}/y": number(y)})

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A wire from an output of the source; outputs before it that are not there yet have none."""
        source, target = graph.node(edge.source), graph.node(edge.target)
        for end in (source, target):
            self.require_own(data, end, "connected by a wire")
        if edge.source_port and not edge.source_port.isdecimal():
            msg = f"{quoted(edge.source_port)} is no output of Node-RED; outputs are numbers from 0"
            raise InvalidInput(msg)
        slot = int(edge.source_port or 0)
        wires = [*resolve(data, source.pointer).get("wires", [])]
        wires += [[] for _ in range(slot + 1 - len(wires))]
        wires[slot] = [*wires[slot], target.id]
        return Change({append(source.pointer, "wires"): wires})

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """The node, and its place in the list of its group's members."""
        self.require_own(data, node, "removed")
        lists = [
            Change({append(group.pointer, "nodes"): [member for member in members if member != node.id]})
            for group in graph.nodes
            if group.type == "group" and node.id in (members := resolve(data, group.pointer).get("nodes", []))
        ]
        return together(Change(removed=(node.pointer,)), *lists)

    def require_own(self, data: Any, node: Node, what: str) -> None:
        """Refuses the ends of a subflow, which are parts of its definition.

        Raises:
            InvalidInput: It is one.
        """
        if resolve(data, node.pointer).get("id") != node.id:
            self.refuse(what, node)


WRITER = NodeRedWriter()
