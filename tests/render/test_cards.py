from __future__ import annotations

import pytest

from wfkit.core.model import Edge, Node, Port
from wfkit.render._cards import Card, card_of, missing_card, port_names


def card(node, entering=(), leaving=(), most=2):
    into = [Edge(f"i{port}", "x", node.id, "", port) for port in entering]
    out = [Edge(f"o{port}", node.id, "x", port, "") for port in leaving]
    return card_of(node, into, out, most=most)


def test_a_card_shows_label_type_and_highlights():
    found = card(Node("n", "vector_store_write", "Store", {"collection": "docs"}))
    assert (found.title, found.type, found.kind) == ("Store", "vector store write", "index")
    assert found.highlights == (("collection", "docs"),)


def test_highlights_can_be_left_out():
    assert card(Node("n", "llm", "Write", {"model": "m"}), most=0).highlights == ()


def test_a_type_that_repeats_the_title_is_left_out():
    assert card(Node("n", "n8n-nodes-base.webhook", "Webhook")).type == ""


@pytest.mark.parametrize(("label", "title"), [("", "n7"), (" \n", "n7"), ("\x00", "\ufffd"), (" A  b ", "A b")])
def test_a_title_is_one_line_and_never_empty(label, title):
    assert card(Node("n7", "llm", label)).title == title


def test_ports_are_those_that_edges_use():
    found = card(Node("n", "retriever", "Find"), ["index", "question", "index"], ["chunks"])
    assert found.inputs == ("index", "question")
    assert found.outputs == ("chunks",)


def test_declared_ports_keep_their_order_and_one_that_is_required_is_shown_unused():
    ports = (Port("question", required=True), Port("index"), Port("filter"))
    found = card(Node("n", "retriever", "Find", inputs=ports), ["other", "index"])
    assert found.inputs == ("question", "index", "other")
    assert found.vacant == ("question",)


@pytest.mark.parametrize(
    ("inputs", "outputs", "has_rows"),
    [
        ((), (), False),
        (("in",), ("out",), False),
        (("documents",), ("chunks",), False),
        (("a", "b"), (), True),
        ((), ("a", "b"), True),
        (("in",), ("true",), True),
        (("in",), ("False",), True),
    ],
)
def test_ports_have_lines_of_their_own_where_they_must_be_told_apart(inputs, outputs, has_rows):
    assert card(Node("n", "t", "N"), inputs, outputs).has_rows == has_rows


def test_one_way_out_of_several_has_its_line():
    node = Node("n", "t", "N", outputs=(Port("done"), Port("again")))
    assert card(node, (), ["again"]).has_rows


@pytest.mark.parametrize(
    ("ports", "names"),
    [
        (("question",), ["question"]),
        (("main",), [""]),
        (("Input",), [""]),
        (("0",), [""]),
        (("0", "1"), ["0", "1"]),
        (("ai_languageModel:0", "0"), ["language model", "main"]),
        (("out", "rejected"), ["out", "rejected"]),
        (("",), [""]),
        (("max_tokens",), ["max tokens"]),
    ],
)
def test_a_port_is_named_where_its_name_says_something(ports, names):
    assert [*port_names(ports).values()] == names


def test_a_disabled_node_says_so():
    found = card(Node("n", "llm", "Write", enabled=False))
    assert not found.enabled
    assert "disabled" in found.about


def test_a_missing_node_says_so():
    found = missing_card("gone", [], [Edge("e", "gone", "n", "out", "in")])
    assert (found.title, found.type, found.role, found.outputs) == ("gone", "missing", "missing", ("out",))
    assert "missing" in found.about


def test_the_tooltip_tells_all_that_the_card_has_no_room_for():
    label = "A very long label " * 20
    about = card(Node("n1", "n8n-nodes-base.httpRequest", label, {"url": "https://x.y/" + "z" * 100})).about
    assert label.strip() in about
    assert "n8n-nodes-base.httpRequest" in about
    assert "id n1" in about
    assert f"url: https://x.y/{'z' * 100}" in about


@pytest.mark.parametrize("key", ["content", "text", "markdown", "value"])
def test_a_note_is_its_text_wherever_the_tool_keeps_it(key):
    found = card(Node("n", "stickyNote", "Note", {key: "Mind the gap"}, role="note"))
    assert (found.role, found.text, found.about) == ("note", "Mind the gap", "Mind the gap")


def test_a_note_without_a_text_is_its_label():
    found = card(Node("n", "note", "Label", {"content": ""}, role="note"))
    assert found.text == "Label"
    assert Card("n", "Label", role="note").about == "Label"


def test_marks_of_markdown_are_no_part_of_a_note():
    text = "## Title\n**bold** and [a link](https://x.y) ![image](z.png)\n---\nend"
    found = card(Node("n", "note", "n", {"content": text}, role="note"))
    assert found.text.split() == ["Title", "bold", "and", "a", "link", "image", "end"]
