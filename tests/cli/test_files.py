"""import, export, validate, migrate."""

from __future__ import annotations

import json

import pytest

from wfkit import samples
from wfkit.core.problem import PROBLEM_COLUMNS
from wfkit.store import frames


@pytest.fixture
def flows(tmp_path):
    """A folder with the ten sample files, two of which are no workflows."""
    samples.copy_to(tmp_path / "flows")
    return tmp_path / "flows"


def test_an_import_counts_outcomes_and_names_what_was_left_out(run, run_json, flows):
    text = run("import", flows).out
    assert "10 files: 8 in the registry, 2 not" in text
    assert "settings.json" in text
    assert "unfinished_download.json" in text
    assert "known formats" in " ".join(text.split())
    assert len(run_json("list")) == 8


def test_an_import_for_programs_has_a_row_a_file(run_json, flows):
    rows = run_json("import", flows)
    assert len(rows) == 10
    assert set(rows[0]) == set(frames.IMPORTS)


def test_a_second_import_changes_nothing(run, run_json, flows):
    run("import", flows)
    before = run_json("list")
    run("import", flows)
    assert run_json("list") == before


def test_a_dry_run_writes_nothing(run, run_json, flows):
    assert "nothing was written" in run("import", flows, "--dry-run").out
    assert run_json("list") == []


def test_a_strict_import_exits_with_1_when_a_file_was_left_out(run, flows):
    run("import", flows, "--strict", exit_code=1)
    run("import", flows / "faq_search.json", "--strict")


def test_several_paths_and_tags_are_taken(run, run_json, flows):
    run("import", flows / "faq_search.json", flows / "support_bot.json", "--tag", "team", "-t", "new")
    assert [{"team", "new"} <= set(row["tags"]) for row in run_json("list")] == [True, True]


def test_an_import_of_nothing_and_with_nonsense_is_refused(run, flows):
    assert run("import", "nope", exit_code=3).err.startswith("error: ")
    assert run("import", flows, "--on-conflict", "guess", exit_code=2).err.startswith("error: ")
    run("import", exit_code=2)


def test_an_import_by_several_processes_says_what_one_says(run_json, flows):
    alone = run_json("import", flows, "--dry-run", "--processes", 1)
    assert run_json("import", flows, "--dry-run", "--processes", 2, "--time-limit", 30) == alone


def test_problems_of_other_tools_documents_are_listed_when_asked_for(run_json, tmp_path):
    node = {"name": "A", "type": "t", "parameters": {}, "position": [0, 0]}
    connections = {"A": {"main": [[{"node": "gone", "type": "main", "index": 0}]]}}
    (tmp_path / "a.json").write_text(json.dumps({"name": "F", "nodes": [node], "connections": connections}))
    [silent] = run_json("import", tmp_path / "a.json", "--dry-run")
    [told] = run_json("import", tmp_path / "a.json", "--dry-run", "--check")
    assert (silent["problems"], silent["warnings"]) == ([], 0)
    assert told["warnings"] > 0
    assert any("gone" in problem for problem in told["problems"])


@pytest.mark.parametrize("option", [("--processes", 0), ("--time-limit", 0), ("--processes", "many")])
def test_processes_and_seconds_that_cannot_be_are_refused(run, flows, option):
    run("import", flows, *option, exit_code=2)


@pytest.mark.parametrize("option", [("--processes", 2), ("--time-limit", 9), ("--check",)])
def test_how_files_are_read_is_not_asked_of_a_history(run, tmp_path, option):
    assert "do not go together" in run("import", "--history", tmp_path, *option, exit_code=2).err


def test_valid_files_are_fine(run, run_json, document):
    assert run("validate", document).out == "1 file: 1 fine\n"
    assert run_json("validate", document) == [
        {"file": str(document), "ok": True, "summary": "no problems", "problems": []}
    ]


def test_a_folder_is_validated_with_a_summary(run, run_json, flows):
    text = run("validate", flows, exit_code=1).out
    assert text.endswith("10 files: 8 fine, 2 with errors\n")
    assert "unknown-format" in text
    rows = run_json("validate", flows, exit_code=1)
    assert sum(row["ok"] for row in rows) == 8
    assert {tuple(problem) for row in rows for problem in row["problems"]} == {PROBLEM_COLUMNS}


def test_standard_input_is_validated(run, document, broken):
    assert "1 fine" in run("validate", "-", stdin=document.read_bytes()).out
    assert "standard input: " in run("validate", "-", stdin=broken.read_bytes(), exit_code=1).out


def test_warnings_fail_only_a_strict_validation(run, tmp_path, document):
    data = json.loads(document.read_text(encoding="utf-8"))
    data["nodes"].append(
        {"id": "alone", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"config": {"text": "a"}}}
    )
    (tmp_path / "warned.json").write_text(json.dumps(data))
    assert "1 fine" in run("validate", "warned.json").out
    assert "1 file: 1 with warnings" in run("validate", "warned.json", "--strict", exit_code=1).out


@pytest.mark.parametrize("name", ["nope.json", "a\0b", "x" * 5000], ids=["missing", "nul", "long"])
def test_a_file_that_is_not_there_is_not_found(run, name):
    assert "no file" in run("validate", name, exit_code=3).err


def test_an_empty_folder_is_no_success(run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "no .json file" in run("validate", "empty", exit_code=3).err


def test_an_exported_file_is_the_imported_one(run, document, faq, tmp_path):
    assert run("export", "FAQ", "out.json").out.startswith("wrote ")
    assert (tmp_path / "out.json").read_bytes() == document.read_bytes()
    assert "--overwrite" in run("export", "FAQ", "out.json", exit_code=2).err
    run("export", faq.id, "out.json", "--overwrite")


def test_an_export_takes_a_version(run, document, two_versions, tmp_path):
    run("export", "FAQ", "out.json", "--version", "v1.0.0")
    assert (tmp_path / "out.json").read_bytes() == document.read_bytes()
    run("export", "FAQ", "other.json", "--version", "7", exit_code=3)
    assert two_versions.version == 2


def test_an_export_with_history_is_imported_with_history(run, run_json, two_versions):
    run("export", "FAQ", "out.wfkit", "--history")
    run("init", "other.duckdb", "--bare")
    run("import", "out.wfkit", "-r", "other.duckdb")
    assert [row["message"] for row in run_json("versions", "FAQ", "-r", "other.duckdb")] == ["second", "first"]
    assert two_versions.version == 2


def test_a_folder_of_versions_is_migrated_with_its_history(run, run_json, tmp_path, document, edited):
    (tmp_path / "old" / "faq").mkdir(parents=True)
    (tmp_path / "old" / "faq" / "1.json").write_bytes(document.read_bytes())
    (tmp_path / "old" / "faq" / "2.json").write_bytes(edited.read_bytes())
    assert "nothing was written" in run("migrate", "old", "--dry-run").out
    assert run_json("list") == []
    text = run("migrate", "old").out
    assert "migrated" in text
    assert "1 workflow: 1 in the registry" in text
    [row] = run_json("migrate", "old")
    assert set(row) == set(frames.MIGRATED)
    assert row["status"] == "unchanged"
    assert [version["version"] for version in run_json("versions", row["workflow_id"])] == [2, 1]


def test_an_empty_folder_has_nothing_to_import_or_migrate(run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "no files to import" in run("import", "empty").out
    assert "nothing to migrate" in run("migrate", "empty").out


def test_a_missing_store_cannot_be_migrated(run):
    assert run("migrate", "nope", exit_code=3).err.startswith("error: ")


def test_reading_commands_leave_the_files_alone(run, flows):
    before = {path: path.read_bytes() for path in flows.iterdir()}
    run("import", flows)
    run("validate", flows, exit_code=1)
    assert {path: path.read_bytes() for path in flows.iterdir()} == before
