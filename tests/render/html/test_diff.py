from __future__ import annotations

import copy
import re

import pytest

from wfkit.core.diff import diff
from wfkit.core.document import Document
from wfkit.errors import UnknownFormat
from wfkit.render.html import diff_html
from wfkit.render.html._changes import counts

MINUS = "\N{MINUS SIGN}"
PROMPT = "You are careful. " * 20 + "Keep to three sentences. " + "Quote each passage. " * 20


@pytest.fixture
def pair(node, edge, document):
    """Two versions between which a node came, one went, one was renamed, switched off and set, and edges followed."""
    old = document(
        node("ask", "chat_input", "Question"),
        node("find", "retriever", "Find", top_k=4),
        node("llm", "llm", "Answer", model="a", prompt=PROMPT),
        node("old", "webhook", "Hook", url="http://x"),
        edges=[edge("ask", "find"), edge("find", "llm", "documents", "context"), edge("llm", "old", "text", "in")],
    )
    data = copy.deepcopy(old.data)
    data["nodes"][1]["data"] = {"label": "Find more", "config": {"top_k": 20}}
    data["nodes"][1]["disabled"] = True
    data["nodes"][2]["data"]["config"] = {"model": "b", "prompt": PROMPT.replace("three", "four"), "stop": ["x"]}
    data["nodes"][0]["position"] = {"x": 50, "y": 0}
    data["nodes"][3] = node("rank", "reranker", "Rerank", model="r")
    data["edges"] = [
        edge("ask", "find"),
        edge("find", "rank", "documents", "in"),
        edge("rank", "llm", "out", "context"),
    ]
    return old, document(*data["nodes"], edges=data["edges"], description="new")


@pytest.fixture
def page(pair, read):
    return read(diff_html(diff(*pair, old_title="version 1", new_title="version 2")))


def test_the_summary_comes_first_then_the_two_sides(pair, page):
    assert page.words.startswith(f"{diff(*pair).summary}version 1 → version 2")


def test_what_came_went_and_changed_is_counted(page):
    assert f"Nodes +1 {MINUS}1 ~2" in page.words
    assert f"Edges +2 {MINUS}2" in page.words
    assert "Workflow ~1" in page.words


def test_each_node_has_its_label_its_type_and_its_changes(page):
    assert "+Rerank rerankermodel r" in page.words
    assert f"{MINUS}Hook webhookurl http://x" in page.words
    assert re.search("~Find more retriever.*renamedFind → Find more", page.words)
    assert "stateenabled → disabled" in page.words
    assert "top_k4 → 20" in page.words
    assert 'model"a" → "b"' in page.words
    assert 'stopadded ["x"]' in page.words


def test_long_texts_are_compared_word_by_word_with_little_round_them(page):
    assert "Keep to threefour sentences." in page.words
    assert "characters unchanged" in page.words


def test_edges_are_named_by_the_labels_of_their_side(page):
    assert "+Find more · documents → Rerank" in page.words
    assert f"{MINUS}Find · documents → Answer · context" in page.words


def test_the_workflow_itself_comes_last_and_layout_is_folded(page):
    assert page.words.index("Settings of the workflow") > page.words.index("Edges+")
    assert "1 change of layout" in page.words[page.words.index("Settings of the workflow") :]
    assert page.tags.count("details") == 1


def test_two_that_are_alike_say_so_and_show_nothing_else(read, document, node):
    page = read(diff_html(diff(document(node("a")), document(node("a")))))
    assert page.words.startswith("No changesold → new · the two are alike")
    assert page.tags.count("table") == page.tags.count("img") == 0


def test_a_move_alone_says_that_nothing_else_happened(read, document, node):
    moved = node("a") | {"position": {"x": 9, "y": 0}}
    page = read(diff_html(diff(document(node("a")), document(moved))))
    assert "what the workflow does is as it was" in page.words
    assert "moved[0, 0] → [9, 0]" in page.words


def test_an_edge_between_other_ports_of_the_same_nodes_is_rewired(read, document, node, edge):
    old, new = (document(node("a"), node("b"), edges=[edge("a", "b", port, "in")]) for port in ("true", "false"))
    page = read(diff_html(diff(old, new)))
    assert "~a · false → b" in page.words
    assert "portstrue → in → false → in" in page.words


def test_a_value_of_an_edge_is_listed_below_it(read, document, node, edge):
    old, new = (document(node("a"), node("b"), edges=[edge("a", "b") | {"data": {"when": when}}]) for when in (1, 2))
    assert re.search("~a → b.*when.*1 → 2", read(diff_html(diff(old, new))).words)


def test_another_type_and_another_id_are_named(read, document, node):
    old = document(node("a", "llm", "A", model="m"), node("b", "llm", "B", model="long enough to be known again"))
    new = document(node("a", "chat", "A", model="m"), node("c", "llm", "B", model="long enough to be known again"))
    page = read(diff_html(diff(old, new)))
    assert "typellm → chat" in page.words
    assert "idb → c" in page.words


def test_a_node_that_moves_into_a_group_says_which(read, document, node):
    group = node("g", "group", "G")
    page = read(diff_html(diff(document(group, node("a")), document(group, node("a") | {"parentId": "g"}))))
    assert "in groupno group → G" in page.words


def test_elements_that_changed_places_are_said_to_be_in_another_order(read, document, node):
    steps = [{"id": name} for name in "abc"]
    old, new = (document(node("x", "llm", "X", steps=found)) for found in (steps, steps[::-1]))
    assert 'stepsorder ["a", "b", "c"] → ["c", "b", "a"]' in read(diff_html(diff(old, new))).words


def test_nodes_of_the_same_name_are_told_apart_by_their_ids(read, document, node, edge):
    nodes = node("a", "llm", "Twin", k=1), node("b", "llm", "Twin", k=1)
    changed = node("a", "llm", "Twin", k=2), nodes[1]
    page = read(diff_html(diff(document(*nodes), document(*changed, edges=[edge("a", "b")]))))
    assert "~Twin a llm" in page.words
    assert "+Twin a → Twin b" in page.words


def test_nodes_of_the_same_id_are_counted_and_listed_each(read, document, node):
    found = diff(document(node("x"), node("a"), node("a"), node("a")), document(node("x")))
    page = read(diff_html(found))
    assert f"Nodes {MINUS}{found.stats['node-removed']}" in page.words
    assert page.words.count(f"{MINUS}a llm") == found.stats["node-removed"]


def test_a_type_that_the_label_says_is_not_said_again(read, document, node):
    old, new = (document(node("a", "http request", "HTTP Request", k=k)) for k in (1, 2))
    assert "~HTTP Requestk" in read(diff_html(diff(old, new))).words


def test_a_note_is_called_one(read, document, node):
    page = read(diff_html(diff(document(node("a")), document(node("a"), node("n", "stickyNote", "Remember")))))
    assert "+Remember stickyNote note" in page.words


def test_of_a_long_path_the_end_is_shown(read, document, node):
    path = "/folder" * 20 + "/old.json"
    page = read(diff_html(diff(document(node("a")), document(node("b")), old_title=path)))
    assert f"…{path[-48:]} → new" in page.words


def test_a_config_that_is_replaced_as_a_whole_is_shown(read, document, node):
    old, new = (document(node("a", "llm", "A", **{"": value})) for value in (1, 2))
    assert "1 → 2" in read(diff_html(diff(old, new))).words


def test_a_large_diff_is_bounded_and_says_what_it_left_out(read, document, node, edge):
    def version(word):
        nodes = [node(f"n{place}", "llm", f"Step {place}", prompt=f"{PROMPT} {word}", k=word) for place in range(300)]
        return document(*nodes, edges=[edge(f"n{place}", f"n{place + 1}") for place in range(299)])

    page = read(diff_html(diff(version("old"), version("new"))))
    assert "160 more changes" in page.words
    assert "… and 400 more changes, not listed here: diff.to_frame() has them all." in page.words
    assert "Nodes ~300" in page.words
    assert len(page.source) < 1_000_000


def test_a_diff_of_texts_that_changed_everywhere_stays_small(read, document, node):
    def version(word):
        return document(*(node(f"n{place}", text=f"{word} {place}\n" * 500) for place in range(300)))

    page = read(diff_html(diff(version("old"), version("new"))))
    assert len(page.source) < 1_000_000
    assert "more changes, not listed here" in page.words


def test_a_few_more_changes_than_are_shown_at_once_are_shown_too(read, document, node):
    old, new = (document(node("a", **{f"key{place}": value for place in range(50)})) for value in (1, 2))
    assert "details" not in read(diff_html(diff(old, new))).tags


def test_many_changes_of_one_node_are_bounded_too(read, document, node):
    old, new = (document(node("a", **{f"key{place}": value for place in range(500)})) for value in (1, 2))
    assert "… and 300 more changes" in read(diff_html(diff(old, new))).words


def test_a_huge_graph_is_not_drawn(read, document, node):
    old, new = (document(*(node(f"n{place}", k=k) for place in range(501))) for k in (1, 2))
    assert "No picture here: more than 500 nodes" in read(diff_html(diff(old, new))).words


def test_a_comparison_that_was_cut_off_says_so(read, document, node):
    old, new = (document(*(node(f"n{place}", k=k) for place in range(5))) for k in (1, 2))
    page = read(diff_html(diff(old, new, limit=3)))
    assert "The comparison was cut off after 3 changes" in page.words


def unread(_data):
    msg = "no reader"
    raise UnknownFormat(msg)


def test_documents_without_a_graph_are_compared_too(read):
    old, new = (Document("", {"n": n}, "odd", unread) for n in (1, 2))
    page = read(diff_html(diff(old, new)))
    assert "n1 → 2" in page.words
    assert page.alts == []


def test_a_node_that_went_and_another_that_came_are_two_nodes(document, node):
    found = diff(document(node("a", "llm", "A", x="one")), document(node("b", "code", "B", y=["two"])))
    assert counts(found.logic)["Nodes"] == {"+": 1, "-": 1, "~": 0}
