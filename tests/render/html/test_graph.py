from __future__ import annotations

from wfkit.core import display
from wfkit.core.model import Edge, Graph, Node
from wfkit.render.html import graph_bundle


def chain(count):
    nodes = tuple(Node(f"n{place}", "llm", f"Step {place}", {"model": f"m{place}"}) for place in range(count))
    edges = tuple(Edge(f"e{place}", f"n{place}", f"n{place + 1}") for place in range(count - 1))
    return Graph(nodes, edges)


def test_a_graph_shows_its_size_its_picture_and_its_nodes(read):
    page = read(graph_bundle(chain(3))["text/html"])
    assert page.words.startswith("3 nodes, 2 edges")
    assert page.alts == ["Graph of 3 nodes, 2 edges: Step 0, Step 1, Step 2"]
    assert "Step 1llmmodel m1" in page.words


def test_the_object_itself_shows_the_same():
    graph = chain(2)
    assert graph._repr_mimebundle_() == graph_bundle(graph)


def test_the_text_is_the_outline():
    graph = chain(2)
    assert graph_bundle(graph)["text/plain"] == graph.outline()


def test_notes_and_frames_are_counted_and_not_listed_as_nodes(read):
    graph = Graph((Node("a", "llm", "A"), Node("b", "note", "B", role="note"), Node("c", "group", "C", role="group")))
    page = read(graph_bundle(graph)["text/html"])
    assert page.words.startswith("1 node, 0 edges, 1 note, 1 group")
    assert page.tags.count("tr") == 2


def test_a_disabled_node_says_so(read):
    assert "A disabled" in read(graph_bundle(Graph((Node("a", "llm", "A", enabled=False),)))["text/html"]).words


def test_an_empty_graph_says_that_there_is_nothing(read):
    page = read(graph_bundle(Graph())["text/html"])
    assert "nothing to draw" in page.words
    assert "img" not in page.tags


def test_a_graph_of_notes_alone_has_no_list(read):
    assert "details" not in read(graph_bundle(Graph((Node("b", "note", "B", role="note"),)))["text/html"]).tags


def test_a_large_graph_is_listed_in_part_and_a_huge_one_is_not_drawn(read):
    page = read(graph_bundle(chain(300))["text/html"])
    assert "… and 200 more nodes." in page.words
    assert page.alts[0].endswith("Step 7 and 292 more")
    assert len(page.source) < 1_000_000
    huge = read(graph_bundle(chain(501))["text/html"])
    assert "No picture here: more than 500 nodes" in huge.words
    assert huge.alts == []


def test_what_the_reader_could_not_make_sense_of_is_counted(read, document):
    graph = document({"id": "a"}, 3).graph
    assert "could not make sense of" in read(graph_bundle(graph)["text/html"]).words


def test_a_graph_made_by_hand_may_hold_what_no_document_may(read):
    graph = Graph((Node("\ud800", "\ud800", "\ud800", {"model": "\udfff"}),))
    read(graph_bundle(graph)["text/html"]).source.encode()


def test_a_renderer_that_fails_leaves_the_size_and_the_reason(read, monkeypatch):
    monkeypatch.setattr(display, "renderer", object)
    bundle = graph_bundle(chain(2))
    assert bundle["text/plain"].startswith("2 nodes, 1 edge (no outline:")
    assert "No picture: 'object' object has no attribute 'svg'" in read(bundle["text/html"]).words
