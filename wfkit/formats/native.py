"""The native format: nodes and edges in the manner of React Flow, the settings of a node in `data.config`.

Version 1 is published as the JSON Schema of `native_schema`. Version 0 is any bare React-Flow document
(see `_react_flow`), so that what an editor exports can be kept as it is. Unknown keys are legal
everywhere. A document of version 1 passes the schema exactly when the reader finds neither error nor
warning in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from wfkit.core.model import Edge, Graph, Node
from wfkit.core.wording import quoted
from wfkit.formats._format import Format
from wfkit.formats._react_flow import (
    DEFAULT_TYPE,
    derived_edge_id,
    edge_rest,
    flat_config,
    graph_rest,
    has_own_config,
    node_rest,
    size_of,
)
from wfkit.formats._reading import Place, as_text, is_whole
from wfkit.formats._sniffing import child, is_react_flow
from wfkit.formats._upgrades import VERSION_KEY, declared_version, upgrade, version_problem
from wfkit.formats._wording import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import NodeRole
    from wfkit.core.problem import Problem, Severity

__all__ = ["FORMAT", "is_held", "native_schema", "read", "upgrade"]

_ABSENT = (None, "")
_NUMBERS = (int, float)
_SAFE = 2**53
_PLAIN_NODE = {"id", "type", "position", "data"}
_PLAIN_DATA = {"label", "config"}
_PLAIN_PLACE = {"x", "y"}
_PLAIN_EDGE = {"id", "source", "target", "sourceHandle", "targetHandle"}
_ROLES: Mapping[str, NodeRole] = {"note": "note", "stickyNote": "note", "noteNode": "note", "group": "group"}


def read(data: Any) -> Graph:
    """The graph of a native document; whatever it cannot make sense of is in `problems`, nothing is raised.

    A node without an id, and an edge without one of its ends, is no part of the graph.
    """
    problems: list[Problem] = []
    place = Place("", problems)
    if problem := version_problem(data):
        problems.append(problem)
    if not isinstance(data, dict):
        return Graph(problems=tuple(problems))
    version = _VERSIONS[declared_version(data)]
    for key in ("name", "description"):
        place.text(data, key, severity="warning")
    nodes = [_node(item, pointer, problems, version) for pointer, item in _items(data, "nodes", place)]
    edges = [_edge(item, pointer, problems, version) for pointer, item in _items(data, "edges", place)]
    settings, layout = graph_rest(data)
    # How the document is spelt, not what it says: an upgrade changes nothing else.
    noise = {key: settings[key] for key in settings if key == VERSION_KEY}
    settings = {key: value for key, value in settings.items() if key != VERSION_KEY}
    return Graph(
        nodes=tuple([node for node in nodes if node.id]),
        edges=tuple([edge for edge in edges if edge.source and edge.target]),
        problems=tuple(problems),
        settings=settings,
        layout=layout,
        noise=noise,
    )


def is_held(data: Any) -> bool:
    """Whether the document declares a version of 1 or later, and so promises to follow the catalogue."""
    version: Any = child(data, VERSION_KEY)
    return is_whole(version) and bool(version >= 1)


def native_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of version 1, a new object each time."""
    from importlib.resources import files

    text = files("wfkit.formats").joinpath("native.schema.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


@dataclass(frozen=True, slots=True)
class _Version:
    """How one version of the format is read.

    Attributes:
        omission: How bad it is to leave out a node's type or an edge's id.
        default_type: The type of a node that names none.
        parent_keys: Where a node names its parent, the first that is there.
        flat: Whether settings may lie in `data` itself.
    """

    omission: Severity
    default_type: str
    parent_keys: tuple[str, ...]
    flat: bool


_VERSIONS = (
    _Version("warning", DEFAULT_TYPE, ("parentId", "parentNode"), flat=True),
    _Version("error", "", ("parentId",), flat=False),
)


def _items(data: Mapping[str, Any], key: str, place: Place) -> Iterator[tuple[str, dict[str, Any]]]:
    items = data.get(key)
    if items is None:
        place.report("error", f"missing-{key}", f"the document has no {key!r}; it must have a list of them", key)
    elif not isinstance(items, list):
        place.wrong_type("error", items, "a list", key)
    else:
        yield from _objects(items, key, place)


def _objects(items: list[Any], key: str, place: Place) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, item in enumerate(items):
        if isinstance(item, dict):
            yield f"/{key}/{index}", item
        else:
            message = f"one of the {key} is {kind_of(item)}; it must be an object"
            place.report("error", "not-an-object", message, key, str(index))


def _node(item: dict[str, Any], pointer: str, problems: list[Problem], version: _Version) -> Node:
    return _plain_node(item, pointer) or _odd_node(item, pointer, problems, version)


def _plain_node(item: dict[str, Any], pointer: str) -> Node | None:
    """The node, when it has the keys of the format and no others, all as they should be: most do, and it is quick."""
    data, place = item.get("data"), item.get("position")
    if item.keys() != _PLAIN_NODE or type(data) is not dict or type(place) is not dict or data.keys() != _PLAIN_DATA:
        return None
    node_id, node_type, label, config, x, y = (
        item["id"], item["type"], data["label"], data["config"], place.get("x"), place.get("y"),
    )  # fmt: skip
    if not (type(node_id) is type(node_type) is type(label) is str and node_id and node_type and label):
        return None
    if type(config) is not dict or type(x) not in _NUMBERS or type(y) not in _NUMBERS or place.keys() != _PLAIN_PLACE:
        return None
    if not (-_SAFE < x < _SAFE and -_SAFE < y < _SAFE):
        return None
    return Node(
        node_id, node_type, label, config, position=(x, y), role=_ROLES.get(node_type, "node"),
        pointer=pointer, config_pointer=f"{pointer}/data/config",
    )  # fmt: skip


def _odd_node(item: dict[str, Any], pointer: str, problems: list[Problem], version: _Version) -> Node:
    place = Place(pointer, problems, node=as_text(item.get("id")))
    node_id = _node_id(item, place)
    node_type = _node_type(item, place, version)
    data = place.mapping(item, "data")
    is_flat = version.flat and not has_own_config(data)
    settings, layout = node_rest(item, data, flat=is_flat)
    return Node(
        id=node_id,
        type=node_type,
        label=place.text(data, "data", "label", severity="warning") or node_id,
        config=flat_config(data) if is_flat else place.mapping(data, "data", "config"),
        position=place.position(item),
        parent=_parent(item, place, version),
        role=_ROLES.get(node_type, "node"),
        pointer=pointer,
        config_pointer=f"{pointer}/data" if is_flat else f"{pointer}/data/config",
        enabled=not (item.get("disabled") is True or (not is_flat and data.get("disabled") is True)),
        settings=settings,
        layout=layout,
        size=size_of(item),
    )


def _node_id(item: Mapping[str, Any], place: Place) -> str:
    if item.get("id") in _ABSENT:
        place.report("error", "missing-id", "the node has no 'id'; it must be a text, unique among the nodes")
    return place.text(item, "id")


def _node_type(item: Mapping[str, Any], place: Place, version: _Version) -> str:
    if item.get("type") not in _ABSENT:
        return place.text(item, "type")
    message = f"the node {quoted(place.node)} has no 'type'; it must be the key of a node type"
    place.report(version.omission, "missing-type", message)
    return version.default_type


def _parent(item: Mapping[str, Any], place: Place, version: _Version) -> str | None:
    for key in version.parent_keys:
        if item.get(key) is not None:
            return place.text(item, key, severity="warning") or None
    return None


def _edge(item: dict[str, Any], pointer: str, problems: list[Problem], version: _Version) -> Edge:
    if item.keys() == _PLAIN_EDGE and all([type(value) is str and value for value in item.values()]):  # noqa: C419 - twice as fast as a generator, for each edge
        ports = item["sourceHandle"], item["targetHandle"]
        return Edge(item["id"], item["source"], item["target"], *ports, pointer)
    return _odd_edge(item, Place(pointer, problems, edge=as_text(item.get("id"))), version)


def _odd_edge(item: dict[str, Any], place: Place, version: _Version) -> Edge:
    source, target = _end(item, "source", place), _end(item, "target", place)
    ports = place.text(item, "sourceHandle"), place.text(item, "targetHandle")
    edge_id = place.text(item, "id") or derived_edge_id(source, target, *ports)
    if item.get("id") in _ABSENT:
        message = f"the edge {quoted(edge_id)} has no 'id'; it must be a text, unique among the edges"
        place.report(version.omission, "missing-id", message, fix=f"name it {quoted(edge_id)}")
    settings, layout = edge_rest(item)
    return Edge(edge_id, source, target, *ports, place.pointer, settings, layout)


def _end(item: Mapping[str, Any], key: str, place: Place) -> str:
    if item.get(key) in _ABSENT:
        place.report("error", "missing-end", f"the edge has no {key!r}; it must be the id of a node")
    return place.text(item, key)


FORMAT = Format("wfkit", "wfkit", read=read, acyclic=True, sniff=is_react_flow)
