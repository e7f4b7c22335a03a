from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import wfkit
from wfkit.core import codec
from wfkit.errors import InvalidInput, NotFound, UnknownFormat
from wfkit.service.importing import _batches, _chunks, _crew
from wfkit.service.importing.content import refusal
from wfkit.service.importing.reading import Options
from wfkit.service.importing.sources import File
from wfkit.store import frames


def document(name="Flow", text="hello", **more):
    node = {"id": "a", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"config": {"text": text}}}
    named = {} if name is None else {"name": name}
    return {"schema_version": 1, **named, **more, "nodes": [node], "edges": []}


def broken():
    return document() | {"edges": [{"id": "e", "source": "a", "target": "nowhere"}]}


def put(folder: Path, path: str, content) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


@pytest.fixture
def registry(tmp_path):
    with wfkit.open(tmp_path / "registry.duckdb", author="tester") as opened:
        yield opened


@pytest.fixture
def flows(tmp_path):
    folder = tmp_path / "flows"
    folder.mkdir()
    return folder


def run(registry, path, **options):
    return registry.import_files(path, progress=False, **options)


def outcome(frame):
    names = [Path(file.rpartition("!")[2]).name for file in frame["file"]]
    return dict(zip(names, frame["status"], strict=True))


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


# what is found


def test_every_file_below_a_folder_has_a_row_in_sorted_order(registry, flows):
    for path in ("b.json", "a/z.json", "a/deep/x.json", "c.txt"):
        put(flows, path, document(path, path) if path.endswith("json") else b"words")
    frame = run(registry, flows)
    assert [os.path.relpath(file, flows) for file in frame["file"]] == ["a/deep/x.json", "a/z.json", "b.json", "c.txt"]
    assert list(frame["status"]) == ["imported", "imported", "imported", "skipped"]
    assert registry.check().empty


def test_hidden_files_and_folders_are_not_looked_into(registry, flows):
    for path in (".git/a.json", ".ipynb_checkpoints/b.json", ".c.json", "d.json"):
        put(flows, path, document(path, path))
    assert outcome(run(registry, flows)) == {"d.json": "imported"}


def test_an_empty_folder_gives_an_empty_frame_with_the_same_dtypes(registry, flows):
    empty = run(registry, flows)
    put(flows, "a.json", document())
    assert list(empty.columns) == list(frames.IMPORTS)
    assert empty.empty
    assert dict(empty.dtypes) == dict(run(registry, flows).dtypes)


@pytest.mark.parametrize("path", ["nothing", "nothing/*.json", "a\0b", "**/*.none", "x" * 5000])
def test_a_path_that_is_nowhere_is_not_found(registry, flows, path):
    put(flows, "a.json", document())
    with pytest.raises(NotFound, match="no file or folder"):
        run(registry, f"{flows}/{path}")


@pytest.mark.parametrize("path", [None, 3, [3], b"x"], ids=repr)
def test_what_is_no_path_is_refused(registry, path):
    with pytest.raises(InvalidInput, match="no path"):
        run(registry, path)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.json", ["top.json"]),
        ("**/*.json", ["a/b/low.json", "a/mid.json", "top.json"]),
        ("a/**", ["a/b/low.json", "a/mid.json"]),
        ("a/*.json", ["a/mid.json"]),
        ("?/m[ij]d.json", ["a/mid.json"]),
        ("**/b/*", ["a/b/low.json"]),
    ],
)
def test_a_pattern_finds_what_it_says(registry, flows, pattern, found):
    for path in ("top.json", "a/mid.json", "a/b/low.json", ".hidden/x.json"):
        put(flows, path, document(path, path))
    put(flows, "top.txt", b"")
    frame = run(registry, f"{flows}/{pattern}")
    assert [os.path.relpath(file, flows) for file in frame["file"]] == found


def test_a_relative_pattern_starts_at_the_current_folder(registry, flows, monkeypatch):
    put(flows, "a.json", document())
    monkeypatch.chdir(flows)
    assert one(run(registry, "*.json"))["file"] == "a.json"


def test_a_file_whose_name_looks_like_a_pattern_is_found(registry, flows):
    assert one(run(registry, put(flows, "a[1].json", document())))["status"] == "imported"


def test_a_list_of_paths_is_imported_in_its_order(registry, flows):
    paths = [put(flows, f"{name}.json", document(name, name)) for name in "cab"]
    assert list(run(registry, (path for path in paths))["name"]) == ["c", "a", "b"]


def test_a_missing_path_in_a_list_is_found_before_anything_is_written(registry, flows):
    with pytest.raises(NotFound):
        run(registry, [put(flows, "a.json", document()), flows / "gone.json"])
    assert registry.list().empty


def test_links_that_lead_in_circles_are_named_and_not_followed(registry, flows):
    put(flows, "a/x.json", document())
    (flows / "a" / "loop").symlink_to(flows)
    (flows / "self").symlink_to("self")
    (flows / "link.json").symlink_to(flows / "a" / "x.json")
    frame = run(registry, flows)
    assert outcome(frame) == {"loop": "skipped", "x.json": "imported", "link.json": "unchanged", "self": "failed"}
    assert len(run(registry, f"{flows}/**/*.json")) == 2


def test_a_pipe_is_named_and_not_opened(registry, flows):
    os.mkfifo(flows / "pipe.json")
    assert one(run(registry, flows))["reason"] == "not a regular file"


# what is a workflow


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


# name, description, tags


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


# what is there already


def test_a_second_run_imports_nothing_twice(registry, flows):
    for number in range(5):
        put(flows, f"{number}.json", document(f"n{number}", str(number)))
    run(registry, flows)
    frame = run(registry, flows)
    assert set(frame["status"]) == {"unchanged"}
    assert frame["reason"][0].startswith("the same content as version 1 of 'n0'")
    assert len(registry.list()) == 5


@pytest.mark.parametrize("policy", ["skip", "version", "rename", "error"])
def test_the_same_content_twice_is_imported_once(registry, flows, policy):
    put(flows, "a.json", document())
    put(flows, "b.json", json.dumps(document(), indent=4).encode())
    frame = run(registry, flows, on_conflict=policy)
    assert list(frame["status"]) == ["imported", "unchanged"]
    assert frame["reason"][1] == f"the same content as {flows / 'a.json'}, which came first"
    assert frame["workflow_id"][0] == frame["workflow_id"][1]


def test_a_name_that_is_taken_is_skipped(registry, flows):
    there = registry.create("Flow", document(text="there"))
    put(flows, "a.json", document())
    row = one(run(registry, flows))
    assert (row["status"], row["workflow_id"]) == ("skipped", there.id)
    assert "already" in row["reason"]


def test_a_name_that_is_taken_gets_versions(registry, flows):
    there = registry.create("Flow", document(text="there"))
    for number in range(3):
        put(flows, f"{number}.json", document(text=str(number)))
    frame = run(registry, flows, on_conflict="version")
    assert list(frame["version"]) == [2, 3, 4]
    assert set(frame["workflow_id"]) == {there.id}
    assert registry.get(there.id).document["nodes"][0]["data"]["config"]["text"] == "2"
    assert registry.get(there.id).at(3).message == "imported from 1.json"
    assert registry.check().empty


def test_versions_of_a_workflow_that_came_in_the_same_batch_are_numbered_on(registry, flows):
    for number in range(3):
        put(flows, f"{number}.json", document(text=str(number)))
    frame = run(registry, flows, on_conflict="version")
    assert list(frame["status"]) == ["imported", "version", "version"]
    assert registry.get("Flow").version == 3
    assert registry.check().empty


def test_a_version_is_not_guessed_among_workflows_of_the_same_name(registry, flows):
    for text in "xy":
        registry.create("Flow", document(text=text))
    put(flows, "a.json", document())
    row = one(run(registry, flows, on_conflict="version"))
    assert row["status"] == "failed"
    assert "2 workflows are named 'Flow'" in row["reason"]


def test_a_version_in_another_format_fails(registry, flows):
    registry.create("Flow", {"class": "GalaxyWorkflow"})
    put(flows, "a.json", document())
    row = one(run(registry, flows, on_conflict="version"))
    assert row["status"] == "failed"
    assert "'galaxy' documents" in row["reason"]


def test_a_name_that_is_taken_gets_the_next_free_number(registry, flows):
    for name in ("Flow", "Flow (2)", "Flow (4)"):
        registry.create(name, document(text=name))
    for number in range(3):
        put(flows, f"{number}.json", document(text=str(number)))
    assert list(run(registry, flows, on_conflict="rename")["name"]) == ["Flow (3)", "Flow (5)", "Flow (6)"]
    assert set(run(registry, flows, on_conflict="rename")["status"]) == {"unchanged"}


def test_a_name_of_the_greatest_length_can_be_renamed(registry, flows):
    name = "n" * 500
    for number in range(3):
        put(flows, f"{number}.json", document(name, text=str(number)))
    frame = run(registry, flows, on_conflict="rename")
    assert list(frame["status"]) == ["imported", "renamed", "renamed"]
    assert all(len(found) <= 500 for found in frame["name"])


def test_a_conflict_that_is_an_error_names_the_file_and_writes_nothing_of_its_batch(registry, flows):
    registry.create("Flow", document(text="there"))
    put(flows, "a.json", document("Other", text="other"))
    put(flows, "b.json", document())
    with pytest.raises(InvalidInput, match=r"b\.json"):
        run(registry, flows, on_conflict="error")
    assert list(registry.list()["name"]) == ["Flow"]


def test_earlier_batches_stay_when_a_conflict_is_an_error(registry, flows, monkeypatch):
    monkeypatch.setattr(_batches, "MAX_FILES", 2)
    registry.create("Flow", document(text="there"))
    for number in range(4):
        put(flows, f"{number}.json", document("Flow" if number == 3 else f"n{number}", text=str(number)))
    with pytest.raises(InvalidInput):
        run(registry, flows, on_conflict="error")
    assert set(registry.list()["name"]) == {"Flow", "n0", "n1"}


def test_a_deleted_workflow_is_in_nobodys_way(registry, flows):
    registry.delete(registry.create("Flow", document()))
    put(flows, "a.json", document())
    assert one(run(registry, flows))["status"] == "imported"


def test_an_unknown_policy_is_refused(registry, flows):
    with pytest.raises(InvalidInput, match="skip, version, rename, error"):
        run(registry, flows, on_conflict="overwrite")


@pytest.mark.parametrize("batch", [1, 2, 1000])
@pytest.mark.parametrize("policy", ["skip", "version", "rename"])
def test_a_dry_run_says_what_a_run_does_and_writes_nothing(registry, flows, monkeypatch, policy, batch):
    monkeypatch.setattr(_batches, "MAX_FILES", batch)
    registry.create("Flow", document(text="there"))
    names = ["Flow", "New", "New", "Flow", "New", "Flow (2)"]
    for number, name in enumerate(names):
        put(flows, f"{number}.json", document(name, text=str(number % 5)))
    put(flows, "x.json", b"{")
    planned = run(registry, flows, on_conflict=policy, dry_run=True)
    assert len(registry.list()) == 1
    done = run(registry, flows, on_conflict=policy)
    for column in ("file", "status", "name", "version", "errors", "warnings"):
        assert planned[column].equals(done[column]), column
    assert set(planned["workflow_id"][planned["status"].isin(["imported", "renamed"])]) <= {""}
    assert registry.check().empty


def test_a_dry_run_reads_a_registry_that_may_not_be_written(registry, flows):
    put(flows, "a.json", document())
    registry.create("x", document("x", "x"))
    registry.close()
    file = Path(registry.url)
    file.chmod(0o444)
    assert one(run(registry, flows, dry_run=True))["status"] == "imported"


# zips


def zipped(path: Path, entries, compression=zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return path


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


# many workflows in one file


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


# worker processes


def test_workers_report_what_one_process_reports(registry, flows):
    for number in range(50):
        put(flows, f"{number}.json", document(f"n{number}", str(number)) if number % 3 else b"{")
    zipped(flows / "z.zip", {"in.json": document("In", "in")})
    put(flows, "l.jsonl", b"\n".join(json.dumps(document(f"l{n}", f"l{n}")).encode() for n in range(9)))
    alone = run(registry, flows, processes=1, dry_run=True)
    together = run(registry, flows, processes=2)
    for column in ("file", "status", "name", "format", "nodes", "edges", "errors", "reason"):
        assert alone[column].equals(together[column]), column


def test_a_worker_that_dies_costs_one_file_and_one_that_is_late_too(flows, tmp_path, monkeypatch):
    (tmp_path / "odd_worker.py").write_text(_ODD_WORKER)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(_crew, "MODULE", "odd_worker")
    names = ("a.json", "dies.json", "b.json", "hangs.json", "c.json")
    paths = [put(flows, name, document(name, name)) for name in names]
    chunk = _chunks.Chunk([File(str(path)) for path in paths], 0)
    with _crew.Crew(Options(), size=2, limit_s=1.5) as crew:
        found = list(crew.examined([chunk]))
    assert [getattr(item, "reason", "") for item in found] == [
        "", "the process that read it died (exit code 3), perhaps for want of memory", "", "took longer than 1.5 s", "",
    ]  # fmt: skip


def test_files_are_read_here_when_no_worker_starts(flows, monkeypatch):
    monkeypatch.setattr(_crew, "MODULE", "no_such_module")
    chunk = _chunks.Chunk([File(str(put(flows, "a.json", document("a", "a"))))], 0)
    with _crew.Crew(Options(), size=1, limit_s=5) as crew:
        assert [item.name for item in crew.examined([chunk])] == ["a"]


@pytest.mark.parametrize("options", [{"processes": 0}, {"processes": True}, {"time_limit_s": 0}, {"time_limit_s": "1"}])
def test_a_number_of_processes_or_seconds_that_cannot_be_is_refused(registry, flows, options):
    with pytest.raises(InvalidInput, match=next(iter(options))):
        run(registry, flows, **options)


_ODD_WORKER = """
import os, time
from wfkit.service.importing import _worker

examined = _worker.Examiner.examine

def examine(self, source):
    if source.path.endswith("dies.json"):
        os._exit(3)
    if source.path.endswith("hangs.json"):
        time.sleep(60)
    return examined(self, source)

_worker.Examiner.examine = examine
main = _worker.main
"""


# running


def test_batches_are_bounded_in_number_and_size(registry, flows, monkeypatch):
    monkeypatch.setattr(_batches, "MAX_FILES", 3)
    for number in range(8):
        put(flows, f"{number}.json", document(f"n{number}", str(number)))
    assert set(run(registry, flows)["status"]) == {"imported"}
    rows = [_candidate(size) for size in (5, 5, 5, 20, 1, 1, 1, 1)]
    monkeypatch.setattr(_batches, "MAX_BYTES", 10)
    assert [len(batch) for batch in _batches.batches(rows)] == [2, 2, 3, 1]


def _candidate(size):
    from wfkit.service.importing.rows import Candidate

    return Candidate("f", size, "x" * size, "utf-8", "h", "wfkit", "n", "", (), valid=True, problems=())


_IMPORTER = """
import sys, wfkit
registry = wfkit.open(sys.argv[1], busy_timeout_s=60)
print("ready", flush=True)
frame = registry.import_files(sys.argv[2], progress=False)
print(sorted(frame["status"].value_counts().items()), flush=True)
"""


def importer(tmp_path, flows):
    arguments = [sys.executable, "-c", _IMPORTER, str(tmp_path / "shared.duckdb"), str(flows)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def many(flows, count, *, size=20_000):
    for number in range(count):
        put(flows, f"{number:05}.json", document(f"n{number}", f"{number} " + "x" * size))


def test_a_killed_import_leaves_a_sound_registry_that_a_second_run_completes(tmp_path, flows):
    many(flows, 2500)
    process = importer(tmp_path, flows)
    file = tmp_path / "shared.duckdb"
    assert process.stdout.readline() == "ready\n"
    deadline = time.monotonic() + 60
    # The first batch has come in when the file has grown; the rest are on their way.
    while time.monotonic() < deadline and process.poll() is None and _size(file) < 1_000_000:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with wfkit.open(file) as registry:
        assert registry.check().empty
        before = registry.list(limit=1).attrs["total"]
        assert process.returncode == -signal.SIGKILL
        assert before < 2500
        frame = run(registry, flows)
        assert (frame["status"] == "unchanged").sum() == before
        assert (frame["status"] == "imported").sum() == 2500 - before
        assert registry.check().empty


def _size(file):
    return sum(path.stat().st_size for path in (file, file.with_name(file.name + ".wal")) if path.exists())


def test_two_processes_import_each_content_exactly_once(tmp_path, flows):
    many(flows, 1500, size=2000)
    processes = [importer(tmp_path, flows) for _ in range(2)]
    answers = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], answers
    with wfkit.open(tmp_path / "shared.duckdb") as registry:
        assert registry.list(limit=1).attrs["total"] == 1500
        assert set(run(registry, flows)["status"]) == {"unchanged"}
        assert registry.check().empty


# real files


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
