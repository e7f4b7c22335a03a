from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import pytest

import wfkit
from wfkit.errors import InvalidInput, NotFound

from .conftest import ASK, KEY, document, node, numbers


def test_its_repr_is_the_same_in_every_run(wf, panel):
    assert repr(panel) == repr(wfkit.ui.history(wf)) == "<wfkit HistoryPanel 'Ask': 4 versions>"


def test_it_lists_the_newest_version_first_with_what_is_known_of_it(wf):
    wf.tag("v1.0.0", 2)
    wf.record_execution(version=2, cost=0.25)
    wf.record_execution(version=2, cost=0.5)
    panel = wfkit.ui.history(wf)
    assert numbers(panel) == [4, 3, 2, 1]
    assert panel.rows[2] == {
        "number": 2,
        "tags": ["v1.0.0"],
        "message": "Better ranks",
        "isCut": True,
        "author": "ann",
        "at": wf.at(2).created_at.isoformat(),
        "isValid": True,
        "restoredFrom": None,
        "runs": 2,
        "cost": 0.75,
    }
    assert (panel.head, panel.found, panel.tags) == (4, 4, {"v1.0.0": 2})


def test_runs_that_cost_nothing_have_no_cost_beside_them(wf):
    wf.record_execution(version=1)
    assert [(row["runs"], row["cost"]) for row in wfkit.ui.history(wf).rows][-1] == (1, None)


def test_an_invalid_version_and_a_restored_one_are_marked(wf):
    wf = wf.save(document(ASK, ASK), "twice", allow_invalid=True).rollback(2)
    rows = wfkit.ui.history(wf).rows
    assert [(row["isValid"], row["restoredFrom"]) for row in rows[:2]] == [(True, 2), (False, None)]


@pytest.mark.parametrize("source", ["Ask", {}, None, 7])
def test_what_is_no_workflow_has_no_history(source):
    with pytest.raises(InvalidInput, match="a history is that of a Workflow"):
        wfkit.ui.history(source)


@pytest.mark.parametrize("height_px", [0, 239, 4001])
def test_a_height_that_nobody_can_use_is_refused(wf, height_px):
    with pytest.raises(InvalidInput, match="from 240 to 4000"):
        wfkit.ui.history(wf, height_px=height_px)


def test_a_deleted_workflow_is_told_with_the_way_back(registry, wf, panel):
    registry.delete(wf)
    with pytest.raises(NotFound, match="undelete"):
        wfkit.ui.history(wf)
    with pytest.raises(NotFound, match="undelete"):
        panel.refresh()


def test_nothing_is_drawn_until_somebody_sees_the_panel(panel):
    assert (panel.selected, panel.details, panel.picture) == ([4], None, None)
    panel.look()
    assert panel.details["number"] == panel.picture["number"] == 4


def test_a_selected_version_is_described_and_drawn(wf, panel):
    wf.tag("stable", 2)
    panel.refresh()
    panel.selected = [2]
    assert panel.details["message"] == "Better ranks\n\nThey were too low."
    assert panel.details["words"] == "Changed rank of Answer to 2"
    assert panel.details["facts"] == ["2 nodes, 0 edges", f"{len(wf.at(2).source.raw):,} bytes"]
    assert panel.details["hash"] == wf.at(2).content_hash
    assert panel.details["tags"] == ["stable"]
    assert panel.details["code"] == 'registry.get("Ask").at(2)'
    assert [listed["label"] for listed in panel.picture["nodes"]] == ["Ask", "Answer"]
    assert panel.picture["picture"].startswith("<svg")


def test_the_line_of_python_names_the_id_where_the_name_is_anothers_too(registry, wf, panel):
    registry.create("Ask", document(ASK))
    panel.selected = [1]
    assert panel.details["code"] == f'registry.get("{wf.id}").at(1)'
    scope = {"registry": registry}
    assert eval(panel.details["code"], scope).version == 1  # noqa: S307 - our own text


def test_the_line_of_python_names_the_variable_of_the_notebook(registry, panel, monkeypatch):
    with wfkit.open(":memory:") as other:
        names = {"_hidden": registry, "other": other, "flows": registry, "n": 7}
        shell = SimpleNamespace(user_ns=names)
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
        panel.selected = [1, 2]
        assert panel.comparison["code"] == 'flows.get("Ask").diff(1, 2)'


def test_two_versions_are_selected_to_be_compared_and_no_more(panel):
    panel.selected = [1]
    panel.selected = [1, 3]
    assert panel.details is None
    assert [view.version for view in panel.versions] == [1, 3]
    with pytest.raises(InvalidInput, match="3 versions are selected"):
        panel.selected = [1, 2, 3]
    assert panel.selected == [1, 3]


def test_a_version_twice_is_one(panel):
    panel.selected = [2, 2]
    assert panel.selected == [2]


def test_a_version_that_is_not_there_is_not_selected(panel):
    with pytest.raises(NotFound, match="no version 9; its versions go from 1 to 4"):
        panel.selected = [9]
    with pytest.raises(NotFound, match="no version 0"):
        panel.selected = [0]
    assert panel.selected == [4]


def test_a_version_saved_elsewhere_can_be_selected_at_once(wf, panel):
    wf.save(document(ASK), "elsewhere")
    panel.selected = [5]
    assert panel.details["message"] == "elsewhere"


def test_callbacks_hear_of_each_selection(panel):
    heard = []
    panel.on_select(lambda versions: heard.append([view.version for view in versions]))
    panel.selected = [2]
    panel.selected = [2, 4]
    panel.selected = []
    assert heard == [[2], [2, 4], []]


def test_what_a_callback_raises_goes_to_the_panel_when_the_browser_caused_it(panel):
    panel.on_select(lambda _versions: 1 / 0)
    panel.set_state({"selected": [2]})
    assert panel.fault["words"] == "ZeroDivisionError: division by zero"
    assert panel.details["number"] == 2


def test_what_others_saved_appears_and_nothing_selected_is_lost(wf, panel):
    panel.selected = [2]
    panel.query = "r"
    wf.save(document(ASK), "elsewhere").tag("v1.0.0")
    assert panel.refresh() == {"new": 1}
    assert numbers(panel) == [5, 2, 1]
    assert (panel.selected, panel.query, panel.head) == ([2], "r", 5)
    assert panel.refresh() == {"new": 0}


def test_a_new_tag_of_the_version_in_sight_is_shown(wf, panel):
    panel.look()
    wf.tag("stable", 4)
    panel.refresh()
    assert panel.details["tags"] == panel.rows[0]["tags"] == ["stable"]


def test_a_secret_is_nowhere_in_the_state(registry):
    wf = registry.create("Keys", document(node("a", "A", api_key="hunter2")), message=f"with {KEY}")
    wf = wf.save(document(node("a", "A", api_key="swordfish", prompt=KEY)))
    panel = wfkit.ui.history(wf)
    panel.look()
    panel.node = "A"
    told = json.dumps([panel.get_state(), panel.sizes([1, 2])], default=str)
    assert not [word for word in (KEY, "hunter2", "swordfish") if word in told]


def test_its_state_is_json(panel):
    panel.look()
    panel.read_on()
    traits = {name: value for name, value in panel.get_state().items() if name not in {"layout", "_dom_classes"}}
    assert json.loads(json.dumps(traits)) == traits


@pytest.mark.parametrize("tool", ["n8n", "langflow", "comfyui_ui", "nodered", "galaxy", "dify"])
def test_the_history_of_a_real_file_can_be_looked_at(registry, tool, corpus):
    files = sorted(path for path in (corpus / tool).rglob("*") if path.suffix in {".json", ".ga", ".yml", ".yaml"})[:2]
    assert files
    for path in files:
        panel = wfkit.ui.history(registry.create(path.stem, path, allow_invalid=True))
        panel.look()
        panel.read_on()
        panel.node = panel.names[0]
        json.dumps([panel.get_state(), panel.sizes([1])], default=str).encode()
        assert panel.fault is None
