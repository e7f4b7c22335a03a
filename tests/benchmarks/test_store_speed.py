"""Saving, getting, listing and searching beside bare DuckDB."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from datetime import UTC, datetime

import msgspec
import pytest

WHO = ("bare", "wfkit")
_COUNTER = itertools.count()


def _timed(benchmark, who, group, subject, *, setup=None, rounds=100):
    benchmark.group = group
    benchmark.extra_info["who"] = who
    return benchmark.pedantic(subject, setup=setup, rounds=rounds, warmup_rounds=3)


def _size(filled):
    return f"{len(filled.ids)} workflows"


def _now():
    return datetime.now(UTC).replace(tzinfo=None)


@pytest.mark.parametrize("who", WHO)
def test_saving_a_version(benchmark, filled, who):
    document = filled.registry.get(filled.ids[0]).document

    def setup():
        # Each round saves to a workflow of its own: neither side has its row at hand.
        # The second half stays as it was filled, for the search.
        key = random.choice(filled.ids[: len(filled.ids) // 2])
        document["round"] = next(_COUNTER)
        if who == "bare":
            return (key,), {}
        workflow = filled.registry.get(key)
        assert workflow.text
        return (workflow,), {}

    def ours(workflow):
        workflow.save(document, "bench")

    def bare(key):
        filled.bare.execute("BEGIN TRANSACTION")
        number = filled.bare.execute(
            "UPDATE workflows SET head_version = head_version + 1, updated_at = $2 WHERE id = $1 "
            "RETURNING head_version",
            [key, _now()],
        ).fetchone()[0]
        filled.bare.execute(
            "INSERT INTO versions VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [f"{key}:{number}", key, number, msgspec.json.encode(document).decode(), "h", "bench", "me", True, _now()],
        )
        filled.bare.execute("COMMIT")

    _timed(benchmark, who, f"save, {_size(filled)}", ours if who == "wfkit" else bare, setup=setup)


@pytest.mark.parametrize("who", WHO)
def test_getting_a_document(benchmark, filled, who):
    def setup():
        return (random.choice(filled.ids),), {}

    def ours(key):
        return filled.registry.get(key).document

    def bare(key):
        row = filled.bare.execute("SELECT * FROM workflows WHERE id = $1", [key]).fetchone()
        version = filled.bare.execute("SELECT * FROM versions WHERE id = $1", [f"{key}:{row[6]}"]).fetchone()
        return msgspec.json.decode(version[3])

    _timed(benchmark, who, f"get, {_size(filled)}", ours if who == "wfkit" else bare, setup=setup)


@pytest.mark.parametrize("who", WHO)
def test_a_history_of_200_versions(benchmark, filled, who):
    key = filled.ids[-1]
    workflow = filled.registry.get(key)
    for _ in range(200 - workflow.version):
        document = workflow.document
        document["round"] = next(_COUNTER)
        workflow = workflow.save(document)
    _copy_versions(filled, key)

    def ours():
        return workflow.versions()

    def bare():
        return filled.bare.execute(
            "SELECT version_number, description, author, created_at, valid, content_hash "
            "FROM versions WHERE workflow_id = $1 ORDER BY version_number DESC",
            [key],
        ).df()

    rows = _timed(benchmark, who, f"history, {_size(filled)}", ours if who == "wfkit" else bare)
    assert len(rows) == 200


def _copy_versions(filled, key):
    filled.registry.close()
    filled.bare.execute("DELETE FROM versions WHERE workflow_id = $1", [key])
    filled.bare.execute(f"ATTACH '{filled.folder / 'ours.duckdb'}' AS ours (READ_ONLY)")
    filled.bare.execute(
        "INSERT INTO versions SELECT id, workflow_id, version_number, workflow_json, content_hash, description, "
        "author, valid, created_at FROM ours.wfkit_store.workflow_versions WHERE workflow_id = $1",
        [key],
    )
    filled.bare.execute("DETACH ours")


@pytest.mark.parametrize("who", WHO)
def test_a_page_of_50_by_date(benchmark, filled, who):
    def ours():
        return filled.registry.list(limit=50)

    def bare():
        total = filled.bare.execute("SELECT count(*) FROM workflows WHERE deleted_at IS NULL").fetchone()[0]
        page = filled.bare.execute(
            "SELECT id, name, description, tags, format, is_template, head_version, created_at, updated_at, deleted_at "
            "FROM workflows WHERE deleted_at IS NULL ORDER BY updated_at DESC LIMIT 50"
        ).df()
        page.attrs["total"] = total
        return page

    page = _timed(benchmark, who, f"page, {_size(filled)}", ours if who == "wfkit" else bare, rounds=50)
    assert page.attrs["total"] == len(filled.ids)


@pytest.mark.parametrize("who", WHO)
def test_what_a_listing_shows_and_can_be_narrowed_down_by(benchmark, filled, who):
    def ours():
        return filled.registry.overview(search="flow 9"), filled.registry.facets(search="flow 9")

    def bare():
        found = "FROM workflows WHERE deleted_at IS NULL AND name ILIKE '%flow 9%'"
        page = filled.bare.execute(f"SELECT * {found} ORDER BY updated_at DESC LIMIT 50").df()
        page.attrs["total"] = filled.bare.execute(f"SELECT count(*) {found}").fetchone()[0]
        counts = [
            filled.bare.execute(f"SELECT value, count(*) FROM (SELECT {value} AS value {found}) GROUP BY value").df()
            for value in ("format", "is_template", "unnest(tags)")
        ]
        return page, counts

    shown, _ = _timed(benchmark, who, f"overview, {_size(filled)}", ours if who == "wfkit" else bare, rounds=20)
    assert shown.attrs["total"] == sum(f"{number}".startswith("9") for number in range(len(filled.ids)))


@pytest.mark.parametrize("who", WHO)
def test_searching_a_text(benchmark, filled, who):
    needle = f"clause {len(filled.ids) - 7} "

    def ours():
        return filled.registry.search(needle)

    def bare():
        return filled.bare.execute(
            "SELECT w.id FROM workflows AS w JOIN versions AS v ON v.id = w.id || ':' || w.head_version "
            "WHERE v.workflow_json ILIKE $1",
            [f"%{needle}%"],
        ).df()

    assert len(ours()) == 1
    _timed(benchmark, who, f"search, {_size(filled)}", ours if who == "wfkit" else bare, rounds=20)


@pytest.mark.parametrize("who", WHO)
def test_importing_the_package(benchmark, who):
    program = "import wfkit" if who == "wfkit" else "pass"

    def run():
        subprocess.run([sys.executable, "-c", program], check=True)

    _timed(benchmark, who, "import wfkit", run, rounds=15)
