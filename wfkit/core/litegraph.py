"""Where links stand in what ComfyUI's editor saves: in `links`, at the inputs they enter, at the outputs they leave.

A canvas is the document or one of its subgraphs; ids are counted anew on each. A subgraph has two ends, nodes with
numbers below zero, which say what links there are too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wfkit.core.pointer import append, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a link says, as an object; as a list it says the same in this order.
KEYS = ("id", "origin_id", "origin_slot", "target_id", "target_slot")
ID, ORIGIN, ORIGIN_SLOT, TARGET, TARGET_SLOT = range(5)
# The two ends of a subgraph: the key of its slots, where the document draws it, and its number unless it says another.
INPUT_END, OUTPUT_END = -10, -20
_ENDS = (("inputs", "inputNode", INPUT_END), ("outputs", "outputNode", OUTPUT_END))


class Link(NamedTuple):
    """A link: the JSON Pointer to it, those to what it says, and its numbers."""

    pointer: str
    places: tuple[str, ...]
    numbers: tuple[int, ...]


class Slot(NamedTuple):
    """An input or output of a node: JSON Pointer to what it says of links, that, and where it is."""

    pointer: str
    says: Any
    node: int
    place: int


def subgraphs(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The subgraphs of a document, with the JSON Pointers to them."""
    definitions = data.get("definitions") if isinstance(data, dict) else None
    for place, item in enumerate(items(definitions, "subgraphs")):
        if isinstance(item, dict):
            yield f"/definitions/subgraphs/{place}", item


def canvases(data: Any) -> Iterator[str]:
    """The JSON Pointers to all canvases."""
    yield ""
    for pointer, _ in subgraphs(data):
        yield pointer


def nodes(data: Any, canvas: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The nodes of a canvas that go by a number, with the JSON Pointers to them."""
    for place, item in enumerate(items(resolve(data, canvas), "nodes")):
        if isinstance(item, dict) and type(item.get("id")) is int:
            yield f"{canvas}/nodes/{place}", item


def links(data: Any, canvas: str) -> Iterator[Link]:
    """The links of a canvas that are whole."""
    for place, item in enumerate(items(resolve(data, canvas), "links")):
        steps: tuple[str | int, ...] = KEYS if isinstance(item, dict) else tuple(range(len(KEYS)))
        numbers = _numbers(item)
        if all(type(number) is int for number in numbers):
            pointer = f"{canvas}/links/{place}"
            yield Link(pointer, tuple([append(pointer, step) for step in steps]), tuple(numbers))


def _numbers(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return [item.get(key) for key in KEYS]
    return item[: len(KEYS)] if isinstance(item, list) and len(item) >= len(KEYS) else [None]


def inputs(data: Any, canvas: str) -> Iterator[Slot]:
    """The inputs of a canvas's nodes, each of which takes one link."""
    return (slot for slot in _slots(data, canvas, "inputs", "link") if slot.says is None or type(slot.says) is int)


def outputs(data: Any, canvas: str) -> Iterator[Slot]:
    """The outputs of a canvas's nodes, each of which gives any number of links."""
    return (slot for slot in _slots(data, canvas, "outputs", "links") if slot.says is None or _are_numbers(slot.says))


def ends(data: Any, canvas: str) -> Iterator[tuple[str, Slot]]:
    """The slots of a subgraph's two ends, each after `inputs` or `outputs`; none on the document's own canvas."""
    holder = resolve(data, canvas) if canvas else None
    for key, end, number in _ENDS:
        drawn = holder.get(end) if isinstance(holder, dict) else None
        own = drawn.get("id") if isinstance(drawn, dict) else None
        for place, slot in enumerate(items(holder, key)):
            says = slot.get("linkIds") if isinstance(slot, dict) else 0
            if says is None or _are_numbers(says):
                pointer = append(canvas, key, place, "linkIds")
                yield key, Slot(pointer, says, own if type(own) is int else number, place)


def named(slot: Slot) -> Iterator[tuple[str, Any]]:
    """The links at a slot, each with the JSON Pointer to where it is named."""
    if isinstance(slot.says, list):
        yield from ((append(slot.pointer, place), number) for place, number in enumerate(slot.says))
    else:
        yield slot.pointer, slot.says


def items(value: Any, key: str) -> list[Any]:
    """The list under the key; an empty one where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _are_numbers(says: Any) -> bool:
    return isinstance(says, list) and {*map(type, says)} <= {int}


def _slots(data: Any, canvas: str, side: str, key: str) -> Iterator[Slot]:
    for pointer, node in nodes(data, canvas):
        for place, slot in enumerate(items(node, side)):
            if isinstance(slot, dict) and key in slot:
                yield Slot(append(pointer, side, place, key), slot[key], node["id"], place)
