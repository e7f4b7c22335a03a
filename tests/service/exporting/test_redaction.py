"""Exports without secrets and personal data."""

from __future__ import annotations

import json
import zipfile

import pytest

from wfkit.core import codec
from wfkit.errors import InvalidInput

from .conftest import document, manifest, run


def secretive(**config):
    key = {"model": "m", "api_key": "sk-very-secret", **config}
    node = {"id": "a", "type": "llm", "position": {"x": 0, "y": 0}, "data": {"config": key}}
    return {"schema_version": 1, "nodes": [node], "edges": []}


def test_secrets_are_blanked_and_the_archive_says_so(registry, other, tmp_path):
    workflow = registry.create("Secret", secretive(), allow_invalid=True).save(secretive(model="n"), allow_invalid=True)
    archive = registry.export(workflow, tmp_path / "a.wfkit", history=True, redact=True)
    with zipfile.ZipFile(archive) as opened:
        assert all(b"sk-very-secret" not in opened.read(name) for name in opened.namelist())
        digest = codec.content_hash(json.loads(opened.read("versions/1.json")))
    given = manifest(archive)
    assert given["redacted"] is True
    assert given["versions"][0]["content_hash"] == digest != workflow.at(1).content_hash
    assert run(other, archive)["status"] == "imported"
    assert other.get("Secret").document["nodes"][0]["data"]["config"]["api_key"] == ""
    assert registry.get("Secret").document["nodes"][0]["data"]["config"]["api_key"] == "sk-very-secret"


@pytest.mark.parametrize(
    "node",
    [
        {"id": "a", "type": "llm", "data": {"api_key": "sk-very-secret"}},
        {"type": "llm", "data": {"config": {"api_key": "sk-very-secret"}}},
        {"id": "a", "type": "unheard of", "data": {"config": {"api_key": "sk-very-secret"}}},
        {"id": "a", "type": ["llm"], "data": {"config": {"api_key": ["sk-very-secret"]}}},
        {"id": "a", "type": "llm", "data": {"config": {"api_key": {"nested": "sk-very-secret"}}}},
    ],
    ids=["flat", "without id", "unknown type", "broken type", "nested"],
)
def test_secrets_of_nodes_that_are_not_sound_are_blanked_too(registry, tmp_path, node):
    workflow = registry.create("Secret", {"nodes": [node], "edges": []}, allow_invalid=True)
    assert b"sk-very-secret" not in registry.export(workflow, tmp_path / "a.json", redact=True).read_bytes()


def test_references_stay_and_a_document_without_secrets_keeps_its_bytes(registry, tmp_path):
    raw = json.dumps(secretive(api_key="${API_KEY}"), indent=7).encode()
    workflow = registry.create("Clean", raw, allow_invalid=True)
    assert registry.export(workflow, tmp_path / "a.json", redact=True).read_bytes() == raw


def test_the_secrets_of_other_formats_are_left_out_too(registry, tmp_path):
    node = {"name": "A", "type": "t", "parameters": {"apiKey": "q7Zx-91LmPq2_vTr8Kd0"}}
    raw = json.dumps({"nodes": [node], "connections": {}}, indent=3).encode()
    workflow = registry.create("n8n", raw)
    exported = registry.export(workflow, tmp_path / "a.json", redact=True).read_bytes()
    assert exported == raw.replace(b"q7Zx-91LmPq2_vTr8Kd0", b"")


def test_an_archive_without_personal_data_has_no_authors_and_no_secrets_in_its_messages(registry, tmp_path):
    token = "ghp_" + "a1B2c3D4e5F6" * 3
    workflow = registry.create(
        "Flow", document("a"), message=f"uses {token}", description=f"asks bob@firm.de about {token}"
    )
    given = manifest(registry.export(workflow, tmp_path / "a.wfkit", redact=True))
    assert given["versions"][0]["message"] == "uses REDACTED"
    assert given["workflow"]["description"] == "asks bob@firm.de about REDACTED"
    assert given["versions"][0]["author"] == workflow.at(1).author
    given = manifest(registry.export(workflow, tmp_path / "b.wfkit", redact="all"))
    assert given["workflow"]["description"] == "asks REDACTED about REDACTED"
    assert (given["versions"][0]["author"], given["provenance"]["owner"]) == ("unknown", "unknown")


@pytest.mark.parametrize("what", ["everything", 1, None])
def test_redact_is_a_boolean_or_one_of_two_words(registry, workflow, tmp_path, what):
    with pytest.raises(InvalidInput, match="pass True, False, 'secrets' or 'all'"):
        registry.export(workflow, tmp_path / "a.json", redact=what)
