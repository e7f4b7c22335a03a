"""What the view of a comparison is given, and what it may ask for."""

from __future__ import annotations

import copy
import json
from xml.etree import ElementTree as ET

import pytest

import wfkit
from wfkit.core.document import Document
from wfkit.errors import InvalidInput, NotFound, UnknownFormat
from wfkit.widgets.comparing.comparison import Comparison

KEY = "sk-proj-" + "a1B2c3D4e5F6" * 4
PROMPT = "Answer the question.\nUse one sentence.\nBe polite.\n"


def node(key, kind="llm", label=None, **config):
    return {
        "id": key,
        "type": kind,
        "position": {"x": 0, "y": 0},
        "data": {"label": label or key.upper(), "config": config},
    }


def edge(source, target, **data):
    return {"id": f"{source}-{target}", "source": source, "target": target, "data": data}


OLD = {
    "nodes": [node("a", k=1), node("b", prompt=PROMPT), node("c"), node("d", "splitter", size=3)],
    "edges": [edge("a", "b"), edge("b", "c", condition="x > 1"), edge("c", "d")],
    "settings": {"timeout": 3},
}


@pytest.fixture
def new():
    """`a` renamed, `b` with another prompt and place, `d` gone, `e` new, an edge rewired and one with a condition."""
    made = copy.deepcopy(OLD)
    a, b, _, _ = made["nodes"]
    a["data"]["label"] = "First"
    b["data"]["config"]["prompt"] = PROMPT.replace("one sentence", "two sentences")
    b["position"] = {"x": 90, "y": 0}
    made["nodes"] = [*made["nodes"][:3], node("e", "rerank", "E", top=5)]
    made["edges"] = [edge("a", "b"), edge("b", "c", condition="x > 2"), edge("c", "e")]
    made["settings"] = {"timeout": 9}
    return made


@pytest.fixture
def comparison(new):
    return Comparison(wfkit.diff(OLD, new), "test")


def heads(comparison):
    return [(group["section"], group["mark"], group["label"], group["kinds"]) for group in comparison.data["groups"]]


def test_changes_are_grouped_by_node_then_edge_then_workflow(comparison):
    assert heads(comparison) == [
        ("nodes", "added", "E", ["added"]),
        ("nodes", "removed", "D", ["removed"]),
        ("nodes", "changed", "First", ["moved"]),
        ("nodes", "changed", "B", ["changed", "moved"]),
        ("edges", "added", "C → E", ["edges"]),
        ("edges", "removed", "C → D", ["edges"]),
        ("edges", "changed", "B → C", ["edges"]),
        ("workflow", "changed", "Settings of the workflow", ["workflow"]),
    ]


def test_its_data_is_json_and_counts_what_is_hidden(comparison):
    data = comparison.data
    assert json.loads(json.dumps(data)) == data
    assert data["counts"] == {"logic": 8, "layout": 1, "noise": 0}
    assert data["sides"] == ["old", "new"]
    assert [group["facets"] for group in data["groups"]][3] == {"logic": 1, "layout": 1, "noise": 0}


def test_each_change_says_what_was_and_what_is(comparison):
    added, _, renamed, prompt, came, _, condition, workflow = (group["changes"] for group in comparison.data["groups"])
    assert added[0]["facts"] == [["top", "5"]]
    assert (renamed[0]["name"], renamed[0]["old"], renamed[0]["new"]) == ("name", "A", "First")
    assert [change["name"] for change in prompt] == ["prompt", "position"]
    assert ["-", "one sentence"] in prompt[0]["spans"]
    assert came == []
    assert (condition[0]["old"], condition[0]["new"]) == ("x > 1", "x > 2")
    assert (workflow[0]["name"].split()[-1], workflow[0]["old"], workflow[0]["new"]) == ("timeout", "3", "9")


def test_a_switched_a_retyped_and_a_regrouped_node_are_told_in_words():
    old = {
        "nodes": [node("g", "group"), node("h", "group"), {**node("x"), "parentId": "g"}, node("y")],
        "edges": [{**edge("x", "y"), "sourceHandle": "out"}],
    }
    new = copy.deepcopy(old)
    new["nodes"][2] |= {"parentId": "h", "type": "rerank"}
    new["nodes"][3]["data"]["enabled"] = False
    new["edges"][0]["sourceHandle"] = "other"
    changes = [change for group in Comparison(wfkit.diff(old, new), "").data["groups"] for change in group["changes"]]
    found = {change["name"]: (change["old"], change["new"]) for change in changes}
    assert found["type"] == ("llm", "rerank")
    assert found["group"] == ("G", "H")
    assert found["ports"] == ("out → input", "other → input")


def test_a_node_without_a_group_and_a_disabled_one_are_told_in_words():
    off = {"id": "1", "name": "A", "type": "n8n-nodes-base.set", "position": [0, 0], "parameters": {}}
    found = Comparison(
        wfkit.diff(*({"nodes": [{**off, "disabled": is_off}], "connections": {}} for is_off in (False, True))), ""
    )
    [change] = found.data["groups"][0]["changes"]
    assert (change["name"], change["old"], change["new"]) == ("state", "enabled", "disabled")
    old = {"nodes": [node("g", "group"), {**node("x"), "parentId": "g"}], "edges": []}
    new = {"nodes": [node("g", "group"), node("x")], "edges": []}
    [change] = Comparison(wfkit.diff(old, new), "").data["groups"][0]["changes"]
    assert (change["old"], change["new"]) == ("G", "no group")


def test_nodes_of_one_name_are_told_apart_by_their_ids():
    old = {"nodes": [node("a", label="Same"), node("b", label="Same", k=1)], "edges": []}
    new = {"nodes": [node("a", label="Same"), node("b", label="Same", k=2)], "edges": []}
    assert Comparison(wfkit.diff(old, new), "").data["groups"][0]["label"] == "Same (b)"


def test_only_moved_nodes_and_notes_have_marks_of_their_own():
    old = {"nodes": [node("a"), node("n", "note", text="x")], "edges": []}
    new = copy.deepcopy(old)
    new["nodes"][0]["position"]["x"] = 50
    found = heads(Comparison(wfkit.diff(old, new), ""))
    assert found == [("nodes", "moved", "A", ["moved"])]


def test_pictures_of_both_views_have_the_keys_of_the_groups(comparison):
    pictures = {**comparison.pictures("overlay"), **comparison.pictures("pair")}
    assert sorted(pictures) == ["new", "old", "overlay"]
    parts = [*ET.fromstring(pictures["overlay"]).iter()]  # noqa: S314 - our own text
    drawn = {part.get("data-node") for part in parts} - {None}
    classes = " ".join(part.get("class", "") for part in parts)
    for group in comparison.data["groups"]:
        assert set(group["keys"]) <= drawn
        assert all(f"wf-edge-{name}" in classes for name in group["edges"])
    assert drawn == comparison.keys


def test_a_view_that_is_not_there_is_refused(comparison):
    with pytest.raises(InvalidInput, match="overlay or pair"):
        comparison.pictures("old")


def test_it_finds_names_paths_and_values(comparison):
    labels = [group["label"] for group in comparison.data["groups"]]
    assert [labels[number] for number in comparison.found("TWO sentences")] == ["B"]
    assert [labels[number] for number in comparison.found("rerank")] == ["E"]
    assert [labels[number] for number in comparison.found("timeout")] == ["Settings of the workflow"]
    assert comparison.found("  ") == []


def test_details_show_both_sides_in_one_table(comparison):
    details = comparison.details("b")
    rows = details["sections"][0]["rows"]
    assert [row["name"] for row in rows] == ["prompt"]
    assert ["+", "two sentences"] in rows[0]["spans"]
    assert [(near["label"], near.get("sign")) for near in comparison.details("c")["targets"]] == [
        ("E", "+"),
        ("D", "-"),
    ]


def test_details_of_what_came_or_went_say_so(comparison):
    assert comparison.details("e")["remark"] == "added"
    gone = comparison.details("d")
    assert gone["remark"] == "removed"
    assert [row["sign"] for row in gone["sections"][0]["rows"]] == ["-"]
    with pytest.raises(NotFound, match="in either version"):
        comparison.details("nope")


def test_short_settings_that_changed_stand_twice():
    old, new = ({"nodes": [node("a", same=1, k=k, deep={"x": [k, {"y": 1}]})], "edges": []} for k in (1, 2))
    rows = Comparison(wfkit.diff(old, new), "").details("a")["sections"][0]["rows"]
    assert [(row["name"], row.get("sign"), row["text"]) for row in rows if row["name"] in {"same", "k"}] == [
        ("same", None, "1"),
        ("k", "-", "1"),
        ("k", "+", "2"),
    ]
    assert [row.get("sign") for row in rows if row["kind"] == "head"].count(None) >= 2


def test_secrets_are_nowhere_and_one_that_changed_is_told():
    old, new = ({"nodes": [node("a", api_key=key, prompt=f"use {key}")], "edges": []} for key in (KEY, KEY[::-1] + "9"))
    comparison = Comparison(wfkit.diff(old, new), "")
    said = json.dumps(
        [comparison.data, comparison.details("a"), comparison.pictures("overlay"), comparison.pictures("pair")]
    )
    assert KEY not in said
    assert "secret changed, not shown" in said
    [hidden] = [row for row in comparison.details("a")["sections"][0]["rows"] if row["name"] == "api_key"]
    assert (hidden["sign"], hidden["note"]) == ("~", "changed")
    assert comparison.found(KEY) == []


def test_what_is_gone_has_a_key_of_its_own_where_its_id_is_taken():
    edges = [edge("a", "b"), edge("b", "c"), edge("c", "d")]
    old = {"nodes": [node("a", k=1), node("b"), node("c"), node("d")], "edges": edges}
    kept = [node("a", k=2), node("c"), node("d"), node("e", "output")]
    new = {
        "nodes": [*kept, {"id": "b", "type": "branch", "data": {"label": "Other"}}],
        "edges": [edge("c", "d"), edge("a", "e")],
    }
    comparison = Comparison(wfkit.diff(old, new), "")
    keys = {group["label"]: group["keys"][0] for group in comparison.data["groups"] if group["section"] == "nodes"}
    assert (keys["B"], keys["Other"]) == ("b\u2400removed", "b")
    assert comparison.details(keys["B"])["label"] == "B"
    assert comparison.details("b")["label"] == "Other"


def test_of_many_long_changes_the_later_ones_are_asked_for():
    old, new = (
        {"nodes": [node(f"n{place}", prompt=f"{word}\n" * 1500) for place in range(150)], "edges": []}
        for word in ("one", "two")
    )
    comparison = Comparison(wfkit.diff(old, new), "")
    groups = comparison.data["groups"]
    assert groups[0]["changes"]
    assert groups[-1]["changes"] is None
    assert len(json.dumps(comparison.data)) < 400_000
    [[change]] = comparison.changes([149])
    assert change["cut"]
    whole = comparison.whole(149, change["place"])
    assert "".join(text for sign, text in whole["spans"] if sign == "+") == ("two\n" * 1500)[:-1]
    for refused in (
        lambda: comparison.whole(149, -1),
        lambda: comparison.changes([150]),
        lambda: comparison.changes([-1]),
    ):
        with pytest.raises(NotFound):
            refused()


def unread(name):
    def reader(_data):
        msg = "nobody reads it"
        raise UnknownFormat(msg)

    return Document(json.dumps({"name": name}), {"name": name}, "n8n", reader)


def test_documents_of_a_format_without_a_graph_are_compared_as_they_are():
    comparison = Comparison(wfkit.diff(unread("a"), unread("b")), "")
    assert (comparison.data["nodes"], heads(comparison)) == (
        [],
        [("workflow", "changed", "Settings of the workflow", ["workflow"])],
    )
    assert "<svg" in comparison.pictures("overlay")["overlay"]


@pytest.mark.parametrize(
    "tool", ["n8n", "langflow", "flowise", "comfyui_ui", "nodered", "galaxy", "dify", "ragflow", "elyra", "haystack2"]
)
def test_chains_of_real_files_are_compared_and_every_group_can_be_looked_at(tool, corpus):
    for chain in sorted(path for path in (corpus / "chains" / tool).iterdir() if path.is_dir())[:2]:
        files = sorted(path for path in chain.iterdir() if path.is_file())
        comparison = Comparison(wfkit.diff(files[0], files[-1]), "")
        json.dumps(comparison.data).encode()
        overlay = comparison.pictures("overlay")["overlay"]
        for number, group in enumerate(comparison.data["groups"][:20]):
            comparison.changes([number])
            for key in group["keys"]:
                json.dumps(comparison.details(key)).encode()
            assert all(f"wf-edge-{name}" in overlay for name in group["edges"] if group["mark"] != "changed")
