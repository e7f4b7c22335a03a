"""Which versions the history panel lists."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.errors import NotFound

from .conftest import ASK, KEY, document, node, numbers


@pytest.mark.parametrize(
    ("query", "expected"),
    [("TONE", [4]), ("ann", [4, 3, 2, 1]), ("ranks too", [2]), ("stable", [3]), ("3", [3]), ("#3", [3]), ("nope", [])],
)
def test_the_search_finds_messages_authors_tags_and_numbers(wf, query, expected):
    panel = wfkit.ui.history(wf.tag("stable", 3))
    panel.query = query
    assert numbers(panel) == expected
    assert panel.found == len(expected)


def test_a_long_history_is_listed_in_pages(registry):
    wf = registry.create("Long", document(ASK))
    for place in range(2, 123):
        wf = wf.save(document(node("in", "Ask", prompt=str(place))), f"change {place}")
    panel = wfkit.ui.history(wf)
    assert (len(panel.rows), panel.found, panel.rows[-1]["number"]) == (100, 122, 23)
    panel.shown += 200
    assert (len(panel.rows), panel.rows[-1]["number"]) == (122, 1)
    panel.query = "change"
    assert (panel.shown, len(panel.rows), panel.found) == (100, 100, 121)
    panel.shown = -5
    assert len(panel.rows) == 1


def test_sizes_come_with_words_where_there_is_no_message(panel):
    found = {size["number"]: size for size in panel.sizes([4, 3, 2, 1])}
    assert (found[4]["added"], found[4]["changed"], found[4]["words"]) == (1, 1, "")
    assert (found[3]["layout"], found[3]["words"]) == (1, "Layout: 1 node moved")
    assert (found[2]["changed"], found[1]["added"]) == (1, 2)


def test_no_more_sizes_are_worked_out_at_once_than_are_in_sight(panel):
    assert len(panel.sizes([4] * 500)) == 50


def test_the_names_of_nodes_are_read_piece_by_piece(panel, wf):
    assert panel.names == []
    while panel.read_on()["left"]:
        pass
    assert panel.names == ["Ask", "Reply", "Tone", "Answer"]
    assert panel.read_on() == {"left": 0, "of": wf.version}


def test_a_name_that_holds_a_secret_is_not_offered(registry):
    panel = wfkit.ui.history(registry.create("Keys", document(node("a", f"use {KEY}"), ASK)))
    panel.read_on()
    assert panel.names == ["Ask"]


@pytest.mark.parametrize("name", ["Answer", "Reply", "llm"])
def test_only_versions_that_changed_a_node_are_listed_whatever_it_was_called(wf, panel, name):
    panel.node = name
    assert numbers(panel) == wf.log(node=name)["version"].tolist() == [4, 3, 2, 1]
    assert panel.node_label == "Reply"
    assert [size["words"] for size in panel.sizes([4, 2])] == ["Renamed Answer to Reply", "Changed rank of Answer to 2"]


def test_the_filters_go_together_and_are_taken_away(panel):
    panel.node = "Tone"
    assert numbers(panel) == [4]
    panel.query = "ranks"
    assert numbers(panel) == []
    panel.query = panel.node = ""
    assert numbers(panel) == [4, 3, 2, 1]


def test_a_node_that_no_version_has_is_told_with_what_may_be_meant(panel):
    with pytest.raises(NotFound, match="did you mean 'Answer'"):
        panel.node = "Anwser"
    assert panel.follow("Anwser")["words"].endswith("did you mean 'Answer'?")
    assert (panel.node, numbers(panel)) == ("", [4, 3, 2, 1])
    assert panel.follow(" Tone ") == {"words": ""}
    assert panel.node == "Tone"


def test_a_followed_node_is_followed_into_what_others_save(wf, panel):
    panel.node = "Tone"
    wf.save(document(node("t", "Tone", prompt="be kinder")))
    panel.refresh()
    assert numbers(panel) == [5, 4]
