from __future__ import annotations

import pandas as pd
import pytest

from wfkit.errors import InvalidInput
from wfkit.store import frames


def said(frame):
    columns = ["workflow_name", "node", "path", "text", "version", "gone_version"]
    return [tuple(None if value is pd.NA else value for value in row) for row in frame[columns].to_numpy()]


@pytest.fixture
def told(registry, flow):
    wf = registry.create("Told", flow("plain", "gpt-4"))
    for models in (("Cite every source", "gpt-4"), ("plain", "gpt-4"), ("plain", "cite EVERY source")):
        wf = wf.save(flow(*models))
    return wf


@pytest.mark.usefixtures("told")
def test_a_text_is_found_with_the_version_in_which_it_came_and_went(registry):
    assert said(registry.search("cite every", history=True)) == [
        ("Told", "n0", "/data/config/model", "Cite every source", 2, 3),
        ("Told", "n1", "/data/config/model", "cite EVERY source", 4, None),
    ]


@pytest.mark.usefixtures("told")
def test_a_text_that_is_there_from_the_beginning_and_stays_has_no_end(registry):
    assert said(registry.search("Step 0", history=True)) == [("Told", "n0", "/data/label", "Step 0", 1, None)]


def test_a_node_is_the_same_place_wherever_it_stands_in_the_list(registry, flow):
    document = flow("gpt-4", "b")
    wf = registry.create("Sorted", document)
    document["nodes"].reverse()
    wf.save(document)
    assert said(registry.search("gpt-4", history=True)) == [("Sorted", "n0", "/data/config/model", "gpt-4", 1, None)]


@pytest.mark.parametrize("text", ["größe", "GRÖSSE", "line one line two", 'say "hi"', "日本"])
def test_texts_that_json_spells_in_its_own_way_are_found(registry, text):
    document = '{"nodes": [{"id": "a", "data": {"config": {"p": "Gr\\u00f6\\u00dfe", "q": "line one\\nline two"}}}, '
    document += '{"id": "b", "data": {"config": {"p": "say \\"hi\\"", "q": "日本"}}}], "edges": []}'
    registry.create("Spelt", document)
    assert len(registry.search(text, history=True)) == 1


def test_what_lies_outside_nodes_is_named_by_its_pointer(registry, flow):
    registry.create("Named", flow(name="A very special name", more={"deep": ["a very special list"]}))
    assert said(registry.search("very special", history=True)) == [
        ("Named", "", "/more/deep/0", "a very special list", 1, None),
        ("Named", "", "/name", "A very special name", 1, None),
    ]


@pytest.mark.usefixtures("told")
def test_nothing_found_has_the_declared_dtypes(registry, kinds):
    assert kinds(registry.search("nowhere", history=True)) == dict(frames.APPEARANCES)
    assert kinds(registry.search("Step", history=True)) == dict(frames.APPEARANCES)


@pytest.mark.usefixtures("told")
def test_pages_of_appearances(registry):
    found = registry.search("gpt-4", history=True, page=1, limit=1)
    assert (len(found), found.attrs["total"]) == (1, 1)
    assert len(registry.search("gpt-4", history=True, page=2, limit=1)) == 0


def test_deleted_workflows_are_not_searched(registry, told):
    registry.delete(told)
    assert registry.search("cite", history=True).empty


def test_documents_without_a_readable_graph_are_searched_by_pointer(registry):
    registry.create("Dify", {"kind": "app", "app": {"name": "a name to find"}})
    assert said(registry.search("name to find", history=True)) == [("Dify", "", "/app/name", "a name to find", 1, None)]


def test_an_empty_text_is_refused(registry):
    with pytest.raises(InvalidInput, match="search for a text of 1 to 1000 characters"):
        registry.search(" ", history=True)


def test_history_must_be_a_flag(registry):
    with pytest.raises(InvalidInput, match="history is 'yes'; pass True or False"):
        registry.search("a", history="yes")
