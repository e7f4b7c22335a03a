"""The graph that ComfyUI's editor saves: nodes with slots and widgets, links, rectangles and subgraphs.

Read off the schema of ComfyUI's frontend (`src/platform/workflow/validation/schemas/workflowSchema.ts`, 1.3x),
versions 0.4 and 1 of it, LiteGraph's `serialize`, and real files. Groups are rectangles on the canvas, and which
nodes lie in them is for the eye only. The definition of a subgraph is a group here, with its nodes, which have ids
of their own, in it; `<subgraph>/input` and `<subgraph>/output` are its boundary, where links come in and go out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Graph, Node
from wfkit.formats._comfyui_links import Links, read_links
from wfkit.formats._comfyui_nodes import Canvas, read_groups, read_nodes, split, take_bounding
from wfkit.formats._comfyui_slots import read_slots
from wfkit.formats._foreign import Reading, free_key, take, take_label, take_list, take_mapping, take_text
from wfkit.formats._react_flow import derived_edge_id
from wfkit.formats._wording import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Port
    from wfkit.formats._comfyui_links import Link

_NOISE = ("last_node_id", "last_link_id", "state", "revision", "version")
_LAYOUT = ("reroutes",)
# The editor and extensions of it write these into every document that is open in them.
_EXTRA_NOISE = (
    *("ds", "frontendVersion", "workflowRendererVersion", "node_versions", "comfy_fork_version", "workspace_info"),
    *("VHS_latentpreview", "VHS_latentpreviewrate", "VHS_MetadataImage", "VHS_KeepIntermediate", "links_added_by_ue"),
)
_EXTRA_LAYOUT = ("reroutes", "linkExtensions", "linearData", "linearMode")
_LINK_LAYOUT = ("parentId",)
# The two ends of a subgraph: where the document draws each, the key of its slots, and the number that links know it by.
_ENDS = (("inputNode", "inputs", -10), ("outputNode", "outputs", -20))


def read(data: Any) -> Graph:
    """The graph of what the editor saves; whatever is out of order in it is in `problems`."""
    reading = Reading()
    if not isinstance(data, dict):
        reading.refuse_kind("a workflow", "an object", "", data)
        return Graph(problems=tuple(reading.problems))
    rest = dict(data)
    subgraphs = list(_take_subgraphs(rest, reading))
    titles = {subgraph["id"]: take_text(dict(subgraph), "name") for _, subgraph in subgraphs}
    noise, layout = take(rest, ("id",)), dict[str, Any]()
    canvas = Canvas(_take_links(rest, "", reading), titles, reading)
    nodes, edges = _content(rest, "", canvas)
    _take_drawing(rest, layout, noise)
    for pointer, subgraph in subgraphs:
        more_nodes, more_edges = _subgraph(subgraph, pointer, titles, reading)
        nodes += more_nodes
        edges += more_edges
    return Graph(tuple(nodes), tuple(edges), tuple(reading.problems), reading.settings_with(rest), layout, noise)


def _take_subgraphs(rest: dict[str, Any], reading: Reading) -> Iterator[tuple[str, dict[str, Any]]]:
    definitions = dict(take_mapping(rest, "definitions"))
    pointer = "/definitions/subgraphs"
    for place, subgraph in reading.objects(take_list(definitions, "subgraphs"), pointer, "subgraphs"):
        if isinstance(subgraph.get("id"), str) and subgraph["id"]:
            yield place, subgraph
        else:
            message = "the subgraph has no 'id'; it must be a text, which is the type of its instances"
            reading.refuse("missing-id", message, place, subgraph)
    if definitions:
        rest["definitions"] = definitions


def _take_links(rest: dict[str, Any], pointer: str, reading: Reading) -> Links:
    if not isinstance(rest.get("links"), list):
        message = f"'links' is {kind_of(rest.get('links'))}; it must be a list of them"
        reading.report("error", "missing-edges", message, pointer)
    return read_links(take_list(rest, "links"), f"{pointer}/links", reading)


def _take_drawing(rest: dict[str, Any], layout: dict[str, Any], noise: dict[str, Any]) -> None:
    noise.update(take(rest, _NOISE))
    layout.update(take(rest, _LAYOUT))
    split(rest, "extra", (_EXTRA_NOISE, noise), (_EXTRA_LAYOUT, layout))


def _content(rest: dict[str, Any], pointer: str, canvas: Canvas) -> tuple[list[Node], list[Edge]]:
    """The nodes, groups and links of the document or of a subgraph, which are removed from it."""
    if not isinstance(rest.get("nodes"), list):
        message = f"'nodes' is {kind_of(rest.get('nodes'))}; it must be a list of them"
        canvas.reading.report("error", "missing-nodes", message, pointer)
    nodes = list(read_nodes(take_list(rest, "nodes"), f"{pointer}/nodes", canvas))
    nodes += read_groups(take_list(rest, "groups"), f"{pointer}/groups", canvas)
    return nodes, [_edge(link, canvas) for link in canvas.links.all]


def _subgraph(
    item: Mapping[str, Any], pointer: str, titles: Mapping[str, str], reading: Reading
) -> tuple[list[Node], list[Edge]]:
    """The definition of a subgraph as a group, its two ends, and what is in it."""
    rest = dict(item)
    name = rest.pop("id")
    canvas = Canvas(_take_links(rest, pointer, reading), titles, reading, f"{name}/", name)
    ends = [_end(rest, pointer, key, slots, number, canvas) for key, slots, number in _ENDS]
    nodes, edges = _content(rest, pointer, canvas)
    layout: dict[str, Any] = {}
    noise: dict[str, Any] = {}
    _take_drawing(rest, layout, noise)
    label = take_label(rest, noise, "name", name)
    group = Node(
        name,
        "subgraph",
        label,
        role="group",
        pointer=pointer,
        config_pointer=pointer,
        settings=rest,
        layout=layout,
        noise=noise,
    )
    return [group, *ends, *nodes], edges


def _end(rest: dict[str, Any], pointer: str, key: str, slots_key: str, number: int, canvas: Canvas) -> Node:
    """Where links come into a subgraph or go out of it: a group, for it is no step of the work."""
    node = dict(take_mapping(rest, key))
    noise: dict[str, Any] = {}
    layout: dict[str, Any] = {}
    own_id = node.get("id")
    if type(own_id) is not int:
        own_id = number
    elif node.pop("id") != number:
        noise["id"] = own_id
    is_input = slots_key == "inputs"
    linked = canvas.links.leaving if is_input else canvas.links.entering
    slots = read_slots(take_list(rest, slots_key), "linkIds", linked.get(own_id, {}))
    position, size = take_bounding(node)
    slots.share(free_key(slots_key, node), node, layout, noise)
    ports = slots.ports
    name = f"{canvas.prefix}{slots_key[:-1]}"
    canvas.boundary[own_id] = name
    return canvas.remember(
        Node(
            id=name,
            type=f"subgraph-{slots_key[:-1]}",
            label=slots_key[:-1],
            inputs=() if is_input else ports,
            outputs=ports if is_input else (),
            position=position,
            size=size,
            parent=canvas.parent,
            role="group",
            pointer=f"{pointer}/{key}",
            config_pointer=f"{pointer}/{key}",
            settings=node,
            layout=layout,
            noise=noise,
        )
    )


def _edge(link: Link, canvas: Canvas) -> Edge:
    name, source, source_slot, target, target_slot, rest, pointer = link
    source, target = canvas.id_of(source), canvas.id_of(target)
    source_port = _port(canvas.outputs.get(source, ()), source_slot, "origin_slot", rest)
    target_port = _port(canvas.inputs.get(target, ()), target_slot, "target_slot", rest)
    edge_id = f"{canvas.prefix}{name}" if name else derived_edge_id(source, target, source_port, target_port)
    noise = {"type": rest.pop("type")} if "type" in rest else {}
    layout = take(rest, _LINK_LAYOUT) if rest else {}
    return Edge(canvas.reading.unique(edge_id), source, target, source_port, target_port, pointer, rest, layout, noise)


def _port(ports: tuple[Port, ...], slot: int | None, key: str, rest: dict[str, Any]) -> str:
    """The name of the slot; its index, which is kept among the settings too, where there is no such slot."""
    if slot is None:
        return ""
    if slot < len(ports):
        return ports[slot].name
    rest[key] = slot
    return str(slot)
