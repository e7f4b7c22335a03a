"""What a workflow needs before it can run: node types, and settings to look at."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from wfkit import nodetypes, render
from wfkit.core.reference import is_reference
from wfkit.core.secrets import mask
from wfkit.widgets import lines
from wfkit.widgets.texts import sendable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Graph, Node
    from wfkit.core.nodetype import NodeType

_MOST: Final = 60
_LONGEST: Final = 200
_LONGEST_VALUE: Final = 80
_SHORT: Final = 40
_NATIVE = "wfkit"
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})


def types_of(graph: Graph, format_name: str) -> list[dict[str, Any]]:
    """The node types in the order of the document: what each is for, how often it is there, whether it is missing.

    Of another tool's types nothing is known: what stands in place of their purpose is how their nodes are called.
    """
    catalogue = nodetypes.catalogue() if format_name == _NATIVE else {}
    nodes: dict[str, list[Node]] = {}
    for node in graph.nodes:
        if node.role == "node":
            nodes.setdefault(node.type, []).append(node)
    return [_type(name, held, catalogue.get(name), format_name) for name, held in [*nodes.items()][:_MOST]]


def settings_of(graph: Graph, format_name: str) -> list[dict[str, Any]]:
    """The settings that somebody who uses a template should look at, node by node.

    Of native nodes those that their type requires and those that hold a secret; of another tool's nodes it is only
    known that they have no settings at all.

    Args:
        graph: A graph without secrets.
        format_name: Whose document it is.
    """
    nodes = [node for node in graph.nodes if node.role == "node"]
    if format_name != _NATIVE:
        found = [_node(node, [_field("", "", "none")]) for node in nodes if not node.config]
        return found[:_MOST]
    catalogue = nodetypes.catalogue()
    listed = [(node, [*_fields(node, catalogue[node.type])]) for node in nodes if node.type in catalogue]
    return [_node(node, fields) for node, fields in listed if fields][:_MOST]


def changing(graph: Graph, format_name: str) -> str:
    """A line of Python that sets the first short setting that a type requires to what it is, "" where none is.

    No secret is in it, neither as a value nor in the label of the node.
    """
    catalogue = nodetypes.catalogue() if format_name == _NATIVE else {}
    labels = Counter(node.label for node in graph.nodes)
    for node in graph.nodes:
        if node.type not in catalogue or labels[node.label] > 1 or mask(node.label) != node.label:
            continue
        node_type = catalogue[node.type]
        for name in node_type.config_schema.get("required", ()):
            value = node.config.get(name)
            if name not in node_type.secret_fields and _is_short(value):
                said = lines.literal(value) if isinstance(value, str) else value
                return f'wf = wf.edit().set({lines.literal(node.label)}, {lines.literal(name)}, {said}).save("why")'
    return ""


def _is_short(value: Any) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= _SHORT and mask(value) == value
    return isinstance(value, int | float) and not isinstance(value, bool)


def _type(name: str, nodes: list[Node], node_type: NodeType | None, format_name: str) -> dict[str, Any]:
    labels = ", ".join(dict.fromkeys(node.label or node.id for node in nodes))
    return {
        "type": sendable(name, _LONGEST),
        "title": sendable(node_type.title if node_type else render.short_type(name), _LONGEST),
        "purpose": sendable(node_type.description if node_type else labels, _LONGEST),
        "count": len(nodes),
        "is_missing": node_type is None and format_name == _NATIVE,
    }


def _fields(node: Node, node_type: NodeType) -> Iterator[dict[str, str]]:
    required = node_type.config_schema.get("required", ())
    for name in required:
        value = node.config.get(name)
        if value in _EMPTY:
            yield _field(name, "", "empty")
        elif name not in node_type.secret_fields:
            yield _field(name, _shown(value), "reference" if is_reference(value) else "given")
    for name in node_type.secret_fields:
        value = node.config.get(name)
        if value is not None:
            # What is no reference was taken out of the graph as a secret, and has to be given anew.
            yield _field(name, _shown(value), "reference") if is_reference(value) else _field(name, "", "secret")


def _node(node: Node, fields: list[dict[str, str]]) -> dict[str, Any]:
    return {"label": sendable(node.label or node.id, _LONGEST), "fields": fields}


def _field(name: str, value: str, state: str) -> dict[str, str]:
    return {"name": sendable(name, _LONGEST), "value": value, "state": state}


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=repr, ensure_ascii=False)
    return sendable(" ".join(text[: 4 * _LONGEST_VALUE].split()), _LONGEST_VALUE)
