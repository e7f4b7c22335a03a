from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import wfkit
from wfkit.errors import InvalidInput, NotFound
from wfkit.store import frames

if TYPE_CHECKING:
    from pathlib import Path


def document(text="hello", **more):
    node = {"id": "a", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"config": {"text": text}}}
    return {"schema_version": 1, **more, "nodes": [node], "edges": []}


def put(folder: Path, path: str, content, *, at: int | None = None) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    if at is not None:
        os.utime(file, (at, at))
    return file


@pytest.fixture
def registry(tmp_path):
    with wfkit.open(tmp_path / "registry.duckdb", author="tester") as opened:
        yield opened


@pytest.fixture
def storage(tmp_path):
    folder = tmp_path / "storage"
    folder.mkdir()
    return folder


def run(registry, folder, **options):
    return registry.migrate(folder, progress=False, **options)


def one(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def texts(workflow):
    return [workflow.at(n).document["nodes"][0]["data"]["config"]["text"] for n in range(1, workflow.version + 1)]


def test_a_file_becomes_a_workflow_with_one_version(registry, storage):
    put(storage, "a1b2.json", document(name="Mine", description="what for", tags=["t"]), at=1_600_000_000)
    row = one(run(registry, storage))
    assert (row["status"], row["source"], row["versions"], row["hashes_verified"]) == ("migrated", "a1b2.json", 1, 1)
    workflow = registry.get("Mine")
    assert (workflow.description, workflow.tags) == ("what for", ["t"])
    assert workflow.at(1).created_at == workflow.created_at == datetime.fromtimestamp(1_600_000_000, UTC)
    assert workflow.at(1).message == "migrated from a1b2.json"


def test_a_sub_folder_becomes_a_history_in_the_order_of_its_numbers(registry, storage):
    for number in ("10", "2", "007", "1"):
        put(storage, f"My flow v1.2/{number}.json", document(number), at=1_600_000_000 + int(number))
    row = one(run(registry, storage))
    assert (row["files"], row["versions"], row["hashes_verified"]) == (4, 4, 4)
    workflow = registry.get("My flow v1.2")
    assert texts(workflow) == ["1", "2", "007", "10"]
    assert workflow.updated_at == datetime.fromtimestamp(1_600_000_010, UTC)
    assert workflow.at(3).message == "migrated from My flow v1.2/007.json"
    assert registry.check().empty


def test_the_source_is_only_read(registry, storage):
    put(storage, "a/1.json", document(), at=1_600_000_000)
    before = [(path, path.stat().st_mtime_ns) for path in storage.rglob("*")]
    run(registry, storage)
    assert [(path, path.stat().st_mtime_ns) for path in storage.rglob("*")] == before


def test_a_second_run_changes_nothing(registry, storage):
    for number in range(3):
        put(storage, f"a/{number}.json", document(str(number)))
    put(storage, "b.json", document("b"))
    first, second = run(registry, storage), run(registry, storage)
    assert list(second["status"]) == ["unchanged", "unchanged"]
    assert list(second["workflow_id"]) == list(first["workflow_id"])
    assert list(second["hashes_verified"]) == [3, 1]
    assert len(registry.list()) == 2


def test_a_folder_that_has_grown_extends_its_history(registry, storage):
    put(storage, "a/1.json", document("1"))
    workflow_id = one(run(registry, storage))["workflow_id"]
    put(storage, "a/2.json", document("2"), at=2_000_000_000)
    put(storage, "a/3.json", document("3"), at=2_000_000_001)
    assert one(run(registry, storage, dry_run=True))["status"] == "extended"
    row = one(run(registry, storage))
    assert (row["status"], row["workflow_id"]) == ("extended", workflow_id)
    assert (row["versions"], row["hashes_verified"]) == (3, 3)
    assert texts(registry.get("a")) == ["1", "2", "3"]
    assert registry.get("a").updated_at == datetime.fromtimestamp(2_000_000_001, UTC)
    assert registry.check().empty


@pytest.mark.parametrize("change", ["folder", "registry"])
def test_another_history_of_the_name_is_a_conflict_and_untouched(registry, storage, change):
    put(storage, "a/1.json", document("1"))
    put(storage, "a/2.json", document("2"))
    if change == "registry":
        registry.create("a", document("other"))
    else:
        run(registry, storage)
        put(storage, "a/1.json", document("edited"))
    before = texts(registry.get("a"))
    row = one(run(registry, storage))
    assert (row["status"], row["hashes_verified"]) == ("conflict", 0)
    assert "not touched" in row["reason"]
    assert texts(registry.get("a")) == before


def test_files_of_the_same_name_become_workflows_of_their_own(registry, storage):
    for file in ("x", "y"):
        put(storage, f"{file}.json", document(file, name="Same"))
    assert list(run(registry, storage)["status"]) == ["migrated", "migrated"]
    assert list(run(registry, storage)["status"]) == ["unchanged", "unchanged"]
    put(storage, "z.json", document("z", name="Same"))
    assert list(run(registry, storage)["status"]) == ["unchanged", "unchanged", "migrated"]
    assert len(registry.list()) == 3


def test_a_version_equal_to_the_one_before_it_is_merged(registry, storage):
    for number, text in enumerate("aabba"):
        put(storage, f"f/{number}.json", json.dumps(document(text), indent=number).encode())
    row = one(run(registry, storage))
    assert (row["files"], row["versions"]) == (5, 3)
    assert row["reason"] == "2 equal to the one before, merged into it"
    assert one(run(registry, storage))["status"] == "unchanged"


def test_a_broken_file_in_a_chain_is_left_out_and_named(registry, storage):
    put(storage, "a/1.json", document("1"))
    put(storage, "a/2.json", b'{"a":')
    put(storage, "a/3.json", document("3"))
    put(storage, "a/notes.txt", b"words")
    row = one(run(registry, storage))
    assert (row["status"], row["files"], row["versions"]) == ("migrated", 3, 2)
    assert "2.json left out: malformed: line 1" in row["reason"]
    assert "'notes.txt'" in row["reason"]


def test_what_is_no_workflow_is_named(registry, storage):
    put(storage, "a.txt", b"")
    put(storage, "b.json", b"words")
    put(storage, "c/readme.md", b"")
    put(storage, "d/1.json", document())
    put(storage, "d/01.json", document())
    put(storage, "e/1.json", b"{}")
    (storage / "f").mkdir()
    put(storage, ".hidden/1.json", document())
    frame = run(registry, storage)
    assert list(frame["source"]) == ["a.txt", "b.json", "c", "d", "e", "f"]
    assert list(frame["status"]) == ["skipped", "failed", "skipped", "failed", "failed", "skipped"]
    assert frame["reason"].str.len().min() > 5
    assert registry.list().empty


def test_a_change_of_format_within_a_chain_fails(registry, storage):
    put(storage, "a/1.json", document())
    put(storage, "a/2.json", {"class": "GalaxyWorkflow"})
    row = one(run(registry, storage))
    assert row["status"] == "failed"
    assert "'wfkit', 'galaxy'" in row["reason"]


def test_a_version_with_errors_is_kept_and_marked(registry, storage):
    put(storage, "a/1.json", document() | {"edges": [{"id": "e", "source": "a", "target": "gone"}]})
    put(storage, "a/2.json", document("2"))
    row = one(run(registry, storage))
    assert (row["status"], row["reason"]) == ("migrated", "1 with errors, marked as not valid")
    assert [registry.get("a").at(number).valid for number in (1, 2)] == [False, True]


def test_a_dry_run_says_what_a_run_does_and_writes_nothing(registry, storage):
    put(storage, "a/1.json", document("1"))
    put(storage, "b.json", document("b", name="b"))
    put(storage, "c.json", b"")
    planned = run(registry, storage, dry_run=True)
    assert registry.list().empty
    assert list(planned["workflow_id"]) == ["", "", ""]
    done = run(registry, storage)
    for column in ("source", "status", "name", "format", "files", "versions", "reason"):
        assert planned[column].equals(done[column]), column
    assert set(planned["hashes_verified"]) == {0}


def test_bytes_survive(registry, storage, tmp_path):
    raw = b"\xef\xbb\xbf" + json.dumps(document(), indent=2).replace("\n", "\r\n").encode()
    put(storage, "a/1.json", raw)
    workflow = registry.get(one(run(registry, storage))["workflow_id"])
    assert registry.export(workflow, tmp_path / "a.json").read_bytes() == raw


def test_a_file_dated_beyond_the_calendar_does_no_harm(registry, storage):
    file = put(storage, "a.json", document())
    os.utime(file, (2**40, 2**40))
    assert one(run(registry, storage))["status"] == "migrated"


def test_an_empty_folder_gives_an_empty_frame_with_the_same_dtypes(registry, storage):
    empty = run(registry, storage)
    put(storage, "a.json", document())
    assert list(empty.columns) == list(frames.MIGRATED)
    assert dict(empty.dtypes) == dict(run(registry, storage).dtypes)


@pytest.mark.parametrize("name", ["gone", "file.json", "a\0b"])
def test_what_is_no_folder_is_not_found(registry, storage, name):
    put(storage, "file.json", document())
    with pytest.raises(NotFound, match="no folder"):
        run(registry, f"{storage}/{name}")


@pytest.mark.parametrize("path", [None, 3, ["a"]], ids=repr)
def test_what_is_no_path_is_refused(registry, path):
    with pytest.raises(InvalidInput, match="no path"):
        run(registry, path)


def test_hostile_names_become_usable_ones(registry, storage):
    for name in (b"\xff", b"a\nb", b"'; DROP TABLE workflows; --"):
        put(storage, f"{os.fsdecode(name)}/1.json", document(repr(name)))
    frame = run(registry, storage)
    assert set(frame["status"]) == {"migrated"}
    assert set(run(registry, storage)["status"]) == {"unchanged"}


def test_real_chains_become_histories(corpus, registry):
    for folder in sorted((corpus / "chains").iterdir()):
        frame = run(registry, folder)
        chains = [path for path in folder.iterdir() if list(path.glob("*.json"))]
        assert (frame["status"] == "migrated").sum() == len(chains)
        assert frame["versions"].equals(frame["hashes_verified"])
        assert set(run(registry, folder)["status"]) <= {"unchanged", "skipped"}
    assert registry.check().empty
