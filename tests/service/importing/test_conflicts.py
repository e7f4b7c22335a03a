"""What becomes of a workflow whose content or name is there already, and what a dry run says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wfkit.errors import InvalidInput
from wfkit.service.importing import _batches

from .conftest import document, one, put, run


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
