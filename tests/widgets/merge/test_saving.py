"""Where the result of a merge panel is saved, and what happens when somebody else saved first."""

from __future__ import annotations

import copy

import pytest

import wfkit
from wfkit.errors import InvalidInput, InvalidWorkflow, MergeConflict, VersionConflict


@pytest.fixture
def n8n_document():
    nodes = [{"id": "1", "name": "A", "type": "n8n-nodes-base.noOp", "position": [0, 0], "parameters": {}}]
    return {"nodes": nodes, "connections": {}}


def test_a_merge_without_conflicts_has_nothing_to_decide_and_is_saved(registry, made):
    wf = registry.create("Ask", made.base).save(made.changed(0, model="large"))
    panel = wfkit.ui.merge(wf.merge(base=1, theirs=made.changed(1, top_k=9)))
    assert (panel.current, panel.detail, panel.conflicts) == (-1, None, [])
    assert panel.write()
    assert panel.saved == {"version": 3, "name": "Ask", "is_new": True, "line": f"registry.get({wf.id!r})"}
    assert panel.workflow.document == panel.result.data


def test_a_merge_of_mere_documents_has_its_result_in_python(panel):
    assert panel.about["workflow"] is None
    with pytest.raises(MergeConflict, match="3 conflicts open"):
        _ = panel.result
    panel.resolve_all("ours")
    with pytest.raises(InvalidInput, match=r"belongs to no workflow: panel\.result is the document"):
        panel.save()


def test_a_merge_of_mere_documents_may_be_told_its_workflow(registry, merge, made):
    wf = registry.create("Ask", made.base)
    panel = wfkit.ui.merge(merge, workflow=wf)
    panel.resolve_all("theirs")
    assert panel.save("both").message == "both"
    assert registry.get("Ask").document == panel.result.data


def test_a_workflow_that_the_merge_does_not_fit_is_refused(registry, merge, n8n_document):
    with pytest.raises(InvalidInput, match="'Mail' holds 'n8n' documents, this merge is of 'wfkit' ones"):
        wfkit.ui.merge(merge, workflow=registry.create("Mail", n8n_document))
    with pytest.raises(InvalidInput, match=r"workflow is of type str; pass what registry\.get gives"):
        wfkit.ui.merge(merge, workflow="Ask")


def test_a_refused_save_goes_on_in_the_panel(registry, refused):
    panel = wfkit.ui.merge(refused)
    assert panel.about["titles"] == {"base": "version 1", "ours": "your edit", "theirs": "version 2 by ann"}
    panel.resolve_all("ours")
    saved = panel.save("mine and theirs")
    assert (saved.version, saved.message) == (3, "mine and theirs")
    assert saved.document == panel.merge.document
    assert registry.get("Ask") == saved


def test_what_is_saved_is_not_decided_any_more(refused):
    panel = wfkit.ui.merge(refused)
    panel.resolve_all("ours")
    panel.save()
    for step in (lambda: panel.decide(0, "theirs"), panel.undo, panel.save, lambda: panel.reopen(0)):
        with pytest.raises(InvalidInput, match="saved already, as version 3 of 'Ask'"):
            step()


def test_a_result_that_the_head_says_already_makes_no_version(registry, made):
    wf = registry.create("Ask", made.base).save(made.changed(0, model="large"))
    panel = wfkit.ui.merge(wf.merge(base=1, theirs=made.changed(0, model="tiny")))
    panel.resolve_all("ours")
    assert panel.save().version == 2
    assert panel.saved["is_new"] is False


def test_a_head_that_moved_meanwhile_is_told_and_every_decision_stays(registry, refused, made):
    panel = wfkit.ui.merge(refused)
    panel.resolve_all("ours")
    head = registry.get("Ask")
    head.save(made.with_config(head.document, 1, top_k=7))
    assert panel.write() is False
    assert (panel.moved["version"], panel.moved["author"]) == (3, "ann")
    panel.merge_again()
    assert (panel.moved, panel.about["carried"], panel.choices) == (None, 3, [])
    saved = panel.save()
    configs = [each["data"]["config"] for each in saved.document["nodes"]]
    assert saved.version == 4
    assert [configs[0]["model"], configs[1]["top_k"], configs[2]["language"]] == ["large", 7, "fr"]


def test_merged_again_only_what_the_new_head_changed_too_is_asked(registry, refused, made):
    panel = wfkit.ui.merge(refused)
    panel.resolve_all("ours")
    head = registry.get("Ask")
    head.save(made.with_config(head.document, 0, model="huge"))
    with pytest.raises(VersionConflict):
        panel.save()
    panel.merge_again()
    assert [(row["label"], row["setting"]) for row in panel.conflicts] == [("Answer", "model")]
    assert panel.merge.conflicts[0].ours == "large"


def test_without_a_refused_save_there_is_nothing_to_merge_again(panel):
    with pytest.raises(InvalidInput, match="no save was refused"):
        panel.merge_again()


def test_an_update_from_a_template_is_decided_in_the_panel(registry, made):
    template = registry.create("Pattern", made.base, is_template=True)
    clone = registry.use_template("Pattern", name="Clone").save(made.changed(0, model="mine"))
    template.save(made.changed(0, model="new"))
    with pytest.raises(MergeConflict) as refused:
        clone.update_from_template()
    panel = wfkit.ui.merge(refused.value)
    assert panel.about["titles"]["theirs"] == "version 2 of the template"
    panel.decide(0, "theirs")
    saved = panel.save()
    assert (saved.message, saved.behind_template()) == ("update to version 2 of the template", 0)


def test_problems_of_the_result_are_told_before_it_is_saved(registry, made):
    broken = copy.deepcopy(made.base)
    broken["schema_version"] = 1
    wf = registry.create("Ask", broken, allow_invalid=True)
    head = wf.save(made.with_config(copy.deepcopy(broken), 0, model="o"), allow_invalid=True)
    theirs = made.with_config(copy.deepcopy(broken), 0, model="t")
    theirs["nodes"][1]["type"] = "lllm"
    panel = wfkit.ui.merge(head.merge(base=1, theirs=theirs))
    panel.review()
    assert panel.problems is None
    panel.resolve_all("ours")
    panel.review()
    assert panel.problems[0]["severity"] == "error"
    with pytest.raises(InvalidWorkflow):
        panel.write()
    assert panel.write(allow_invalid=True)
