from __future__ import annotations

import pytest

from wfkit.core import codec
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound, VersionConflict


def test_a_draft_is_no_version(wf, flow, clock):
    draft = wf.save_draft(flow("b"))
    assert (draft.document, draft.base_version, draft.author) == (flow("b"), 1, "ann")
    assert draft.updated_at == clock.now
    assert len(wf.versions()) == 1
    assert wf.draft() == draft


def test_a_draft_is_written_over_the_one_before_and_keeps_its_base(wf, flow):
    wf.save_draft(flow("b"))
    wf.save(flow("of somebody else"))
    draft = wf.save_draft(flow("c"))
    assert (draft.document, draft.base_version) == (flow("c"), 1)


def test_a_new_draft_begins_from_the_version_that_was_read(wf, flow):
    assert wf.save(flow("b")).save_draft(flow("c")).base_version == 2


@pytest.mark.parametrize("document", [{"half": "done"}, [], {}, '{"a":1}', b"[1]"], ids=repr)
def test_a_draft_may_be_of_no_format(wf, document):
    draft = wf.save_draft(document)
    assert not draft.validate().ok
    assert wf.draft().text == draft.text


def test_a_draft_may_be_invalid_and_says_why(wf, broken):
    draft = wf.save_draft(broken)
    assert [problem.code for problem in draft.validate().errors] == ["dangling-edge"]


def test_a_draft_keeps_the_text_that_it_was_given(wf, tmp_path):
    path = tmp_path / "draft.json"
    path.write_bytes(b'{"nodes": [],\r\n  "edges": [], "v": 0.10}')
    assert wf.save_draft(path).text == '{"nodes": [],\r\n  "edges": [], "v": 0.10}'


def test_editing_a_draft_object_changes_nothing(wf, flow):
    wf.save_draft(flow("b")).document.clear()
    assert wf.draft().document == flow("b")


def test_a_draft_of_an_edited_workflow_document_is_taken_as_it_is_now(wf):
    wf.source.data["note"] = "edited"
    assert wf.save_draft(wf).document["note"] == "edited"


def test_a_published_draft_is_a_version_and_no_draft_any_more(registry, wf, flow):
    wf.save_draft(flow("b"))
    published = wf.publish_draft("done")
    assert (published.version, published.document, published.message) == (2, flow("b"), "done")
    with pytest.raises(NotFound, match=r"'Simple' has no draft; save_draft\(document\) makes one"):
        published.draft()
    assert len(registry.check()) == 0


def test_a_draft_that_equals_its_base_makes_no_version_and_is_gone(wf, flow):
    wf.save_draft(flow())
    assert wf.publish_draft().version == 1
    with pytest.raises(NotFound):
        wf.draft()


def test_an_invalid_draft_is_not_published_and_stays(wf, broken):
    wf.save_draft(broken)
    with pytest.raises(InvalidWorkflow, match="dangling-edge"):
        wf.publish_draft()
    assert wf.draft().document == broken
    assert not wf.publish_draft(allow_invalid=True).at(2).valid


def test_a_draft_of_no_format_is_published_only_on_request(wf, registry):
    wf.save_draft({"half": "done"})
    with pytest.raises(InvalidWorkflow, match="missing-nodes"):
        wf.publish_draft()
    assert wf.publish_draft(allow_invalid=True).version == 2
    assert len(registry.nodes()) == 0
    assert len(registry.check()) == 0


def test_a_draft_whose_base_is_not_the_head_is_a_conflict_and_stays(wf, flow):
    wf.save_draft(flow("mine"))
    wf.save(flow("of somebody else"))
    with pytest.raises(VersionConflict, match="is at version 2"):
        wf.publish_draft()
    assert wf.draft().document == flow("mine")


def test_a_draft_that_went_on_while_it_was_published_stays(wf, flow, clock):
    wf.save_draft(flow("published"))
    clock.alarm = lambda: wf.save_draft(flow("typed meanwhile"))
    published = wf.publish_draft()
    assert published.document == flow("published")
    assert published.draft().document == flow("typed meanwhile")


def test_a_discarded_draft_is_gone_and_discarding_twice_is_no_error(wf, flow):
    wf.save_draft(flow("b"))
    wf.discard_draft()
    wf.discard_draft()
    with pytest.raises(NotFound):
        wf.draft()


@pytest.mark.parametrize("document", [None, 5, "", {"a": float("nan")}, {1: 2}, "{", {1, 2}], ids=repr)
def test_what_is_no_json_is_no_draft(registry, wf, document, snapshot):
    before = snapshot(registry)
    with pytest.raises((InvalidInput, InvalidWorkflow)):
        wf.save_draft(document)
    assert snapshot(registry) == before


def test_a_published_draft_keeps_its_byte_order_mark(wf):
    raw = b"\xef\xbb\xbf" + codec.to_text(wf.document | {"description": "with a mark"}).encode()
    wf.save_draft(raw)
    assert wf.publish_draft().source.raw == raw
