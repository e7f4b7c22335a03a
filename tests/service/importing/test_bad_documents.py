"""Documents and lines that are damaged, too large or oddly written: each is a row, and its neighbours come in."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.core import codec
from wfkit.service.importing import _chunks
from wfkit.service.importing.sources import File

from .conftest import flow


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
def test_a_bad_document_is_a_row_and_its_neighbours_come_in(flows, rows, content, status, reason):
    (flows / "a.json").write_bytes(flow("before"))
    (flows / "m.json").write_bytes(content)
    (flows / "z.json").write_bytes(flow("after"))
    before, found, after = rows()
    assert (found[1], found[2][: len(reason)]) == (status, reason)
    assert {before[1], after[1]} == {"imported"}


def test_an_integer_beyond_64_bits_comes_back_as_it_was(flows, tmp_path):
    raw = flow("big", count=2**80, less=-(2**70))
    (flows / "a.json").write_bytes(raw)
    with wfkit.open(":memory:") as registry:
        registry.import_files(flows, progress=False)
        assert registry.export("big", tmp_path / "back.json").read_bytes() == raw


def test_documents_and_lines_beyond_the_limit_are_named_where_they_stand(flows, rows, monkeypatch):
    monkeypatch.setattr(codec, "MAX_BYTES", 1000)
    monkeypatch.setattr(_chunks, "MAX_BYTES", 400)
    (flows / "a.json").write_bytes(flow("large", note="x" * 1000))
    huge = flow("huge", note="x" * 3000)
    (flows / "b.jsonl").write_bytes(b"\n".join([flow("1"), flow("2"), huge, b"", flow("5"), huge, flow("7")]) + b"\n")
    (flows / "c.jsonl").write_bytes(b"\n".join([flow("c1"), flow("c2"), flow("c3"), huge]))
    found = rows()
    too_large = [(place, reason.partition(":")[0]) for place, status, reason in found if status == "failed"]
    assert too_large == [(name, "too large") for name in ("a.json", "b.jsonl#3", "b.jsonl#6", "c.jsonl#4")]
    imported = [place for place, status, _ in found if status == "imported"]
    assert imported == ["b.jsonl#1", "b.jsonl#2", "b.jsonl#5", "b.jsonl#7", "c.jsonl#1", "c.jsonl#2", "c.jsonl#3"]


@pytest.mark.parametrize("limit", [200, 2**21], ids=["in spans", "at once"])
def test_lines_are_counted_as_an_editor_counts_them(flows, rows, monkeypatch, limit):
    monkeypatch.setattr(_chunks, "MAX_BYTES", limit)
    lines = [b"", flow("2"), b" \t", b'{"a": ', flow("5"), b"words", b"[", flow("8")]
    (flows / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\r\n\r\n")
    assert [(place, status) for place, status, _ in rows()] == [
        ("a.jsonl#2", "imported"),
        ("a.jsonl#4", "failed"),
        ("a.jsonl#5", "imported"),
        ("a.jsonl#6", "skipped"),
        ("a.jsonl#7", "failed"),
        ("a.jsonl#8", "imported"),
    ]


def test_a_first_line_that_is_broken_costs_itself_alone(flows, rows):
    (flows / "a.jsonl").write_bytes(b'{"a": \n' + flow("2") + b"\n" + flow("3"))
    (flows / "b.ndjson").write_bytes(b'{\n "a":\n}')
    assert [(place, status) for place, status, _ in rows()] == [
        ("a.jsonl#1", "failed"), ("a.jsonl#2", "imported"), ("a.jsonl#3", "imported"), ("b.ndjson", "failed"),
    ]  # fmt: skip


def test_lines_that_cannot_be_opened_are_one_row(flows):
    (flows / "a.jsonl").write_bytes(flow("1") * 3)
    gone = [File(str(flows / "a.jsonl"))]
    (flows / "a.jsonl").unlink()
    assert [chunk.sources for chunk in _chunks.chunks(gone)] == [gone]
    assert [row.reason for row in _chunks._spans(gone[0])] == ["unreadable: No such file or directory"]  # noqa: SLF001
