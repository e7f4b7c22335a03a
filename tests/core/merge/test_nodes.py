"""Nodes and edges: deleted against edited or connected, restored, added by both."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.core.diff import ABSENT
from wfkit.service.documents import from_data

from .conftest import added, both_ways, configured, connected, edge_ids, node_ids, paths, without


def test_different_settings_of_one_node_merge(base):
    merged = wfkit.merge(base, configured(base, "a", model="z"), configured(base, "a", k=2))
    assert not merged.conflicts
    assert merged.document["nodes"][0]["data"]["config"] == {"model": "z", "k": 2}


def test_both_rename_a_node_otherwise(made, base):
    ours, theirs = (
        made.changed(base, lambda it, name=name: it["nodes"][0]["data"].update(label=name)) for name in "OT"
    )
    assert paths(both_ways(base, ours, theirs)[0]) == ["/nodes/a/data/label"]


def test_both_give_the_nodes_another_order(base):
    nodes = base["nodes"]
    ours, theirs = {**base, "nodes": nodes[::-1]}, {**base, "nodes": [nodes[1], nodes[0], nodes[2]]}
    merged = wfkit.merge(base, ours, theirs)
    assert not merged.conflicts
    assert node_ids(merged.document) == ["c", "b", "a"]
    assert node_ids(wfkit.merge(base, configured(base, "a", k=5), theirs).document) == ["b", "a", "c"]


def test_deleting_a_node_against_editing_it_is_a_conflict(base):
    for merged in both_ways(base, without(base, "b"), configured(base, "b", model="z")):
        (conflict,) = merged.conflicts
        assert (conflict.path, conflict.kind, conflict.node, conflict.label) == ("/nodes/b", "deleted", "b", "B")


def test_deleting_a_node_that_nobody_changed_is_none(base):
    merged = wfkit.merge(base, without(base, "b"), configured(base, "a", k=2))
    assert not merged.conflicts
    assert node_ids(merged.document) == ["a", "c"]
    assert merged.document["edges"] == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda node: node.update(position={"x": 50, "y": 60}, selected=True),
        lambda node: node["data"].update(color="red"),
        lambda node: node.update(width=10, measured={"width": 10, "height": 4}),
    ],
    ids=["moved", "coloured", "measured"],
)
def test_deleting_a_node_against_moving_or_painting_it_is_none(made, base, edit):
    theirs = made.changed(base, lambda document: edit(document["nodes"][1]))
    for merged in both_ways(base, without(base, "b"), theirs):
        assert not merged.conflicts
        assert node_ids(merged.document) == ["a", "c"]


def test_deleting_a_node_against_connecting_it_is_a_conflict_at_the_node(made, base):
    theirs = connected(base, made.edge("a", "c", "new"))
    for merged in both_ways(base, without(base, "c"), theirs):
        assert [(each.path, each.kind) for each in merged.conflicts] == [("/nodes/c", "deleted")]


def test_a_deletion_that_is_decided_takes_the_new_edges_along(made, base):
    theirs = connected(base, made.edge("a", "c", "new"))
    merged = wfkit.merge(base, without(base, "c"), theirs, strategy="ours")
    assert (node_ids(merged.document), edge_ids(merged.document)) == (["a", "b"], ["a-b"])


@pytest.mark.parametrize("choice", ["theirs", "base", {"id": "b", "type": "own", "data": {}}], ids=str)
def test_a_node_that_is_restored_keeps_its_edges(base, choice):
    merged = wfkit.merge(base, without(base, "b"), configured(base, "b", model="z"))
    document = merged.resolve("/nodes/b", choice).document
    assert sorted(node_ids(document)) == ["a", "b", "c"]
    assert sorted(edge_ids(document)) == ["a-b", "b-c"]
    assert [edge.get("sourceHandle") for edge in document["edges"] if edge["id"] == "a-b"] == ["o"]


def test_an_edge_to_a_node_that_stays_deleted_is_not_restored(base):
    merged = wfkit.merge(base, without(without(base, "b"), "c"), configured(base, "b", model="z"))
    document = merged.resolve("/nodes/b", "theirs").document
    assert (node_ids(document), edge_ids(document)) == (["a", "b"], ["a-b"])


def test_of_two_nodes_each_deleted_by_one_side_both_can_be_restored_with_the_edge_between_them(base):
    ours = configured(without(base, "b"), "c", size=1)
    theirs = configured(without(base, "c"), "b", size=1)
    merged = wfkit.merge(base, ours, theirs)
    assert sorted(paths(merged)) == ["/nodes/b", "/nodes/c"]
    assert edge_ids(merged.resolve("/nodes/b", "theirs").resolve("/nodes/c", "ours").document) == ["a-b"]
    assert merged.resolve("/nodes/b", "ours").document["edges"] == []


def test_deciding_again_undoes_what_was_decided_on_edges(base):
    merged = wfkit.merge(base, without(base, "b"), configured(base, "b", model="z"))
    assert edge_ids(merged.resolve("/nodes/b", "theirs").document) == ["a-b", "b-c"]
    assert edge_ids(merged.resolve("/nodes/b", "ours").document) == []


def test_deleting_an_edge_against_editing_it_is_a_conflict(made, base):
    ours = {**base, "edges": base["edges"][1:]}
    for edit in ({"sourceHandle": "p"}, {"data": {"condition": "x"}}, {"target": "c"}):
        theirs = made.changed(base, lambda document, edit=edit: document["edges"][0].update(edit))
        for merged in both_ways(base, ours, theirs):
            (conflict,) = merged.conflicts
            assert (conflict.path, conflict.kind, conflict.node) == ("/edges/a-b", "deleted", "")
            assert conflict.label.startswith("a:")


def test_deleting_an_edge_against_painting_it_is_none(made, base):
    ours = {**base, "edges": base["edges"][1:]}
    theirs = made.changed(base, lambda document: document["edges"][0].update(animated=True, style={"stroke": "red"}))
    for merged in both_ways(base, ours, theirs):
        assert edge_ids(merged.document) == ["b-c"]


def test_an_edge_that_both_added_under_other_ids_is_one(made, base):
    ours, theirs = (connected(base, made.edge("a", "c", name)) for name in ("ours", "theirs"))
    merged = wfkit.merge(base, ours, theirs)
    assert not merged.conflicts
    assert edge_ids(merged.document) == ["a-b", "b-c", "ours"]


def test_an_edge_that_both_added_with_other_conditions_is_a_conflict(made, base):
    ours, theirs = (connected(base, made.edge("a", "c", name, data={"if": name})) for name in ("ours", "theirs"))
    merged = wfkit.merge(base, ours, theirs)
    assert paths(merged) == ["/edges/ours/data/if"]
    assert merged.conflicts[0].label == "a -> c"


def test_two_edges_that_got_one_id_are_both_kept(made, base):
    ours, theirs = connected(base, made.edge("a", "c", "e9")), connected(base, made.edge("c", "a", "e9"))
    merged = wfkit.merge(base, ours, theirs)
    assert not merged.conflicts
    assert edge_ids(merged.document) == ["a-b", "b-c", "e9", "e9-2"]


def test_an_edge_drawn_anew_is_the_one_that_was_there(made, base):
    theirs = made.changed(base, lambda document: document["edges"][0].update(id="drawn-anew"))
    merged = wfkit.merge(base, configured(base, "a", k=2), theirs)
    assert edge_ids(merged.document) == ["a-b", "b-c"]


def test_edges_without_ids_go_by_what_they_say(made, base):
    def bare(document):
        return {**document, "edges": [{key: edge[key] for key in edge if key != "id"} for edge in document["edges"]]}

    ours, theirs = connected(base, made.edge("a", "c")), without(connected(base, made.edge("c", "a")), "b")
    merged = wfkit.merge(bare(base), bare(ours), bare(theirs))
    assert not merged.conflicts
    assert sorted((edge["source"], edge["target"]) for edge in merged.document["edges"]) == [("a", "c"), ("c", "a")]


def test_one_edge_that_stands_twice_can_lose_one_of_both(base):
    doubled = {**base, "edges": [{"source": "a", "target": "b"}] * 2}
    ours, theirs = {**doubled, "name": "O"}, {**doubled, "edges": doubled["edges"][:1]}
    assert len(wfkit.merge(doubled, ours, theirs).document["edges"]) == 1


def test_a_node_that_both_added_alike_but_for_a_setting_is_merged(made, base):
    ours, theirs = (added(base, made.node("n", model=model, k=1), made.edge("c", "n")) for model in "ot")
    merged = wfkit.merge(base, ours, theirs)
    assert paths(merged) == ["/nodes/n/data/config/model"]
    assert merged.conflicts[0].kind == "added"


def test_two_nodes_under_one_id_are_one_question(made, base):
    ours = added(base, made.node("n", type="llm", x=9), made.edge("a", "n"), made.edge("n", "c"))
    theirs = added(base, made.node("n", type="retriever"), made.edge("b", "n"), made.edge("n", "c"))
    merged = wfkit.merge(base, ours, theirs)
    assert [(each.path, each.kind, each.node) for each in merged.conflicts] == [("/nodes/n", "added", "n")]
    assert edge_ids(merged.resolve("/nodes/n", "ours").document) == ["a-b", "b-c", "a-n", "n-c"]
    assert edge_ids(merged.resolve("/nodes/n", "theirs").document) == ["a-b", "b-c", "b-n", "n-c"]
    assert edge_ids(merged.resolve("/nodes/n", "base").document) == ["a-b", "b-c"]
    assert edge_ids(merged.resolve("/nodes/n", made.node("n")).document) == ["a-b", "b-c", "a-n", "b-n", "n-c"]


def test_edges_that_lead_to_no_node_any_more_go_and_are_named(made, base):
    doubled = {**base, "nodes": [*base["nodes"], made.node("a")]}
    ours = {**doubled, "nodes": [made.node("z"), *doubled["nodes"]], "edges": []}
    theirs = {**doubled, "nodes": [made.node("y"), *doubled["nodes"]], "edges": [made.edge("y", "a")]}
    merged = wfkit.merge(doubled, ours, theirs)
    assert paths(merged) == ["/nodes"]
    assert merged.resolve("/nodes", "ours").document["edges"] == []
    assert merged.notes == ("edges that led to no node any more went: 'y -> a'",)
    assert edge_ids(merged.resolve("/nodes", "theirs").document) == ["y-a"]


def test_an_edge_that_was_loose_before_stays(made):
    start = made.flow(made.node("a"), edges=[made.edge("a", "ghost")])
    merged = wfkit.merge(start, {**start, "name": "O"}, configured(start, "a", k=1))
    assert edge_ids(merged.document) == ["a-ghost"]


def test_the_same_change_of_a_deleted_thing_is_no_question(base):
    assert not wfkit.merge(base, without(base, "b"), without(base, "b")).conflicts
    assert ABSENT not in wfkit.merge(base, without(base, "b"), without(base, "c")).document["nodes"]


def test_deleting_all_nodes_asks_about_each_that_was_changed(made, base):
    emptied = {**base, "nodes": [], "edges": []}
    gone = {key: value for key, value in base.items() if key not in ("nodes", "edges")}
    theirs = connected(configured(base, "a", k=2), made.edge("a", "c"))
    for side in (emptied, gone):
        documents = [from_data(document, format="wfkit") for document in (base, side, theirs)]
        for merged in both_ways(*documents):
            assert paths(merged) == ["/nodes/a", "/nodes/c"]
        document = wfkit.merge(*documents).resolve("/nodes/a", "theirs").resolve("/nodes/c", "ours").document
        assert (node_ids(document), document.get("edges", [])) == (["a"], [])
