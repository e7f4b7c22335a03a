"""Merges of Node-RED, which wires nodes by their ids."""

from __future__ import annotations

import pytest

import wfkit

from .conftest import changed, paths


@pytest.fixture
def node_red():
    """`a` feeds `b` and `c`."""
    return [
        {"id": "t", "type": "tab", "label": "Tab"},
        {"id": "a", "type": "inject", "z": "t", "name": "A", "x": 1, "y": 1, "wires": [["b", "c"]]},
        {"id": "b", "type": "function", "z": "t", "name": "B", "func": "return 1", "x": 1, "y": 1, "wires": [[]]},
        {"id": "c", "type": "debug", "z": "t", "name": "C", "x": 1, "y": 1, "wires": []},
    ]


def test_wires_are_a_set_and_places_no_conflict(node_red):
    ours = changed(node_red, lambda it: it[1].update(x=5, wires=[["c"], ["a"]]))
    theirs = changed(node_red, lambda it: it[1].update(x=7, y=7, wires=[["b", "c", "a"]]))
    merged = wfkit.merge(node_red, ours, theirs)
    assert not merged.conflicts
    assert merged.document[1] == {**ours[1], "y": 7, "wires": [["c", "a"], ["a"]]}


def test_a_node_of_node_red_that_is_restored_is_wired_again(node_red):
    ours = changed([node_red[0], node_red[1], node_red[3]], lambda it: it[1].update(wires=[["c"]]))
    theirs = changed(node_red, lambda it: it[2].update(func="return 2"))
    merged = wfkit.merge(node_red, ours, theirs)
    assert paths(merged) == ["/b"]
    document = merged.resolve("/b", "theirs").document
    assert [(node["id"], node.get("wires")) for node in document] == [
        ("t", None), ("a", [["b", "c"]]), ("b", [[]]), ("c", []),
    ]  # fmt: skip
    assert merged.resolve("/b", "ours").document == ours


def test_the_ends_of_a_subflow_go_by_their_place():
    start = [
        {"id": "s", "type": "subflow", "name": "S", "in": [{"x": 1, "y": 1, "wires": [{"id": "f"}]}],
         "out": [{"x": 1, "y": 1, "wires": [{"id": "f", "port": 0}]}, {"x": 1, "y": 2, "wires": []}]},
        {"id": "f", "type": "function", "z": "s", "func": "", "wires": [[]]},
    ]  # fmt: skip
    ours = changed(start, lambda it: it[0]["out"][1]["wires"].append({"id": "f", "port": 0}))
    theirs = changed(start, lambda it: it[0]["in"][0].update(x=9, wires=[]))
    merged = wfkit.merge(start, ours, theirs)
    assert not merged.conflicts
    assert (merged.document[0]["in"], merged.document[0]["out"]) == (theirs[0]["in"], ours[0]["out"])
