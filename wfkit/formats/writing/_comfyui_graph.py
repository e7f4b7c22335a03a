"""Writing back into the graph that ComfyUI's editor saves: slots by index, widgets by place, links in three places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core import litegraph
from wfkit.core.diff import ABSENT
from wfkit.core.pointer import append, resolve, split
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput
from wfkit.formats.writing._change import Change, setting, together
from wfkit.formats.writing._writer import Writer, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Edge, Graph, Node, Port

_NORMAL, _MUTED = 0, 2
_FRAME, _SUBGRAPH = "group", "subgraph"


class GraphWriter(Writer):
    """Nodes on the document's own canvas and on those of its subgraphs.

    A node that is disabled is muted, as the editor calls it: it does not run. A bypassed one hands on what it gets,
    which is another workflow.
    """

    tool = "ComfyUI"

    def configured(self, data: Any, graph: Graph, node: Node, path: str, value: Any) -> Change:
        """A widget, by the name or the index that the config has for it; what a Get node asks for follows its Set node.

        Raises:
            InvalidInput: There is no such widget, or one less would give the others the wrong values.
        """
        if node.role == "group":
            self.refuse("configured", node)
        found = _widget(data, node, path, value)
        return together(found, *_asked(data, graph, node, path, value))

    def labelled(self, data: Any, graph: Graph, node: Node, label: str) -> Change:
        """The title, which is left out where it is the type; the name of a subgraph."""
        del graph
        _require_own(self, node, "renamed")
        if node.type == _SUBGRAPH and node.role == "group":
            return setting(data, f"{node.pointer}/name", label)
        is_default = label == node.type and node.role == "node"
        return setting(data, f"{node.pointer}/title", ABSENT if is_default else label)

    def switched(self, data: Any, graph: Graph, node: Node, *, enabled: bool) -> Change:
        """The mode: muted, or the normal one."""
        del data, graph
        if node.role == "group":
            self.refuse("enabled" if enabled else "disabled", node)
        return Change({f"{node.pointer}/mode": _NORMAL if enabled else _MUTED})

    def moved(self, data: Any, graph: Graph, node: Node, x: float, y: float) -> Change:
        """The position as the node has it, a list or an object; that of a frame is part of its bounding box."""
        del graph
        first, second = number(x), number(y)
        item = resolve(data, node.pointer)
        if node.role == "group":
            if node.position is None:
                self.refuse("moved", node)
            return Change({f"{node.pointer}/bounding": [first, second, *item["bounding"][2:]]})
        is_object = isinstance(item.get("pos"), dict)
        return Change({f"{node.pointer}/pos": {"0": first, "1": second} if is_object else [first, second]})

    def linked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """A link from an output to an input, where it takes the place of the one that is there, as in the editor.

        Raises:
            InvalidInput: They lie on different canvases, or have no such slots.
        """
        source, target = graph.node(edge.source), graph.node(edge.target)
        canvas = _canvas(source)
        if canvas != _canvas(target) or {source.type, target.type} & {_FRAME, _SUBGRAPH}:
            msg = f"{quoted(source.label)} and {quoted(target.label)} are not on one canvas of ComfyUI"
            raise InvalidInput(msg)
        slot = _slot(source, source.outputs, edge.source_port, "output")
        place = _slot(target, target.inputs, edge.target_port, "input")
        kind = target.inputs[place].type if target.inputs[place].type not in ("any", "*") else source.outputs[slot].type
        taken = [other for other in graph.incoming.get(target.id, ()) if other.target_port == target.inputs[place].name]
        if any((other.source, other.source_port) == (source.id, source.outputs[slot].name) for other in taken):
            return Change()
        freed = together(*(self.unlinked(data, graph, other) for other in taken))
        return _with_link(data, canvas, freed, (_own_id(data, source), slot, _own_id(data, target), place), kind)

    def unlinked(self, data: Any, graph: Graph, edge: Edge) -> Change:
        """One link less, in all three places."""
        canvas = _canvas(graph.node(edge.source) if edge.source in graph.by_id else graph.node(edge.target))
        item = resolve(data, edge.pointer)
        own = item.get("id") if isinstance(item, dict) else item[litegraph.ID]
        changes: dict[str, Any] = {}
        for slot in _slots(data, canvas):
            if isinstance(slot.says, list):
                if own in slot.says:
                    changes[slot.pointer] = [other for other in slot.says if other != own]
            elif slot.says is not None and slot.says == own:
                changes[slot.pointer] = None
        return Change(changes, (edge.pointer,))

    def removed(self, data: Any, graph: Graph, node: Node) -> Change:
        """The node or frame."""
        _require_own(self, node, "removed")
        if node.type == _SUBGRAPH and node.role == "group":
            self.refuse("removed", node)
        return super().removed(data, graph, node)


def _widget(data: Any, node: Node, path: str, value: Any) -> Change:
    """A widget of a node."""
    item = resolve(data, node.pointer)
    base = f"{node.pointer}/widgets_values"
    values = item.get("widgets_values")
    if isinstance(values, dict) or (values is None and not path):
        return setting(data, f"{base}{path}", value)
    key, *rest = split(path) or ("",)
    if values is None:
        values = []
    place = _place(node, key, len(values))
    inner = append("", *rest)
    if value is ABSENT and not inner and (place < len(values) - 1 or not key.isdecimal()):
        msg = f"widgets of ComfyUI go by their place, so {quoted(key)} of {quoted(node.label)} cannot be left out"
        raise InvalidInput(msg)
    change = setting(data, append(base, place) + inner, value) if "widgets_values" in item else Change({base: [value]})
    named = item.get("widgets_values_named")
    is_named = isinstance(named, dict) and key in named
    return (
        together(change, setting(data, append(f"{node.pointer}/widgets_values_named", key) + inner, value))
        if (is_named)
        else change
    )


def _place(node: Node, key: str, count: int) -> int:
    """The index of a widget's value; one after the last is there for a new one."""
    keys = list(node.config)
    if key in keys:
        return keys.index(key)
    if key == str(count) and count == len(keys):
        return count
    msg = f"{quoted(node.label)} has no widget {quoted(key)}; its widgets are {listed(keys, 20)}"
    raise InvalidInput(msg)


def _asked(data: Any, graph: Graph, node: Node, path: str, value: Any) -> Iterator[Change]:
    """The same name in the nodes that ask for what this one sets."""
    first = next(iter(node.config), None)
    if not isinstance(value, str) or first is None or split(path) != (first,):
        return
    for other in graph.nodes:
        for mention in graph.mentions(other):
            if mention.node_id == node.id:
                yield _widget(data, other, mention.path, value)


def _require_own(writer: Writer, node: Node, what: str) -> None:
    """Refuses the ends of a subgraph, which are parts of its definition."""
    if node.role == "group" and node.type not in (_FRAME, _SUBGRAPH):
        writer.refuse(what, node)


def _canvas(node: Node) -> str:
    """JSON Pointer to the canvas that a node lies on."""
    parts = split(node.pointer)
    return append("", *parts[:3]) if parts[:1] == ("definitions",) else ""


def _own_id(data: Any, node: Node) -> Any:
    """The id by which links know a node on its canvas."""
    item = resolve(data, node.pointer)
    if "id" in item:
        return item["id"]
    return litegraph.INPUT_END if node.type == "subgraph-input" else litegraph.OUTPUT_END


def _slot(node: Node, ports: tuple[Port, ...], name: str, kind: str) -> int:
    """The index of the slot with this name; of the only one for "".

    Raises:
        InvalidInput: There is none, or none is meant.
    """
    names = [port.name for port in ports]
    if name in names:
        return names.index(name)
    if not name and len(names) == 1:
        return 0
    msg = f"{quoted(node.label)} has no {kind} {quoted(name)}; it has {listed(names, 10) if names else 'none'}"
    raise InvalidInput(msg)


def _slots(data: Any, canvas: str) -> Iterator[litegraph.Slot]:
    """Everything on a canvas that says which links there are."""
    yield from litegraph.inputs(data, canvas)
    yield from litegraph.outputs(data, canvas)
    for _, slot in litegraph.ends(data, canvas):
        yield slot


def _with_link(data: Any, canvas: str, freed: Change, ends: tuple[Any, int, Any, int], kind: str) -> Change:
    """The change that adds a link after another that made room for it."""
    counter, new = _counted_up(data, canvas)
    held = resolve(data, canvas)
    gone = {int(split(pointer)[-1]) for pointer in freed.removed}
    kept = [item for place, item in enumerate(litegraph.items(held, "links")) if place not in gone]
    values = (new, *ends, kind)
    is_object = bool(canvas) or "state" in held or any(isinstance(item, dict) for item in kept)
    kept.append(dict(zip((*litegraph.KEYS, "type"), values, strict=True)) if is_object else [*values])
    changes = {**freed.replaced, append(canvas, "links"): kept, **counter}
    source, slot, target, place = ends
    for pointer, says in _named_at(data, canvas, (source, slot), (target, place)):
        before = changes.get(pointer, says)
        changes[pointer] = new if pointer.endswith("/link") else [*(before or []), new]
    return Change(changes)


def _named_at(data: Any, canvas: str, output: tuple[Any, int], entered: tuple[Any, int]) -> Iterator[tuple[str, Any]]:
    """Where an output and an input say which links they have, and what they say."""
    for pointer, node in litegraph.nodes(data, canvas):
        for key, names, (own, slot) in (("outputs", "links", output), ("inputs", "link", entered)):
            found = litegraph.items(node, key)
            if node["id"] == own and slot < len(found) and isinstance(found[slot], dict):
                yield append(pointer, key, slot, names), found[slot].get(names)
    for side, end in litegraph.ends(data, canvas):
        if (end.node, end.place) == (output if side == "inputs" else entered):
            yield end.pointer, end.says


def _counted_up(data: Any, canvas: str) -> tuple[dict[str, int], int]:
    """The next number of a link, and the counters that have to be raised to it."""
    held = resolve(data, canvas)
    places = {"last_link_id": held.get("last_link_id")}
    if isinstance(held.get("state"), dict):
        places["state/lastLinkId"] = held["state"].get("lastLinkId")
    counters = {append(canvas, *key.split("/")): said for key, said in places.items() if type(said) is int}
    taken = [link.numbers[litegraph.ID] for link in litegraph.links(data, canvas)]
    new = max([0, *taken, *counters.values()]) + 1
    return dict.fromkeys(counters, new), new
