"""Editing a graph: the smallest change of the document's text, and whatever the tool keeps twice follows."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.errors import InvalidInput, NotFound, UnknownFormat, VersionConflict
from wfkit.service.documents import document_of


def n8n_node(name, number, **parameters):
    return {
        "id": str(number), "name": name, "type": "n8n-nodes-base.set", "typeVersion": 3.4,
        "position": [200 * number, 0], "parameters": parameters,
    }  # fmt: skip


N8N = {
    "name": "Mail",
    "nodes": [
        n8n_node("Fetch", 1, url="https://example.com"),
        n8n_node("Shape", 2, text="={{ $('Fetch').item.json.title }} of $('Other')"),
        n8n_node("Send", 3, options={"retry": True}),
    ],
    "connections": {
        "Fetch": {"main": [[{"node": "Shape", "type": "main", "index": 0}]]},
        "Shape": {"main": [None, [{"node": "Send", "type": "main", "index": 0}]]},
    },
    "settings": {},
}
NODE_RED = [
    {"id": "t", "type": "tab", "label": "Flow", "disabled": False, "info": ""},
    {"id": "g", "type": "group", "z": "t", "name": "Both", "nodes": ["a", "b"], "x": 1, "y": 1, "w": 9, "h": 9},
    {"id": "a", "type": "inject", "z": "t", "g": "g", "x": 10, "y": 10, "name": "Every hour", "wires": [["b"]]},
    {"id": "b", "type": "function", "z": "t", "g": "g", "x": 90, "y": 10, "name": "Count", "func": "return msg;",
     "wires": [[], []]},
    {"id": "c", "type": "debug", "z": "t", "x": 190, "y": 10, "name": "", "active": True, "wires": []},
]  # fmt: skip
NATIVE = {
    "schema_version": 1,
    "nodes": [
        {"id": "q", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"label": "Question", "config": {}}},
        {"id": "o", "type": "output", "position": {"x": 300, "y": 0}, "data": {"label": "Answer", "config": {}}},
    ],
    "edges": [],
}
DOCUMENTS = {"n8n": N8N, "node-red": NODE_RED, "wfkit": NATIVE}


@pytest.fixture(params=DOCUMENTS)
def edit(request):
    return wfkit.edit(DOCUMENTS[request.param])


@pytest.fixture
def n8n():
    return wfkit.edit(N8N)


def test_a_value_is_set_and_taken_away_again(edit):
    node = edit.graph.nodes[-1]
    before = edit.document.data
    edit.set(node.id, "added/deeper", [1, {"a": None}])
    assert edit.graph.node(node.id).config["added"] == {"deeper": [1, {"a": None}]}
    assert [change.path for change in edit.diff.operations] == ["/added"]
    edit.set(node.id, "/added/deeper/-", "more").set(node.id, "added/deeper/0", 2)
    assert edit.graph.node(node.id).config["added"]["deeper"] == [2, {"a": None}, "more"]
    edit.unset(node.id, "added")
    assert edit.document.data == before
    assert not edit.diff


def test_every_label_can_be_changed_and_nothing_else_is(edit):
    for node in edit.graph.nodes:
        edit.rename(node.label, f"{node.label} anew")
    kinds = {change.kind for change in edit.diff.operations}
    assert kinds <= {"node-renamed", "layout-changed", "reference-followed"}
    assert [node.label for node in edit.graph.nodes] == [
        f"{node.label} anew" for node in wfkit.edit(edit.diff.old).graph.nodes
    ]


def test_switching_off_and_on_leaves_the_document_as_it_was(edit):
    node = edit.graph.nodes[-1]
    before = edit.document.data
    assert not edit.disable(node.id).graph.node(node.id).enabled
    assert edit.disable(node.id).diff.summary.startswith("Disabled")
    assert edit.enable(node.id).graph.node(node.id).enabled
    assert edit.enable(node.id).document.data == before


def test_a_moved_node_is_layout_alone(edit):
    node = edit.graph.nodes[-1]
    edit.move(node.id, 12, 34.5)
    assert edit.graph.node(node.id).position == (12, 34.5)
    assert not edit.diff.logic
    assert len(edit.diff.layout) == 1


def test_an_edge_comes_and_goes(edit):
    source, target = edit.graph.nodes[-1].id, edit.graph.nodes[-2].id
    before = edit.document.data
    edges = edit.graph.edges
    edit.connect(source, target)
    assert [(edge.source, edge.target) for edge in edit.graph.edges if edge not in edges] == [(source, target)]
    edit.disconnect(source, target)
    assert edit.graph.edges == edges
    assert not wfkit.diff(before, edit.document).logic


def test_a_removed_node_takes_its_edges_along(edit):
    node = next(node for node in edit.graph.nodes if node.role == "node")
    edit.remove(node.id)
    assert node.id not in edit.graph.by_id
    assert not [edge for edge in edit.graph.edges if node.id in (edge.source, edge.target)]
    assert "dangling-edge" not in {problem.code for problem in wfkit.validate(edit.document)}


def test_what_was_not_edited_keeps_its_spelling():
    text = json.dumps(N8N, indent=4).replace("200", "2e2").replace('"settings": {}', '"settings" :{ }')
    edited = wfkit.edit(text).set("Send", "options/retry", value=False).document
    assert edited.text == text.replace("true", "false")


def test_a_rename_in_n8n_is_one_change_and_every_reference_follows(n8n):
    n8n.rename("Fetch", "Fetch 'it'")
    assert n8n.diff.summary == "Renamed Fetch to Fetch 'it' (1 reference follows)"
    assert n8n.graph.node("Shape").config["text"] == "={{ $('Fetch \\'it\\'').item.json.title }} of $('Other')"
    assert [(edge.source, edge.target) for edge in n8n.graph.edges] == [("Fetch 'it'", "Shape"), ("Shape", "Send")]


def test_a_name_in_n8n_is_one_of_a_kind(n8n):
    with pytest.raises(InvalidInput, match="'Send' is taken"):
        n8n.rename("Fetch", "Send")
    assert n8n.document.data == N8N


def test_ports_of_n8n_are_types_and_slots(n8n):
    n8n.connect("Fetch", "Send", source_port="ai_tool:2", target_port="ai_tool:0")
    slots = n8n.document.data["connections"]["Fetch"]["ai_tool"]
    assert slots == [[], [], [{"node": "Send", "type": "ai_tool", "index": 0}]]
    with pytest.raises(InvalidInput, match="is no port of n8n"):
        n8n.connect("Fetch", "Send", source_port="main:first")


def test_a_member_of_a_group_of_node_red_leaves_it():
    edit = wfkit.edit(NODE_RED).remove("a")
    assert edit.document.data[1]["nodes"] == ["b"]
    with pytest.raises(InvalidInput, match="'Both' holds 'Count'; remove them first"):
        edit.remove("g")


def test_what_holds_others_goes_with_them_when_asked():
    subflow = {
        "id": "s", "type": "subflow", "name": "Twice", "info": "",
        "in": [{"x": 1, "y": 1, "wires": [{"id": "i"}]}], "out": [{"x": 9, "y": 1, "wires": [{"id": "i", "port": 0}]}],
    }  # fmt: skip
    inner = {"id": "i", "type": "function", "z": "s", "x": 5, "y": 1, "name": "Inner", "wires": [[]]}
    edit = wfkit.edit([*NODE_RED, subflow, inner])
    with pytest.raises(InvalidInput, match="with_contents=True"):
        edit.remove("s")
    assert edit.remove("s", with_contents=True).document.data == NODE_RED
    assert edit.remove("t", with_contents=True).document.data == []


@pytest.mark.parametrize("path", ["x", "id", "wires", "type", ""])
def test_what_a_node_of_node_red_is_is_no_setting(path):
    with pytest.raises(InvalidInput, match="is no setting"):
        wfkit.edit(NODE_RED).set("b", path, 1)


def test_a_node_goes_by_its_id_or_by_a_label_that_one_alone_has(n8n):
    assert wfkit.edit(NODE_RED).set("Count", "func", "return null").graph.node("b").config["func"] == "return null"
    with pytest.raises(NotFound, match=r"no node 'Fetsch'.*'Fetch'"):
        n8n.set("Fetsch", "a", 1)
    twice = json.loads(json.dumps(NODE_RED).replace("Every hour", "Count"))
    with pytest.raises(NotFound, match="2 nodes are called 'Count'"):
        wfkit.edit(twice).remove("Count")


WRONG = {
    "below a text": lambda edit: edit.set("Fetch", "url/deeper", 1),
    "below a flag": lambda edit: edit.set("Send", "options/retry/a/b", 1),
    "no pointer": lambda edit: edit.set("Fetch", "a~b", 1),
    "no path": lambda edit: edit.set("Fetch", 3, 1),
    "no number": lambda edit: edit.move("Fetch", "1", 2),
    "not a number": lambda edit: edit.move("Fetch", float("nan"), 2),
    "a flag": lambda edit: edit.move("Fetch", True, 2),  # noqa: FBT003 - on purpose
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_and_leaves_the_edit_as_it_was(n8n, wrong):
    with pytest.raises(InvalidInput):
        wrong(n8n)
    assert not n8n.diff


def test_what_is_no_json_is_refused(n8n):
    with pytest.raises(wfkit.InvalidWorkflow):
        n8n.set("Fetch", "url", {1, 2})


def test_what_is_not_there_cannot_be_taken_away(n8n):
    with pytest.raises(NotFound):
        n8n.unset("Fetch", "timeout")
    with pytest.raises(NotFound, match="no edge leads from 'Send' to 'Fetch'"):
        n8n.disconnect("Send", "Fetch")


def test_an_edit_of_a_workflow_saves_itself(registry):
    wf = registry.create("Mail", N8N)
    edit = wf.edit().set("Fetch", "url", "https://example.org").rename("Send", "Reply")
    assert wf.version == registry.get("Mail").version == 1
    saved = edit.save("another site")
    assert (saved.version, saved.message) == (2, "another site")
    assert saved.diff(1, 2).summary == (
        "Renamed Send to Reply; changed url of Fetch from https://example.com to https://example.org"
    )
    with pytest.raises(VersionConflict):
        wf.edit().disable("Fetch").save()


def test_an_edit_without_a_workflow_has_nowhere_to_go(n8n):
    with pytest.raises(InvalidInput, match="did not begin with a workflow"):
        n8n.save()


def test_a_format_without_a_writer_says_which_have_one(monkeypatch):
    from wfkit import formats

    document = document_of(N8N)
    monkeypatch.setitem(formats._BY_NAME, "n8n", formats.Format("n8n", "n8n", read=formats.get("n8n").read))  # noqa: SLF001
    with pytest.raises(UnknownFormat, match=r"cannot edit the graph of n8n documents.*node-red.*wfkit"):
        wfkit.edit(document)
