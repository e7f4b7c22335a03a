from __future__ import annotations

import copy
import json
import re
from itertools import pairwise

import pytest

import wfkit
from wfkit.errors import InvalidInput, NotFound

KEY = "sk-proj-" + "a1B2c3D4e5F6" * 4


def document(**config):
    nodes = [
        {"id": "in", "type": "input", "data": {"label": "Question", "config": {"name": "q"}}},
        {
            "id": "llm",
            "type": "llm",
            "data": {"label": "Answer", "config": {"model": "small", "prompt": "p", **config}},
        },
    ]
    return {"nodes": nodes, "edges": [{"id": "e", "source": "in", "target": "llm"}]}


@pytest.fixture
def registry():
    with wfkit.open(":memory:") as found:
        yield found


@pytest.fixture
def workflow(registry):
    """Four versions: the second has another model, the third moves a node, the fourth another prompt and a tag."""
    wf = registry.create("Ask", document(), message="first")
    wf = wf.save(document(model="large"), "better model")
    moved = document(model="large")
    moved["nodes"][0]["position"] = {"x": 80, "y": 0}
    wf = wf.save(moved, "tidy up")
    last = copy.deepcopy(moved)
    last["nodes"][1]["data"]["config"]["prompt"] = "q"
    return wf.save(last, "other prompt").tag("v1.0.0")


@pytest.fixture
def panel(workflow):
    return wfkit.ui.diff(workflow)


def asked(panel, **content):
    answers = []
    panel.send = answers.append
    panel._handle_custom_msg({"id": "q", **content}, [])  # noqa: SLF001 - as a message of the browser arrives
    return answers[-1]


def test_by_default_it_shows_what_the_last_version_changed(panel):
    assert (panel.title, panel.old, panel.new) == ("Ask", 3, 4)
    assert panel.comparison["summary"].startswith("Changed prompt of Answer")
    assert repr(panel) == "<wfkit DiffPanel 'Ask': version 3 → version 4>"
    assert panel.diff.logic[0].new == "q"


def test_versions_are_given_by_number_or_tag(workflow):
    assert [(found.old, found.new) for found in (wfkit.ui.diff(workflow, 1), wfkit.ui.diff(workflow, 1, 3))] == [
        (1, 4),
        (1, 3),
    ]
    assert wfkit.ui.diff(workflow, 2, "v1.0.0").new == 4
    assert wfkit.ui.diff(workflow, new=3).old == 2
    with pytest.raises(NotFound, match="no version 9"):
        wfkit.ui.diff(workflow, 1, 9)


def test_the_head_is_the_newest_version_whatever_was_read(workflow, registry):
    older = registry.get(workflow.id)
    workflow.save(document(model="tiny"), "smaller")
    assert wfkit.ui.diff(older).new == 5


def test_a_single_version_is_compared_with_itself(registry):
    panel = wfkit.ui.diff(registry.create("One", document()))
    assert (panel.old, panel.new, panel.comparison["groups"]) == (1, 1, [])


def test_it_lists_the_versions_with_all_that_a_choice_needs(panel):
    assert [version["number"] for version in panel.versions] == [1, 2, 3, 4]
    assert panel.versions[3]["tags"] == ["v1.0.0"]
    assert panel.versions[1]["message"] == "better model"
    assert panel.versions[0]["date"].endswith("+00:00")


def test_other_versions_are_chosen_in_place(panel):
    panel.compare(1, 2)
    assert panel.comparison["name"] == "1:2"
    panel.old = 4
    assert panel.comparison["name"] == "4:2"
    panel.set_state({"old": 2, "new": 3})
    assert panel.comparison["counts"] == {"logic": 0, "layout": 1, "noise": 0}
    with pytest.raises(NotFound):
        panel.compare(1, 77)


def test_both_versions_may_change_at_once_without_a_comparison_in_between(panel):
    seen = []
    panel.observe(lambda change: seen.append(change["new"]["name"]), "comparison")
    panel.set_state({"old": 1, "new": 2})
    assert seen == ["1:2"]


def test_a_version_saved_since_is_found_when_it_is_asked_for(panel, workflow):
    workflow.save(document(model="tiny"), "smaller")
    panel.new = 5
    assert panel.versions[-1]["message"] == "smaller"
    workflow.at(5)
    panel.refresh()
    assert len(panel.versions) == 5


def test_versions_beyond_those_that_are_listed_are_listed_when_they_are_compared(workflow, monkeypatch):
    monkeypatch.setattr("wfkit.widgets.diff._MOST_VERSIONS", 2)
    panel = wfkit.ui.diff(workflow)
    assert [version["number"] for version in panel.versions] == [3, 4]
    panel.old = 1
    assert [version["number"] for version in panel.versions] == [1, 3, 4]
    assert panel.versions[0]["message"] == "first"


def test_any_two_documents_are_compared(tmp_path):
    file = tmp_path / "new.json"
    file.write_text(json.dumps(document(model="large")))
    panel = wfkit.ui.diff(document(), file)
    assert (panel.title, panel.versions, panel.old) == ("new.json", [], 0)
    assert panel.comparison["sides"] == ["old", f"…{str(file)[-55:]}"]
    assert wfkit.ui.diff(document(), document()).title == "Comparison"
    with pytest.raises(InvalidInput, match="no other versions"):
        panel.compare(1, 2)


def test_versions_and_diffs_are_compared_too(workflow, registry):
    other = registry.create("Other", document(model="tiny"))
    assert wfkit.ui.diff(workflow.at(1), workflow.at(4)).title == "Ask"
    assert wfkit.ui.diff(workflow, other).title == "Ask and Other"
    assert wfkit.ui.diff(workflow.diff(1, 2)).diff.logic[0].new == "large"


@pytest.mark.parametrize("arguments", [(document(),), (document(), document(), document())])
def test_what_is_no_comparison_is_refused(arguments):
    with pytest.raises(InvalidInput, match="two documents to compare"):
        wfkit.ui.diff(*arguments)


def test_a_diff_stands_alone_and_options_are_checked(workflow):
    with pytest.raises(InvalidInput, match="pass it alone"):
        wfkit.ui.diff(workflow.diff(1, 2), 3)
    with pytest.raises(InvalidInput, match="auto, pair, overlay"):
        wfkit.ui.diff(workflow, view="both")
    with pytest.raises(InvalidInput, match="from 240 to 4000"):
        wfkit.ui.diff(workflow, height_px=20)


def test_acts_answer_of_the_comparison_that_is_shown(panel):
    of = panel.comparison["name"]
    assert sorted(asked(panel, act="pictures", values={"of": of, "view": "pair"})["value"]) == ["new", "old"]
    assert asked(panel, act="changes", values={"of": of, "groups": [0]})["value"][0][0]["name"] == "prompt"
    assert asked(panel, act="find_changes", values={"of": of, "query": "prompt"})["value"] == [0]
    assert asked(panel, act="node_details", values={"of": of, "key": "in"})["value"]["label"] == "Question"
    assert asked(panel, act="whole_change", values={"of": of, "group": 0, "place": 0})["value"]["new"] == "q"
    assert "not shown any more" in asked(panel, act="pictures", values={"of": "7:8", "view": "pair"})["error"]


def test_a_step_that_comes_next_is_prepared(panel):
    assert asked(panel, act="prepare", values={"old": 1, "new": 2, "view": "pair"}) == {"answer": "q", "value": None}
    assert panel.comparison["name"] == "3:4"
    panel.prepare(7, 8, "pair")
    assert panel.pictures("1:2", "pair")
    assert panel.fault is None
    alone = wfkit.ui.diff(document(), document())
    alone.prepare(1, 2, "pair")
    alone.refresh()
    assert alone.versions == []


def places(pictures):
    """Where each card is, in all pictures of a view."""
    cards = r'data-node="([^"]+)" transform="([^"]+)"'
    return dict(found for picture in pictures.values() for found in re.findall(cards, picture))


def test_from_step_to_step_a_node_keeps_its_place(registry):
    wf = registry.create("Grows", document())
    grown = document()
    for number in range(4):
        extra = {"id": f"x{number}", "type": "prompt", "data": {"label": f"Extra {number}"}}
        grown["nodes"].insert(0, extra)
        grown["edges"].append({"id": extra["id"], "source": extra["id"], "target": "llm"})
        wf = wf.save(copy.deepcopy(grown), allow_invalid=True)
    panel = wfkit.ui.diff(wf)
    found = []
    for new in (3, 4, 5):
        panel.compare(new - 1, new)
        found.append(places(panel.step_pictures(f"{new - 1}:{new}", "pair")))
    assert [set(later) - set(before) for before, later in pairwise(found)] == [{"x2"}, {"x3"}]
    assert [later | before == later for before, later in pairwise(found)] == [True, True]


def test_documents_have_no_steps_and_are_drawn_by_themselves():
    alone = wfkit.ui.diff(document(), document(model="large"))
    assert alone.step_pictures("documents", "overlay") == alone.pictures("documents", "overlay")


def test_only_so_many_comparisons_are_kept(registry):
    wf = registry.create("Long", document())
    for number in range(30):
        wf = wf.save(document(model=f"m{number}"))
    panel = wfkit.ui.diff(wf)
    for number in range(1, 31):
        panel.compare(number, number + 1)
    panel.compare(1, 2)
    assert panel.diff.logic[0].new == "m0"
    with pytest.raises(NotFound, match="not shown any more"):
        panel.pictures("3:4", "pair")


def test_what_is_selected_must_be_there(panel):
    panel.selected = "llm"
    panel.current = 0
    with pytest.raises(NotFound, match="no node 'nope'"):
        panel.selected = "nope"
    with pytest.raises(NotFound, match="no group 5"):
        panel.current = 5
    panel.compare(2, 3)
    assert (panel.selected, panel.current) == ("llm", None)


def test_a_selected_node_that_the_next_comparison_lacks_is_left(registry):
    extra = document()
    extra["nodes"].append({"id": "x", "type": "llm", "data": {"label": "X", "config": {}}})
    wf = registry.create("W", extra).save(document()).save(document(model="large"))
    panel = wfkit.ui.diff(wf, 1, 2)
    panel.selected = "x"
    panel.compare(2, 3)
    assert panel.selected is None


def test_no_secret_is_in_its_state(registry):
    wf = registry.create("W", document(api_key=KEY), allow_invalid=True).save(
        document(api_key=KEY[::-1]), allow_invalid=True
    )
    panel = wfkit.ui.diff(wf)
    state = json.dumps(panel.get_state(), default=str)
    assert KEY not in state
    assert KEY[::-1] not in state
    assert "secret changed, not shown" in state
    assert panel.diff.logic[0].old == KEY


def test_no_secret_is_in_the_messages_that_it_lists(registry):
    wf = registry.create("Ask", document(), message=f"first, with {KEY}")
    panel = wfkit.ui.diff(wf.save(document(model="large"), "then\nanother"))
    assert KEY not in json.dumps(panel.versions)
    assert panel.versions[1]["message"] == "then\nanother"
