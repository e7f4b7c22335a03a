"""What each format says of secrets: planted ones are found in their places, references and placeholders are not."""

from __future__ import annotations

import pytest

from wfkit import formats
from wfkit.core.secrets import find

LITERAL = "q7Zx-91LmPq2_vTr8Kd0"


def found(name, data):
    return [(finding.path, finding.rule, finding.kind) for finding in find(data, formats.get(name).secrets)]


def n8n(**node):
    return {"nodes": [{"name": "A", "type": "t", "position": [0, 0], **node}], "connections": {}}


def langflow(**field):
    node = {"id": "A-1", "data": {"type": "A", "node": {"template": {"api_key": field}}}}
    return {"data": {"nodes": [node], "edges": []}}


AT_FIELD = ("data", "nodes", 0, "data", "node", "template", "api_key", "value")

CASES = {
    "n8n: pinned data": (
        "n8n",
        {**n8n(), "pinData": {"A": [{"json": {"x": 1}}]}, "staticData": {"last": 3}},
        [(("pinData",), "pinned-data", "secret"), (("staticData",), "static-data", "secret")],
    ),
    "n8n: nothing pinned": ("n8n", {**n8n(), "pinData": {}, "staticData": None, "meta": {"instanceId": ""}}, []),
    "n8n: the instance": (
        "n8n",
        {"workflow": {**n8n(), "meta": {"instanceId": "a1b2c3"}}},
        [(("workflow", "meta", "instanceId"), "instance-id", "personal")],
    ),
    "n8n: names of credentials": (
        "n8n",
        n8n(credentials={"slackApi": {"id": "3", "name": "Bob's Slack"}}, webhookId="0f9e"),
        [
            (("nodes", 0, "webhookId"), "webhook-id", "personal"),
            (("nodes", 0, "credentials", "slackApi", "name"), "credential-name", "personal"),
        ],
    ),
    "n8n: a header": (
        "n8n",
        n8n(parameters={"headerParameters": {"parameters": [{"name": "X-Api-Key", "value": LITERAL}]}}),
        [(("nodes", 0, "parameters", "headerParameters", "parameters", 0, "value"), "secret-field", "secret")],
    ),
    "n8n: an expression": (
        "n8n",
        n8n(parameters={"list": [{"name": "Authorization", "value": "=Bearer {{ $json.token1 }}"}], "credentials": 3}),
        [],
    ),
    "langflow: a secret field": (
        "langflow",
        langflow(value="my secret", password=True, load_from_db=False),
        [(AT_FIELD, "password-field", "secret")],
    ),
    "langflow: a secret input": (
        "langflow",
        langflow(value="x", _input_type="SecretStrInput"),
        [(AT_FIELD, "password-field", "secret")],
    ),
    "langflow: the name of a variable": ("langflow", langflow(value=LITERAL, password=True, load_from_db=True), []),
    "langflow: accounts": ("langflow", {**langflow(), "user_id": "u-1"}, [(("user_id",), "account-id", "personal")]),
    "flowise: what an export leaves out": (
        "flowise",
        {
            "nodes": [
                {
                    "data": {
                        "inputParams": [
                            {"name": "pw", "type": "password"},
                            {"type": "password"},
                            {"name": "x", "type": "string"},
                            3,
                        ],
                        "inputs": {"pw": "two words", "x": "two words"},
                        "credential": "c0ffee",
                    }
                }
            ]
        },
        [
            (("nodes", 0, "data", "credential"), "credential-id", "personal"),
            (("nodes", 0, "data", "inputs", "pw"), "password-field", "secret"),
        ],
    ),
    "comfyui: widgets by the names of their slots": (
        "comfyui",
        {
            "nodes": [
                {
                    "widgets_values": ["a cat", LITERAL, "api_key"],
                    "inputs": [{"widget": {"name": name}} for name in ("text", "api_key", "mode")] + [{"link": 1}],
                }
            ],
            "links": [],
        },
        [(("nodes", 0, "widgets_values", 1), "secret-field", "secret")],
    ),
    "comfyui: widgets without names": (
        "comfyui",
        {"nodes": [{"widgets_values": [LITERAL], "inputs": []}, {"widgets_values": {}}]},
        [],
    ),
    "comfyui: a prompt, and what is posted with it": (
        "comfyui",
        {
            "prompt": {"1": {"class_type": "A", "inputs": {"api_key": LITERAL}}},
            "extra_data": {"api_key_comfy_org": LITERAL},
        },
        [
            (("prompt", "1", "inputs", "api_key"), "secret-field", "secret"),
            (("extra_data", "api_key_comfy_org"), "comfy-account", "secret"),
        ],
    ),
    "dify: secret variables, requests, ids": (
        "dify",
        {
            "environment_variables": [
                {"name": "K", "value_type": "secret", "value": "two words"},
                {"value_type": "string", "value": "x"},
            ],
            "authorization": {"type": "api-key", "config": {"api_key": "two words", "type": "bearer"}},
            "dataset_ids": ["d-1", "d-2"],
            "tool": {"credential_id": "c-1"},
            "headers": f"X-Api-Key: {LITERAL}\nAccept: x",
        },
        [
            (("headers",), "assigned-in-text", "secret"),
            (("environment_variables", 0, "value"), "secret-variable", "secret"),
            (("authorization", "config", "api_key"), "request-key", "secret"),
            (("dataset_ids", 0), "dataset-id", "personal"),
            (("dataset_ids", 1), "dataset-id", "personal"),
            (("tool", "credential_id"), "credential-id", "personal"),
        ],
    ),
    "dify: nothing filled in": (
        "dify",
        {"environment_variables": [{"value_type": "secret", "value": ""}], "type": ["x"], "dataset_ids": "x"},
        [],
    ),
    "node-red: credentials": (
        "node-red",
        [
            {"id": "1", "type": "mqtt-broker", "credentials": {"user": "bob", "password": "${PW}"}},
            {"env": [{"type": "cred", "value": "two words"}]},
        ],
        [((0, "credentials", "user"), "credentials", "secret"), ((1, "env", 0, "value"), "credentials", "secret")],
    ),
    "galaxy: who made it": (
        "galaxy",
        {
            "creator": [{"class": "Person", "name": "Bob", "identifier": "0000-0002-1825-0097"}, "x"],
            "steps": {"0": {"creator": "x"}},
        },
        [(("creator", 0, "name"), "creator", "personal"), (("creator", 0, "identifier"), "creator", "personal")],
    ),
    "galaxy: JSON in a text": (
        "galaxy",
        {"steps": {"0": {"tool_state": '{"auth": "{\\"password\\": \\"tr0ub4dor\\"}", "__page__": null}'}}},
        [(("steps", "0", "tool_state"), "assigned-in-text", "secret")],
    ),
    "ragflow: the last conversation": (
        "ragflow",
        {"dsl": {"components": {}, "history": [["user", "hello"]], "messages": [], "graph": {"history": ["x"]}}},
        [(("dsl", "history"), "conversation", "secret")],
    ),
    "elyra: variables": (
        "elyra",
        {
            "env_vars": ["DB_PASSWORD=swordfish", "MODE=swordfish", "TOKEN", 3, "API_KEY=$KEY"],
            "x": {"env_vars": [{"env_var": "SECRET_KEY", "value": LITERAL}]},
        },
        [(("env_vars", 0), "secret-field", "secret"), (("x", "env_vars", 0, "value"), "secret-field", "secret")],
    ),
    "elyra: secrets of Kubernetes": (
        "elyra",
        {"kubernetes_secrets": [{"env_var": "API_KEY", "name": LITERAL, "key": LITERAL}], "env_vars": "x"},
        [],
    ),
    "haystack: a secret in place, and one by its variable": (
        "haystack",
        {
            "a": {"type": "token", "token": "two words"},
            "api_key": {"type": "env_var", "env_vars": [LITERAL], "strict": True},
            "c": {"type": "env_var"},
        },
        [(("a", "token"), "secret-token", "secret")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_secrets_are_found_where_the_tool_keeps_them(case):
    name, data, expected = CASES[case]
    assert found(name, data) == expected


@pytest.mark.parametrize("name", formats.names())
def test_no_object_makes_a_format_fail(name):
    ask = formats.get(name).secrets
    keys = [
        *("nodes", "credentials", "pinData", "meta", "webhookId", "inputParams", "inputs", "credential", "creator"),
        *("env_vars", "env_var", "name", "components", "history", "widgets_values", "dataset_ids", "credential_id"),
        *(
            "value_type",
            "type",
            "password",
            "load_from_db",
            "_input_type",
            "token",
            "data",
            "config",
            "user_id",
            "value",
        ),
    ]
    for value in (None, 1, "x", [], [1, None, {}], {}, {"x": 1, "name": [{}]}, True):
        places = list(ask(dict.fromkeys(keys, value))) if ask else []
        assert all(place.path for place in places)
        find(dict.fromkeys(keys, value), ask)
