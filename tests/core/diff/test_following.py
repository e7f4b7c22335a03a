"""A rename with what it rewrites is one change, and so is an edge with what repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wfkit.core.diff import operations as ops
from wfkit.core.patch import apply_patch

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.core.diff import Diff

    Compare = Callable[..., Diff]


def _n8n(fetch: str = "Fetch", use: str = "Use", more: str = "") -> dict[str, Any]:
    nodes = [
        {"id": "1", "name": fetch, "type": "http", "parameters": {"url": "x"}},
        {"id": "2", "name": use, "type": "set", "parameters": {"a": f"={{{{ $('{fetch}').item }}}}{more}", "b": ["c"]}},
        {"id": "3", "name": "Code", "type": "code", "parameters": {"js": f"$('{fetch}'), $node[\"{use}\"], $('Gone')"}},
    ]
    joined = {fetch: {"main": [[{"node": use, "type": "main", "index": 0}]]}}
    return {"nodes": nodes, "connections": joined}


def _kinds(diff: Diff) -> list[tuple[str, str, str]]:
    return [(operation.kind, operation.node, operation.path) for operation in diff]


def test_a_rename_with_its_references_is_one_change(compare: Compare) -> None:
    diff = compare(_n8n(), _n8n("Get page"), "n8n")

    assert [(type(change), change.old, change.new) for change in diff.logic] == [(ops.NodeRenamed, "Fetch", "Get page")]
    assert diff.summary == "Renamed Fetch to Get page (2 references follow)"
    assert '    renamed: "Fetch" → "Get page" (2 references follow)' in diff.text()
    assert "2 references follow" in diff.to_html()
    assert _kinds(diff)[1:] == [("reference-followed", "Use", "/a"), ("reference-followed", "Code", "/js")]


def test_what_follows_is_there_for_scripts_and_in_the_patch(compare: Compare) -> None:
    old, new = _n8n(), _n8n("Get page")
    diff = compare(old, new, "n8n")

    assert diff.stats["reference-followed"] == 2
    assert [*diff.to_frame().query("kind == 'reference-followed'")["facet"]] == ["noise", "noise"]
    assert "    a: \"={{ $('Fetch').item }}\" → \"={{ $('Get page').item }}\"" in diff.text(noise=True)
    assert apply_patch(old, diff.to_json_patch()) == new


def test_one_reference_follows(compare: Compare) -> None:
    assert compare(_n8n(), _n8n(use="Set"), "n8n").summary == "Renamed Use to Set (1 reference follows)"


def test_two_renames_in_one_text_each_count_it(compare: Compare) -> None:
    diff = compare(_n8n(), _n8n("Get", "Set"), "n8n")

    assert [change.followers for change in diff.logic if isinstance(change, ops.NodeRenamed)] == [2, 1]
    assert len(diff.logic) == 2


def test_another_edit_of_the_same_text_is_a_change(compare: Compare) -> None:
    diff = compare(_n8n(), _n8n("Get page", more=" edited"), "n8n")

    assert [change.kind for change in diff.logic] == ["node-renamed", "config-changed"]
    assert diff.summary == "Renamed Fetch to Get page (1 reference follows); changed a of Use"


def test_a_reference_to_another_node_is_a_change(compare: Compare) -> None:
    old, new = _n8n(), _n8n()
    new["nodes"][1]["parameters"]["a"] = "={{ $('Code').item }}"

    assert [change.kind for change in compare(old, new, "n8n").logic] == ["config-changed"]


def test_two_nodes_that_exchange_their_names_keep_their_references(compare: Compare) -> None:
    diff = compare(_n8n("A", "B"), _n8n("B", "A"), "n8n")

    assert [(change.kind, change.old, change.new) for change in diff.logic] == [
        ("node-renamed", "A", "B"),
        ("node-renamed", "B", "A"),
    ]


def test_a_rename_backwards_mirrors_it(compare: Compare) -> None:
    there, back = compare(_n8n(), _n8n("Get", "Set"), "n8n"), compare(_n8n("Get", "Set"), _n8n(), "n8n")

    assert {(change.kind, change.path) for change in there} == {(change.kind, change.path) for change in back}
    assert [change.mirrored() for change in there if isinstance(change, ops.NodeRenamed)] == [
        change for change in back if isinstance(change, ops.NodeRenamed)
    ]


def test_a_text_that_reads_the_same_only_from_one_side_is_a_change(compare: Compare) -> None:
    # What named a node that was gone names the renamed one now.
    old, new = _n8n(), _n8n("Gone")
    diff = compare(old, new, "n8n")

    assert [(change.kind, change.node) for change in diff.logic] == [
        ("node-renamed", "Gone"),
        ("config-changed", "Code"),
    ]


def test_values_that_are_no_texts_do_not_follow(compare: Compare) -> None:
    new = _n8n("Get")
    new["nodes"][1]["parameters"]["a"] = 7
    new["nodes"][1]["parameters"]["b"] = ["c", "d"]
    diff = compare(_n8n(), new, "n8n")

    assert [(change.kind, change.path) for change in diff.logic] == [
        ("node-renamed", ""),
        ("config-changed", "/a"),
        ("config-changed", "/b/1"),
    ]


def test_a_list_in_another_order_beside_a_rename_is_a_change(compare: Compare) -> None:
    old, new = _n8n(), _n8n("Get")
    old["nodes"][1]["parameters"]["b"] = [{"id": "1"}, {"id": "2"}]
    new["nodes"][1]["parameters"]["b"] = [{"id": "2"}, {"id": "1"}]

    assert ("config-changed", "Use", "/b") in _kinds(compare(old, new, "n8n"))


def _flowise(model: str = "chat_0", *, joined: bool = True, said: Any = None) -> dict[str, Any]:
    def node(node_id: str, name: str, inputs: dict[str, Any]) -> dict[str, Any]:
        data = {"id": node_id, "name": name, "label": name, "inputs": inputs, "inputAnchors": [], "inputParams": []}
        return {"id": node_id, "type": "customNode", "position": {"x": 0, "y": 0}, "data": data}

    inputs = {"model": (f"{{{{{model}.data.instance}}}}" if joined else "") if said is None else said}
    ends = {"source": model, "target": "chain_0", "targetHandle": "chain_0-input-model-X"}
    edges = [{"id": "e", "sourceHandle": f"{model}-output-chat-X", **ends}] if joined else []
    return {"nodes": [node(model, "chat", {"t": 1}), node("chain_0", "chain", inputs)], "edges": edges}


def test_an_id_given_anew_takes_its_references_along(compare: Compare) -> None:
    diff = compare(_flowise(), _flowise("chat_4"), "flowise")

    assert not diff.logic
    assert diff.summary.startswith("Noise: 1 new id")
    assert 'id: "chat_0" → "chat_4", known by its config (1 reference follows)' in diff.text(noise=True)


@pytest.mark.parametrize("is_added", [True, False])
@pytest.mark.parametrize("said", [None, ["{{chat_0.data.instance}}"]])
def test_an_edge_and_the_input_that_repeats_it_are_one_change(compare: Compare, said: Any, *, is_added: bool) -> None:
    without, joined = _flowise(joined=False), _flowise(said=said)
    diff = compare(without, joined, "flowise") if is_added else compare(joined, without, "flowise")

    assert [change.kind for change in diff.logic] == ["edge-added" if is_added else "edge-removed"]
    assert diff.stats["reference-followed"] == 1


@pytest.mark.parametrize("said", ["by hand", ["{{chat_0.data.instance}}", 3], 5, "{{other_0.data.instance}}", [""]])
def test_an_input_that_says_more_than_the_edge_is_a_change(compare: Compare, said: Any) -> None:
    diff = compare(_flowise(joined=False), _flowise(said=said), "flowise")

    assert {change.kind for change in diff.logic} == {"edge-added", "config-changed"}


def test_an_input_that_empties_otherwise_is_a_change(compare: Compare) -> None:
    old, new = _flowise(joined=False, said=""), _flowise("chat_9", joined=False, said=[])

    assert [change.kind for change in compare(old, new, "flowise").logic] == ["config-changed"]


def _ragflow(target: str, *, joined: bool = True) -> dict[str, Any]:
    def node(node_id: str) -> dict[str, Any]:
        return {"id": node_id, "data": {"label": node_id.partition(":")[0], "name": node_id, "form": {}}}

    params = {"category_description": {"good": {"to": [target]}}}
    obj = {"component_name": "Categorize", "params": params}
    components = {"Categorize:A": {"obj": obj, "downstream": [target], "upstream": []}}
    edges = [{"id": "e", "source": "Categorize:A", "target": target, "sourceHandle": "good"}] if joined else []
    nodes = [node("Categorize:A"), node("Message:B"), node("Message:C")]
    return {"dsl": {"components": components, "graph": {"nodes": nodes, "edges": edges}}}


def test_a_parameter_that_says_where_an_edge_leads_follows_it(compare: Compare) -> None:
    diff = compare(_ragflow("Message:B"), _ragflow("Message:C"), "ragflow")

    assert {change.kind for change in diff.logic} == {"edge-added", "edge-removed"}
    assert diff.stats["reference-followed"] == 1


def test_where_a_parameter_leads_without_an_edge_is_a_change(compare: Compare) -> None:
    diff = compare(_ragflow("Message:B"), _ragflow("Message:C", joined=False), "ragflow")

    assert "setting-changed" in {change.kind for change in diff.logic}


def test_a_step_of_galaxy_follows_the_parameter_that_it_names(compare: Compare) -> None:
    def workflow(name: str) -> dict[str, Any]:
        action = {"RenameDatasetActionout": {"action_arguments": {"newname": f"${{{name}}}"}}}
        step = {"type": "tool", "tool_id": "cat1", "tool_state": "{}", "post_job_actions": action}
        parameter = {"id": 0, "type": "parameter_input", "label": name, "tool_state": "{}"}
        return {"a_galaxy_workflow": "true", "steps": {"0": parameter, "1": {"id": 1, **step}}}

    diff = compare(workflow("sample"), workflow("name"), "galaxy")

    assert [change.kind for change in diff.logic] == ["node-renamed"]
    assert diff.summary == "Renamed sample to name (1 reference follows)"
