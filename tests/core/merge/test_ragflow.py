"""Merges of RAGFlow, whose components say again what is drawn."""

from __future__ import annotations

import copy
import itertools

import pytest

import wfkit
from wfkit.service.documents import from_data


def ragflow(edges, names=("begin", "Message:a", "Message:b"), *, is_bare=False):
    components = {
        name: {
            "obj": {"component_name": name.partition(":")[0], "params": {}},
            "downstream": [target for source, target in edges if source == name],
            "upstream": [source for source, target in edges if target == name],
        }
        for name in names
    }
    nodes = [
        {"id": name, "position": {"x": 0, "y": 0}, "data": {"label": name.partition(":")[0], "name": name, "form": {}}}
        for name in names
    ]
    drawn = [
        {"id": f"xy-edge__{source}start-{target}end", "source": source, "target": target, "sourceHandle": "start"}
        for source, target in edges
    ]
    tool = {"id": "t", "source": "begin", "target": "Message:b", "sourceHandle": "tool"}
    canvas = {"components": components, "graph": {"nodes": nodes, "edges": [*drawn, tool]}, "path": []}
    return canvas if is_bare else {"dsl": canvas}


@pytest.mark.parametrize("is_bare", [True, False])
def test_components_of_ragflow_know_their_neighbours_after_a_merge(is_bare):
    base = ragflow([("begin", "Message:b")], is_bare=is_bare)
    ours = ragflow([("begin", "Message:b")], ("begin", "Message:b"), is_bare=is_bare)
    theirs = ragflow([("begin", "Message:b"), ("begin", "Message:a"), ("Message:b", "Message:a")], is_bare=is_bare)
    merged = wfkit.merge(base, ours, theirs, strategy="ours").document
    assert merged == ragflow([("begin", "Message:b")], ("begin", "Message:b"), is_bare=is_bare)


def test_components_of_ragflow_that_did_not_know_them_before_stay_so():
    base = ragflow([("begin", "Message:a")])
    base["dsl"]["components"]["begin"]["downstream"] = []
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours["title"], theirs["description"] = "A", "B"
    assert wfkit.merge(base, ours, theirs).document == {**base, "title": "A", "description": "B"}


def test_agents_of_ragflow_without_a_drawing_are_merged_as_they_are():
    base, ours, theirs = ({**ragflow([], is_bare=True), "graph": {}} for _ in range(3))
    ours["path"], theirs["history"] = ["begin"], ["hi"]
    assert wfkit.merge(base, ours, theirs).document == {**base, "path": ["begin"], "history": ["hi"]}


@pytest.mark.parametrize("drawing", [{}, {"nodes": 1}], ids=["none", "odd"])
@pytest.mark.parametrize("is_ours", [True, False], ids=["ours", "theirs"])
def test_the_edges_of_a_side_that_takes_the_drawing_away_stay(is_ours, drawing):
    base = ragflow([("begin", "Message:a"), ("begin", "Message:b")])
    undrawn, other = copy.deepcopy(base), {**copy.deepcopy(base), "title": "A"}
    undrawn["dsl"]["graph"] = drawing
    assert wfkit.merge(base, *((undrawn, other) if is_ours else (other, undrawn))).document == {**undrawn, "title": "A"}


def test_parameters_that_one_side_made_no_object_are_merged_as_they_are():
    base = ragflow([])
    for place in (
        base["dsl"]["components"]["begin"]["obj"]["params"],
        base["dsl"]["graph"]["nodes"][0]["data"]["form"],
    ):
        place["k"] = 1
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours["dsl"]["components"]["begin"]["obj"]["params"] = True
    theirs["dsl"]["graph"]["nodes"][0]["data"]["form"]["k"] = 2
    merge = wfkit.merge(base, ours, theirs)
    for side in ("ours", "theirs"):
        assert merge.all_for(side).document["dsl"]["graph"]["nodes"][0]["data"]["form"] == {"k": 2}


def test_whatever_is_no_component_of_ragflow_is_merged_as_it_is():
    base = ragflow([("begin", "Message:a")])
    base["dsl"]["components"] |= {"odd": 3, "mixed": {"downstream": [1], "upstream": "x"}}
    base["dsl"]["graph"]["nodes"] += [{"id": "odd"}, {"id": "mixed", "data": 3}, {"id": ["no", "text"]}]
    base["dsl"]["graph"]["edges"] += [4, {"source": 1, "target": "begin"}, {"source": "begin", "target": "nobody"}]
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours["title"], theirs["description"] = "A", "B"
    assert wfkit.merge(base, ours, theirs).document == {**base, "title": "A", "description": "B"}


def test_whatever_is_no_agent_of_ragflow_is_merged_as_it_is():
    base, ours, theirs = (from_data(data, format="ragflow") for data in ([1, 2], [1, 3], [1, 2, 4]))
    assert wfkit.merge(base, ours, theirs).document == [1, 3, 4]


def test_neighbours_of_ragflow_that_a_merge_lost_are_named_again():
    base = ragflow([("begin", "Message:a"), ("Message:a", "Message:b")])
    merged = wfkit.merge(
        base,
        ragflow([("begin", "Message:a"), ("Message:a", "Message:b"), ("begin", "Message:b")]),
        ragflow([("Message:a", "Message:b"), ("begin", "Message:a"), ("Message:b", "begin")]),
    ).document
    components = merged["dsl"]["components"]
    assert sorted(components["begin"]["downstream"]) == ["Message:a", "Message:b"]
    assert components["begin"]["upstream"] == ["Message:b"]


CHAIN = ("begin", "Message:a", "Message:b", "Message:c", "Message:d")


def chain(*names):
    return ragflow([*itertools.pairwise(names)], names)


def test_both_sides_may_remove_components_of_ragflow_that_are_neighbours():
    base = chain(*CHAIN)
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    for document, gone in ((ours, "Message:b"), (theirs, "Message:c")):
        canvas = document["dsl"]
        del canvas["components"][gone]
        for component in canvas["components"].values():
            for key in ("downstream", "upstream"):
                component[key] = [name for name in component[key] if name != gone]
        canvas["graph"]["nodes"] = [node for node in canvas["graph"]["nodes"] if node["id"] != gone]
        canvas["graph"]["edges"] = [
            edge for edge in canvas["graph"]["edges"] if gone not in (edge["source"], edge["target"])
        ]
    merge = wfkit.merge(base, ours, theirs)
    assert not merge.conflicts
    assert [*merge.document["dsl"]["components"]] == ["begin", "Message:a", "Message:d"]
    assert merge.document["dsl"]["components"]["Message:a"]["downstream"] == []
    assert merge.document["dsl"]["components"]["Message:d"]["upstream"] == []


@pytest.mark.parametrize("is_theirs", [True, False], ids=["theirs has it", "ours has it"])
def test_a_node_of_ragflow_that_one_side_changed_and_the_other_removed_is_asked_about_once(is_theirs):
    base = ragflow([("begin", "Message:a")], ("begin", "Message:a", "Message:b"))
    removed = ragflow([], ("begin", "Message:b"))
    removed["dsl"]["graph"]["edges"] = copy.deepcopy(base["dsl"]["graph"]["edges"][1:])
    changed = copy.deepcopy(base)
    changed["dsl"]["graph"]["nodes"][1]["data"]["form"] = {"text": "new"}
    changed["dsl"]["components"]["Message:a"]["obj"]["params"] = {"text": "new"}
    sides = (removed, changed) if is_theirs else (changed, removed)
    merge = wfkit.merge(base, *sides)
    assert [conflict.path for conflict in merge.conflicts] == ["/dsl/graph/nodes/Message:a"]
    keep, drop = ("theirs", "ours") if is_theirs else ("ours", "theirs")
    assert merge.resolve_all(keep).document == changed
    assert [*merge.document["dsl"]["components"]] == [*base["dsl"]["components"]]
    assert wfkit.merge(base, *sides, strategy=drop).document == removed


def with_params(document, name, params, form=None):
    made = copy.deepcopy(document)
    node = next(node for node in made["dsl"]["graph"]["nodes"] if node["id"] == name)
    node["data"]["form"] = params if form is None else form
    made["dsl"]["components"][name]["obj"]["params"] = params
    return made


def test_a_parameter_of_ragflow_is_asked_about_where_its_form_is():
    base, ours, theirs = (
        with_params(ragflow([]), "Message:a", {"top": 1, "run": number, "text": text}, {"text": text, "top": 1})
        for number, text in ((1, "a"), (2, "b"), (1, "c"))
    )
    merge = wfkit.merge(base, ours, theirs)
    assert [conflict.path for conflict in merge.conflicts] == ["/dsl/graph/nodes/Message:a/data/form/text"]
    document = merge.resolve_all("theirs").document
    assert document == with_params(theirs, "Message:a", {"top": 1, "run": 2, "text": "c"}, {"text": "c", "top": 1})
    assert [*document["dsl"]["components"]["Message:a"]["obj"]["params"]] == ["top", "run", "text"]


def test_a_parameter_of_ragflow_that_its_form_says_otherwise_is_merged_as_it_is():
    base = with_params(ragflow([]), "Message:a", {"x": 1, "only": 1}, {"x": 1.0, "form": 1})
    ours = with_params(ragflow([]), "Message:a", {"x": 2, "only": 1}, {"x": 1.0, "form": 1})
    theirs = with_params(ragflow([]), "Message:a", {"x": 1, "only": 3, "new": 1}, {"x": 1.0, "form": 4, "new": 1})
    assert wfkit.merge(base, ours, theirs).document == with_params(
        ragflow([]), "Message:a", {"x": 2, "only": 3, "new": 1}, {"x": 1.0, "form": 4, "new": 1}
    )


def test_a_component_of_ragflow_that_is_not_drawn_knows_who_comes_before():
    def undrawn(*names):
        made = chain(*names)
        made["dsl"]["graph"] = {}
        return made

    base, theirs = undrawn("begin", "Message:a", "Message:b"), undrawn("begin", "Message:a", "Message:b", "Message:c")
    ours = undrawn("begin", "Message:a", "Message:b")
    ours["title"] = "mine"
    assert wfkit.merge(base, ours, theirs).document == {**theirs, "title": "mine"}
    ours = undrawn("begin", "Message:a")
    for document in (base, ours, theirs):
        document["dsl"]["components"]["begin"]["downstream"].append(3)
    merge = wfkit.merge(base, ours, theirs)
    assert [conflict.path for conflict in merge.conflicts] == ["/dsl/components/Message:b"]
    assert merge.resolve_all("theirs").document == theirs


def test_the_order_of_neighbours_of_ragflow_is_that_of_whoever_changed_it():
    base = ragflow([("begin", "Message:a"), ("begin", "Message:b")])
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours["title"] = "mine"
    theirs["dsl"]["components"]["begin"]["downstream"].reverse()
    assert wfkit.merge(base, ours, theirs).document == {**theirs, "title": "mine"}
    assert wfkit.merge(base, theirs, ours).document == {**theirs, "title": "mine"}
