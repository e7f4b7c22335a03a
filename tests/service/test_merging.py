from __future__ import annotations

import copy
import pickle

import pytest

import wfkit
from wfkit.errors import InvalidInput, MergeConflict, NotFound, VersionConflict


def edited(document, place, **config):
    changed = copy.deepcopy(document)
    changed["nodes"][place]["data"]["config"].update(config)
    return changed


def moved(document, place, x):
    changed = copy.deepcopy(document)
    changed["nodes"][place]["position"]["x"] = x
    return changed


@pytest.fixture
def base(flow):
    return flow("a", "b", "c")


@pytest.fixture
def merged_wf(registry, base):
    return registry.create("Merged", base)


def test_edits_of_different_nodes_merge(base):
    merge = wfkit.merge(base, edited(base, 0, model="ours"), edited(base, 2, model="theirs"))
    assert not merge.open
    models = [node["data"]["config"]["model"] for node in merge.document["nodes"]]
    assert models == ["ours", "b", "theirs"]


def test_a_merge_takes_paths_and_json_text(tmp_path, base):
    import json

    file = tmp_path / "ours.json"
    file.write_text(json.dumps(edited(base, 0, model="ours")))
    merge = wfkit.merge(json.dumps(base), file, base)
    assert merge.document == edited(base, 0, model="ours")


def test_documents_of_two_formats_do_not_merge(base, n8n):
    with pytest.raises(
        InvalidInput, match="documents of one format can be merged; base, ours and theirs are 'wfkit', 'wfkit', 'n8n'"
    ):
        wfkit.merge(base, base, n8n)


def test_a_workflow_merges_another_edit_of_one_of_its_versions(merged_wf, base):
    head = merged_wf.save(edited(base, 0, model="ours"))
    merge = head.merge(base=1, theirs=edited(base, 1, model="theirs"))
    saved = head.save(merge.document, "both")
    assert [node["data"]["config"]["model"] for node in saved.document["nodes"]] == ["ours", "theirs", "c"]
    assert saved.version == 3


def test_the_sides_of_a_merge_may_be_tags(merged_wf, base):
    merged_wf.tag("start")
    head = merged_wf.save(edited(base, 0, model="two"))
    assert head.merge(base="start", theirs=2).document == head.document


def test_a_side_that_is_neither_version_nor_file_says_so(merged_wf, base):
    with pytest.raises(NotFound, match="no file 'nothing'"):
        merged_wf.merge(base="nothing", theirs=base)


def test_a_refused_save_offers_the_merge_of_both(registry, merged_wf, base):
    mine = registry.get("Merged")
    merged_wf.save(edited(base, 0, model="theirs"))
    with pytest.raises(VersionConflict) as refused:
        mine.save(edited(base, 1, model="ours"))
    merge = refused.value.merge()
    saved = mine.save(merge.document, expected_version=refused.value.version)
    assert [node["data"]["config"]["model"] for node in saved.document["nodes"]] == ["theirs", "ours", "c"]


def test_a_refused_save_of_the_same_property_is_a_conflict_to_decide(registry, merged_wf, base):
    mine = registry.get("Merged")
    merged_wf.save(edited(base, 0, model="theirs"))
    with pytest.raises(VersionConflict) as refused:
        mine.save(edited(base, 0, model="ours"))
    merge = refused.value.merge()
    assert [(conflict.base, conflict.ours, conflict.theirs) for conflict in merge.open] == [("a", "ours", "theirs")]
    with pytest.raises(MergeConflict, match="1 conflict open") as still_open:
        _ = merge.document
    assert still_open.value.merge is merge
    assert merge.resolve(merge.open[0], "theirs").document == edited(base, 0, model="theirs")


def test_a_refused_draft_offers_the_merge_too(registry, merged_wf, base):
    mine = registry.get("Merged")
    mine.save_draft(edited(base, 1, model="draft"))
    merged_wf.save(edited(base, 0, model="theirs"))
    with pytest.raises(VersionConflict) as refused:
        mine.publish_draft()
    models = [node["data"]["config"]["model"] for node in refused.value.merge().document["nodes"]]
    assert models == ["theirs", "draft", "c"]


def test_a_conflict_without_a_document_of_ours_says_what_to_do(merged_wf, base):
    merged_wf.save(edited(base, 0, model="b"))
    with pytest.raises(VersionConflict) as refused:
        merged_wf.rollback(1, expected_version=1)
    with pytest.raises(InvalidInput, match="about no document of yours"):
        refused.value.merge()


def test_a_conflict_travels_between_processes_without_its_merge(registry, merged_wf, base):
    mine = registry.get("Merged")
    merged_wf.save(edited(base, 0, model="theirs"))
    with pytest.raises(VersionConflict) as refused:
        mine.save(edited(base, 0, model="ours"))
    copied = pickle.loads(pickle.dumps(refused.value))  # noqa: S301 - our own bytes
    assert (str(copied), copied.version, copied.author) == (str(refused.value), 2, "ann")
    with pytest.raises(InvalidInput):
        copied.merge()


@pytest.fixture
def template(registry, base):
    return registry.create("Pattern", base, is_template=True)


def test_a_clone_knows_how_far_its_template_has_moved_on(registry, template, base):
    clone = registry.use_template("Pattern", name="Clone")
    assert clone.behind_template() == 0
    template.save(edited(base, 0, model="x")).save(edited(base, 0, model="y"))
    assert clone.behind_template() == 2


def test_a_clone_takes_over_what_its_template_changed(registry, template, base):
    clone = registry.use_template("Pattern", name="Clone").save(edited(base, 2, model="mine"))
    template.save(edited(base, 0, model="new"))
    updated = clone.update_from_template()
    assert [node["data"]["config"]["model"] for node in updated.document["nodes"]] == ["new", "b", "mine"]
    assert updated.message == "update to version 2 of the template"
    assert (updated.behind_template(), updated.source_template) == (0, (template.id, 2))
    assert registry.get("Clone").source_template == (template.id, 2)


@pytest.mark.usefixtures("template")
def test_a_clone_that_is_up_to_date_gets_no_version(registry):
    clone = registry.use_template("Pattern", name="Clone")
    assert clone.update_from_template().version == 1


def test_a_clone_that_says_what_its_template_says_now_only_notes_the_version(registry, template, base):
    clone = registry.use_template("Pattern", name="Clone").save(edited(base, 0, model="new"))
    template.save(edited(base, 0, model="new"))
    updated = clone.update_from_template()
    assert (updated.version, updated.behind_template()) == (2, 0)


def test_moves_on_both_sides_are_no_conflict_with_a_template(registry, template, base):
    clone = registry.use_template("Pattern", name="Clone").save(moved(base, 0, 1))
    template.save(moved(base, 0, 2))
    assert clone.update_from_template().document["nodes"][0]["position"]["x"] == 1


def test_what_clone_and_template_both_changed_is_decided_and_then_saved(registry, template, base):
    clone = registry.use_template("Pattern", name="Clone").save(edited(base, 0, model="mine"))
    template.save(edited(base, 0, model="new"))
    with pytest.raises(MergeConflict, match="version 2 of its template changed the same in 1 place;") as refused:
        clone.update_from_template()
    merge = refused.value.merge
    merge.resolve(merge.open[0], "both of them")
    updated = clone.update_from_template(merge=merge, message="decided")
    assert (updated.document["nodes"][0]["data"]["config"]["model"], updated.message) == ("both of them", "decided")
    assert updated.behind_template() == 0


@pytest.mark.parametrize(("strategy", "kept"), [("ours", "mine"), ("theirs", "new")])
def test_a_strategy_decides_between_clone_and_template(registry, template, base, strategy, kept):
    clone = registry.use_template("Pattern", name="Clone").save(edited(base, 0, model="mine"))
    template.save(edited(base, 0, model="new"))
    updated = clone.update_from_template(strategy=strategy)
    assert updated.document["nodes"][0]["data"]["config"]["model"] == kept


@pytest.mark.usefixtures("template")
def test_what_is_no_merge_is_refused(registry):
    clone = registry.use_template("Pattern", name="Clone")
    with pytest.raises(InvalidInput, match=r"merge is of type dict; pass the \.merge of the MergeConflict"):
        clone.update_from_template(merge={})


def test_a_workflow_without_a_template_says_so(merged_wf):
    for ask in (merged_wf.behind_template, merged_wf.update_from_template):
        with pytest.raises(NotFound, match="'Merged' was not made from a template"):
            ask()


def test_a_clone_whose_template_was_purged_says_so(registry, template):
    clone = registry.use_template("Pattern", name="Clone")
    registry.purge(template.id)
    with pytest.raises(NotFound, match="is not in this registry any more"):
        clone.behind_template()


def test_an_update_of_a_clone_that_somebody_saved_meanwhile_is_refused(registry, template, base):
    clone = registry.use_template("Pattern", name="Clone")
    template.save(edited(base, 0, model="new"))
    registry.get("Clone").save(edited(base, 1, model="other"))
    with pytest.raises(VersionConflict):
        clone.update_from_template()
    assert clone.behind_template() == 1
