"""The ledger of the schema, from nothing and from every older step."""

from __future__ import annotations

import duckdb
import pytest

import wfkit
from wfkit.service.documents import document_of
from wfkit.store import migrations

LEDGER = "SELECT number, name FROM wfkit_store.schema_migrations ORDER BY number"

# Rows that every schema since the first can hold; a later step must bring them through.
ROWS = """
INSERT INTO wfkit_store.workflows (id, name, description, format, tags, is_template, head_version, owner,
    created_at, updated_at)
VALUES ('w', 'Old', '', 'wfkit', ['rag'], false, 2, 'ann', '2020-01-01', '2020-01-02');
INSERT INTO wfkit_store.workflow_versions (id, workflow_id, version_number, workflow_json, encoding, content_hash,
    description, author, valid, created_at)
VALUES ('w:1', 'w', 1, $1, 'utf-8', $2, 'first', 'ann', true, '2020-01-01'),
       ('w:2', 'w', 2, $3, 'utf-8', $4, 'second', 'bob', true, '2020-01-02');
INSERT INTO wfkit_store.version_tags (workflow_id, tag, version_number) VALUES ('w', 'v1.0.0', 1);
INSERT INTO wfkit_store.drafts (workflow_id, workflow_json, encoding, base_version, author, updated_at)
VALUES ('w', '{}', 'utf-8', 2, 'ann', '2020-01-03');
INSERT INTO wfkit_store.executions (id, workflow_id, workflow_version, status, started_at, total_cost, execution_json)
VALUES ('r', 'w', 1, 'running', '2020-01-01', 0.5, '{}')
"""


def _ledger(file):
    with duckdb.connect(str(file)) as connection:
        return connection.execute(LEDGER).fetchall()


def _names():
    return [(number, step.__name__) for number, step in enumerate(migrations.MIGRATIONS, start=1)]


def _fill(file, *documents):
    hashed = [value for source in documents for value in (source.text, source.content_hash)]
    with duckdb.connect(str(file)) as connection:
        for statement, values in zip(ROWS.split(";\n"), [[], hashed, [], [], []], strict=True):
            connection.execute(statement, values or None)


def m999_broken(transaction):
    transaction.run("CREATE TABLE wfkit_store.half_done (a INTEGER)")
    transaction.run("DROP VIEW nodes")
    transaction.run("SELECT nonsense")


def test_a_new_file_gets_every_step_and_a_row_for_each(file):
    wfkit.open(file).close()
    assert _ledger(file) == _names()


def test_opening_again_applies_nothing(file):
    wfkit.open(file).close()
    with duckdb.connect(str(file)) as connection:
        before = connection.execute("SELECT * FROM wfkit_store.schema_migrations").fetchall()
    wfkit.open(file).close()
    with duckdb.connect(str(file)) as connection:
        assert connection.execute("SELECT * FROM wfkit_store.schema_migrations").fetchall() == before


@pytest.mark.parametrize("known", range(len(migrations.MIGRATIONS) + 1))
def test_a_registry_of_every_older_schema_keeps_its_data(known, file, document, monkeypatch):
    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:known])
    wfkit.open(file).close()
    monkeypatch.undo()
    if known:
        _fill(file, document_of(document(1)), document_of(document(2)))
    with wfkit.open(file) as registry:
        assert registry.check().empty
        if known:
            _assert_old_rows(registry, document)
    assert _ledger(file) == _names()


def _assert_old_rows(registry, document):
    workflow = registry.get("Old")
    assert (workflow.version, workflow.tags, workflow.document) == (2, ["rag"], document(2))
    assert workflow.at("v1.0.0").document == document(1)
    assert list(workflow.executions()["total_cost"]) == [0.5]
    assert list(registry.search("question")["workflow_id"]) == ["w"]
    assert workflow.save(document(3)).version == 3
    assert list(registry.sql("SELECT base_version FROM drafts")["base_version"]) == [2]


def test_a_registry_of_a_newer_wfkit_is_refused_and_left_alone(file):
    wfkit.open(file).close()
    with duckdb.connect(str(file)) as connection:
        connection.execute("INSERT INTO wfkit_store.schema_migrations VALUES (1000, 'm1000_later', now()::TIMESTAMP)")
    before = file.read_bytes()
    with pytest.raises(wfkit.RegistryTooNew, match=r"has schema 1000.*upgrade wfkit"):
        wfkit.open(file)
    assert file.read_bytes() == before


def test_a_refused_registry_is_let_go_at_once(file):
    wfkit.open(file).close()
    with duckdb.connect(str(file)) as connection:
        connection.execute("INSERT INTO wfkit_store.schema_migrations VALUES (1000, 'm1000_later', now()::TIMESTAMP)")
    with pytest.raises(wfkit.RegistryTooNew) as kept:
        wfkit.open(file)
    with duckdb.connect(str(file)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert "upgrade" in str(kept.value)


def test_an_upgrade_by_another_process_is_noticed_at_the_next_use(registry, file):
    registry.close()
    with duckdb.connect(str(file)) as connection:
        connection.execute("INSERT INTO wfkit_store.schema_migrations VALUES (1000, 'm1000_later', now()::TIMESTAMP)")
    with pytest.raises(wfkit.RegistryTooNew):
        registry.list()


@pytest.mark.parametrize("storage", ["v1.0.0", "latest"])
def test_a_duckdb_file_of_something_else_is_refused_and_left_alone(storage, file):
    with duckdb.connect(config={"storage_compatibility_version": storage}) as connection:
        connection.execute(f"ATTACH '{file}' AS other")
        connection.execute("CREATE TABLE other.accounts (a INTEGER)")
    before = file.read_bytes()
    with pytest.raises(wfkit.RegistryUnusable, match=r"something else.*accounts|storage version"):
        wfkit.open(file)
    assert file.read_bytes() == before


def test_a_step_that_fails_leaves_the_schema_as_it_was(file, document, monkeypatch):
    with wfkit.open(file) as registry:
        registry.create("kept", document())
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, m999_broken))
    with pytest.raises(wfkit.RegistryUnusable, match="nonsense"):
        wfkit.open(file)
    monkeypatch.undo()
    assert _ledger(file) == _names()
    with wfkit.open(file) as registry:
        assert list(registry.nodes()["workflow_name"]) == ["kept"]
        assert "half_done" not in set(registry.sql("SHOW ALL TABLES")["name"])


def test_a_first_step_that_fails_leaves_a_file_that_can_be_used(file, document, monkeypatch):
    monkeypatch.setattr(migrations, "MIGRATIONS", (m999_broken,))
    with pytest.raises(wfkit.RegistryUnusable):
        wfkit.open(file)
    monkeypatch.undo()
    with wfkit.open(file) as registry:
        assert registry.create("first", document()).version == 1


def test_a_read_only_file_of_an_older_schema_says_that_it_cannot_be_brought_up_to_date(file, monkeypatch):
    wfkit.open(file).close()
    file.chmod(0o444)
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, m999_broken))
    with pytest.raises(wfkit.Forbidden, match="read-only"):
        wfkit.open(file)
