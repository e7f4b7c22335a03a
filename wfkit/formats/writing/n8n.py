"""Writing back into n8n's workflows: a name is the key of a node, in connections and in expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.merge.n8n import with_names
from wfkit.core.pointer import append, resolve
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput
from wfkit.formats.writing._change import Change
from wfkit.formats.writing._writer import Writer, flag, number

if TYPE_CHECKING:
    from wfkit.core.model import Edge, Graph, Node

_MAIN = "main"


class N8nWriter(Writer):
    """Workflows as n8n exports them, bare or under `workflow`."""

    tool = "n8n"

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The name, with every connection and expression that names the node.

        Raises:
            InvalidInput: Another node has this name, or it is empty.
        """
        if node.role == "note":
            self.refuse("renamed", node)
        if not label or label in graph.by_id:
            msg = f"n8n knows nodes by their names, and {quoted(label)} is {'taken' if label else 'none'}; pass another"
            raise InvalidInput(msg)
        return Change({**with_names(data, graph, {node.id: label}), append(node.pointer, "name"): label})

    def switched(self, data: Any, graph: Graph, node: Node, *, enabled: bool) -> Change:
        """`disabled` at the node."""
        del graph
        return flag(data, f"{node.pointer}/disabled", is_set=not enabled)

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """The position, a list of two."""
        del data, graph
        return Change({f"{node.pointer}/position": [number(x), number(y)]})

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A connection in the slot of the output; slots before it that are not there yet are empty."""
        kind, slot = _place(edge.source_port)
        target_kind, index = _place(edge.target_port)
        base = _connections(graph)
        kinds = (resolve(data, base) if _has(data, base) else {}).get(edge.source) or {}
        slots = [*(kinds.get(kind) or [])]
        slots += [[] for _ in range(slot + 1 - len(slots))]
        slots[slot] = [*(slots[slot] or []), {"node": edge.target, "type": target_kind, "index": index}]
        return Change({append(base, edge.source): {**kinds, kind: slots}})

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One connection less; outputs at the end without any go, and so do the type and the node without outputs."""
        del graph
        slots_at, slot, place = _split(edge.pointer)
        slots = [*resolve(data, slots_at)]
        slots[slot] = [item for at, item in enumerate(slots[slot]) if at != place]
        while slots and not slots[-1]:
            slots.pop()
        if slots:
            return Change({slots_at: slots})
        kinds_at = slots_at.rpartition("/")[0]
        return Change(removed=(kinds_at if len(resolve(data, kinds_at)) == 1 else slots_at,))

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """The node, and the empty outputs that are left of it."""
        base = _connections(graph)
        held = resolve(data, base) if _has(data, base) else {}
        left = (append(base, node.id),) if isinstance(held, dict) and node.id in held else ()
        return Change(removed=(node.pointer, *left))


def _place(port: str) -> tuple[str, int]:
    """The type of a connection and the index of the slot that a port is."""
    kind, _, slot = port.rpartition(":")
    if slot and not slot.isdecimal():
        msg = f"{quoted(port)} is no port of n8n; ports are numbers, or a type and a number such as 'ai_tool:0'"
        raise InvalidInput(msg)
    return kind or _MAIN, int(slot or 0)


def _split(pointer: str) -> tuple[str, int, int]:
    """Where the outputs are that a connection is in, which of them it is, and its place there."""
    slot_at, _, place = pointer.rpartition("/")
    slots_at, _, slot = slot_at.rpartition("/")
    return slots_at, int(slot), int(place)


def _connections(graph: Graph) -> str:
    return append(graph.nodes[0].pointer.rpartition("/nodes/")[0], "connections") if graph.nodes else "/connections"


def _has(data: Any, pointer: str) -> bool:
    above, _, key = pointer.rpartition("/")
    return key in resolve(data, above)


WRITER = N8nWriter()
