"""The node types that come with wfkit keep the promises of `NodeType`."""

from __future__ import annotations

import re

import pytest
from jsonschema_rs import Draft202012Validator

from wfkit.nodetypes._builtin import BUILTIN, SHELVES
from wfkit.nodetypes._checks import checked

EVERY_TYPE = pytest.mark.parametrize("node_type", BUILTIN.values(), ids=BUILTIN.keys())
PORT_TYPES = {"any", "text", "score", "index", "message[]", "document[]", "chunk[]", "embedding[]"}
PROMISED = [
    "file_loader",
    "url_loader",
    "text_input",
    "question_input",
    "chat_input",
    "splitter",
    "embedder",
    "vector_store_write",
    "retriever",
    "keyword_search",
    "hybrid_search",
    "reranker",
    "prompt",
    "llm",
    "chat",
    "memory",
    "conditional",
    "merge",
    "python_function",
    "output",
]


def properties(node_type):
    return node_type.config_schema["properties"]


@pytest.mark.parametrize("key", PROMISED)
def test_what_a_rag_builder_needs_is_there(key):
    assert BUILTIN[key].key == key


def test_no_two_types_share_a_key():
    assert len(BUILTIN) == sum(len(shelf.NODE_TYPES) for shelf in SHELVES)


@EVERY_TYPE
def test_every_type_would_be_accepted_by_register(node_type):
    assert checked(node_type) is node_type


@EVERY_TYPE
def test_every_description_is_one_sentence_on_one_line(node_type):
    assert re.fullmatch(r"[A-Z][^\n]*\.", node_type.description)
    assert len(node_type.description) <= 120


@EVERY_TYPE
def test_every_port_has_a_known_type_and_a_description(node_type):
    ports = node_type.inputs + node_type.outputs
    assert {port.type for port in ports} <= PORT_TYPES
    assert all(port.description for port in ports)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", port.name) for port in ports)


@EVERY_TYPE
def test_every_type_is_connected_to_something(node_type):
    assert node_type.inputs or node_type.outputs


@EVERY_TYPE
def test_the_schema_is_an_open_object_of_the_2020_dialect(node_type):
    schema = node_type.config_schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is True


@EVERY_TYPE
def test_every_field_is_described(node_type):
    assert [name for name, field in properties(node_type).items() if not field.get("description")] == []


@EVERY_TYPE
def test_required_fields_exist_and_have_no_default(node_type):
    required = node_type.config_schema["required"]
    assert set(required) <= properties(node_type).keys()
    assert not set(required) & node_type.defaults.keys()
    assert len(required) <= 1


@EVERY_TYPE
def test_each_default_is_valid_for_its_own_field(node_type):
    for name, default in node_type.defaults.items():
        Draft202012Validator(properties(node_type)[name]).validate(default)


@EVERY_TYPE
def test_the_examples_are_valid_for_their_own_field(node_type):
    for field in properties(node_type).values():
        assert all(Draft202012Validator(field).is_valid(example) for example in field.get("examples", []))


@EVERY_TYPE
def test_unknown_fields_are_allowed(node_type):
    without_required = {**node_type.config_schema, "required": []}
    assert Draft202012Validator(without_required).is_valid({"of_my_own": [1, None]})


@EVERY_TYPE
def test_keys_and_tokens_are_secret_and_never_required(node_type):
    secret_names = {name for name in properties(node_type) if re.search(r"key$|token$|password", name)}
    assert set(node_type.secret_fields) == secret_names
    assert not secret_names & set(node_type.config_schema["required"])
    assert all(properties(node_type)[name]["writeOnly"] is True for name in secret_names)


@pytest.mark.parametrize(
    ("key", "config"),
    [
        ("llm", {"model": "gpt-4o", "temperature": 3}),
        ("llm", {"model": ""}),
        ("llm", {}),
        ("splitter", {"chunk_size": 0}),
        ("splitter", {"chunk_size": "800"}),
        ("splitter", {"chunk_size": 800, "strategy": "by eye"}),
        ("retriever", {"top_k": 2.5}),
        ("url_loader", {"urls": []}),
        ("url_loader", {"urls": [7]}),
        ("hybrid_search", {"alpha": 1.1}),
    ],
    ids=str,
)
def test_a_config_out_of_range_is_refused(key, config):
    assert not Draft202012Validator(BUILTIN[key].config_schema).is_valid(config)


@pytest.mark.parametrize(
    ("key", "config"),
    [
        ("llm", {"model": "gpt-4o"}),
        ("splitter", {"chunk_size": 800}),
        ("retriever", {"top_k": 4}),
        ("prompt", {"template": "{question}"}),
        ("file_loader", {"path": "docs/"}),
        ("output", {}),
    ],
    ids=str,
)
def test_a_small_natural_config_is_enough(key, config):
    assert Draft202012Validator(BUILTIN[key].config_schema).is_valid(config)
