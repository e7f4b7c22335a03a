"""Names, descriptions, tags, messages and flags that are wrong when a workflow is saved."""

from __future__ import annotations

import pytest

from wfkit.errors import (
    InvalidInput,
)

from .conftest import HOSTILE_NAMES


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_hostile_name_is_kept_literally(registry, wf, flow, name):
    tag = name[:100]
    made = registry.create(name, flow(name), description=name, tags=[tag], message=name)
    read = registry.get(name)
    assert (read, read.name, read.description, read.message, read.tags) == (made, name, name, name, [tag])
    assert read.document == flow(name)
    assert list(registry.list(search=name)["id"]) == list(registry.list(tags=[tag])["id"]) == [made.id]
    assert list(registry.nodes(workflow=name)["workflow_name"]) == [name]
    assert set(registry.list()["id"]) == {wf.id, made.id}
    assert len(registry.check()) == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("", "the name is ''; it needs at least one visible", id="empty"),
        pytest.param("  ", "the name is '  '; it needs", id="blank"),
        pytest.param("x" * 10_000, "the name has 10000 characters; at most 500 are allowed", id="long"),
        pytest.param("a\x1bb", r"the name holds '\\x1b'; leave out control", id="control"),
        pytest.param("a\0", r"the name holds '\\x00'", id="NUL"),
        pytest.param("\ud800", r"the name holds '\\ud800'", id="half a pair"),
        pytest.param(5, "the name is 5; pass a text", id="int"),
        pytest.param(b"x", "the name is of type bytes", id="bytes"),
    ],
)
def test_a_name_that_is_not_allowed(refused, registry, wf, flow, name, words):
    refused(lambda: registry.create(name, flow()), InvalidInput, words)
    refused(lambda: wf.update(name=name), InvalidInput, words)
    wf.update(is_template=True)
    refused(lambda: registry.use_template("Simple", name=name), InvalidInput, words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"description": 5}, "the description is 5; pass a text"),
        ({"description": "x" * 20_001}, "the description has 20001 characters"),
        ({"tags": "rag"}, r"tags is the text 'rag'; pass a list such as \['rag'\]"),
        ({"tags": [1]}, "the tag is 1; pass a text"),
        ({"tags": 5}, "tags is 5; pass a list of texts"),
        ({"is_template": "yes"}, "is_template is 'yes'; pass True or False"),
    ],
    ids=lambda value: f"{value!r:.40}",
)
def test_metadata_that_is_not_allowed(refused, registry, wf, flow, arguments, words):
    refused(lambda: registry.create("New", flow(), **arguments), InvalidInput, words)
    refused(lambda: wf.update(**arguments), InvalidInput, words)


def test_a_message_that_is_no_text(refused, registry, wf, flow):
    for act in (
        lambda: registry.create("New", flow(), message=None), lambda: wf.save(flow("b"), None),
        lambda: wf.rollback(1, None), lambda: wf.publish_draft(None),
    ):  # fmt: skip
        refused(act, InvalidInput, "the message is None; pass a text")


def test_a_flag_that_is_neither_true_nor_false(refused, registry, wf, flow):
    for act in (
        lambda: registry.create("New", flow(), allow_invalid="no"), lambda: wf.save(flow("b"), allow_invalid=None),
        lambda: registry.list(template="yes"), lambda: registry.list(deleted=None), lambda: wf.tag("x", move=1),
        lambda: registry.purge(wf, remove_executions="no"),
    ):  # fmt: skip
        refused(act, InvalidInput, " is .+; pass True or False")
