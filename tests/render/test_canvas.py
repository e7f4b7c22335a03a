from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.model import Graph, Node
from wfkit.render._canvas import placed
from wfkit.render._sheet import plan_of, sheet_of

from .conftest import chain
from .test_ranked import contains, overlap

COORDINATE = st.integers(-900, 900) | st.sampled_from([0, 200, 220, 400])


def on_canvas(*positions, **options):
    return Graph(tuple(Node(str(place), "llm", "N", position=spot, **options) for place, spot in enumerate(positions)))


def laid_out(graph):
    return placed(plan_of(sheet_of(graph)))


@pytest.mark.parametrize("graph", [Graph(), chain("a"), on_canvas((0, 0), None)], ids=["empty", "none", "not all"])
def test_without_a_position_for_each_node_there_is_no_layout(graph):
    assert laid_out(graph) is None


def test_a_canvas_of_very_many_nodes_is_not_looked_at():
    assert laid_out(on_canvas(*((n, n) for n in range(2000)))) is None


@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=14))
def test_no_card_lies_on_another_wherever_nodes_are(positions):
    boxes = laid_out(on_canvas(*positions)).boxes
    assert not any(overlap(one, other) for one, other in combinations(boxes.values(), 2))


@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=2, max_size=14, unique=True))
def test_what_is_left_of_something_or_above_it_stays_there(positions):
    boxes = laid_out(on_canvas(*positions)).boxes
    for one, other in combinations(range(len(positions)), 2):
        for axis in (0, 1):
            if positions[one][axis] + 20 < positions[other][axis]:
                assert boxes[str(one)][axis] <= boxes[str(other)][axis]


def test_what_stands_in_a_line_goes_on_standing_in_it():
    boxes = laid_out(on_canvas((0, 0), (100, 0), (200, 0), (100, 300), (200, 300))).boxes
    assert len({boxes[key].y for key in "012"}) == 1
    assert boxes["1"].x == boxes["3"].x
    assert boxes["2"].x == boxes["4"].x


def test_a_node_that_did_not_move_stays_when_another_is_edited():
    graph = on_canvas((0, 0), (400, 0), (800, 0))
    edited = Graph((*graph.nodes[:2], Node("2", "other", "Other", {"model": "x"}, position=(800, 0))))
    before, after = laid_out(graph).boxes, laid_out(edited).boxes
    assert (before["0"], before["1"]) == (after["0"], after["1"])


def test_far_apart_nodes_come_nearer():
    layout = laid_out(on_canvas((0, 0), (5000, 0), (10_000, 0)))
    assert layout.width < 6000


def test_a_note_behind_nodes_goes_on_lying_behind_them():
    nodes = on_canvas((0, 0), (240, 0), (240, 200)).nodes
    note = Node("note", "stickyNote", "note", role="note", position=(-20, -60), size=(520, 400))
    boxes = laid_out(Graph((*nodes, note))).boxes
    for key in "012":
        assert boxes["note"].x < boxes[key].x
        assert boxes["note"].y < boxes[key].y
    assert overlap(boxes["note"], boxes["2"])


def test_a_note_without_a_size_has_that_of_its_text():
    note = Node("note", "note", "note", {"text": "Mind the gap"}, role="note", position=(0, 500))
    boxes = laid_out(Graph((*on_canvas((0, 0)).nodes, note))).boxes
    assert boxes["note"].width > 0 < boxes["note"].height


def test_groups_lie_round_their_members():
    group = Node("g", "group", "G", role="group", position=(-30, -30))
    layout = laid_out(Graph((group, *on_canvas((0, 0), (300, 0), parent="g").nodes)))
    assert all(contains(layout.frames["g"], layout.boxes[key]) for key in "01")


def test_every_wire_has_a_way():
    nodes = on_canvas((600, 0), (300, 200), (0, 0)).nodes
    graph = Graph(nodes, chain("0", "1", "2", "0").edges)
    assert len(laid_out(graph).paths) == 3
