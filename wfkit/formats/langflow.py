"""Langflow: a React-Flow graph under `data`, whose nodes carry a whole form, field by field, in `data.node.template`.

Read off Langflow's own `lfx/inputs/input_mixin.py` and `lfx/graph/edge/base.py` (1.x) and exports from 2023 on. The
type of a node is `data.type`, and its config is the `value` of each field. The rest of a field is a copy of the
component's schema, which every upgrade rewrites, and is noise, but for what a user sets there: that the value is the
name of a global variable, say. So is a component's source, unless the user wrote it.

Ports are taken from the handles: an output's name, and an input's field. A loop is closed by an edge to an output. A
grouped node holds a flow of its own, and a collection several: their nodes have it as parent.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Graph, Node
from wfkit.formats import _habits
from wfkit.formats._foreign import Reading, take_mapping, take_text
from wfkit.formats._format import Format
from wfkit.formats._langflow_component import component_node
from wfkit.formats._react_flow_reader import edges, shells, take_items
from wfkit.formats._reading import as_text
from wfkit.formats._shares import joined, settle, share, table
from wfkit.formats._sniffing import child, has_lists, is_langflow
from wfkit.formats._wording import kind_of
from wfkit.formats.secrets.langflow import secrets

if TYPE_CHECKING:
    from wfkit.core.model import Edge
    from wfkit.formats._react_flow_reader import Shell
    from wfkit.formats._shares import Shares
    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]

# The server of Langflow writes its own ids, stamps and version.
_FLOW = table(
    read=("data",),
    layout=("icon", "icon_bg_color", "gradient", "style", "locked"),
    noise=("id", "user_id", "folder_id", "updated_at", "date_created", "last_tested_version"),
)
_CANVAS = table(read=("nodes", "edges"), layout=("viewport",))
_COLLECTION = table(read=("flows",))
_EDGE_DATA = table(noise=("sourceHandle", "targetHandle"))
_EXPECTED = {"data": "an object"}
# The first form of a handle: `type|field|node` of an input, `type|node|class|class` of an output.
_FIELD_PLACE = 1


def read(data: Any) -> Graph:
    """The graph of a flow, or of every flow of a collection; whatever is out of order in it is in `problems`.

    Each flow of a collection is a group. A node without an id, and an edge without an end, is no part of the graph.
    """
    flows = _Flows()
    reading = flows.reading
    if not isinstance(data, dict):
        message = f"a flow is {kind_of(data)}; it must be an object"
        reading.report("error", "not-an-object", message, "")
        return Graph(problems=tuple(reading.problems))
    shares = flows.gathered(data) if _is_collection(data) else flows.opened(data, "", None)
    flows.read_all()
    return Graph(
        nodes=tuple(flows.nodes),
        edges=tuple(flows.edges),
        problems=tuple(reading.problems),
        settings=reading.settings_with(shares.settings),
        layout=shares.layout,
        noise=shares.noise,
    )


def _is_collection(data: dict[str, Any]) -> bool:
    return isinstance(data.get("flows"), list) and not has_lists(data.get("data"), "nodes")


@dataclass(frozen=True, slots=True)
class _Scope:
    """Nodes and edges that are still to read, of one flow.

    Attributes:
        nodes: What should be nodes.
        edges: What should be edges.
        base: JSON Pointer to what holds both lists.
        parent: Id of the node that holds the flow, or None.
    """

    nodes: list[Any]
    edges: list[Any]
    base: str
    parent: str | None


@dataclass(slots=True)
class _Flows:
    """What is read so far of the flows in one document, and which of them are still waiting.

    Attributes:
        reading: What else comes up.
        nodes: The nodes; those of a flow inside another come after those of the other.
        edges: The edges, in the same order.
        homes: The ids given out so far, with the node that holds the flow of each.
        waiting: The flows to read. It grows meanwhile, so that no depth of nesting is too deep.
    """

    reading: Reading = field(default_factory=Reading)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    homes: dict[str, str | None] = field(default_factory=dict)
    waiting: list[_Scope] = field(default_factory=list)

    def gathered(self, data: dict[str, Any]) -> Shares:
        """What a collection says besides its flows, which become groups."""
        shares = share(data, _COLLECTION)
        for pointer, flow in self.reading.objects(shares.read.pop("flows"), "/flows", "flows"):
            place = pointer.removeprefix("/flows/")
            group_id = self.claimed(as_text(flow.get("id")) or f"flow {place}", place)
            self.nodes.append(self.group(group_id, flow, pointer))
        return shares

    def group(self, group_id: str, flow: dict[str, Any], pointer: str) -> Node:
        """The group that one flow of a collection is."""
        shares = self.opened(flow, pointer, group_id)
        label = take_text(shares.settings, "name") or group_id
        return Node(
            id=group_id,
            type="flow",
            label=label,
            role="group",
            pointer=pointer,
            settings=shares.settings,
            layout=shares.layout,
            noise=shares.noise,
        )

    def opened(self, flow: dict[str, Any], pointer: str, parent: str | None) -> Shares:
        """What a flow says besides its nodes and edges, which are put on the list of those to read."""
        shares = share(flow, _FLOW)
        canvas = share(take_mapping(shares.read, "data"), _CANVAS)
        base = f"{pointer}/data"
        nodes, edges_ = [take_items(canvas.read, key, base, self.reading) for key in ("nodes", "edges")]
        self.waiting.append(_Scope(nodes, edges_, base, parent))
        settle(canvas, {}, base, self.reading)
        settle(shares, _EXPECTED, pointer, self.reading)
        return joined(shares, canvas, "data")

    def read_all(self) -> None:
        """Read every flow that is waiting, and those that come up meanwhile."""
        for scope in self.waiting:
            found = list(shells(scope.nodes, f"{scope.base}/nodes", self.reading))
            renamed = self.settled(found, scope.parent)
            self.nodes += [self.node(shell) for shell in found]
            self.edges += edges(scope.edges, f"{scope.base}/edges", self.reading, _ports, _EDGE_DATA, renamed=renamed)

    def settled(self, found: list[Shell], parent: str | None) -> dict[str, str]:
        """Put nodes into the one that holds their flow; the ids that they go by, by those that they have."""
        renamed = {shell.id: self.claimed(shell.id, parent) for shell in found}
        for shell in found:
            shell.id = renamed[shell.id]
            shell.parent = renamed.get(shell.parent, shell.parent) if shell.parent else parent
        return renamed

    def claimed(self, node_id: str, home: str | None) -> str:
        """The id, behind that of the node that holds the flow when another flow has it already."""
        while self.homes.setdefault(node_id, home) != home:
            node_id = f"{home}/{node_id}"
        return node_id

    def node(self, shell: Shell) -> Node:
        """The node in a shell. When it holds a flow, that is put on the list of those to read."""
        inner = child(shell.data.get("node"), "flow")
        if not has_lists(child(inner, "data"), "nodes", "edges"):
            return component_node(shell, self.reading)
        flow = self.opened(inner, f"{shell.pointer}/data/node/flow", shell.id)
        return component_node(shell, self.reading, flow)


def _ports(edge: dict[str, Any], _source: str, _target: str) -> tuple[str, str]:
    """The names of the output and of the input, from the copies of the handles that Langflow itself goes by."""
    copies = edge.get("data")
    output = _handle(child(copies, "sourceHandle"), edge.get("sourceHandle"))
    target = _handle(child(copies, "targetHandle"), edge.get("targetHandle"))
    if isinstance(target, dict):
        return _output(output), as_text(target.get("fieldName")) or as_text(target.get("name"))
    parts = target.split("|")
    return _output(output), parts[_FIELD_PLACE] if len(parts) > 1 else target


def _output(handle: dict[str, Any] | str) -> str:
    if isinstance(handle, dict):
        return as_text(handle.get("name"))
    return "" if "|" in handle else handle


def _handle(copy: Any, handle: Any) -> dict[str, Any] | str:
    """The handle as an object, or its text where it holds none: JSON in which œ stands for the double quote."""
    if isinstance(copy, dict):
        return copy
    text = as_text(handle)
    try:
        read = json.loads(text.replace("œ", '"')) if text.startswith("{") else None
    except (ValueError, RecursionError):
        return text
    return read if isinstance(read, dict) else text


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.langflow import WRITER

    return WRITER


FORMAT = Format(
    "langflow", "Langflow", read=read, sniff=is_langflow, writer=writer, habits=_habits.LANGFLOW, secrets=secrets
)
