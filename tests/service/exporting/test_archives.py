"""Archives of histories, and what an import makes of them."""

from __future__ import annotations

import json
import zipfile

import pytest

from wfkit.errors import InvalidInput
from wfkit.service import _histories

from .conftest import START, document, manifest, rewritten, run


def test_a_history_is_restored_under_a_new_id(archive, workflow, other):
    row = run(other, archive)
    assert (row["status"], row["name"], row["version"], row["format"]) == ("imported", "Flow", 4, "wfkit")
    assert row["workflow_id"] != workflow.id
    back = other.get(row["workflow_id"])
    assert (back.description, back.tags, back.owner, back.created_at) == ("what for", ["x", "y"], "Ada", START)
    assert back.updated_at == workflow.updated_at
    assert back.versions().equals(workflow.versions())
    assert back.version_tags().equals(workflow.version_tags())
    assert [back.at(number).text for number in range(1, 5)] == [workflow.at(number).text for number in range(1, 5)]
    assert other.check().empty


def test_the_manifest_says_what_the_archive_holds(archive, workflow):
    given = manifest(archive)
    assert (given["archive_format"], given["redacted"]) == (1, False)
    assert given["provenance"]["workflow_id"] == workflow.id
    assert given["versions"][3] == {
        "file": "versions/4.json", "version": 4, "content_hash": workflow.content_hash, "message": "back",
        "author": "Ada", "created_at": workflow.at(4).created_at.isoformat(), "tags": [], "valid": True,
        "restored_from": 1,
    }  # fmt: skip
    assert given["versions"][2]["tags"] == ["live", "production"]


def test_equal_histories_make_equal_archives(registry, workflow, archive, tmp_path):
    again = registry.export(workflow, tmp_path / "again.wfkit", history=True)
    assert again.read_bytes() == archive.read_bytes()


def test_an_archive_holds_the_exact_bytes(registry, other, tmp_path):
    raw = b"\xef\xbb\xbf" + json.dumps(document(), indent=1).replace("\n", "\r\n").encode()
    archive = registry.export(registry.create("Flow", raw), tmp_path / "a.wfkit")
    with zipfile.ZipFile(archive) as opened:
        assert opened.read("versions/1.json") == raw
    back = other.get(run(other, archive)["workflow_id"])
    assert other.export(back, tmp_path / "b.json").read_bytes() == raw


def test_an_archive_of_one_version_is_numbered_from_one(registry, workflow, other, tmp_path):
    archive = registry.export(workflow, tmp_path / "one.wfkit", version=3)
    assert [version["version"] for version in manifest(archive)["versions"]] == [3]
    back = other.get(run(other, archive)["workflow_id"])
    assert back.version == 1
    assert back.at("production").message == "third"
    assert other.check().empty


def test_a_history_can_end_at_an_earlier_version(registry, workflow, tmp_path):
    archive = registry.export(workflow, tmp_path / "two.wfkit", version=2, history=True)
    assert [version["version"] for version in manifest(archive)["versions"]] == [1, 2]


def test_a_history_goes_into_an_archive_only(registry, workflow, tmp_path):
    with pytest.raises(InvalidInput, match=r"'flow\.wfkit'"):
        registry.export(workflow, tmp_path / "flow.json", history=True)


def test_an_archive_is_not_restored_twice(archive, registry, workflow, other):
    assert run(registry, archive)["workflow_id"] == workflow.id
    assert [run(other, archive)["status"] for _ in range(2)] == ["imported", "unchanged"]
    other.get("Flow").save(document("later"))
    assert run(other, archive)["status"] == "unchanged"
    assert len(other.list()) == 1


@pytest.mark.parametrize(("policy", "status"), [("skip", "skipped"), ("version", "skipped"), ("rename", "renamed")])
def test_a_name_that_is_taken_follows_the_policy(archive, other, policy, status):
    there = other.create("Flow", document("there"))
    row = run(other, archive, on_conflict=policy)
    assert row["status"] == status
    assert (row["name"], len(other.list())) == (("Flow (2)", 2) if status == "renamed" else ("Flow", 1))
    assert there.id in row["reason"]
    assert other.get(there.id).version == 1


def test_a_name_that_is_taken_can_be_an_error(archive, other):
    other.create("Flow", document("there"))
    with pytest.raises(InvalidInput, match="already"):
        run(other, archive, on_conflict="error")


def test_a_history_that_has_gone_on_is_brought_up_to_date(registry, workflow, other, tmp_path):
    workflow_id = run(other, registry.export(workflow, tmp_path / "a.wfkit", version=2, history=True))["workflow_id"]
    longer = registry.export(workflow, tmp_path / "b.wfkit", history=True)
    assert run(other, longer)["status"] == "skipped"
    row = run(other, longer, on_conflict="version")
    assert (row["status"], row["workflow_id"], row["version"]) == ("version", workflow_id, 4)
    back = other.get(workflow_id)
    assert back.versions().equals(workflow.versions())
    assert other.check().empty


def test_a_dry_run_says_the_same_and_writes_nothing(archive, other, tmp_path):
    folder = tmp_path / "archives"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.wfkit").write_bytes(archive.read_bytes())
    (folder / "c.json").write_text(json.dumps(document("2")))
    planned = other.import_files(folder, progress=False, dry_run=True)
    assert list(planned["status"]) == ["imported", "unchanged", "unchanged"]
    assert other.list().empty
    assert list(other.import_files(folder, progress=False)["status"]) == list(planned["status"])


def test_an_invalid_version_stays_marked(registry, other, tmp_path):
    bad = document() | {"edges": [{"id": "e", "source": "a", "target": "gone"}]}
    archive = registry.export(registry.create("Bad", bad, allow_invalid=True), tmp_path / "a.wfkit")
    assert run(other, archive)["status"] == "imported"
    assert not other.get("Bad").at(1).valid
    lying = rewritten(archive, change=lambda given: given["versions"][0].update(valid=True))
    other.purge(other.get("Bad"))
    assert run(other, lying)["status"] == "imported"
    assert not other.get("Bad").at(1).valid


def test_a_long_history_is_written_in_chunks_of_one_transaction(archive, other, workflow, monkeypatch):
    monkeypatch.setattr(_histories, "_CHUNK_BYTES", 1)
    bad = rewritten(archive, drop=("versions/4.json",), members=[("versions/4.json", json.dumps(document("evil")))])
    assert run(other, bad)["status"] == "failed"
    assert other.list().empty
    assert run(other, archive)["version"] == 4
    assert other.get("Flow").versions().equals(workflow.versions())
