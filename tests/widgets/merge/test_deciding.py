"""The merge panel without a browser: what is decided in it is decided in the merge."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.errors import InvalidInput, MergeConflict, NotFound


def place_of(panel, setting):
    return next(place for place, row in enumerate(panel.conflicts) if row["setting"] == setting)


def told(panel):
    return json.dumps(panel.get_state(), default=str)


def test_it_begins_with_the_first_open_conflict(merge):
    panel = wfkit.ui.merge(merge.resolve(merge.conflicts[0], "ours"))
    assert panel.current == 1
    assert panel.choices == ["ours", "", ""]
    assert repr(panel) == "<wfkit MergePanel: 2 open conflicts of 3>"


def test_conflicts_are_listed_by_the_node_and_the_setting_in_words(panel):
    assert [(row["label"], row["setting"], row["kind"]) for row in panel.conflicts] == [
        ("Answer", "model", "edited"),
        ("Answer", "prompt", "edited"),
        ("Translate", "", "deleted"),
    ]


def test_a_text_is_shown_with_what_each_side_did_to_the_base(panel, made):
    panel.current = place_of(panel, "prompt")
    sides = panel.detail["sides"]
    assert sides["base"]["words"] == [[" ", made.prompt]]
    assert ["+", "two sentences"] in sides["ours"]["words"]
    assert [words for sign, words in sides["theirs"]["words"] if sign == "+"] == ["page and line"]
    assert panel.detail["has_both"]


def test_a_deletion_is_told_in_plain_words(panel):
    panel.current = place_of(panel, "")
    assert panel.detail["words"].startswith("Theirs deleted this node, and ours changed it.")
    assert panel.detail["sides"]["theirs"]["kind"] == "nothing"
    assert panel.detail["labels"] == {"base": "Keep it as it was", "ours": "Keep it, changed", "theirs": "Delete it"}
    [change] = panel.detail["sides"]["ours"]["changes"]
    assert (change["name"], change["words"]) == ("language", [["+", "fr"]])


@pytest.mark.parametrize("choice", ["ours", "theirs", "base", "both"])
def test_what_is_decided_in_the_panel_is_what_the_merge_gives(panel, merge, ours, theirs, choice, made):
    place = place_of(panel, "prompt")
    panel.decide(place, choice)
    panel.resolve_all("theirs")
    again = wfkit.merge(made.base, ours, theirs)
    again.resolve(merge.conflicts[place].path, choice).resolve_all("theirs")
    assert panel.merge is merge
    assert panel.result.data == again.document
    assert panel.choices[place] == choice


def test_a_conflict_is_named_by_its_path_its_place_or_itself(panel, merge):
    for conflict in (merge.conflicts[0].path, 0, merge.conflicts[0]):
        panel.resolve(conflict, value="mine")
        assert merge.decisions[merge.conflicts[0].path].value == "mine"
        panel.reopen(conflict)
        assert merge.conflicts[0] in merge.open


@pytest.mark.parametrize("conflict", ["/nowhere", 3, -1])
def test_a_conflict_that_is_not_there_is_refused(panel, conflict):
    with pytest.raises(NotFound, match="among the 3 of this merge"):
        panel.resolve(conflict, "ours")


def test_the_view_may_decide_for_a_side_and_nothing_else(panel):
    with pytest.raises(InvalidInput, match="choice is 'mine'; it must be ours, theirs, base or both"):
        panel.decide(0, "mine")


def test_the_current_conflict_may_be_set_and_must_be_there(panel):
    panel.current = 2
    assert panel.detail["label"] == "Translate"
    panel.current = -1
    assert panel.detail is None
    with pytest.raises(InvalidInput, match="there are 3 conflicts"):
        panel.current = 3


def test_every_step_is_taken_back_by_undo(panel):
    states = [panel.choices]
    panel.decide(0, "theirs")
    states.append(panel.choices)
    panel.resolve(0, value=["own"])
    states.append(panel.choices)
    panel.resolve_all("ours")
    states.append(panel.choices)
    panel.reopen(2)
    for before in reversed(states):
        panel.undo()
        assert panel.choices == before
    with pytest.raises(InvalidInput, match="nothing to undo"):
        panel.undo()


def test_undo_brings_the_own_value_back_that_was_there(panel, merge):
    panel.resolve(0, value={"own": 1})
    panel.resolve(0, "ours")
    panel.undo()
    assert merge.decisions[merge.conflicts[0].path].value == {"own": 1}


def test_a_value_of_ones_own_is_a_text_where_both_sides_have_one(panel, merge):
    place = place_of(panel, "prompt")
    panel.current = place
    assert (panel.detail["own"]["kind"], panel.detail["own"]["text"]) == ("text", merge.conflicts[place].ours)
    assert panel.decide_own(place, "42", "text") == ""
    assert merge.decisions[merge.conflicts[place].path].value == "42"
    assert panel.detail["result"]["words"][-1] == ["+", "42"]


def test_a_value_of_ones_own_is_json_elsewhere_and_what_is_none_is_told(panel, merge):
    panel.current = 2
    assert panel.detail["own"]["kind"] == "json"
    assert "line 1" in panel.decide_own(2, '{"a": 1,}', "json")
    assert panel.choices[2] == ""
    assert panel.check_own("[1, 2", "json")
    assert panel.decide_own(2, panel.detail["own"]["text"], "json") == ""
    assert merge.decisions[merge.conflicts[2].path].value == merge.conflicts[2].ours


def test_the_line_breaks_of_a_text_stay_as_the_document_has_them(made):
    base, ours, theirs = (made.changed(0, prompt=f"{word}\r\ntwo\r\n") for word in ("one", "ours", "theirs"))
    panel = wfkit.ui.merge(wfkit.merge(base, ours, theirs))
    panel.decide_own(0, "mine\ntwo\n", "text")
    assert panel.result.data["nodes"][0]["data"]["config"]["prompt"] == "mine\r\ntwo\r\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a\rb", "characters"), ("a\r\nb\nc", "characters"), ("a\u202eb", "characters"), ("x" * 100_001, "too long")],
    ids=["carriage return", "both line breaks", "direction", "long"],
)
def test_what_a_page_would_not_keep_is_not_edited_there(text, reason, made):
    panel = wfkit.ui.merge(
        wfkit.merge(made.changed(0, prompt="p"), made.changed(0, prompt=text), made.changed(0, prompt="t"))
    )
    assert reason in panel.detail["own"]["refusal"]


def test_a_secret_is_not_sent_and_can_be_decided_for_a_side(made):
    panel = wfkit.ui.merge(wfkit.merge(made.base, *(made.changed(0, api_key=key) for key in made.keys)))
    panel.draw()
    assert [panel.detail["sides"][side]["kind"] for side in ("base", "ours", "theirs")] == [
        "nothing",
        "secret",
        "secret",
    ]
    assert "a secret" in panel.detail["own"]["refusal"]
    panel.decide(0, "theirs")
    panel.draw()
    assert panel.result.data["nodes"][0]["data"]["config"]["api_key"] == made.keys[1]
    assert not [key for key in made.keys if key in told(panel)]


def test_a_secret_within_a_text_is_masked_and_kept(made):
    base, ours, theirs = (
        made.changed(0, prompt=f"Use {key} {word}") for key, word in zip((*made.keys, made.keys[0]), "abc", strict=True)
    )
    panel = wfkit.ui.merge(wfkit.merge(base, ours, theirs))
    panel.draw()
    assert "REDACTED" in told(panel)
    assert not [key for key in made.keys if key in told(panel)]
    panel.decide(0, "theirs")
    assert panel.result.data == theirs


def test_what_was_taken_without_a_question_is_told_by_side(panel):
    panel.draw()
    [group] = panel.taken["theirs"]["groups"]
    assert (group["label"], group["lines"]) == (
        "Check",
        [{"name": "top_k", "words": [["-", "3"], [" ", " "], ["+", "5"]]}],
    )
    assert panel.taken["ours"]["count"] == 0


def test_the_picture_marks_where_nodes_come_from_and_their_conflicts(panel):
    panel.draw()
    assert panel.marks["a"] == {"looks": ["open"], "first": 0, "places": [0, 1]}
    assert panel.marks["b"]["looks"] == ["theirs"]
    panel.resolve_all("theirs")
    panel.draw()
    assert panel.marks["a"]["looks"] == ["decided"]
    assert panel.marks["c"]["looks"] == ["theirs", "gone", "decided"]
    assert {each["key"] for each in panel.nodes} == {"a", "b", "c"}


def test_what_was_decided_elsewhere_is_shown_after_refresh(panel, merge):
    merge.resolve_all("base")
    panel.refresh()
    assert panel.choices == ["base"] * 3


def test_what_is_no_merge_is_refused():
    with pytest.raises(InvalidInput, match=r"a value of type dict is no merge; pass what wf\.merge"):
        wfkit.ui.merge({})
    with pytest.raises(InvalidInput, match="a value of type MergeConflict is no merge"):
        wfkit.ui.merge(MergeConflict("open"))
    with pytest.raises(TypeError, match="workflw"):
        wfkit.ui.merge({}, workflw=None)
