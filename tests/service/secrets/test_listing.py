"""`find_secrets`: rows that say where, and never what."""

from __future__ import annotations

import json
import traceback

import pytest

import wfkit
from wfkit import nodetypes
from wfkit.core.nodetype import NodeType
from wfkit.store import frames

LITERAL = "q7Zx-91LmPq2_vTr8Kd0"
TOKEN = "ghp_" + "a1B2c3D4e5F6" * 3


def n8n(name="Fetch", **node):
    return {"nodes": [{"name": name, "type": "t", "position": [0, 0], **node}], "connections": {}}


def test_a_row_says_where_a_secret_is_and_in_which_node():
    found = wfkit.find_secrets(n8n(id="7", parameters={"text": f"use {TOKEN}"}))
    assert dict(found.iloc[0]) == {
        "pointer": "/nodes/0/parameters/text", "node": "Fetch", "label": "Fetch", "field": "text", "kind": "secret",
        "rule": "github-token", "confidence": "high", "start": 4, "length": len(TOKEN),
    }  # fmt: skip


def test_nothing_found_has_the_same_columns():
    empty, full = wfkit.find_secrets(n8n()), wfkit.find_secrets(n8n(webhookId="a"))
    assert len(empty) == 0
    assert list(empty.columns) == list(frames.SECRETS) == list(full.columns)
    assert list(map(str, empty.dtypes)) == list(map(str, full.dtypes))


def test_a_file_a_text_a_workflow_and_a_version_are_searched_alike(tmp_path):
    data = n8n(parameters={"apiKey": LITERAL})
    path = tmp_path / "a.json"
    path.write_text(json.dumps(data))
    with wfkit.open(":memory:") as registry:
        workflow = registry.create("A", data)
        counts = [
            len(wfkit.find_secrets(source)) for source in (data, path, path.read_text(), workflow, workflow.at(1))
        ]
    assert counts == [1] * 5


def test_a_document_without_a_reader_is_searched_without_nodes():
    def unread(_):
        raise wfkit.UnknownFormat

    document = wfkit.Document(json.dumps(n8n(id="7", webhookId="a")), n8n(id="7", webhookId="a"), "n8n", unread)
    assert wfkit.find_secrets(document)[["pointer", "node"]].to_numpy().tolist() == [["/nodes/0/webhookId", ""]]


@pytest.mark.parametrize(
    "data",
    [
        n8n(name=f"Fetch {TOKEN}", parameters={"a": TOKEN}),
        n8n(name=f"call {LITERAL}", parameters={"apiKey": LITERAL}),
        n8n(name="mail bob@firma.de", credentials={"smtp": {"id": "1", "name": "bob@firma.de"}}),
        n8n(parameters={"headers": {TOKEN: "x", "deep": {TOKEN: [TOKEN]}}}),
        {**n8n(), "pinData": {"Fetch": [{"json": {"password": "hunter22", TOKEN: LITERAL}}]}},
        {"nodes": [{"id": TOKEN, "type": "llm", "data": {"config": {"api_key": LITERAL}}}], "edges": []},
        [{"id": "1", "type": "http", "z": "0", "wires": [], "credentials": {"password": LITERAL}, "name": LITERAL}],
    ],
)
def test_no_output_shows_a_value(data, capsys):
    found = wfkit.find_secrets(data)
    redacted = wfkit.redact(data, "all")
    shown = "\n".join([
        found.to_string(), found.to_csv(), found.to_html(), repr(found), repr(redacted), redacted.text,
        *capsys.readouterr(),
    ])  # fmt: skip
    assert len(found) > 0
    assert not [value for value in (TOKEN, LITERAL, "hunter22", "bob@firma.de") if value in shown]


def test_an_error_shows_no_value():
    with pytest.raises(wfkit.UnknownFormat) as caught:
        wfkit.find_secrets([{"id": "1", "name": "x", "type": "smtp", "data": {"password": LITERAL}}])
    assert "an export of n8n credentials, which are secrets" in str(caught.value)
    assert LITERAL not in "".join(traceback.format_exception(caught.value))


def test_nested_secrets_of_the_catalogue_are_found():
    node = {"id": "a", "type": "llm", "position": {"x": 0, "y": 0}, "data": {"config": {"api_key": "two words"}}}
    found = wfkit.find_secrets({"schema_version": 1, "nodes": [node], "edges": []})
    assert found[["pointer", "rule"]].to_numpy().tolist() == [["/nodes/0/data/config/api_key", "secret-config"]]


def test_a_node_type_that_was_registered_later_says_what_is_secret_in_its_nodes():
    nodes = [{"type": "vault", "data": {"label": "Vault", "config": {"pin": "1234"}}}]
    document = {"nodes": nodes, "edges": []}
    assert len(wfkit.find_secrets(document)) == 0
    schema = {"type": "object", "properties": {"pin": {"type": "string", "format": "secret"}}}
    nodetypes.register(NodeType("vault", "Vault", "other", "Keeps things.", config_schema=schema))
    try:
        [found] = wfkit.find_secrets(document)["pointer"]
    finally:
        nodetypes.unregister("vault")
    assert found == "/nodes/0/data/config/pin"
