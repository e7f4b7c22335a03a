"""What happened to the nodes that both graphs have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import leaf_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.diff.matching import Match
    from wfkit.core.model import Graph, Node

_PARTS = (
    ("config", ops.ConfigChanged),
    ("settings", ops.SettingChanged),
    ("layout", ops.LayoutChanged),
    ("noise", ops.NoiseChanged),
)
# What says something of a node. Encoded, two nodes compare at the speed of bytes, and 1 and true differ.
_encode = msgspec.json.Encoder().encode


def changes(match: Match, parents: Mapping[str, str], graphs: tuple[Graph, Graph]) -> Iterator[ops.NodeChange]:
    """The operations on one node, in the order of `operations.KINDS`.

    Args:
        match: The node in both graphs.
        parents: Ids of the old graph's nodes to those that they have in the new one.
        graphs: Old and new.
    """
    old, new = match.old, match.new
    if _encode(_said(old)) == _encode(_said(new)) and old.parent is None:
        return
    if old.type != new.type:
        yield ops.NodeRetyped(old, new)
    if old.label != new.label:
        yield ops.NodeRenamed(old, new)
    if old.enabled != new.enabled:
        yield ops.NodeSwitched(old, new)
    for part, kind in _PARTS:
        before, after = getattr(old, part), getattr(new, part)
        if (before or after) and _encode(before) != _encode(after):
            yield from (kind(old, new, leaf) for leaf in leaf_changes(before, after))
    if (None if old.parent is None else parents.get(old.parent, old.parent)) != new.parent:
        yield ops.NodeReparented(old, new, _is_drawn(old, graphs[0]) and _is_drawn(new, graphs[1]))
    if old.position != new.position:
        yield ops.NodeMoved(old, new)
    if _is_rekeyed(old, new):
        yield ops.NodeRekeyed(old, new)


def _said(node: Node) -> tuple[object, ...]:
    """All that a node says, but for its ports and its pointers."""
    return (
        node.id, node.uid, node.type, node.label, node.enabled, node.config, node.settings, node.layout, node.noise,
        node.parent, node.position,
    )  # fmt: skip


def _is_rekeyed(old: Node, new: Node) -> bool:
    """Whether the id changed, other than with the label that it is in some tools."""
    if old.id != new.id:
        return not (old.id == old.label and new.id == new.label)
    return old.uid != new.uid


def _is_drawn(node: Node, graph: Graph) -> bool:
    """Whether the node lies in nothing but a frame."""
    parent = None if node.parent is None else graph.by_id.get(node.parent)
    return parent is None or parent.role != "node"
