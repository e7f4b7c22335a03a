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
        is_named: Whether the label of a node is its own, rather than what its type is called. None: always.
        key: What nodes go by, as people who use the tool call it.
    """

    is_own: Callable[[Node, Node, Leaf], bool]
    align: Callable[[Node, Node], tuple[Mapping[str, Any], Mapping[str, Any]]] | None = None
    is_named: Callable[[Node], bool] | None = None
    key: str = "id"


def is_empty_field(before: Node, after: Node, leaf: Leaf) -> bool:
    """Whether only one of the revisions has the field of the config, and it holds nothing there."""
    return is_empty(before.config, after.config, leaf)


def is_empty(old: Mapping[str, Any], new: Mapping[str, Any], leaf: Leaf) -> bool:
    """Whether only one of two objects has what a leaf is about, and it holds nothing; an element of a list counts."""
    if leaf.kind not in ("added", "removed"):
        return False
    value, holder = (leaf.new, new) if leaf.kind == "added" else (leaf.old, old)
    return value in _EMPTY and isinstance(resolve(holder, leaf.path.rpartition("/")[0]), dict)
