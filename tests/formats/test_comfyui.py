from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit import formats
from wfkit.core import rules
from wfkit.core.model import Edge, Graph, Node, Port
from wfkit.formats import comfyui

LOADER = {
    "id": 4,
    "type": "CheckpointLoaderSimple",
    "pos": [10, 20.5],
    "size": {"0": 300, "1": 98},
    "flags": {"collapsed": True},
    "order": 0,
    "mode": 0,
    "color": "#223",
    "outputs": [
        {"name": "MODEL", "type": "MODEL", "links": [1], "slot_index": 0, "shape": 3},
        {"name": "CLIP", "localized_name": "CLIP", "type": "CLIP", "links": None},
    ],
    "properties": {
        "Node name for S&R": "CheckpointLoaderSimple",
        "cnr_id": "comfy-core",
        "ver": "0.3.1",
        "models": [{"name": "a.safetensors"}],
    },
    "widgets_values": ["a.safetensors"],
}
SAMPLER = {
    "id": 3,
    "type": "KSampler",
    "title": "First pass",
    "pos": {"0": 400, "1": 20},
    "size": [315, 262],
    "mode": 4,
    "inputs": [
        {"name": "model", "type": "MODEL", "link": 1, "label": "the model", "localized_name": "Modell"},
        {"name": "seed", "type": "INT", "widget": {"name": "seed"}, "link": None},
        {"name": "steps", "type": "INT", "widget": {"name": "steps"}, "link": 2},
    ],
    "outputs": [{"name": "LATENT", "type": "LATENT", "links": []}],
    "properties": {},
    "widgets_values": [2**63 + 1, "randomize", 20],
}
INSTANCE = {
    "id": 7,
    "type": "aaaa-bbbb",
    "pos": [0, 0],
    "size": [1, 1],
    "inputs": [{"name": "text", "type": "STRING", "link": None}],
    "outputs": [{"name": "steps", "type": "INT", "links": [2, 5]}],
    "widgets_values": ["hello", 3],
    "widgets_values_named": {"text": "hello"},
}
NOTE = {"id": 9, "type": "MarkdownNote", "pos": [1, 2], "size": [3, 4], "widgets_values": ["# Read\nme"]}
SUBGRAPH = {
    "id": "aaaa-bbbb",
    "version": 1,
    "state": {"lastNodeId": 2},
    "revision": 3,
    "name": "Encode",
    "inputNode": {"id": -10, "bounding": [-100, 0, 120, 60]},
    "outputNode": {"id": -20, "bounding": [500, 0, 120, 60]},
    "inputs": [{"id": "u1", "name": "text", "type": "STRING", "linkIds": [1], "pos": [1, 2], "label": "prompt"}],
    "outputs": [{"id": "u2", "name": "steps", "type": "INT", "linkIds": [2], "localized_name": "steps"}],
    "widgets": [],
    "nodes": [
        {
            "id": 4,
            "type": "Int",
            "pos": [0, 0],
            "inputs": [{"name": "text", "type": "STRING", "link": 1}],
            "outputs": [{"name": "INT", "type": "INT", "links": [2]}],
        }
    ],
    "groups": [{"id": 1, "title": "Inner", "bounding": [0, 0, 10, 10]}],
    "links": [
        {"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 4, "target_slot": 0, "type": "STRING"},
        {"id": 2, "origin_id": 4, "origin_slot": 0, "target_id": -20, "target_slot": 0, "type": "INT", "parentId": 3},
    ],
    "extra": {"workflowRendererVersion": "LG", "kept": 1},
}
WHOLE = {
    "id": "3f1a",
    "revision": 1,
    "last_node_id": 9,
    "last_link_id": 5,
    "nodes": [LOADER, SAMPLER, INSTANCE, NOTE],
    "links": [[1, 4, 0, 3, 0, "MODEL"], [2, 7, 0, 3, 2, "INT"], None, [5, 7, 0, 8, 1, "INT", 6, "more"]],
    "groups": [
        {"title": "Load", "bounding": [0, 0, 330, 200], "color": "#3f789e", "font_size": 24, "flags": {}, "new": 1}
    ],
    "definitions": {"subgraphs": [SUBGRAPH], "kept": True},
    "config": {"links_ontop": True},
    "extra": {"ds": {"scale": 1, "offset": [0, 0]}, "reroutes": [{"id": 3, "pos": [1, 2]}], "kept": "x"},
    "version": 0.4,
}
PROMPT = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": 2**63 + 1, "model": ["4", 0], "pair": ["nowhere", 1], "steps": 20},
        "_meta": {"title": "First pass", "more": 1},
        "is_changed": ["x"],
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "a.safetensors"}, "_meta": {"title": "Load"}},
    "57:8": {"class_type": "Int", "inputs": {}},
}


def graph_of(*nodes: object, links: object = (), **more: object) -> Graph:
    return comfyui.read({"nodes": list(nodes), "links": list(links), "version": 0.4, **more})


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_the_reader_is_registered():
    assert formats.get("comfyui") is comfyui.FORMAT
    assert formats.read("comfyui", WHOLE).node("3").label == "First pass"
    assert formats.read("comfyui", PROMPT).node("3").label == "First pass"


def test_a_node_is_read_whole():
    assert comfyui.read(WHOLE).node("4") == Node(
        id="4",
        type="CheckpointLoaderSimple",
        label="CheckpointLoaderSimple",
        config={"0": "a.safetensors"},
        outputs=(Port("MODEL", "MODEL"), Port("CLIP", "CLIP")),
        position=(10.0, 20.5),
        pointer="/nodes/0",
        config_pointer="/nodes/0/widgets_values",
        settings={"properties": {"models": [{"name": "a.safetensors"}]}},
        layout={"flags": {"collapsed": True}, "color": "#223", "outputs": {"MODEL": {"shape": 3}}},
        noise={
            "order": 0,
            "properties": {"Node name for S&R": "CheckpointLoaderSimple", "cnr_id": "comfy-core", "ver": "0.3.1"},
        },
        size=(300.0, 98.0),
    )


def test_a_name_to_refer_to_a_node_by_is_a_setting_once_it_is_changed():
    node = graph_of({**LOADER, "properties": {"Node name for S&R": "loader", "ver": "1"}}).node("4")
    assert node.settings["properties"] == {"Node name for S&R": "loader"}
    assert node.noise["properties"] == {"ver": "1"}


@pytest.mark.parametrize(
    ("mode", "enabled", "settings"),
    [
        (0, True, {}),
        (2, False, {}),
        (4, False, {"mode": 4}),
        (1, True, {"mode": 1}),
        (True, True, {"mode": True}),
    ],
    ids=["normal", "muted", "bypassed", "another", "true"],
)
def test_the_mode_decides_whether_a_node_is_enabled(mode, enabled, settings):
    node = graph_of({"id": 1, "type": "A", "mode": mode}).node("1")
    assert (node.enabled, node.settings) == (enabled, settings)


def test_ports_are_named_by_their_slots():
    edges = comfyui.read(WHOLE).edges
    assert edges[0] == Edge("1", "4", "3", "MODEL", "model", "/links/0", noise={"type": "MODEL"})
    assert edges[1] == Edge("2", "7", "3", "steps", "steps", "/links/1", noise={"type": "INT"})


def test_a_link_to_a_node_that_is_gone_goes_by_the_index_of_the_slot():
    edge = comfyui.read(WHOLE).edges[2]
    assert (edge.target, edge.target_port) == ("8", "1")
    assert edge.settings == {"target_slot": 1, "6": 6, "7": "more"}


def test_slots_without_a_name_of_their_own_go_by_their_index():
    inputs = [{"name": "1"}, {"type": "A"}, {"name": "1", "type": [1]}, 7]
    node = graph_of({"id": 1, "type": "A", "inputs": inputs}).node("1")
    assert node.inputs == (Port("1"), Port("1'", "A"), Port("2"), Port("3"))
    assert node.settings == {"inputs": {"2": {"name": "1", "type": [1]}, "3": {"slot": 7}}}


def test_what_slots_say_of_links_is_kept_where_the_links_say_otherwise():
    one, other = {"id": 1, "type": "A", "outputs": [{"name": "o", "links": [5, 6]}]}, {"id": 2, "type": "B"}
    links = [[5, 1, 0, 2, 0, "X"], [6, 1, 0, 2, 0, "X"]]
    says_otherwise = [{"name": "i", "link": 6}]
    graph = graph_of(one, {**other, "inputs": says_otherwise}, links=links)
    assert graph.node("1").settings == {}
    assert graph.node("2").settings == {"inputs": {"i": {"link": 6}}}


@pytest.mark.parametrize(
    ("links", "is_kept"),
    [([6, 5], False), ([5], True), ([5, True], True), (5, True), ([5, [6]], True), (None, True)],
    ids=["in another order", "one is missing", "true is no 1", "no list", "a list inside", "none"],
)
def test_links_of_an_output_are_compared_as_a_set(links, is_kept):
    node = {"id": 1, "type": "A", "outputs": [{"name": "o", "links": links}]}
    read = graph_of(node, links=[[5, 1, 0, 2, 0, "X"], [6, 1, 0, 3, 0, "X"]]).node("1")
    assert read.settings == {}
    assert read.noise == ({"outputs": {"o": {"links": links}}} if is_kept else {})


NO_SLOTS = {"origin_slot": 0, "target_slot": 0}
LINKS = {
    "without a type": ([7, 1, 0, 2, 0], Edge("7", "1", "2", "0", "0", "/links/0", NO_SLOTS)),
    "without id and slots": (
        [None, 1, None, 2, -1],
        Edge("1->2", "1", "2", pointer="/links/0", settings={"id": None, "origin_slot": None, "target_slot": -1}),
    ),
    "ids are texts": (
        ["x", "1", 0, 2, 0],
        Edge("x", "1", "2", "0", "0", "/links/0", {"id": "x", "origin_id": "1", **NO_SLOTS}),
    ),
    "an id of 5 000 digits": (
        [10**5000, 1, 0, 2, 0],
        Edge("1:0->2:0", "1", "2", "0", "0", "/links/0", {"id": 10**5000, **NO_SLOTS}),
    ),
    "an object without slots": (
        {"id": 7, "origin_id": 1, "target_id": 2, "parentId": 4},
        Edge("7", "1", "2", pointer="/links/0", layout={"parentId": 4}),
    ),
}


@pytest.mark.parametrize(("link", "edge"), LINKS.values(), ids=list(LINKS))
def test_a_link_of_an_unusual_kind_is_read(link, edge):
    assert graph_of(links=[link]).edges == (edge,)


WIDGETS = {
    "by their inputs": (
        [("seed", 1), ("steps", 2)],
        [7, "fixed", 20],
        None,
        ["seed", "control_after_generate", "steps"],
    ),
    "a seed without a control": ([("seed", 1), ("steps", 2)], [7, 20], None, ["seed", "steps"]),
    "a seed at the end": ([("seed", 1)], [7], None, ["seed"]),
    "some have no input": ([("width", 1)], [4, 512], None, ["0", "1"]),
    "none has an input": ([], [4, 512], None, ["0", "1"]),
    "two of one name": ([("a", 1), ("a", 2)], [4, 512], None, ["0", "1"]),
    "named": ([], [4, "x"], {"steps": 4, "name": "x"}, ["steps", "name"]),
    "the first are named": ([], [4, "x", []], {"steps": 4}, ["steps", "1", "2"]),
    "named otherwise": ([], [4, "x"], {"steps": True, "name": "x"}, ["0", "1"]),
    "named like an index": ([], [4, "x"], {"1": 4}, ["0", "1"]),
    "names are a list": ([], [4], ["steps"], ["0"]),
    "more than a few": ([], list(range(100)), None, [str(index) for index in range(100)]),
}


@pytest.mark.parametrize(("inputs", "values", "named", "keys"), WIDGETS.values(), ids=list(WIDGETS))
def test_values_of_widgets_go_by_their_names_where_the_document_tells_them(inputs, values, named, keys):
    slots = [{"name": f"i{number}", "type": "X", "widget": {"name": name}} for name, number in inputs]
    node = {"id": 1, "type": "A", "inputs": slots, "widgets_values": values}
    if named is not None:
        node["widgets_values_named"] = named
    assert graph_of(node).node("1").config == dict(zip(keys, values, strict=True))


def test_values_of_widgets_may_be_an_object():
    assert graph_of({"id": 1, "type": "A", "widgets_values": {"steps": 4}}).node("1").config == {"steps": 4}


def test_names_that_are_no_copy_of_the_values_are_kept():
    node = {"id": 1, "type": "A", "widgets_values": [[1, {"a": 1}]], "widgets_values_named": {"x": [1, {"a": 1.5}]}}
    assert graph_of(node).node("1").settings == {"widgets_values_named": {"x": [1, {"a": 1.5}]}}


@pytest.mark.parametrize(
    ("other", "is_copy"),
    [({"a": [1]}, True), ({"a": [1, 2]}, False), ({"b": [1]}, False), ({"a": [True]}, False), ([1], False)],
)
def test_a_copy_is_one_to_the_letter(other, is_copy):
    node = {"id": 1, "type": "A", "widgets_values": [{"a": [1]}], "widgets_values_named": {"x": other}}
    assert (graph_of(node).node("1").config == {"x": {"a": [1]}}) is is_copy


def test_notes_are_notes_and_called_by_their_words():
    node = comfyui.read(WHOLE).node("9")
    assert (node.role, node.label, node.config) == ("note", "Read me", {"0": "# Read\nme"})
    assert graph_of({"id": 1, "type": "Note"}).node("1").label == "Note"
    assert graph_of({**NOTE, "title": "Mine"}).node("9").label == "Mine"


def test_rectangles_are_groups():
    group = comfyui.read(WHOLE).node("group:0")
    assert (group.label, group.role, group.position, group.size) == ("Load", "group", (0.0, 0.0), (330.0, 200.0))
    assert group.layout == {"color": "#3f789e", "font_size": 24, "flags": {}}
    assert group.settings == {"new": 1}


@pytest.mark.parametrize("bounding", [None, [0, 0, 1], [0, 0, "1", 1], {"0": 1}, [None, 0, 1, 1]])
def test_a_rectangle_without_a_place_keeps_what_it_says(bounding):
    group = graph_of(groups=[{"id": 4, "bounding": bounding}]).node("group:4")
    assert (group.position, group.size, group.settings) == (None, None, {"bounding": bounding})


def test_an_id_of_a_rectangle_that_is_text_stays_in_view():
    assert graph_of(groups=[{"id": "4"}]).node("group:4").settings == {"id": "4"}


def test_a_subgraph_is_a_group_with_its_nodes_in_it():
    graph = comfyui.read(WHOLE)
    inside = {node.id: node for node in graph.nodes if node.parent == "aaaa-bbbb"}
    assert set(inside) == {f"aaaa-bbbb/{name}" for name in ("input", "output", "4", "group:1")}
    assert inside["aaaa-bbbb/4"].pointer == "/definitions/subgraphs/0/nodes/0"
    definition = graph.node("aaaa-bbbb")
    assert (definition.role, definition.label, definition.type) == ("group", "Encode", "subgraph")
    assert definition.settings == {"widgets": [], "extra": {"kept": 1}}
    assert definition.noise == {
        "state": {"lastNodeId": 2},
        "revision": 3,
        "version": 1,
        "extra": {"workflowRendererVersion": "LG"},
    }
    assert graph.settings["definitions"] == {"kept": True}


def test_an_instance_is_called_by_its_subgraph():
    assert comfyui.read(WHOLE).node("7").label == "Encode"
    assert comfyui.read(WHOLE).node("7").config == {"text": "hello", "1": 3}


def test_the_ends_of_a_subgraph_have_its_slots_as_ports():
    graph = comfyui.read(WHOLE)
    start, end = graph.node("aaaa-bbbb/input"), graph.node("aaaa-bbbb/output")
    assert (start.outputs, start.inputs) == ((Port("text", "STRING"),), ())
    assert (end.outputs, end.inputs) == ((), (Port("steps", "INT"),))
    assert (start.role, start.position, start.size) == ("group", (-100.0, 0.0), (120.0, 60.0))
    assert start.layout == {"inputs": {"text": {"pos": [1, 2], "label": "prompt"}}}
    assert start.noise == {"inputs": {"text": {"id": "u1"}}}


def test_links_inside_a_subgraph_lead_from_end_to_end():
    start, inner, end = (f"aaaa-bbbb/{name}" for name in ("input", "4", "output"))
    place = "/definitions/subgraphs/0/links"
    assert [edge for edge in comfyui.read(WHOLE).edges if edge.pointer.startswith(place)] == [
        Edge("aaaa-bbbb/1", start, inner, "text", "text", f"{place}/0", noise={"type": "STRING"}),
        Edge("aaaa-bbbb/2", inner, end, "INT", "steps", f"{place}/1", layout={"parentId": 3}, noise={"type": "INT"}),
    ]


@pytest.mark.parametrize("number", [-11, "x", None, [1]], ids=["another", "text", "null", "a list"])
def test_another_number_of_an_end_stays_in_view(number):
    subgraph = {**SUBGRAPH, "inputNode": {"id": number}}
    start = graph_of(definitions={"subgraphs": [subgraph]}).node("aaaa-bbbb/input")
    assert start.noise.get("id", start.settings.get("id")) == number


def test_what_the_end_of_a_subgraph_says_of_itself_is_not_mixed_with_its_slots():
    subgraph = {**SUBGRAPH, "inputNode": {"inputs": 5}, "inputs": [{"name": "text", "type": "STRING", "more": 1}]}
    start = graph_of(definitions={"subgraphs": [subgraph]}).node("aaaa-bbbb/input")
    assert start.settings == {"inputs": 5, "inputs_": {"text": {"more": 1}}}


def test_a_subgraph_in_use_is_no_cycle_and_nothing_in_it_is_missing():
    found = rules.check(comfyui.read({**WHOLE, "links": WHOLE["links"][:2]}), acyclic=True)
    assert {problem.code for problem in found} <= {"isolated-node"}


def test_what_the_editor_writes_is_noise_and_reroutes_are_layout():
    graph = comfyui.read(WHOLE)
    assert graph.noise == {
        "id": "3f1a",
        "revision": 1,
        "last_node_id": 9,
        "last_link_id": 5,
        "version": 0.4,
        "extra": {"ds": {"scale": 1, "offset": [0, 0]}},
    }
    assert graph.layout == {"extra": {"reroutes": [{"id": 3, "pos": [1, 2]}]}}
    assert graph.settings == {
        "definitions": {"kept": True},
        "config": {"links_ontop": True},
        "extra": {"kept": "x"},
    }


def test_a_node_of_a_prompt_is_read_whole():
    assert comfyui.read(PROMPT).node("3") == Node(
        id="3",
        type="KSampler",
        label="First pass",
        config={"seed": 2**63 + 1, "pair": ["nowhere", 1], "steps": 20},
        pointer="/3",
        config_pointer="/3/inputs",
        settings={"_meta": {"more": 1}},
        noise={"is_changed": ["x"]},
    )


def test_an_input_of_a_prompt_is_a_link_only_where_there_is_such_a_node():
    assert comfyui.read(PROMPT).edges == (Edge("4:0->3:model", "4", "3", "0", "model", "/3/inputs/model"),)


@pytest.mark.parametrize(
    "value", [["4"], ["4", 0, 0], [4, 0], ["4", True], ["4", -1], ["4", "0"], ["4", 1.5], ["v", 0]]
)
def test_a_value_that_looks_nearly_like_a_link_is_config(value):
    graph = comfyui.read({"3": {"class_type": "A", "inputs": {"x": value}}, "4": {"class_type": "B"}, "v": 1})
    assert (graph.node("3").config, graph.edges) == ({"x": value}, ())


def test_a_prompt_is_read_where_it_was_posted():
    graph = comfyui.read({"client_id": "c", "prompt": {**PROMPT, "outside": 1}})
    assert graph.node("3").pointer == "/prompt/3"
    assert graph.settings == {"outside": 1, "outside_": {"client_id": "c"}}


def test_a_prompt_without_titles_calls_nodes_by_their_class():
    assert comfyui.read(PROMPT).node("57:8").label == "Int"
    titled = comfyui.read({"1": {"class_type": "Int", "_meta": {"title": "Int"}}}).node("1")
    assert (titled.label, titled.noise) == ("Int", {"title": "Int"})


FAULTS = {
    "a list": ([], [("error", "not-an-object", "")]),
    "nothing at all": ({}, [("error", "missing-edges", ""), ("error", "missing-nodes", "")]),
    "nodes and a prompt": ({"nodes": {}, "links": [], "prompt": {}}, [("error", "missing-nodes", "")]),
    "node is null": ({"nodes": [None], "links": [], "version": 1}, [("error", "not-an-object", "/nodes/0")]),
    "node without an id": (
        {"nodes": [{"type": "A"}], "links": [], "version": 1},
        [("error", "missing-id", "/nodes/0")],
    ),
    "node id is true": ({"nodes": [{"id": True}], "links": [], "version": 1}, [("error", "missing-id", "/nodes/0")]),
    "node without a type": (
        {"nodes": [{"id": 1}], "links": [], "version": 1},
        [("warning", "missing-type", "/nodes/0")],
    ),
    "pos is text": (
        {"nodes": [{"id": 1, "type": "A", "pos": "x"}], "links": [], "version": 1},
        [("warning", "wrong-type", "/nodes/0/pos")],
    ),
    "inputs are an object": (
        {"nodes": [{"id": 1, "type": "A", "inputs": {}}], "links": [], "version": 1},
        [("warning", "wrong-type", "/nodes/0/inputs")],
    ),
    "link is text": ({"nodes": [], "links": ["x"], "version": 1}, [("error", "missing-end", "/links/0")]),
    "link is empty": ({"nodes": [], "links": [[]], "version": 1}, [("error", "missing-end", "/links/0")]),
    "link has one end": ({"nodes": [], "links": [[1, 2, 0]], "version": 1}, [("error", "missing-end", "/links/0")]),
    "link has an end of 5 000 digits": (
        {"nodes": [], "links": [[1, 10**5000, 0, 2, 0, "X"]], "version": 1},
        [("error", "missing-end", "/links/0")],
    ),
    "group is text": (
        {"nodes": [], "links": [], "groups": ["x"], "version": 1},
        [("error", "not-an-object", "/groups/0")],
    ),
    "subgraph is text": (
        {"nodes": [], "links": [], "definitions": {"subgraphs": ["x"]}, "version": 1},
        [("error", "not-an-object", "/definitions/subgraphs/0")],
    ),
    "subgraph without an id": (
        {"nodes": [], "links": [], "definitions": {"subgraphs": [{}]}, "version": 1},
        [("error", "missing-id", "/definitions/subgraphs/0")],
    ),
    "subgraph without nodes": (
        {"nodes": [], "links": [], "definitions": {"subgraphs": [{"id": "s", "links": []}]}, "version": 1},
        [("error", "missing-nodes", "/definitions/subgraphs/0")],
    ),
    "prompt with a number": ({**PROMPT, "x": 1}, [("warning", "not-an-object", "/x")]),
    "prompt with a stranger": ({**PROMPT, "x/y": {}}, [("warning", "missing-type", "/x~1y")]),
    "prompt with an empty id": ({**PROMPT, "": {"class_type": "A"}}, [("error", "missing-id", "/")]),
    "prompt with a node without a class": ({**PROMPT, "x": {"inputs": {}}}, [("warning", "missing-type", "/x")]),
    "prompt with inputs in a list": (
        {**PROMPT, "x": {"class_type": "A", "inputs": []}},
        [("warning", "wrong-type", "/x/inputs")],
    ),
}


@pytest.mark.parametrize(("data", "found"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, found):
    assert findings(comfyui.read(data)) == found


def test_what_cannot_be_read_stays_in_view():
    graph = graph_of(7, links=["x"], nodes_of_others=1)
    assert graph.settings["unread"] == {"/nodes/0": 7, "/links/0": "x"}


@given(st.randoms(use_true_random=False))
def test_every_changed_leaf_shows_in_the_graph(said_by, change_leaf, random):
    document = random.choice([WHOLE, PROMPT, {"prompt": PROMPT, "client_id": "c"}])
    if change := change_leaf(document, random):
        assert said_by(comfyui.read(change.data)) != said_by(comfyui.read(document)), change[1:]


@pytest.mark.parametrize("folder", ["comfyui_ui", "comfyui_api"])
def test_every_changed_leaf_of_a_real_workflow_shows_in_its_graph(real_documents, said_by, change_leaf, folder):
    random = Random(1)  # noqa: S311 - the same choices each time
    for name, data in real_documents(folder):
        graph = comfyui.read(data)
        assert graph.problems == ()
        before = said_by(graph)
        for change in filter(None, (change_leaf(data, random) for _ in range(3))):
            assert said_by(comfyui.read(change.data)) != before, (name, change[1:])


# Python refuses to print it.
_large = st.booleans().map(lambda is_large: 10**5000 if is_large else 1)
_numbers = st.sampled_from([-20, -10, 0, 1, 2])
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["1", "seed", "name"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "id", "0", "1"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_slot = _values | st.fixed_dictionaries(
    {}, optional=dict.fromkeys(["name", "type", "link", "links", "linkIds", "widget", "slot_index"], _values)
)
_node = _values | st.fixed_dictionaries(
    {"id": _numbers | _values},
    optional={
        **dict.fromkeys(["type", "pos", "size", "mode", "title", "properties", "widgets_values_named"], _values),
        "widgets_values": _values | st.lists(_values, max_size=3),
        "inputs": _values | st.lists(_slot, max_size=3),
        "outputs": _values | st.lists(_slot, max_size=3),
    },
)
_link = _values | st.lists(_numbers, min_size=4, max_size=7) | st.lists(_numbers | _values, max_size=7)
_content = {
    "nodes": _values | st.lists(_node, max_size=3),
    "links": _values | st.lists(_link, max_size=3),
    "groups": _values | st.lists(_values, max_size=2),
}
_subgraph = _values | st.fixed_dictionaries(
    {"id": _values | st.sampled_from(["s"])},
    optional={
        **_content,
        **dict.fromkeys(["inputNode", "outputNode", "name", "extra"], _values),
        **dict.fromkeys(["inputs", "outputs"], _values | st.lists(_slot, max_size=2)),
    },
)
_graph = st.fixed_dictionaries(
    {"version": _values, "nodes": st.lists(_node, max_size=3), "links": st.lists(_link, max_size=3)},
    optional={
        "groups": _content["groups"],
        "extra": _values,
        "definitions": _values | st.fixed_dictionaries({"subgraphs": _values | st.lists(_subgraph, max_size=2)}),
    },
)
_prompt = st.dictionaries(
    st.sampled_from(["1", "2", "", "/"]),
    _values | st.fixed_dictionaries({"class_type": _values}, optional={"inputs": _values, "_meta": _values}),
    max_size=3,
)


@given(_values | _graph | _prompt | st.fixed_dictionaries({"prompt": _prompt | _values}))
def test_reading_never_raises_whatever_the_document_holds(data):
    graph = comfyui.read(data)
    assert all(node.id and isinstance(node.label, str) for node in graph.nodes)
    assert all(edge.id and edge.source and edge.target for edge in graph.edges)
    assert all(isinstance(port, str) for edge in graph.edges for port in (edge.source_port, edge.target_port))
