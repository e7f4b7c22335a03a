from __future__ import annotations

import pytest

from wfkit.core.merge import merge
from wfkit.render.html import merge_bundle

PROMPT = "You are careful. " * 20 + "Keep to three sentences. "


@pytest.fixture
def sides(document, node):
    def side(model, word="three", **more):
        config = {"model": model, "prompt": PROMPT.replace("three", word), **more}
        return document(node("llm", "llm", "Answer", **config), node("out", "output", "Reply"))

    return side("a"), side("b", "four"), side("c", "two", k=1)


def test_an_open_merge_shows_what_each_side_holds_and_how_to_decide(read, sides):
    page = read(merge_bundle(merge(*sides))["text/html"])
    assert page.words.startswith("2 open conflicts of 2")
    assert "!Answer nodes/llm/data/config/model edited by both" in page.words
    assert 'base"a"ours"b"theirs"c"' in page.words
    assert "Keep to threefour sentences." in page.words
    assert "Keep to threetwo sentences." in page.words
    assert "Decide one: merge.resolve('/nodes/llm/data/config/model', \"ours\")" in page.words


def test_a_decided_conflict_says_so_and_a_finished_merge_what_it_changes(read, sides):
    made = merge(*sides).resolve_all("theirs")
    page = read(merge_bundle(made)["text/html"])
    assert "Merged, 2 conflicts decided" in page.words
    assert "merge.document has the result" in page.words
    assert "=Answer nodes/llm/data/config/model decided" in page.words
    assert "Decide one" not in page.words
    assert 'model"b" → "c"' in page.words


def test_a_merge_without_conflicts_has_no_list_of_them(read, sides):
    page = read(merge_bundle(merge(sides[0], sides[0], sides[2]))["text/html"])
    assert "Conflicts" not in page.words
    assert page.words.startswith("Merged without conflicts")


def test_a_merge_that_changes_nothing_folds_nothing(read, sides):
    assert "details" not in read(merge_bundle(merge(sides[0], sides[1], sides[0]))["text/html"]).tags


def test_a_side_that_deleted_has_nothing(read, document, node):
    base, theirs = (document(node("a", "llm", "A", k=k), node("b")) for k in (1, 2))
    page = read(merge_bundle(merge(base, document(node("b")), theirs))["text/html"])
    assert "deleted by one, changed by the other" in page.words
    assert "oursnothing" in page.words


def test_many_conflicts_are_bounded(read, document, node):
    base, ours, theirs = (document(*(node(f"n{place}", k=k) for place in range(60))) for k in (1, 2, 3))
    page = read(merge_bundle(merge(base, ours, theirs))["text/html"])
    assert "… and 10 more conflicts, not listed here: merge.to_frame() has them all." in page.words


def test_the_merge_itself_shows_the_same(sides):
    made = merge(*sides)
    assert made._repr_mimebundle_() == merge_bundle(made)
    assert merge_bundle(made)["text/plain"] == made.text()


def test_a_text_that_takes_both_edits_can_have_both(read, document, node):
    lines = ["First line of the prompt.", "Second line.", "Third line."]

    def side(*said):
        return document(node("llm", "llm", "Answer", prompt="\n".join(said)))

    ours, theirs = (side("First line, ours.", *lines[1:]), side(*lines[:2], "Third line, theirs."))
    made = merge(side(*lines), ours, theirs)
    page = read(merge_bundle(made)["text/html"])
    assert 'on different lines, "both"' in page.words
    assert made.conflicts[0].both == "First line, ours.\nSecond line.\nThird line, theirs."


def test_it_says_what_it_did_besides(read, document, node):
    def side(prefix, k):
        return document(*(node(f"{prefix}{place}", "llm", f"Step {place}", k=k) for place in range(3)))

    made = merge(side("a", 1), side("a", 2), side("b", 1))
    assert made.notes == ("their side has new ids for 3 nodes; the base's are kept",)
    assert made.notes[0] in read(merge_bundle(made)["text/html"]).words
