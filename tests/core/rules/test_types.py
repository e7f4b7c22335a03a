from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.model import Graph, Node
from wfkit.core.rules import types

if TYPE_CHECKING:
    from wfkit.core.nodetype import NodeType


def test_a_mistyped_type_is_told_with_the_right_one(node_types: dict[str, NodeType]) -> None:
    (problem,) = types.check(Graph((Node("a", "serach", "Find", pointer="/nodes/0"),)), node_types)
    assert problem.message == "node 'a' ('Find') has the unknown type 'serach'; did you mean 'search'?"
    assert (problem.severity, problem.node, problem.pointer) == ("error", "a", "/nodes/0")
    assert problem.fix == "change its type to 'search'"


def test_a_wholly_unknown_type_is_told_with_the_known_ones(node_types: dict[str, NodeType]) -> None:
    (problem,) = types.check(Graph((Node("a", "zzz", "a"),)), node_types)
    assert problem.message.endswith("known types: 'input', 'llm', 'output', 'search'")


def test_an_empty_catalogue_knows_no_type() -> None:
    (problem,) = types.check(Graph((Node("a", "zzz", "a"),)), {})
    assert problem.message.endswith("there are no types")


def test_notes_and_groups_need_no_type(node_types: dict[str, NodeType]) -> None:
    nodes = (Node("n", "zzz", "n", role="note"), Node("g", "zzz", "g", role="group"))
    assert list(types.check(Graph(nodes), node_types)) == []
