from __future__ import annotations

import pytest

import wfkit
from wfkit import nodetypes
from wfkit import templates as prebuilt
from wfkit.core.nodetype import NodeType
from wfkit.errors import InvalidInput, InvalidWorkflow, NotFound
from wfkit.service import offers


def offer_of(registry, name):
    return next(offer for offer in registry.offers() if offer.name == name)


@pytest.fixture
def strange(flow):
    """A native document with a type that is not installed, as a bare React-Flow editor may have it."""
    document = flow("a", "b")
    document["nodes"][1]["type"] = "teleporter"
    return document


def test_pre_built_templates_and_own_ones_are_offered_side_by_side(registry, flow, snapshot):
    registry.create("Mine", flow(), is_template=True)
    before = snapshot(registry)
    found = registry.offers()
    assert {offer.name for offer in found if offer.is_prebuilt} == {each.name for each in prebuilt.available()}
    assert [(offer.name, offer.owner, offer.version) for offer in found if not offer.is_prebuilt] == [
        ("Mine", "ann", 1)
    ]
    assert [offer.id for offer in found] == list(registry.templates()["id"])
    assert snapshot(registry) == before


def test_a_template_is_pre_built_before_and_after_it_was_used(registry):
    before = offer_of(registry, "Simple RAG")
    registry.use_template("Simple RAG")
    after = offer_of(registry, "Simple RAG")
    assert (before.is_prebuilt, before.version, before.usage_count) == (True, 0, 0)
    assert (after.is_prebuilt, after.version, after.usage_count) == (True, 1, 1)
    assert before.id == after.id
    assert before.source.data == after.source.data
    assert before.node_types == after.node_types


def test_a_workflow_that_was_deleted_is_no_use_of_its_template(registry):
    wf = registry.use_template("Simple RAG")
    registry.delete(wf)
    assert offer_of(registry, "Simple RAG").usage_count == 0
    registry.undelete(wf)
    assert offer_of(registry, "Simple RAG").usage_count == 1


def test_the_node_types_are_those_of_the_newest_version_without_notes_and_groups(registry, flow):
    document = flow("a")
    document["nodes"] += [
        {"id": "note", "type": "stickyNote", "data": {}},
        {"id": "group", "type": "group", "data": {}},
        {"id": "untyped", "data": {}},
    ]
    wf = registry.create("Mine", document, is_template=True, allow_invalid=True)
    assert offer_of(registry, "Mine").node_types == ("llm",)
    document["nodes"].append({"id": "q", "type": "question_input", "data": {"label": "Q", "config": {}}})
    wf.save(document, allow_invalid=True)
    assert offer_of(registry, "Mine").node_types == ("llm", "question_input")


def test_types_that_the_catalogue_lacks_are_missing_until_they_are_registered(registry, strange):
    registry.create("Mine", strange, is_template=True)
    offer = offer_of(registry, "Mine")
    assert (offer.node_types, offer.missing_types) == (("llm", "teleporter"), ("teleporter",))
    nodetypes.register(NodeType("teleporter", "Teleporter", "other", "Moves things."))
    try:
        assert offer.missing_types == ()
    finally:
        nodetypes.unregister("teleporter")


def test_types_of_other_tools_are_told_and_never_missing(registry, n8n):
    registry.create("Theirs", n8n, is_template=True)
    offer = offer_of(registry, "Theirs")
    assert (offer.format, offer.node_types, offer.missing_types) == ("n8n", ("n8n-nodes-base.start",), ())


def test_types_and_format_are_columns_of_the_listing(registry, strange, n8n):
    registry.create("Mine", strange, is_template=True)
    registry.create("Theirs", n8n, is_template=True)
    rows = registry.templates().set_index("name")
    assert rows.loc["Mine", ["format", "node_types", "missing_types"]].tolist() == [
        "wfkit",
        ["llm", "teleporter"],
        ["teleporter"],
    ]
    assert rows.loc["Theirs", ["format", "node_types", "missing_types"]].tolist() == [
        "n8n",
        ["n8n-nodes-base.start"],
        [],
    ]


def test_a_template_that_nobody_reads_any_more_is_listed_all_the_same(registry, n8n):
    registry.create("Theirs", n8n, is_template=True)
    with registry._context.engine.write() as transaction:  # noqa: SLF001 - the package of a format is not installed
        transaction.run("UPDATE wfkit_store.workflows SET format = 'gone' WHERE name = 'Theirs'")
    row = registry.templates().set_index("name").loc["Theirs"]
    assert (row["format"], row["node_types"]) == ("gone", [])
    assert offer_of(registry, "Theirs").node_types == ()


def test_a_template_that_was_purged_while_it_was_listed_has_no_types(registry, n8n):
    wf = registry.create("Theirs", n8n, is_template=True)
    listed = [offer_of(registry, "Theirs")]
    registry.purge(wf)
    assert [offer.node_types for offer in offers.with_types(registry._context, listed)] == [()]  # noqa: SLF001 - it happens between two reads


def test_an_offer_is_a_document_to_whatever_takes_one(registry, flow):
    registry.create("Mine", flow("a"), is_template=True)
    assert wfkit.validate(offer_of(registry, "Mine")).ok
    assert offer_of(registry, "Mine").graph.nodes[0].id == "n0"


def test_an_offer_whose_template_was_purged_says_so(registry, flow):
    wf = registry.create("Mine", flow(), is_template=True)
    offer = offer_of(registry, "Mine")
    registry.purge(wf)
    with pytest.raises(NotFound, match="is gone"):
        _ = offer.graph


def test_a_template_whose_type_was_uninstalled_since_is_used_only_on_demand(registry, flow):
    nodetypes.register(NodeType("teleporter", "Teleporter", "other", "Moves things."))
    try:
        document = {"schema_version": 1, **flow("a")}
        document["nodes"][0] = {"id": "n0", "type": "teleporter", "data": {"label": "T", "config": {}}}
        registry.create("Mine", document, is_template=True)
    finally:
        nodetypes.unregister("teleporter")
    with pytest.raises(InvalidWorkflow, match="'Clone' was not created: 1 error"):
        registry.use_template("Mine", "Clone")
    clone = registry.use_template("Mine", "Clone", allow_invalid=True)
    assert (clone.document, clone.valid) == (document, False)


def test_a_name_is_free_when_neither_a_workflow_nor_a_template_has_it(registry, flow):
    assert registry.free_name("RAG basic") == "RAG basic"
    wf = registry.create("RAG basic", flow())
    assert registry.free_name("RAG basic") == "RAG basic (2)"
    registry.create("RAG basic (2)", flow())
    registry.create("RAG basic 3 of 4", flow())
    assert registry.free_name("RAG basic") == "RAG basic (3)"
    registry.delete(wf)
    assert registry.free_name("RAG basic") == "RAG basic"
    assert registry.free_name("Simple RAG") == "Simple RAG (2)"


def test_a_name_of_full_length_leaves_room_for_its_number(registry, flow):
    registry.create("x" * 500, flow())
    free = registry.free_name("x" * 500)
    assert (len(free), free[-3:]) == (484, "(2)")
    assert registry.create(free, flow()).name == free
    with pytest.raises(InvalidInput, match="at least one visible character"):
        registry.free_name(" ")


@pytest.mark.parametrize("nodes", [[], [5, None, {"id": "a", "type": None}, {"id": "b", "type": ""}]])
def test_a_template_of_no_nodes_or_odd_ones_needs_no_types(registry, nodes):
    registry.create("Odd", {"nodes": nodes, "edges": []}, is_template=True, allow_invalid=True)
    assert offer_of(registry, "Odd").node_types == ()
