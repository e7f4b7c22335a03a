"""The merge in the caller's hands: deciding, the document, tables, JSON and text."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import wfkit
from wfkit.core.diff import ABSENT
from wfkit.core.merge import CONFLICT_COLUMNS, STRATEGIES
from wfkit.errors import InvalidInput, InvalidWorkflow, MergeConflict, NotFound

MODEL, K = "/nodes/a/data/config/model", "/nodes/a/data/config/k"


@pytest.fixture
def sides(made):
    """Both sides change the model, and only ours has `k` no more."""
    node = made.node
    return (
        made.flow(node("a", label="Answer", model="x", k=1)),
        made.flow(node("a", label="Answer", model="o")),
        made.flow(node("a", label="Answer", model="t", k=2)),
    )


@pytest.fixture
def merge(sides):
    """The merge of them."""
    return wfkit.merge(*sides)


def config(merge):
    return merge.document["nodes"][0]["data"]["config"]


def test_the_document_is_refused_while_a_conflict_is_open(merge):
    with pytest.raises(MergeConflict, match=f"2 conflicts open: '{MODEL}', '{K}'; decide each") as caught:
        merge.document  # noqa: B018 - asking raises
    assert caught.value.merge is merge
    with pytest.raises(MergeConflict, match="1 conflict open"):
        merge.resolve(MODEL, "ours").document  # noqa: B018 - asking raises


def test_the_document_is_a_new_object_each_time(merge):
    merge.resolve_all("ours")
    first = merge.document
    first["nodes"][0]["data"]["config"].clear()
    assert config(merge) == {"model": "o"}
    assert merge.document is not merge.document


@pytest.mark.parametrize(
    ("choice", "model", "k"),
    [("ours", "o", ABSENT), ("theirs", "t", 2), ("base", "x", 1)],
    ids=str,
)
def test_a_conflict_is_decided_for_a_side(merge, choice, model, k):
    merge.resolve(MODEL, choice).resolve(merge.conflicts[1], choice)
    assert config(merge) == {"model": model} | ({} if k is ABSENT else {"k": k})


def test_a_conflict_is_decided_by_a_value(merge):
    assert config(merge.resolve(MODEL, value="ours").resolve(K, {"a": [1]})) == {"model": "ours", "k": {"a": [1]}}
    assert config(merge.resolve(MODEL, value=None).resolve(K, value=ABSENT)) == {"model": None}


def test_a_value_is_taken_as_it_is_now(merge):
    value = [1]
    merge.resolve(K, value=value).resolve(MODEL, "ours")
    value.append(2)
    assert config(merge)["k"] == [1]


def test_a_decision_can_be_replaced(merge):
    merge.resolve_all("ours")
    assert config(merge) == {"model": "o"}
    assert config(merge.resolve(MODEL, "theirs")) == {"model": "t"}
    assert len(merge.conflicts) == 2
    assert merge.open == ()


def test_a_decision_can_be_taken_back(merge):
    merge.resolve(MODEL, "theirs").resolve(K, value=3)
    assert {path: (made.choice, made.value) for path, made in merge.decisions.items()} == {
        MODEL: ("theirs", "t"),
        K: ("value", 3),
    }
    assert merge.preview.data["nodes"][0]["data"]["config"] == {"model": "t", "k": 3}
    merge.reopen(MODEL).reopen(merge.conflicts[0])
    assert [conflict.path for conflict in merge.open] == [MODEL]
    assert merge.preview.data["nodes"][0]["data"]["config"] == {"model": "o", "k": 3}
    with pytest.raises(NotFound, match="no conflict at '/x'"):
        merge.reopen("/x")


def test_a_copy_is_decided_without_touching_the_merge(merge):
    merge.resolve(MODEL, "theirs")
    assert config(merge.copy().resolve(K, 7)) == {"model": "t", "k": 7}
    assert config(merge.all_for("ours")) == {"model": "o"}
    with pytest.raises(TypeError):
        merge.decisions[K] = None
    assert [conflict.path for conflict in merge.open] == [K]


def test_deciding_all_leaves_what_was_decided(merge):
    assert config(merge.resolve(MODEL, "base").resolve_all("theirs")) == {"model": "x", "k": 2}


def test_strategies_decide_for_scripts(sides):
    assert [config(wfkit.merge(*sides, strategy=side)) for side in STRATEGIES] == [
        {"model": "o"},
        {"model": "t", "k": 2},
    ]
    with pytest.raises(InvalidInput, match="unknown strategy 'mine'; strategies: ours, theirs, base"):
        wfkit.merge(*sides, strategy="mine")


def test_resolve_wants_exactly_one_decision(merge):
    for arguments in ((), ("ours",)):
        with pytest.raises(InvalidInput, match="pass one decision"):
            merge.resolve(MODEL, *arguments, **({"value": 1} if arguments else {}))


def test_what_is_no_json_decides_nothing(merge):
    for value in ({1, 2}, float("nan"), {1: 2}, object()):
        with pytest.raises(InvalidWorkflow, match="not JSON"):
            merge.resolve(MODEL, value=value)
    assert len(merge.open) == 2


def test_an_unknown_path_is_not_found(merge, sides):
    with pytest.raises(NotFound, match=f"no conflict at '/nope'; conflicts: '{MODEL}', '{K}'"):
        merge.resolve("/nope", "ours")
    with pytest.raises(NotFound, match="no conflict at '/nope'; conflicts: there are none"):
        wfkit.merge(sides[0], sides[0], sides[1]).resolve("/nope", "ours")


def test_documents_of_two_formats_do_not_merge(sides):
    n8n = {"nodes": [], "connections": {}}
    for found in ((sides[0], sides[1], n8n), (n8n, sides[0], sides[1])):
        with pytest.raises(InvalidInput, match="documents of one format can be merged"):
            wfkit.merge(*found)


def test_documents_whose_graph_nobody_reads_merge_by_their_values():
    base = {"components": {"a": {"type": "x", "init_parameters": {"k": 1, "m": 1}}}, "connections": []}
    ours = {"components": {"a": {"type": "x", "init_parameters": {"k": 2, "m": 1}}}, "connections": []}
    theirs = {"components": {"a": {"type": "x", "init_parameters": {"k": 1, "m": 2}}}, "connections": []}
    merged = wfkit.merge(base, ours, theirs)
    assert merged.document["components"]["a"]["init_parameters"] == {"k": 2, "m": 2}


def test_a_frame_has_a_row_a_conflict(merge):
    frame = merge.resolve(MODEL, "ours").to_frame()
    assert tuple(frame.columns) == CONFLICT_COLUMNS
    assert frame["open"].tolist() == [False, True]
    assert frame.loc[1, ["path", "kind", "node", "label"]].tolist() == [K, "deleted", "a", "Answer"]
    assert frame["base"].tolist() == ["x", 1]
    assert frame["ours"].isna().tolist() == [False, True]


def test_a_frame_without_conflicts_has_the_same_columns(merge, sides):
    empty = wfkit.merge(sides[0], sides[0], sides[1]).to_frame()
    assert empty.empty
    assert empty.dtypes.to_dict() == merge.to_frame().dtypes.to_dict()
    assert empty.dtypes["path"] == pd.Series([], dtype="str").dtype


def test_as_json_it_has_the_document_once_all_is_decided(merge):
    found = json.loads(json.dumps(merge.to_dict()))
    assert found["summary"] == "2 open conflicts of 2"
    assert found["conflicts"][1] == {
        "path": K, "kind": "deleted", "node": "a", "label": "Answer", "base": 1, "theirs": 2, "open": True,
    }  # fmt: skip
    assert "document" not in found
    found = merge.resolve_all("theirs").to_dict()
    assert found["document"] == merge.document
    assert [each["open"] for each in found["conflicts"]] == [False, False]
    assert found["notes"] == []


def test_the_summary_says_how_it_stands(merge, sides):
    assert merge.summary == "2 open conflicts of 2"
    assert merge.resolve(MODEL, "ours").summary == "1 open conflict of 2"
    assert merge.resolve(K, "ours").summary.startswith("Merged, 2 conflicts decided: no changes")
    assert wfkit.merge(*sides, strategy="theirs").summary.startswith("Merged, 2 conflicts decided: changed ")
    assert wfkit.merge(sides[0], sides[0], sides[1]).summary.startswith("Merged without conflicts: ")


def test_the_difference_is_that_to_our_document(merge, sides):
    assert not merge.diff
    merge.resolve_all("theirs")
    assert [operation.path for operation in merge.diff] == ["/k", "/model"]
    assert (merge.diff.old_title, merge.diff.new_title) == ("ours", "merged")
    assert merge.diff.new.data == sides[2]


def test_as_text_it_lists_what_each_side_has(merge):
    assert merge.resolve(MODEL, "ours").text().splitlines() == [
        "1 open conflict of 2",
        f"= {MODEL} (Answer)",
        '    base   "x"',
        '    ours   "o"',
        '    theirs "t"',
        f"! {K} (Answer)",
        "    base   1",
        "    ours   nothing",
        "    theirs 2",
    ]
    assert str(merge) == merge.text()
    assert repr(merge) == "<Merge 1 open conflict of 2>"


def test_as_text_it_shows_nothing_that_a_terminal_obeys(made):
    base, ours, theirs = (
        made.flow(made.node("a\x1b[2J", label="\x07\u202e", model=word)) for word in ("x", "\x1b[1m", "t\r")
    )
    text = wfkit.merge(base, ours, theirs).text()
    assert all(line.isprintable() for line in text.splitlines())


def test_a_conflict_of_the_whole_document_has_a_name():
    def tab(label):
        return {"id": "a", "type": "tab", "label": label}

    merged = wfkit.merge([tab("x")], {"flows": [tab("x")], "rev": "1"}, [tab("y")])
    assert [(each.path, each.node) for each in merged.conflicts] == [("", "")]
    assert "! the document" in merged.text()
    assert merged.resolve("", "theirs").document == [tab("y")]


def test_it_shows_itself_in_a_notebook(merge):
    bundle = merge._repr_mimebundle_()
    assert bundle["text/plain"] == merge.text()
    assert MODEL in bundle["text/html"]


def test_of_a_long_text_it_shows_what_each_side_made_of_the_base(made):
    long = "You are a careful assistant. " * 6
    base, ours, theirs = (
        made.flow(made.node("a", prompt=f"{long}Keep to {count} sentences.")) for count in ("three", "four", "two")
    )
    text = wfkit.merge(base, ours, theirs).text()
    assert "Keep to [-three-]{+four+} sentences." in text
    assert "Keep to [-three-]{+two+} sentences." in text
