"""What is a workflow and what is none, and what it is called."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from wfkit.core import codec

from .conftest import broken, document, one, put, run


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"", "skipped", "empty"),
        (b" \n\t", "skipped", "empty"),
        (b"\xef\xbb\xbf", "skipped", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "skipped", "neither JSON nor YAML: it begins with"),
        (b"nodes:\n  - a", "skipped", "no workflow of a known format"),
        (b"nodes:\n - a\n- b", "failed", "malformed: "),
        (b"3", "skipped", "neither JSON nor YAML"),
        (b'{"a": 1,\n "b": }', "failed", "malformed: line 2, column 7"),
        (b'{"a": "\xff"}', "failed", "malformed: byte 0xff"),
        (b"[" * 100_000, "failed", "malformed"),
        (b'{"a": NaN}', "failed", "malformed"),
        (b'{"a": 1, "a": 2}', "failed", "malformed: line 1, column 10: duplicate key"),
        (b'{"a": 1}', "skipped", "no workflow of a known format"),
        (b"[]", "skipped", "no workflow of a known format"),
        (b" " * 5000 + b'{"a": 1}', "skipped", "no workflow of a known format"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_file_that_is_no_workflow_is_named_with_the_reason(registry, flows, content, status, reason):
    put(flows, "x.json", content)
    put(flows, "y.json", document())
    frame = run(registry, flows)
    assert frame["status"][0] == status
    assert frame["reason"][0].startswith(reason)
    assert frame["status"][1] == "imported"


def test_a_file_beyond_the_limit_is_named_and_not_read(registry, flows):
    with (flows / "huge.json").open("wb") as file:
        file.truncate(codec.MAX_BYTES + 1)
    assert one(run(registry, flows))["reason"].startswith("too large: 100 MB")


def test_an_invalid_document_lists_its_problems(registry, flows):
    put(flows, "bad.json", broken())
    row = one(run(registry, flows))
    assert (row["status"], row["errors"]) == ("invalid", 1)
    assert "dangling-edge" in row["problems"][0]
    assert registry.list().empty


def test_an_invalid_document_is_imported_when_that_is_allowed(registry, flows):
    put(flows, "bad.json", broken())
    row = one(run(registry, flows, allow_invalid=True))
    assert (row["status"], row["errors"]) == ("imported", 1)
    assert not registry.get(row["workflow_id"]).at(1).valid


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps(document(), indent=1).replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + json.dumps(document()).encode(),
        b"\xff\xfe" + json.dumps(document("ü")).encode("utf-16-le"),
        json.dumps(document()).replace('"x": 0', '"x": 0.10e2').encode() + b"\n\n",
    ],
    ids=["CRLF", "UTF-8 mark", "UTF-16", "number spelling"],
)
def test_an_import_is_exported_byte_for_byte(registry, flows, tmp_path, raw):
    put(flows, "a.json", raw)
    workflow = registry.get(one(run(registry, flows))["workflow_id"])
    assert registry.export(workflow, tmp_path / "back.json").read_bytes() == raw


@pytest.mark.parametrize(
    ("name", "expected", "warnings"),
    [
        ("Mine", "Mine", 0),
        (None, "file.flow", 0),
        ("", "file.flow", 0),
        ("   ", "file.flow", 1),
        (7, "file.flow", 1),
        (["x"], "file.flow", 1),
        ("a\0b", "file.flow", 1),
        ("n" * 501, "file.flow", 1),
        ("<script>1</script>'; DROP TABLE workflows; --", "<script>1</script>'; DROP TABLE workflows; --", 0),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_the_name_is_the_documents_where_it_is_usable(registry, flows, name, expected, warnings):
    put(flows, "file.flow.json", {"class": "GalaxyWorkflow", "name": name})
    row = one(run(registry, flows))
    assert row["name"] == expected
    assert sum("unusable-name" in problem for problem in row["problems"]) == warnings
    assert registry.get(expected).name == expected


@pytest.mark.parametrize("stem", [b"\xff\xfe", b"a\nb", "🜁\u202e".encode(), b"x" * 250], ids=repr)
def test_a_hostile_file_name_becomes_a_usable_one(registry, flows, stem):
    put(flows, os.fsdecode(stem + b".json"), document(None))
    row = one(run(registry, flows))
    assert row["status"] == "imported"
    row["file"].encode()
    assert registry.get(row["workflow_id"]).name == row["name"]


def test_tags_come_from_the_argument_and_the_document(registry, flows):
    put(flows, "a.json", document("a", "a", tags=["own", "both"], description="what it does"))
    put(flows, "b.json", document("b", "b", tags=[{"id": 1, "name": "n8n tag"}]))
    put(flows, "c.json", document("c", "c", tags=["fine", 3], description=5))
    put(flows, "d.json", document("d", "d", tags="text", description="a\0b"))
    frame = run(registry, flows, tags=["both", "new"])
    assert registry.get("a").tags == ["both", "new", "own"]
    assert registry.get("a").description == "what it does"
    assert registry.get("b").tags == ["both", "new", "n8n tag"]
    assert registry.get("c").tags == registry.get("d").tags == ["both", "new"]
    assert [sum("unusable" in problem for problem in row) for row in frame["problems"]] == [0, 0, 1, 1]


def test_every_real_file_has_a_row_and_comes_back_byte_for_byte(corpus, registry, tmp_path):
    frame = run(registry, corpus, on_conflict="rename")
    files = [path for path in corpus.rglob("*") if path.is_file()]
    assert len(frame) == len(files)
    assert registry.check().empty
    taken = frame[frame["status"].isin(["imported", "renamed"])]
    assert len(taken) > 200
    for file, workflow_id in zip(taken["file"], taken["workflow_id"], strict=True):
        target = registry.export(workflow_id, tmp_path / "back.json", overwrite=True)
        assert target.read_bytes() == Path(file).read_bytes()


NAMED = {
    "dify": "kind: app\napp: {name: Ask me, description: It answers, mode: workflow}\n"
    "workflow: {graph: {nodes: [], edges: []}}\n",
    "galaxy": "class: GalaxyWorkflow\nlabel: Ask me\ndoc: It answers\nsteps: {}\ninputs: {}\noutputs: {}\n",
    "ragflow": '{"title": {"de": "Frag", "en": "Ask me"}, "description": {"en": "It answers"},'
    ' "dsl": {"components": {}, "graph": {"nodes": [], "edges": []}}}',
    "n8n": '{"workflow": {"name": "Ask me", "description": "It answers", "nodes": [], "connections": {}}}',
}


@pytest.mark.parametrize("tool", NAMED)
def test_a_workflow_is_called_what_its_document_calls_it(registry, tmp_path, tool):
    (tmp_path / "file").write_text(NAMED[tool], encoding="utf-8")
    frame = registry.import_files(tmp_path / "file", progress=False, allow_invalid=True)
    assert frame[["status", "format", "name"]].to_numpy().tolist() == [["imported", tool, "Ask me"]]
    assert registry.get("Ask me").description == "It answers"
