"""What a tool does to its documents by itself, so that a comparison does not take it for somebody's edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wfkit.core.diff.leaves import Leaf
    from wfkit.core.model import Node

# A form has a field that nobody filled in, or leaves it out: it says the same.
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of one tool.

    Attributes:
        is_own: Whether a difference between the configs of two revisions of a node, the old one first, is the tool's
            own doing. It answers the same for the two in turn and the difference mirrored.
        align: The configs of two revisions of a node by the same keys, where the tool knows values by their names in
            one and only by their places in the other. None: keys always mean the same.
    """

    is_own: Callable[[Node, Node, Leaf], bool]
    align: Callable[[Node, Node], tuple[Mapping[str, Any], Mapping[str, Any]]] | None = None


def is_empty_field(before: Node, after: Node, leaf: Leaf) -> bool:
    """Whether only one of the revisions has the field, and it holds nothing there; an element of a list is no field."""
    if leaf.kind not in ("added", "removed"):
        return False
    value, holder = (leaf.new, after) if leaf.kind == "added" else (leaf.old, before)
    return value in _EMPTY and isinstance(resolve(holder.config, leaf.path.rpartition("/")[0]), dict)
