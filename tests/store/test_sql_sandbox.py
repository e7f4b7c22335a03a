"""`Registry.sql` reads the registry, and does nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import wfkit

OPENS = """
import duckdb
try:
    duckdb.connect(path)
    say("opened")
except duckdb.IOException:
    say("locked")
"""

WRITES = (
    "INSERT INTO wfkit_store.drafts VALUES ('a', '{}', 'utf-8', 1, 'a', now(), NULL)",
    "UPDATE wfkit_store.workflows SET name = 'h'",
    "DELETE FROM wfkit_store.workflows",
    "DELETE FROM wfkit_store.workflows RETURNING *",
    "TRUNCATE wfkit_store.workflows",
    "MERGE INTO wfkit_store.workflows USING (SELECT 1) ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES",
    "WITH x AS (DELETE FROM wfkit_store.workflows RETURNING *) SELECT * FROM x",
    "CREATE TABLE t (a INT)",
    "CREATE TEMP TABLE t (a INT)",
    "CREATE OR REPLACE VIEW workflows AS SELECT 1",
    "CREATE MACRO f(a) AS a",
    "CREATE SECRET s (TYPE http, BEARER_TOKEN 'x')",
    "DROP VIEW workflows",
    "ALTER TABLE wfkit_store.workflows ADD COLUMN z INT",
    "COMMENT ON VIEW workflows IS 'x'",
    "EXPLAIN ANALYZE DELETE FROM wfkit_store.workflows",
    "EXPLAIN ANALYZE INSERT INTO wfkit_store.drafts VALUES ('a', '{}', 'utf-8', 1, 'a', now(), NULL)",
    "EXPLAIN ANALYZE CREATE TABLE t (a INT)",
)
COMMANDS = (
    "COPY wfkit_store.workflows TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{file}'",
    "COPY (SELECT 1) TO '{file}.wal'",
    "COPY wfkit_store.workflows FROM '{folder}/other.csv'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{folder}/out.csv'",
    "ATTACH '{folder}/other.duckdb'",
    "ATTACH ':memory:' AS other",
    "DETACH registry",
    "USE memory",
    "INSTALL httpfs",
    "LOAD json",
    "LOAD '{folder}/x.duckdb_extension'",
    "SET threads = 1",
    "SET enable_external_access = true",
    "SET VARIABLE x = 1",
    "RESET threads",
    "PRAGMA database_list",
    "PRAGMA memory_limit = '1GB'",
    "  pragma enable_profiling",
    "CALL pragma_database_size()",
    "CALL enable_logging()",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}/out'",
    "PREPARE q AS SELECT 1",
    "EXECUTE q",
    "DEALLOCATE q",
    "CHECKPOINT",
    "FORCE CHECKPOINT",
    "VACUUM",
    "ANALYZE",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
)
OTHER_FILES = (
    *(
        f"SELECT * FROM {function}('{place}')"  # noqa: S608 - hostile on purpose
        for function in ("read_text", "read_blob", "read_csv", "read_json", "read_parquet", "glob", "sniff_csv")
        for place in ("/etc/passwd", "{folder}/other.csv", "{file}", "{file}.wal")
    ),
    "SELECT * FROM '{folder}/other.csv'",
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_duckdb('{file}')",
    "SELECT * FROM 'https://example.com/x.csv'",
    "SELECT * FROM read_csv('http://example.com/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT * FROM system.main.read_blob('{file}')",
    "SELECT * FROM \"READ_blob\" /* ( */ ('{file}')",
    "SELECT * FROM read_blob/* /* */ */('{file}')",
    "SELECT * FROM read_blob -- (\n ('{file}')",
    "FROM\u00a0read_blob\u00a0\u200b('{file}')",
    "EXPLAIN SELECT * FROM read_blob('{file}')",
    "SUMMARIZE SELECT * FROM read_blob('{file}')",
    "DESCRIBE SELECT * FROM read_csv('{file}')",
    "SELECT (SELECT max(size) FROM read_blob('{file}'))",
    "WITH x AS (FROM read_blob('{file}')) FROM x",
    "SELECT * FROM query('SELECT * FROM read_' || 'blob(''{file}'')')",
    "SELECT * FROM query_table('workflows')",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "PRAGMA json_execute_serialized_sql('x')",
)
INSTANCE = (
    "SELECT * FROM enable_logging(storage = 'file', storage_path = '{folder}/logs')",
    "SELECT * FROM enable_logging()",
    "SELECT * FROM disable_logging()",
    "SELECT * FROM enable_profiling(format = 'json', save_location = '{folder}/profile.json')",
    "SELECT * FROM truncate_duckdb_logs()",
    "SELECT * FROM checkpoint('registry')",
    "SELECT * FROM force_checkpoint('registry')",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM which_secret('s3://x', 's3')",
    "SELECT write_log('x')",
    "SELECT * FROM pandas_scan(1)",
    "SELECT * FROM arrow_scan(1, 2, 3)",
    "SELECT getenv('HOME')",
    "SELECT set_config('enable_external_access', 'true')",
    "SELECT * FROM frame",
    "SELECT * FROM pd",
)
SEVERAL = (
    "SELECT 1; DELETE FROM wfkit_store.workflows",
    "SELECT 1; SELECT 2",
    "SELECT 1; -- one\n; SELECT 2",
    "SELECT 1 /* ; */ ; COMMIT; DROP VIEW workflows",
    "",
    ";",
    "-- nothing",
)
ALLOWED = {
    "SELECT 1 AS n": [[1]],
    "SELECT 1 AS n;": [[1]],
    " ; SELECT 1 AS n ;; -- the end": [[1]],
    "/* first; */ SELECT 1 AS n": [[1]],
    "VALUES (1), (2)": [[1], [2]],
    "WITH x AS (SELECT 1 AS n) SELECT n FROM x": [[1]],
    "FROM workflows SELECT name": [["flow"]],
    "SELECT 'read_text(' AS query, (1) AS glob": [["read_text(", 1]],
    "SELECT name FROM workflows WHERE name GLOB 'fl*'": [["flow"]],
    "SELECT name, node_id FROM workflows JOIN nodes USING (workflow_id)": [["flow", "a"]],
    "SELECT name, tag FROM workflows JOIN version_tags USING (workflow_id)": [["flow", "v1.0.0"]],
    "SELECT name, total_cost FROM workflows JOIN executions USING (workflow_id)": [["flow", 0.5]],
    "SELECT w.name, v.version_number FROM workflows w JOIN workflow_versions v USING (workflow_id)": [["flow", 1]],
    "SELECT count(*) FROM workflows JOIN edges USING (workflow_id)": [[0]],
    "SELECT count(*) FROM drafts": [[0]],
    "SELECT name, row_number() OVER (ORDER BY created_at) FROM workflows": [["flow", 1]],
    "SELECT workflow_json ->> '$.nodes[0].id' FROM workflows": [["a"]],
    "SELECT json_array_length(workflow_json, '$.nodes') FROM workflows": [[1]],
    "SELECT key FROM workflows, json_each(workflow_json) ORDER BY key": [["edges"], ["nodes"], ["number"]],
    "PIVOT (SELECT 1 AS a, 2 AS b) ON a IN (1) USING sum(b)": [[2]],
    "FROM (SELECT 1 AS a, 2 AS b) PIVOT (sum(b) FOR a IN (1))": [[2]],
    "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b": [["a", 1], ["b", 2]],
}
SHOWS = (
    "DESCRIBE workflows",
    "DESCRIBE SELECT 1",
    "SUMMARIZE workflows",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "EXPLAIN SELECT * FROM workflows",
    "EXPLAIN ANALYZE SELECT * FROM workflows",
)

DOCUMENT = {
    "nodes": [{"id": "a", "type": "input", "position": {"x": 0, "y": 0}, "data": {"label": "A", "config": {}}}],
    "edges": [],
    "number": 0,
}

frame = pd.DataFrame({"secret": [1]})


def _state(registry):
    with registry._context.engine.read() as transaction:  # noqa: SLF001 - what no view shows
        return {
            table: transaction.rows(f"SELECT * FROM wfkit_store.{table}")  # noqa: S608 - names from the catalogue
            for (table,) in transaction.rows(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'registry' ORDER BY 1"
            )
        }


def _files(registry):
    return sorted(path.name for path in Path(registry.url).parent.iterdir() if path.suffix != ".wal")


def _filled(statement, registry):
    return statement.replace("{file}", registry.url).replace("{folder}", str(Path(registry.url).parent))


@pytest.fixture(scope="module")
def flows(tmp_path_factory):
    """A registry with one workflow, with a tag and a run, beside a file with a secret; no test may change it."""
    folder = tmp_path_factory.mktemp("flows")
    (folder / "other.csv").write_text("a,b\n1,2\n")
    with wfkit.open(folder / "flows.duckdb") as registry:
        workflow = registry.create("flow", DOCUMENT)
        workflow.tag("v1.0.0").record_execution(cost=0.5)
        yield registry


@pytest.fixture
def refuse(flows):
    """Runs a statement that has to be refused, and proves that nothing happened."""
    before, files = _state(flows), _files(flows)

    def attempt(statement, *kinds):
        with pytest.raises(kinds) as caught:
            flows.sql(_filled(statement, flows))
        assert _state(flows) == before
        assert _files(flows) == files
        assert flows.sql("SELECT name FROM workflows")["name"].tolist() == ["flow"]
        return str(caught.value)

    return attempt


@pytest.mark.parametrize("statement", WRITES)
def test_what_writes_is_refused(statement, refuse):
    # A DELETE inside WITH does not even parse on DuckDB 1.5.
    refuse(statement, *((wfkit.Forbidden, wfkit.InvalidInput) if "WITH" in statement else (wfkit.Forbidden,)))


@pytest.mark.parametrize("statement", COMMANDS)
def test_what_is_no_query_is_refused(statement, refuse):
    assert "only reads the registry" in refuse(statement, wfkit.Forbidden)


@pytest.mark.parametrize("statement", OTHER_FILES)
def test_what_reads_files_is_refused(statement, refuse):
    refuse(statement, wfkit.Forbidden, wfkit.InvalidInput)


@pytest.mark.parametrize("statement", INSTANCE)
def test_what_reaches_for_the_instance_or_its_process_is_refused(statement, refuse):
    refuse(statement, wfkit.Forbidden, wfkit.InvalidInput)


@pytest.mark.parametrize("statement", SEVERAL)
def test_all_but_one_statement_is_refused(statement, refuse):
    assert "runs one statement" in refuse(statement, wfkit.InvalidInput)


def test_a_variable_of_the_caller_is_no_table(refuse):
    frame = pd.DataFrame({"secret": [1]})
    assert "does not exist" in refuse("SELECT * FROM frame", wfkit.InvalidInput)
    assert len(frame) == 1


@pytest.mark.parametrize("statement", [None, 5, b"SELECT 1", ["SELECT 1"], "SELECT '\ud800'"], ids=ascii)
def test_what_is_no_text_is_refused(statement, flows):
    with pytest.raises(wfkit.InvalidInput, match="text of one SELECT"):
        flows.sql(statement)


@pytest.mark.parametrize("statement", ["selec 1", "SELECT nope", "SELECT 1 WHERE", "SELECT '", "SELECT error('boom')"])
def test_a_faulty_statement_is_invalid_input(statement, refuse):
    assert "does not run" in refuse(statement, wfkit.InvalidInput)


@pytest.mark.parametrize("nested", ["(" * 5000 + "1" + ")" * 5000, "1+" * 20_000 + "1"], ids=["brackets", "sums"])
def test_a_statement_nested_without_end_is_answered_or_refused(nested, flows):
    try:
        flows.sql(f"SELECT {nested}")
    except wfkit.WfkitError as exc:
        assert str(exc)  # noqa: PT017 - an answer is as good
    assert len(flows.sql("SELECT name FROM workflows")) == 1


def test_a_pivot_over_unknown_values_says_how_to_write_it(refuse):
    message = refuse("PIVOT workflows ON format USING count(*)", wfkit.InvalidInput)
    assert "list its values: PIVOT … ON column IN" in message


@pytest.mark.parametrize("statement", ALLOWED)
def test_what_reads_the_registry_is_answered(statement, flows):
    assert flows.sql(statement).to_numpy().tolist() == ALLOWED[statement]


@pytest.mark.parametrize("statement", SHOWS)
def test_what_shows_the_registry_is_answered(statement, flows):
    assert len(flows.sql(statement)) > 0


def test_values_are_bound_in_their_order(flows):
    assert flows.sql("SELECT $2 AS a, $1 AS b", 1, "x").to_numpy().tolist() == [["x", 1]]
    assert flows.sql("SELECT name FROM workflows WHERE name = $1", "flow' OR 'a' = 'a").empty
    assert flows.sql("SELECT name FROM workflows WHERE name = $1", "flow")["name"].tolist() == ["flow"]


@pytest.mark.parametrize("values", [(), (1, 2), (print,), (10**40,), ("\ud800",)], ids=ascii)
def test_values_that_do_not_fit_are_invalid_input(values, flows):
    with pytest.raises(wfkit.InvalidInput):
        flows.sql("SELECT $1 AS a", *values)
    assert len(flows.sql("SELECT name FROM workflows")) == 1


def test_other_processes_stay_locked_out_whatever_was_asked(registry, run):
    with registry._context.engine.read():  # noqa: SLF001 - keeps the file in use while another process tries
        for statement in OTHER_FILES:
            with pytest.raises(wfkit.WfkitError):
                registry.sql(_filled(statement, registry))
        assert run(OPENS) == "locked"


def test_a_read_only_registry_is_queried_too(registry, document, file):
    registry.create("flow", document())
    registry.close()
    file.chmod(0o444)
    assert registry.sql("SELECT name FROM workflows")["name"].tolist() == ["flow"]
