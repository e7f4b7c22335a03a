from __future__ import annotations

import pytest

from wfkit.store import frames


def test_a_sound_registry_has_no_findings(registry, wf, flow, kinds):
    wf.save(flow("b")).tag("v1.0.0")
    wf.save_draft(flow("c"))
    wf.record_execution()
    registry.use_template("Simple RAG")
    registry.delete(registry.create("Deleted", flow()))
    assert len(registry.check()) == 0
    assert kinds(registry.check()) == dict(frames.FINDINGS)


ALTERATIONS = {
    "versions-numbered": "DELETE FROM wfkit_store.workflow_versions WHERE version_number = 1",
    "version-key": "UPDATE wfkit_store.workflow_versions SET id = 'x' WHERE version_number = 1",
    "version-has-workflow": "DELETE FROM wfkit_store.workflows",
    "head-is-newest": "UPDATE wfkit_store.workflows SET head_version = 1",
    "tag-has-version": "UPDATE wfkit_store.version_tags SET version_number = 9",
    "draft-has-workflow": "UPDATE wfkit_store.drafts SET workflow_id = 'x'",
    "execution-has-version": "UPDATE wfkit_store.executions SET workflow_version = 9",
    "content-hash": "UPDATE wfkit_store.workflow_versions SET workflow_json = '{\"a\": 1}' WHERE version_number = 1",
}


@pytest.mark.parametrize("rule", ALTERATIONS)
def test_what_something_else_altered_is_found(registry, wf, flow, rule):
    wf.save(flow("b")).tag("v1.0.0")
    wf.save_draft(flow("c"))
    wf.record_execution()
    with registry._context.engine.write() as transaction:  # noqa: SLF001 - something else alters the file
        transaction.run(ALTERATIONS[rule])
    findings = registry.check()
    assert rule in set(findings["check"])
    assert findings["finding"].str.len().min() > 0
    assert findings.attrs["total"] == len(findings)


@pytest.mark.usefixtures("wf")
def test_a_document_that_does_not_parse_any_more_is_found(registry):
    with registry._context.engine.write() as transaction:  # noqa: SLF001 - something else alters the file
        transaction.run('UPDATE wfkit_store.workflow_versions SET workflow_json = \'{"a": 1, "a": 2}\'')
    (finding,) = registry.check()["finding"]
    assert "duplicate" in finding
