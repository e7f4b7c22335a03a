"""Writing back into Flowise's flows: what an edge brings stands in the inputs too, and handles hold ids and types.

Read off the marketplace's files (2.x and 3.x); the editor has these rules in `Canvas.jsx` and `ReactFlowContext.jsx`.
The last generation, agentflows, joins nodes as wholes: an edge enters at the node's id and brings nothing into its
inputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append, resolve, split
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput
from wfkit.formats._reading import as_text
from wfkit.formats._sniffing import child
from wfkit.formats.flowise import CUSTOM, port_of
from wfkit.formats.writing._change import Change, setting, together
from wfkit.formats.writing._react_flow import Handles, HandleWriter, chosen, end_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Edge, Graph, Node
    from wfkit.formats.writing._react_flow import End

_BRANCHING = ("conditionAgentflow", "conditionAgentAgentflow")
_ASKING = "humanInputAgentflow"
_ANSWERS = ("proceed", "reject")
_ABOVE_CONTAINER = 9999


class FlowiseWriter(HandleWriter):
    """Chatflows and agentflows of all generations."""

    tool = "Flowise"

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """The edge, what it brings into the inputs of its target, and the output of its source that it leaves.

        Raises:
            InvalidInput: There is no such anchor, or it takes one edge and has one.
        """
        made = self.edge(data, graph, edge)
        source = end_at(data, graph, edge.source, port_of(made["sourceHandle"], edge.source, "output"))
        target = end_at(data, graph, edge.target, port_of(made["targetHandle"], edge.target, "input"))
        _require_room(graph, target)
        changes = [Change({"/edges": [*resolve(data, "/edges"), made]}), *_selected(data, graph, source)]
        return together(*changes, *_brought(data, target, _instance(edge.source)))

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One edge less, and what it brought into the inputs."""
        change = Change(removed=(edge.pointer,))
        twins = [other for other in graph.edges if _ends(other) == _ends(edge)]
        if len(twins) > 1 or edge.target not in graph.by_id or not edge.target_port:
            return change
        return together(change, _taken(data, graph.by_id[edge.target], edge.target_port, _instance(edge.source)))

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """The node, and what it would bring into the inputs of others without an edge."""
        left = {
            (other.id, split(mention.path)[0])
            for other in graph.nodes
            for mention in graph.mentions(other)
            if other.id != node.id and mention.doubles_edge and mention.node_id == node.id
        }
        changes = [_taken(data, graph.node(holder), key, _instance(node.id)) for holder, key in sorted(left)]
        return together(Change(removed=(node.pointer,)), *changes)

    def edge(self, data: Any, graph: Graph, edge: Edge) -> dict[str, Any]:
        """The edge, drawn as those of its generation are; one inside a container lies above it."""
        made = {key: value for key, value in super().edge(data, graph, edge).items() if key != "zIndex"}
        target = graph.node(edge.target)
        made.setdefault("type", "buttonedge" if _is_old(resolve(data, target.pointer)) else "agentFlow")
        return made if target.parent is None else {**made, "zIndex": _ABOVE_CONTAINER}

    def handles(self, source: End, target: End, peer: Mapping[str, Any]) -> Handles:
        """The ids of two anchors; that of the node itself where an agentflow takes an edge."""
        output = _anchor(source, _outputs(source), "output")
        if _is_old(target.item):
            input_ = _anchor(target, _inputs(target), "input")
            said = {"label": ""} if not peer or "data" in peer else None
        else:
            input_ = chosen(target.port, [""], target, "input") or target.id
            said = _coloured(source, target, output)
        return Handles(output, input_, f"{source.id}-{output}-{target.id}-{input_}", said)


def _is_old(item: Mapping[str, Any]) -> bool:
    """Whether a node is of the first two generations, whose inputs have anchors."""
    return item.get("type") == CUSTOM


def _anchor(end: End, anchors: Iterator[dict[str, Any]], side: str) -> str:
    """The id of the anchor that the port of an end is, which is the handle."""
    found = {port_of(anchor.get("id"), end.id, side): anchor for anchor in anchors}
    return as_text(found[chosen(end.port, found, end, side)].get("id"))


def _outputs(end: End) -> Iterator[dict[str, Any]]:
    for anchor in _items(end.data, "outputAnchors"):
        yield from _items(anchor, "options") or [anchor]


def _inputs(end: End) -> Iterator[dict[str, Any]]:
    yield from _items(end.data, "inputAnchors")
    yield from (item for item in _items(end.data, "inputParams") if item.get("acceptVariable") is True)


def _items(holder: Any, key: str) -> list[dict[str, Any]]:
    found = child(holder, key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _coloured(source: End, target: End, output: str) -> dict[str, Any]:
    """What an edge of an agentflow says of its ends: their colours, and which branch of the source it is."""
    said: dict[str, Any] = {"sourceColor": source.data.get("color"), "targetColor": target.data.get("color")}
    branch = output.rpartition("-")[2]
    if source.node.type in _BRANCHING:
        said["edgeLabel"] = branch if branch.isdecimal() else "0"
    if source.node.type == _ASKING:
        said["edgeLabel"] = _ANSWERS[branch != "0"]
    return {**said, "isHumanInput": source.node.type == _ASKING}


def _instance(node_id: str) -> str:
    return f"{{{{{node_id}.data.instance}}}}"


def _ends(edge: Edge) -> tuple[str, str, str, str]:
    return edge.source, edge.source_port, edge.target, edge.target_port


def _require_room(graph: Graph, target: End) -> None:
    """Refuses a second edge to an input that takes one.

    Raises:
        InvalidInput: There is an edge to it.
    """
    takes_one = any(port.name == target.port and not port.multiple for port in target.node.inputs)
    there = [edge.source for edge in graph.incoming.get(target.node.id, ()) if edge.target_port == target.port]
    if takes_one and there:
        names = listed([graph.by_id[source].label if source in graph.by_id else source for source in there])
        msg = f"{quoted(target.port)} of {quoted(target.node.label)} takes one edge; disconnect {names} first"
        raise InvalidInput(msg)


def _brought(data: Any, target: End, instance: str) -> Iterator[Change]:
    """What an edge brings into the inputs. Text with variables in it is the user's, and is filled only when empty."""
    key = target.port
    anchor = next((item for item in _items(target.data, "inputAnchors") if item.get("name") == key), None)
    pointer, held = append(target.node.config_pointer, key), target.node.config.get(key)
    if anchor is not None and anchor.get("list") is True:
        items = held if isinstance(held, list) else []
        yield setting(data, pointer, items if instance in items else [*items, instance])
    elif key and (anchor is not None or not held):
        yield setting(data, pointer, instance)


def _taken(data: Any, target: Node, key: str, instance: str) -> Change:
    """The inputs without what an edge brought."""
    held = target.config.get(key)
    if isinstance(held, list) and instance in held:
        return setting(data, append(target.config_pointer, key), [item for item in held if item != instance])
    if isinstance(held, str) and instance in held:
        return setting(data, append(target.config_pointer, key), held.replace(instance, ""))
    return Change()


def _selected(data: Any, graph: Graph, source: End) -> Iterator[Change]:
    """That this is the output which the node gives, where it gives one of several and no edge leaves by another."""
    for anchor in _items(source.data, "outputAnchors"):
        ports = [port_of(item.get("id"), source.id, "output") for item in _items(anchor, "options")]
        used = {edge.source_port for edge in graph.outgoing.get(source.node.id, ())}
        if source.port in ports and used.isdisjoint(ports):
            yield setting(
                data, append(source.node.pointer, "data", "outputs", as_text(anchor.get("name"))), source.port
            )


WRITER = FlowiseWriter()
