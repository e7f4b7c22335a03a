"""Nodes and edges of other tools' documents, by DataFrame and by SQL."""

from __future__ import annotations

import json

import pytest

import wfkit
from wfkit.errors import InvalidInput, UnknownFormat
from wfkit.service import graphs

NODE_RED = [
    {"id": "a", "type": "inject", "z": "t", "x": 10, "y": 10, "name": "Every hour", "wires": [["b"]]},
    {"id": "b", "type": "function", "z": "t", "x": 90, "y": 10, "name": "Count", "func": "return msg;", "wires": [[]]},
    {"id": "c", "type": "comment", "z": "t", "x": 10, "y": 90, "name": "Mind the gap"},
]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "flows.duckdb"


@pytest.fixture
def three(registry, n8n, wf):  # noqa: ARG001 - the native one
    """A native workflow, one of n8n and one of Node-RED."""
    registry.create("Mail", n8n)
    registry.create("Count", NODE_RED)
    return registry


def test_every_format_is_seen_alike(three, wf):
    nodes = three.nodes()
    for workflow in (wf, three.get("Mail"), three.get("Count")):
        seen = nodes[nodes["workflow_id"] == workflow.id]
        read = workflow.graph.nodes
        assert seen["node_id"].tolist() == [node.id for node in read]
        assert seen["type"].tolist() == [node.type for node in read]
        assert seen["label"].tolist() == [node.label for node in read]
        assert [json.loads(config) for config in seen["config"]] == [node.config for node in read]
        assert seen["role"].tolist() == [node.role for node in read]
        assert set(seen["format"]) == {workflow.format}
        edges = three.edges(workflow=workflow)
        flow = edges[edges["kind"] == "flow"]
        assert [*zip(flow["source"], flow["source_port"], flow["target"], flow["target_port"], strict=True)] == [
            (edge.source, edge.source_port, edge.target, edge.target_port) for edge in workflow.graph.edges
        ]


def test_nodes_are_filtered_by_format_role_and_type(three):
    assert three.nodes(format="node-red", role="node")["node_id"].tolist() == ["a", "b"]
    assert three.nodes(role="note")["label"].tolist() == ["Mind the gap"]
    assert three.nodes(type="function")["workflow_name"].tolist() == ["Count"]
    assert three.nodes(limit=1).attrs["total"] == len(three.nodes())
    assert set(three.edges(format="wfkit")["format"]) <= {"wfkit"}
    assert three.edges(format="node-red", kind="flow")["target"].tolist() == ["b"]


def test_references_by_expression_are_edges_of_their_own_kind(registry, n8n):
    n8n["nodes"].append({**n8n["nodes"][0], "id": "2", "name": "Say", "parameters": {"text": "={{ $('Start').item }}"}})
    registry.create("Mail", n8n)
    assert registry.edges(kind="reference")[["source", "target"]].to_numpy().tolist() == [["Start", "Say"]]
    assert registry.edges(kind="flow").empty


def referring(flow, *prompts):
    document = flow(*(f"n{place}" for place in range(len(prompts))))
    for node, prompt in zip(document["nodes"], prompts, strict=True):
        node["data"]["config"] = {"prompt": prompt}
    return document


def references_of(registry, **asked):
    found = registry.edges(kind="reference", **asked)
    return found[["edge_id", "source", "source_port", "target"]].to_numpy().tolist()


def test_references_of_native_documents_are_edges_too(registry, flow):
    texts = ("plain", "{{ n0.text }} and ${n0.other}, {{n0.text}}", "{{ gone.text }}", "{{n1.text}}")
    wf = registry.create("Native", referring(flow, *texts), allow_invalid=True)
    registry.create("Plain", referring(flow, "none", "{ }"), allow_invalid=True)
    expected = [[edge.id, edge.source, edge.source_port, edge.target] for edge in wf.graph.references]
    assert len(expected) == 3
    assert references_of(registry) == references_of(registry, workflow=wf, format="wfkit") == expected
    assert len(registry.edges(workflow=wf, kind="flow")) == len(wf.graph.edges)
    assert len(registry.edges(workflow=wf)) == len(wf.graph.edges) + 3
    assert len(registry.nodes(workflow=wf)) == 4


@pytest.mark.parametrize("brace", ["{", "\\u007b", "\\u007B"])
@pytest.mark.parametrize("start", ["{", "$", "\\u0024"])
def test_references_are_found_however_json_spells_them(registry, flow, start, brace):
    text = json.dumps(referring(flow, "plain", "@@n0.text }}")).replace("@@", start + brace)
    wf = registry.create("Native", text, allow_invalid=True)
    assert [row[1] for row in references_of(registry)] == ["n0"]
    assert len(wf.graph.references) == 1


def test_references_of_native_documents_follow_the_head(registry, flow):
    wf = registry.create("Native", referring(flow, "plain", "{{ n0.text }}"), allow_invalid=True)
    assert len(references_of(registry)) == 1
    wf = wf.save(referring(flow, "plain", "plain"), allow_invalid=True)
    assert references_of(registry) == []
    wf.save(referring(flow, "{{ n1.text }}", "{{ n0.text }}"), allow_invalid=True)
    assert [row[1] for row in references_of(registry)] == ["n1", "n0"]
    registry.delete(wf)
    assert references_of(registry) == []


@pytest.mark.parametrize("ask", [{"role": "wire"}, {"role": ""}, {"role": 3}])
def test_an_unknown_role_is_refused(three, ask):
    with pytest.raises(InvalidInput, match="role"):
        three.nodes(**ask)


def test_an_unknown_kind_or_format_is_refused(three):
    with pytest.raises(InvalidInput, match="unknown kind 'wire'; one of: flow, reference"):
        three.edges(kind="wire")
    with pytest.raises(UnknownFormat, match="n9n"):
        three.nodes(format="n9n")


def test_sql_sees_what_was_saved_a_moment_ago(three):
    counted = "SELECT count(*) AS n FROM Nodes WHERE format = 'node-red'"
    assert three.sql(counted)["n"].tolist() == [3]
    three.get("Count").save([*NODE_RED, {"id": "d", "type": "debug", "z": "t", "x": 1, "y": 2, "wires": []}])
    assert three.sql(counted)["n"].tolist() == [4]
    assert three.sql("SELECT source, target FROM edges WHERE format = 'node-red'").to_numpy().tolist() == [["a", "b"]]


def test_a_disabled_node_says_so(registry, n8n):
    n8n["nodes"][0]["disabled"] = True
    registry.create("Mail", n8n)
    assert registry.nodes()["enabled"].tolist() == [False, *[True] * (len(n8n["nodes"]) - 1)]
    native = {"nodes": [{"id": "x", "type": "llm", "position": {"x": 0, "y": 0}, "data": {}, "disabled": True}]}
    registry.create("Native", native | {"edges": []}, allow_invalid=True)
    assert registry.nodes(workflow="Native")["enabled"].tolist() == [False]


def test_a_deleted_workflow_has_no_nodes_and_gets_them_back(three):
    workflow = three.get("Count")
    assert len(three.nodes(format="node-red")) == 3
    three.delete(workflow)
    assert three.nodes(format="node-red").empty
    three.undelete(workflow.id)
    assert len(three.nodes(format="node-red")) == 3


def test_graphs_are_read_again_when_a_reader_finds_more(three, monkeypatch):
    three.nodes()
    with three._context.engine.write() as transaction:  # noqa: SLF001 - what an older wfkit left
        transaction.run("UPDATE wfkit_store.graph_nodes SET label = 'old'")
    assert set(three.nodes(format="node-red")["label"]) == {"old"}
    monkeypatch.setattr(graphs, "READING", graphs.READING + 1)
    assert three.nodes(format="node-red")["label"].tolist() == ["Every hour", "Count", "Mind the gap"]


def test_a_head_that_was_altered_by_hand_has_no_nodes(three):
    with three._context.engine.write() as transaction:  # noqa: SLF001 - not by wfkit
        transaction.run(
            "UPDATE wfkit_store.workflow_versions SET workflow_json = '[1, 1]' WHERE workflow_json LIKE '[%'"
        )
    assert three.nodes(format="node-red").empty


def test_two_registries_on_one_file_do_not_count_twice(file):
    with wfkit.open(file) as one, wfkit.open(file) as other:
        one.create("Count", NODE_RED)
        assert len(one.nodes()) == len(other.nodes()) == 3
        other.get("Count").save(NODE_RED[:2])
        assert len(one.nodes()) == len(other.nodes()) == 2


@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_file_that_may_not_be_written_has_them_in_memory(file, is_indexed, flow):
    with wfkit.open(file) as registry:
        registry.create("Count", NODE_RED)
        native = registry.create("Native", referring(flow, "x"), allow_invalid=True)
        registry.create("Refers", referring(flow, "x", "{{ n0.text }}"), allow_invalid=True)
        if is_indexed:
            registry.nodes()
            registry.get("Count").save(NODE_RED[:2])
            native.save(referring(flow, "y", "{{ n0.text }}"), allow_invalid=True)
    file.chmod(0o444)
    expected = 2 if is_indexed else 3
    with wfkit.open(file) as registry:
        assert len(registry.nodes(format="node-red")) == expected
        assert registry.sql("SELECT count(*) AS n FROM nodes")["n"].tolist() == [expected + (4 if is_indexed else 3)]
        assert len(references_of(registry)) == (2 if is_indexed else 1)
        assert len(registry.edges(format="wfkit", kind="flow")) == (2 if is_indexed else 1)
        assert registry.edges(format="node-red")["target"].tolist() == ["b"]
        assert len(registry.nodes(workflow="Count")) == expected


def test_documents_that_nobody_reads_any_more_have_no_nodes(three):
    three.nodes()
    with three._context.engine.write() as transaction:  # noqa: SLF001 - the package of a format is not installed
        transaction.run("UPDATE wfkit_store.workflows SET format = 'gone' WHERE name = 'Count'")
        transaction.run("DELETE FROM wfkit_store.graphs")
    assert set(three.nodes()["workflow_name"]) == {"Simple", "Mail"}
