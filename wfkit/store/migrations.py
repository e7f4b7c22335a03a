"""The schema, in numbered steps; a step is never changed once it was released, a new one is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.errors import Forbidden, RegistryTooNew, RegistryUnusable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wfkit.store._transaction import Transaction

_LEDGER_EXISTS = """
SELECT 1 FROM duckdb_tables()
WHERE database_name = 'registry' AND schema_name = 'wfkit_store' AND table_name = 'schema_migrations'
"""
_OTHER_TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'registry' ORDER BY table_name LIMIT 3"
_APPLIED = "SELECT coalesce(max(number), 0) FROM wfkit_store.schema_migrations"
_RECORD = "INSERT INTO wfkit_store.schema_migrations (number, name, applied_at) VALUES ($1, $2, now()::TIMESTAMP)"

_LEDGER = """
CREATE SCHEMA IF NOT EXISTS wfkit_store;
CREATE TABLE IF NOT EXISTS wfkit_store.schema_migrations (
    number INTEGER PRIMARY KEY, name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL
);
"""

# No foreign keys: in DuckDB they forbid updating a list column of the parent. `check` proves integrity.
# Indexes: workflow_id pays (17 ms to 0.9 ms for one workflow's versions). created_at, is_template and
# started_at were left out: DuckDB does not use an index for ORDER BY or for a flag that half of the rows
# have (page of 50 by date among 100 000: 8 ms with and without), and each one slows every save.
_M001_TABLES = """
CREATE TABLE wfkit_store.workflows (
    id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    tags VARCHAR[] NOT NULL,
    is_template BOOLEAN NOT NULL,
    head_version INTEGER NOT NULL,
    owner VARCHAR NOT NULL,
    source_template_id VARCHAR,
    source_template_version INTEGER,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    deleted_at TIMESTAMP
);
CREATE TABLE wfkit_store.workflow_versions (
    id VARCHAR PRIMARY KEY,
    workflow_id VARCHAR NOT NULL,
    version_number INTEGER NOT NULL,
    workflow_json JSON NOT NULL,
    encoding VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    valid BOOLEAN NOT NULL,
    restored_from INTEGER,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX workflow_versions_workflow_id ON wfkit_store.workflow_versions (workflow_id);
CREATE TABLE wfkit_store.version_tags (
    workflow_id VARCHAR NOT NULL,
    tag VARCHAR NOT NULL,
    version_number INTEGER NOT NULL,
    PRIMARY KEY (workflow_id, tag)
);
CREATE TABLE wfkit_store.drafts (
    workflow_id VARCHAR PRIMARY KEY,
    workflow_json JSON NOT NULL,
    encoding VARCHAR NOT NULL,
    base_version INTEGER NOT NULL,
    author VARCHAR NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE TABLE wfkit_store.executions (
    id VARCHAR PRIMARY KEY,
    workflow_id VARCHAR NOT NULL,
    workflow_version INTEGER NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('pending', 'running', 'completed', 'failed')),
    started_at TIMESTAMP NOT NULL,
    completed_at TIMESTAMP,
    total_cost DOUBLE,
    execution_json JSON NOT NULL
);
CREATE INDEX executions_workflow_id ON wfkit_store.executions (workflow_id);
CREATE TABLE wfkit_store.search_texts (
    workflow_id VARCHAR PRIMARY KEY,
    version_number INTEGER NOT NULL,
    places VARCHAR NOT NULL,
    folded VARCHAR NOT NULL
);
"""

# What users query: the names of the first design, whatever the storage looks like.
_M001_VIEWS = """
CREATE VIEW workflows AS
SELECT w.id, w.id AS workflow_id, w.name, w.description, w.format, v.workflow_json, w.tags, w.is_template,
       w.head_version, w.owner, w.source_template_id, w.source_template_version, w.created_at, w.updated_at
FROM wfkit_store.workflows AS w
JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
WHERE w.deleted_at IS NULL;

CREATE VIEW version_tags AS
SELECT t.workflow_id, t.tag, t.version_number
FROM wfkit_store.version_tags AS t
JOIN wfkit_store.workflows AS w ON w.id = t.workflow_id
WHERE w.deleted_at IS NULL;

CREATE VIEW workflow_versions AS
SELECT v.id, v.workflow_id, v.version_number, v.workflow_json, v.content_hash, v.description, t.tag,
       v.author, v.valid, v.restored_from, v.created_at
FROM wfkit_store.workflow_versions AS v
JOIN wfkit_store.workflows AS w ON w.id = v.workflow_id
LEFT JOIN (
    SELECT workflow_id, version_number, string_agg(tag, ', ' ORDER BY tag) AS tag
    FROM wfkit_store.version_tags GROUP BY workflow_id, version_number
) AS t ON t.workflow_id = v.workflow_id AND t.version_number = v.version_number
WHERE w.deleted_at IS NULL;

CREATE VIEW executions AS
SELECT id, workflow_id, workflow_version, status, started_at, completed_at, total_cost, execution_json
FROM wfkit_store.executions;

CREATE VIEW drafts AS
SELECT d.workflow_id, d.workflow_json, d.base_version, d.author, d.updated_at
FROM wfkit_store.drafts AS d
JOIN wfkit_store.workflows AS w ON w.id = d.workflow_id
WHERE w.deleted_at IS NULL;

CREATE VIEW nodes AS
SELECT n.workflow_id, n.workflow_name, n.version_number, n.node ->> '$.id' AS node_id,
       coalesce(n.node ->> '$.type', '') AS type,
       coalesce(n.node ->> '$.data.label', n.node ->> '$.id') AS label,
       CASE WHEN json_type(n.node, '$.data.config') = 'OBJECT' THEN n.node -> '$.data.config'
            WHEN json_type(n.node, '$.data') = 'OBJECT' THEN json_merge_patch(n.node -> '$.data', '{"label": null}')
            ELSE '{}' END AS config,
       coalesce(n.node ->> '$.parentId', n.node ->> '$.parentNode') AS parent, n.place
FROM (
    SELECT workflow_id, workflow_name, version_number,
           unnest(nodes) AS node, generate_subscripts(nodes, 1) AS place
    FROM (
        SELECT w.id AS workflow_id, w.name AS workflow_name, w.head_version AS version_number,
               json_extract(v.workflow_json, '$.nodes[*]') AS nodes
        FROM wfkit_store.workflows AS w
        JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
        WHERE w.deleted_at IS NULL AND w.format = 'wfkit'
    )
) AS n
WHERE json_type(n.node) = 'OBJECT';

CREATE VIEW edges AS
SELECT e.workflow_id, e.workflow_name, e.version_number, e.edge ->> '$.id' AS edge_id,
       e.edge ->> '$.source' AS source, e.edge ->> '$.sourceHandle' AS source_port,
       e.edge ->> '$.target' AS target, e.edge ->> '$.targetHandle' AS target_port, e.place
FROM (
    SELECT workflow_id, workflow_name, version_number,
           unnest(edges) AS edge, generate_subscripts(edges, 1) AS place
    FROM (
        SELECT w.id AS workflow_id, w.name AS workflow_name, w.head_version AS version_number,
               json_extract(v.workflow_json, '$.edges[*]') AS edges
        FROM wfkit_store.workflows AS w
        JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
        WHERE w.deleted_at IS NULL AND w.format = 'wfkit'
    )
) AS e
WHERE json_type(e.edge) = 'OBJECT';
"""


# The text of a document in YAML stands beside its JSON, so that SQL reads all documents alike.
_M002 = """
ALTER TABLE wfkit_store.workflow_versions ADD COLUMN source_text VARCHAR;
ALTER TABLE wfkit_store.drafts ADD COLUMN source_text VARCHAR;
"""

# What other tools wrote cannot be read by SQL, so its nodes and edges are kept as rows. No primary keys but that of a
# workflow: rows are written for many workflows at once, and an index of node ids would make that three times as slow.
_M003_TABLES = """
CREATE TABLE wfkit_store.graphs (
    workflow_id VARCHAR PRIMARY KEY,
    version_number INTEGER NOT NULL,
    reading INTEGER NOT NULL
);
CREATE TABLE wfkit_store.graph_nodes (
    workflow_id VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    node_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    config JSON NOT NULL,
    parent VARCHAR,
    role VARCHAR NOT NULL,
    enabled BOOLEAN NOT NULL
);
CREATE TABLE wfkit_store.graph_edges (
    workflow_id VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    edge_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_port VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    target_port VARCHAR NOT NULL,
    kind VARCHAR NOT NULL
);
"""

_M003_VIEWS = """
CREATE OR REPLACE VIEW nodes AS
SELECT n.workflow_id, n.workflow_name, n.version_number, n.node ->> '$.id' AS node_id,
       coalesce(n.node ->> '$.type', '') AS type,
       coalesce(n.node ->> '$.data.label', n.node ->> '$.id') AS label,
       CASE WHEN json_type(n.node, '$.data.config') = 'OBJECT' THEN n.node -> '$.data.config'
            WHEN json_type(n.node, '$.data') = 'OBJECT' THEN json_merge_patch(n.node -> '$.data', '{"label": null}')
            ELSE '{}' END AS config,
       coalesce(n.node ->> '$.parentId', n.node ->> '$.parentNode') AS parent, n.place, 'wfkit' AS format,
       CASE n.node ->> '$.type' WHEN 'note' THEN 'note' WHEN 'stickyNote' THEN 'note' WHEN 'noteNode' THEN 'note'
                                WHEN 'group' THEN 'group' ELSE 'node' END AS role,
       (n.node -> '$.disabled')::VARCHAR IS DISTINCT FROM 'true'
       AND (n.node -> '$.data.disabled')::VARCHAR IS DISTINCT FROM 'true' AS enabled
FROM (
    SELECT workflow_id, workflow_name, version_number,
           unnest(nodes) AS node, generate_subscripts(nodes, 1) AS place
    FROM (
        SELECT w.id AS workflow_id, w.name AS workflow_name, w.head_version AS version_number,
               json_extract(v.workflow_json, '$.nodes[*]') AS nodes
        FROM wfkit_store.workflows AS w
        JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
        WHERE w.deleted_at IS NULL AND w.format = 'wfkit'
    )
) AS n
WHERE json_type(n.node) = 'OBJECT'
UNION ALL
SELECT w.id, w.name, w.head_version, n.node_id, n.type, n.label, n.config, n.parent, n.place, w.format, n.role,
       n.enabled
FROM wfkit_store.workflows AS w
JOIN wfkit_store.graphs AS g ON g.workflow_id = w.id AND g.version_number = w.head_version
JOIN wfkit_store.graph_nodes AS n ON n.workflow_id = w.id
WHERE w.deleted_at IS NULL;

CREATE OR REPLACE VIEW edges AS
SELECT e.workflow_id, e.workflow_name, e.version_number, e.edge ->> '$.id' AS edge_id,
       e.edge ->> '$.source' AS source, e.edge ->> '$.sourceHandle' AS source_port,
       e.edge ->> '$.target' AS target, e.edge ->> '$.targetHandle' AS target_port, e.place,
       'wfkit' AS format, 'flow' AS kind
FROM (
    SELECT workflow_id, workflow_name, version_number,
           unnest(edges) AS edge, generate_subscripts(edges, 1) AS place
    FROM (
        SELECT w.id AS workflow_id, w.name AS workflow_name, w.head_version AS version_number,
               json_extract(v.workflow_json, '$.edges[*]') AS edges
        FROM wfkit_store.workflows AS w
        JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
        WHERE w.deleted_at IS NULL AND w.format = 'wfkit'
    )
) AS e
WHERE json_type(e.edge) = 'OBJECT'
UNION ALL
SELECT w.id, w.name, w.head_version, e.edge_id, e.source, e.source_port, e.target, e.target_port, e.place,
       w.format, e.kind
FROM wfkit_store.workflows AS w
JOIN wfkit_store.graphs AS g ON g.workflow_id = w.id AND g.version_number = w.head_version
JOIN wfkit_store.graph_edges AS e ON e.workflow_id = w.id
WHERE w.deleted_at IS NULL;
"""

# Who may see and do what, and what was done. Shares are looked up by their workflow, so that has the index.
# Nobody is named by an account of a database here: DuckDB has none.
_M004_TABLES = """
CREATE TABLE wfkit_store.shares (
    workflow_id VARCHAR NOT NULL,
    principal VARCHAR NOT NULL,
    level VARCHAR NOT NULL CHECK (level IN ('view', 'edit', 'manage')),
    shared_by VARCHAR NOT NULL,
    shared_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workflow_id, principal)
);
CREATE INDEX shares_workflow_id ON wfkit_store.shares (workflow_id);
CREATE TABLE wfkit_store.tokens (
    id VARCHAR PRIMARY KEY,
    principal VARCHAR NOT NULL,
    role VARCHAR NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
    teams VARCHAR[] NOT NULL,
    note VARCHAR NOT NULL,
    token_hash VARCHAR NOT NULL UNIQUE,
    created_by VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP,
    revoked_at TIMESTAMP
);
CREATE TABLE wfkit_store.audit_log (
    recorded_at TIMESTAMP NOT NULL,
    principal VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    workflow_id VARCHAR,
    workflow_name VARCHAR,
    version_number INTEGER,
    details VARCHAR NOT NULL
);
"""

# `wfkit_names` is set for whom a connection works, their own name first; where it is not, nothing is seen.
_M004_VIEW = """
CREATE VIEW wfkit_store.seen_workflows AS
SELECT * FROM wfkit_store.workflows
WHERE owner = list_extract(getvariable('wfkit_names')::VARCHAR[], 1)
   OR id IN (
       SELECT workflow_id FROM wfkit_store.shares
       WHERE list_contains(getvariable('wfkit_names')::VARCHAR[], principal)
   );
"""

# The pre-built templates that nobody has changed are for everyone.
_M004_TEMPLATES = """
INSERT INTO wfkit_store.shares (workflow_id, principal, level, shared_by, shared_at)
SELECT w.id, '*', 'view', w.owner, w.created_at
FROM wfkit_store.workflows AS w
JOIN wfkit_store.workflow_versions AS v ON v.id = w.id || ':' || w.head_version
WHERE starts_with(w.id, 'template-') AND v.author = w.owner;
"""


def migrate(transaction: Transaction, *, is_read_only: bool = False, path: Path | None = None) -> None:
    """Brings a registry to the newest schema, each step in a transaction with its row in the ledger.

    Raises:
        RegistryTooNew: A newer wfkit has taken it further than this one knows.
        RegistryUnusable: The DuckDB file holds tables of something else.
        Forbidden: It needs a step, and the file is read-only.
    """
    applied = _applied(transaction, path)
    if applied > len(MIGRATIONS):
        msg = f"{str(path)!r} has schema {applied}, this wfkit knows up to {len(MIGRATIONS)}; upgrade wfkit to open it"
        raise RegistryTooNew(msg)
    for number, step in enumerate(MIGRATIONS[applied:], start=applied + 1):
        if is_read_only:
            msg = (
                f"{str(path)!r} has schema {applied}, of an older wfkit, and is read-only here; "
                "wfkit.open brings it up to date where it may be written"
            )
            raise Forbidden(msg)
        _apply(transaction, number, step)


def m001_base(transaction: Transaction) -> None:
    """Workflows, versions, tags, drafts, executions, search texts, and the views that users query."""
    transaction.run(_M001_TABLES)
    transaction.run(_M001_VIEWS)


def m002_source_texts(transaction: Transaction) -> None:
    """Documents in YAML."""
    transaction.run(_M002)


def m003_graphs(transaction: Transaction) -> None:
    """Nodes and edges of other tools' documents, in the views beside native ones."""
    transaction.run(_M003_TABLES)
    transaction.run(_M003_VIEWS)


def m004_access(transaction: Transaction) -> None:
    """Shares, tokens, the audit log, and the view of what somebody may see."""
    transaction.run(_M004_TABLES)
    transaction.run(_M004_VIEW)
    transaction.run(_M004_TEMPLATES)


MIGRATIONS: tuple[Callable[[Transaction], None], ...] = (m001_base, m002_source_texts, m003_graphs, m004_access)


def _applied(transaction: Transaction, path: Path | None) -> int:
    if transaction.row(_LEDGER_EXISTS):
        found = transaction.row(_APPLIED)
        return int(found[0]) if found else 0
    others = [str(row[0]) for row in transaction.rows(_OTHER_TABLES)]
    if others:
        msg = f"{str(path)!r} is a DuckDB file of something else (tables {', '.join(others)}); name a new file"
        raise RegistryUnusable(msg)
    return 0


def _apply(transaction: Transaction, number: int, step: Callable[[Transaction], None]) -> None:
    transaction.run("BEGIN TRANSACTION")
    try:
        transaction.run(_LEDGER)
        step(transaction)
        transaction.run(_RECORD, number, step.__name__)
        transaction.run("COMMIT")
    except BaseException:
        transaction.run("ROLLBACK")
        raise
