from __future__ import annotations

import pytest

import wfkit
from wfkit import templates as prebuilt
from wfkit.errors import AmbiguousName, NotFound
from wfkit.store import frames


def row_of(registry, name):
    found = registry.templates()
    return found[found["name"] == name].iloc[0].to_dict()


def test_the_pre_built_templates_are_listed_before_they_are_used(registry, kinds, snapshot):
    before = snapshot(registry)
    listed = registry.templates()
    assert {"Simple RAG", "Conversational RAG"} <= set(listed["name"])
    assert set(listed["version"]) == set(listed["usage_count"]) == {0}
    assert kinds(listed) == dict(frames.TEMPLATES)
    assert listed.attrs["total"] == len(listed) == len(prebuilt.available())
    assert snapshot(registry) == before


def test_pages_of_templates_hold_every_row_once(registry):
    every = list(registry.templates()["id"])
    pages = [registry.templates(page=page, limit=3) for page in range(1, len(every) // 3 + 2)]
    assert [found for page in pages for found in page["id"]] == every


def test_a_used_template_is_cloned_and_counted(registry):
    wf = registry.use_template("Simple RAG", name="My RAG")
    row = row_of(registry, "Simple RAG")
    assert (row["usage_count"], row["version"]) == (1, 1)
    assert (wf.name, wf.version, wf.is_template, wf.owner) == ("My RAG", 1, False, "ann")
    assert wf.source_template == (row["id"], 1)
    assert wf.message == "from template 'Simple RAG', version 1"
    assert wf.document == registry.get(row["id"]).document
    assert wf.description == row["description"]


def test_a_clone_has_a_name_and_description_by_default(registry):
    assert registry.use_template("Simple RAG").name == "Simple RAG (copy)"
    assert registry.use_template("Simple RAG", description="mine").description == "mine"


def test_the_most_used_template_is_listed_first(registry):
    for name in ("Conversational RAG", "Simple RAG", "Simple RAG"):
        registry.use_template(name)
    assert list(registry.templates()["name"][:2]) == ["Simple RAG", "Conversational RAG"]


@pytest.mark.parametrize("key", ["Simple RAG", "simple_rag", "template-simple_rag"])
def test_a_pre_built_template_is_found_by_name_key_and_id(registry, key):
    assert registry.use_template(key).source_template[0] == "template-simple_rag"


def test_any_workflow_can_be_a_template(registry, wf, flow):
    wf.update(is_template=True)
    clone = registry.use_template("Simple", name="Clone")
    assert (clone.document, clone.tags, clone.source_template) == (flow(), ["rag"], (wf.id, 1))
    assert row_of(registry, "Simple")["source"] == "ann"
    assert registry.use_template(wf, name="By object").source_template == (wf.id, 1)
    assert registry.use_template(wf.id).name == "Simple (copy)"


def test_a_clone_keeps_every_byte(registry):
    text = '{"edges": [],\r\n\t"nodes": [{"id": "a", "type": "llm", "v": 0.10}]}'
    registry.create("T", text, is_template=True)
    assert registry.use_template("T").text == text


def test_a_clone_is_of_the_newest_version_and_is_not_changed_by_later_ones(registry, wf, flow):
    wf = wf.update(is_template=True).save(flow("b"))
    clone = registry.use_template("Simple", name="Clone")
    wf.save(flow("c"))
    assert clone.source_template == (wf.id, 2)
    assert registry.get("Clone").document == flow("b")


def test_an_invalid_template_gives_an_invalid_clone(registry, broken):
    registry.create("T", broken, is_template=True, allow_invalid=True)
    assert not registry.use_template("T").at(1).valid


def test_a_workflow_that_is_no_template_is_told_how_to_become_one(registry, wf):
    for reference in ("Simple", wf.id, wf):
        with pytest.raises(NotFound, match=r"'Simple' is no template; update\(is_template=True\)"):
            registry.use_template(reference)


def test_an_unknown_template_is_answered_with_the_known_ones(registry):
    with pytest.raises(NotFound, match=r"no template 'nope'; templates: .*'Simple RAG'"):
        registry.use_template("nope")


def test_a_name_that_two_templates_have_is_refused_with_their_ids(registry, flow):
    made = [registry.create("T", flow(), is_template=True) for _ in range(2)]
    with pytest.raises(AmbiguousName, match="2 templates are named 'T'; use one by its id") as caught:
        registry.use_template("T")
    assert caught.value.candidates == tuple(wf.id for wf in made)


def test_a_deleted_template_is_gone_and_its_clones_stay(registry, wf):
    wf.update(is_template=True)
    clone = registry.use_template("Simple", name="Clone")
    registry.delete(wf)
    assert "Simple" not in set(registry.templates()["name"])
    with pytest.raises(NotFound, match="no template 'Simple'"):
        registry.use_template("Simple")
    registry.purge(wf)
    assert registry.get("Clone").source_template == clone.source_template
    assert len(registry.check()) == 0


def test_a_deleted_pre_built_template_comes_back_when_it_is_used(registry):
    registry.load_templates()
    registry.delete("template-simple_rag")
    assert row_of(registry, "Simple RAG")["version"] == 0
    assert registry.use_template("Simple RAG").source_template == ("template-simple_rag", 1)
    assert row_of(registry, "Simple RAG")["usage_count"] == 1


def test_loading_the_templates_twice_changes_nothing(registry, snapshot):
    loaded = registry.load_templates()
    assert {wf.is_template for wf in loaded} == {True}
    assert {(wf.owner, wf.version) for wf in loaded} == {("wfkit", 1)}
    before = snapshot(registry)
    registry.load_templates()
    assert snapshot(registry) == before


def test_a_template_that_a_newer_package_changed_gets_a_new_version(tmp_path, flow):
    registry = wfkit.open(tmp_path / "flows.duckdb", author="ann")
    registry.load_templates()
    packaged = registry.get("template-simple_rag")
    older = wfkit.open(tmp_path / "flows.duckdb", author="wfkit")
    older.get(packaged.id).save(flow("of an older package"))
    registry.load_templates()
    refreshed = registry.get(packaged.id)
    assert (refreshed.version, refreshed.text, refreshed.author) == (3, packaged.text, "wfkit")


def test_a_template_that_is_saved_while_it_is_brought_up_to_date_stays_as_it_was_saved(tmp_path, flow, clock):
    registry = wfkit.open(tmp_path / "flows.duckdb", author="ann", clock=clock)
    registry.load_templates()
    older = wfkit.open(tmp_path / "flows.duckdb", author="wfkit")
    template = older.get("template-simple_rag").save(flow("of an older package"))
    clock.alarm = lambda: registry.get(template.id).save(flow("of somebody else"))
    registry.load_templates()
    assert registry.get(template.id).document == flow("of somebody else")


def test_a_pre_built_template_that_somebody_changed_is_left_as_it_is(registry, flow):
    registry.load_templates()
    registry.get("template-simple_rag").save(flow("mine"))
    registry.load_templates()
    assert registry.get("template-simple_rag").document == flow("mine")


def test_a_template_that_another_process_loads_first_is_the_one_that_is_used(registry, clock):
    clock.alarm = registry.load_templates
    wf = registry.use_template("Simple RAG")
    assert wf.source_template == ("template-simple_rag", 1)
    assert len(registry.check()) == 0


def test_a_template_that_was_not_used_yet_has_no_times(registry):
    assert registry.templates()[["created_at", "updated_at"]].isna().all(axis=None)
