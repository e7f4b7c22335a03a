"""`redact`: the same document, the same text, without its secrets."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wfkit
from wfkit import formats
from wfkit.errors import InvalidInput, WfkitError
from wfkit.service.documents import document_of
from wfkit.service.secrets import redacted, scrubbed

LITERAL = "q7Zx-91LmPq2_vTr8Kd0"
TOKEN = "ghp_" + "a1B2c3D4e5F6" * 3
OTHER = "ghp_" + "z9Y8x7W6v5U4" * 3


def n8n(*nodes, **rest):
    return {"nodes": list(nodes), "connections": {}, **rest}


def node(name="A", **rest):
    return {"name": name, "type": "t", "position": [0, 0], **rest}


def graph_of(document):
    graph = document.graph
    return (
        [(node.id, node.type, node.parent) for node in graph.nodes],
        [(edge.source, edge.source_port, edge.target, edge.target_port) for edge in graph.edges],
    )


def test_only_the_secret_leaves_the_text():
    text = (
        '{ "nodes":[{"name":"A","type":"t","n":1.50,\r\n'
        '"parameters":{"apiKey" : "%s","code":"x = \\"%s\\";\\u000a\\/ok"}}],'
        '"connections":{}, "pinData": {"A":[1]}}\n'
    )
    redacted = wfkit.redact(text % (LITERAL, TOKEN))
    expected = text % ("", "REDACTED")
    assert redacted.text == expected.replace('"pinData": {"A":[1]}', '"pinData": {}')
    assert redacted.format == "n8n"


def test_a_document_without_secrets_comes_back_as_it_is():
    document = wfkit.redact(n8n(node(parameters={"apiKey": "={{ $env.KEY_1 }}"}, webhookId="a")))
    assert document.data["nodes"][0]["webhookId"] == "a"
    assert wfkit.redact(document).text == document.text


YAML = """\
# our flow
kind: app
app: {name: x, mode: workflow}
workflow:
  environment_variables:
    - {name: K, value_type: secret, value: &k two words} # keep
    - {name: L, value_type: string, value: *k}
  graph:
    nodes:
    - id: '1'
      data:
        type: code
        code: |
          import x

          token = "%s"  # TOKEN
    edges: []
"""


def test_a_secret_leaves_a_yaml_text_and_nothing_else():
    redacted = wfkit.redact((YAML % TOKEN).replace("*k", "plain"))
    expected = (YAML % "REDACTED").replace("*k", "plain").replace("&k two words", '&k ""')
    assert (redacted.text, redacted.syntax, redacted.format) == (expected, "yaml", "dify")
    assert not (wfkit.find_secrets(redacted)["kind"] == "secret").any()


def test_what_an_alias_repeats_leaves_with_what_it_names():
    document = wfkit.redact((YAML % TOKEN).replace("value_type: string", "value_type: secret"))
    assert [item["value"] for item in document.data["workflow"]["environment_variables"]] == ["", ""]
    assert document.text.startswith("# our flow\n")


def test_an_alias_where_a_secret_does_not_belong_loses_it_all_the_same():
    text = (YAML % TOKEN).replace("value_type: secret", "value_type: string")
    text = text.replace("{name: L, value_type: string", "{name: L, value_type: secret")
    document = wfkit.redact(text)
    assert document.data["workflow"]["environment_variables"][1]["value"] == ""
    assert TOKEN not in document.text
    assert document.syntax == "yaml"


def test_a_text_that_would_not_parse_any_more_is_written_anew():
    text = "kind: app\napp: {name: x}\nworkflow:\n  ? password\n  : !!int '12345'\n  graph: {nodes: [], edges: []}\n"
    document = wfkit.redact(text)
    assert document.data["workflow"]["password"] == 0


def test_encoding_and_source_are_kept(tmp_path):
    path = tmp_path / "a.json"
    raw = ("\ufeff" + json.dumps(n8n(node(parameters={"apiKey": LITERAL})), indent="\t")).encode("utf-16-le")
    path.write_bytes(raw)
    document = wfkit.redact(path)
    assert document.raw == raw.replace(LITERAL.encode("utf-16-le"), b"")
    assert document.source == str(path)


def test_a_value_keeps_its_type():
    data = n8n(node(parameters={"password": 123456, "a": {"password": 1234.5}}), pinData={"A": [1]})
    redacted = wfkit.redact(data).data
    assert redacted["nodes"][0]["parameters"] == {"password": 0, "a": {"password": 0}}
    assert redacted["pinData"] == {}


def test_personal_data_leave_only_when_asked():
    data = n8n(node(credentials={"smtp": {"id": "1", "name": "Bob"}}, webhookId="a"), meta={"instanceId": "b"})
    assert wfkit.redact(data).data == data
    redacted = wfkit.redact(data, "all").data
    assert redacted["nodes"][0]["credentials"] == {"smtp": {"id": "1", "name": ""}}
    assert (redacted["nodes"][0]["webhookId"], redacted["meta"]["instanceId"]) == ("", "")


def test_what_is_none_of_the_two_words_is_refused():
    for what in ("everything", "", None):
        with pytest.raises(InvalidInput, match="'secrets' or 'all'"):
            wfkit.redact(n8n(), what)


def test_names_with_secrets_in_them_stay_names_that_differ():
    nodes = [node(f"Get {TOKEN}"), node(f"Get {OTHER}")]
    main = [[{"node": f"Get {OTHER}", "type": "main", "index": 0}]]
    document = wfkit.redact({"nodes": nodes, "connections": {f"Get {TOKEN}": {"main": main}, f"Get {OTHER}": {}}})
    assert [found.id for found in document.graph.nodes] == ["Get REDACTED", "Get REDACTED2"]
    assert [(edge.source, edge.target) for edge in document.graph.edges] == [("Get REDACTED", "Get REDACTED2")]
    assert wfkit.find_secrets(document).empty


def test_neighbouring_and_overlapping_findings_are_cut_once():
    text = f"https://u:{TOKEN}@a.b/?access_token={OTHER}&x=1 bob@firma.de {TOKEN}{OTHER}"
    document = wfkit.redact(n8n(node(parameters={"text": text})), "all")
    assert wfkit.find_secrets(document).empty
    assert TOKEN not in document.text
    assert OTHER not in document.text


def test_the_original_stays_as_it_is():
    data = n8n(node(parameters={"apiKey": LITERAL}))
    wfkit.redact(data)
    assert data["nodes"][0]["parameters"]["apiKey"] == LITERAL


def test_a_message_is_scrubbed():
    assert scrubbed(f"uses {TOKEN} of bob@firma.de") == "uses REDACTED of bob@firma.de"
    assert scrubbed(f"uses {TOKEN} of bob@firma.de", "all") == "uses REDACTED of REDACTED"


PIECES = st.sampled_from(
    [
        *(TOKEN, OTHER, LITERAL, "bob@firma.de", "hunter22", "https://u:p4ss@h/", "Bearer "),
        *("password=", "token: ", '"', "'"),
        *("api_key = ", " ", "\n", "\\", "\\n", "\\\\", "{", "}", "/home/bob/", "eyJ", "é", "\U0001f600"),
        "-----BEGIN PRIVATE KEY-----",
    ]
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)


@given(st.dictionaries(TEXTS | st.sampled_from(["password", "api_key", "value", "name"]), TEXTS | st.lists(TEXTS)))
def test_no_secret_is_found_in_what_was_redacted(parameters):
    data = n8n(node(parameters=parameters))
    redacted = wfkit.redact(data)
    assert not (wfkit.find_secrets(redacted)["kind"] == "secret").any()
    assert wfkit.find_secrets(wfkit.redact(data, "all")).empty
    assert [found.id for found in redacted.graph.nodes] == ["A"]


def test_real_documents_are_redacted_to_the_same_graph_without_findings(corpus):
    count = 0
    for path in sorted(path for path in corpus.glob("*/*") if path.is_file()):
        try:
            document = wfkit.load(path)
        except WfkitError:
            continue
        for what in ("secrets", "all"):
            redacted = wfkit.redact(document, what)
            if redacted.text == document.text:
                continue
            count += 1
            left = wfkit.find_secrets(redacted)
            assert left.empty if what == "all" else not (left["kind"] == "secret").any(), path
            assert formats.sniff(redacted.data) == document.format, path
            assert graph_of(redacted) == graph_of(document), path
    assert count


def test_a_document_without_a_text_stays_without_one():
    nodes = [{"id": "a", "type": "llm", "data": {"config": {"api_key": TOKEN, "prompt": f"use {TOKEN} here"}}}]
    whole = document_of({"nodes": nodes, "edges": []})
    shown = redacted(replace(whole, text=""))
    assert shown.text == ""
    assert shown.data == redacted(whole).data
    assert shown.data["nodes"][0]["data"]["config"] == {"api_key": "", "prompt": "use REDACTED here"}
