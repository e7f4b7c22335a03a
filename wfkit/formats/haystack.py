"""Haystack: the components of a pipeline by name, and the sockets that are connected.

Read off Haystack's own `haystack/core/pipeline/base.py` (2.x) and the files of hayhooks, which adds what a pipeline
takes and gives (`inputs`, `outputs`). A component goes by its name, its type is the path of its class, and its config
`init_parameters`, whatever is nested there: tools, other components, secrets by the name of a variable.

A connection joins two sockets, each written `component.socket`: all before the last dot is the name of the component,
unless the pipeline has one of a shorter name. Components have no place; loops are legal, and bounded by
`max_runs_per_component` (`max_loops_allowed` before 2.6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit.core.model import Edge, Graph, Node
from wfkit.core.pointer import append
from wfkit.formats import _habits
from wfkit.formats._foreign import Reading, take_mapping, take_text
from wfkit.formats._format import Format
from wfkit.formats._react_flow import derived_edge_id
from wfkit.formats._react_flow_reader import take_items
from wfkit.formats._shares import settle, share, table
from wfkit.formats._sniffing import is_haystack
from wfkit.formats._wording import kind_of
from wfkit.formats.secrets.haystack import secrets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from wfkit.formats.writing import Writer

__all__ = ["FORMAT", "read"]

_PIPELINE = table(read=("components", "connections"))
_COMPONENT = table(read=("type", "init_parameters"))
_CONNECTION = table(read=("sender", "receiver"))
_EXPECTED = {"type": "a string", "init_parameters": "an object"}


def read(data: Any) -> Graph:
    """The graph of a pipeline; whatever is out of order in it is in `problems`.

    A component without a name, and a connection without an end, is no part of the graph.
    """
    reading = Reading()
    if not isinstance(data, dict):
        message = f"a pipeline is {kind_of(data)}; it must be an object"
        reading.report("error", "not-an-object", message, "")
        return Graph(problems=tuple(reading.problems))
    shares = share(data, _PIPELINE)
    nodes = tuple(_nodes(_take_components(shares.read, reading), reading))
    items = take_items(shares.read, "connections", "", reading)
    edges = tuple(_edges(items, frozenset([node.id for node in nodes]), reading))
    settle(shares, {}, "", reading)
    return Graph(
        nodes=nodes,
        edges=edges,
        problems=tuple(reading.problems),
        settings=reading.settings_with(shares.settings),
    )


def _take_components(rest: dict[str, Any], reading: Reading) -> dict[str, Any]:
    said = rest.get("components")
    if said is None:
        message = "the pipeline has no 'components'; it must have an object with one for each name"
        reading.report("error", "missing-nodes", message, "")
    elif not isinstance(said, dict):
        message = f"'components' is {kind_of(said)}; it must be an object"
        reading.report("error", "wrong-type", message, "/components")
    return take_mapping(rest, "components")


def _nodes(components: dict[str, Any], reading: Reading) -> Iterator[Node]:
    for name, item in components.items():
        pointer = append("/components", name)
        if not isinstance(item, dict):
            reading.refuse_kind("one of the components", "an object", pointer, item)
        elif not name:
            message = "the component has an empty name; it must be a text, by which connections go"
            reading.refuse("missing-id", message, pointer, item)
        else:
            yield _node(name, item, pointer, reading)


def _node(name: str, item: dict[str, Any], pointer: str, reading: Reading) -> Node:
    shares = share(item, _COMPONENT)
    node_type, config = take_text(shares.read, "type"), take_mapping(shares.read, "init_parameters")
    if not node_type:
        shares.settings["type"] = None
        message = "the component has no 'type'; it must be the path of a class"
        reading.report("warning", "missing-type", message, pointer, name)
    settle(shares, _EXPECTED, pointer, reading, name)
    return Node(
        id=name,
        type=node_type,
        label=name,
        config=config,
        pointer=pointer,
        config_pointer=f"{pointer}/init_parameters",
        settings=shares.settings,
    )


def _edges(items: list[Any], names: Collection[str], reading: Reading) -> Iterator[Edge]:
    for pointer, item in reading.objects(items, "/connections", "connections"):
        shares = share(item, _CONNECTION)
        sender, receiver = take_text(shares.read, "sender"), take_text(shares.read, "receiver")
        if not (sender and receiver):
            missing = "'receiver'" if sender else "'sender'"
            message = f"the connection has no {missing}; it must be a text such as 'component.socket'"
            reading.refuse("missing-end", message, pointer, item)
            continue
        source, target = _socket(sender, names), _socket(receiver, names)
        edge_id = reading.unique(derived_edge_id(source[0], target[0], source[1], target[1]))
        noise = {**_odd("sender", sender, source), **_odd("receiver", receiver, target)}
        yield Edge(edge_id, source[0], target[0], source[1], target[1], pointer, settings=shares.settings, noise=noise)


def _odd(key: str, said: str, found: tuple[str, str]) -> dict[str, str]:
    """What a socket says, where it is not written as others are."""
    return {} if said == ".".join(filter(None, found)) else {key: said}


def _socket(said: str, names: Collection[str]) -> tuple[str, str]:
    """The component and its socket, "" where only the component is named.

    >>> _socket("llm.replies", {"llm"}), _socket("llm", {"llm"}), _socket("my.llm.replies", {"my.llm"})
    (('llm', 'replies'), ('llm', ''), ('my.llm', 'replies'))
    """
    if said in names:
        return said, ""
    name, _, socket = said.rpartition(".")
    if not name:
        return said, ""
    first, _, rest = said.partition(".")
    return (first, rest) if name not in names and first in names else (name, socket)


def writer() -> Writer:
    """What writes changes of the graph back."""
    from wfkit.formats.writing.haystack import WRITER

    return WRITER


# A component may lead back to an earlier one: the pipeline counts how often it runs.
FORMAT = Format(
    "haystack", "Haystack", read=read, sniff=is_haystack, habits=_habits.HAYSTACK, writer=writer, secrets=secrets
)
