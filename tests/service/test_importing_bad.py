"""Bad files in a batch: each is a row with its place; nothing is raised, and nothing waits."""

from __future__ import annotations

import json
import os
import random
import socket
import zipfile
from pathlib import Path

import pytest

import wfkit
from wfkit.core import codec
from wfkit.service.importing import _chunks
from wfkit.service.importing.content import Reader
from wfkit.service.importing.rows import Row
from wfkit.service.importing.sources import Entry, File, Lines, find

needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def flow(name, **more):
    node = {"id": "a", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"config": {"text": name}}}
    return json.dumps({"schema_version": 1, "name": name, **more, "nodes": [node], "edges": []}).encode()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "flows"
    made.mkdir()
    return made


@pytest.fixture
def rows(folder):
    """Imports the folder in this very process: (what a row is called after the folder, its status, its reason)."""

    def run(path=folder, **options):
        with wfkit.open(":memory:") as registry:
            frame = registry.import_files(path, progress=False, **{"processes": 1} | options)
            assert registry.check().empty
        places = [file.removeprefix(f"{folder}{os.sep}") for file in frame["file"]]
        return list(zip(places, frame["status"], frame["reason"], strict=True))

    return run


def zipped(path, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


# what is no regular file


@needs_fifo
def test_pipes_sockets_and_devices_are_named_and_never_opened(folder, rows, monkeypatch):
    os.mkfifo(folder / "a.json")
    os.mkfifo(folder / "b.zip")
    os.mkfifo(folder / "c.wfkit")
    os.mkfifo(folder / "d.jsonl")
    monkeypatch.chdir(folder)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("e.json")
        (folder / "f.json").symlink_to("/dev/zero")
        (folder / "g.json").symlink_to("a.json")
        (folder / "h.json").symlink_to("nowhere")
        (folder / "i.json").write_bytes(flow("fine"))
        found = rows()
    irregular = [(name, "skipped", "not a regular file") for name in ("a.json", "b.zip", "c.wfkit", "d.jsonl")]
    assert found == [
        *irregular,
        ("e.json", "skipped", "not a regular file"),
        ("f.json", "skipped", "not a regular file"),
        ("g.json", "skipped", "not a regular file"),
        ("h.json", "failed", "unreadable: a link that leads nowhere"),
        ("i.json", "imported", ""),
    ]


@needs_fifo
def test_a_file_that_became_a_pipe_since_it_was_found_makes_nobody_wait(folder):
    zipped(folder / "b.zip", {"in.json": flow("in")})
    (folder / "a.jsonl").write_bytes(flow("a"))
    [plain], [member] = find(folder / "a.jsonl"), find(folder / "b.zip")
    for path in folder.iterdir():
        path.unlink()
        os.mkfifo(path)
    with Reader() as reader:
        found = [reader.read(source) for source in (plain, member, Lines(plain.path, 0, 5, 3))]
    assert [row.reason.partition(": ")[0] for row in found] == ["unreadable"] * 3
    assert all("not a regular file" in row.reason for row in found)
    assert found[1].file.endswith("b.zip!in.json")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_named(folder, rows):
    for name in ("a.json", "b.zip", "c.jsonl"):
        (folder / name).write_bytes(flow(name))
        (folder / name).chmod(0)
    found = rows()
    assert {status for _, status, _ in found} == {"failed"}
    assert all("Permission denied" in reason for _, _, reason in found)


def test_a_file_that_vanished_is_named(folder):
    (folder / "a.json").write_bytes(flow("a"))
    zipped(folder / "b.zip", {"in.json": flow("in")})
    sources = find(folder)
    for path in folder.iterdir():
        path.unlink()
    with Reader() as reader:
        found = [reader.read(source) for source in (*sources, Lines(str(folder / "gone"), 0, 1, 1))]
    assert all(isinstance(row, Row) and row.status == "failed" for row in found)
    assert all("No such file" in row.reason for row in found)


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="this system has no files that hold more than they say"
)
def test_a_file_that_is_longer_than_its_folder_says_changed_while_it_was_read():
    with Reader() as reader:
        assert reader.read(File("/proc/self/stat")).reason == "changed while it was read; import it again"


def test_lines_that_are_no_longer_there_are_named_with_the_first_one(folder):
    path = folder / "a.jsonl"
    path.write_bytes(b"{}\n")
    with Reader() as reader:
        row = reader.read(Lines(str(path), 0, 100, 7))
    assert (row.file, row.status) == (f"{path}#7", "failed")
    assert row.reason.startswith("changed")


# documents


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"", "skipped", "empty"),
        (flow("cut")[:-20], "failed", "malformed: line 1, column"),
        (flow("cut") + b"\0" * 512, "failed", "malformed: line 1, column"),
        (b"\0" * 4096, "skipped", "neither JSON nor YAML"),
        (b'{"name": "M\xfcller"}', "failed", "malformed: byte 0xfc"),
        (flow("x").decode().encode("utf-16"), "imported", ""),
        (flow("x").decode().encode("utf-16")[:-1], "failed", "malformed"),
        (b"\xff\xfe", "skipped", "empty"),
        (flow("x").decode().encode("utf-16-be"), "imported", ""),
        (flow("x").decode().encode("utf-16-be")[:-1], "failed", "malformed: byte 0x00 at offset"),
        (flow("x").decode().encode("utf-32"), "imported", ""),
        (b"\0\x01\x02\x03" * 64, "skipped", "neither JSON nor YAML"),
        (flow("twice")[:-1] + b', "name": "again"}', "failed", "malformed: line 1"),
        (flow("big", count=2**80), "imported", ""),
        (flow("real", count=1e300), "imported", ""),
        (b'{"a": ' * 2000 + b"1" + b"}" * 2000, "failed", "malformed"),
        (b'{"a": "\\ud800"}', "failed", "malformed"),
    ],
    ids=[
        "empty",
        "cut",
        "zeros after it",
        "zeros",
        "latin-1",
        "utf-16",
        "half a character",
        "only a mark",
        "utf-16 unmarked",
        "half a character unmarked",
        "utf-32",
        "binary",
        "duplicate key",
        "beyond 64 bits",
        "large float",
        "deep",
        "lone surrogate",
    ],
)
def test_a_bad_document_is_a_row_and_its_neighbours_come_in(folder, rows, content, status, reason):
    (folder / "a.json").write_bytes(flow("before"))
    (folder / "m.json").write_bytes(content)
    (folder / "z.json").write_bytes(flow("after"))
    before, found, after = rows()
    assert (found[1], found[2][: len(reason)]) == (status, reason)
    assert {before[1], after[1]} == {"imported"}


def test_an_integer_beyond_64_bits_comes_back_as_it_was(folder, tmp_path):
    raw = flow("big", count=2**80, less=-(2**70))
    (folder / "a.json").write_bytes(raw)
    with wfkit.open(":memory:") as registry:
        registry.import_files(folder, progress=False)
        assert registry.export("big", tmp_path / "back.json").read_bytes() == raw


def test_documents_and_lines_beyond_the_limit_are_named_where_they_stand(folder, rows, monkeypatch):
    monkeypatch.setattr(codec, "MAX_BYTES", 1000)
    monkeypatch.setattr(_chunks, "MAX_BYTES", 400)
    (folder / "a.json").write_bytes(flow("large", note="x" * 1000))
    huge = flow("huge", note="x" * 3000)
    (folder / "b.jsonl").write_bytes(b"\n".join([flow("1"), flow("2"), huge, b"", flow("5"), huge, flow("7")]) + b"\n")
    (folder / "c.jsonl").write_bytes(b"\n".join([flow("c1"), flow("c2"), flow("c3"), huge]))
    found = rows()
    too_large = [(place, reason.partition(":")[0]) for place, status, reason in found if status == "failed"]
    assert too_large == [(name, "too large") for name in ("a.json", "b.jsonl#3", "b.jsonl#6", "c.jsonl#4")]
    imported = [place for place, status, _ in found if status == "imported"]
    assert imported == ["b.jsonl#1", "b.jsonl#2", "b.jsonl#5", "b.jsonl#7", "c.jsonl#1", "c.jsonl#2", "c.jsonl#3"]


# JSON Lines


@pytest.mark.parametrize("limit", [200, 2**21], ids=["in spans", "at once"])
def test_lines_are_counted_as_an_editor_counts_them(folder, rows, monkeypatch, limit):
    monkeypatch.setattr(_chunks, "MAX_BYTES", limit)
    lines = [b"", flow("2"), b" \t", b'{"a": ', flow("5"), b"words", b"[", flow("8")]
    (folder / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\r\n\r\n")
    assert [(place, status) for place, status, _ in rows()] == [
        ("a.jsonl#2", "imported"),
        ("a.jsonl#4", "failed"),
        ("a.jsonl#5", "imported"),
        ("a.jsonl#6", "skipped"),
        ("a.jsonl#7", "failed"),
        ("a.jsonl#8", "imported"),
    ]


def test_a_first_line_that_is_broken_costs_itself_alone(folder, rows):
    (folder / "a.jsonl").write_bytes(b'{"a": \n' + flow("2") + b"\n" + flow("3"))
    (folder / "b.ndjson").write_bytes(b'{\n "a":\n}')
    assert [(place, status) for place, status, _ in rows()] == [
        ("a.jsonl#1", "failed"), ("a.jsonl#2", "imported"), ("a.jsonl#3", "imported"), ("b.ndjson", "failed"),
    ]  # fmt: skip


def test_lines_that_cannot_be_opened_are_one_row(folder):
    (folder / "a.jsonl").write_bytes(flow("1") * 3)
    gone = [File(str(folder / "a.jsonl"))]
    (folder / "a.jsonl").unlink()
    assert [chunk.sources for chunk in _chunks.chunks(gone)] == [gone]
    assert [row.reason for row in _chunks._spans(gone[0])] == ["unreadable: No such file or directory"]  # noqa: SLF001


# zips


def test_names_that_lead_out_of_a_zip_are_only_names(folder, rows):
    names = ("/etc/a.json", "../../b.json", "C:\\c.json", "a\nb/d.json")
    zipped(folder / "a.zip", {name: flow(name) for name in names})
    found = rows()
    assert sorted(place.partition("!")[2] for place, _, _ in found) == sorted(names)
    assert {status for _, status, _ in found} == {"imported"}
    assert [path.name for path in folder.iterdir()] == ["a.zip"]


def test_a_zip_in_a_zip_is_named_and_a_link_in_one_too(folder, rows):
    inner = zipped(folder / "inner.zip", {"a.json": flow("a")}).read_bytes()
    link = zipfile.ZipInfo("link.json")
    link.external_attr = 0o120777 << 16
    zipped(folder / "outer.zip", {"deep/inner.zip": inner, "x.wfkit": b"", link: b"/etc/passwd"})
    (folder / "inner.zip").unlink()
    assert [(place, status) for place, status, _ in rows()] == [
        ("outer.zip!deep/inner.zip", "skipped"),
        ("outer.zip!link.json", "skipped"),
        ("outer.zip!x.wfkit", "skipped"),
    ]


@pytest.mark.parametrize("compression", COMPRESSIONS[1:])
def test_a_bomb_is_not_unpacked_however_it_is_packed(folder, rows, compression):
    zipped(folder / "a.zip", {"bomb.json": b'{"a": "' + b" " * 2**24 + b'"}', "fine.json": flow("fine")}, compression)
    bomb, fine = rows()
    assert bomb[1] == "failed"
    assert bomb[2].startswith("compressed ")
    assert fine[1] == "imported"


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_no_damage_to_a_zip_is_raised_or_taken_for_a_defect(folder, compression):
    whole = zipped(folder / "a.zip", {"a.json": flow("a"), "ü.json": flow("u")}, compression).read_bytes()
    chance = random.Random(compression)  # noqa: S311 - the same damages each time
    damages = [whole[:length] for length in range(0, len(whole), 17)]
    for _ in range(400):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        damages.append(bytes(damaged))
    for damaged in damages:
        (folder / "a.zip").write_bytes(damaged)
        with Reader() as reader:
            for source in find(folder):
                found = reader.read(source) if isinstance(source, Entry) else source
                assert isinstance(found, Row | bytes)


# real files


def test_every_malformed_real_file_is_a_row(corpus, rows):
    found = rows(corpus / "malformed", check=True)
    assert found
    assert all(reason for _, status, reason in found if status != "imported")
    assert not any("defect" in reason for _, _, reason in found)
