from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit import render
from wfkit.core.model import Edge, Graph, Node

from .conftest import HOSTILE, chain, made_up


def lines(graph, **options):
    return render.outline(graph, **options).split("\n")


def graph_of(*pairs):
    keys = dict.fromkeys(key for pair in pairs for key in pair)
    nodes = tuple(Node(key, "", key) for key in keys)
    return Graph(nodes, tuple(Edge(one + two, one, two) for one, two in pairs))


def test_an_empty_graph_is_counted():
    assert lines(Graph()) == ["0 nodes, 0 edges"]


def test_a_chain_goes_straight_down():
    assert lines(graph_of("ab", "bc")) == ["3 nodes, 2 edges", "a", "→ b", "→ c"]


def test_branches_hang_on_their_node():
    assert lines(graph_of("ab", "bd", "ac", "ce"))[1:] == ["a", "├→ b", "│  → d", "└→ c", "   → e"]


def test_a_node_comes_after_all_that_lead_to_it():
    assert lines(graph_of("ac", "bc", "cd"))[1:] == ["a", "b", "→ c  ← also a", "→ d"]


def test_a_node_with_many_sources_names_a_few():
    pairs = [f"{key}z" for key in "abcdefgh"]
    assert lines(graph_of(*pairs))[-1] == "→ z  ← also a, b, c, d and 3 more"


def test_cycles_are_shown_once_round():
    assert lines(graph_of("ab", "bc", "ca"))[1:] == ["a  ← also c", "→ b", "→ c"]


def test_a_loop_names_itself():
    assert lines(graph_of("aa"))[1:] == ["a  ← also a"]


def test_type_settings_and_state_are_told():
    node = Node("a", "splitter", "Split", {"chunk_size": 600}, enabled=False)
    assert lines(Graph((node,))) == ["1 node, 0 edges, 1 disabled", "Split · splitter · chunk size 600 [disabled]"]


def test_notes_and_groups_come_last():
    nodes = (
        Node("g", "group", "Stage", role="group"),
        Node("n", "note", "n", {"text": "Mind\nthe gap"}, role="note"),
        Node("a", "", "A", parent="g"),
    )
    assert lines(Graph(nodes)) == [
        "1 node, 0 edges, 1 note, 1 group",
        "A",
        "note: Mind the gap",
        "group: Stage (1 node)",
    ]


def test_what_is_left_out_is_counted():
    found = lines(made_up(300), most_lines=100)
    assert len(found) == 102
    assert found[-1] == "… and 200 more"


def test_three_hundred_nodes_are_shown_within_bounds():
    assert len(lines(made_up(300))) <= 122


def test_a_long_line_is_cut():
    assert max(map(len, lines(Graph((Node("a", "x" * 500, "y" * 5000),))))) <= 110


def test_a_very_long_chain_is_no_recursion():
    keys = [f"n{place}" for place in range(20_000)]
    assert lines(chain(*keys))[-1] == "… and 19880 more"


def test_deep_branches_stop_being_indented():
    pairs = [pair for place in range(60) for pair in ((f"n{place}", f"n{place + 1}"), (f"n{place}", f"leaf{place}"))]
    assert max(len(line) - len(line.lstrip(" │")) for line in lines(graph_of(*pairs))) < 45


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=16))
def test_every_node_has_one_line(pairs):
    graph = graph_of(*map("".join, pairs))
    shown = [line.split("→ ")[-1].split("  ←")[0] for line in lines(graph)[1:]]
    assert sorted(shown) == sorted(graph.by_id)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_terminal_obeys_nothing(text):
    graph = Graph((Node("a" + text, text, text, {"model": text}), Node("n", "note", text, role="note")))
    found = render.outline(graph)
    assert len(found.split("\n")) == 3
    assert all(character.isprintable() or character in "\n\u200d" for character in found)
