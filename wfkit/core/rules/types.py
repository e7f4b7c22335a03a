"""The rule that a node's type is one of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.problem import Problem
from wfkit.core.wording import Names, named, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.model import Graph, Node
    from wfkit.core.nodetype import NodeType


def check(graph: Graph, node_types: Mapping[str, NodeType]) -> Iterator[Problem]:
    """The nodes of unknown type; notes and groups need none."""
    names = Names(tuple(sorted(node_types)))
    for node in graph.nodes:
        if node.role == "node" and node.type not in node_types:
            yield _unknown_type(node, names)


def _unknown_type(node: Node, names: Names) -> Problem:
    guess = names.closest(node.type)
    return Problem(
        "error",
        "unknown-node-type",
        f"{named(node)} has the unknown type {quoted(node.type)}; {names.hint(node.type, 'types')}",
        pointer=node.pointer,
        node=node.id,
        fix=f"change its type to {quoted(guess)}"
        if guess
        else "choose a known type, or install the package it is from",
    )
