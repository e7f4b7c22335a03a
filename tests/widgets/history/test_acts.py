"""What is done with versions in the history panel."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.errors import InvalidInput, NotFound, VersionConflict


def document(**config):
    return {"nodes": [{"id": "llm", "type": "llm", "data": {"label": "Answer", "config": config}}], "edges": []}


@pytest.fixture
def registry():
    with wfkit.open(":memory:", author="ann") as opened:
        yield opened


@pytest.fixture
def wf(registry):
    made = registry.create("Ask/it", document(model="small"))
    return made.save(document(model="large")).save(document(model="huge"), "huge")


@pytest.fixture
def panel(wf):
    return wfkit.ui.history(wf)


def test_a_rollback_makes_a_version_selects_it_and_says_so(panel):
    assert panel.rollback(1) == {"made": 4, "words": "Version 4 is now what version 1 was"}
    assert (panel.selected, panel.head, panel.workflow.version) == ([4], 4, 4)
    assert panel.rows[0]["restoredFrom"] == 1
    assert panel.details["message"] == "restored version 1"


def test_a_rollback_can_say_why(panel):
    panel.rollback(1, message="huge is too slow", expected=3)
    assert panel.rows[0]["message"] == "huge is too slow"


def test_a_rollback_to_what_is_there_already_makes_nothing(panel):
    words = "Version 3 is the same as version 3 already: nothing was made"
    assert panel.rollback(3) == {"made": None, "words": words}
    assert panel.head == 3


def test_when_somebody_saved_meanwhile_nothing_is_rolled_back_and_the_history_is_read_again(wf, panel):
    wf.save(document(model="theirs"), "meanwhile")
    answer = panel.rollback(1, expected=3)
    assert answer["made"] is None
    assert "ann saved version 4 meanwhile, so nothing was rolled back" in answer["words"]
    assert (panel.head, panel.rows[0]["message"]) == (4, "meanwhile")
    assert panel.selected == [3]
    assert panel.rollback(1, expected=4)["made"] == 5


def test_a_conflict_is_no_error_of_the_panel_but_one_of_the_workflow(wf, panel):
    wf.save(document(model="theirs"))
    panel.rollback(1, expected=3)
    assert panel.fault is None
    with pytest.raises(VersionConflict):
        wf.rollback(1, expected_version=3)


def test_from_python_a_rollback_goes_upon_whatever_is_there(wf, panel):
    wf.save(document(model="theirs"))
    assert panel.rollback(1)["made"] == 5


def test_a_rollback_to_a_version_that_is_not_there_is_told(panel):
    with pytest.raises(NotFound, match="no version 9"):
        panel.rollback(9)


def test_tags_are_put_moved_renamed_and_taken_away(panel):
    assert panel.tag("stable", 1) == {"words": "Version 1 has the tag 'stable'"}
    assert panel.tags == {"stable": 1}
    with pytest.raises(InvalidInput, match="move=True"):
        panel.tag("stable", 2)
    panel.tag("stable", 2, move=True)
    assert panel.rename_tag("stable", "live") == {"words": "The tag 'stable' is now 'live'"}
    assert panel.tags == {"live": 2}
    assert panel.untag("live") == {"words": "The tag 'live' is gone"}
    assert panel.tags == {}


def test_the_next_semantic_versions_are_offered_with_the_reason(panel):
    assert panel.next_tags(2) == {
        "tags": [{"part": "first", "tag": "v1.0.0"}],
        "part": "first",
        "why": "no version is released yet",
    }
    panel.tag("v1.0.0", 2)
    assert panel.next_tags(3) == {
        "tags": [
            {"part": "patch", "tag": "v1.0.1"},
            {"part": "minor", "tag": "v1.1.0"},
            {"part": "major", "tag": "v2.0.0"},
        ],
        "part": "minor",
        "why": "since version 2, the model of 'Answer' changed",
    }


@pytest.mark.parametrize("number", [1, 2])
def test_no_semantic_version_is_offered_for_what_is_older_than_the_last(panel, number):
    panel.tag("v1.0.0", 2)
    assert panel.next_tags(number) == {"tags": [], "part": "", "why": ""}


def test_a_version_that_only_moved_nodes_deserves_a_patch(registry):
    def placed(x):
        made = document(model="small")
        made["nodes"][0]["position"] = {"x": x, "y": 0}
        return made

    wf = registry.create("Moved", placed(0)).tag("v1.0.0").save(placed(9))
    offered = wfkit.ui.history(wf).next_tags(2)
    assert (offered["part"], offered["why"]) == ("patch", "since version 1, only layout and noise changed")


def test_a_document_is_given_as_it_was_saved_with_a_name_that_a_file_can_have(wf, panel):
    assert panel.document(1) == {"name": "Ask_it version 1.json", "text": wf.at(1).text}


def test_a_document_in_yaml_is_a_file_of_yaml(registry, corpus):
    path = next((corpus / "dify").rglob("*.y*ml"))
    wf = registry.create("..", path, allow_invalid=True)
    assert wfkit.ui.history(wf).document(1)["name"] == "workflow version 1.yaml"
