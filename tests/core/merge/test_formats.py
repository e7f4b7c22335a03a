"""Documents of other tools: edges kept beside the nodes, by name or by number."""

from __future__ import annotations

import copy

import pytest

import wfkit
from wfkit.core.merge.comfyui import _fixes, _fixes_of_ends
from wfkit.service.documents import from_data


def changed(document, edit):
    made = copy.deepcopy(document)
    edit(made)
    return made


def paths(merge):
    return [conflict.path for conflict in merge.conflicts]


# n8n: connections by the names of nodes


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


# Node-RED: wires by the ids of nodes


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


# ComfyUI: links by numbers, said three times


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


# Galaxy: steps by their places


def ga_step(number, name, *sources, **more):
    links = {f"in{place}": {"id": source, "output_name": "out"} for place, source in enumerate(sources)}
    return {
        "id": number, "type": "tool", "tool_id": name, "label": name, "uuid": f"u-{name}", "tool_state": "{}",
        "input_connections": links, "position": {"left": number, "top": 0}, **more,
    }  # fmt: skip


def ga(*steps, **more):
    return {"a_galaxy_workflow": "true", "steps": {str(step["id"]): step for step in steps}, **more}


def ga_links(document):
    named = {step["id"]: step["label"] for step in document["steps"].values()}
    assert all(str(step["id"]) == key for key, step in document["steps"].items())
    return {
        (named[said["id"]], step["label"]) for step in document["steps"].values()
        for said in step["input_connections"].values()
    }  # fmt: skip


GA = ga(ga_step(0, "read"), ga_step(1, "cut", 0), ga_step(2, "sort", 1), comments=[{"child_steps": [1, 2, "odd"]}, 1])


def test_steps_that_both_added_under_one_number_are_all_there():
    ours = ga(*GA["steps"].values(), ga_step(3, "ours", 2), comments=GA["comments"])
    theirs = ga(*GA["steps"].values(), ga_step(3, "theirs", 1), comments=GA["comments"])
    merged = wfkit.merge(GA, ours, theirs)
    assert not merged.conflicts
    assert ga_links(merged.document) == {("read", "cut"), ("cut", "sort"), ("sort", "ours"), ("cut", "theirs")}
    assert "numbers of 1 step of theirs follow ours" in merged.notes


@pytest.mark.parametrize("uuids", ["kept", "anew"])
def test_a_step_put_in_between_renumbers_the_others_and_nothing_more(uuids):
    ours = ga(
        ga_step(0, "read"), ga_step(1, "trim", 0), ga_step(2, "cut", 1), ga_step(3, "sort", 2),
        comments=[{"child_steps": [2, 3, "odd"]}, 1],
    )  # fmt: skip
    if uuids == "anew":
        ours = changed(ours, lambda it: [step.update(uuid=f"x{key}") for key, step in it["steps"].items()])
    theirs = changed(GA, lambda it: it["steps"]["2"].update(tool_state='{"a": 1}'))
    merged = wfkit.merge(GA, ours, theirs)
    assert not merged.conflicts
    assert merged.document == changed(ours, lambda it: it["steps"]["3"].update(tool_state='{"a": 1}'))


def test_steps_of_tools_with_versions_and_connections_of_every_kind_are_renumbered():
    tool = "toolshed/repos/iuc/cut/cut1/1.0"
    many = {"in": [{"id": 0, "output_name": "a"}, 5], "odd": 7, "gone": {"id": 99}}
    start = ga(ga_step(0, "read"), ga_step(1, tool, input_connections=many), ga_step(2, "end", input_connections=None))
    ours = ga(
        ga_step(0, "first"), ga_step(1, "read"), ga_step(3, "end", input_connections=None),
        ga_step(2, tool, input_connections={**many, "in": [{"id": 1, "output_name": "a"}, 5]}),
    )  # fmt: skip
    ours = changed(ours, lambda it: [step.update(uuid=None, label=None) for step in it["steps"].values()])
    theirs = changed(start, lambda it: it["steps"]["1"].update(tool_id=tool.replace("1.0", "2.0")))
    merged = wfkit.merge(start, ours, theirs)
    step = merged.document["steps"]["2"]
    assert step["tool_id"].endswith("2.0")
    assert step["input_connections"] == {"in": [{"id": 1, "output_name": "a"}, 5], "odd": 7, "gone": {"id": 99}}


def test_a_step_that_both_added_is_one():
    added = ga_step(3, "new", 2)
    ours = ga(*GA["steps"].values(), added)
    theirs = ga(*GA["steps"].values(), ga_step(3, "other", 1), {**added, "id": 4})
    merged = wfkit.merge(ga(*GA["steps"].values()), ours, theirs)
    assert sorted(step["label"] for step in merged.document["steps"].values()) == [
        "cut", "new", "other", "read", "sort",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "odd", [{"0": {"id": "x"}}, {"0": ga_step(0, "read", type=[])}, {"a": ga_step(0, "read")}, [], {}]
)
def test_steps_that_go_by_no_numbers_are_left_so(odd):
    document = {"a_galaxy_workflow": "true", "steps": odd}
    other = {**document, "name": "Other"}
    assert wfkit.merge(document, other, {**document, "tags": ["a"]}).document == {**other, "tags": ["a"]}


# ComfyUI again: what does not fit


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


# What tools keep beside the config


def test_a_copy_of_a_schema_is_no_conflict():
    def flow(version, secret):
        return {
            "nodes": [
                {"id": "llm_0", "type": "customNode", "position": {"x": 0, "y": 0},
                 "data": {"id": "llm_0", "name": "llm", "label": "LLM", "inputs": {"temperature": secret},
                          "inputParams": [{"name": "temperature", "label": version}], "inputAnchors": [],
                          "outputAnchors": [], "baseClasses": [version]}},
            ],
            "edges": [],
        }  # fmt: skip

    merged = wfkit.merge(flow("1", 0), flow("2", 0), flow("3", 1))
    assert not merged.conflicts
    assert merged.document == flow("2", 1)


def test_an_input_that_one_side_removed_and_the_other_linked_stays_with_the_new_link():
    def pipeline(*inputs):
        nodes = [
            {"id": name, "type": "execution_node", "op": "x", "app_data": {"ui_data": {"label": name}},
             "inputs": [*inputs] if name == "c" else [], "outputs": [{"id": "out"}]}
            for name in "abc"
        ]  # fmt: skip
        return {
            "doc_type": "pipeline", "version": "3.0", "primary_pipeline": "p",
            "pipelines": [{"id": "p", "nodes": nodes, "app_data": {"version": 8}}],
        }  # fmt: skip

    def entry(*names):
        links = [{"id": f"l-{name}", "node_id_ref": name, "port_id_ref": "out"} for name in names]
        return {"id": "in", "app_data": {"label": "In"}, "links": links}

    start, ours, theirs = pipeline(entry("a")), pipeline(), pipeline(entry("a", "b"))
    merged = wfkit.merge(start, ours, theirs)
    assert not merged.conflicts
    assert merged.document["pipelines"][0]["nodes"][2]["inputs"] == [entry("b")]
    fewer = pipeline(entry())
    assert wfkit.merge(start, ours, fewer).document == ours
