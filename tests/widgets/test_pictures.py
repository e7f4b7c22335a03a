"""Pictures of documents for the canvas of a panel."""

from __future__ import annotations

from wfkit.service.documents import document_of
from wfkit.widgets.pictures import picture_of

CONFIG = {"model": "small", "api_key": "sk-proj-1a2b3c4d5e6f7g8h9i0j1a2b"}
NODE = {"id": "a", "type": "llm", "data": {"label": "Answer", "config": CONFIG}}


def test_it_lists_the_nodes_that_it_draws():
    found = picture_of(document_of({"nodes": [NODE], "edges": []}))
    assert found["nodes"] == [{"key": "a", "label": "Answer", "type": "llm", "role": "node"}]
    assert 'data-node="a"' in found["picture"]


def test_a_node_without_a_label_is_listed_by_its_id():
    found = picture_of(document_of({"nodes": [{"id": "a", "type": "llm"}], "edges": []}))
    assert found["nodes"][0]["label"] == "a"


def test_no_secret_is_in_it():
    assert "sk-proj" not in str(picture_of(document_of({"nodes": [NODE], "edges": []})))
