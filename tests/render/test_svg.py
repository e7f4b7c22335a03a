from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from wfkit import render
from wfkit.core.mention import Mention
from wfkit.core.model import Edge, Graph, Node, Port
from wfkit.errors import InvalidInput
from wfkit.render import _picture
from wfkit.render._highlights import highlights

from .conftest import HOSTILE, SVG, chain, made_up, read

TEXT = st.text(st.characters(codec=None), max_size=30)


def of(*nodes, edges=()):
    return read(render.svg(Graph(nodes, tuple(edges))))


def by_class(drawn, name):
    return [element for element in drawn.root.iter() if name in element.attrib.get("class", "").split()]


def hostile_graph():
    nodes = [
        Node(
            f"{place}{text}", text, text, {"prompt": text, "model": text, text: text}, parent="g" if place % 2 else None
        )
        for place, text in enumerate(HOSTILE)
    ]
    edges = [Edge(text, one.id, two.id, text, text) for text, one, two in zip(HOSTILE, nodes, nodes[1:], strict=False)]
    group = Node("g", "group", HOSTILE[0] * 9, role="group")
    note = Node("note", "note", "note", {"text": "\n".join(HOSTILE)}, role="note")
    return Graph((group, note, *nodes), (*edges, Edge("x", "gone<&>", nodes[0].id)))


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
@pytest.mark.parametrize("count", [0, 1, 5, 50])
def test_every_node_and_every_edge_is_in_the_picture(count, theme):
    graph = made_up(count) if count else Graph()
    drawn = read(render.svg(graph, theme=theme))
    assert {*drawn.places} == {node.id for node in graph.nodes}
    assert drawn.wires == len(graph.edges)


def test_the_picture_of_a_template_says_what_its_nodes_are():
    graph = Graph(
        (
            Node("q", "question_input", "Question"),
            Node("r", "retriever", "Find passages", {"top_k": 5, "collection": "docs"}),
            Node("l", "llm", "Write the answer", {"model": "gpt-4o"}),
        ),
        (Edge("1", "q", "r", "question", "question"), Edge("2", "r", "l", "chunks", "prompt")),
    )
    texts = read(render.svg(graph)).texts()
    for text in ("Question", "question input", "Find passages", "retriever", "top k", "5", "docs", "model", "gpt-4o"):
        assert text in texts


def test_ports_are_named_where_there_are_several():
    edges = (Edge("1", "a", "b", "", "question"), Edge("2", "a", "b", "", "context"))
    assert {"question", "context"} <= {*of(Node("a", "x", "A"), Node("b", "x", "B"), edges=edges).texts()}


def test_a_port_has_a_mark():
    drawn = read(render.svg(chain("a", "b")))
    assert len(by_class(drawn, "wf-port")) == 2


def test_an_input_that_lacks_its_edge_is_hollow():
    node = Node("a", "llm", "A", inputs=(Port("prompt", required=True), Port("context")))
    drawn = of(node, Node("b", "x", "B"), edges=[Edge("e", "b", "a", "", "context")])
    assert len(by_class(drawn, "wf-vacant")) == 1


def test_highlights_can_be_left_out():
    assert "gpt-4o" in read(render.svg(chain("a"))).texts()
    assert "gpt-4o" not in read(render.svg(chain("a"), highlights=False)).texts()


def test_a_disabled_node_is_told_by_words_and_lines():
    drawn = of(Node("a", "llm", "A", enabled=False), Node("b", "llm", "B"), edges=[Edge("e", "a", "b")])
    assert "disabled · llm" in drawn.texts()
    assert len(by_class(drawn, "wf-off")) == 1
    assert len(by_class(drawn, "wf-wire-off")) == 1


def test_references_are_drawn_where_no_edge_joins_the_nodes():
    nodes = [
        Node(name, "llm", name, {"text": text}) for name, text in (("a", ""), ("b", "a"), ("c", "ab"), ("d", "xcd"))
    ]
    graph = Graph((*nodes,), (Edge("e", "a", "b"),), find_mentions=mentions_of_letters)
    drawn = read(graph.svg(references=True))
    assert len(by_class(drawn, "wf-wire-reference")) == 3
    assert "missing" not in drawn.texts()
    assert not by_class(read(graph.svg()), "wf-wire-reference")


def mentions_of_letters(graph, node):
    """Each letter of the text as the id of a node."""
    return [Mention(letter, "/text", at, at + 1) for at, letter in enumerate(node.config["text"]) if graph.nodes]


def test_a_missing_node_is_told_by_words():
    assert {"gone", "missing"} <= {*of(Node("a", "llm", "A"), edges=[Edge("e", "gone", "a")]).texts()}


def test_a_note_shows_what_it_says():
    drawn = of(Node("n", "note", "note", {"content": "Mind the gap"}, role="note"))
    assert "Mind the gap" in drawn.texts()


def test_a_group_is_a_frame_with_its_name():
    drawn = of(Node("g", "group", "Stage", role="group"), Node("a", "llm", "A", parent="g"))
    assert "Stage" in drawn.texts()
    assert len(by_class(drawn, "wf-frame")) == 1


def test_a_title_too_long_for_its_card_is_cut_and_whole_in_the_tooltip():
    label = "A label that is much too long for its card"
    drawn = of(Node("a", "llm", label))
    titles = [element.text for element in drawn.root.iter(f"{SVG}title")]
    assert label not in drawn.texts()
    assert any(text.startswith("A label that") and text.endswith("…") for text in drawn.texts())
    assert any(label in title for title in titles)


def test_a_wire_says_what_it_leads_from_and_to():
    edges = [Edge("e", "a", "b", "out", "in")]
    titles = [
        element.text for element in of(Node("a", "x", "A"), Node("b", "x", "B"), edges=edges).root.iter(f"{SVG}title")
    ]
    assert "A.out → B.in" in titles


def test_a_screen_reader_is_told_what_there_is():
    root = read(render.svg(chain("a", "b"), title="My flow")).root
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "My flow: 2 nodes, 1 edge: Node a, Node b."
    assert root.find(f"{SVG}title").text == "My flow"
    assert root.find(f"{SVG}desc").text == "2 nodes, 1 edge: Node a, Node b."


def test_of_very_many_nodes_a_screen_reader_is_told_the_first():
    assert "and 30 more" in read(render.svg(made_up(50))).root.attrib["aria-label"]


def test_nodes_that_are_not_drawn_are_counted():
    graph = Graph((Node("a", "x", "A"), Node("a", "x", "B")))
    assert "Not drawn, for their ids are taken: 1." in read(render.svg(graph)).root.attrib["aria-label"]


def test_hostile_text_stays_text():
    svg = render.svg(hostile_graph(), title="</title><script>")
    drawn = read(svg)
    assert {element.tag.removeprefix(SVG) for element in drawn.root.iter()} == {
        "svg",
        "title",
        "desc",
        "style",
        "g",
        "rect",
        "path",
        "text",
        "circle",
    }
    assert "<script>alert(1)</script>" in "".join(drawn.root.itertext())
    assert drawn.wires == len(HOSTILE)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_is_shown(text):
    drawn = of(Node("a", "llm", text, {"model": text}))
    assert len(drawn.places) == 1
    assert len(render.svg(Graph((Node("a", "llm", text),)))) < 20_000


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT, st.booleans()), min_size=1, max_size=4), TEXT)
def test_any_text_makes_a_well_formed_picture(texts, name):
    nodes = tuple(
        Node(f"{place}{key}", kind, label, {name: label, "prompt": kind}, enabled=enabled)
        for place, (key, kind, label, enabled) in enumerate(texts)
    )
    edges = tuple(Edge(name, nodes[0].id, node.id, name, node.label) for node in nodes)
    drawn = read(render.svg(Graph(nodes, edges), title=name))
    assert len(drawn.places) == len(nodes)
    assert drawn.wires == len({(edge.target, edge.target_port) for edge in edges})


def test_a_secret_is_nowhere_in_the_picture():
    config = {"api_key": "sk-secretsecretsecret", "headers": {"Authorization": "Bearer secretsecret"}, "model": "m"}
    assert "secretsecret" not in render.svg(Graph((Node("a", "llm", "A", config),)))


def test_the_picture_of_an_equal_graph_is_the_same_object():
    assert render.svg(made_up(10)) is render.svg(made_up(10))


@pytest.mark.parametrize("options", [{"theme": "dark"}, {"layout": "canvas"}, {"highlights": False}, {"title": "T"}])
def test_another_way_to_draw_is_another_picture(options):
    graph = Graph(
        tuple(replace(node, position=(9.0 * place, 9.0 * place**2)) for place, node in enumerate(made_up(9).nodes))
    )
    assert render.svg(graph) != render.svg(graph, **options)


def test_the_picture_is_the_same_every_time():
    first = render.svg(made_up(30, groups=2))
    _picture.forget()
    assert render.svg(made_up(30, groups=2)) == first


@pytest.mark.parametrize("options", [{"theme": "pink"}, {"layout": "circo"}])
def test_an_unknown_theme_or_layout_is_refused_with_those_that_are_known(options):
    with pytest.raises(InvalidInput, match="one of auto, "):
        render.svg(chain("a"), **options)


def test_a_node_that_did_not_change_has_the_same_place_in_both_pictures():
    old = made_up(40)
    kept = {node.id for node in old.nodes} - {"n7", "n20"}
    new = Graph(
        (*(node for node in old.nodes if node.id in kept), Node("new", "llm", "New", {"model": "x"})),
        (*(edge for edge in old.edges if {edge.source, edge.target} <= kept), Edge("e", "n3", "new", "out", "text")),
    )
    before, after = read(render.svg(old, near=new)), read(render.svg(new, near=old))
    assert {key: before.places[key] for key in kept} == {key: after.places[key] for key in kept}
    assert {*before.places} == {node.id for node in old.nodes}
    assert {*after.places} == {node.id for node in new.nodes}
    assert before.root.attrib["viewBox"] == after.root.attrib["viewBox"]


def test_an_edit_leaves_every_node_where_it_was():
    old = made_up(40)
    new = Graph((*old.nodes[:-1], replace(old.nodes[-1], label="X", config={"top_k": 1, "url": "y"})), old.edges)
    assert read(render.svg(old)).places == read(render.svg(new)).places


def test_the_canvas_of_the_tool_can_be_asked_for():
    nodes = tuple(Node(key, "llm", key, position=(0.0, 300.0 * place)) for place, key in enumerate("ba"))
    graph = Graph(nodes, chain("a", "b").edges)
    dot, canvas = read(render.svg(graph)), read(render.svg(graph, layout="canvas"))
    assert dot.places["a"][0] < dot.places["b"][0]
    assert canvas.places["a"][0] == canvas.places["b"][0]


def test_without_positions_the_canvas_is_drawn_by_the_engine():
    assert read(render.svg(chain("a", "b"), layout="canvas")).places == read(render.svg(chain("a", "b"))).places


@pytest.mark.usefixtures("machine")
def test_without_an_engine_the_canvas_gives_the_places():
    nodes = tuple(Node(key, "llm", key, position=(300.0 * place, 0.0)) for place, key in enumerate("ab"))
    drawn = read(render.svg(Graph(nodes, chain("a", "b").edges)))
    assert {*drawn.places} == {"a", "b"}


@pytest.mark.usefixtures("machine")
def test_without_an_engine_and_positions_the_picture_is_the_outline():
    drawn = read(render.svg(chain("a", "<b>"), theme="dark"))
    assert drawn.places == {}
    assert drawn.texts() == ["2 nodes, 1 edge", "Node a · llm · model gpt-4o", "→ Node <b> · llm · model gpt-4o"]


def test_an_outline_is_not_kept_for_when_there_is_an_engine(machine, bundled):
    assert read(render.svg(chain("a", "b"))).places == {}
    machine.bundle(f"exec {bundled} $@")
    assert {*read(render.svg(chain("a", "b"))).places} == {"a", "b"}


def test_a_data_url_holds_the_picture():
    svg = render.svg(chain("a", "查询 🚨"))
    kind, _, content = render.svg_data_url(svg).partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(content).decode() == svg


def test_the_size_is_that_of_the_picture():
    attributes = read(render.svg(chain("a", "b"))).root.attrib
    assert attributes["viewBox"] == f"0 0 {attributes['width']} {attributes['height']}"


def test_what_a_card_shows_is_what_the_config_says():
    config = {"model": "gpt-4o", "temperature": 0.5}
    texts = of(Node("a", "llm", "A", config)).texts()
    assert [*texts[2::2]] == [name for name, _ in highlights(config)]
