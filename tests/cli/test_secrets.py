"""`wfkit secrets` and `wfkit export --redact`."""

from __future__ import annotations

import json

import pytest

LITERAL = "q7Zx-91LmPq2_vTr8Kd0"


@pytest.fixture
def secretive(tmp_path):
    path = tmp_path / "flows" / "secretive.json"
    path.parent.mkdir()
    node = {"name": f"A {LITERAL}", "type": "t", "webhookId": "w-1", "parameters": {"apiKey": LITERAL}}
    path.write_text(json.dumps({"nodes": [node], "connections": {}}))
    return path


@pytest.fixture
def clean(secretive):
    path = secretive.with_name("clean.json")
    path.write_text(json.dumps({"nodes": [{"name": "A", "type": "t", "webhookId": "w-1"}], "connections": {}}))
    return path


@pytest.mark.usefixtures("clean")
def test_secrets_are_listed_with_their_places_and_never_shown(run, secretive):
    said = run("secrets", secretive.parent, exit_code=1).out
    assert "secretive.json: 2 secrets, 1 piece of personal data" in said
    assert "secret-field" in said
    assert "2 files: 2 secrets, 2 pieces of personal data" in said
    assert LITERAL not in said


def test_personal_data_fail_only_a_strict_search(run, clean):
    run("secrets", clean)
    run("secrets", clean, "--strict", exit_code=1)


def test_a_clean_file_is_said_to_be_clean(run, tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"nodes": [], "connections": {}}')
    assert run("secrets", path).out.strip() == "1 file: no secrets, no personal data"


def test_secrets_are_json_for_programs(run, secretive, clean):
    said = run("secrets", secretive, clean, "--json", exit_code=1).out
    assert LITERAL not in said
    first, second = json.loads(said)
    assert first["file"] == str(secretive)
    assert {row["rule"] for row in first["findings"]} == {"repeated-secret", "secret-field", "webhook-id"}
    assert [row["kind"] for row in second["findings"]] == ["personal"]


def test_a_file_that_is_no_workflow_fails_and_the_others_are_searched(run, tmp_path, clean):
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps([{"id": "1", "name": "x", "type": "smtp", "data": LITERAL}]))
    said = run("secrets", path, clean, exit_code=1).out
    assert "an export of n8n credentials, which are secrets" in said
    assert "2 files: 1 piece of personal data, 1 not read" in said
    assert LITERAL not in said


def test_standard_input_is_searched(run, secretive):
    assert "standard input: 2 secrets" in run("secrets", "-", stdin=secretive.read_bytes(), exit_code=1).out


def test_an_export_leaves_out_what_it_is_told(run, secretive, tmp_path):
    run("create", "S", secretive)
    plain, all_ = tmp_path / "a.json", tmp_path / "b.json"
    run("export", "S", plain, "--redact")
    run("export", "S", all_, "--redact-all")
    assert json.loads(plain.read_text())["nodes"][0]["webhookId"] == "w-1"
    assert json.loads(plain.read_text())["nodes"][0]["parameters"] == {"apiKey": ""}
    assert json.loads(all_.read_text())["nodes"][0]["webhookId"] == ""
