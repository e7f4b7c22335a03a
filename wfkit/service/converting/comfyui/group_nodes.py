"""Group nodes, which were before subgraphs: several nodes in one, saved under `extra.groupNodes` and known by name.

Read off ComfyUI_frontend's `src/extensions/core/groupNode.ts`. The ids inside are indices; the inputs and outputs of
the whole are those inside that no link of its own ends at, in order; so are its widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wfkit.service.converting.comfyui.canvas import Canvas, Item, Link, Slot, item_of, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIXES = ("workflow/", "workflow>")
_ENTRY = "-10"


def is_group_node(kind: str) -> bool:
    """Whether the type is that of a group node."""
    return kind.startswith(_PREFIXES)


def opened(item: Item, definitions: Mapping[str, Any]) -> Canvas | None:
    """What is in a group node, with its own values; None where the file does not tell."""
    definition = definitions.get(item.type[len(_PREFIXES[0]) :])
    nodes = (
        [node for node in listed(definition.get("nodes")) if isinstance(node, Mapping)]
        if isinstance(definition, Mapping)
        else []
    )
    if not nodes or not isinstance(definition, Mapping):
        return None
    links = [*_links(definition)]
    rows = {(link.target, link.target_slot): str(place) for place, link in enumerate(links)}
    items = {item.id: item for item in _items(nodes, rows, item)}
    entries = [
        (name, slot)
        for name, inner in items.items()
        for slot, found in enumerate(inner.inputs)
        if not found.link and not found.widget
    ]
    named = {str(place): link for place, link in enumerate(links)}
    for place, (name, slot) in enumerate(entries):
        key = f"in{place}"
        named[key] = Link(_ENTRY, place, name, slot)
        items[name] = _with_link(items[name], slot, key)
    used = {(link.origin, link.origin_slot) for link in links} - {*_external(definition)}
    exits = [
        (name, slot) for name, inner in items.items() for slot in range(len(inner.outputs)) if (name, slot) not in used
    ]
    leading = {place: Link(name, slot, "-20", place) for place, (name, slot) in enumerate(exits)}
    return Canvas(items, named, tuple(slot.name for slot in item.inputs if not slot.widget), leading, is_inner=True)


def _links(definition: Mapping[str, Any]) -> Iterator[Link]:
    for raw in listed(definition.get("links")):
        if isinstance(raw, list) and len(raw) > 3 and all(type(value) is int for value in raw[:4]):  # noqa: PLR2004
            yield Link(str(raw[0]), raw[1], str(raw[2]), raw[3])


def _external(definition: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The outputs that links outside leave from, though links inside do so too."""
    for raw in listed(definition.get("external")):
        if isinstance(raw, list) and len(raw) > 1 and type(raw[1]) is int:
            index = raw[0].get("index") if isinstance(raw[0], Mapping) else raw[0]
            yield str(index), raw[1]


def _items(nodes: list[Mapping[str, Any]], rows: Mapping[tuple[str, int], str], whole: Item) -> Iterator[Item]:
    """The nodes by index, each with the part of the whole's values that is its own."""
    values = listed(whole.raw.get("widgets_values"))
    counts = [len(listed(node.get("widgets_values"))) for node in nodes]
    is_told = sum(counts) == len(values)
    start = 0
    for place, (node, count) in enumerate(zip(nodes, counts, strict=True)):
        own = values[start : start + count] if is_told else listed(node.get("widgets_values"))
        start += count
        made = item_of(str(place), {**node, "widgets_values": own})
        slots = tuple(
            Slot(slot.name, slot.type, rows.get((made.id, index), ""), slot.widget)
            for index, slot in enumerate(made.inputs)
        )
        yield Item(made.id, made.type, made.mode, slots, made.outputs, made.raw)


def _with_link(item: Item, slot: int, link: str) -> Item:
    found = item.inputs[slot]
    slots = (*item.inputs[:slot], Slot(found.name, found.type, link, found.widget), *item.inputs[slot + 1 :])
    return Item(item.id, item.type, item.mode, slots, item.outputs, item.raw)
