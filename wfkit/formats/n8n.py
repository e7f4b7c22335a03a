"""n8n: nodes that know each other by name, and connections kept apart from them.

Read off n8n's own types (`INode`, `INodeConnections`, `IConnection` and `IWorkflowBase` of n8n-workflow 1.x) and
real exports. A node's key is its `name`, to the letter: names differ by case or by outer spaces alone, and two
nodes may share one. Its `id` survives a rename, and is the `uid`. A port is the index of the slot; of a connection
type other than `main` it is `ai_tool:0`. Connections of these types lead from the supplier to the agent that uses
it, as in the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Graph, Node
from wfkit.core.pointer import append
from wfkit.formats import _habits
from wfkit.formats._foreign import (
    Reading,
    first_words,
    take,
    take_flag,
    take_index,
    take_mapping,
    take_pair,
    take_pair_of,
    take_text,
)
from wfkit.formats._format import Format
from wfkit.formats._sniffing import child, has_lists, is_n8n
from wfkit.formats._wording import kind_of
from wfkit.formats.mentions.n8n import mentions
from wfkit.formats.secrets.n8n import secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]

STICKY_NOTE = "n8n-nodes-base.stickyNote"

# The server writes these: the ids and counters of its database, and the state that triggers left behind.
_WORKFLOW_NOISE = (
    *("id", "meta", "versionId", "activeVersionId", "versionCounter", "triggerCount", "hash"),
    *("createdAt", "updatedAt", "staticData", "shared"),
    *("homeProject", "sharedWithProjects", "usedCredentials", "scopes", "parentFolder"),
)
_TAG_NOISE = frozenset({"id", "createdAt", "updatedAt"})
_NODE_LAYOUT = ("color", "notesInFlow")
_NODE_NOISE = ("webhookId",)
_NOTE_LAYOUT = ("color", "width", "height")
_EXPECTED = {
    "id": "a string",
    "type": "a string",
    "position": "a list of two numbers",
    "parameters": "an object",
    "disabled": "true or false",
}


def read(data: Any) -> Graph:
    """The graph of a workflow, bare or under `workflow`; whatever is out of order in it is in `problems`.

    A node without a name, and a connection without a target, is no part of the graph.
    """
    reading = Reading()
    workflow, base, outside = _unwrapped(data)
    if not isinstance(workflow, dict):
        reading.refuse_kind("a workflow", "an object", base, workflow)
        return Graph(problems=tuple(reading.problems))
    rest = dict(workflow)
    noise = take(rest, _WORKFLOW_NOISE)
    _split_tags(rest, noise)
    nodes = tuple(_nodes(rest, base, reading))
    edges = tuple(_edges(rest, base, reading))
    return Graph(nodes, edges, tuple(reading.problems), reading.settings_with(rest, outside), noise=noise)


def _unwrapped(data: Any) -> tuple[Any, str, dict[str, Any]]:
    """The workflow, the pointer to it, and what stands around it."""
    inner = child(data, "workflow")
    if isinstance(inner, dict) and not (has_lists(data, "nodes") and isinstance(data.get("connections"), dict)):
        return inner, "/workflow", {key: value for key, value in data.items() if key != "workflow"}
    return data, "", {}


def _split_tags(rest: dict[str, Any], noise: dict[str, Any]) -> None:
    """Leave the names of the tags; the ids and stamps that the server has for them are its own."""
    tags = rest.get("tags")
    if isinstance(tags, list) and tags and all(isinstance(child(tag, "name"), str) for tag in tags):
        noise["tags"] = [{key: value for key, value in tag.items() if key in _TAG_NOISE} for tag in tags]
        rest["tags"] = [{key: value for key, value in tag.items() if key not in _TAG_NOISE} for tag in tags]


def _nodes(rest: dict[str, Any], base: str, reading: Reading) -> Iterator[Node]:
    items = rest.get("nodes")
    if not isinstance(items, list):
        reading.report("error", "missing-nodes", f"'nodes' is {kind_of(items)}; it must be a list of them", base)
        return
    del rest["nodes"]
    for pointer, item in reading.objects(items, f"{base}/nodes", "nodes"):
        name = item.get("name")
        if isinstance(name, str) and name:
            yield _node(name, item, pointer, reading)
        else:
            message = "the node has no 'name'; it must be a text, for connections go by it"
            reading.refuse("missing-id", message, pointer, item)


def _node(name: str, item: Mapping[str, Any], pointer: str, reading: Reading) -> Node:
    rest = dict(item)
    del rest["name"]
    node_type = take_text(rest, "type")
    config = take_mapping(rest, "parameters")
    layout = take(rest, _NODE_LAYOUT)
    is_note = node_type == STICKY_NOTE
    size = None
    if is_note:
        config, size = _without_drawing(config, layout)
    uid, position, disabled = take_text(rest, "id"), take_pair(rest, "position"), take_flag(rest, "disabled")
    if not node_type:
        _report_missing_type(name, pointer, reading)
    if not _EXPECTED.keys().isdisjoint(rest):
        reading.warn_of(rest, _EXPECTED, pointer, name)
    return Node(
        id=name,
        type=node_type,
        label=_note_label(config, name) if is_note else name,
        config=config,
        position=position,
        role="note" if is_note else "node",
        pointer=pointer,
        config_pointer=f"{pointer}/parameters",
        enabled=not disabled,
        noise=take(rest, _NODE_NOISE),
        settings=rest,
        layout=layout,
        uid=uid,
        size=size,
    )


def _report_missing_type(name: str, pointer: str, reading: Reading) -> None:
    message = "the node has no 'type'; it must be the name of a node type"
    reading.report("warning", "missing-type", message, pointer, name)


def _without_drawing(
    parameters: Mapping[str, Any], layout: dict[str, Any]
) -> tuple[dict[str, Any], tuple[float, float] | None]:
    """The parameters of a sticky note without those that say how it is drawn, and its size."""
    config = dict(parameters)
    drawing = take(config, _NOTE_LAYOUT)
    size = take_pair_of(drawing, "width", "height")
    if drawing:
        layout["parameters"] = drawing
    return config, size


def _note_label(config: Mapping[str, Any], name: str) -> str:
    content = config.get("content")
    return (first_words(content) if isinstance(content, str) else "") or name


def _edges(rest: dict[str, Any], base: str, reading: Reading) -> Iterator[Edge]:
    connections = rest.get("connections")
    if not isinstance(connections, dict):
        message = f"'connections' is {kind_of(connections)}; it must be an object"
        reading.report("error", "missing-edges", message, base)
        return
    del rest["connections"]
    for source, port, slot, pointer in _slots(connections, f"{base}/connections", reading):
        for index, item in enumerate(slot):
            target = item.get("node") if isinstance(item, dict) else None
            if isinstance(target, str) and target:
                yield _edge((source, port, target), item, f"{pointer}/{index}", reading)
            else:
                message = "the connection has no 'node'; it must be the name of the node that it leads to"
                reading.refuse("missing-end", message, f"{pointer}/{index}", item)


def _slots(connections: Mapping[str, Any], base: str, reading: Reading) -> Iterator[tuple[str, str, list[Any], str]]:
    """Source, port, connections and pointer of each output that has any; an output may be null."""
    for source, by_kind in connections.items():
        if not isinstance(by_kind, dict):
            reading.refuse_kind("what leaves a node", "an object", append(base, source), by_kind)
            continue
        for kind, slots in by_kind.items():
            pointer = append(base, source, kind)
            for index, slot in enumerate(_list(slots, pointer, reading)):
                if items := _list(slot, f"{pointer}/{index}", reading):
                    yield source, _port(kind, str(index)), items, f"{pointer}/{index}"


def _list(value: Any, pointer: str, reading: Reading) -> list[Any]:
    if isinstance(value, list):
        return value
    if value is not None:
        reading.refuse_kind("an output", "a list", pointer, value)
    return []


def _edge(ends: tuple[str, str, str], item: Mapping[str, Any], pointer: str, reading: Reading) -> Edge:
    source, source_port, target = ends
    rest = dict(item)
    del rest["node"]
    target_port = _port(take_text(rest, "type"), take_index(rest, "index"))
    edge_id = reading.unique(f"{source}:{source_port}->{target}:{target_port}")
    return Edge(edge_id, source, target, source_port, target_port, pointer, rest)


def _port(kind: str, index: str) -> str:
    return index if kind == "main" else f"{kind}:{index}"


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.n8n import WRITER

    return WRITER


FORMAT = Format(
    "n8n", "n8n", read=read, sniff=is_n8n, mentions=mentions, writer=writer, habits=_habits.N8N, secrets=secrets,
    name_at=("/name", "/workflow/name"), description_at=("/description", "/workflow/description"),
)  # fmt: skip
