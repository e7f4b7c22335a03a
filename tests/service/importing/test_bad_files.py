"""Files that cannot be read, or are none: each is a row with its place; nothing is raised, and nothing waits."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from wfkit.service.importing.content import Reader
from wfkit.service.importing.rows import Row
from wfkit.service.importing.sources import File, Lines, find

from .conftest import flow, zipped

needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@needs_fifo
def test_pipes_sockets_and_devices_are_named_and_never_opened(flows, rows, monkeypatch):
    os.mkfifo(flows / "a.json")
    os.mkfifo(flows / "b.zip")
    os.mkfifo(flows / "c.wfkit")
    os.mkfifo(flows / "d.jsonl")
    monkeypatch.chdir(flows)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("e.json")
        (flows / "f.json").symlink_to("/dev/zero")
        (flows / "g.json").symlink_to("a.json")
        (flows / "h.json").symlink_to("nowhere")
        (flows / "i.json").write_bytes(flow("fine"))
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
def test_a_file_that_became_a_pipe_since_it_was_found_makes_nobody_wait(flows):
    zipped(flows / "b.zip", {"in.json": flow("in")})
    (flows / "a.jsonl").write_bytes(flow("a"))
    [plain], [member] = find(flows / "a.jsonl"), find(flows / "b.zip")
    for path in flows.iterdir():
        path.unlink()
        os.mkfifo(path)
    with Reader() as reader:
        found = [reader.read(source) for source in (plain, member, Lines(plain.path, 0, 5, 3))]
    assert [row.reason.partition(": ")[0] for row in found] == ["unreadable"] * 3
    assert all("not a regular file" in row.reason for row in found)
    assert found[1].file.endswith("b.zip!in.json")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_named(flows, rows):
    for name in ("a.json", "b.zip", "c.jsonl"):
        (flows / name).write_bytes(flow(name))
        (flows / name).chmod(0)
    found = rows()
    assert {status for _, status, _ in found} == {"failed"}
    assert all("Permission denied" in reason for _, _, reason in found)


def test_a_file_that_vanished_is_named(flows):
    (flows / "a.json").write_bytes(flow("a"))
    zipped(flows / "b.zip", {"in.json": flow("in")})
    sources = find(flows)
    for path in flows.iterdir():
        path.unlink()
    with Reader() as reader:
        found = [reader.read(source) for source in (*sources, Lines(str(flows / "gone"), 0, 1, 1))]
    assert all(isinstance(row, Row) and row.status == "failed" for row in found)
    assert all("No such file" in row.reason for row in found)


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="this system has no files that hold more than they say"
)
def test_a_file_that_is_longer_than_its_folder_says_changed_while_it_was_read():
    with Reader() as reader:
        assert reader.read(File("/proc/self/stat")).reason == "changed while it was read; import it again"


def test_lines_that_are_no_longer_there_are_named_with_the_first_one(flows):
    path = flows / "a.jsonl"
    path.write_bytes(b"{}\n")
    with Reader() as reader:
        row = reader.read(Lines(str(path), 0, 100, 7))
    assert (row.file, row.status) == (f"{path}#7", "failed")
    assert row.reason.startswith("changed")


def test_every_malformed_real_file_is_a_row(corpus, rows):
    found = rows(corpus / "malformed", check=True)
    assert found
    assert all(reason for _, status, reason in found if status != "imported")
    assert not any("defect" in reason for _, _, reason in found)
