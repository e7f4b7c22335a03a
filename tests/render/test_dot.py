from __future__ import annotations

import subprocess
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfkit import render
from wfkit.core.model import Edge, Graph, Node

from .conftest import HOSTILE, SVG, chain, made_up


def run(dot, source, form):
    done = subprocess.run([dot, f"-T{form}"], input=source.encode(), capture_output=True, check=True)
    assert b"rror" not in done.stderr
    return done.stdout.decode()


def shown(dot, graph):
    """The texts of the picture that Graphviz makes, and how many nodes and edges are in it."""
    root = ET.fromstring(run(dot, render.dot(graph), "svg"))  # noqa: S314 - our own picture
    kinds = [element.attrib.get("class") for element in root.iter(f"{SVG}g")]
    texts = ["".join(element.itertext()).replace("\u2060", "") for element in root.iter(f"{SVG}text")]
    return texts, kinds.count("node"), kinds.count("edge")


def test_graphviz_draws_every_node_and_every_edge(bundled):
    graph = made_up(30)
    _, nodes, edges = shown(bundled, graph)
    assert (nodes, edges) == (len(graph.nodes), len(graph.edges))


def test_labels_types_settings_and_ports_are_shown(bundled):
    nodes = (Node("a", "x", "A"), Node("b", "vector_store_write", "Store", {"collection": "docs"}))
    edges = (Edge("1", "a", "b", "", "question"), Edge("2", "a", "b", "", "context"))
    texts, _, _ = shown(bundled, Graph(nodes, edges))
    for text in ("Store", "vector store write", "collection", "docs", "question", "context"):
        assert text in [found.strip() for found in texts]


def test_groups_are_clusters_with_their_names(bundled):
    nodes = (
        Node("o", "group", "Outer", role="group"),
        Node("i", "group", r"Inner \N", role="group", parent="o"),
        Node("a", "llm", "A", parent="i"),
    )
    texts, _, _ = shown(bundled, Graph(nodes))
    assert {"Outer", r"Inner \N"} <= {*texts}


def test_notes_disabled_and_missing_nodes_are_shown_as_such(bundled):
    nodes = (
        Node("n", "note", "note", {"text": "Mind the gap"}, role="note"),
        Node("a", "llm", "A", enabled=False),
        Node("empty", "note", "", role="note"),
    )
    source = render.dot(Graph(nodes, (Edge("e", "a", "gone"),)))
    assert "Mind the gap" in source
    assert "disabled · llm" in source
    assert "missing" in source
    assert source.count("DASHED") == 2
    assert "style=dashed" in source
    assert run(bundled, source, "plain")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(bundled, text):
    nodes = (
        Node("g" + text, "group", text, role="group"),
        Node(text or "-", text, text, {"prompt": text}, parent="g" + text),
        Node("b", "llm", "B", {text: text}),
        Node("n", "note", text, {"text": text}, role="note"),
    )
    edges = (Edge(text, nodes[1].id, "b", text, text), Edge("2", nodes[1].id, "b", "other" + text, text))
    texts, count, wires = shown(bundled, Graph(nodes, edges))
    assert (count, wires) == (3, 2)
    words = text.split()[0][:8] if text.isprintable() and text.split() else ""
    assert any(words in found for found in texts)


@settings(max_examples=20)
@given(st.text(st.characters(codec=None), max_size=30))
def test_any_text_is_drawn(bundled, text):
    _, nodes, edges = shown(
        bundled, Graph((Node("a", text, text, {text: text, "model": text}), Node("b", "x", "b")), chain("a", "b").edges)
    )
    assert (nodes, edges) == (2, 1)


def test_names_in_the_source_are_never_those_of_the_document():
    source = render.dot(chain('x"];evil', "b"))
    assert "n0:h:e -> n1:h:w" in source
    assert "evil" in source.split("n0 [")[1].split("]\n")[0]


def test_the_source_is_the_same_every_time():
    assert render.dot(made_up(20, groups=2)) == render.dot(made_up(20, groups=2))
