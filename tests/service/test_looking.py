"""Registries that are looked into: nothing is made, written or migrated."""

from __future__ import annotations

import subprocess
import sys

import pytest

import wfkit
from wfkit.service.opening import default_place, look_into
from wfkit.store import migrations

DOCUMENT = {"nodes": [], "edges": []}


@pytest.fixture
def path(tmp_path):
    with wfkit.open(tmp_path / "flows.duckdb") as registry:
        registry.create("Answer", DOCUMENT)
    return tmp_path / "flows.duckdb"


def test_it_shows_what_is_there_and_writes_nothing(path):
    before = path.read_bytes()
    registry = look_into(path)
    assert list(registry.list()["name"]) == ["Answer"]
    with pytest.raises(wfkit.Forbidden, match=r"was opened read-only; wfkit\.open opens it"):
        registry.create("Another", DOCUMENT)
    registry.close()
    assert path.read_bytes() == before


def test_a_registry_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(wfkit.NotFound, match="no registry at"):
        look_into(tmp_path / "flows.duckdb")
    assert not list(tmp_path.iterdir())


def test_there_is_nothing_in_memory_to_look_into():
    with pytest.raises(wfkit.NotFound):
        look_into(":memory:")


def test_an_older_schema_stays_as_it_is_until_the_registry_is_opened(tmp_path, monkeypatch):
    path = tmp_path / "flows.duckdb"
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:-1])
        wfkit.open(path).close()
    with pytest.raises(wfkit.Forbidden, match=r"of an older wfkit, .*; wfkit\.open brings it up to date"):
        look_into(path)
    wfkit.open(path).close()
    assert look_into(path).list().empty


def test_a_crash_that_left_a_log_behind_does_not_hide_what_was_saved(tmp_path):
    path = tmp_path / "flows.duckdb"
    save = f"registry.create('Answer', {DOCUMENT!r}); os._exit(1)"
    subprocess.run(
        [sys.executable, "-c", f"import os, wfkit; registry = wfkit.open({str(path)!r}); {save}"],
        check=False,
        timeout=60,
    )
    assert path.with_name("flows.duckdb.wal").exists()
    assert len(look_into(path).list()) == 1


def test_one_process_can_look_and_write_in_turns(path):
    looking, writing = look_into(path), wfkit.open(path)
    for number in range(2, 5):
        writing.create(f"Answer {number}", DOCUMENT)
        assert len(looking.list()) == number


def test_what_is_looked_into_by_default_is_what_open_opens(tmp_path, monkeypatch):
    monkeypatch.setenv("WFKIT_URL", str(tmp_path / "mine.duckdb"))
    assert str(default_place()) == wfkit.open().url
    monkeypatch.setenv("WFKIT_URL", ":memory:")
    assert default_place() is None
