"""What a bare React-Flow document means, which is version 0 of the native format.

Read off the node and edge types of React Flow 11 and 12: `parentNode` became `parentId` in 12; a node
without a type is drawn as `default`; what applications put into `data` is theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_TYPE = "default"

# Keys that people keep in `data` for drawing. Anything that may as well be a setting (width, style) is
# one: a change shown in vain is better than one that stays hidden.
UI_KEYS = frozenset(
    {"className", "color", "forceToolbarVisible", "icon", "label", "selected", "toolbarPosition", "toolbarVisible"}
)


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
