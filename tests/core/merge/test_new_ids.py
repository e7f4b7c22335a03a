"""Ids that a side gave anew, or that stand twice."""

from __future__ import annotations

import wfkit

from .conftest import added, configured, edge_ids, node_ids, paths, without


def renamed(document, word, *more):
    """The document with new ids for everything, as after an export and import."""
    names = {node["id"]: f"{word}-{node['id']}" for node in document["nodes"]}
    nodes = [{**node, "id": names[node["id"]]} for node in document["nodes"]]
    for node in nodes:
        if "parentId" in node:
            node["parentId"] = names[node["parentId"]]
    edges = [
        {**edge, "id": f"{word}-{edge['id']}", "source": names[edge["source"]], "target": names[edge["target"]]}
        for edge in document["edges"]
    ]
    return {**document, "nodes": [*nodes, *more], "edges": edges}


def test_a_side_with_new_ids_everywhere_merges_under_the_old_ones(made, framed):
    ours = configured(framed, "a", k=2)
    theirs = configured(renamed(framed, "new", made.node("extra")), "new-b", k=3)
    for merged, other in ((wfkit.merge(framed, ours, theirs), "their"), (wfkit.merge(framed, theirs, ours), "our")):
        assert not merged.conflicts
        assert sorted(node_ids(merged.document)) == ["a", "b", "extra", "g"]
        assert edge_ids(merged.document) == ["a-b"]
        assert {node.get("parentId") for node in merged.document["nodes"]} == {None, "g"}
        assert merged.notes == (f"{other} side has new ids for 3 nodes; the base's are kept",)
        assert merged.notes[0] in merged.text()
    assert paths(wfkit.merge(framed, configured(framed, "b", k=2), theirs)) == ["/nodes/b/data/config/k"]


def test_both_sides_may_have_new_ids(framed):
    merged = wfkit.merge(
        framed, configured(renamed(framed, "o"), "o-a", k=1), configured(renamed(framed, "t"), "t-b", k=1)
    )
    assert not merged.conflicts
    assert node_ids(merged.document) == ["g", "a", "b"]
    assert len(merged.notes) == 2


def test_one_node_in_the_place_of_another_is_no_import(made, base):
    theirs = added(without(base, "b"), made.node("n", model="other"), made.edge("a", "n"))
    merged = wfkit.merge(base, configured(base, "b", model="z"), theirs)
    assert paths(merged) == ["/nodes/b"]
    assert merged.notes == ()


def test_ids_that_stand_twice_are_merged_as_a_sequence(made, base):
    doubled = {**base, "nodes": [*base["nodes"], made.node("a", model="second")]}
    ours = made.changed(doubled, lambda document: document["nodes"][3]["data"]["config"].update(model="o"))
    theirs = made.changed(doubled, lambda document: document["nodes"][1]["data"]["config"].update(model="t"))
    merged = wfkit.merge(doubled, ours, theirs)
    assert not merged.conflicts
    assert [node["data"]["config"].get("model") for node in merged.document["nodes"]] == ["x", "t", None, "o"]
