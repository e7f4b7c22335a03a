"""A graph in a notebook: its picture, and a list of its nodes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from wfkit.core import display
from wfkit.render._highlights import highlights
from wfkit.render._kinds import short_type
from wfkit.render._text import clean
from wfkit.render.html import _parts as parts
from wfkit.render.html._elements import NOTHING, Markup, element, joined
from wfkit.render.html._pictures import picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.core.model import Graph, Node

_ROWS: Final = 100
_SETTINGS: Final = 3
_VALUE: Final = 60
_NAMED: Final = 8
# Laying out more than these takes a second or more, and nobody could read what comes of it in a notebook.
_DRAWN: Final = 500


def graph_bundle(graph: Graph) -> dict[str, str]:
    """The graph as text and as HTML."""
    shown = parts.panel("graph", parts.head(parts.strong(size(graph))), *body(graph))
    return {"text/plain": outline(graph), "text/html": shown}


def body(graph: Graph) -> list[Markup]:
    """The picture, what the reader could not make sense of, and the nodes to fold out."""
    return [_picture(graph), _problems(graph), *_nodes(graph)]


def size(graph: Graph) -> str:
    """How many nodes, edges and notes there are."""
    roles = Counter(node.role for node in graph.nodes)
    counts = [parts.counted(roles["node"], "node"), parts.counted(len(graph.edges), "edge")]
    counts += [parts.counted(roles[role], role) for role in ("note", "group") if roles[role]]
    return ", ".join(counts)


def outline(graph: Graph) -> str:
    """The graph as text; its size, where no outline can be made."""
    try:
        return str(display.renderer().outline(graph))
    except Exception as error:  # noqa: BLE001 - a notebook shows an object whatever keeps it from being drawn
        return f"{size(graph)} (no outline: {error})"


def type_name(node: Node) -> Markup:
    """The type of a node, short, with the whole of it as a tooltip."""
    return element("span", clean(short_type(node.type), _VALUE), title=clean(node.type, 200))


def settings(node: Node, most: int = _SETTINGS) -> Markup:
    """The few settings that tell most about a node."""
    found = highlights(node.config, most)
    pieces = [joined([parts.quiet(f"{item.name} "), clean(item.value, _VALUE)]) for item in found]
    return joined(pieces, " · ")


def _picture(graph: Graph) -> Markup:
    if not graph.nodes:
        return parts.remark("There is nothing to draw yet.")
    if len(graph.nodes) > _DRAWN:
        return parts.remark(f"No picture here: more than {_DRAWN} nodes. graph.svg() makes one.")
    return picture(lambda: str(display.renderer().svg(graph)), _alt(graph), otherwise=lambda: outline(graph))


def _alt(graph: Graph) -> str:
    labels = [clean(node.label, _VALUE) for node in graph.nodes if node.role == "node"]
    more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
    return f"Graph of {size(graph)}: {', '.join(labels[:_NAMED])}{more}"


def _problems(graph: Graph) -> Markup:
    if not graph.problems:
        return NOTHING
    found = parts.counted(len(graph.problems), "place")
    return parts.remark(f"The reader could not make sense of {found} of this document; graph.problems lists them.")


def _nodes(graph: Graph) -> list[Markup]:
    nodes = [node for node in graph.nodes if node.role == "node"]
    if not nodes:
        return []
    table = parts.table(("Node", "Type", "Settings"), map(_cells, nodes[:_ROWS]), ("32%", "22%", ""))
    left_out = len(nodes) - _ROWS
    more = [parts.remark(f"… and {parts.counted(left_out, 'more node')}.")] if left_out > 0 else []
    return [parts.fold(parts.counted(len(nodes), "node"), table, *more)]


def _cells(node: Node) -> Sequence[str]:
    off = [] if node.enabled else [parts.quiet(" disabled")]
    return joined([parts.name(node.label), *off]), type_name(node), settings(node)
