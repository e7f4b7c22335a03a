"""What the widgets of a node are set to, by name.

The editor saves values by place. It tells the names in some files only; those of ComfyUI's own nodes are known here.
A value whose name is not known is left out, and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wfkit.service.converting.comfyui._names import NAMES
from wfkit.service.converting.comfyui.canvas import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.service.converting.comfyui.canvas import Item

# What becomes of a seed after a run; a place of its own behind the seed, and for the editor alone.
CONTROL = "control_after_generate"
_CONTROLS = ("fixed", "increment", "decrement", "randomize")
_SEEDS = ("seed", "noise_seed", "value")


def named_widgets(item: Item) -> tuple[dict[str, Any], dict[int, Any]]:
    """The values by the names of their widgets, and by their place those whose names are not known."""
    values = item.raw.get("widgets_values")
    if isinstance(values, Mapping):
        return dict(values), {}
    places = listed(values)
    if not places:
        return {}, {}
    named = item.raw.get("widgets_values_named")
    if isinstance(named, Mapping) and list(named.values()) == places:
        return dict(named), {}
    names = _names(item, places)
    unknown = {place: value for place, value in enumerate(places) if place >= len(names) and (value or not names)}
    return dict(zip(names, places, strict=False)), unknown


def _names(item: Item, values: Sequence[Any]) -> Sequence[str]:
    """The names in order; none where those that are known do not fit the values."""
    said = _with_control([slot.widget for slot in item.inputs if slot.widget], values)
    if len(said) == len(values):
        return said
    known = NAMES.get(item.type, ())
    if not known:
        return ()
    names = _with_control(known, values)
    # A preview has a place behind the others, with nothing in it.
    while len(values) > len(names) and values[-1] in (None, ""):
        values = values[:-1]
    # Older files lack what newer nodes have at the end; more values than names are those of another node.
    return names[: len(values)] if len(values) <= len(names) else ()


def _with_control(names: Sequence[str], values: Sequence[Any]) -> list[str]:
    """The names, with the one behind a seed wherever the values have it: its first form was a plain switch."""
    have_all = len(values) == len(names) + sum(name in _SEEDS for name in names)
    found: list[str] = []
    for name in names:
        found.append(name)
        if name in _SEEDS and len(found) < len(values) and (have_all or values[len(found)] in _CONTROLS):
            found.append(CONTROL)
    return found
