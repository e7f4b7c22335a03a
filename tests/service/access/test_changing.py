"""Who may change a workflow: viewing does not suffice, editing does not reach to sharing and deleting."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.service.workflow import Workflow


def _run(wf):
    with wf.execution() as run:
        run.cost += 1


EDITS = {
    "save": lambda wf: wf.save({"nodes": [], "edges": []}),
    "edit": lambda wf: wf.edit().save(),
    "update": lambda wf: wf.update(description="new"),
    "tag": lambda wf: wf.tag("v2.0.0"),
    "untag": lambda wf: wf.untag("v1.0.0"),
    "rename_tag": lambda wf: wf.rename_tag("v1.0.0", "old"),
    "rollback": lambda wf: wf.rollback(1),
    "save_draft": lambda wf: wf.save_draft({"nodes": [], "edges": []}),
    "publish_draft": lambda wf: wf.publish_draft("done"),
    "discard_draft": lambda wf: wf.discard_draft(),
    "execution": _run,
    "record_execution": lambda wf: wf.record_execution(),
    "update_from_template": lambda wf: wf.update_from_template(),
}
MANAGING = {
    "share": lambda wf: wf.share("zoe", "view"),
    "unshare": lambda wf: wf.unshare("*"),
    "delete": lambda wf: wf.registry.delete(wf),
    "purge": lambda wf: wf.registry.purge(wf.id),
}
READS = {
    *("at", "author", "behind_template", "blame", "content_hash", "costs", "created_at", "deleted_at"),
    *("description", "diff", "diff_frame", "document", "draft", "executions", "export", "format", "graph", "id"),
    *("is_template", "log", "merge", "message", "name", "next_tag", "owner", "reference", "restored_from", "saved_at"),
    *(
        "shared_with",
        "source",
        "source_template",
        "suggest_bump",
        "syntax",
        "tags",
        "text",
        "to_format",
        "updated_at",
        "valid",
    ),
    *("version", "version_tags", "versions"),
}


def test_every_method_of_a_workflow_has_its_rule_here():
    ruled = set(EDITS) | set(MANAGING) | READS
    assert {name for name in dir(Workflow) if not name.startswith("_")} <= ruled


@pytest.fixture
def shared(acting, owned):
    """The workflow as somebody gets it after it was shared with everyone at a level."""

    def get(name, level):
        owned.share("*", level)
        registry = acting(name)
        found = registry.get(owned.id)
        object.__setattr__(found, "registry", registry)
        return found

    return get


@pytest.mark.parametrize("name", {**EDITS, **MANAGING})
def test_who_may_view_changes_nothing(name, shared, owned, acting):
    wf = shared("bob", "view")
    before = acting("root").audit(workflow=owned.id, limit=None)
    if name in ("edit", "update_from_template"):
        wf = wf.edit()
        wf.set("n0", "model", "other")
        with pytest.raises(wfkit.Forbidden, match=r"bob.*may not change"):
            wf.save()
    else:
        with pytest.raises(wfkit.Forbidden, match=r"'bob' may not (change|manage) 'Secret plan'; its owner 'ann'"):
            (EDITS | MANAGING)[name](wf)
    assert acting("root").audit(workflow=owned.id, limit=None).equals(before)
    assert acting("ann").get(owned.id).version == 2


@pytest.mark.parametrize("name", [name for name in EDITS if name != "update_from_template"])
def test_who_may_edit_changes_what_it_says(name, shared):
    EDITS[name](shared("bob", "edit"))


@pytest.mark.parametrize("name", MANAGING)
def test_who_may_edit_does_not_manage(name, shared):
    with pytest.raises(wfkit.Forbidden, match="may not manage"):
        MANAGING[name](shared("bob", "edit"))


@pytest.mark.parametrize("name", MANAGING)
def test_who_may_manage_may_all(name, shared):
    MANAGING[name](shared("bob", "manage"))


@pytest.mark.parametrize("name", {**EDITS, **MANAGING})
def test_a_viewer_changes_nothing_however_it_is_shared(name, shared, acting, owned):
    wf = shared("vic", "manage")
    if name in ("edit", "update_from_template"):
        with pytest.raises(wfkit.Forbidden, match="role viewer"):
            wf.save({"nodes": [], "edges": []})
    else:
        with pytest.raises(wfkit.Forbidden, match="role viewer"):
            (EDITS | MANAGING)[name](wf)
    assert acting("ann").get(owned.id).version == 2


def test_a_viewer_makes_nothing(acting, flow, tmp_path):
    (tmp_path / "a.json").write_text('{"nodes": [], "edges": []}')
    for attempt in (
        lambda vic: vic.create("Mine", flow()),
        lambda vic: vic.import_files(tmp_path, progress=False),
        lambda vic: vic.load_templates(),
        lambda vic: vic.use_template("Simple RAG"),
    ):
        with pytest.raises(wfkit.Forbidden, match="role editor"):
            attempt(acting("vic"))
    assert len(acting("root").list()) == 0


def test_what_was_unshared_is_gone_for_who_holds_it(shared, owned):
    wf = shared("bob", "edit")
    owned.unshare("*")
    with pytest.raises(wfkit.NotFound, match="not in this registry any more"):
        wf.save({"nodes": [], "edges": []})


def test_who_saves_is_the_author_and_the_owner_stays(shared, acting, owned, flow):
    shared("bob", "edit").save(flow("other"))
    wf = acting("ann").get(owned.id)
    assert (wf.author, wf.owner) == ("bob", "ann")


def test_an_import_adds_no_version_to_what_may_only_be_viewed(acting, owned, tmp_path):
    (tmp_path / "Secret plan.json").write_text('{"nodes": [], "edges": []}')
    owned.share("bob", "view")
    rows = acting("bob").import_files(tmp_path, on_conflict="version", progress=False)
    assert rows["status"].tolist() == ["failed"]
    assert rows["reason"].tolist() == ["'Secret plan' is not yours to change"]
    owned.share("bob", "edit")
    rows = acting("bob").import_files(tmp_path, on_conflict="version", progress=False)
    assert rows["status"].tolist() == ["version"]


@pytest.mark.usefixtures("owned")
def test_an_import_of_a_name_that_may_not_be_seen_is_a_new_workflow(acting, tmp_path):
    (tmp_path / "Secret plan.json").write_text('{"nodes": [], "edges": []}')
    rows = acting("eve").import_files(tmp_path, on_conflict="version", progress=False)
    assert rows["status"].tolist() == ["imported"]
    assert acting("eve").get("Secret plan").owner == "eve"


def test_an_archive_belongs_to_who_brings_it(acting, owned, tmp_path):
    acting("ann").export(owned, tmp_path / "plan.wfkit", history=True)
    acting("eve").import_files(tmp_path / "plan.wfkit", progress=False)
    assert acting("eve").get("Secret plan").owner == "eve"
    assert acting("ann").get("Secret plan").id == owned.id


def test_an_archive_adds_nothing_to_what_may_only_be_viewed(acting, owned, tmp_path, flow):
    ahead = acting("eve").create("Secret plan", flow("gpt-4")).save(flow("gpt-5")).save(flow("gpt-7"))
    acting("eve").export(ahead, tmp_path / "plan.wfkit", history=True)
    owned.share("bob", "view")
    rows = acting("bob").import_files(tmp_path / "plan.wfkit", on_conflict="version", progress=False)
    assert rows["status"].tolist() == ["failed"]
    assert acting("ann").get(owned.id).version == 2
