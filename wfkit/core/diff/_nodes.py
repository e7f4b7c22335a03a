"""What happened to the nodes that both graphs have."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from wfkit.core.diff import operations as ops

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.core.diff._values import Values
    from wfkit.core.diff.matching import Match, Matching
    from wfkit.core.model import Graph, Node

_PARTS = (
    ("config", ops.ConfigChanged),
    ("settings", ops.SettingChanged),
    ("layout", ops.LayoutChanged),
    ("noise", ops.NoiseChanged),
)
_FURNITURE = attrgetter("settings", "layout", "noise")
_encode = msgspec.json.Encoder().encode


def changes(matching: Matching, values: Values) -> Iterator[ops.NodeChange]:
    """The operations on nodes but for those on their values, which are left to be compared."""
    for match in _suspects(matching):
        old, new = match.old, match.new
        if old.type != new.type:
            yield ops.NodeRetyped(old, new)
        if old.label != new.label and not (old.label == old.type and new.label == new.type):
            yield ops.NodeRenamed(old, new)
        if old.enabled != new.enabled:
            yield ops.NodeSwitched(old, new)
        if (old.parent is not None or new.parent is not None) and _is_reparented(match, matching):
            yield ops.NodeReparented(
                old, new, _is_drawn(old, matching.graphs[0]) and _is_drawn(new, matching.graphs[1])
            )
        if old.position != new.position:
            yield ops.NodeMoved(old, new)
        if old.uid != new.uid or ops.has_other_id(old, new):
            yield ops.NodeRekeyed(old, new)
        for part, kind in _PARTS:
            values.add(getattr(old, part), getattr(new, part), partial(kind, old, new))


def _suspects(matching: Matching) -> Sequence[Match]:
    """The matches whose nodes may say something else."""
    found, renamed = matching.found, matching.renamed
    differing = [
        match
        for match in found
        if (old := match.old).config != (new := match.new).config
        or old.label != new.label
        or old.position != new.position
        or old.settings != new.settings
        or old.enabled != new.enabled
        or old.parent != new.parent
        or old.parent in renamed
        or old.layout != new.layout
        or old.noise != new.noise
        or old.type != new.type
        or old.uid != new.uid
        or old.id != new.id
    ]
    return differing if _are_exact(found, differing) else found


def _are_exact(found: Sequence[Match], differing: Sequence[Match]) -> bool:
    """Whether the values of the others are really the same: to Python true is 1."""
    known = {id(match) for match in differing}
    others = [match for match in found if id(match) not in known]
    furnished = [match for match in others if match.old.settings or match.old.layout or match.old.noise]
    before = [match.old.config for match in others], [_FURNITURE(match.old) for match in furnished]
    after = [match.new.config for match in others], [_FURNITURE(match.new) for match in furnished]
    return _encode(before) == _encode(after)


def _is_reparented(match: Match, matching: Matching) -> bool:
    old, new = match.old.parent, match.new.parent
    if old is not None and old in matching.names:
        return matching.names[old] != new
    return old != new or new in matching.names.values()


def _is_drawn(node: Node, graph: Graph) -> bool:
    """Whether the node lies in nothing but a frame."""
    parent = None if node.parent is None else graph.by_id.get(node.parent)
    return parent is None or parent.role != "node"
