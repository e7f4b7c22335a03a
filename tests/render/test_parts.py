from __future__ import annotations

from wfkit.core.model import Graph, Node
from wfkit.render._layout import Box, Piece
from wfkit.render._parts import packed, parts_of
from wfkit.render._sheet import plan_of, sheet_of

from .conftest import chain


def piece(width, height=50):
    return Piece(Box(0, 0, width, height), {}, {}, {})


def test_what_edges_or_a_frame_tie_together_is_one_part():
    one = chain("a", "b")
    nodes = (
        *one.nodes,
        Node("g", "group", "G", role="group"),
        Node("c", "llm", "C", parent="g"),
        Node("d", "llm", "D", parent="g"),
        Node("e", "llm", "E"),
    )
    assert parts_of(plan_of(sheet_of(Graph(nodes, one.edges)))) == [("a", "b"), ("c", "d"), ("e",)]


def test_pieces_stand_in_rows_and_rows_below_each_other():
    places = [(left, top) for left, top, _ in packed([[piece(500)] * 3, [piece(100)]])]
    assert places[0] == (0, 0)
    assert places[1][1] == 0 < places[1][0]
    assert places[2][0] == 0 < places[2][1]
    assert places[3][1] > places[2][1]


def test_a_row_may_be_as_wide_as_the_widest_piece():
    places = [top for _, top, _ in packed([[piece(3000)], [piece(1000)] * 2])]
    assert places[1] == places[2]


def test_a_very_long_chain_is_no_recursion():
    graph = chain(*(f"n{place}" for place in range(20_000)))
    assert len(parts_of(plan_of(sheet_of(graph)))) == 1
