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
from wfkit.formats.mentions.native import mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wfkit.core.model import NodeRole
    from wfkit.core.problem import Problem, Severity
    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "is_held", "native_schema", "read", "role_of", "upgrade"]

_ABSENT = (None, "")
_NUMBERS = (int, float)
_SAFE = 2**53
_CONFIG = "/data/config"
# One for all: each new container brings the garbage collector nearer, and it goes through the whole document.
_NOTHING: Mapping[str, Any] = {}
# How many keys a plain node has, its data, its position, and a plain edge.
_NODE_KEYS, _DATA_KEYS, _PLACE_KEYS, _EDGE_KEYS = 4, 2, 2, 5
_ROLES: Mapping[str, NodeRole] = {"note": "note", "stickyNote": "note", "noteNode": "note", "group": "group"}


def role_of(node_type: str) -> NodeRole:
    """Whether nodes of this type do something, or are notes or groups."""
    return _ROLES.get(node_type, "node")


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
    nodes = [
        _plain_node(item, pointer) or _odd_node(item, pointer, problems, version)
        for pointer, item in _items(data, "nodes", place)
    ]
    edges = [
        _plain_edge(item, pointer) or _odd_edge(item, pointer, problems, version)
        for pointer, item in _items(data, "edges", place)
    ]
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


def _items(data: Mapping[str, Any], key: str, place: Place) -> Iterable[tuple[str, dict[str, Any]]]:
    items = data.get(key)
    if isinstance(items, list):
        return _objects(items, key, place)
    if items is None:
        place.report("error", f"missing-{key}", f"the document has no {key!r}; it must have a list of them", key)
    else:
        place.wrong_type("error", items, "a list", key)
    return ()


def _objects(items: list[Any], key: str, place: Place) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, item in enumerate(items):
        if isinstance(item, dict):
            yield f"/{key}/{index}", item
        else:
            message = f"one of the {key} is {kind_of(item)}; it must be an object"
            place.report("error", "not-an-object", message, key, str(index))


def _plain_node(item: dict[str, Any], pointer: str) -> Node | None:
    """The node, when it has the keys of the format and no others, all as they should be: most do, and it is quick."""
    try:
        node_id, node_type, place, data = item["id"], item["type"], item["position"], item["data"]
        label, config, x, y = data["label"], data["config"], place["x"], place["y"]
    except (KeyError, TypeError):
        return None
    # With as many keys as were taken out there are no others.
    if len(item) != _NODE_KEYS or len(data) != _DATA_KEYS or len(place) != _PLACE_KEYS:
        return None
    if not (type(node_id) is type(node_type) is type(label) is str and node_id and node_type and label):
        return None
    if type(config) is not dict or type(x) not in _NUMBERS or type(y) not in _NUMBERS:
        return None
    if not (-_SAFE < x < _SAFE and -_SAFE < y < _SAFE):
        return None
    role = role_of(node_type)
    return Node(
        node_id, node_type, label, config, (), (), (x, y), None, role, pointer, pointer + _CONFIG,
        settings=_NOTHING, layout=_NOTHING, noise=_NOTHING,
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
        role=role_of(node_type),
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


def _plain_edge(item: dict[str, Any], pointer: str) -> Edge | None:
    """The edge, when it has the keys of the format and no others, all as they should be."""
    try:
        edge_id, source, target = item["id"], item["source"], item["target"]
        source_port, target_port = item["sourceHandle"], item["targetHandle"]
    except KeyError:
        return None
    if not (len(item) == _EDGE_KEYS and edge_id and source and target and source_port and target_port):
        return None
    if not (type(edge_id) is type(source) is type(target) is type(source_port) is type(target_port) is str):
        return None
    return Edge(edge_id, source, target, source_port, target_port, pointer, _NOTHING, _NOTHING, _NOTHING)


def _odd_edge(item: dict[str, Any], pointer: str, problems: list[Problem], version: _Version) -> Edge:
    place = Place(pointer, problems, edge=as_text(item.get("id")))
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


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.native import WRITER

    return WRITER


FORMAT = Format("wfkit", "wfkit", read=read, acyclic=True, sniff=is_react_flow, mentions=mentions, writer=writer)
