"""Editing real files of ComfyUI, Galaxy, Elyra and Haystack: one change each, and back to what was there."""

from __future__ import annotations

import json

import pytest
import yaml

import wfkit
from wfkit.errors import InvalidInput
from wfkit.service.documents import document_of

FOLDERS = ("comfyui_ui", "comfyui_api", "galaxy", "galaxy_format2", "elyra", "haystack2")
FILES, PARTS = 5, 5


@pytest.fixture(params=FOLDERS)
def documents(request, corpus):
    paths = sorted((corpus / request.param).iterdir(), key=lambda path: path.stat().st_size)
    found = []
    for path in paths[len(paths) // 3 :][:FILES]:
        is_json = path.suffix not in (".yml", ".yaml")
        plain = path if is_json else json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
        found.append(document_of(plain))
    return found


def nodes_of(document):
    return [node for node in document.graph.nodes if node.role == "node"][:PARTS]


def ends(edge):
    return edge.source, edge.target, edge.source_port, edge.target_port


def test_a_text_in_the_config_is_one_change_and_comes_back(documents):
    edited = 0
    for document in documents:
        for node in nodes_of(document):
            key = next(
                (key for key, value in node.config.items() if isinstance(value, str | int) and key != "type"), None
            )
            if key is None:
                continue
            place = "/" + key.replace("~", "~0").replace("/", "~1")
            edit = wfkit.edit(document).set(node.id, place, "anew")
            assert [change.kind for change in edit.diff.operations] == ["config-changed"]
            assert edit.set(node.id, place, node.config[key]).document.text == document.text
            edited += 1
    assert edited


def test_a_moved_node_is_layout_and_a_renamed_one_leaves_no_edge_behind(documents):
    for document in documents:
        loose = loose_edges(document.graph)
        for node in nodes_of(document):
            edit = wfkit.edit(document).rename(node.id, f"{node.label} anew")
            assert len(loose_edges(edit.graph)) == len(loose)
            assert len(edit.graph.edges) == len(document.graph.edges)
            if node.position is not None:
                assert not wfkit.edit(document).move(node.id, 1.5, 2).diff.logic


def test_an_edge_is_taken_away_and_made_anew(documents):
    for document in documents:
        for edge in document.graph.edges[:PARTS]:
            source, target, source_port, target_port = ends(edge)
            ports = {"source_port": source_port, "target_port": target_port}
            edit = wfkit.edit(document).disconnect(source, target, **ports)
            assert len(edit.graph.edges) == len(document.graph.edges) - 1
            edit.connect(source, target, **ports)
            assert sorted(map(ends, edit.graph.edges)) == sorted(map(ends, document.graph.edges))


def test_no_edge_leads_to_a_removed_node(documents):
    for document in documents:
        loose = loose_edges(document.graph)
        for node in nodes_of(document):
            try:
                edit = wfkit.edit(document).remove(node.id)
            except InvalidInput as exc:
                assert "remove them first" in str(exc)  # noqa: PT017 - a workflow in a step
                continue
            assert len(loose_edges(edit.graph)) <= len(loose)
            assert len(edit.graph.nodes) == len(document.graph.nodes) - 1


def loose_edges(graph):
    return [edge for edge in graph.edges if not {edge.source, edge.target} <= graph.by_id.keys()]
