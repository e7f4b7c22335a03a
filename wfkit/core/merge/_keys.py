"""Haystack and format 2 of Galaxy keep nodes in objects by their names: for a merge each has that of the base.

Without it a rename on one side would be a node that went and another that came, and edits of the other side would meet
nothing. Which node is which says the comparison; afterwards a renamed node has its new name again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from wfkit.core.diff.matching import match
from wfkit.core.mention import renamed_texts
from wfkit.core.pointer import append, resolve, split
from wfkit.core.rewriting import replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.merge._naming import Path
    from wfkit.core.merge._sides import Source
    from wfkit.core.model import Edge, Graph, Node

    Names = Mapping[str, str]

FORMATS = ("galaxy", "haystack")
_HOLDERS = frozenset({"components", "inputs", "steps"})
_SENDER, _RECEIVER = "sender", "receiver"


def renames(base: Source, ours: Source, theirs: Source) -> tuple[dict[str, str], dict[str, str]]:
    """The new names of nodes by the old ones, in ours and in theirs.

    One that both sides renamed otherwise, or that took the name of another node, is left out.
    """
    mine, other = _renamed(base, ours), _renamed(base, theirs)
    both = {old for old in mine.keys() & other.keys() if mine[old] != other[old]}
    return (
        {old: new for old, new in mine.items() if old not in both and _is_free(new, old, theirs.graph, other)},
        {old: new for old, new in other.items() if old not in both and _is_free(new, old, ours.graph, mine)},
    )


def with_names(data: Any, graph: Graph, names: Names) -> Any:
    """The document with other names for its outermost nodes, wherever they stand."""
    known = {old: new for old, new in names.items() if _is_keyed(graph.by_id.get(old), data)}
    texts = {
        **dict(renamed_texts(graph, known, known)),
        **dict(_ends(data, graph, known)),
        **dict(_around(data, known)),
    }
    edited = replaced(data, texts)
    holders = {_holder(graph.by_id[old]) for old in known}
    changes = {
        append("", holder): {known.get(key, key): item for key, item in edited[holder].items()} for holder in holders
    }
    return replaced(edited, changes)


def called(graph: Graph, names: Names) -> Graph:
    """The graph with the new names as labels: so a rename is a change, as another label is elsewhere."""
    nodes = [
        structs.replace(node, label=names[node.id]) if node.id in names and node.label == node.id else node
        for node in graph.nodes
    ]
    return replace(graph, nodes=tuple(nodes))


def shown(path: Path, names: Names) -> Path:
    """A path with the new name of the node that it leads into."""
    is_node = len(path) > 1 and path[0] in _HOLDERS
    return (path[0], names.get(str(path[1]), path[1]), *path[2:]) if is_node else path


def _renamed(base: Source, side: Source) -> dict[str, str]:
    before, after = base.graph, side.graph
    if before.by_id.keys() == after.by_id.keys():
        return {}
    pairs = [(found.old, found.new) for found in match(before, after).found]
    return {
        old.id: new.id
        for old, new in pairs
        if old.id != new.id and old.type == new.type and _is_keyed(old, base.data) and _is_keyed(new, side.data)
        if _holder(old) == _holder(new) and old.id not in after.by_id and new.id not in before.by_id
    }


def _is_free(new: str, old: str, other: Graph, their_names: Names) -> bool:
    return new not in other.by_id or their_names.get(old) == new


def _is_keyed(node: Node | None, data: Any) -> bool:
    """Whether it is an outermost node that goes by its key in an object."""
    if node is None or node.pointer != append("", _holder(node), node.id):
        return False
    # In a list a step without a name of its own goes by its place.
    return _holder(node) in _HOLDERS and isinstance(data[_holder(node)], dict)


def _holder(node: Node) -> str:
    return split(node.pointer)[0]


def _ends(data: Any, graph: Graph, names: Names) -> Iterator[tuple[str, str]]:
    """The texts of edges that name such nodes."""
    for edge in graph.edges:
        item = resolve(data, edge.pointer)
        if isinstance(item, dict):
            yield from _sockets(item, edge, names)
        elif isinstance(item, str) and edge.source in names:
            yield from _named(edge.pointer, item, edge.source, names, "/")


def _sockets(item: Mapping[str, Any], edge: Edge, names: Names) -> Iterator[tuple[str, str]]:
    for key, end in ((_SENDER, edge.source), (_RECEIVER, edge.target)):
        if end in names and isinstance(item.get(key), str):
            yield from _named(append(edge.pointer, key), item[key], end, names, ".")


def _named(pointer: str, text: str, old: str, names: Names, mark: str) -> Iterator[tuple[str, str]]:
    if text == old or text.startswith(f"{old}{mark}"):
        yield pointer, f"{names[old]}{text[len(old) :]}"


def _around(data: Any, names: Names) -> Iterator[tuple[str, Any]]:
    """What the outputs of a workflow and the frames on its canvas name."""
    for pointer, item in _items(data, "outputs"):
        for key in ("outputSource", "source"):
            text = item.get(key)
            if isinstance(text, str) and (old := _longest(text, names)):
                yield append(pointer, key), f"{names[old]}{text[len(old) :]}"
    for pointer, item in _items(data, "comments"):
        held = item.get("contains_steps")
        if isinstance(held, list):
            yield (
                append(pointer, "contains_steps"),
                [names.get(one, one) if isinstance(one, str) else one for one in held],
            )


def _longest(text: str, names: Names) -> str:
    fitting = [old for old in names if text == old or text.startswith(f"{old}/")]
    return max(fitting, key=len, default="")


def _items(data: Any, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    held = data.get(key)
    items = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    return ((append("", key, place), item) for place, item in items if isinstance(item, dict))
