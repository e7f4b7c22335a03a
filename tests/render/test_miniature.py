from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from wfkit import render, templates
from wfkit.core.model import Edge, Graph, Node
from wfkit.errors import InvalidInput
from wfkit.service import documents

from .conftest import HOSTILE, made_up

SIZE = (288, 144)


def of(graph, **options):
    root = ET.fromstring(render.miniature(graph, **options))  # noqa: S314 - our own text
    cards = [part for part in root.iter() if "wf-card" in part.get("class", "")]
    wires = [part for part in root.iter() if part.get("class") == "wf-wire"]
    return root, cards, wires


def squares(cards):
    """The left and upper edge of each tile, and its size."""
    found = []
    for card in cards:
        x, y = map(float, re.findall(r"-?[\d.]+", card.get("transform")))
        found.append((x, y, float(card[0].get("width"))))
    return found


def positioned(count):
    return [
        Node(f"n{place}", "llm", "L", position=(300.0 * (place % 20), 90.0 * (place // 20))) for place in range(count)
    ]


def is_inside(square):
    x, y, tile = square
    return x >= 0 and y >= 0 and x + tile <= SIZE[0] and y + tile <= SIZE[1]


@pytest.mark.parametrize("template", templates.available(), ids=lambda template: template.key)
def test_the_tiles_of_a_template_are_inside_apart_and_large_enough_for_a_sign(template):
    graph = documents.from_text(template.text).graph
    _, cards, wires = of(graph)
    tiles = squares(cards)
    assert (len(tiles), len(wires)) == (len(graph.nodes), len(graph.edges))
    assert all(map(is_inside, tiles))
    for place, (x, y, tile) in enumerate(tiles):
        assert all(abs(x - a) >= tile or abs(y - b) >= tile for a, b, _ in tiles[place + 1 :])
    assert all(len(card) == 2 for card in cards)


def scattered(count, far):
    return [Node(f"n{place}", "llm", "L", position=(far * (-1) ** place, -far)) for place in range(count)]


@pytest.mark.parametrize(
    "nodes", [positioned(400), made_up(160).nodes, positioned(1), scattered(200, 1e308), scattered(200, 1e20)]
)
def test_a_graph_of_any_size_stays_inside(nodes):
    _, cards, _ = of(Graph(tuple(nodes)))
    assert len(cards) == len(nodes)
    assert all(map(is_inside, squares(cards)))


def test_of_very_many_nodes_the_first_are_drawn_as_specks_without_signs():
    _, cards, _ = of(Graph(tuple(positioned(900))))
    assert len(cards) == 600
    assert {len(card) for card in cards} == {1}


def test_nothing_is_drawn_of_an_empty_graph_notes_and_groups():
    assert of(Graph())[1:] == ([], [])
    note, group = Node("n", "note", "N", role="note"), Node("g", "group", "G", role="group")
    inner = Node("i", "llm", "I", parent="g")
    _, cards, wires = of(Graph((note, group, inner), (Edge("e", "n", "i"),)))
    assert (len(cards), wires) == (1, [])


def test_a_node_that_only_edges_name_is_shown_as_missing():
    _, cards, _ = of(Graph((Node("a", "llm", "A"),), (Edge("e", "a", "gone"),)))
    assert [card.get("class") for card in cards] == ["wf-card wf-model", "wf-card wf-missing"]


def test_no_word_of_the_document_is_in_it():
    nodes = [Node(text, text, text, {text: text}) for text in HOSTILE]
    text = render.miniature(Graph(tuple(nodes)))
    parts = ET.fromstring(text).iter()  # noqa: S314 - our own text
    assert {part.tag.rpartition("}")[2] for part in parts} <= {"svg", "g", "rect", "path"}
    assert not [word for word in HOSTILE if len(word) > 3 and word in text]


def test_it_has_the_size_and_the_colours_that_are_asked_for():
    root, _, _ = of(made_up(3), width=96, height=60, theme="dark")
    assert (root.get("width"), root.get("height"), root.get("class")) == ("96", "60", "wfkit wfkit-dark")
    with pytest.raises(InvalidInput, match="it must be 48 by 48 at least"):
        render.miniature(Graph(), width=47)


def test_without_an_engine_the_canvas_gives_the_places(monkeypatch):
    monkeypatch.setattr("wfkit.render._engine.engines", tuple)
    nodes = (Node("a", "llm", "A", position=(0.0, 0.0)), Node("b", "llm", "B", position=(0.0, 500.0)))
    _, cards, _ = of(Graph(nodes, (Edge("e", "a", "b"),)))
    (x, y, _), (a, b, _) = squares(cards)
    assert (x, y < b) == (a, True)
