"""What users query: the three tables of the first design, and every node of every head."""

from __future__ import annotations

import json

import duckdb
import pytest

import wfkit

TABLES = {
    "workflows": "id, name, description, workflow_json, tags, is_template, created_at, updated_at",
    "workflow_versions": "id, workflow_id, version_number, workflow_json, description, tag, created_at",
    "executions": "id, workflow_id, workflow_version, status, started_at, completed_at, total_cost, execution_json",
}
VIEWS = ("workflows", "workflow_versions", "executions", "version_tags", "nodes", "edges", "drafts")

NODE = '{"id": "n", "type": "input", "position": {"x": 0, "y": 0}, "data": %s}'
HOSTILE = {
    "big-integer": NODE % '{"config": {"v": 123456789012345678901234567890}}',
    "beyond-uint64": NODE % '{"v": 18446744073709552000}',
    "huge-double": NODE % '{"v": 1e308, "w": -1.7976931348623157e308, "x": 5e-324}',
    "nul-in-texts": '{"id": "n\\u0000x", "type": "\\u0000", "data": {"label": "\\u0000", "v": "a\\u0000b"}}',
    "nul-in-a-key": NODE % '{"a\\u0000b": 1}',
    "deep-list": NODE % ('{"v": ' + "[" * 180 + "]" * 180 + "}"),
    "deep-object": NODE % ('{"a": ' * 180 + "1" + "}" * 180),
    "numbers-as-names": '{"id": 5, "type": 7, "position": null, "data": [1]}',
    "objects-as-names": '{"id": {"a": 1}, "type": [2], "parentId": {"b": 3}, "parentNode": 4, "data": "text"}',
    "no-node": '"x", 5, null, [], {}, true',
    "label-no-text": NODE % '{"label": {"x": 1}, "config": null}',
    "keys-like-paths": NODE % '{"$.label": 1, "a.b": 2, "__proto__": {"c": 3}, "\\"": 4, "*": 5, "": 6}',
    "emoji": '{"id": "\\ud83d\\ude00", "type": "input", "data": {"label": "\\ud83d\\ude00 \\u202e"}}',
    "escapes": NODE % '{"label": "<script>\\\\\\"\\/\\b\\f\\n\\r\\t</script>"}',
}
HOSTILE_EDGES = '{"id": 7, "source": 5, "target": {"a": 1}}, "x", null, {}, {"id": null, "sourceHandle": [1]}'


def _columns(names):
    return names.split(", ")


@pytest.fixture
def flows(registry, document):
    """A registry with a workflow of two versions, a tag, a draft and a run."""
    workflow = registry.create("flow", document(1), description="It flows", tags=["a", "b"], message="first")
    workflow.tag("v1.0.0").tag("production")
    workflow.record_execution(cost=0.25, started_at="2026-01-31T10:00:00", completed_at="2026-01-31T10:00:05")
    workflow.save(document(2), message="second").save_draft(document(3))
    return registry


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_the_first_design_has_its_columns(table, flows):
    answer = flows.sql(f"SELECT {TABLES[table]} FROM {table}")  # noqa: S608 - constant text
    assert list(answer.columns) == _columns(TABLES[table])
    assert len(answer) > 0


def test_the_rows_of_the_first_design_say_what_was_saved(flows, document):
    workflow = flows.sql("SELECT * FROM workflows").iloc[0]
    assert (workflow["name"], workflow["description"], list(workflow["tags"])) == ("flow", "It flows", ["a", "b"])
    assert json.loads(workflow["workflow_json"]) == document(2)
    assert not workflow["is_template"]
    versions = flows.sql("SELECT * FROM workflow_versions ORDER BY version_number")
    assert versions["description"].tolist() == ["first", "second"]
    assert versions["tag"].fillna("").tolist() == ["production, v1.0.0", ""]
    assert [json.loads(text) for text in versions["workflow_json"]] == [document(1), document(2)]
    assert versions["id"].tolist() == [f"{workflow['id']}:1", f"{workflow['id']}:2"]
    run = flows.sql("SELECT * FROM executions").iloc[0]
    assert (run["workflow_version"], run["status"], run["total_cost"]) == (1, "completed", 0.25)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_reached_by_a_plain_duckdb_connection(view, flows):
    expected = flows.sql(f"SELECT * FROM {view}")  # noqa: S608 - constant text
    flows.close()
    with duckdb.connect(flows.url, read_only=True) as connection:
        answer = connection.execute(f"SELECT * FROM {view}").df()  # noqa: S608 - constant text
    assert list(answer.columns) == list(expected.columns)
    assert len(answer) == len(expected)


def test_workflow_and_version_number_are_unique_together(flows):
    with pytest.raises(wfkit.WfkitError, match=r"(?i)constraint"), flows._context.engine.write() as transaction:  # noqa: SLF001
        transaction.run("INSERT INTO wfkit_store.workflow_versions SELECT * FROM wfkit_store.workflow_versions")
    assert flows.sql("SELECT count(*) AS n FROM workflow_versions")["n"].tolist() == [2]
    assert flows.check().empty


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "executions"])
def test_a_deleted_workflow_is_in_no_view(view, flows):
    flows.delete("flow")
    assert flows.sql(f"SELECT * FROM {view}").empty  # noqa: S608 - constant text


def test_a_purged_workflow_is_nowhere(flows):
    flows.search("question")
    workflow = flows.get("flow")
    flows.delete(workflow)
    flows.purge(workflow.id, remove_executions=True)
    with flows._context.engine.read() as transaction:  # noqa: SLF001 - no view shows the search texts
        for (table,) in transaction.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'registry'"):
            rows = transaction.rows(f"SELECT * FROM wfkit_store.{table}")  # noqa: S608 - names from the catalogue
            assert table in ("schema_migrations", "audit_log") or not rows  # what was done stays known


def test_nodes_and_edges_are_those_of_the_head(flows, document):
    first, last = ({**document()["nodes"][0], "id": name} for name in ("first", "last"))
    edge = {"id": "e", "source": "first", "target": "last", "sourceHandle": "out", "targetHandle": "in"}
    flows.create("pair", {"nodes": [first, last], "edges": [edge]}, allow_invalid=True)
    nodes = flows.nodes(workflow="pair")
    assert nodes[["node_id", "type", "label", "config"]].to_numpy().tolist() == [
        ["first", "input", "Question", "{}"],
        ["last", "input", "Question", "{}"],
    ]
    edges = flows.edges()
    assert edges[["edge_id", "source", "source_port", "target", "target_port"]].to_numpy().tolist() == [
        ["e", "first", "out", "last", "in"]
    ]


def test_the_pages_of_nodes_hold_each_node_once(registry, document):
    nodes = [{**document()["nodes"][0], "id": f"n{number}"} for number in range(300)]
    for name in ("one", "two"):
        registry.create(name, {"nodes": nodes, "edges": []}, allow_invalid=True)
    pages = [registry.nodes(page=page, limit=7) for page in range(1, 87)]
    found = [(row.workflow_name, row.node_id) for page in pages for row in page.itertuples()]
    assert len(found) == len(set(found)) == 600
    assert {page.attrs["total"] for page in pages} == {600}


@pytest.mark.parametrize("nodes", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_breaks_no_listing(nodes, flows):
    text = f'{{"nodes": [{nodes}], "edges": [{HOSTILE_EDGES}]}}'
    made = flows.create("hostile", text, allow_invalid=True)
    assert made.format == "wfkit"
    assert made.text == text
    assert "a" in set(flows.nodes(type="input")["node_id"])
    assert len(flows.nodes(workflow="hostile")) == 1
    assert len(flows.edges()) == 3
    for view in VIEWS:
        assert len(flows.sql(f"SELECT * FROM {view}")) > 0  # noqa: S608 - constant text
    assert flows.search("question")["workflow_name"].tolist() == ["flow"]
    assert all(json.loads(config) is not None for config in flows.nodes()["config"])
    assert flows.check().empty
    assert flows.get("hostile").text == text
