"""Archives that are damaged, altered or hostile: they fail with a reason, and nothing is written."""

from __future__ import annotations

import json

import pytest

from .conftest import document, rewritten, run


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
