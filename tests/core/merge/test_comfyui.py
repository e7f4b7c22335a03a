"""Merges of ComfyUI, which numbers links and says each three times."""

from __future__ import annotations

import copy

import pytest

import wfkit
from wfkit.core.merge.comfyui import _fixes, _fixes_of_ends

from .conftest import changed, paths


def block(number, kind="Node", *, x=0, inputs=(), outputs=(), values=()):
    return {
        "id": number,
        "type": kind,
        "pos": [x or number, 0],
        "size": [1, 1],
        "inputs": [{"name": f"in{place}", "type": "T", "link": link} for place, link in enumerate(inputs)],
        "outputs": [{"name": f"out{place}", "type": "T", "links": links} for place, links in enumerate(outputs)],
        "widgets_values": [*values],
    }


@pytest.fixture
def comfy():
    """1 feeds 2, which feeds 3."""
    return {
        "last_node_id": 3,
        "last_link_id": 2,
        "nodes": [
            block(1, outputs=[[1]]),
            block(2, inputs=[1, None], outputs=[[2]], values=[5]),
            block(3, inputs=[2]),
        ],
        "links": [[1, 1, 0, 2, 0, "T"], [2, 2, 0, 3, 0, "T"]],
        "version": 0.4,
    }


def in_step(merge):
    """The links by id, after seeing that inputs and outputs say the same."""
    document = merge.document
    assert _fixes(document) == ({}, [])
    return {link[0]: tuple(link[1:5]) for link in document["links"]}


def linked(document, number, ends, *, kind="T"):
    """The document with one more link."""
    made = copy.deepcopy(document)
    by_id = {node["id"]: node for node in made["nodes"]}
    source, slot, target, place = ends
    outputs = by_id[source]["outputs"][slot]
    outputs["links"] = [*(outputs["links"] or []), number]
    by_id[target]["inputs"][place]["link"] = number
    made["links"].append([number, *ends, kind])
    made["last_link_id"] = number
    return made


def with_block(document, made):
    return {**document, "nodes": [*document["nodes"], made], "last_node_id": made["id"]}


def test_nodes_and_links_that_both_added_under_one_number_are_all_there(comfy):
    ours = linked(with_block(comfy, block(4, "Ours", x=40, outputs=[None])), 3, (4, 0, 2, 1))
    theirs = linked(with_block(comfy, block(4, "Theirs", x=50, inputs=[None])), 3, (1, 0, 4, 0))
    merged = wfkit.merge(comfy, ours, theirs)
    assert not merged.conflicts
    assert [(node["id"], node["type"]) for node in merged.document["nodes"]][3:] == [(4, "Ours"), (5, "Theirs")]
    assert in_step(merged) == {1: (1, 0, 2, 0), 2: (2, 0, 3, 0), 3: (4, 0, 2, 1), 4: (1, 0, 5, 0)}
    assert (merged.document["last_node_id"], merged.document["last_link_id"]) == (5, 4)
    assert merged.notes == ("other numbers for 1 node and 1 link of theirs: ours gave the same to what it added",)


def test_a_node_that_lies_where_the_other_does_is_one(comfy):
    ours, theirs = (with_block(comfy, block(4, "Note", x=40, values=[text])) for text in "ot")
    assert paths(wfkit.merge(comfy, ours, theirs)) == ["/nodes/4/widgets_values"]


def test_an_input_that_both_connected_otherwise_is_a_conflict_and_has_one_link_in_the_end(comfy):
    start = with_block(with_block(comfy, block(4, outputs=[None])), block(5, outputs=[None]))
    ours, theirs = linked(start, 3, (4, 0, 2, 1)), linked(start, 3, (5, 0, 2, 1))
    merged = wfkit.merge(start, ours, theirs)
    assert paths(merged) == ["/nodes/2/inputs/in1/link"]
    assert in_step(merged.resolve_all("ours"))[3] == (4, 0, 2, 1)
    assert 4 not in in_step(merged)
    assert in_step(merged.resolve(paths(merged)[0], "theirs"))[4] == (5, 0, 2, 1)
    assert in_step(merged.resolve(paths(merged)[0], "base")).keys() == {1, 2}


def test_a_block_that_is_restored_is_linked_again(comfy):
    ours = changed(
        comfy,
        lambda it: (
            it["nodes"].pop(1),
            it["links"].clear(),
            it["nodes"][0]["outputs"][0].update(links=None),
            it["nodes"][1]["inputs"][0].update(link=None),
        ),
    )
    theirs = changed(comfy, lambda it: it["nodes"][1].update(widgets_values=[6]))
    merged = wfkit.merge(comfy, ours, theirs)
    assert paths(merged) == ["/nodes/2"]
    assert in_step(merged.resolve("/nodes/2", "theirs")) == {1: (1, 0, 2, 0), 2: (2, 0, 3, 0)}
    assert in_step(merged.resolve("/nodes/2", "ours")) == {}


def test_links_know_the_place_of_their_input_after_it_moved(comfy):
    def shifted(it):
        it["nodes"][1]["inputs"].insert(0, {"name": "new", "type": "T", "link": None})
        it["links"][0][4] = 1

    ours = changed(comfy, shifted)
    theirs = linked(with_block(comfy, block(4, outputs=[None])), 3, (4, 0, 2, 1))
    assert in_step(wfkit.merge(comfy, ours, theirs)) == {1: (1, 0, 2, 1), 2: (2, 0, 3, 0), 3: (4, 0, 2, 2)}


def test_inside_a_subgraph_links_stay_in_step_too(comfy):
    link = {"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 1, "target_slot": 0, "type": "T"}
    out = {"id": 2, "origin_id": 1, "origin_slot": 0, "target_id": -20, "target_slot": 0, "type": "T"}
    inner = {"id": "s", "nodes": [block(1, inputs=[1, None], outputs=[[2]])], "links": [link, out]}
    start = {**comfy, "definitions": {"subgraphs": [inner]}}

    def unlinked(it):
        subgraph = it["definitions"]["subgraphs"][0]
        subgraph["links"].pop(0)
        subgraph["nodes"][0]["inputs"][0]["link"] = None

    def moved(it):
        it["definitions"]["subgraphs"][0]["nodes"][0]["pos"] = [7, 7]

    merged = wfkit.merge(start, changed(start, unlinked), changed(start, moved))
    assert merged.document["definitions"]["subgraphs"][0]["links"] == [out]
    assert _fixes(merged.document) == ({}, [])


@pytest.fixture
def nested(comfy):
    """An instance of a subgraph with one node, which feeds both what it gives and nothing else."""
    out = {"id": 1, "origin_id": 1, "origin_slot": 0, "target_id": -20, "target_slot": 0, "type": "T"}
    inner = {
        "id": "s", "state": {"lastNodeId": 1, "lastLinkId": 1}, "nodes": [block(1, outputs=[[1]])], "links": [out],
        "inputs": [{"name": "in", "type": "T", "linkIds": []}],
        "outputs": [{"name": "out", "type": "T", "linkIds": [1]}],
    }  # fmt: skip
    instance = {**block(4, "s"), "properties": {"proxyWidgets": [["1", "0"]]}}
    return {**comfy, "nodes": [*comfy["nodes"], instance], "definitions": {"subgraphs": [inner]}}


def with_inner(document, made):
    """The document with one more node in its subgraph, fed by what that takes, its widget shown at the instance."""

    def edit(it):
        inner = it["definitions"]["subgraphs"][0]
        inner["nodes"].append(made)
        inner["links"].append(
            {"id": 2, "origin_id": -10, "origin_slot": 0, "target_id": 2, "target_slot": 0, "type": "T"}
        )
        inner["inputs"][0]["linkIds"] = [2]
        inner["state"] = {"lastNodeId": 2, "lastLinkId": 2}
        if made["type"] == "Theirs":
            it["nodes"][3]["properties"]["proxyWidgets"].append(["2", "0"])

    return changed(document, edit)


def test_what_both_added_inside_a_subgraph_is_all_there(nested):
    ours = with_inner(nested, block(2, "Ours", x=40, inputs=[2]))
    theirs = with_inner(nested, block(2, "Theirs", x=50, inputs=[2]))
    merged = wfkit.merge(nested, ours, theirs)
    inner = merged.document["definitions"]["subgraphs"][0]
    assert [(node["id"], node["type"]) for node in inner["nodes"]] == [(1, "Node"), (2, "Ours"), (3, "Theirs")]
    assert sorted(link["target_id"] for link in inner["links"]) == [-20, 2, 3]
    assert inner["state"] == {"lastNodeId": 3, "lastLinkId": 3}
    assert sorted(inner["inputs"][0]["linkIds"]) == [2, 3]
    assert ["3", "0"] in merged.document["nodes"][3]["properties"]["proxyWidgets"]
    assert (_fixes(merged.document), _fixes_of_ends(merged.document)) == (({}, []), {})


def test_a_subgraph_that_both_added_is_left_as_it_is(nested, comfy):
    merged = wfkit.merge(comfy, nested, changed(nested, lambda it: it["nodes"][0].update(pos=[8, 8])))
    assert merged.document["definitions"] == nested["definitions"]


def test_documents_whose_slots_say_something_else_are_left_so(comfy):
    start = changed(comfy, lambda it: it["nodes"][0]["outputs"][0].update(links=[]))
    ours, theirs = {**start, "extra": {"a": 1}}, changed(start, lambda it: it["nodes"][1].update(widgets_values=[6]))
    assert wfkit.merge(start, ours, theirs).document["nodes"][0] == start["nodes"][0]


def test_a_link_of_two_ends_that_both_changed_is_one_question(comfy):
    ours = changed(comfy, lambda it: it["links"][1].__setitem__(2, 1))
    theirs = changed(comfy, lambda it: it["links"][1].__setitem__(4, 1))
    assert "/links/2" in paths(wfkit.merge(comfy, ours, theirs))


def test_the_prompt_of_comfyui_merges_by_inputs():
    start = {
        "1": {"class_type": "A", "inputs": {"seed": 1, "steps": 2}},
        "2": {"class_type": "B", "inputs": {"x": ["1", 0]}},
    }
    ours = changed(start, lambda it: it["1"]["inputs"].update(seed=5))
    theirs = changed(start, lambda it: (it["1"]["inputs"].update(steps=6), it["2"]["inputs"].update(x=["1", 1])))
    merged = wfkit.merge(start, ours, theirs)
    assert merged.document["1"]["inputs"] == {"seed": 5, "steps": 6}
    both = wfkit.merge(start, changed(start, lambda it: it["2"]["inputs"].update(x=["1", 2])), theirs)
    assert paths(both) == ["/2/inputs/x"]
