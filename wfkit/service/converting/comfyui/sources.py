"""Where the value at an input comes from, through all that only leads it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.service.converting.comfyui.canvas import BYPASSED, MUTED, listed
from wfkit.service.converting.comfyui.widgets import named_widgets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.service.converting.comfyui.canvas import Item, Slot, Step

# Nodes that are there for the editor alone. Those of extensions are known by their own names.
REROUTES = frozenset({"Reroute", "Reroute (rgthree)"})
PRIMITIVE = "PrimitiveNode"
SETTER, GETTER = "SetNode", "GetNode"
NOTES = frozenset({"Note", "MarkdownNote", "Note Plus (mtb)", "Label (rgthree)", "Bookmark (rgthree)"})
SWITCHES = frozenset(
    {
        "Fast Groups Bypasser (rgthree)", "Fast Groups Muter (rgthree)", "Fast Bypasser (rgthree)",
        "Fast Muter (rgthree)", "Fast Actions Button (rgthree)", "Mute / Bypass Relay (rgthree)",
        "Mute / Bypass Repeater (rgthree)", "Node Collector (rgthree)", "Random Unmuter (rgthree)",
    }
)  # fmt: skip
VIRTUAL = REROUTES | NOTES | SWITCHES | {PRIMITIVE, SETTER, GETTER}


@dataclass(frozen=True, slots=True)
class Origin:
    """An output of a step that runs."""

    step: str
    slot: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is set, rather than computed."""

    value: Any


@dataclass(frozen=True, slots=True)
class Nothing:
    """No value, and why not; without a reason nothing was meant to be there."""

    reason: str = ""


Source = Origin | Value | Nothing
_UNLINKED = Nothing()


def source_of(step: Step, slot: int, steps: Mapping[str, Step]) -> Source:
    """Where the value at an input comes from.

    Args:
        step: The step that the input belongs to.
        slot: Index of the input.
        steps: All steps by id.
    """
    place: tuple[bool, Step, int] = (True, step, slot)
    wanted = step.item.inputs[slot].type
    seen: set[tuple[bool, str, int]] = set()
    while True:
        is_input, at, index = place
        if (is_input, at.id, index) in seen:
            return Nothing("its links lead in a circle")
        seen.add((is_input, at.id, index))
        following = _before(at, index, steps) if is_input else _through(at, index, wanted, steps)
        if not isinstance(following, tuple):
            return following
        place = following
        if place[0] and place[1].item.type not in REROUTES and place[2] < len(place[1].item.inputs):
            wanted = place[1].item.inputs[place[2]].type


def _before(step: Step, slot: int, steps: Mapping[str, Step]) -> Source | tuple[bool, Step, int]:
    """What stands before an input: an output, an input of the instance around it, or a value."""
    if slot >= len(step.item.inputs) or not step.item.inputs[slot].link:
        return _UNLINKED
    link = step.canvas.links.get(step.item.inputs[slot].link)
    if link is None:
        return Nothing("its link is not in the file")
    if step.home is not None and step.canvas.comes_in(link):
        return _outside(step.home, step.canvas.entries, link.origin_slot)
    origin = steps.get(step.neighbour(link.origin))
    if origin is None:
        return Nothing(f"the node {link.origin} that its link comes from is not there")
    return False, origin, link.origin_slot


def _outside(instance: Step, entries: tuple[str, ...], slot: int) -> Source | tuple[bool, Step, int]:
    """What stands before an input of a subgraph: what leads to the instance, or what its widget is set to."""
    name = entries[slot] if slot < len(entries) else ""
    inputs = instance.item.inputs
    index = next((place for place, found in enumerate(inputs) if name and found.name == name), slot)
    if index < len(inputs) and inputs[index].link:
        return True, instance, index
    widget = inputs[index].widget if index < len(inputs) else ""
    values, _ = named_widgets(instance.item)
    return Value(values[widget]) if widget in values else _UNLINKED


def _through(step: Step, slot: int, wanted: str, steps: Mapping[str, Step]) -> Source | tuple[bool, Step, int]:
    """What stands behind an output: the step itself where it runs, else the input that it leads on from."""
    item = step.item
    if item.mode == MUTED:
        return Nothing(f"node {step.id} before it is muted")
    if item.mode == BYPASSED:
        index = _bridge(item, slot, wanted)
        nothing = Nothing(f"node {step.id} before it is bypassed, and has no input of the type")
        return nothing if index < 0 else (True, step, index)
    if step.inside is not None:
        return _inside(step, slot, steps)
    return _virtual(step, steps) if item.type in VIRTUAL else Origin(step.id, slot)


def _virtual(step: Step, steps: Mapping[str, Step]) -> Source | tuple[bool, Step, int]:
    """What stands behind a node that is there for the editor alone."""
    kind = step.item.type
    if kind in REROUTES or kind == SETTER:
        return True, step, 0
    if kind == PRIMITIVE:
        values = listed(step.item.raw.get("widgets_values"))
        return Value(values[0]) if values else Nothing(f"the primitive {step.id} before it has no value")
    if kind == GETTER:
        setter = _setter(step, steps)
        return (True, setter, 0) if setter else Nothing(f"no SetNode has the name that the GetNode {step.id} asks for")
    return Nothing(f"node {step.id} before it is there for the editor alone")


def _inside(instance: Step, slot: int, steps: Mapping[str, Step]) -> Source | tuple[bool, Step, int]:
    """What leads to an output of a subgraph, in the instance."""
    canvas = instance.inside
    link = canvas.exits.get(slot) if canvas else None
    if canvas is None or link is None:
        return Nothing(f"nothing in the subgraph {instance.id} leads to its output")
    if canvas.comes_in(link):
        return _outside(instance, canvas.entries, link.origin_slot)
    inner = steps.get(f"{instance.id}:{link.origin}")
    return (False, inner, link.origin_slot) if inner else Nothing(f"subgraph {instance.id} lacks node {link.origin}")


def _setter(getter: Step, steps: Mapping[str, Step]) -> Step | None:
    """The SetNode with the name that a GetNode asks for, on its canvas or on one around it."""
    wanted = listed(getter.item.raw.get("widgets_values"))[:1]
    around: Step | None = getter
    while around is not None and wanted:
        for item in around.canvas.items.values():
            if item.type == SETTER and listed(item.raw.get("widgets_values"))[:1] == wanted:
                return steps.get(around.neighbour(item.id))
        around = around.home
    return None


def _bridge(item: Item, slot: int, wanted: str) -> int:
    """The input that a bypassed node leads on from: that of the same index where it fits, else the first that does."""
    inputs = item.inputs
    if wanted in ("*", ""):
        return (slot if slot < len(inputs) else 0) if inputs else -1
    given = item.outputs[slot] if slot < len(item.outputs) else ""
    if slot < len(inputs) and _fits(inputs[slot], given, wanted):
        return slot
    exact = next((place for place, found in enumerate(inputs) if found.type == wanted), -1)
    if exact >= 0:
        return exact
    return next((place for place, found in enumerate(inputs) if _fits(found, given, wanted)), -1)


def _fits(entry: Slot, given: str, wanted: str) -> bool:
    return _is_same(entry.type, given) and _is_same(entry.type, wanted)


def _is_same(one: str, other: str) -> bool:
    """Whether two types of slots connect: by a common name among those of each; `*` and none are every type."""
    if one in ("*", "") or other in ("*", ""):
        return True
    return not {part.strip() for part in one.lower().split(",")}.isdisjoint(
        part.strip() for part in other.lower().split(",")
    )
