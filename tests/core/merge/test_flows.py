"""Merges of what tools built on React Flow say twice: inputs, components, ids in handles."""

from __future__ import annotations

import copy
import itertools
import json

import pytest
import yaml

import wfkit
from wfkit.service.documents import from_data


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


def langflow(suffix, *, model="small"):
    def text(handle):
        return json.dumps(handle, separators=(",", ":")).replace('"', "œ")

    ids = {name: f"{name}-{suffix}{place}" for place, name in enumerate(("ChatInput", "Model", "ChatOutput"))}
    nodes = [
        {
            "id": node_id,
            "type": "genericNode",
            "position": {"x": 200 * place, "y": 0},
            "data": {
                "id": node_id,
                "type": name,
                "node": {
                    "display_name": name,
                    "template": {
                        "_type": "Component",
                        "size": {"value": model, "type": "str"},
                        "text": {"type": "str"},
                    },
                },
            },
        }
        for place, (name, node_id) in enumerate(ids.items())
    ]
    edges = []
    for source, target in (("ChatInput", "Model"), ("Model", "ChatOutput")):
        output = {"dataType": source, "id": ids[source], "name": "message", "output_types": ["Message"]}
        field = {"fieldName": "text", "id": ids[target], "inputTypes": ["Message"], "type": "str"}
        edges.append(
            {
                "id": f"xy-edge__{ids[source]}{text(output)}-{ids[target]}{text(field)}",
                "source": ids[source],
                "target": ids[target],
                "sourceHandle": text(output),
                "targetHandle": text(field),
                "data": {"sourceHandle": output, "targetHandle": field},
            }
        )
    return {"name": "Chat", "data": {"nodes": nodes, "edges": edges}}


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_side_of_langflow_with_new_ids_gets_those_of_the_base_in_every_handle(side):
    base, imported, edited = langflow("a"), langflow("z"), langflow("a")
    imported["data"]["nodes"][1]["data"]["node"]["template"]["size"]["value"] = "large"
    edited["name"] = "Talk"
    sides = {"ours": imported, "theirs": edited} if side == "ours" else {"ours": edited, "theirs": imported}
    merge = wfkit.merge(base, sides["ours"], sides["theirs"])
    assert not merge.conflicts
    expected = {**copy.deepcopy(base), "name": "Talk"}
    expected["data"]["nodes"][1]["data"]["node"]["template"]["size"]["value"] = "large"
    assert merge.document == expected
    word = "our" if side == "ours" else "their"
    assert merge.notes == (f"{word} side has new ids for 3 nodes; the base's are kept",)


def test_ids_of_nodes_inside_a_node_of_langflow_are_left_as_they_are():
    def grouped(suffix, name):
        inner = langflow("in")
        inner["data"]["nodes"] = inner["data"]["nodes"][:2]
        document = langflow(suffix)
        document["name"] = name
        for node in document["data"]["nodes"]:
            node["data"]["node"]["flow"] = copy.deepcopy(inner)
        return document

    merge = wfkit.merge(grouped("a", "Base"), grouped("a", "Ours"), grouped("z", "Base"))
    assert merge.resolve_all("ours").document["name"] == "Ours"


def dify(prefix, *, title="Each"):
    def node(number, kind, **more):
        data = {"type": kind, "title": title if kind == "iteration" else kind, **more.pop("data", {})}
        return {"id": f"{prefix}{number}", "type": "custom", "position": {"x": number, "y": 0}, "data": data, **more}

    one, two, three = (f"{prefix}{number}" for number in (1, 2, 3))
    inside = {"isInIteration": True, "iteration_id": two}
    nodes = [
        node(1, "start"),
        node(2, "iteration", data={"start_node_id": three, "iterator_selector": [one, "items"]}),
        node(3, "iteration-start", parentId=two),
        node(4, "llm", parentId=two, data={**inside, "text": f"{{{{#{one}.query#}}}}"}),
    ]
    edges = [
        {
            "id": f"{source}-source-{target}-target",
            "source": source,
            "target": target,
            "sourceHandle": "source",
            "targetHandle": "target",
            "type": "custom",
            "data": data,
        }
        for source, target, data in ((one, two, {"isInIteration": False}), (three, f"{prefix}4", inside))
    ]
    return {
        "kind": "app",
        "version": "0.1.0",
        "app": {"name": "A"},
        "workflow": {"graph": {"nodes": nodes, "edges": edges}},
    }


def test_a_side_of_dify_with_new_ids_gets_those_of_the_base_in_every_reference():
    theirs, ours = dify("900"), dify("100")
    ours["app"]["name"] = "B"
    theirs["app"]["description"] = "new"
    merge = wfkit.merge(dify("100"), ours, theirs)
    assert not merge.conflicts
    assert merge.document == {**dify("100"), "app": {"name": "B", "description": "new"}}


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


def test_whatever_is_no_component_of_ragflow_is_merged_as_it_is():
    base = ragflow([("begin", "Message:a")])
    base["dsl"]["components"] |= {"odd": 3, "mixed": {"downstream": [1], "upstream": "x"}}
    base["dsl"]["graph"]["nodes"] += [{"id": "odd"}, {"id": "mixed", "data": 3}]
    base["dsl"]["graph"]["edges"] += [4, {"source": 1, "target": "begin"}, {"source": "begin", "target": "nobody"}]
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours["title"], theirs["description"] = "A", "B"
    assert wfkit.merge(base, ours, theirs).document == {**base, "title": "A", "description": "B"}


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


def enveloped(app, *, text=None, **around):
    return {**around, "data": text or yaml.safe_dump(app, sort_keys=False)}


def edited_dify(edit):
    made = dify("100")
    edit(made["workflow"]["graph"]["nodes"])
    return made


def test_what_is_in_the_envelope_of_dify_is_merged():
    ours = edited_dify(lambda nodes: nodes[0]["data"].update(title="Begin"))
    theirs = edited_dify(lambda nodes: nodes[3]["data"].update(title="Ask"))
    merge = wfkit.merge(enveloped(dify("100")), enveloped(ours, name="mine"), enveloped(theirs, id=3))
    assert not merge.conflicts
    assert merge.notes == ()
    document = merge.document
    assert {key: document[key] for key in ("name", "id")} == {"name": "mine", "id": 3}
    graph = yaml.safe_load(document["data"])["workflow"]["graph"]
    assert [node["data"]["title"] for node in graph["nodes"]] == ["Begin", "Each", "iteration-start", "Ask"]


def test_a_conflict_in_the_envelope_of_dify_is_one_of_a_property():
    def called(title):
        return enveloped(edited_dify(lambda nodes: nodes[0]["data"].update(title=title)), name=title)

    merge = wfkit.merge(called("start"), called("A"), called("B"))
    assert [conflict.path for conflict in merge.conflicts] == [
        "/name",
        "/data/workflow/graph/nodes/1001/data/title",
    ]
    assert wfkit.merge(called("start"), called("A"), called("B"), strategy="theirs").document == called("B")
    merge.resolve("/name", "theirs").resolve("/data/workflow/graph/nodes/1001/data/title", value="C")
    assert yaml.safe_load(merge.document["data"])["workflow"]["graph"]["nodes"][0]["data"]["title"] == "C"
    assert merge.document["name"] == "B"


def test_the_text_in_the_envelope_keeps_its_comments_or_that_is_said():
    def commented(title, place):
        app = edited_dify(lambda nodes: nodes[0].update(position={"x": place, "y": 0}))
        app["app"]["name"] = title
        return enveloped(app, text="# ours alone\n" + yaml.safe_dump(app, sort_keys=False))

    merge = wfkit.merge(commented("A", 1), commented("B", 1), commented("A", 5))
    assert merge.document == commented("B", 5)
    ours, theirs = commented("B", 2), commented("A", 5)
    theirs["data"] += "more: 1\n"
    merge = wfkit.merge(commented("A", 1), ours, theirs)
    assert merge.notes == ("the YAML of the app was written anew, without its comments",)
    assert yaml.safe_load(merge.document["data"]) == {**yaml.safe_load(ours["data"]), "more": 1}


@pytest.mark.parametrize("text", ["kind: app\n\tx", "- 1\n#\nkind: app", '"\nkind: app\n"'])
def test_an_envelope_without_an_app_is_merged_as_one_text(text):
    sides = enveloped(dify("100")), enveloped({}, text=text), enveloped(dify("100"), name="B")
    documents = [from_data(side, format="dify") for side in sides]
    assert wfkit.merge(*documents).document == {"data": text, "name": "B"}
    bare = from_data(dify("100"), format="dify")
    merge = wfkit.merge(documents[0], documents[1], bare)
    assert [conflict.path for conflict in merge.conflicts] == ["/data"]
    assert merge.resolve_all("ours").document["data"] == text


def test_lines_of_both_sides_that_would_be_no_yaml_together_are_written_anew():
    text = yaml.safe_dump(dify("100"), sort_keys=False)
    ours, theirs = f"more: 1\nmine: 3\n{text}", f"{text}more: 1\nother: 2\n"
    merge = wfkit.merge({"data": text}, {"data": ours}, {"data": theirs})
    assert yaml.safe_load(merge.document["data"]) == {**dify("100"), "more": 1, "mine": 3, "other": 2}
    assert merge.notes


def test_a_text_of_which_both_sides_changed_a_line_that_says_the_same_is_one_of_theirs():
    app = dify("100")
    plain, quoted = (yaml.safe_dump(app, sort_keys=False, default_style=style) for style in (None, "'"))
    mine = yaml.safe_dump({**app, "version": "2"}, sort_keys=False)
    merge = wfkit.merge(enveloped(app, text=plain), enveloped(app, text=mine), enveloped(app, text=quoted))
    assert yaml.safe_load(merge.document["data"]) == {**app, "version": "2"}
