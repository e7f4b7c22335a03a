"""Nodes, links, widgets, notes and groups of a graph of ComfyUI."""

import pytest

from wfkit import formats
from wfkit.core.model import Edge, Node, Port
from wfkit.formats import comfyui

from .conftest import LOADER, NOTE, PROMPT, WHOLE, graph_of


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
