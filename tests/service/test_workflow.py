from __future__ import annotations

import threading
from copy import deepcopy

import pytest

import wfkit
from wfkit.errors import InvalidInput, InvalidWorkflow, VersionConflict


def test_a_new_workflow_shows_what_it_was_made_of(wf, flow):
    assert (wf.name, wf.description, wf.tags, wf.format, wf.version, wf.owner) == (
        "Simple", "a first one", ["rag"], "wfkit", 1, "ann",
    )  # fmt: skip
    assert (wf.document, wf.message, wf.author) == (flow(), "first", "ann")
    assert (wf.is_template, wf.source_template) == (False, None)
    assert wf.created_at.utcoffset().total_seconds() == 0
    assert len(wf.id) == 32


def test_a_read_workflow_shows_the_same(registry, wf):
    read = registry.get(wf.id)
    for name in ("id", "name", "description", "tags", "version", "document", "text", "graph", "content_hash", "message",
                 "author", "created_at", "updated_at"):  # fmt: skip
        assert getattr(read, name) == getattr(wf, name), name
    assert (hash(read), repr(read)) == (hash(wf), repr(wf))


def test_ids_sort_by_time(registry, flow):
    ids = [registry.create("same", flow()).id for _ in range(5)]
    assert len(set(ids)) == 5
    assert ids[0][:8] <= ids[-1][:8]


def test_a_save_makes_the_next_version(registry, wf, flow):
    saved = wf.save(flow("b"), message="bigger")
    assert (saved.version, saved.message, saved.document) == (2, "bigger", flow("b"))
    assert registry.get(wf.id) == saved
    assert saved != wf
    assert wf != "a workflow"


def test_an_old_object_stays_at_its_version(wf, flow):
    wf.save(flow("b"))
    assert (wf.version, wf.document, wf.message) == (1, flow(), "first")
    assert [node.config["model"] for node in wf.graph.nodes] == ["gpt-4"]


def test_an_object_read_before_a_save_shows_its_own_version_later(registry, wf, flow):
    read = registry.get(wf.id)
    wf.save(flow("b"))
    assert read.document == flow()


@pytest.mark.parametrize(
    "respell",
    [
        lambda document: dict(reversed(document.items())),
        lambda document: document | {"viewport": {"x": 0.0, "zoom": 1}},
        lambda document: wfkit.open(":memory:").create("x", document),
    ],
    ids=["the order of keys", "1.0 for 1", "a workflow"],
)
def test_the_same_content_in_another_spelling_makes_no_version(registry, flow, respell):
    wf = registry.create("One", flow(viewport={"x": 0, "zoom": 1.0}))
    document = flow(viewport={"x": 0, "zoom": 1.0})
    saved = wf.save(respell(document), message="nothing")
    assert saved.version == 1
    assert len(saved.versions()) == 1


def test_whitespace_makes_no_version_and_the_first_text_stays(registry):
    text = '{"nodes": [],\r\n "edges": [], "a": 1.0}'
    wf = registry.create("One", text, allow_invalid=True)
    assert wf.save('{"a":1,"nodes":[],"edges":[]}', allow_invalid=True).version == 1
    assert registry.get(wf.id).text == text


def test_true_for_1_makes_a_version(registry, flow):
    wf = registry.create("One", flow(on=1))
    assert wf.save(flow(on=True)).version == 2


@pytest.mark.parametrize(
    "pair", [(2**53, 2**53 + 1), (10**30, 10**30 + 1), ("é", "e\u0301"), (0, "0"), (None, 0)], ids=ascii
)
def test_values_that_only_look_alike_make_a_version(registry, flow, pair):
    old, new = pair
    assert registry.create("One", flow(x=old)).save(flow(x=new)).version == 2


def test_an_unchanged_save_still_meets_the_conflict(wf, flow):
    wf.save(flow("b"))
    with pytest.raises(VersionConflict):
        wf.save(flow())


def test_a_stale_save_is_refused_and_names_who_when_and_what(registry, wf, flow, snapshot):
    saved = wf.save(flow("b"))
    before = snapshot(registry)
    with pytest.raises(VersionConflict) as caught:
        wf.save(flow("c"))
    error = caught.value
    assert (error.workflow_id, error.expected_version, error.version, error.author) == (wf.id, 1, 2, "ann")
    assert error.created_at == saved.at(2).created_at
    assert "'Simple' is at version 2, saved by 'ann' on 2026-01-31 12:00:" in str(error)
    assert f"registry.get({wf.id!r})" in str(error)
    assert snapshot(registry) == before


def test_expected_version_overrules_what_was_read(wf, flow):
    wf.save(flow("b"))
    assert wf.save(flow("c"), expected_version=2).version == 3


def test_a_cell_of_a_dataframe_is_an_expected_version(wf, flow):
    assert wf.save(flow("b"), expected_version=wf.versions()["version"].iloc[0]).version == 2


def test_a_stale_save_within_one_tick_of_the_clock_is_a_conflict_too(registry, wf, flow, clock, snapshot):
    clock.step_s = 0
    wf.save(flow("b"))
    before = snapshot(registry)
    with pytest.raises(VersionConflict):
        wf.save(flow("c"))
    assert snapshot(registry) == before


def test_a_failed_write_that_is_no_conflict_stays_what_it_is(registry, wf, flow):
    with registry._context.engine.write() as transaction:  # noqa: SLF001 - a registry that something else altered
        transaction.run("UPDATE wfkit_store.workflow_versions SET id = id || 'x'")
        transaction.run(
            "INSERT INTO wfkit_store.workflow_versions SELECT $1, * EXCLUDE id FROM wfkit_store.workflow_versions",
            f"{wf.id}:2",
        )
    with pytest.raises(wfkit.RegistryUnusable):
        wf.save(flow("c"))


def test_of_many_threads_one_saves_and_nothing_is_lost(registry, wf, flow):
    outcomes = []

    def save(number):
        try:
            outcomes.append(wf.save(flow(str(number))).version)
        except VersionConflict as error:
            outcomes.append(error.version)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [2] * 8
    assert registry.get(wf.id).version == 2
    assert len(registry.check()) == 0


def test_an_invalid_document_is_refused_with_all_its_problems(registry, wf, broken, snapshot):
    before = snapshot(registry)
    with pytest.raises(InvalidWorkflow, match="'Simple' was not saved: 1 error; mend them") as caught:
        wf.save(broken)
    assert "dangling-edge" in {problem.code for problem in caught.value.problems}
    with pytest.raises(InvalidWorkflow, match="'New' was not created"):
        registry.create("New", broken)
    assert snapshot(registry) == before


def test_an_invalid_document_that_is_allowed_is_marked(wf, broken, flow):
    saved = wf.save(broken, allow_invalid=True).save(flow("b"))
    assert list(saved.versions()["valid"]) == [True, False, True]
    assert not saved.at(2).valid


def test_a_document_of_another_format_is_refused(registry, wf, n8n):
    with pytest.raises(InvalidInput, match="'Simple' holds 'wfkit' documents, this one is 'n8n'; create a workflow"):
        wf.save(n8n)
    assert registry.create("Other", n8n).format == "n8n"


def test_editing_the_document_changes_neither_graph_nor_registry(registry, wf, flow, snapshot):
    before = snapshot(registry)
    wf.document["nodes"].clear()
    wf.document["edges"].append("x")
    wf.tags.append("x")
    assert [node.id for node in wf.graph.nodes] == ["n0"]
    assert wf.tags == ["rag"]
    assert registry.get(wf.id).document == flow()
    assert wf.source.data == flow()
    assert snapshot(registry) == before


def test_editing_the_document_that_was_given_changes_nothing(registry, flow):
    document = flow()
    wf = registry.create("One", document)
    document["nodes"].clear()
    assert wf.document == registry.get(wf.id).document == flow()


def test_an_edited_working_copy_can_be_saved(wf):
    wf.document["nodes"][0]["data"]["config"]["model"] = "b"
    saved = wf.save(wf.document)
    assert saved.document["nodes"][0]["data"]["config"] == {"model": "b"}
    assert wf.at(1).document["nodes"][0]["data"]["config"] == {"model": "gpt-4"}


def test_a_document_whose_data_was_edited_is_saved_as_it_is_now(registry, tmp_path):
    path = tmp_path / "flow.json"
    path.write_text('{"nodes": [{"id": "a", "type": "llm"}],   "edges": []}', encoding="utf-8")
    document = wfkit.load(path)
    wf = registry.create("One", document)
    assert document.content_hash == wf.content_hash
    document.data["note"] = "edited"
    saved = wf.save(document)
    assert (saved.version, saved.document["note"]) == (2, "edited")
    assert wf.content_hash == wfkit.load(path).content_hash != saved.content_hash
    assert registry.get(wf.id).document["note"] == "edited"
    assert len(registry.check()) == 0


def test_metadata_changes_without_a_version(registry, wf):
    updated = wf.update(name="Other", description="", tags=["x", "y", "x"], is_template=True)
    assert (updated.name, updated.description, updated.tags, updated.is_template) == ("Other", "", ["x", "y"], True)
    assert updated.version == 1
    assert updated.updated_at > wf.updated_at
    assert registry.get("Other").tags == ["x", "y"]
    assert wf.update(tags=[]).name == "Other"
    assert registry.get("Other").tags == []


def test_what_an_update_leaves_out_stays(wf):
    updated = wf.update(description="new")
    assert (updated.name, updated.tags, updated.is_template) == ("Simple", ["rag"], False)


def test_two_updates_of_different_things_keep_both(registry, wf):
    other = registry.get(wf.id)
    wf.update(name="New name")
    assert other.update(tags=["new"]).name == "New name"


def test_an_update_does_not_move_an_object_to_a_head_that_it_never_saw(wf, flow):
    wf.save(flow("of somebody else"))
    updated = wf.update(tags=["x"])
    assert (updated.version, updated.document) == (1, flow())
    with pytest.raises(VersionConflict):
        updated.save(flow("mine"))


def test_a_version_object_never_changes(wf, flow):
    view = wf.at(1)
    copy = deepcopy(view.document)
    wf.save(flow("b"))
    assert (view.version, view.document, view.message, view.valid) == (1, copy, "first", True)
    assert (view.workflow_id, view.restored_from, view.author) == (wf.id, None, "ann")
    assert repr(view) == "<VersionView 'Simple' version 1>"
    assert view.text == wf.text
    assert [node.id for node in view.graph.nodes] == ["n0"]
    view.document.clear()
    assert wf.at(1).document == flow()


def test_a_difference_of_two_versions(wf, flow):
    wf = wf.save(flow("b")).save(flow("c"))
    assert [(change.node, change.path, change.old, change.new) for change in wf.diff(1, 2)] == [
        ("n0", "/model", "gpt-4", "b")
    ]
    assert not wf.diff(2, 2)


def test_a_difference_with_one_version_is_to_the_head_as_it_is_now(wf, flow):
    wf.save(flow("b")).tag("stable")
    wf.document["nodes"].clear()
    assert [change.new for change in wf.diff(1)] == ["b"]
    assert not wf.diff("stable")


def test_a_difference_without_a_version_is_what_the_head_changed(wf, flow):
    with pytest.raises(wfkit.InvalidInput, match="'Simple' has no version before 1"):
        wf.diff()
    wf.save(flow("b")).save(flow("c")).tag("stable", 2)
    assert [(change.old, change.new) for change in wf.diff()] == [("b", "c")]
    assert [(change.old, change.new) for change in wf.diff(new="stable")] == [("gpt-4", "b")]


ODD = """{
    "nodes" : [ {"id": "n", "type": "llm", "position": {"x": 0.10, "y": 1e1},
        "data": {"label": "caf\\u00e9", "config": {"model": "a", "temperature": 0.70}}} ],
    "edges" : []
}
"""


def test_a_dict_is_saved_in_the_spelling_of_the_version_it_was_read_from(registry):
    wf = registry.create("Odd", ODD, allow_invalid=True)
    document = wf.document
    document["nodes"][0]["data"]["config"]["model"] = "b"
    document["nodes"][0]["data"]["config"]["top_p"] = 0.5
    saved = wf.save(document, allow_invalid=True)
    assert saved.text == ODD.replace('"model": "a"', '"model": "b"').replace("0.70", '0.70, "top_p" : 0.5')
    assert saved.document == document
    assert registry.check().empty
