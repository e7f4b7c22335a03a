"""Rules about a node's config: what its type's JSON Schema asks for, and secrets that must not be written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core import pointer
from wfkit.core.problem import Problem
from wfkit.core.rules import _faults, _secrets
from wfkit.core.rules._schema import compiled
from wfkit.core.wording import Names, named, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Graph, Node
    from wfkit.core.nodetype import NodeType
    from wfkit.core.rules._schema import ConfigSchema

_FAULT_LIMIT = 200


def check(graph: Graph, node_types: Mapping[str, NodeType]) -> Iterator[Problem]:
    """The problems of the configs of all nodes of known type, and of the schemas that are of no use for that."""
    names: dict[str, Names] = {}
    for node in graph.nodes:
        node_type = node_types.get(node.type) if node.role == "node" else None
        if node_type is None:
            continue
        schema = compiled(node_type)
        if node.type not in names:
            names[node.type] = Names(tuple(sorted(schema.fields or ())))
            yield from _broken(node, schema)
        if schema.validator is not None:
            yield from _check_node(node, schema, names[node.type])


def _broken(node: Node, schema: ConfigSchema) -> Iterator[Problem]:
    if schema.validator is None:
        yield Problem(
            "warning",
            "broken-node-type",
            f"node type {quoted(node.type)} of {quoted(schema.node_type.source)} has a broken config schema "
            f"({quoted(schema.fault, _FAULT_LIMIT)}), so its configs are not checked; "
            "it must be a JSON Schema (2020-12) that refers to nothing outside itself",
            pointer=node.pointer,
            node=node.id,
            fix=f"tell the makers of {quoted(schema.node_type.source)}",
        )


def _check_node(node: Node, schema: ConfigSchema, names: Names) -> Iterator[Problem]:
    unfit = list(_faults.unfit(node))
    if unfit:
        yield from unfit
        return
    empty = {name for name in schema.never_null if name in node.config and node.config[name] is None}
    empty |= {name for name in schema.never_blank if node.config.get(name) == ""}
    yield from (_empty_field(node, schema, name) for name in sorted(empty))
    yield from _unknown_fields(node, schema, names)
    yield from _secrets.check(node, schema)
    yield from _faults.check(node, schema, skipped=empty)


def _empty_field(node: Node, schema: ConfigSchema, name: str) -> Problem:
    return Problem(
        "error",
        "missing-config",
        f"the required config field {quoted(name)} of {named(node)} is empty; it should be text",
        pointer=pointer.append(node.config_pointer, name),
        node=node.id,
        fix=_faults.set_field(schema, [name]),
    )


def _unknown_fields(node: Node, schema: ConfigSchema, names: Names) -> Iterator[Problem]:
    if schema.fields is None or schema.fields.issuperset(node.config):
        return
    for name in node.config:
        if name not in schema.fields:
            yield _unknown_field(node, str(name), names)


def _unknown_field(node: Node, name: str, names: Names) -> Problem:
    guess = names.closest(name)
    return Problem(
        "warning",
        "unknown-config-field",
        f"{named(node)} of type {quoted(node.type)} has no config field {quoted(name)}; {names.hint(name, 'fields')}",
        pointer=pointer.append(node.config_pointer, name),
        node=node.id,
        fix=f"rename it to {quoted(guess)}" if guess else "remove it",
    )
