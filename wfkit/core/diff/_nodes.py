"""What happened to the nodes that both graphs have."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import Leaf, leaves
from wfkit.core.habits import is_empty
from wfkit.core.model import Port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.core.diff._values import Values
    from wfkit.core.diff.matching import Match, Matching
    from wfkit.core.habits import Habits
    from wfkit.core.model import Node

_PARTS = (
    ("settings", ops.SettingChanged),
    ("layout", ops.LayoutChanged),
    ("noise", ops.NoiseChanged),
)
_PORT = [field.name for field in fields(Port)]
_FURNITURE = attrgetter("settings", "layout", "noise")
_encode = msgspec.json.Encoder().encode


def changes(matching: Matching, values: Values) -> Iterator[ops.NodeChange]:
    """The operations on nodes but for those on their values, which are left to be compared."""
    habits = matching.habits
    for match in _suspects(matching):
        yield from _said_of_itself(match.old, match.new, matching)
        if (match.old.parent is not None or match.new.parent is not None) and _is_reparented(match, matching):
            yield ops.NodeReparented(match.old, match.new, _is_drawn(match, matching))
        _add_config(match, habits, values)
        _add_values(match, habits, values)


def _said_of_itself(old: Node, new: Node, matching: Matching) -> Iterator[ops.NodeChange]:
    if old.type != new.type:
        yield ops.NodeRetyped(old, new)
    is_named = old.label != old.id or new.label != new.id or not matching.are_ids_new
    # A label that is the type, or an id given anew, is there for want of a name.
    if old.label != new.label and is_named and not (old.label == old.type and new.label == new.type):
        yield _renamed(old, new, matching.habits)
    if old.enabled != new.enabled:
        yield ops.NodeSwitched(old, new)
    if old.position != new.position:
        yield ops.NodeMoved(old, new)
    is_name = old.label == old.id and new.label == new.id and is_named
    if old.uid != new.uid or (old.id != new.id and not is_name):
        yield ops.NodeRekeyed(old, new)


def _renamed(old: Node, new: Node, habits: Habits | None) -> ops.NodeRenamed | ops.NoiseChanged:
    """A rename, or noise where neither label is a name that somebody gave."""
    is_named = None if habits is None else habits.is_named
    if is_named is None or is_named(old) or is_named(new):
        return ops.NodeRenamed(old, new)
    return ops.NoiseChanged(old, new, Leaf("/label", old.label, new.label, "/label"))


def _add_config(match: Match, habits: Habits | None, values: Values) -> None:
    old, new = match.old, match.new
    if not (old.config or new.config):
        return
    if habits is None:
        values.add(old.config, new.config, partial(ops.ConfigChanged, old, new))
        return
    before, after = habits.align(old, new) if habits.align else (old.config, new.config)
    values.add(before, after, partial(_config_change, habits, old, new))


def _config_change(habits: Habits, old: Node, new: Node, leaf: Leaf) -> ops.ConfigChanged | ops.NoiseChanged:
    kind = ops.NoiseChanged if habits.is_own(old, new, leaf) else ops.ConfigChanged
    return kind(old, new, leaf)


def _setting_change(old: Node, new: Node, leaf: Leaf) -> ops.SettingChanged | ops.NoiseChanged:
    kind = ops.NoiseChanged if is_empty(old.settings, new.settings, leaf) else ops.SettingChanged
    return kind(old, new, leaf)


def _add_values(match: Match, habits: Habits | None, values: Values) -> None:
    old, new = match.old, match.new
    for part, kind in _PARTS:
        before, after = getattr(old, part), getattr(new, part)
        if before or after:
            is_form = habits is not None and part == "settings"
            values.add(before, after, partial(_setting_change if is_form else kind, old, new))
    if old.size != new.size and not (_says_size(old) and _says_size(new)):
        values.add(_size(old), _size(new), partial(ops.LayoutChanged, old, new))
    if old.type == new.type and (old.inputs != new.inputs or old.outputs != new.outputs):
        values.add(_ports(old), _ports(new), partial(ops.NoiseChanged, old, new))


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
        or old.inputs != new.inputs
        or old.outputs != new.outputs
        or old.size != new.size
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


def _ports(node: Node) -> dict[str, dict[str, Any]]:
    """The ports as JSON, by their names: a type of node has its own, but some documents say them of each node."""
    return {
        side: {port.name: {field: getattr(port, field) for field in _PORT} for port in ports}
        for side, ports in (("inputs", node.inputs), ("outputs", node.outputs))
    }


def _size(node: Node) -> dict[str, float]:
    return {} if node.size is None else dict(zip(("width", "height"), node.size, strict=True))


def _says_size(node: Node) -> bool:
    """Whether the layout has the size too: some readers take it out, some leave it where it is."""
    said = [*leaves(node.layout).values()]
    return node.size is None or all(length in said for length in node.size)


def _is_reparented(match: Match, matching: Matching) -> bool:
    old, new = match.old.parent, match.new.parent
    if old is not None and old in matching.names:
        return matching.names[old] != new
    return old != new or new in matching.names.values()


def _is_drawn(match: Match, matching: Matching) -> bool:
    """Whether the node lies, and lay, in nothing but a frame."""
    sides = zip((match.old, match.new), matching.graphs, strict=True)
    parents = [graph.by_id.get(node.parent) for node, graph in sides if node.parent is not None]
    return all(parent is None or parent.role != "node" for parent in parents)
