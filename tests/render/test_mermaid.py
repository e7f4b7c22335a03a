from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit import render
from wfkit.core.model import Edge, Graph, Node

from .conftest import HOSTILE, chain

LINE = re.compile(
    r'flowchart LR|end|n\d+\["[^"`<>{}|\\#;]*(?:(?:#\d+;|<br/>)[^"`<>{}|\\#;]*)*"\]'
    r'|n\d+ (?:-->|-\.->)(?:\|"[^"`<>{}|\\#;]*(?:#\d+;[^"`<>{}|\\#;]*)*"\|)? n\d+'
    r'|subgraph g\d+\["[^"`<>{}|\\#;]*(?:#\d+;[^"`<>{}|\\#;]*)*"\]|classDef \w+ [\w:,# .-]+|class [n\d,]+ \w+'
)


def lines(graph):
    text = render.mermaid(graph)
    assert text.endswith("\n")
    return text.removesuffix("\n").split("\n")


def test_a_chain_is_a_flowchart():
    assert lines(chain("a", "b")) == ["flowchart LR", 'n0["Node a<br/>llm"]', 'n1["Node b<br/>llm"]', "n0 --> n1"]


def test_an_empty_graph_is_an_empty_flowchart():
    assert lines(Graph()) == ["flowchart LR"]


def test_groups_are_subgraphs_within_each_other():
    nodes = (
        Node("o", "group", "Outer", role="group"),
        Node("i", "group", "Inner", role="group", parent="o"),
        Node("a", "llm", "A", parent="i"),
        Node("b", "llm", "B"),
    )
    assert lines(Graph(nodes)) == [
        "flowchart LR",
        'n1["B<br/>llm"]',
        'subgraph g0["Outer"]',
        'subgraph g1["Inner"]',
        'n0["A<br/>llm"]',
        "end",
        "end",
    ]


def test_one_way_out_of_several_is_named():
    edges = (Edge("1", "a", "b", "true"), Edge("2", "a", "b", "false"))
    found = lines(Graph(chain("a", "b").nodes, edges))
    assert found[3:] == ['n0 -->|"true"| n1', 'n0 -->|"false"| n1']


def test_disabled_missing_and_notes_have_classes():
    nodes = (Node("a", "llm", "A", enabled=False), Node("n", "note", "n", {"text": "Mind\nthe gap"}, role="note"))
    found = lines(Graph(nodes, (Edge("e", "a", "gone"),)))
    assert 'n1["Mind the gap"]' in found
    assert "n0 -.-> n2" in found
    assert {"class n0 off", "class n1 note", "class n2 missing"} <= {*found}


def test_a_long_label_is_cut():
    assert max(map(len, lines(Graph((Node("a", "x" * 5000, "y" * 5000),))))) < 300


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_cannot_leave_its_label(text):
    nodes = (Node("g", "group", text, role="group"), Node("a", text, text, parent="g"), Node("b", "x", "b"))
    edges = (Edge(text, "a", "b", text, text), Edge("2", "a", "b", "other", text))
    assert all(LINE.fullmatch(line) for line in lines(Graph(nodes, edges)))


@given(st.text(st.characters(codec=None)))
def test_any_text_stays_in_its_label(text):
    assert all(LINE.fullmatch(line) for line in lines(Graph((Node("a", text, text),))))
