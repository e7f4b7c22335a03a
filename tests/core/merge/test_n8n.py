"""Merges of n8n, which connects nodes by their names."""

from __future__ import annotations

import copy

import pytest

import wfkit
from wfkit.service.documents import from_data

from .conftest import changed, paths


def step(name, number, **parameters):
    return {
        "id": f"id-{number}",
        "name": name,
        "type": "n8n-nodes-base.set",
        "typeVersion": 1,
        "position": [number, 0],
        "parameters": parameters,
    }


def to(*names, index=0):
    return [{"node": name, "type": "main", "index": index} for name in names]


@pytest.fixture
def n8n():
    """`A` feeds `B` and `C`."""
    return {
        "name": "Flow",
        "nodes": [step("A", 1), step("B", 2), step("C", 3)],
        "connections": {"A": {"main": [to("B", "C")]}},
    }


def targets(merge, source, slot=0):
    return [item["node"] for item in merge.document["connections"][source]["main"][slot]]


def names(merge):
    return [node["name"] for node in merge.document["nodes"]]


def test_connections_that_both_sides_add_and_remove_are_a_set(n8n):
    ours = changed(n8n, lambda it: it["connections"].update(A={"main": [to("B", "A")]}))
    theirs = changed(
        n8n, lambda it: it["connections"].update(A={"main": [to("B", "C"), to("C")]}, B={"main": [to("C")]})
    )
    merged = wfkit.merge(n8n, ours, theirs)
    assert not merged.conflicts
    assert (targets(merged, "A"), targets(merged, "A", 1), targets(merged, "B")) == (["B", "A"], ["C"], ["C"])


def test_an_output_that_both_connect_first_has_both_connections(n8n):
    start = {**n8n, "connections": {}}
    ours, theirs = ({**n8n, "connections": {"A": {"main": [None, to(name)]}}} for name in "BC")
    merged = wfkit.merge(start, ours, theirs)
    assert merged.document["connections"] == {"A": {"main": [None, to("B", "C")]}}


def test_what_has_no_connections_any_more_goes(n8n):
    start = {**n8n, "connections": {"A": {"main": [to("B"), to("C")]}}}
    ours = {**n8n, "connections": {}}
    theirs = {**n8n, "connections": {"A": {"main": [to("B"), to("C", "A")]}}}
    assert wfkit.merge(start, ours, theirs).document["connections"] == {"A": {"main": [[], to("A")]}}
    fewer = {**n8n, "name": "F", "connections": {"A": {"main": [to("B")]}}}
    assert wfkit.merge(start, ours, fewer).document["connections"] == {}
    other = {**n8n, "connections": {"A": {"main": [to("B", "A"), to("C")]}}}
    assert wfkit.merge(start, fewer, other).document["connections"] == {"A": {"main": [to("B", "A")]}}


def renamed(document, old, new):
    """A node under a new name, as n8n writes it."""
    made = copy.deepcopy(document)
    for node in made["nodes"]:
        node["name"] = new if node["name"] == old else node["name"]
    made["connections"] = {new if name == old else name: kinds for name, kinds in made["connections"].items()}
    for kinds in made["connections"].values():
        for item in (item for slots in kinds.values() for slot in slots for item in slot):
            item["node"] = new if item["node"] == old else item["node"]
    return made


def test_a_rename_is_not_another_end_of_the_edges_of_the_other_side(n8n):
    ours = renamed(renamed(n8n, "A", "Start"), "C", "End")
    theirs = changed(n8n, lambda it: it["connections"].update(B={"main": [to("A", "C")]}))
    for merged in (wfkit.merge(n8n, ours, theirs), wfkit.merge(n8n, theirs, ours)):
        assert not merged.conflicts
        assert names(merged) == ["Start", "B", "End"]
        assert (targets(merged, "Start"), targets(merged, "B")) == (["B", "End"], ["Start", "End"])


def test_expressions_follow_a_rename_on_the_other_side(n8n):
    def expressed(it):
        it["nodes"][1]["parameters"] = {"old": "={{ $('A').item.json.x }}", "list": ['=$node[ "A" ].json'], "n": 1}

    start = changed(n8n, expressed)

    def renamed_by_n8n(it):
        for node in it["nodes"]:
            node["name"] = "Start" if node["name"] == "A" else node["name"]
        it["nodes"][1]["parameters"] = {
            "old": "={{ $('Start').item.json.x }}",
            "list": ['=$node[ "Start" ].json'],
            "n": 1,
        }
        it["connections"] = {"Start": it["connections"]["A"]}

    def edited(it):
        it["nodes"][1]["parameters"] |= {"old": "={{ $('A').item.json.y }}", "n": 2}
        it["nodes"][2]["parameters"] = {"new": "=$items('A')[0] + $('Gone')"}

    for sides in ((renamed_by_n8n, edited), (edited, renamed_by_n8n)):
        merged = wfkit.merge(start, *(changed(start, edit) for edit in sides))
        assert not merged.conflicts
        assert [node["parameters"] for node in merged.document["nodes"]] == [
            {},
            {"old": "={{ $('Start').item.json.y }}", "list": ['=$node[ "Start" ].json'], "n": 2},
            {"new": "=$items('Start')[0] + $('Gone')"},
        ]


def test_edges_follow_the_name_that_is_chosen(n8n):
    merged = wfkit.merge(n8n, renamed(n8n, "B", "Ours"), renamed(n8n, "B", "Theirs"))
    assert paths(merged) == ["/nodes/id-2/name"]
    assert targets(merged.resolve("/nodes/id-2/name", "theirs"), "A") == ["Theirs", "C"]
    assert targets(merged.resolve("/nodes/id-2/name", value="Mine"), "A") == ["Mine", "C"]


def test_nodes_of_n8n_with_new_ids_are_those_of_the_same_name_and_type(n8n):
    def imported(it):
        for number, node in enumerate(it["nodes"]):
            node["id"] = f"new-{number}"
        it["nodes"][2]["type"] = "n8n-nodes-base.other"
        it["nodes"][1]["parameters"]["k"] = 1

    ours = changed(n8n, lambda it: it["nodes"][0]["parameters"].update(k=2))
    merged = wfkit.merge(n8n, ours, changed(n8n, imported))
    assert not merged.conflicts
    assert [(node["id"], node["parameters"]) for node in merged.document["nodes"]] == [
        ("id-1", {"k": 2}), ("id-2", {"k": 1}), ("new-2", {}),
    ]  # fmt: skip
    assert merged.notes == ("their side has new ids for 2 nodes; the base's are kept",)


def test_two_nodes_that_n8n_called_alike_stay_two(n8n):
    def added(number):
        return changed(
            n8n,
            lambda it: (
                it["nodes"].append(step("Set1", number)),
                it["connections"].update(Set1={"main": [to("A")]}, C={"main": [to("Set1")]}),
            ),
        )

    merged = wfkit.merge(n8n, added(4), added(5))
    assert not merged.conflicts
    assert names(merged) == ["A", "B", "C", "Set1", "Set2"]
    assert targets(merged, "C") == ["Set1", "Set2"]
    assert targets(merged, "Set2") == ["A"]
    assert merged.notes == ("two nodes were called 'Set1'; theirs is 'Set2' now",)


def test_a_node_of_n8n_that_is_restored_has_its_connections_again(n8n):
    start = changed(n8n, lambda it: it["connections"].update(B={"main": [to("C")]}))
    ours = {**start, "nodes": [start["nodes"][0], start["nodes"][2]], "connections": {"A": {"main": [to("C")]}}}
    theirs = changed(start, lambda it: it["nodes"][1]["parameters"].update(value=1))
    merged = wfkit.merge(start, ours, theirs)
    assert paths(merged) == ["/nodes/id-2"]
    assert (targets(merged.resolve("/nodes/id-2", "theirs"), "A"), targets(merged, "B")) == (["B", "C"], ["C"])
    assert merged.resolve("/nodes/id-2", "ours").document["connections"] == ours["connections"]


def test_a_new_connection_to_a_deleted_node_goes_with_it(n8n):
    ours = {**n8n, "nodes": n8n["nodes"][:2], "connections": {"A": {"main": [to("B")]}}}
    theirs = changed(n8n, lambda it: it["connections"].update(B={"main": [to("C")]}))
    merged = wfkit.merge(n8n, ours, theirs)
    assert paths(merged) == ["/nodes/id-3"]
    assert merged.resolve("/nodes/id-3", "ours").document["connections"] == {"A": {"main": [to("B")]}}
    assert targets(merged.resolve("/nodes/id-3", "theirs"), "B") == ["C"]


@pytest.mark.parametrize("trait", ["no ids", "the same name twice", "a stale name", "odd connections"])
def test_documents_of_n8n_that_are_out_of_order_merge_by_names(n8n, trait):
    def spoilt(it):
        if trait == "no ids":
            for node in it["nodes"]:
                del node["id"]
        elif trait == "the same name twice":
            it["nodes"][2]["name"] = "B"
        elif trait == "a stale name":
            it["connections"]["Gone"] = {"main": [to("New")]}
        else:
            it["connections"] |= {"B": 1, "C": {"main": 2, "ai_tool": [3, [4, {"node": 5}]]}}

    start = changed(n8n, spoilt)
    ours = changed(start, lambda it: it["nodes"][0].update(disabled=True))
    theirs = changed(start, lambda it: it["nodes"].append(step("New", 7)))
    merged = wfkit.merge(start, ours, theirs)
    assert not merged.conflicts
    assert merged.document["connections"] == start["connections"]
    renamed_too = changed(ours, lambda it: it["nodes"][0].update(name="Renamed"))
    assert wfkit.merge(start, renamed_too, theirs) is not None


def without_ids(document):
    return {**document, "nodes": [{key: node[key] for key in node if key != "id"} for node in document["nodes"]]}


def test_a_renamed_node_without_an_id_takes_the_edits_of_the_other_side(n8n):
    start = without_ids(n8n)
    ours = renamed(renamed(start, "A", "Start"), "B", "Ask")
    theirs = changed(renamed(start, "C", "End"), lambda it: it["nodes"][1].update(parameters={"x": 1}))
    for merged in (wfkit.merge(start, ours, theirs), wfkit.merge(start, theirs, ours)):
        assert not merged.conflicts
        assert names(merged) == ["Start", "Ask", "End"]
        assert targets(merged, "Start") == ["Ask", "End"]
        assert merged.document["nodes"][1] == {**start["nodes"][1], "name": "Ask", "parameters": {"x": 1}}


def test_two_names_for_a_node_without_an_id_are_a_conflict(n8n):
    start = without_ids(n8n)
    merged = wfkit.merge(start, renamed(start, "A", "Start"), renamed(start, "A", "Begin"))
    assert [conflict.path for conflict in merged.conflicts] == ["/nodes/A/name"]
    assert targets(merged.resolve("/nodes/A/name", "theirs"), "Begin") == ["B", "C"]
    assert [*merged.document["nodes"][0]] == [*start["nodes"][0]]


def test_no_id_is_lent_that_another_node_has(n8n):
    start = without_ids(n8n)
    start["nodes"][1]["id"] = "A"
    ours = renamed(start, "A", "Start")
    theirs = changed(start, lambda it: it["nodes"][0].update(disabled=True))
    assert wfkit.merge(start, ours, theirs).conflicts


def test_a_workflow_of_n8n_without_connections_stays_without(n8n):
    start = {key: value for key, value in n8n.items() if key != "connections"}
    ours, theirs = changed(start, lambda it: it["nodes"][0].update(name="Start")), {**start, "name": "Other"}
    merged = wfkit.merge(*(from_data(each, format="n8n") for each in (start, ours, theirs)))
    assert merged.document == {**ours, "name": "Other"}


def test_a_workflow_of_n8n_under_a_key_merges_too(n8n):
    ours, theirs = (
        {"workflow": renamed(n8n, "A", "Start")},
        {"workflow": changed(n8n, lambda it: it["connections"].update(B={"main": [to("A")]}))},
    )
    merged = wfkit.merge({"workflow": n8n}, ours, theirs)
    assert not merged.conflicts
    assert merged.document["workflow"]["connections"]["B"]["main"] == [to("Start")]


def test_what_n8n_writes_by_itself_is_no_conflict(n8n):
    def saved(number, size):
        def edit(it):
            it |= {"versionId": f"v{number}", "updatedAt": f"2024-01-0{number}", "triggerCount": number}
            it["nodes"][0]["position"] = [number, number]
            it["nodes"].append(
                {**step("Note", 9, content="Hi", width=size, height=size), "type": "n8n-nodes-base.stickyNote"}
            )

        return changed(n8n, edit)

    start, ours, theirs = saved(1, 10), saved(2, 20), saved(3, 30)
    merged = wfkit.merge(start, ours, theirs)
    assert not merged.conflicts
    assert merged.document == {**ours, "triggerCount": 3}
