"""Secrets of a source: references in the new document, and in no row of the report."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.core.reference import is_reference

KEY = "sk-proj-" + "q7Zt2Lw9Xv4Bn8Kc3Rm6" + "Hy5Pd1Sf0Gj2Ua7Ie4Ow"
PASSWORD = "hunter2-9Xk"  # noqa: S105 - nobody's


def flow(inputs, name="unknownThing", **more):
    data = {"name": name, "label": "Thing", "inputs": inputs, "inputAnchors": [], "outputAnchors": []}
    return {
        "nodes": [{"id": "a_0", "type": "customNode", "position": {"x": 0, "y": 0}, "data": data}],
        "edges": [],
        **more,
    }


def converted(source):
    made = wfkit.to_format(source, "wfkit")
    told = made.document.text + made.losses.to_json() + made.summary
    for secret in (KEY, PASSWORD):
        assert secret not in told
    return made, made.document.data["nodes"][0]["data"]["config"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"openAIApiKey": KEY}, {"openAIApiKey": "${A_0_OPEN_AI_API_KEY}"}),
        ({"deep": [{"password": PASSWORD}]}, {"deep": [{"password": "${A_0_PASSWORD}"}]}),
        ({"text": f"use {KEY} and {KEY}."}, {"text": "use ${A_0_TEXT} and ${A_0_TEXT}."}),
    ],
)
def test_a_secret_is_a_reference_wherever_it_stands(inputs, expected):
    made, config = converted(flow(inputs))
    assert config["config"] == expected
    assert {row.status for row in made.rows if row.path} == {"partly"}


def test_a_secret_that_is_a_number_is_a_reference():
    _, config = converted(flow({"password": 12345678}))
    assert config["config"] == {"password": "${A_0_PASSWORD}"}


def test_every_text_of_a_secret_object_is_a_reference():
    field = {"password": True, "value": {"user": PASSWORD, "more": [{"key": PASSWORD}, 1]}}
    node = {"id": "m", "type": "genericNode", "data": {"type": "X", "node": {"template": {"login": field}}}}
    _, config = converted({"data": {"nodes": [node], "edges": []}})
    name = config["config"]["login"]["user"]
    assert is_reference(name)
    assert config["config"]["login"] == {"user": name, "more": [{"key": name}, 1]}


def test_a_secret_in_a_key_is_cut_out_of_it():
    made, config = converted(flow({"before": 1, KEY: 2, "behind": 3}))
    before, key, behind = config["config"]
    assert (before, behind) == ("before", "behind")
    assert is_reference(key)
    assert [row.path for row in made.rows if row.status == "partly"] == ["/nodes/0/data/inputs"]


def test_a_secret_outside_the_nodes_is_in_no_row():
    made, _ = converted(flow({}, password=PASSWORD))
    assert [row.value for row in made.rows if row.path == "/password"] == ["${PASSWORD}"] * 2


def test_whatever_stands_in_a_secret_field_is_a_reference():
    source = {
        "data": {
            "nodes": [
                {"id": "m", "type": "genericNode", "data": {"type": "EmbeddingModel", "node": {"template": {}}}},
                {
                    "id": "s",
                    "type": "genericNode",
                    "data": {
                        "type": "OpenAIModel",
                        "node": {
                            "template": {
                                "api_key": {"value": "my key here"},
                                "model_name": {"value": "x"},
                                "input_value": {"value": "Hi"},
                            }
                        },
                    },
                },
            ],
            "edges": [],
        }
    }
    made = wfkit.to_format(source, "wfkit")
    assert made.document.graph.node("s").config["api_key"] == "${S_API_KEY}"


def test_a_document_without_secrets_has_no_rows_on_them():
    made, _ = converted(flow({"a": 1}))
    assert all(row.status != "partly" for row in made.rows)
