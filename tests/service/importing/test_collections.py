"""Many workflows in one file: JSON Lines and exports of all that a tool holds."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.errors import UnknownFormat
from wfkit.service.importing import _chunks

from .conftest import document, put, run


def test_each_line_of_json_lines_is_a_workflow_whatever_the_file_is_called(registry, flows):
    lines = [json.dumps(document(f"n{number}", str(number))).encode() for number in range(3)]
    put(flows, "all.json", b"\xef\xbb\xbf" + lines[0] + b"\r\n\n" + lines[1] + b"\n{\n" + lines[2])
    frame = run(registry, flows)
    assert [file.rpartition("#")[2] for file in frame["file"]] == ["1", "3", "4", "5"]
    assert list(frame["status"]) == ["imported", "imported", "failed", "imported"]
    assert registry.export("n0", flows / "back.json").read_bytes() == lines[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32-le"])
def test_lines_may_be_in_any_encoding_of_unicode(registry, flows, encoding):
    text = "".join(json.dumps(document(f"ü{n}", str(n)), ensure_ascii=False) + "\n" for n in range(3))
    put(flows, "all.json", text.encode(encoding))
    assert list(run(registry, flows)["name"]) == ["ü0", "ü1", "ü2"]


def test_a_large_file_of_json_lines_is_read_in_spans(registry, flows, monkeypatch):
    monkeypatch.setattr(_chunks, "MAX_BYTES", 1000)
    put(flows, "all.jsonl", b"\n".join(json.dumps(document(f"n{n}", str(n))).encode() for n in range(40)))
    put(flows, "one.jsonl", json.dumps(document("one", "one" * 500), indent=1).encode())
    frame = run(registry, flows)
    assert set(frame["status"]) == {"imported"}
    assert [file.rpartition("#")[2] for file in frame["file"][:40]] == [str(n) for n in range(1, 41)]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda flows: flows,
        lambda flows: {"flows": flows},
        lambda flows: {"data": flows},
        lambda flows: {"ChatFlow": [{"name": flow["name"], "flowData": json.dumps(flow)} for flow in flows]},
        lambda flows: [{"title": flow["name"], "dsl": flow} for flow in flows],
    ],
    ids=["list", "flows", "data", "text", "dsl"],
)
def test_each_workflow_of_an_export_of_all_is_one(registry, flows, wrap):
    put(flows, "all.json", wrap([document(f"n{number}", str(number)) for number in range(3)]))
    frame = run(registry, flows)
    assert list(frame["name"]) == ["n0", "n1", "n2"]
    assert [file.rpartition("#")[2] for file in frame["file"]] == ["1", "2", "3"]
    assert list(frame["nodes"]) == [1, 1, 1]
    with pytest.raises(UnknownFormat, match="holds 3 workflows"):
        wfkit.load(flows / "all.json")


def test_a_part_is_kept_as_it_is_spelt_and_what_is_none_is_named(registry, flows):
    inner = b'{ "schema_version": 1.0,  "nodes": [ ],\n "edges": [] }'
    put(flows, "all.json", b'[ {"a": 1}, ' + inner + b', {"flowData": "{"}, 3 ]')
    frame = run(registry, flows)
    assert list(frame["status"]) == ["skipped", "imported", "skipped", "skipped"]
    assert registry.export("all 2", flows / "back.json").read_bytes() == inner
