"""init, check, sql, search, nodes, runs."""

from __future__ import annotations

import csv
import io

import pytest

import wfkit
from wfkit.store import frames


def test_init_makes_a_registry_and_says_what_next(run, tmp_path):
    text = run("init", "new.duckdb").out
    assert str(tmp_path / "new.duckdb") in text
    assert "0 workflows and 7 pre-built templates" in text
    assert "wfkit templates -r new.duckdb" in text
    assert "0 workflows and 7 pre-built templates" in run("init", "new.duckdb").out


def test_init_takes_the_registry_option_too_but_not_both(run, tmp_path):
    run("init", "-r", "a.duckdb", "--bare")
    assert (tmp_path / "a.duckdb").exists()
    assert "name one" in run("init", "b.duckdb", "-r", "c.duckdb", exit_code=2).err


def test_init_without_a_name_uses_the_folder_of_the_user(run, tmp_path):
    run("init", env={"WFKIT_URL": None, "XDG_DATA_HOME": str(tmp_path / "data"), "HOME": str(tmp_path)})
    assert list(tmp_path.rglob("wfkit.duckdb"))


def test_a_missing_folder_is_named(run):
    assert "folder" in run("init", "no/such/x.duckdb", exit_code=6).err


def test_a_sound_registry_has_no_findings(run, run_json, faq):
    assert "is sound: 1 workflow, 1 version" in run("check").out
    assert run_json("check") == []
    assert faq.version == 1


def test_a_registry_with_faults_exits_with_1(run, run_json, url, faq):
    import duckdb

    with wfkit.open(url) as registry:
        registry.close()
    with duckdb.connect(url) as connection:
        connection.execute("UPDATE wfkit_store.workflow_versions SET content_hash = 'wrong'")
    assert run_json("check", exit_code=1)[0]["subject"].startswith(faq.id)
    assert "1 fault" in run("check", exit_code=1).out


def test_sql_answers_as_table_json_and_csv(run, run_json, faq):
    statement = "SELECT name, head_version, NULL AS nothing, created_at, tags FROM workflows"
    assert "FAQ" in run("sql", statement).out
    [row] = run_json("sql", statement)
    assert (row["name"], row["head_version"], row["nothing"], row["tags"]) == ("FAQ", 1, None, ["search"])
    header, values = csv.reader(io.StringIO(run("sql", statement, "--csv").out))
    assert header == ["name", "head_version", "nothing", "created_at", "tags"]
    assert values[:3] == ["FAQ", "1", ""]
    assert faq.version == 1


@pytest.mark.parametrize(
    "expression",
    [
        "'NaN'::DOUBLE", "'inf'::DOUBLE", "1.5::DECIMAL(4,2)", "DATE '2026-01-31'", "TIME '12:00'", "INTERVAL 1 DAY",
        "'\\xAA'::BLOB", "uuid()", "{'a': [1, NULL]}", "MAP {'a': 1}",
        "170141183460469231731687303715884105727::HUGEINT",
        "[1.0, 'NaN'::DOUBLE]", "TIMESTAMP '2026-01-31 12:00:00'", "true", "NULL", "''",
    ],
)  # fmt: skip
def test_every_type_of_sql_has_a_json_form(run, run_json, faq, expression):
    assert list(run_json("sql", f"SELECT {expression} AS value")[0]) == ["value"]
    assert "1 row" in run("sql", f"SELECT {expression} AS value").out
    assert run("sql", f"SELECT {expression} AS value", "--csv").out.startswith("value\n")
    assert faq.version == 1


def test_sql_reads_standard_input(run_json, faq):
    assert run_json("sql", "-", stdin="SELECT 1 AS one") == [{"one": faq.version}]


def test_sql_refuses_writing_and_nonsense(run, faq):
    assert "only reads" in run("sql", "DROP TABLE workflows", exit_code=7).err
    assert "does not run" in run("sql", "SELEC 1", exit_code=2).err
    assert "choose one" in run("sql", "SELECT 1", "--json", "--csv", exit_code=2).err
    assert faq.version == 1


def test_a_text_is_found_with_its_place(run, run_json, faq):
    rows = run_json("search", "search the faq")
    assert set(rows[0]) == set(frames.MATCHES)
    assert rows[0]["workflow_id"] == faq.id
    assert rows[0]["pointer"] in run("search", "SEARCH THE FAQ").out
    assert "no workflow contains" in run("search", "zzzz").out
    run("search", "", exit_code=2)


def test_search_says_in_which_version_a_text_came_and_went(run, run_json, faq):
    data = faq.document | {"description": "a telling word"}
    faq.save(data).save(data | {"description": "another"})
    (row,) = run_json("search", "TELLING", "--history")
    assert (row["version"], row["gone_version"], row["text"]) == (2, 3, "a telling word")
    assert set(row) == set(frames.APPEARANCES)
    (line,) = run("search", "telling", "--history").out.splitlines()[2:]
    assert [word for word in line.split() if word.isdigit()] == ["2", "3"]
    assert run("search", "telling").out == "no workflow contains 'telling'\n"
    assert run("search", "zzzz", "--history").out == "no version contains 'zzzz'\n"


def test_nodes_are_listed_by_type(run, run_json, faq):
    kind = faq.graph.nodes[0].type
    assert {row["type"] for row in run_json("nodes", "--type", kind)} == {kind}
    assert len(run_json("nodes", "--workflow", "FAQ")) == len(faq.graph.nodes)
    assert kind in run("nodes").out
    assert run("nodes", "--type", "zzz").out == "no such nodes\n"


def test_runs_and_their_costs_are_listed(run, run_json, two_versions):
    assert run("runs").out == "no runs are recorded\n"
    two_versions.record_execution(cost=0.25)
    two_versions.record_execution(cost=0.5, version=1, status="failed")
    assert {row["total_cost"] for row in run_json("runs", "FAQ")} == {0.25, 0.5}
    assert "total cost of these: 0.7500" in run("runs").out
    assert [row["status"] for row in run_json("runs", "FAQ", "--status", "failed")] == ["failed"]
    assert [row["version"] for row in run_json("runs", "--version", "2")] == [2]
    assert {row["version"]: row["failed"] for row in run_json("runs", "FAQ", "--costs")} == {1: 1, 2: 0}
    assert "0.2500" in run("runs", "FAQ", "--costs").out


def test_a_run_without_a_cost_has_a_dash_and_null(run, run_json, faq):
    faq.record_execution()
    assert run_json("runs")[0]["total_cost"] is None
    assert " -" in run("runs").out


def test_runs_refuse_what_they_do_not_know(run, faq):
    run("runs", "FAK", exit_code=3)
    run("runs", "--status", "odd", exit_code=2)
    assert "name it" in run("runs", "--costs", exit_code=2).err
    assert faq.version == 1


def test_runs_of_a_deleted_workflow_are_found_by_its_id(run, run_json, faq):
    faq.record_execution(cost=1)
    run("delete", "FAQ")
    assert len(run_json("runs", faq.id)) == 1
