from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit import formats
from wfkit.core.model import Edge, Graph, Node, Port
from wfkit.formats import node_red

TAB = {"id": "t1", "type": "tab", "label": "Flow 1", "disabled": False, "info": "about", "locked": True, "env": []}
BROKER = {"id": "b1", "type": "mqtt-broker", "name": "Local", "broker": "localhost", "port": "1883", "icon": "house"}
GROUP = {
    "id": "g1",
    "type": "group",
    "z": "t1",
    "name": "Frame",
    "style": {"label": True, "fill": "#fff"},
    "nodes": ["n1", "n2"],
    "env": [{"name": "A", "type": "str", "value": "1"}],
    "x": 10,
    "y": 20,
    "w": 300,
    "h": 80,
}
INJECT = {
    "id": "n1",
    "type": "inject",
    "z": "t1",
    "g": "g1",
    "name": "",
    "repeat": "60",
    "l": False,
    "outputLabels": ["tick"],
    "info": "every minute",
    "x": 100,
    "y": 60.5,
    "wires": [["n2", "s1"]],
}
SWITCH = {**INJECT, "id": "n2", "type": "switch", "name": "Which", "d": True, "wires": [["n3"], [], ["n1"]]}
COMMENT = {"id": "c1", "type": "comment", "z": "t1", "name": "Read me", "info": "text", "x": 1, "y": 2, "wires": []}
SUBFLOW = {
    "id": "f1",
    "type": "subflow",
    "name": "Twice",
    "info": "",
    "category": "mine",
    "in": [{"x": 50, "y": 30, "wires": [{"id": "i1"}]}],
    "out": [
        {"x": 400, "y": 30, "wires": [{"id": "i1", "port": 0}]},
        {"x": 400, "y": 90, "wires": [{"id": "f1", "port": 0}], "more": 1},
    ],
    "status": {"x": 400, "y": 150, "wires": [{"id": "i1", "port": 1, "more": 1}]},
    "env": [{"name": "N", "type": "num", "value": "2"}],
    "meta": {"version": "1.0"},
    "color": "#DDAA99",
    "icon": "font-awesome/fa-copy",
    "inputLabels": ["in"],
}
INNER = {**INJECT, "id": "i1", "type": "function", "z": "f1", "g": "", "func": "return msg;", "wires": [[], []]}
INSTANCE = {"id": "s1", "type": "subflow:f1", "z": "t1", "name": "", "env": [], "x": 300, "y": 60, "wires": [[], []]}
LINK_OUT = {
    "id": "n3",
    "type": "link out",
    "z": "t1",
    "name": "",
    "mode": "link",
    "links": ["l9"],
    "x": 9,
    "y": 9,
    "wires": [],
}
WHOLE = [TAB, GROUP, SUBFLOW, INJECT, SWITCH, COMMENT, INNER, INSTANCE, LINK_OUT, BROKER]


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_the_reader_is_registered():
    assert formats.get("node-red") is node_red.FORMAT
    assert formats.read("node-red", WHOLE).node("n2").label == "Which"


def test_a_node_is_read_whole():
    assert node_red.read([TAB, {**SWITCH, "g": ""}]).node("n2") == Node(
        id="n2",
        type="switch",
        label="Which",
        config={"repeat": "60"},
        outputs=(Port("0"), Port("1"), Port("2")),
        position=(100.0, 60.5),
        parent="t1",
        pointer="/1",
        config_pointer="/1",
        enabled=False,
        settings={"info": "every minute"},
        layout={"l": False, "outputLabels": ["tick"]},
    )


def test_wires_are_edges_by_output():
    assert node_red.read([SWITCH]).edges == (
        Edge("n2:0->n3", "n2", "n3", "0", "", "/0/wires/0/0"),
        Edge("n2:2->n1", "n2", "n1", "2", "", "/0/wires/2/0"),
    )


def test_a_node_without_a_name_is_called_by_its_type():
    graph = node_red.read(WHOLE)
    assert graph.node("n1").label == "inject"
    assert graph.node("s1").label == "Twice"


@pytest.mark.parametrize("definition", [[], [{**SUBFLOW, "name": ""}], [{**SUBFLOW, "name": 7}]])
def test_an_instance_of_a_nameless_subflow_is_called_by_its_type(definition):
    assert node_red.read([*definition, INSTANCE]).node("s1").label == "subflow:f1"


def test_tabs_groups_and_subflows_are_groups_and_comments_are_notes():
    graph = node_red.read(WHOLE)
    roles = {node.id: node.role for node in graph.nodes if node.role != "node"}
    ends = dict.fromkeys(["f1/in/0", "f1/out/0", "f1/out/1", "f1/status"], "group")
    assert roles == {"t1": "group", "g1": "group", "f1": "group", "c1": "note", **ends}
    assert graph.node("t1").label == "Flow 1"
    assert (graph.node("g1").size, graph.node("g1").layout) == ((300.0, 80.0), {"style": GROUP["style"]})
    assert graph.node("c1").config == {"info": "text"}


def test_a_disabled_tab_is_not_enabled():
    assert not node_red.read([{**TAB, "disabled": True}]).node("t1").enabled


def test_nodes_lie_in_their_group_and_else_in_their_tab_or_subflow():
    parents = {node.id: node.parent for node in node_red.read(WHOLE).nodes}
    assert parents["n1"] == parents["n2"] == "g1"
    assert parents["g1"] == parents["c1"] == parents["s1"] == "t1"
    assert parents["i1"] == parents["f1/in/0"] == "f1"
    assert parents["b1"] is parents["t1"] is parents["f1"] is None


def test_a_tab_that_was_not_exported_says_nothing():
    node = node_red.read([INNER]).node("i1")
    assert (node.parent, node.noise) == (None, {"z": "f1"})


@pytest.mark.parametrize(
    ("node", "settings"),
    [
        ({"g": "gone"}, {"g": "gone"}),
        ({"g": "n1"}, {"g": "n1"}),
        ({"g": "g1", "z": "elsewhere"}, {"z": "elsewhere"}),
    ],
    ids=["a group that is gone", "itself", "a group of another tab"],
)
def test_a_group_that_does_not_fit_is_kept(node, settings):
    read = node_red.read([TAB, {**GROUP, "nodes": []}, {**INJECT, **node}]).node("n1")
    assert read.settings == {"info": "every minute", **settings}


def test_a_list_of_members_is_kept_where_the_members_say_otherwise():
    assert node_red.read(WHOLE).node("g1").settings == {}
    assert node_red.read([GROUP, SWITCH]).node("g1").settings == {"nodes": ["n1", "n2"]}
    assert node_red.read([{**GROUP, "nodes": "n1"}]).node("g1").settings == {"nodes": "n1"}


def test_the_ends_of_a_subflow_are_in_it_with_their_wires():
    graph = node_red.read(WHOLE)
    assert graph.node("f1/out/1").position == (400.0, 90.0)
    assert graph.node("f1/out/1").settings == {"more": 1}
    assert graph.node("f1/in/0").pointer == "/2/in/0"
    assert [edge for edge in graph.edges if edge.pointer.startswith("/2/")] == [
        Edge("f1/in/0->i1", "f1/in/0", "i1", "", "", "/2/in/0/wires/0"),
        Edge("i1:0->f1/out/0", "i1", "f1/out/0", "0", "", "/2/out/0/wires/0"),
        Edge("f1:0->f1/out/1", "f1", "f1/out/1", "0", "", "/2/out/1/wires/0"),
        Edge("i1:1->f1/status", "i1", "f1/status", "1", "", "/2/status/wires/0", {"more": 1}),
    ]


def test_the_definition_of_a_subflow_keeps_its_settings_apart_from_its_looks():
    node = node_red.read(WHOLE).node("f1")
    assert node.config == {"category": "mine", "env": SUBFLOW["env"], "meta": {"version": "1.0"}}
    assert set(node.layout) == {"color", "icon", "inputLabels"}


def test_a_configuration_node_is_a_node_and_its_icon_a_setting_of_it():
    assert node_red.read(WHOLE).node("b1").config == {"broker": "localhost", "port": "1883", "icon": "house"}


def test_links_between_nodes_other_than_wires_are_settings():
    assert node_red.read(WHOLE).node("n3").config == {"mode": "link", "links": ["l9"]}


def test_a_name_that_is_the_type_is_not_the_same_as_no_name():
    named = node_red.read([{**INJECT, "name": "inject"}]).node("n1")
    assert (named.label, named.noise["name"]) == ("inject", "inject")


def test_ids_that_are_numbers_are_read_as_text_and_stay_in_view():
    graph = node_red.read([{"id": 1, "type": "inject", "wires": [[2]]}, {"id": "2", "type": "debug"}])
    assert [node.id for node in graph.nodes] == ["1", "2"]
    assert graph.node("1").noise == {"id": 1}
    assert (graph.edges[0].target, graph.edges[0].noise) == ("2", {"target": 2})


def test_the_envelope_of_the_api_is_read_with_its_places():
    graph = node_red.read({"flows": [INJECT], "rev": "1a", "credentials": {"n1": {}}})
    assert graph.node("n1").pointer == "/flows/0"
    assert graph.edges[0].pointer == "/flows/0/wires/0/0"
    assert (graph.settings, graph.noise) == ({"credentials": {"n1": {}}}, {"rev": "1a"})


FAULTS = {
    "nothing": (None, ("error", "missing-nodes", "")),
    "no flows": ({"rev": "1"}, ("error", "missing-nodes", "/flows")),
    "node is text": (["x"], ("error", "not-an-object", "/0")),
    "node without an id": ([{"type": "inject"}], ("error", "missing-id", "/0")),
    "node id is true": ([{"id": True, "type": "inject"}], ("error", "missing-id", "/0")),
    "node without a type": ([{"id": "a"}], ("warning", "missing-type", "/0")),
    "node type is a list": ([{"id": "a", "type": []}], ("warning", "missing-type", "/0")),
    "wires are text": ([{"id": "a", "type": "x", "wires": "b"}], ("warning", "wrong-type", "/0/wires")),
    "output is text": ([{"id": "a", "type": "x", "wires": ["b"]}], ("error", "wrong-type", "/0/wires/0")),
    "wire is an object": ([{"id": "a", "type": "x", "wires": [[{}]]}], ("error", "missing-end", "/0/wires/0/0")),
    "x is text": ([{"id": "a", "type": "x", "x": "1"}], ("warning", "wrong-type", "/0/x")),
    "end is text": ([{"id": "a", "type": "subflow", "in": ["b"]}], ("error", "not-an-object", "/0/in/0")),
    "ends are an object": ([{"id": "a", "type": "subflow", "out": {}}], ("warning", "wrong-type", "/0/out")),
    "end has one wire": (
        [{"id": "a", "type": "subflow", "in": [{"wires": {"id": "b"}}]}],
        ("error", "wrong-type", "/0/in/0/wires"),
    ),
    "wire of an end is text": (
        [{"id": "a", "type": "subflow", "status": {"wires": ["b"]}}],
        ("error", "missing-end", "/0/status/wires/0"),
    ),
}


@pytest.mark.parametrize(("data", "finding"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, finding):
    assert findings(node_red.read(data)) == [finding]


def test_what_is_left_empty_is_no_fault():
    empty = {"id": "a", "type": "subflow", "wires": None, "in": None, "status": {}, "z": "", "name": None}
    assert findings(node_red.read([empty, {"id": "b", "type": "x", "wires": [None, []]}])) == []


@given(st.randoms(use_true_random=False))
def test_every_changed_leaf_shows_in_the_graph(said_by, change_leaf, random):
    document = random.choice([WHOLE, {"flows": WHOLE, "rev": "1a", "more": 1}])
    if change := change_leaf(document, random):
        assert said_by(node_red.read(change.data)) != said_by(node_red.read(document)), change[1:]


def test_every_changed_leaf_of_a_real_flow_shows_in_its_graph(real_documents, said_by, change_leaf):
    random = Random(1)  # noqa: S311 - the same choices each time
    for name, data in real_documents("nodered"):
        graph = node_red.read(data)
        assert graph.problems == ()
        before = said_by(graph)
        for change in filter(None, (change_leaf(data, random) for _ in range(3))):
            assert said_by(node_red.read(change.data)) != before, (name, change[1:])


# Python refuses to print it.
_large = st.booleans().map(lambda is_large: 10**5000 if is_large else 1)
_ids = st.sampled_from(["a", "b", "c"])
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _ids | _large,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "wires", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_types = st.sampled_from(["tab", "subflow", "group", "comment", "inject", "subflow:a"]) | _values
_keys = ["z", "g", "x", "y", "w", "h", "name", "label", "wires", "in", "out", "status", "nodes", "d", "disabled"]
_node = _values | st.fixed_dictionaries(
    {"id": _ids | _values}, optional={"type": _types, **dict.fromkeys(_keys, _values)}
)


@given(_values | st.lists(_node, max_size=5) | st.fixed_dictionaries({"flows": _values | st.lists(_node, max_size=3)}))
def test_reading_never_raises_whatever_the_document_holds(data):
    graph = node_red.read(data)
    assert all(node.id and isinstance(node.label, str) for node in graph.nodes)
    assert all(edge.id and edge.source and edge.target for edge in graph.edges)
