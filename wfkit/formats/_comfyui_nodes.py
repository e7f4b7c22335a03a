"""The nodes that ComfyUI's editor saves, and the rectangles around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Node
from wfkit.formats._comfyui_slots import read_slots, take_widgets
from wfkit.formats._foreign import first_words, pair_of, take, take_label, take_list, take_pair, take_text
from wfkit.formats._reading import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfkit.core.model import Port
    from wfkit.formats._comfyui_links import Links
    from wfkit.formats._foreign import Reading

_NOTES = ("Note", "MarkdownNote")
# Of the modes of a node 0 is normal, 2 is muted and 4 is bypassed.
_NORMAL = 0
_MUTED = 2
_OFF = (_MUTED, 4)
_NOISE = ("order",)
_LAYOUT = ("flags", "color", "bgcolor", "boxcolor", "shape", "showAdvanced")
# What file names refer to the node by; it is the node's type until somebody changes it.
_REFERENCE = "Node name for S&R"
# The package that a node comes from and its version, and what extensions of the editor write on every node.
_PROPERTY_NOISE = frozenset(
    {
        *(_REFERENCE, "cnr_id", "aux_id", "ver", "ue_properties"),
        *("enableTabs", "tabWidth", "tabXOffset", "hasSecondTab"),
        *("secondTabText", "secondTabOffset", "secondTabWidth"),
        *("previewExposures", "proxyWidgetErrorQuarantine", "Last Time Model File", "Last Time Model Folder"),
    }
)
_GROUP_LAYOUT = ("color", "font_size", "flags")
_EXPECTED = {
    **dict.fromkeys(("type", "title"), "a string"),
    **dict.fromkeys(("pos", "size"), "a list of two numbers"),
    **dict.fromkeys(("inputs", "outputs"), "a list"),
    "widgets_values": "a list or an object",
}
_BOUNDING = 4
_NONE: Mapping[int | None, list[Any]] = {}


@dataclass(frozen=True, slots=True)
class Canvas:
    """The document's own canvas, or the inside of one subgraph, where ids are counted anew.

    Attributes:
        links: The links on it.
        titles: The names of the subgraphs, which are the types of their instances.
        reading: What else comes up.
        prefix: What the ids on it begin with.
        parent: Id of the group that stands for the subgraph, or None.
        boundary: The ids of the subgraph's two ends, by the numbers that links know them by.
        inputs: The input ports of each node.
        outputs: The output ports of each node.
    """

    links: Links
    titles: Mapping[str, str]
    reading: Reading
    prefix: str = ""
    parent: str | None = None
    boundary: dict[Any, str] = field(default_factory=dict)
    inputs: dict[str, tuple[Port, ...]] = field(default_factory=dict)
    outputs: dict[str, tuple[Port, ...]] = field(default_factory=dict)

    def id_of(self, own_id: Any) -> str:
        """The id in the graph of what has this id on the canvas."""
        return self.boundary.get(own_id) or f"{self.prefix}{own_id}"

    def remember(self, node: Node) -> Node:
        """The node, whose ports links to it can be named by from now on."""
        self.inputs.setdefault(node.id, node.inputs)
        self.outputs.setdefault(node.id, node.outputs)
        return node


def read_nodes(items: list[Any], pointer: str, canvas: Canvas) -> Iterable[Node]:
    """The nodes that have ids; the others are refused."""
    for place, item in canvas.reading.objects(items, pointer, "nodes"):
        if as_text(item.get("id")):
            yield canvas.remember(_node(item, place, canvas))
        else:
            message = "the node has no 'id'; it must be a number, unique among the nodes"
            canvas.reading.refuse("missing-id", message, place, item)


def read_groups(items: list[Any], pointer: str, canvas: Canvas) -> Iterable[Node]:
    """The rectangles on the canvas, each a group; one without an id is named by its index."""
    for place, item in canvas.reading.objects(items, pointer, "groups"):
        rest = dict(item)
        name = as_text(rest.get("id"))
        noise: dict[str, Any] = {}
        layout = take(rest, _GROUP_LAYOUT)
        if type(rest.get("id")) is int and name:
            del rest["id"]
        position, size = take_bounding(rest)
        yield Node(
            id=f"{canvas.prefix}group:{name or place.rpartition('/')[2]}",
            type="group",
            label=take_label(rest, noise, "title", "group"),
            position=position,
            size=size,
            parent=canvas.parent,
            role="group",
            pointer=place,
            config_pointer=place,
            settings=rest,
            layout=layout,
            noise=noise,
        )


def take_bounding(rest: dict[str, Any]) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Position and size out of x, y, width and height under `bounding`, which is removed; None without them."""
    bounding = rest.get("bounding")
    if not isinstance(bounding, list) or len(bounding) != _BOUNDING:
        return None, None
    position, size = pair_of(*bounding[:2]), pair_of(*bounding[2:])
    if position is None or size is None:
        return None, None
    del rest["bounding"]
    return position, size


def split(rest: dict[str, Any], key: str, *parts: tuple[tuple[str, ...], dict[str, Any]]) -> None:
    """Move the keys of each part out of the object under `key`, to the same key of another place."""
    holder = rest.get(key)
    if isinstance(holder, dict):
        left = dict(holder)
        for keys, place in parts:
            if taken := take(left, keys):
                place[key] = taken
        rest[key] = left
        if not left:
            del rest[key]


def _node(item: Mapping[str, Any], pointer: str, canvas: Canvas) -> Node:
    rest = dict(item)
    own_id = rest.pop("id")
    noise, layout = take(rest, _NOISE), take(rest, _LAYOUT)
    if type(own_id) is not int:
        noise["id"] = own_id
    kind = take_text(rest, "type")
    inputs = read_slots(take_list(rest, "inputs"), "link", canvas.links.entering.get(own_id, _NONE))
    outputs = read_slots(take_list(rest, "outputs"), "links", canvas.links.leaving.get(own_id, _NONE))
    config = take_widgets(rest, inputs.widgets)
    position, size = take_pair(rest, "pos"), take_pair(rest, "size")
    _take_properties(rest, kind, noise)
    label = take_label(rest, noise, "title", _title(kind, config, canvas) or str(own_id))
    enabled = _take_mode(rest)
    _report(rest, kind, pointer, str(own_id), canvas.reading)
    for key, slots in (("inputs", inputs), ("outputs", outputs)):
        if slots.rest:
            slots.share(key, rest, layout, noise)
    return Node(
        id=f"{canvas.prefix}{own_id}",
        type=kind,
        label=label,
        config=config,
        inputs=inputs.ports,
        outputs=outputs.ports,
        position=position,
        parent=canvas.parent,
        role="note" if kind in _NOTES else "node",
        pointer=pointer,
        config_pointer=f"{pointer}/widgets_values",
        enabled=enabled,
        settings=rest,
        layout=layout,
        noise=noise,
        size=size,
    )


def _take_properties(rest: dict[str, Any], kind: str, noise: dict[str, Any]) -> None:
    properties = rest.get("properties")
    if not isinstance(properties, dict):
        return
    is_known = _PROPERTY_NOISE.issuperset(properties)
    if not is_known or properties.get(_REFERENCE, kind) != kind:
        known = {key for key in _PROPERTY_NOISE if key != _REFERENCE or properties.get(key) == kind}
        rest["properties"] = {key: value for key, value in properties.items() if key not in known}
        properties = {key: value for key, value in properties.items() if key in known}
    else:
        del rest["properties"]
    if properties:
        noise["properties"] = properties


def _title(kind: str, config: Mapping[str, Any], canvas: Canvas) -> str:
    """What a node without a title is called: a note by its text, an instance by its subgraph, others by their type."""
    if kind in _NOTES:
        text = next((value for value in config.values() if isinstance(value, str)), "")
        return first_words(text) or kind
    return canvas.titles.get(kind) or kind


def _take_mode(rest: dict[str, Any]) -> bool:
    """Whether the node is neither muted nor bypassed; its mode stays a setting unless it is normal or muted."""
    mode = rest.get("mode", _NORMAL)
    if type(mode) is not int:
        return True
    if mode in (_NORMAL, _MUTED):
        rest.pop("mode", None)
    return mode not in _OFF


def _report(rest: Mapping[str, Any], kind: str, pointer: str, node_id: str, reading: Reading) -> None:
    if not kind:
        message = "the node has no 'type'; it must be the name of a node class"
        reading.report("warning", "missing-type", message, pointer, node_id)
    if not _EXPECTED.keys().isdisjoint(rest):
        reading.warn_of(rest, _EXPECTED, pointer, node_id)
