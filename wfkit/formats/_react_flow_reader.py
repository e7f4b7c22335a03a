"""What the readers of tools built on React Flow share: the outside of nodes and edges.

Langflow, Flowise and RAGFlow keep what they know of a node in its `data`, each in its own way, and what they know
of a port in the text of a handle. All around that is React Flow's own, and is read here. Parts of `data` come to
stand beside what stands around it; where two have the same name, the inner one is called `data.name`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Node, Port
from wfkit.core.wording import quoted
from wfkit.formats._foreign import pair_of, take_mapping, take_text
from wfkit.formats._react_flow import EDGE_LAYOUT, NODE_LAYOUT, derived_edge_id, size_of
from wfkit.formats._reading import as_text
from wfkit.formats._shares import joined, settle, share, table
from wfkit.formats._wording import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wfkit.core.model import NodeRole
    from wfkit.formats._foreign import Reading
    from wfkit.formats._shares import Shares

    Ports = Callable[[dict[str, Any], str, str], tuple[str, str]]

_NODE = table(read=("id", "type", "position", "data", "parentId", "parentNode"), layout=NODE_LAYOUT)
_EDGE = table(read=("id", "source", "target", "sourceHandle", "targetHandle", "data"), layout=EDGE_LAYOUT)
_NODE_EXPECTED = {
    **dict.fromkeys(("id", "type", "parentId", "parentNode"), "a string"),
    "data": "an object",
}
_EDGE_EXPECTED = {
    **dict.fromkeys(("id", "source", "target", "sourceHandle", "targetHandle"), "a string"),
    "data": "an object",
}

_CACHED_LENGTH = 200


@dataclass(slots=True)
class Shell:
    """The outside of one node: all but what the tool keeps in its `data`.

    Attributes:
        id: The node's id, as text.
        kind: What React Flow draws it as, such as `genericNode`.
        data: What the tool keeps of it, empty when it keeps nothing.
        pointer: JSON Pointer to the node.
        parent: Id of the container that it lies in, or None.
        position: x and y, None when it says none.
        size: Width and height, None when it says none.
        shares: All else, by where it belongs; nothing is left to read.
    """

    id: str
    kind: str
    data: dict[str, Any]
    pointer: str
    parent: str | None
    position: tuple[float, float] | None
    size: tuple[float, float] | None
    shares: Shares

    def node(
        self,
        type: str,
        label: str,
        config: Mapping[str, Any],
        inner: Shares,
        *,
        config_pointer: str,
        role: NodeRole = "node",
        inputs: tuple[Port, ...] = (),
        outputs: tuple[Port, ...] = (),
    ) -> Node:
        """The node, with what the reader of its `data` made of that."""
        shares = joined(self.shares, inner, "data")
        return Node(
            id=self.id,
            type=type,
            label=label,
            config=config,
            inputs=inputs,
            outputs=outputs,
            position=self.position,
            parent=self.parent,
            role=role,
            pointer=self.pointer,
            config_pointer=config_pointer,
            settings=shares.settings,
            layout=shares.layout,
            noise=shares.noise,
            size=self.size,
        )


def take_items(read: dict[str, Any], key: str, base: str, reading: Reading) -> list[Any]:
    """The list under the key, which is removed; an empty one, with an error, when there is none."""
    items = read.get(key)
    if isinstance(items, list):
        del read[key]
        return items
    if items is None:
        reading.report("error", f"missing-{key}", f"there are no {key!r}; there must be a list of them", base)
    else:
        message = f"{key!r} is {kind_of(items)}; it must be a list"
        reading.report("error", "wrong-type", message, f"{base}/{key}")
    return []


def port(name: str, type: str = "any", *, required: bool = False, multiple: bool = False) -> Port:
    """The port with these attributes."""
    # A flow has a few dozen different ports, each of them many times over. A cache must not hold what is huge.
    make = _cached_port if len(name) + len(type) < _CACHED_LENGTH else Port
    return make(name, type, required, multiple)


def shells(items: list[Any], base: str, reading: Reading) -> Iterator[Shell]:
    """The outside of each node of a list; what has no id is refused."""
    for pointer, item in reading.objects(items, base, "nodes"):
        node_id = as_text(item.get("id"))
        if node_id:
            yield _shell(node_id, item, pointer, reading)
        else:
            message = "the node has no 'id'; it must be a text, unique among the nodes"
            reading.refuse("missing-id", message, pointer, item)


def edges(
    items: list[Any],
    base: str,
    reading: Reading,
    ports: Ports,
    data_places: Mapping[str, int],
    *,
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Edge]:
    """The edges of a list; what lacks an end is refused.

    An edge goes by its ends and ports: its id in the document is made of both handles, so it changes with what
    they say of types, and is noise. So is what a handle says besides the name of the port.

    Args:
        items: What should be edges.
        base: JSON Pointer to the list.
        reading: What else comes up.
        ports: Gives the names of both ports, of the edge, its source and its target.
        data_places: Where the keys of an edge's `data` belong.
        renamed: Ids of the document by which the graph does not know a node, and those by which it does.
    """
    for pointer, item in reading.objects(items, base, "edges"):
        source, target = as_text(item.get("source")), as_text(item.get("target"))
        if source and target:
            ends = renamed.get(source, source), renamed.get(target, target)
            yield _edge(item, ends, pointer, reading, ports(item, source, target), data_places)
        else:
            missing = "'target'" if source else "'source'"
            message = f"the edge has no {missing}; it must be the id of a node"
            reading.refuse("missing-end", message, pointer, item)


_cached_port = lru_cache(maxsize=1024)(Port)


def _shell(node_id: str, item: dict[str, Any], pointer: str, reading: Reading) -> Shell:
    shares = share(item, _NODE)
    read = shares.read
    # An id that is a number is read as a text, and stays among the settings.
    take_text(read, "id")
    kind = take_text(read, "type")
    if kind:
        shares.layout["type"] = kind
    data, parent = take_mapping(read, "data"), take_text(read, "parentId")
    if not parent:
        parent = take_text(read, "parentNode")
    position = _take_position(shares, pointer, reading, node_id)
    if read:
        settle(shares, _NODE_EXPECTED, pointer, reading, node_id)
    size = pair_of(item.get("width"), item.get("height")) or size_of(item)
    return Shell(node_id, kind, data, pointer, parent or None, position, size, shares)


def _take_position(shares: Shares, pointer: str, reading: Reading, node_id: str) -> tuple[float, float] | None:
    place = shares.read.pop("position", None)
    if isinstance(place, dict):
        pair = pair_of(place.get("x"), place.get("y"))
        if pair is not None:
            if len(place) > 2:  # noqa: PLR2004 - x and y are read, a third is kept
                shares.layout["position"] = {key: value for key, value in place.items() if key not in ("x", "y")}
            return pair
    if place is not None:
        shares.layout["position"] = place
        message = f"'position' is {kind_of(place)}; it should be an object with the numbers x and y"
        reading.report("warning", "wrong-type", message, f"{pointer}/position", node_id)
    return None


def _edge(
    item: dict[str, Any],
    ends: tuple[str, str],
    pointer: str,
    reading: Reading,
    ports: tuple[str, str],
    data_places: Mapping[str, int],
) -> Edge:
    shares = share(item, _EDGE)
    read, noise = shares.read, shares.noise
    edge_id = reading.unique(derived_edge_id(*ends, *ports))
    for key, said in (("id", edge_id), ("sourceHandle", ports[0]), ("targetHandle", ports[1])):
        text = take_text(read, key)
        if text and text != said:
            noise[key] = text
    if item.get("id") in (None, ""):
        message = f"the edge has no 'id'; it is taken for {quoted(edge_id)}"
        reading.report("warning", "missing-id", message, pointer, edge=edge_id)
    take_text(read, "source")
    take_text(read, "target")
    inner = share(take_mapping(read, "data"), data_places)
    if read:
        settle(shares, _EDGE_EXPECTED, pointer, reading)
    _, settings, layout, noise = joined(shares, inner, "data")
    return Edge(edge_id, *ends, *ports, pointer, settings, layout, noise)
