"""`redacted_diff`: the same changes, and nothing that must not be shown."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.core.document import Document
from wfkit.errors import UnknownFormat
from wfkit.service.secrets import redacted_diff

KEY, OTHER = ("sk-proj-" + part * 4 for part in ("a1B2c3D4e5F6", "z9Y8x7W6v5U4"))
TOKENS = ["ghp_" + part * 3 for part in ("a1B2c3D4e5F6", "z9Y8x7W6v5U4")]


def native(label="Answer", **config):
    nodes = [
        {"id": "in", "type": "input", "data": {"label": "Question", "config": {"name": "q"}}},
        {"id": "llm", "type": "llm", "data": {"label": label, "config": {"model": "small", **config}}},
    ]
    return {"nodes": nodes, "edges": [{"id": "e", "source": "in", "target": "llm"}]}


def n8n(**parameters):
    node = {"id": "1", "name": "A", "type": "n8n-nodes-base.httpRequest", "position": [0, 0], "parameters": parameters}
    return {"nodes": [node], "connections": {}}


def said(found):
    return json.dumps(found.diff.to_dict(), default=str) + found.diff.text(noise=True) + found.diff.svg()


def leaves(found):
    return [(op.kind, op.path, op.old, op.new, found.veils.get(place)) for place, op in enumerate(found.diff.found)]


def test_a_diff_without_secrets_is_the_diff_itself():
    diff = wfkit.diff(native(), native(top_k=3))
    assert redacted_diff(diff) == (diff, {})
    assert redacted_diff(diff).diff is diff


def test_a_secret_that_changed_is_a_change_without_values():
    found = redacted_diff(wfkit.diff(native(api_key=KEY), native(api_key=OTHER, model="large")))
    assert leaves(found) == [
        ("config-changed", "/api_key", "", "", ("whole", "whole")),
        ("config-changed", "/model", "small", "large", None),
    ]
    assert not any(secret in said(found) for secret in (KEY, OTHER))


def test_a_secret_that_came_or_went_is_told_as_such():
    came = redacted_diff(wfkit.diff(native(), native(api_key=KEY)))
    went = redacted_diff(wfkit.diff(native(api_key=KEY), native()))
    assert [each[2:] for each in leaves(came)] == [(wfkit.core.diff.leaves.ABSENT, "", ("", "whole"))]
    assert [each[4] for each in leaves(went)] == [("whole", "")]
    assert KEY not in said(came) + said(went)


def test_of_a_text_with_a_secret_in_it_the_rest_is_shown():
    old, new = (native(prompt=f"{verb} with {KEY} today") for verb in ("Ask", "Tell"))
    found = redacted_diff(wfkit.diff(old, new))
    [(_, _, before, after, veils)] = leaves(found)
    assert (before, after) == ("Ask with REDACTED today", "Tell with REDACTED today")
    assert veils == ("part", "part")


def test_a_secret_in_a_node_that_came_or_went_is_not_shown():
    new = native()
    new["nodes"].append({"id": "x", "type": "llm", "data": {"label": "New", "config": {"api_key": KEY}}})
    for found in (redacted_diff(wfkit.diff(native(), new)), redacted_diff(wfkit.diff(new, native()))):
        assert [op.kind for op in found.diff] in (["node-added"], ["node-removed"])
        assert KEY not in repr([op.sides for op in found.diff]) + said(found)


def test_a_secret_in_a_key_is_not_in_the_path():
    old, new = (native(headers={TOKENS[0]: value}) for value in ("a", "b"))
    found = redacted_diff(wfkit.diff(old, new))
    assert [each[1] for each in leaves(found)] == ["/headers/REDACTED"]
    assert TOKENS[0] not in said(found) + repr(found.diff.found)


def test_a_secret_in_a_label_is_not_in_the_rename():
    found = redacted_diff(wfkit.diff(native(f"Ask {TOKENS[0]}"), native(f"Ask {TOKENS[1]} now")))
    assert [(each[0], each[2], each[3]) for each in leaves(found)] == [
        ("node-renamed", "Ask REDACTED", "Ask REDACTED now")
    ]
    assert not any(token in said(found) for token in TOKENS)


def test_a_secret_outside_of_the_nodes_is_not_shown():
    old, new = ({**n8n(), "settings": {"apiKey": key}} for key in (KEY, OTHER))
    found = redacted_diff(wfkit.diff(old, new))
    assert [(each[0], each[4]) for each in leaves(found)] == [("workflow-changed", ("whole", "whole"))]
    assert not any(key in said(found) for key in (KEY, OTHER))


def test_what_cannot_be_found_again_in_a_node_with_secrets_is_not_shown():
    headers = [{"id": "1", "value": KEY}, {"id": "2", "value": "b"}]
    old, new = n8n(apiKey=KEY, rows=headers), n8n(apiKey=KEY, rows=headers[::-1])
    found = redacted_diff(wfkit.diff(old, new))
    assert found.diff.found
    assert KEY not in said(found) + repr(found.diff.found)
    assert all(veils == ("whole", "whole") for veils in found.veils.values())


def test_edges_and_references_lose_their_secrets_too():
    def flow(token, port):
        edge = {"id": "e", "source": "in", "target": "llm", "sourceHandle": port, "data": {"note": f"by {token}"}}
        return {**native(prompt=f"{token}"), "edges": [edge]}

    found = redacted_diff(wfkit.diff(flow(TOKENS[0], "out"), flow(TOKENS[1], "out2")))
    assert {op.kind for op in found.diff} >= {"edge-rewired", "config-changed"}
    assert not any(token in said(found) + repr(found.diff.found) for token in TOKENS)


def test_where_a_secret_makes_the_graph_what_is_left_is_compared():
    old = {"nodes": [], "edges": [], "schema_version": 1, "api_key": KEY}
    found = redacted_diff(wfkit.diff(old, {**old, "api_key": OTHER}))
    assert KEY not in said(found)


@pytest.mark.parametrize("tool", ["langflow", "comfyui_ui", "n8n", "ragflow", "elyra", "nodered"])
def test_chains_of_real_files_say_the_same_without_secrets(tool, corpus):
    chains = sorted(path for path in (corpus / "chains" / tool).iterdir() if path.is_dir())[:4]
    for chain in chains:
        files = sorted(path for path in chain.iterdir() if path.is_file())[:2]
        diff = wfkit.diff(*files)
        found = redacted_diff(diff)
        assert [op.kind for op in found.diff.found] == [op.kind for op in diff.found]
        assert found.diff.stats == diff.stats


def test_a_node_without_secrets_is_told_as_it_is_beside_one_that_has_some():
    old, new = native(api_key=KEY), native(api_key=KEY)
    new["nodes"][0]["data"]["config"]["name"] = "question"
    found = redacted_diff(wfkit.diff(old, new))
    assert leaves(found) == [("config-changed", "/name", "q", "question", None)]


def test_values_that_a_tool_keeps_by_their_places_are_found_by_them():
    def picture(text, steps):
        node = {
            "id": 1,
            "type": "KSampler",
            "pos": [0, 0],
            "size": [9, 9],
            "flags": {},
            "mode": 0,
            "order": 0,
            "inputs": [{"name": "text", "type": "STRING", "widget": {"name": "text"}, "link": None}],
            "outputs": [],
            "properties": {},
            "widgets_values": [text, steps],
        }
        return {"last_node_id": 1, "last_link_id": 0, "nodes": [node], "links": [], "groups": [], "version": 0.4}

    found = redacted_diff(wfkit.diff(picture(f"by {TOKENS[0]}", 20), picture(f"of {TOKENS[0]}", 30)))
    assert {(each[2], each[3]) for each in leaves(found)} == {("by REDACTED", "of REDACTED"), (20, 30)}


def test_a_key_that_is_a_secret_from_the_beginning_is_not_in_the_path():
    old, new = ({**n8n(), "settings": {TOKENS[0]: value}} for value in ("a", "b"))
    found = redacted_diff(wfkit.diff(old, new))
    assert TOKENS[0] not in said(found) + repr(found.diff.found)
    assert any("REDACTED" in each[1] for each in leaves(found))


def test_where_edges_hang_on_a_secret_what_is_left_is_compared_anew():
    nodes = [{**n8n()["nodes"][0], "id": name, "name": name} for name in ("password", "B")]
    ties = {"password": {"main": [[{"node": "B", "type": "main", "index": 0}]]}}
    old = {"nodes": nodes, "connections": ties}
    new = {"nodes": [{**nodes[0], "parameters": {"url": "x"}}, nodes[1]], "connections": ties}
    found = redacted_diff(wfkit.diff(old, new))
    assert [op.kind for op in found.diff] == ["config-changed"]


def test_a_document_without_a_graph_loses_its_secrets_too():
    def unread(key):
        def reader(_data):
            msg = "nobody reads it"
            raise UnknownFormat(msg)

        data = {"apiKey": key, "nodes": [], "connections": {}}
        return Document(json.dumps(data), data, "n8n", reader)

    found = redacted_diff(wfkit.diff(unread(KEY), unread(OTHER)))
    assert leaves(found) == [("workflow-changed", "/apiKey", "", "", ("whole", "whole"))]
    assert not any(key in repr(found.diff.found) for key in (KEY, OTHER))
