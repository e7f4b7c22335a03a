"""The slots of ComfyUI's nodes: ports by name, and the names of what their widgets are set to.

In the document links end at the index of a slot, and widgets are set by place. An input more renumbers those that
follow, so the graph goes by names wherever the document tells them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Port
from wfkit.formats._foreign import is_same

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


_LAYOUT = frozenset({"shape", "label", "pos", "dir", "color_on", "color_off"})
# The editor goes by what an input says, and by the list of links, but never by what an output says of them.
_NOISE = frozenset({"localized_name", "slot_index", "id", "widget", "links", "linkIds"})
# An input names one link, an output and the end of a subgraph a list of them.
_ONE_LINK = "link"
# The editor adds a widget after that of a seed: what becomes of it after a run.
_SEEDS = ("seed", "noise_seed")
_SEED_CONTROL = "control_after_generate"
_SEED_CONTROLS = ("fixed", "increment", "decrement", "randomize")

_INDICES = tuple(map(str, range(64)))
# Most nodes have slots that others have too.
_port = lru_cache(maxsize=1024)(Port)


@dataclass(slots=True)
class Slots:
    """The inputs or the outputs of one node.

    Attributes:
        ports: The port of each by its index; their names are unique on this side of the node.
        widgets: The names of the widgets that have a slot, in their order.
        rest: By name of the slot, what else it says.
    """

    ports: tuple[Port, ...]
    widgets: Sequence[str]
    rest: Mapping[str, dict[str, Any]]

    def share(self, key: str, settings: dict[str, Any], layout: dict[str, Any], noise: dict[str, Any]) -> None:
        """Put what the slots say besides their ports under the key of a node's settings, layout and noise."""
        for name, rest in self.rest.items():
            for field, value in rest.items():
                place = layout if field in _LAYOUT else noise if field in _NOISE else settings
                place.setdefault(key, {}).setdefault(name, {})[field] = value


_NO_SLOTS = Slots((), (), {})


def read_slots(slots: list[Any], link_key: str, linked: Mapping[int | None, Sequence[Any]]) -> Slots:
    """The slots on one side of a node; what only repeats the links, or the slot's own name or index, is dropped.

    Args:
        slots: What the document says of them.
        link_key: Where a slot names the links at it.
        linked: The ids of the links at each slot, by what the links say.
    """
    if not slots:
        return _NO_SLOTS
    ports: dict[str, Port] = {}
    widgets: list[str] = []
    rests: dict[str, dict[str, Any]] = {}
    for index, slot in enumerate(slots):
        ids = linked.get(index, ())
        name = _plain_name(slot, link_key, ids)
        if name and name not in ports:
            ports[name] = _port(name, slot["type"])
            continue
        rest = dict(slot) if isinstance(slot, dict) else {"slot": slot}
        name = _take_name(rest, index, ports)
        ports[name] = _port(name, rest.pop("type") if isinstance(rest.get("type"), str) else "any")
        if link_key in rest and _is_copy(rest[link_key], ids, link_key):
            del rest[link_key]
        _drop_copies(rest, name, index, widgets)
        if rest:
            rests[name] = rest
    return Slots(tuple(ports.values()), widgets, rests)


def _plain_name(slot: Any, link_key: str, ids: Sequence[Any]) -> str:
    """The name of a slot that says nothing but its name, its type and the links at it, as most do; else ""."""
    if not isinstance(slot, dict):
        return ""
    name, said = slot.get("name"), slot.get(link_key)
    known = 4 if slot.get("localized_name") == name else 3
    if len(slot) != known or link_key not in slot or not isinstance(name, str) or not isinstance(slot.get("type"), str):
        return ""
    return name if (not ids if said is None else _is_copy(said, ids, link_key)) else ""


def _take_name(rest: dict[str, Any], index: int, taken: Collection[str]) -> str:
    """The name of a slot, which is removed; its index where it has none of its own."""
    name = rest.get("name")
    if isinstance(name, str) and name and name not in taken:
        del rest["name"]
        return name
    name = str(index)
    while name in taken:
        name += "'"
    return name


def _drop_copies(rest: dict[str, Any], name: str, index: int, widgets: list[str]) -> None:
    if rest.get("localized_name") == name:
        del rest["localized_name"]
    if type(rest.get("slot_index")) is int and rest["slot_index"] == index:
        del rest["slot_index"]
    widget = rest.get("widget")
    if isinstance(widget, dict) and isinstance(widget.get("name"), str):
        widgets.append(widget["name"])
        if widget == {"name": name}:
            del rest["widget"]


def take_widgets(rest: dict[str, Any], widgets: Sequence[str]) -> dict[str, Any]:
    """What the widgets of a node are set to by name, or by their index where the document tells no names.

    Args:
        rest: The node; what is read is removed.
        widgets: The names of the widgets that have an input. Older versions give one only to some widgets,
            and then the names say nothing about the order of the values.
    """
    values = rest.get("widgets_values")
    if isinstance(values, dict):
        return dict(rest.pop("widgets_values"))
    if not isinstance(values, list):
        return {}
    del rest["widgets_values"]
    names: Sequence[str] = ()
    if "widgets_values_named" in rest:
        names = _take_names(rest, values)
    elif widgets:
        names = _names_of_inputs(widgets, values)
    if not names:
        return dict(zip(_indices(len(values)), values, strict=True))
    config = dict(zip([*names, *_indices(len(values))[len(names) :]], values, strict=True))
    return config if len(config) == len(values) else dict(zip(_indices(len(values)), values, strict=True))


def _indices(count: int) -> tuple[str, ...]:
    return _INDICES[:count] if count <= len(_INDICES) else tuple(map(str, range(count)))


def _take_names(rest: dict[str, Any], values: list[Any]) -> list[str]:
    """The names in `widgets_values_named`, which is removed, if it is a copy of the values with names."""
    named = rest["widgets_values_named"]
    if not isinstance(named, dict) or not is_same(list(named.values()), values[: len(named)]):
        return []
    return list(rest.pop("widgets_values_named"))


def _names_of_inputs(widgets: Sequence[str], values: list[Any]) -> list[str]:
    names: list[str] = []
    for name in widgets:
        names.append(name)
        control = values[len(names)] if name in _SEEDS and len(names) < len(values) else None
        if control in _SEED_CONTROLS:
            names.append(_SEED_CONTROL)
    return names if len(names) == len(values) else []


def _is_copy(said: Any, ids: Sequence[Any], link_key: str) -> bool:
    """Whether what a slot says of links is exactly the ids of those that end at it, in whatever order."""
    if said is None:
        return not ids
    if link_key == _ONE_LINK:
        return len(ids) == 1 and type(said) is type(ids[0]) and bool(said == ids[0])
    if not isinstance(said, list) or len(said) != len(ids):
        return False
    # By their types too, for to Python true is 1.
    if said == ids and bool not in map(type, said):
        return True
    are_ids = all(type(one) in (int, str) for one in said)
    return are_ids and sorted(map(repr, said)) == sorted(map(repr, ids))
