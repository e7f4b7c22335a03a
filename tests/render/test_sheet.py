from __future__ import annotations

from wfkit.core.model import Edge, Graph, Node
from wfkit.render._sheet import Wire, plan_of, sheet_of

from .conftest import chain


def group(key, parent=None):
    return Node(key, "group", f"Group {key}", role="group", parent=parent)


def member(key, parent):
    return Node(key, "llm", key, parent=parent)


def test_every_node_has_a_card_and_every_edge_a_wire():
    sheet = sheet_of(chain("a", "b", "c"))
    assert [*sheet.cards] == ["a", "b", "c"]
    assert sheet.wires == (Wire("a", "", "b", ""), Wire("b", "", "c", ""))


def test_edges_between_the_same_ports_are_one_wire():
    graph = chain("a", "b")
    assert len(sheet_of(Graph(graph.nodes, graph.edges * 3)).wires) == 1


def test_a_node_that_only_edges_name_is_shown_as_missing():
    graph = chain("a", edges=(Edge("e", "a", "gone"),))
    sheet = sheet_of(graph)
    assert sheet.cards["gone"].role == "missing"
    assert len(sheet.wires) == 1


def test_a_second_node_of_an_id_is_counted_and_not_shown():
    sheet = sheet_of(Graph((Node("a", "x", "First"), Node("a", "y", "Second"))))
    assert [card.title for card in sheet.cards.values()] == ["First"]
    assert sheet.repeated == 1


def test_a_group_is_a_frame_and_an_empty_one_a_card():
    sheet = sheet_of(Graph((group("g"), group("empty"), member("a", "g"))))
    assert [*sheet.frames] == ["g"]
    assert [*sheet.cards] == ["empty", "a"]
    assert sheet.homes == {"a": "g"}


def test_a_node_that_holds_others_and_has_edges_is_a_card_in_its_frame():
    nodes = (Node("loop", "loop", "Loop"), member("a", "loop"), Node("z", "t", "z"))
    sheet = sheet_of(Graph(nodes, (Edge("e", "loop", "z"),)))
    assert "loop" in sheet.frames
    assert sheet.homes == {"loop": "loop", "a": "loop"}


def test_frames_within_frames_come_after_them():
    sheet = sheet_of(Graph((group("inner", "outer"), group("outer"), member("a", "inner"))))
    assert {key: frame.parent for key, frame in sheet.frames.items()} == {"outer": None, "inner": "outer"}
    assert [*sheet.frames] == ["outer", "inner"]


def test_groups_that_hold_each_other_have_no_frame_and_their_nodes_are_shown():
    sheet = sheet_of(Graph((group("g", "h"), group("h", "g"), member("a", "g"))))
    assert sheet.frames == {}
    assert {*sheet.cards} == {"g", "h", "a"}
    assert sheet.homes == {}


def test_a_parent_that_does_not_exist_is_ignored():
    assert sheet_of(Graph((member("a", "nowhere"),))).homes == {}


def test_what_lies_deeper_than_frames_go_is_in_the_last_of_them():
    groups = [group("g0"), *(group(f"g{depth}", f"g{depth - 1}") for depth in range(1, 2000))]
    sheet = sheet_of(Graph((*groups, member("a", "g1999"), member("b", "g0"))))
    assert len(sheet.frames) < 10
    assert sheet.homes["a"] == [*sheet.frames][-1]
    assert sheet.homes["b"] == "g0"


def test_an_edge_of_a_group_or_a_note_is_no_wire():
    nodes = (group("g"), member("a", "g"), Node("note", "note", "note", role="note"))
    edges = (Edge("1", "g", "a"), Edge("2", "note", "a"))
    assert sheet_of(Graph(nodes, edges)).wires == ()


def test_a_plan_of_two_sheets_has_what_either_shows():
    plan = plan_of(sheet_of(chain("a", "b")), sheet_of(chain("a", "c")))
    assert {*plan.shapes} == {"a", "b", "c"}
    assert len(plan.wires) == 2


def test_a_plan_knows_notes_and_spots():
    nodes = (Node("n", "note", "note", role="note", position=(1, 2), size=(3, 4)), Node("a", "llm", "A"))
    plan = plan_of(sheet_of(Graph(nodes)))
    assert plan.notes == {"n"}
    assert plan.spots == {"n": (1, 2, (3, 4))}


def test_sheets_that_put_groups_into_each_other_lose_those_frames():
    one = sheet_of(Graph((group("g"), group("h", "g"), member("a", "h"))))
    other = sheet_of(Graph((group("h"), group("g", "h"), member("a", "g"))))
    plan = plan_of(one, other)
    assert set(plan.homes.values()) <= {*plan.frames}
