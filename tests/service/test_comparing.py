from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.core.patch import apply_patch
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound, UnknownFormat


def shown(found):
    return [(change.kind, change.old, change.new) for change in found]


@pytest.fixture
def path(flow, tmp_path):
    made = tmp_path / "flow.json"
    made.write_text(json.dumps(flow("b")), encoding="utf-8")
    return made


def test_whatever_holds_a_document_is_compared(wf, flow, path):
    others = [path, str(path), path.read_bytes(), path.read_text(encoding="utf-8"), flow("b"), wfkit.load(path)]
    for new in others:
        for old in (wf, wf.at(1), flow()):
            assert shown(wfkit.diff(old, new)) == [("config-changed", "gpt-4", "b")]
    for new in others:
        assert not wfkit.diff(new, path)


def test_files_and_versions_are_the_titles(wf, flow, path):
    wf = wf.save(flow("c"))
    titles = [
        (found.old_title, found.new_title)
        for found in (wfkit.diff(path, str(path)), wfkit.diff(wf.at(1), wf), wfkit.diff(flow(), json.dumps(flow())))
    ]
    assert titles == [(str(path), str(path)), ("version 1", "version 2"), ("old", "new")]


def test_versions_of_a_workflow_are_compared(wf, flow):
    wf = wf.save(flow("b")).save(flow("b", "c"))
    assert shown(wf.diff(1, 2)) == [("config-changed", "gpt-4", "b")]
    assert shown(wf.diff(2, 1)) == [("config-changed", "b", "gpt-4")]
    assert wf.diff(1).summary == wf.diff(1, 3).summary == "Added Step 1; changed model of Step 0 from gpt-4 to b"
    assert not wf.diff(3)


def test_documents_of_other_tools_are_compared(n8n):
    new = json.loads(json.dumps(n8n))
    new["nodes"][0]["disabled"] = True
    found = wfkit.diff(n8n, new)
    assert shown(found.logic) == [("node-switched", True, False)]
    assert apply_patch(n8n, found.to_json_patch()) == new


def test_documents_of_two_tools_are_compared(n8n, flow):
    found = wfkit.diff(n8n, flow())
    assert found
    assert apply_patch(n8n, found.to_json_patch()) == flow()


def test_a_document_that_was_edited_after_it_was_read_is_compared_as_it_is_now(path):
    edited = wfkit.load(path)
    edited.data["nodes"][0]["data"]["config"]["model"] = "z"
    assert shown(wfkit.diff(path, edited)) == [("config-changed", "b", "z")]


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("no such file.json", NotFound),
        ("{", InvalidWorkflow),
        ("{}", UnknownFormat),
        (5, InvalidInput),
        ({"nodes": float("nan")}, InvalidWorkflow),
    ],
    ids=str,
)
def test_what_holds_no_document_is_refused_on_either_side(flow, source, error):
    with pytest.raises(error):
        wfkit.diff(source, flow())
    with pytest.raises(error):
        wfkit.diff(flow(), source)
