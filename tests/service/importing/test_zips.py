"""The workflows in a zip, and what is wrong with zips."""

from __future__ import annotations

import json
import zipfile

from wfkit.core import codec
from wfkit.service.importing.content import refusal

from .conftest import document, one, outcome, put, run, zipped


def test_the_entries_of_a_zip_are_imported(registry, tmp_path):
    entries = {"in/b.json": document("b", "b"), "in/a.json": document("a", "a"), ".hid/c.json": b"", "words.txt": b"w"}
    frame = run(registry, zipped(tmp_path / "flows.zip", entries))
    assert outcome(frame) == {"a.json": "imported", "b.json": "imported", "words.txt": "skipped"}
    assert frame["file"][0] == f"{tmp_path / 'flows.zip'}!in/a.json"


def test_a_bomb_is_named_and_not_unpacked(registry, tmp_path):
    entries = {"bomb.json": b'{"a": "' + b" " * 2**24 + b'"}', "fine.json": document()}
    frame = run(registry, zipped(tmp_path / "bomb.zip", entries))
    assert outcome(frame) == {"bomb.json": "failed", "fine.json": "imported"}
    assert "compressed" in frame["reason"][0]


def test_an_entry_beyond_the_limit_is_refused_by_what_it_declares():
    info = zipfile.ZipInfo("a.json")
    info.file_size = info.compress_size = codec.MAX_BYTES + 1
    assert refusal(info).startswith("too large")


def test_an_encrypted_entry_is_named(registry, tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.json": document()}, zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    assert one(run(registry, path))["reason"].startswith("encrypted")


def test_a_damaged_entry_is_named(registry, tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.json": document(), "b.json": document("b", "b")}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"hello", b"jello", 1))
    assert outcome(run(registry, path)) == {"a.json": "failed", "b.json": "imported"}


def test_an_entry_that_holds_more_than_it_declares_is_named(registry, tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.json": document()})
    raw = path.read_bytes()
    size = len(json.dumps(document())).to_bytes(4, "little")
    path.write_bytes(raw.replace(size, (10).to_bytes(4, "little")))
    assert one(run(registry, path))["status"] == "failed"


def test_what_is_no_zip_is_named(registry, tmp_path):
    assert one(run(registry, put(tmp_path, "a.zip", b"words")))["reason"].startswith("unreadable zip")


def test_archives_within_zips_are_named_and_zips_within_folders_are_read(registry, flows, tmp_path):
    put(flows, "a.zip", b"")
    zipped(flows / "b.zip", {"in.json": document("In", "in")})
    assert outcome(run(registry, flows)) == {"a.zip": "failed", "in.json": "imported"}
    assert one(run(registry, zipped(tmp_path / "b.zip", {"c.zip": b"", "../../d/": b""})))["status"] == "skipped"
    assert one(run(registry, zipped(tmp_path / "e.zip", {"../../etc/x.json": document()})))["status"] == "imported"
