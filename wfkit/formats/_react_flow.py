"""What a bare React-Flow document means, which is version 0 of the native format.

Read off the node and edge types of React Flow 11 and 12: `parentNode` became `parentId` in 12; a node
without a type is drawn as `default`; what applications put into `data` is theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.formats._reading import finite

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_TYPE = "default"

# Keys that people keep in `data` for drawing. Anything that may as well be a setting (width, style) is
# one: a change shown in vain is better than one that stays hidden.
UI_KEYS = frozenset(
    {"className", "color", "forceToolbarVisible", "icon", "label", "selected", "toolbarPosition", "toolbarVisible"}
)

_NODE_KEYS = frozenset({"id", "type", "position", "data", "parentId", "parentNode"})
NODE_LAYOUT = frozenset(
    {
        "ariaLabel", "className", "connectable", "deletable", "domAttributes", "dragHandle", "draggable", "dragging",
        "expandParent", "extent", "focusable", "handleBounds", "handles", "height", "hidden", "initialHeight",
        "initialWidth", "measured", "origin", "positionAbsolute", "resizing", "selectable", "selected",
        "sourcePosition", "style", "targetPosition", "width", "zIndex",
    }
)  # fmt: skip
_EDGE_KEYS = frozenset({"id", "source", "target", "sourceHandle", "targetHandle"})
EDGE_LAYOUT = frozenset(
    {
        "animated", "ariaLabel", "className", "deletable", "domAttributes", "focusable", "hidden", "interactionWidth",
        "labelBgBorderRadius", "labelBgPadding", "labelBgStyle", "labelShowBg", "labelStyle", "markerEnd",
        "markerStart", "pathOptions", "reconnectable", "selectable", "selected", "sourceX", "sourceY", "style",
        "targetX", "targetY", "type", "updatable", "zIndex",
    }
)  # fmt: skip
_GRAPH_LAYOUT = frozenset({"position", "viewport", "zoom"})
_SIZE_KEYS = frozenset({"width", "style", "measured"})
_GRAPH_KEYS = frozenset({"nodes", "edges"})
_DATA_KEYS = frozenset({"config", "label"})
_NEITHER: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {})


def node_rest(item: dict[str, Any], data: dict[str, Any], *, flat: bool) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Settings and layout of a node: all that is neither its identity, its place nor its config.

    Args:
        item: The node.
        data: Its `data`.
        flat: Whether the config lies in `data` itself.
    """
    settings, layout = _divided(item, _NODE_KEYS, NODE_LAYOUT)
    inner, drawn = _divided(data, _DATA_KEYS, UI_KEYS)
    if inner and not flat:
        settings = {**settings, "data": inner}
    if drawn:
        layout = {**layout, "data": drawn}
    place = item.get("position")
    if type(place) is dict and len(place) > 2:  # noqa: PLR2004 - x and y are read, a third is kept
        layout = {**layout, "position": {key: value for key, value in place.items() if key not in ("x", "y")}}
    return _without_disabled(settings) if "disabled" in settings or "disabled" in inner else settings, layout


def edge_rest(item: dict[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Settings and layout of an edge: all but its id, its ends and its ports."""
    return _divided(item, _EDGE_KEYS, EDGE_LAYOUT)


def graph_rest(data: dict[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Settings and layout of a document: all outside its nodes and edges."""
    return _divided(data, _GRAPH_KEYS, _GRAPH_LAYOUT)


def size_of(item: Mapping[str, Any]) -> tuple[float, float] | None:
    """Width and height of a node where it says both, as set or as measured."""
    if item.keys().isdisjoint(_SIZE_KEYS):
        return None
    for holder in (item, item.get("style"), item.get("measured")):
        if isinstance(holder, dict):
            width, height = finite(holder.get("width")), finite(holder.get("height"))
            if width is not None and height is not None:
                return width, height
    return None


def _divided(
    item: dict[str, Any], known: frozenset[str], drawn: frozenset[str]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if item.keys() <= known:
        return _NEITHER
    rest = item.keys() - known
    settings = {key: value for key, value in item.items() if key in rest and key not in drawn}
    return settings, {key: item[key] for key in item if key in rest and key in drawn}


def _without_disabled(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings without the switch that `Node.enabled` shows."""
    found = {key: value for key, value in settings.items() if not (key == "disabled" and isinstance(value, bool))}
    inner = found.get("data")
    if isinstance(inner, dict) and isinstance(inner.get("disabled"), bool):
        found["data"] = {key: value for key, value in inner.items() if key != "disabled"}
    return found


def has_own_config(data: Mapping[str, Any]) -> bool:
    """Whether the settings are already kept apart, in `data.config`."""
    return isinstance(data.get("config"), dict)


def flat_config(data: Mapping[str, Any]) -> dict[str, Any]:
    """The settings among the keys of `data`: all but `UI_KEYS`."""
    return {key: value for key, value in data.items() if key not in UI_KEYS}


def derived_edge_id(source: str, target: str, source_port: str = "", target_port: str = "") -> str:
    """The id that an edge without one goes by: `a->b`, or `a:out->b:in` where ports are named."""
    return f"{_end(source, source_port)}->{_end(target, target_port)}"


def _end(node_id: str, port: str) -> str:
    return f"{node_id}:{port}" if port else node_id
