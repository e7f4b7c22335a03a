"""Node-RED: one flat list of tabs, subflow definitions, groups, configuration nodes and the nodes of the flows.

Read off the runtime's and the editor's sources of Node-RED 4 (`red/runtime/flows`, `editor-client/src/js/nodes.js`)
and real exports. `wires` are the edges, by output port; there is one input port. The other links between nodes
(`links` of link nodes, `scope` of catch nodes, ids of configuration nodes) are settings, as in the document.

A tab, a subflow definition and a group are groups, and what is in them names them by `z` and `g`. Most exports
leave out the tab. Then `z` leads nowhere, and it says nothing: an import puts such nodes on the tab in view. The
ends of a subflow are nodes of their own, `<subflow>/in/0`, `<subflow>/out/0` and `<subflow>/status`, in its group.

Only what the editor itself gives to nodes of every type is layout: place, size, whether the label is shown (`l`)
and the labels of ports. `icon`, `color`, `width` and `order` are settings of dashboard widgets, and so of any node.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Graph, Node, Port
from wfkit.formats import _habits
from wfkit.formats._foreign import (
    Reading,
    take,
    take_flag,
    take_index,
    take_label,
    take_list,
    take_mapping,
    take_pair_of,
    take_text,
)
from wfkit.formats._format import Format
from wfkit.formats._react_flow import derived_edge_id
from wfkit.formats._reading import as_text
from wfkit.formats._sniffing import is_node_red
from wfkit.formats._wording import kind_of
from wfkit.formats.mentions.node_red import mentions
from wfkit.formats.secrets.node_red import secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import NodeRole
    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]

_CONTAINERS = ("tab", "subflow", "group")
_ROLES: Mapping[str, NodeRole] = {**dict.fromkeys(_CONTAINERS, "group"), "comment": "note"}
_INSTANCE = "subflow:"
# Most outputs are the first or the second of a node.
_port = lru_cache(maxsize=256)(Port)

_SETTINGS = ("info",)
_LAYOUT = ("l", "inputLabels", "outputLabels")
# What the editor gives to one type alone; for all others it may be a setting of their own.
_SETTINGS_OF = {"tab": ("info", "locked"), "comment": ()}
_LAYOUT_OF = {"tab": (), "group": ("style",), "subflow": ("color", "icon", "inputLabels", "outputLabels")}

_EXPECTED = {
    **dict.fromkeys(("name", "z", "g"), "a string"),
    **dict.fromkeys(("x", "y"), "a number"),
    "d": "true or false",
    "wires": "a list",
}
_EXPECTED_OF = {
    "tab": {"label": "a string", "disabled": "true or false"},
    "group": {**_EXPECTED, **dict.fromkeys(("w", "h"), "a number")},
    "subflow": {"name": "a string", "in": "a list", "out": "a list", "status": "an object"},
}


def read(data: Any) -> Graph:
    """The graph of a list of nodes, bare or under `flows`; whatever is out of order in it is in `problems`.

    A node without an id is no part of the graph.
    """
    reading = Reading()
    rest = dict(data) if isinstance(data, dict) else {"flows": data}
    base = "/flows" if isinstance(data, dict) else ""
    noise = take(rest, ("rev",))
    if not isinstance(rest.get("flows"), list):
        message = f"the flows are {kind_of(rest.get('flows'))}; they must be a list of nodes"
        reading.report("error", "missing-nodes", message, base)
    flows = _Flows(reading)
    flows.read(take_list(rest, "flows"), base)
    settings = reading.settings_with(rest)
    return Graph(tuple(flows.nodes), tuple(flows.edges), tuple(reading.problems), settings, noise=noise)


@dataclass(slots=True)
class _Flows:
    """The nodes and edges read so far, and what has to be known of all nodes to read one.

    Attributes:
        reading: What else comes up.
        containers: The tabs, subflow definitions and groups by id.
        members: The ids of the nodes in each group, by what the nodes say.
        nodes: The nodes, in the order of the document.
        edges: The edges, in the order of the document.
    """

    reading: Reading
    containers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def read(self, items: list[Any], base: str) -> None:
        """Read every item of the list."""
        found = list(self.reading.objects(items, base, "nodes"))
        for _, item in found:
            self._survey(item)
        for pointer, item in found:
            node_id = as_text(item.get("id"))
            if node_id:
                self._read_node(node_id, item, pointer)
            else:
                message = "the node has no 'id'; it must be a text, unique among the nodes"
                self.reading.refuse("missing-id", message, pointer, item)

    def _survey(self, item: Mapping[str, Any]) -> None:
        node_id, group = item.get("id"), item.get("g")
        if item.get("type") in _CONTAINERS and isinstance(node_id, str):
            self.containers.setdefault(node_id, item)
        if isinstance(group, str) and isinstance(node_id, str):
            self.members.setdefault(group, []).append(node_id)

    def _read_node(self, node_id: str, item: Mapping[str, Any], pointer: str) -> None:
        rest = dict(item)
        kind = self._take_type(rest, pointer, node_id)
        settings, layout = take(rest, _SETTINGS_OF.get(kind, _SETTINGS)), take(rest, _LAYOUT_OF.get(kind, _LAYOUT))
        noise = {} if take_text(rest, "id") else take(rest, ("id",))
        if kind == "group":
            self._take_members(node_id, rest, settings)
        ends = list(self._take_ends(node_id, rest, pointer)) if kind == "subflow" else []
        outputs = self._take_wires(node_id, rest, pointer)
        node = Node(
            id=node_id,
            type=kind,
            label=take_label(rest, noise, "label" if kind == "tab" else "name", self._name_of(kind) or node_id),
            position=take_pair_of(rest, "x", "y"),
            parent=self._take_parent(node_id, rest, settings, noise),
            role=_ROLES.get(kind, "node"),
            pointer=pointer,
            config_pointer=pointer,
            outputs=tuple(map(_port, map(str, range(outputs)))),
            enabled=not take_flag(rest, "disabled" if kind == "tab" else "d"),
            size=take_pair_of(rest, "w", "h") if kind == "group" else None,
            config=rest,
            settings=settings,
            layout=layout,
            noise=noise,
        )
        expected = _EXPECTED_OF.get(kind, _EXPECTED)
        if not expected.keys().isdisjoint(rest):
            self.reading.warn_of(rest, expected, pointer, node_id)
        self.nodes += [node, *ends]

    def _take_type(self, rest: dict[str, Any], pointer: str, node_id: str) -> str:
        kind = take_text(rest, "type")
        if not kind:
            message = "the node has no 'type'; it must be the name of a node type"
            self.reading.report("warning", "missing-type", message, pointer, node_id)
        return kind

    def _name_of(self, kind: str) -> str:
        """What a node without a name of its own is called: its type, or the subflow that it is an instance of."""
        if not kind.startswith(_INSTANCE):
            return kind
        name = self.containers.get(kind[len(_INSTANCE) :], {}).get("name")
        return name if isinstance(name, str) and name else kind

    def _take_parent(
        self, node_id: str, rest: dict[str, Any], settings: dict[str, Any], noise: dict[str, Any]
    ) -> str | None:
        group, owner = take_text(rest, "g"), take_text(rest, "z")
        container = self.containers.get(group) if group != node_id else None
        if container is not None:
            # What a node in a group says of its tab is a copy of what the group says.
            if owner != container.get("z", ""):
                settings["z"] = owner
            return group
        if group:
            settings["g"] = group
        if owner in self.containers and owner != node_id:
            return owner
        if owner:
            noise["z"] = owner
        return None

    def _take_members(self, node_id: str, rest: dict[str, Any], settings: dict[str, Any]) -> None:
        """Drop the list of a group's members where it is a copy of what they say themselves; else it is a setting."""
        members = rest.pop("nodes", [])
        is_list = isinstance(members, list) and all(isinstance(member, str) for member in members)
        if not is_list or sorted(members) != sorted(self.members.get(node_id, [])):
            settings["nodes"] = members

    def _take_wires(self, source: str, rest: dict[str, Any], pointer: str) -> int:
        """Read the edges that leave a node; gives the number of its outputs."""
        wires = take_list(rest, "wires")
        for port, slot in enumerate(wires):
            place = f"{pointer}/wires/{port}"
            for index, target in enumerate(self._list(slot, place)):
                target_id = as_text(target)
                if target_id:
                    # Ids are texts; where one is a number, the edge says so.
                    noise = {} if isinstance(target, str) else {"target": target}
                    self._add_edge((source, target_id, str(port), ""), f"{place}/{index}", noise=noise)
                else:
                    message = "the wire has no target; it must be the id of a node"
                    self.reading.refuse("missing-end", message, f"{place}/{index}", target)
        return len(wires)

    def _take_ends(self, subflow: str, rest: dict[str, Any], pointer: str) -> Iterator[Node]:
        """Where the wires inside a subflow come from and lead to, each end as a node in the subflow."""
        for key in ("in", "out"):
            for index, end in enumerate(take_list(rest, key)):
                if isinstance(end, dict):
                    yield self._end(f"{subflow}/{key}/{index}", subflow, key, end, f"{pointer}/{key}/{index}")
                else:
                    self.reading.refuse_kind(f"an end under {key!r}", "an object", f"{pointer}/{key}/{index}", end)
        if status := take_mapping(rest, "status"):
            yield self._end(f"{subflow}/status", subflow, "status", status, f"{pointer}/status")

    def _end(self, node_id: str, subflow: str, key: str, end: Mapping[str, Any], pointer: str) -> Node:
        rest = dict(end)
        wires = self._list(rest.pop("wires", None), f"{pointer}/wires")
        for index, wire in enumerate(wires):
            self._read_wire(node_id, wire, f"{pointer}/wires/{index}", is_input=key == "in")
        position = take_pair_of(rest, "x", "y")
        self.reading.warn_of(rest, _EXPECTED, pointer, node_id)
        return Node(
            id=node_id,
            type=f"subflow-{key}",
            label=key,
            position=position,
            parent=subflow,
            role="group",
            pointer=pointer,
            config_pointer=pointer,
            settings=rest,
        )

    def _read_wire(self, end: str, wire: Any, pointer: str, *, is_input: bool) -> None:
        rest = dict(wire) if isinstance(wire, dict) else {}
        inner = take_text(rest, "id")
        if not inner:
            message = "the wire has no 'id'; it must be the id of a node of the subflow"
            self.reading.refuse("missing-end", message, pointer, wire)
        elif is_input:
            self._add_edge((end, inner, "", ""), pointer, rest)
        else:
            self._add_edge((inner, end, take_index(rest, "port"), ""), pointer, rest)

    def _add_edge(
        self,
        ends: tuple[str, str, str, str],
        pointer: str,
        settings: Mapping[str, Any] | None = None,
        noise: Mapping[str, Any] | None = None,
    ) -> None:
        name = self.reading.unique(derived_edge_id(*ends))
        self.edges.append(Edge(name, *ends, pointer, settings or {}, {}, noise or {}))

    def _list(self, value: Any, pointer: str) -> list[Any]:
        if isinstance(value, list):
            return value
        if value is not None:
            self.reading.refuse_kind("an output", "a list", pointer, value)
        return []


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.node_red import WRITER

    return WRITER


FORMAT = Format(
    "node-red",
    "Node-RED",
    read=read,
    sniff=is_node_red,
    mentions=mentions,
    writer=writer,
    habits=_habits.FORM,
    secrets=secrets,
)
