from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

import wfkit
from wfkit.core import codec
from wfkit.errors import InvalidInput, NotFound
from wfkit.service import _histories

START = datetime(2026, 1, 1, tzinfo=UTC)


def document(text="hello", **more):
    node = {"id": "a", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"config": {"text": text}}}
    return {"schema_version": 1, **more, "nodes": [node], "edges": []}


@pytest.fixture
def registry(tmp_path):
    clock = iter(START + timedelta(minutes=minute) for minute in range(10_000))
    with wfkit.open(tmp_path / "registry.duckdb", author="Ada", clock=lambda: next(clock)) as opened:
        yield opened


@pytest.fixture
def other():
    with wfkit.open(":memory:", author="Bob") as opened:
        yield opened


@pytest.fixture
def workflow(registry):
    made = registry.create("Flow", document("1"), description="what for", tags=["x", "y"], message="first")
    made = made.save(document("2"), "second").save(document("3"), "third")
    made.tag("v1.0.0", 1).tag("production", 3).tag("live", 3)
    return made.rollback(1, "back")


@pytest.fixture
def archive(registry, workflow, tmp_path):
    return registry.export(workflow, tmp_path / "flow.wfkit", history=True)


def run(registry, path, **options):
    frame = registry.import_files(path, progress=False, **options)
    assert len(frame) == 1
    return frame.iloc[0]


def manifest(path):
    with zipfile.ZipFile(path) as opened:
        return json.loads(opened.read("manifest.json"))


def rewritten(path, *, change=None, members=(), drop=()):
    """The archive with a changed manifest, further members, or without some."""
    with zipfile.ZipFile(path) as opened:
        content = {name: opened.read(name) for name in opened.namelist() if name not in drop}
    if change:
        given = json.loads(content["manifest.json"])
        change(given)
        content["manifest.json"] = json.dumps(given).encode()
    target = path.with_name("rewritten.wfkit")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in [*content.items(), *members]:
            made.writestr(name, raw)
    return target


# one version


def test_a_version_is_exported_as_it_was_given(registry, tmp_path):
    raw = json.dumps(document(), indent=3).encode()
    workflow = registry.create("Flow", raw)
    assert registry.export(workflow, tmp_path / "a.json").read_bytes() == raw
    assert registry.export("Flow", str(tmp_path / "a.ga"), version=1).read_bytes() == raw


def test_the_version_can_be_named_by_number_or_tag(registry, workflow, tmp_path):
    for number, (reference, text) in enumerate([(2, "2"), ("production", "3"), ("v1.0.0", "1"), (None, "1")]):
        target = registry.export(workflow, tmp_path / f"{number}.json", version=reference)
        assert json.loads(target.read_bytes()) == document(text)
    with pytest.raises(NotFound):
        registry.export(workflow, tmp_path / "x.json", version=9)
    assert not (tmp_path / "x.json").exists()


def test_a_workflow_object_exports_the_version_that_it_was_read_at(registry, tmp_path):
    old = registry.create("Flow", document("1"))
    old.save(document("2"))
    assert json.loads(registry.export(old, tmp_path / "a.json").read_bytes()) == document("1")
    assert json.loads(registry.export("Flow", tmp_path / "b.json").read_bytes()) == document("2")


def test_a_file_that_exists_is_replaced_only_on_request(registry, workflow, tmp_path):
    target = tmp_path / "a.json"
    target.write_text("precious")
    with pytest.raises(InvalidInput, match="overwrite=True"):
        registry.export(workflow, target)
    assert target.read_text() == "precious"
    registry.export(workflow, target, overwrite=True)
    assert json.loads(target.read_bytes()) == document("1")


@pytest.mark.parametrize("name", ["", ".", "folder", "a\0b", None, 3])
def test_what_is_no_file_name_is_refused(registry, workflow, tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(InvalidInput):
        registry.export(workflow, name, overwrite=True)


def test_a_missing_folder_is_not_found(registry, workflow, tmp_path):
    with pytest.raises(NotFound, match="no folder"):
        registry.export(workflow, tmp_path / "gone" / "a.json")


def test_an_export_leaves_nothing_beside_the_file_and_an_ordinary_mode(registry, workflow, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    target = registry.export(workflow, folder / "a.json")
    plain = folder / "plain"
    plain.touch()
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    with pytest.raises(NotFound):
        registry.export(workflow, folder / "b.wfkit", version="gone")
    with pytest.raises(InvalidInput):
        registry.export(workflow, folder / "c.json", redact="everything")
    assert sorted(path.name for path in folder.iterdir()) == ["a.json", "plain"]


_KILLED = """
import os, signal, sys, wfkit
from wfkit.service import exporting
write = exporting._write_member
def halfway(archive, name, raw):
    write(archive, name, raw)
    archive.fp.flush()
    os.kill(os.getpid(), signal.SIGKILL)
exporting._write_member = halfway
registry = wfkit.open(sys.argv[1])
registry.export("Flow", sys.argv[2], history=True, overwrite=True)
"""


def test_a_killed_export_leaves_the_old_file_whole(registry, archive):
    before = archive.read_bytes()
    url = registry.url
    registry.close()
    done = subprocess.run([sys.executable, "-c", _KILLED, url, str(archive)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert archive.read_bytes() == before


# archives


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


def _set(*path, value):
    def change(given):
        for step in path[:-1]:
            given = given[step]
        given[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_set("archive_format", value=2), "upgrade wfkit"),
        (_set("archive_format", value=0), "damaged"),
        (_set("archive_format", value="x"), "damaged"),
        (_set("workflow", "name", value="a\0b"), "name"),
        (_set("workflow", "name", value=5), "damaged"),
        (_set("workflow", "format", value="n9n"), "unknown format"),
        (_set("workflow", "tags", value=["a", 3]), "damaged"),
        (_set("workflow", "created_at", value="yesterday"), "created_at"),
        (_set("workflow", "created_at", value="0001-01-01T00:00:00+14:00"), "created_at"),
        (_set("versions", value=[]), "damaged"),
        (_set("versions", 0, "file", value="../../etc/passwd"), "refused"),
        (_set("versions", 0, "file", value="versions/2.json"), "twice"),
        (_set("versions", 0, "file", value="versions/99.json"), "not in the zip"),
        (_set("versions", 0, "version", value=7), "order"),
        (_set("versions", 0, "tags", value=["v1"]), "semantic"),
        (_set("versions", 0, "tags", value=["production"]), "twice"),
        (_set("versions", 0, "author", value="\n"), ""),
        (_set("versions", 0, "created_at", value=""), "created_at"),
        (_set("versions", 1, "content_hash", value="0" * 64), "altered"),
    ],
    ids=range(19),
)
def test_a_manifest_that_cannot_be_trusted_is_refused(archive, other, change, reason):
    row = run(other, rewritten(archive, change=change))
    assert row["status"] == "failed"
    assert reason in row["reason"]
    assert other.list().empty


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("../evil.json", b"{}"),
        ("/etc/passwd", b"x"),
        ("versions/../../x.json", b"{}"),
        ("versions/1.json/x", b"{}"),
        ("versions\\9.json", b"{}"),
        ("versions/9.txt", b"{}"),
        ("versions/0.json", b"{}"),
        ("a\nb", b"{}"),
        ("versions/9.json", b" " * 2**24),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_an_absurd_member_is_refused(archive, other, name, raw):
    row = run(other, rewritten(archive, members=[(name, raw)]))
    assert row["status"] == "failed"
    assert "refused: member" in row["reason"]
    assert other.list().empty


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(archive, other):
    row = run(other, rewritten(archive, members=[("versions/1.json", b"{}")]))
    assert (row["status"], row["reason"]) == ("failed", "refused: two members have the same name")


@pytest.mark.parametrize("raw", [b"", b"words", b"PK\x05\x06" + b"\0" * 18], ids=["empty", "words", "empty zip"])
def test_what_is_no_archive_fails(other, tmp_path, raw):
    path = tmp_path / "a.wfkit"
    path.write_bytes(raw)
    assert run(other, path)["status"] == "failed"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'{"archive_format": 1}', b"\xff"], ids=repr)
def test_a_damaged_manifest_fails(archive, other, raw):
    path = rewritten(archive, drop=("manifest.json",), members=[("manifest.json", raw)])
    assert run(other, path)["status"] == "failed"


def test_altered_bytes_fail_and_nothing_is_written(archive, registry, other):
    path = rewritten(archive, drop=("versions/4.json",), members=[("versions/4.json", json.dumps(document("evil")))])
    assert run(other, path)["reason"].startswith("altered: versions/4.json")
    assert other.list().empty
    # The manifest alone would say that the history is there.
    assert run(registry, path)["status"] == "failed"


def test_every_truncation_fails_with_a_reason(archive, other, tmp_path):
    raw = archive.read_bytes()
    path = tmp_path / "cut.wfkit"
    for size in range(0, len(raw), 97):
        path.write_bytes(raw[:size])
        assert run(other, path)["status"] == "failed"
    assert other.list().empty


# redaction


def secretive(**config):
    key = {"model": "m", "api_key": "sk-very-secret", **config}
    node = {"id": "a", "type": "llm", "position": {"x": 0, "y": 0}, "data": {"config": key}}
    return {"schema_version": 1, "nodes": [node], "edges": []}


def test_secrets_are_blanked_and_the_archive_says_so(registry, other, tmp_path):
    workflow = registry.create("Secret", secretive(), allow_invalid=True).save(secretive(model="n"), allow_invalid=True)
    archive = registry.export(workflow, tmp_path / "a.wfkit", history=True, redact=True)
    with zipfile.ZipFile(archive) as opened:
        assert all(b"sk-very-secret" not in opened.read(name) for name in opened.namelist())
        digest = codec.content_hash(json.loads(opened.read("versions/1.json")))
    given = manifest(archive)
    assert given["redacted"] is True
    assert given["versions"][0]["content_hash"] == digest != workflow.at(1).content_hash
    assert run(other, archive)["status"] == "imported"
    assert other.get("Secret").document["nodes"][0]["data"]["config"]["api_key"] == ""
    assert registry.get("Secret").document["nodes"][0]["data"]["config"]["api_key"] == "sk-very-secret"


@pytest.mark.parametrize(
    "node",
    [
        {"id": "a", "type": "llm", "data": {"api_key": "sk-very-secret"}},
        {"type": "llm", "data": {"config": {"api_key": "sk-very-secret"}}},
        {"id": "a", "type": "unheard of", "data": {"config": {"api_key": "sk-very-secret"}}},
        {"id": "a", "type": ["llm"], "data": {"config": {"api_key": ["sk-very-secret"]}}},
        {"id": "a", "type": "llm", "data": {"config": {"api_key": {"nested": "sk-very-secret"}}}},
    ],
    ids=["flat", "without id", "unknown type", "broken type", "nested"],
)
def test_secrets_of_nodes_that_are_not_sound_are_blanked_too(registry, tmp_path, node):
    workflow = registry.create("Secret", {"nodes": [node], "edges": []}, allow_invalid=True)
    assert b"sk-very-secret" not in registry.export(workflow, tmp_path / "a.json", redact=True).read_bytes()


def test_references_stay_and_a_document_without_secrets_keeps_its_bytes(registry, tmp_path):
    raw = json.dumps(secretive(api_key="${API_KEY}"), indent=7).encode()
    workflow = registry.create("Clean", raw, allow_invalid=True)
    assert registry.export(workflow, tmp_path / "a.json", redact=True).read_bytes() == raw


def test_the_secrets_of_other_formats_are_left_out_too(registry, tmp_path):
    node = {"name": "A", "type": "t", "parameters": {"apiKey": "q7Zx-91LmPq2_vTr8Kd0"}}
    raw = json.dumps({"nodes": [node], "connections": {}}, indent=3).encode()
    workflow = registry.create("n8n", raw)
    exported = registry.export(workflow, tmp_path / "a.json", redact=True).read_bytes()
    assert exported == raw.replace(b"q7Zx-91LmPq2_vTr8Kd0", b"")


def test_an_archive_without_personal_data_has_no_authors_and_no_secrets_in_its_messages(registry, tmp_path):
    token = "ghp_" + "a1B2c3D4e5F6" * 3
    workflow = registry.create(
        "Flow", document("a"), message=f"uses {token}", description=f"asks bob@firm.de about {token}"
    )
    given = manifest(registry.export(workflow, tmp_path / "a.wfkit", redact=True))
    assert given["versions"][0]["message"] == "uses REDACTED"
    assert given["workflow"]["description"] == "asks bob@firm.de about REDACTED"
    assert given["versions"][0]["author"] == workflow.at(1).author
    given = manifest(registry.export(workflow, tmp_path / "b.wfkit", redact="all"))
    assert given["workflow"]["description"] == "asks REDACTED about REDACTED"
    assert (given["versions"][0]["author"], given["provenance"]["owner"]) == ("unknown", "unknown")


@pytest.mark.parametrize("what", ["everything", 1, None])
def test_redact_is_a_boolean_or_one_of_two_words(registry, workflow, tmp_path, what):
    with pytest.raises(InvalidInput, match="pass True, False, 'secrets' or 'all'"):
        registry.export(workflow, tmp_path / "a.json", redact=what)


def test_a_long_history_is_written_in_chunks_of_one_transaction(archive, other, workflow, monkeypatch):
    monkeypatch.setattr(_histories, "_CHUNK_BYTES", 1)
    bad = rewritten(archive, drop=("versions/4.json",), members=[("versions/4.json", json.dumps(document("evil")))])
    assert run(other, bad)["status"] == "failed"
    assert other.list().empty
    assert run(other, archive)["version"] == 4
    assert other.get("Flow").versions().equals(workflow.versions())
