"""Merges of Flowise, whose inputs say again what edges bring."""

from __future__ import annotations

import copy

import wfkit


def flowise_node(node_id, x=0, *, inputs=None, **more):
    anchor = f"{node_id}-output-{node_id.rpartition('_')[0]}-T"
    data = {
        "id": node_id,
        "name": node_id.rpartition("_")[0],
        "label": node_id,
        "inputs": inputs or {},
        "inputAnchors": [
            {"id": f"{node_id}-input-tools-Tool", "name": "tools", "type": "Tool", "list": True},
            {"id": f"{node_id}-input-model-Model", "name": "model", "type": "Model"},
        ],
        "outputAnchors": [{"name": "output", "options": [{"id": anchor, "name": "T"}]}],
        **more,
    }
    return {"id": node_id, "type": "customNode", "position": {"x": x, "y": 0}, "data": data}


def flowise_edge(source, port, kind):
    ends = f"{source}-output-{source.rpartition('_')[0]}-T", f"agent_0-input-{port}-{kind}"
    keys = {"source": source, "sourceHandle": ends[0], "target": "agent_0", "targetHandle": ends[1]}
    return {**keys, "type": "buttonedge", "id": f"{source}-{ends[0]}-agent_0-{ends[1]}"}


def brought(*sources):
    return [f"{{{{{source}.data.instance}}}}" for source in sources]


def flowise(tools=(), model="", extra=()):
    inputs = {"tools": brought(*tools), "model": brought(model)[0] if model else "", "hint": "x"}
    nodes = [flowise_node("tool_0"), flowise_node("tool_1"), flowise_node("model_0"), flowise_node("model_1"), *extra]
    edges = [flowise_edge(tool, "tools", "Tool") for tool in tools]
    edges += [flowise_edge(model, "model", "Model")] if model else []
    return {"nodes": [*nodes, flowise_node("agent_0", inputs=inputs)], "edges": edges}


def agent(document):
    return next(node for node in document["nodes"] if node["id"] == "agent_0")["data"]["inputs"]


def joined(document):
    return [(edge["source"], edge["targetHandle"].split("-")[2]) for edge in document["edges"]]


def test_tools_that_both_sides_connect_in_flowise_are_all_in_the_input():
    merge = wfkit.merge(flowise(["tool_0"]), flowise(["tool_0", "tool_1"]), flowise(["model_1", "tool_0"]))
    assert not merge.conflicts
    assert agent(merge.document)["tools"] == brought("tool_0", "tool_1", "model_1")
    assert sorted(joined(merge.document)) == [("model_1", "tools"), ("tool_0", "tools"), ("tool_1", "tools")]


def test_an_edge_that_one_side_took_away_in_flowise_brings_nothing_any_more():
    merge = wfkit.merge(flowise(["tool_0"], "model_0"), flowise(["tool_0"]), flowise(["tool_0", "tool_1"], "model_0"))
    assert agent(merge.document) == {"tools": brought("tool_0", "tool_1"), "model": "", "hint": "x"}


def test_of_two_edges_to_one_input_of_flowise_ours_stays():
    base = flowise()
    merge = wfkit.merge(base, flowise(model="model_1"), flowise(model="model_0"))
    assert agent(merge.document)["model"] == brought("model_1")[0]
    assert joined(merge.document) == [("model_1", "model")]
    assert merge.notes == ("edges that found no room at an input went: 'model_0 → agent_0 (model)'",)
    theirs = wfkit.merge(base, flowise(["tool_0"]), flowise(model="model_0")).document
    assert agent(theirs) == {"tools": brought("tool_0"), "model": brought("model_0")[0], "hint": "x"}


def test_what_a_removed_node_of_flowise_brought_is_gone_with_it():
    ours, theirs = flowise(model="model_0"), flowise(model="model_0")
    ours["nodes"] = [node for node in ours["nodes"] if node["id"] != "model_0"]
    ours["edges"], agent(ours)["model"] = [], ""
    agent(theirs)["hint"] = "y"
    assert agent(wfkit.merge(flowise(model="model_0"), ours, theirs).document) == {
        "tools": [],
        "model": "",
        "hint": "y",
    }


def test_an_edge_of_flowise_that_brought_nothing_goes_on_so():
    base, ours, theirs = (flowise(model="model_0") for _ in range(3))
    for side, text in ((base, "mine"), (ours, "mine"), (theirs, "mine")):
        agent(side)["model"] = text
    agent(ours)["hint"], agent(theirs)["tools"] = "ours", ["by hand"]
    assert agent(wfkit.merge(base, ours, theirs).document) == {"tools": ["by hand"], "model": "mine", "hint": "ours"}


def test_an_input_of_flowise_that_a_side_took_away_stays_away():
    base, ours, theirs = flowise(), flowise(), flowise(model="model_0")
    for side in (base, ours):
        del agent(side)["model"]
    agent(ours)["hint"] = "ours"
    del agent(theirs)["model"]
    assert agent(wfkit.merge(base, ours, theirs).document) == {"tools": [], "hint": "ours"}


def test_nodes_of_flowise_that_both_sides_gave_the_same_id_are_both_kept():
    ours = flowise(["tool_2"], extra=[flowise_node("tool_2", 10)])
    theirs = flowise(["tool_2"], extra=[flowise_node("tool_2", 20)])
    agent(theirs)["hint"] = "use {{tool_2.data.instance}}"
    merge = wfkit.merge(flowise(), ours, theirs)
    assert not merge.conflicts
    document = merge.document
    assert {node["id"]: node["position"]["x"] for node in document["nodes"]}.items() >= {("tool_2", 10), ("tool_3", 20)}
    assert agent(document) == {
        "tools": brought("tool_2", "tool_3"),
        "model": "",
        "hint": "use {{tool_3.data.instance}}",
    }
    assert flowise_edge("tool_3", "tools", "Tool") in document["edges"]
    assert flowise_node("tool_3", 20)["data"]["outputAnchors"] in [
        node["data"]["outputAnchors"] for node in document["nodes"]
    ]
    assert merge.notes == ("other ids for nodes of theirs: 'tool_3 for tool_2'; ours gave the same to what it added",)


def test_a_node_of_flowise_that_both_sides_took_over_is_one():
    both = [flowise_node("tool_2", 10)]
    merge = wfkit.merge(flowise(), flowise(["tool_2"], extra=both), flowise(model="model_0", extra=both))
    assert [node["id"] for node in merge.document["nodes"]].count("tool_2") == 1
    assert not merge.notes


def test_new_ids_leave_edges_that_name_none_and_whatever_is_no_node():
    ours = flowise(["tool_2"], extra=[flowise_node("tool_2", 10)])
    theirs = flowise(["tool_0", "tool_2"], extra=[flowise_node("tool_2", 20), {"id": "odd", "data": 3}])
    theirs["nodes"][4]["data"]["inputAnchors"] += ["none", {"name": "no id"}]
    del theirs["edges"][1]["id"], theirs["edges"][1]["sourceHandle"]
    document = wfkit.merge(flowise(), ours, theirs).document
    assert joined(document) == [("tool_2", "tools"), ("tool_0", "tools"), ("tool_3", "tools")]
    assert flowise_edge("tool_0", "tools", "Tool") in document["edges"]
    assert agent(document)["tools"] == brought("tool_2", "tool_0", "tool_3")


def test_whatever_is_no_flow_of_flowise_is_merged_as_it_is():
    base = {
        **flowise(),
        "edges": [3, flowise_edge("gone_0", "tools", "Tool"), {"source": "tool_0", "target": "agent_0"}],
    }
    base["nodes"] = [*base["nodes"], {"id": "odd", "data": {"inputs": 3}}, 4]
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    agent(ours)["hint"], theirs["description"] = "ours", "theirs"
    merged = wfkit.merge(base, ours, theirs).document
    assert merged == {**ours, "description": "theirs"}


def test_an_input_of_flowise_that_a_user_filled_meanwhile_keeps_the_text():
    ours = flowise()
    agent(ours)["model"] = "by hand"
    merge = wfkit.merge(flowise(), ours, flowise(model="model_0"))
    assert agent(merge.resolve_all("ours").document)["model"] == "by hand"


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
