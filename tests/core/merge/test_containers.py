"""Nodes in containers and frames that the other side deleted."""

from __future__ import annotations

import wfkit

from .conftest import added, both_ways, configured, edge_ids, node_ids, paths, without


def test_a_node_put_into_a_container_that_is_gone_is_a_conflict(made, framed):
    ours = {**without(framed, "g"), "nodes": [made.node("a"), made.node("b")]}
    theirs = made.changed(framed, lambda document: document["nodes"][2].update(parentId="g"))
    for merged in both_ways(framed, ours, theirs):
        assert "/nodes/g" in paths(merged)
    merged = wfkit.merge(framed, ours, theirs, strategy="ours")
    assert all("parentId" not in node for node in merged.document["nodes"])


def test_a_node_moved_into_a_frame_that_is_gone_leaves_it(made):
    start = made.flow(made.node("g", type="group"), made.node("a"))
    ours = made.flow(made.node("a"))
    theirs = made.changed(start, lambda document: document["nodes"][1].update(parentId="g", extent="parent"))
    for merged in both_ways(start, ours, theirs):
        assert not merged.conflicts
        assert merged.document["nodes"] == [made.node("a")]


def test_a_new_node_in_a_frame_that_is_gone_is_a_conflict(made):
    start = made.flow(made.node("g", type="group"))
    theirs = added(start, {**made.node("a"), "parentId": "g"})
    assert paths(wfkit.merge(start, made.flow(), theirs)) == ["/nodes/g"]


def test_a_container_that_is_restored_has_what_was_deleted_with_it(framed):
    ours = without(without(framed, "g"), "a")
    theirs = configured(framed, "g", rounds=3)
    merged = wfkit.merge(framed, ours, theirs)
    assert paths(merged) == ["/nodes/g"]
    document = merged.resolve("/nodes/g", "theirs").document
    assert (sorted(node_ids(document)), edge_ids(document)) == (["a", "b", "g"], ["a-b"])
