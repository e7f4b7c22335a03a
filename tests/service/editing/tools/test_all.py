"""Edits that hold for ComfyUI, Galaxy, Elyra and Haystack alike."""

from __future__ import annotations

import copy
import json

import pytest

import wfkit
from wfkit.errors import InvalidInput

from .conftest import COMFY, ELYRA, FORMAT2, GALAXY, HAYSTACK, PROMPT, ends

DOCUMENTS = {
    "comfyui": COMFY, "prompt": PROMPT, "galaxy": GALAXY, "format2": FORMAT2, "elyra": ELYRA, "haystack": HAYSTACK,
}  # fmt: skip


@pytest.fixture(params=DOCUMENTS)
def document(request):
    return copy.deepcopy(DOCUMENTS[request.param])


def leaf_of(config):
    return next((f"/{key}" for key, value in config.items() if isinstance(value, str)), None)


def test_a_value_is_one_change_and_comes_back(document):
    for node in wfkit.edit(document).graph.nodes:
        leaf = leaf_of(node.config)
        if leaf is None or node.role == "note" or node.type in ("SetNode", "parameter_input"):
            continue
        edit = wfkit.edit(document).set(node.id, leaf, "anew")
        assert [(change.kind, change.path) for change in edit.diff.operations] == [("config-changed", leaf)]
        assert edit.set(node.id, leaf, node.config[leaf[1:]]).document.data == document


def test_a_rename_is_no_other_change(document):
    for node in wfkit.edit(document).graph.nodes:
        if node.role == "node":
            edit = wfkit.edit(document).rename(node.id, "Anew")
            kinds = {change.kind for change in edit.diff.operations} - {"noise-changed", "reference-followed"}
            # What the workflow takes and gives names the node too.
            assert kinds - {"workflow-changed", "layout-changed"} == {"node-renamed"}
            assert not [edge for edge in edit.graph.edges if not {edge.source, edge.target} <= edit.graph.by_id.keys()]


def test_a_moved_node_is_layout_alone(document):
    for node in wfkit.edit(document).graph.nodes:
        if node.position is None:
            continue
        edit = wfkit.edit(document).move(node.id, 12, 34.5)
        assert edit.graph.node(node.id).position == (12, 34.5)
        assert not edit.diff.logic
        assert len(edit.diff.layout) == 1


def test_an_edge_that_is_taken_away_and_made_anew_is_the_same(document):
    for edge in wfkit.edit(document).graph.edges:
        source, target, source_port, target_port = ends(edge)
        ports = {"source_port": source_port, "target_port": target_port}
        edit = wfkit.edit(document).disconnect(source, target, **ports)
        assert {change.kind for change in edit.diff.logic} == {"edge-removed"}
        edit.connect(source, target, **ports)
        assert not edit.diff.logic
        with pytest.raises(InvalidInput, match="already"):
            edit.connect(source, target, **ports)


def test_nothing_leads_to_a_removed_node(document):
    for node in wfkit.edit(document).graph.nodes:
        if node.role == "node" and node.id != "4":
            edit = wfkit.edit(document).remove(node.id)
            assert len(edit.graph.nodes) == len(wfkit.edit(document).graph.nodes) - 1
            assert not [edge for edge in edit.graph.edges if node.id in (edge.source, edge.target)]
            assert node.id not in json.dumps(edit.graph.settings.get("outputs", ""))
