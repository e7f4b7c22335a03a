"""Other ids for nodes of Langflow, Flowise and Dify, whose ids stand in handles, anchors and texts too."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from wfkit.core.mention import renamed_texts
from wfkit.core.pointer import append, resolve
from wfkit.core.rewriting import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from wfkit.core.model import Edge, Graph, Node

_PARENTS = ("parentId", "parentNode")
_ANCHORS = ("inputAnchors", "inputParams", "outputAnchors", "options")
_IN_DATA = ("id", "iteration_id", "loop_id")
_AT_EDGES = ("id", "sourceHandle", "targetHandle")
_COPIES = ("sourceHandle", "targetHandle")


def with_flow_ids(data: Any, graph: Graph, names: Mapping[str, str]) -> Any:
    """The data of a flow whose nodes go by other ids, wherever these are named."""
    changes: dict[str, Any] = dict(renamed_texts(graph, names))
    for node in graph.nodes:
        changes.update(_of_node(resolve(data, node.pointer), node, names))
    for edge in graph.edges:
        changes.update(_of_edge(resolve(data, edge.pointer), edge, names))
    return replaced(data, changes)


def are_plain(data: Any, graph: Graph, names: Collection[str]) -> bool:
    """Whether the graph has these nodes by the ids of the document, as it may not where a node holds a flow."""
    return all(resolve(data, graph.by_id[name].pointer).get("id") == name for name in names)


def freed(base: Graph, ours: Graph, theirs: Graph) -> dict[str, str]:
    """Free ids for nodes that theirs added under an id that ours gave to another one; Flowise counts each type."""
    taken = {node.id for graph in (base, ours, theirs) for node in graph.nodes}
    found: dict[str, str] = {}
    for node in theirs.by_id.values():
        mine = ours.by_id.get(node.id)
        if mine is not None and node.id not in base.by_id and not _are_one(mine, node):
            stem = node.id.rstrip("0123456789")
            found[node.id] = next(name for number in count() if (name := f"{stem}{number}") not in taken)
            taken.add(found[node.id])
    return found


def _are_one(one: Node, other: Node) -> bool:
    """Whether a node lies where the other does, as when a change was taken over."""
    return (one.type, one.position) == (other.type, other.position)


def _of_node(item: Any, node: Node, names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for key in ("id", *_PARENTS):
        if item.get(key) in names:
            yield append(node.pointer, key), names[item[key]]
    data = item.get("data")
    if isinstance(data, dict):
        pointer = append(node.pointer, "data")
        for key in _IN_DATA:
            if isinstance(data.get(key), str) and data[key] in names:
                yield append(pointer, key), names[data[key]]
        if node.id in names:
            yield from _of_anchors(data, pointer, node.id, names[node.id])


def _of_anchors(holder: dict[str, Any], pointer: str, old: str, new: str) -> Iterator[tuple[str, str]]:
    """The ids of anchors, which begin with that of their node."""
    for key in _ANCHORS:
        items = holder.get(key)
        for place, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                at = append(pointer, key, place)
                name = item.get("id")
                if isinstance(name, str) and name.startswith(f"{old}-"):
                    yield append(at, "id"), f"{new}{name[len(old) :]}"
                yield from _of_anchors(item, at, old, new)


def _of_edge(item: Any, edge: Edge, names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    ends = {key: names.get(item[key], item[key]) for key in ("source", "target") if isinstance(item.get(key), str)}
    if all(ends[key] == item[key] for key in ends):
        return
    yield from ((append(edge.pointer, key), end) for key, end in ends.items())
    renamed = _renaming({item[key]: end for key, end in ends.items()})
    for key in _AT_EDGES:
        if isinstance(item.get(key), str):
            yield append(edge.pointer, key), renamed(item[key])
    data = item.get("data")
    for key, held in data.items() if isinstance(data, dict) else ():
        is_copy = key in _COPIES and isinstance(held, dict)
        inner, at = (held.get("id"), (key, "id")) if is_copy else (held, (key,))
        if (is_copy or key in _IN_DATA) and isinstance(inner, str) and inner in names:
            yield append(edge.pointer, "data", *at), names[inner]


def _renaming(names: Mapping[str, str]) -> Callable[[str], str]:
    """Puts new ids in the place of old ones in a text where they stand by themselves, the longest first."""
    ids = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![0-9A-Za-z])(?:{ids})(?![0-9A-Za-z])")
    return lambda text: pattern.sub(lambda found: names[found[0]], text)
