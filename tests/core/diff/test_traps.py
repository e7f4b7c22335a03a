"""What other tools fall for: each test a fact about two documents that look alike, or that do not."""

from __future__ import annotations

import copy

import pytest

from wfkit.core.diff import ABSENT, diff
from wfkit.core.document import Document
from wfkit.core.model import Graph, Node, Port


def kinds(found):
    return [change.kind for change in found]


def test_a_node_that_was_only_disabled_changed(compare, flow, node, shown):
    found = compare(flow([node("a")]), flow([node("a", disabled=True)]))
    assert shown(found) == [("node-switched", "a", "", True, False)]
    assert found.logic == found.operations


@pytest.mark.parametrize("key", ["onError", "retries", "typeVersion", "anything"])
def test_a_setting_outside_the_config_is_a_change_of_logic(compare, flow, node, shown, key):
    found = compare(flow([node("a", **{key: "stop"})]), flow([node("a", **{key: "go on"})]))
    assert shown(found) == [("setting-changed", "a", f"/{key}", "stop", "go on")]
    assert found.logic


def test_a_setting_of_the_workflow_is_a_change_of_logic(compare, flow, shown):
    found = compare(flow(name="x", run={"timeout": 1}), flow(name="x", run={"timeout": 2}))
    assert shown(found) == [("workflow-changed", "", "/run/timeout", 1, 2)]
    assert found.logic


def test_a_rename_is_not_a_rewiring(compare, flow, node, edge):
    old = flow([node("a", "Ask"), node("b", "Tell")], [edge("a:x", "b:y")])
    new = flow([node("a", "Question"), node("b", "Tell")], [edge("a:x", "b:y")])
    assert kinds(compare(old, new)) == ["node-renamed"]


def n8n(names, *, ids=True, nodes=()):
    """Two n8n nodes, the first leading to the second."""
    first, second = names
    items = [
        {"name": name, "type": f"n8n-nodes-base.{name[0]}", "parameters": {}, "position": [0, 0]}
        | ({"id": f"uid-{place}"} if ids else {})
        for place, name in enumerate(names)
    ]
    connections = {first: {"main": [[{"node": second, "type": "main", "index": 0}]]}}
    return {"nodes": [*items, *nodes], "connections": connections}


def test_a_rename_is_not_a_rewiring_where_the_name_is_what_edges_go_by(compare):
    found = compare(n8n(["Webhook", "Set"]), n8n(["Waiting", "Set"]), "n8n")
    assert kinds(found) == ["node-renamed"]
    assert [match.rule for match in found.matches] == ["id", "uid"]


def test_two_nodes_that_swapped_names_were_renamed_where_the_name_is_what_edges_go_by(compare):
    old = n8n(["Start", "Set"])
    new = copy.deepcopy(old)
    new["nodes"][0]["name"], new["nodes"][1]["name"] = "Set", "Start"
    new["connections"] = {"Set": {"main": [[{"node": "Start", "type": "main", "index": 0}]]}}
    found = compare(old, new, "n8n")
    assert kinds(found) == ["node-renamed", "node-renamed"]
    assert {(change.old, change.new) for change in found} == {("Start", "Set"), ("Set", "Start")}


def test_two_nodes_that_swapped_names_were_renamed(compare, flow, node, edge, shown):
    edges = [edge("a:x", "b:y")]
    old = flow([node("a", "Draft", config={"t": 1}), node("b", "Check", config={"t": 2})], edges)
    new = flow([node("a", "Check", config={"t": 1}), node("b", "Draft", config={"t": 2})], edges)
    found = compare(old, new)
    assert shown(found) == [("node-renamed", "a", "", "Draft", "Check"), ("node-renamed", "b", "", "Check", "Draft")]
    assert found.summary == "Renamed Draft to Check and Check to Draft"


def test_an_edge_moved_to_another_output_is_seen(compare, flow, node, edge):
    nodes = [node("if"), node("b")]
    found = compare(flow(nodes, [edge("if:0", "b:in")]), flow(nodes, [edge("if:1", "b:in")]))
    (change,) = found.logic
    assert (change.kind, change.old, change.new) == ("edge-rewired", "if:0 -> b:in", "if:1 -> b:in")


def test_an_edge_moved_to_another_output_is_seen_in_n8n(compare):
    old = n8n(["If", "Set"])
    new = copy.deepcopy(old)
    new["connections"]["If"]["main"].insert(0, [])
    (change,) = compare(old, new, "n8n")
    assert (change.kind, change.old, change.new) == ("edge-rewired", "If:0 -> Set:0", "If:1 -> Set:0")


def test_an_edge_to_another_node_went_and_came(compare, flow, node, edge):
    nodes = [node("a"), node("b"), node("c")]
    found = compare(flow(nodes, [edge("a:x", "b:y")]), flow(nodes, [edge("a:x", "c:y")]))
    assert kinds(found) == ["edge-added", "edge-removed"]


def test_a_pure_move_is_layout_and_no_logic(compare, flow, node, shown):
    found = compare(flow([node("a")]), flow([node("a", position={"x": 5, "y": 0.5})]))
    assert shown(found) == [("node-moved", "a", "", [0, 0], [5, 0.5])]
    assert found.logic == ()
    assert found.layout == found.operations
    assert found.summary == "Layout: 1 node moved"


@pytest.mark.parametrize(
    "layout",
    [
        {"width": 3, "height": 4},
        {"selected": True},
        {"style": {"color": "red"}},
        {"data": {"config": {}, "color": "x"}},
    ],
    ids=str,
)
def test_what_is_only_drawn_otherwise_is_layout(compare, flow, node, layout):
    found = compare(flow([node("a")]), flow([node("a", **layout)]))
    assert found.operations == found.layout
    assert set(kinds(found)) == {"layout-changed"}
    assert found.summary == "Layout: 1 node drawn otherwise"


def test_the_viewport_is_layout(compare, flow):
    found = compare(flow(viewport={"x": 1}), flow(viewport={"x": 2}))
    assert found.operations == found.layout
    assert found.summary == "Layout: the canvas"


def test_a_note_is_layout_whatever_happens_to_it(compare, flow, node):
    note = node("n", "Note", type="note", config={"text": "a"})
    for old, new in (([], [note]), ([note], []), ([note], [node("n", "Note", type="note", config={"text": "b"})])):
        found = compare(flow(old), flow(new))
        assert found.operations == found.layout != ()
        assert found.summary == "Layout: 1 note changed"


def test_a_note_that_became_a_node_is_logic_from_either_side(compare, flow, node):
    note, real = node("n", "N", type="note"), node("n", "N", type="llm")
    assert kinds(compare(flow([note]), flow([real])).logic) == ["node-retyped"]
    assert kinds(compare(flow([real]), flow([note])).logic) == ["node-retyped"]


@pytest.mark.parametrize(
    ("old", "new"),
    [(1, 1.0), (0.0, -0.0), (2**52, float(2**52)), (100, 1e2), ({"a": 1, "b": [1]}, {"b": [1.0], "a": 1.0})],
    ids=str,
)
def test_another_spelling_of_a_number_is_no_change(compare, flow, node, old, new):
    found = compare(flow([node("a", config={"v": old})]), flow([node("a", config={"v": new})]))
    assert not found
    assert found.summary == "No changes"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (True, 1),
        (False, 0),
        (1, True),
        (None, 0),
        (None, ""),
        ([], {}),
        ("1", 1),
        (2**53, 2**53 + 1),
        (10**30, 10**30 + 1),
        (18446744073709552000, 18446744073709551999),
        (10**400, 10**400 + 1),
        (0.1, 0.1 + 2**-56),
        ("é", "e\u0301"),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("place", ["config", "settings", "edge", "workflow"])
def test_what_only_looks_alike_is_a_change(compare, flow, node, edge, old, new, place):
    def made(value):
        return flow(
            [node("a", config={"v": value if place == "config" else 0}, odd=value if place == "settings" else 0)],
            [edge("a:x", "a:y", label=value if place == "edge" else 0)],
            odd=value if place == "workflow" else 0,
        )

    (change,) = compare(made(old), made(new))
    assert (change.old, change.new) == (old, new)
    assert type(change.old) is type(old)
    assert change.facet == "logic"


def test_null_is_something_and_absence_is_nothing(compare, flow, node, shown):
    absent, null = flow([node("a", config={})]), flow([node("a", config={"v": None})])
    assert shown(compare(absent, null)) == [("config-changed", "a", "/v", ABSENT, None)]
    assert shown(compare(null, absent)) == [("config-changed", "a", "/v", None, ABSENT)]


def test_the_order_of_nodes_edges_and_keys_is_no_change(compare, flow, node, edge):
    nodes = [node(name, name.upper(), config={"x": 1, "y": {"a": 1, "b": 2}}) for name in "abc"]
    edges = [edge("a:x", "b:y"), edge("b:x", "c:y"), edge("a:z", "c:y")]
    old = flow(nodes, edges, name="n", run={"a": 1, "b": 2})
    new = backwards(flow(reversed(nodes), reversed(edges), run={"a": 1, "b": 2}, name="n"))
    found = compare(old, new)
    assert not found
    assert len(found.matches) == 3
    assert found.to_json_patch()


def backwards(value):
    """The same JSON with the keys of every object the other way round."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(item) for item in value] if isinstance(value, list) else value


def test_the_order_of_a_list_in_a_config_is_a_change(compare, flow, node, shown):
    old, new = [{"id": "x"}, {"id": "y"}], [{"id": "y"}, {"id": "x"}]
    found = compare(flow([node("a", config={"steps": old})]), flow([node("a", config={"steps": new})]))
    assert shown(found) == [("config-changed", "a", "/steps", ["x", "y"], ["y", "x"])]
    assert found.operations[0].leaf.kind == "reordered"


def test_parallel_edges_in_another_order_are_no_change(compare, flow, node, edge):
    edges = [edge("a:x", "b:y", id=f"e{place}", label=str(place)) for place in range(3)]
    nodes = [node("a"), node("b")]
    assert not compare(flow(nodes, edges), flow(nodes, reversed(edges)))


def test_the_id_of_an_edge_is_noise(compare, flow, node, edge):
    nodes = [node("a"), node("b")]
    found = compare(flow(nodes, [edge("a:x", "b:y", id="1")]), flow(nodes, [edge("a:x", "b:y", id="2")]))
    assert [(change.kind, change.facet, change.path, change.old, change.new) for change in found] == [
        ("edge-changed", "noise", "/id", "1", "2")
    ]


def test_a_value_of_an_edge_is_a_change_of_logic_and_its_drawing_is_layout(compare, flow, node, edge):
    nodes = [node("a"), node("b")]
    old = flow(nodes, [edge("a:x", "b:y", data={"if": 1}, animated=True)])
    new = flow(nodes, [edge("a:x", "b:y", data={"if": 2}, animated=False)])
    assert [(change.facet, change.path) for change in compare(old, new)] == [
        ("logic", "/data/if"), ("layout", "/animated"),
    ]  # fmt: skip


def test_an_edge_to_a_node_that_was_replaced_is_not_the_same_edge(compare, flow, node, edge):
    """Though it is spelt alike: the id means another node now."""
    edges = [edge("1:x", "2:y")]
    old = flow([node("1", "One", config={"a": 1}), node("2", "Two", config={"b": 2})], edges)
    new = flow([node("2", "One", config={"a": 1}), node("1", "Two", config={"b": 2})], edges)
    assert kinds(compare(old, new).logic) == ["edge-added", "edge-removed"]


def test_a_node_put_into_a_group_is_layout_and_into_a_container_logic(compare, flow, node):
    for kind, facet in (("group", "layout"), ("loop", "logic")):
        parent = node("g", "G", type=kind)
        found = compare(flow([node("a"), parent]), flow([node("a", parentId="g"), parent]))
        assert [(change.kind, change.facet) for change in found] == [("node-reparented", facet)]
        assert (found.operations[0].old, found.operations[0].new) == (ABSENT, "g")


def test_a_parent_with_another_id_is_the_same_parent(compare, flow, node):
    old = flow([node("a", "A", parentId="g"), node("g", "G", config={"n": 1}, type="loop")])
    new = flow([node("a", "A", parentId="h"), node("h", "G", config={"n": 1}, type="loop")])
    assert kinds(compare(old, new)) == ["node-rekeyed"]


def test_a_label_that_is_the_type_for_want_of_a_name_is_no_rename(compare):
    old = {"1": {"class_type": "SaveMP3", "inputs": {}, "_meta": {}}}
    new = {"1": {"class_type": "SaveAudio", "inputs": {}, "_meta": {}}}
    found = compare(old, new, "comfyui")
    assert "node-renamed" not in kinds(found)


def test_a_document_of_a_format_that_is_not_read_is_compared_as_json(compare, shown):
    # Dify has no reader yet; whatever has none is treated like this.
    old, new = {"kind": "app", "n": 1, "same": [1]}, {"kind": "app", "n": 2, "same": [1]}
    found = compare(old, new, "unread")
    assert shown(found) == [("workflow-changed", "", "/n", 1, 2)]
    assert found.matches == ()
    assert not compare(old, {"same": [1.0], "n": 1, "kind": "app"}, "unread")


def test_order_counts_in_a_document_that_is_not_read(compare):
    assert compare({"x": [1, 2]}, {"x": [2, 1]}, "unread")
    assert compare({"x": [{"id": 1}, {"id": 2}]}, {"x": [{"id": 2}, {"id": 1}]}, "unread")


def test_a_document_compared_with_one_that_is_not_read_is_compared_as_json(document, flow):
    from wfkit.core.diff import diff

    found = diff(document(flow()), document({"other": 1}, "unread"))
    assert {change.path for change in found} == {"/nodes", "/edges", "/other"}


def test_what_a_graph_does_not_show_is_a_change_all_the_same(compare, flow, shown):
    """A node without an id is no part of the graph."""
    old, new = flow([{"type": "llm", "data": {"a": 1}}]), flow([{"type": "llm", "data": {"a": 2}}])
    assert shown(compare(old, new)) == [("workflow-changed", "", "/nodes/0/data/a", 1, 2)]
    assert compare(flow([{"x": 1}]), flow([{"x": True}]))
    assert not compare(flow([{"x": 1}, {"y": 1}]), flow([{"y": 1.0}, {"x": 1}]))


def test_documents_that_are_no_objects_are_compared(compare, shown):
    for old, new in ((5, 6), (True, 1), (None, []), ("a", "b")):
        assert shown(compare(old, new)) == [("workflow-changed", "", "", old, new)]
        assert not compare(old, old)
    assert shown(compare([{"a": 1}, 2], [2, {"a": 3}]))
    assert not compare([{"a": 1}, 2], [2.0, {"a": 1}])


def test_a_disabled_tab_and_the_settings_of_a_subflow_are_logic(compare):
    tab = {"id": "t", "type": "tab", "label": "Flow", "disabled": False, "info": "", "env": []}
    node = {"id": "n", "type": "debug", "z": "t", "name": "", "x": 1, "y": 2, "wires": []}
    off = compare([tab, node], [tab | {"disabled": True}, node], "node-red")
    assert [(change.kind, change.facet) for change in off] == [("node-switched", "logic")]
    env = compare([tab, node], [tab | {"env": [{"name": "A", "value": "1", "type": "str"}]}, node], "node-red")
    assert {change.facet for change in env} == {"logic"}


def test_a_frame_that_is_renamed_or_a_note_that_says_more_is_layout(compare):
    group = {"id": "g", "type": "group", "position": {"x": 0, "y": 0}, "data": {"label": "Stage", "config": {}}}
    note = {"id": "m", "type": "note", "position": {"x": 0, "y": 0}, "data": {"label": "Note", "config": {"text": "a"}}}
    renamed = group | {"data": {"label": "Stage 2", "config": {}}}
    told = note | {"data": {"label": "Note", "config": {"text": "b"}}}
    found = compare({"nodes": [group, note], "edges": []}, {"nodes": [renamed, told], "edges": []})
    assert {change.facet for change in found} == {"layout"}


def test_ports_that_a_document_says_of_a_node_are_noise_where_they_changed():
    def document(*ports):
        node = Node("a", "tool", "A", inputs=tuple(Port(name) for name in ports))
        return Document("", {"ports": list(ports)}, "wfkit", lambda _: Graph((node,)))

    found = diff(document("x"), document("x", "y"))
    assert [(change.kind, change.facet, change.path) for change in found.operations] == [
        ("noise-changed", "noise", "/inputs/y")
    ]
    assert not diff(document("x"), document("x"))


def test_a_size_that_no_layout_repeats_is_layout():
    def document(*size):
        node = Node("a", "tool", "A", size=size or None)
        return Document("", {"size": list(size)}, "wfkit", lambda _: Graph((node,)))

    found = diff(document(10.0, 20.0), document(10.0, 25.0))
    assert [(change.facet, change.path, change.new) for change in found.operations] == [("layout", "/height", 25.0)]
    assert [change.facet for change in diff(document(), document(1.0, 2.0)).operations] == ["layout", "layout"]
