"""The audit log: who did what, when, to which version; it outlives what it tells of."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.store import frames


def _told(frame):
    return [(row.principal, row.action, row.version) for row in frame.itertuples()]


def test_every_act_is_written_down_once(registry, acting, owned, flow):
    wf = acting("ann").get(owned.id)
    wf.tag("production")
    wf.rename_tag("production", "stable")
    wf.untag("stable")
    wf = wf.rollback(1)
    wf.save(flow("gpt-4"))  # says the same
    wf.update(name="Plan", tags=[])
    wf.share("bob", "edit").unshare("bob")
    acting("ann").delete(wf)
    acting("ann").undelete(wf.id)
    acting("ann").undelete(wf.id)
    acting("ann").purge(wf.id)
    log = registry.audit(limit=None).iloc[::-1]
    told = list(zip(log["action"], log["details"], strict=True))
    run = dict(told)["run"]
    assert told == [
        ("create", ""), ("save", ""), ("tag", "v1.0.0"), ("run", run), ("tag", "production"),
        ("rename-tag", "production to stable"), ("untag", "stable"), ("rollback", ""), ("update", "name, tags"),
        ("share", "with bob to edit"), ("unshare", "with bob"), ("delete", ""), ("undelete", ""), ("purge", ""),
    ]  # fmt: skip
    assert log["version"].fillna(0).tolist() == [1, 2, 2, 2, 2, 2, 2, 3, 0, 0, 0, 0, 0, 3]


def test_the_log_has_its_columns_even_when_it_is_empty(registry):
    log = registry.audit()
    assert len(log) == 0
    assert {name: str(dtype) for name, dtype in log.dtypes.items()} == dict(frames.AUDIT)


def test_what_was_refused_is_not_written_down(registry, acting, owned, flow):
    before = len(registry.audit(limit=None))
    with pytest.raises(wfkit.NotFound):
        acting("eve").get(owned.id)
    with pytest.raises(wfkit.VersionConflict):
        acting("ann").get(owned.id).save(flow("x"), expected_version=1)
    assert len(registry.audit(limit=None)) == before


def test_it_tells_of_a_purged_workflow(registry, acting, owned):
    acting("ann").purge(owned.id)
    log = registry.audit(workflow=owned.id)
    assert (log["action"][0], log["workflow_name"][0]) == ("purge", "Secret plan")
    with pytest.raises(wfkit.NotFound):
        acting("ann").audit(workflow=owned.id)


def test_who_manages_a_workflow_reads_what_was_done_to_it(acting, owned):
    assert _told(acting("ann").audit(workflow=owned, action="create")) == [("ann", "create", 1)]
    owned.share("bob", "edit")
    with pytest.raises(wfkit.Forbidden, match="may not manage"):
        acting("bob").audit(workflow=owned.id)


@pytest.mark.usefixtures("owned")
def test_it_is_filtered_and_paged(registry, acting, flow):
    acting("bob").create("Other", flow())
    assert _told(registry.audit(principal="bob")) == [("bob", "create", 1)]
    assert set(registry.audit(action="save")["workflow_name"]) == {"Secret plan"}
    page = registry.audit(page=2, limit=2)
    assert (len(page), page.attrs["total"]) == (2, 5)
    first = registry.audit(limit=None)["recorded_at"].min()
    assert len(registry.audit(until=first.isoformat())) == 0
    assert len(registry.audit(since=first.isoformat())) == 5


def test_imports_are_written_down(registry, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(f'{{"nodes": [], "edges": [], "description": "{name}"}}')
    registry.import_files(tmp_path, progress=False)
    assert sorted(registry.audit(action="import")["workflow_name"]) == ["a", "b"]


def test_a_template_is_brought_by_its_package(registry, acting):
    acting("eve").use_template("Simple RAG", name="Mine")
    assert [(row.principal, row.workflow_name) for row in registry.audit(action="create").itertuples()] == [
        ("eve", "Mine"),
        ("wfkit", "Simple RAG"),
    ]
