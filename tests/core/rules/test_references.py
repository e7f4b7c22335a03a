from __future__ import annotations

from wfkit import formats
from wfkit.core.rules import check


def _flow(expression: str) -> dict[str, object]:
    nodes = [
        {"name": "Fetch page", "type": "t", "parameters": {}},
        {"name": "Use", "type": "t", "parameters": {"a": [expression]}},
    ]
    joined = {"Fetch page": {"main": [[{"node": "Use", "type": "main", "index": 0}]]}}
    return {"nodes": nodes, "connections": joined}


def test_a_reference_to_a_node_that_is_there_is_no_problem() -> None:
    assert not check(formats.read("n8n", _flow("={{ $('Fetch page').item }}")), acyclic=False).problems


def test_a_reference_that_leads_nowhere_is_a_warning_with_the_nearest_name() -> None:
    (problem,) = check(formats.read("n8n", _flow("={{ $('Fetch pages').item }}")), acyclic=False).problems

    assert (problem.severity, problem.code, problem.node) == ("warning", "dangling-reference", "Use")
    assert problem.pointer == "/nodes/1/parameters/a/0"
    assert "did you mean 'Fetch page'?" in problem.message
    assert problem.fix == "refer to 'Fetch page'"


def test_without_a_near_name_it_says_what_would_be_right() -> None:
    (problem,) = check(formats.read("n8n", _flow("={{ $('Quite otherwise').item }}")), acyclic=False).problems

    assert "it must name a node of this workflow" in problem.message
    assert problem.fix == "refer to another node, or add that one"
