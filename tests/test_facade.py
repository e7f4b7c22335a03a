from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import wfkit
from wfkit import errors
from wfkit.core.problem import Problem

TREE = {
    "InvalidInput": ValueError, "InvalidWorkflow": ValueError, "UnknownFormat": ValueError, "NotFound": LookupError,
    "AmbiguousName": LookupError, "VersionConflict": RuntimeError, "MergeConflict": RuntimeError,
    "RegistryBusy": TimeoutError, "RegistryTooNew": RuntimeError, "RegistryUnusable": OSError,
    "Forbidden": PermissionError,
}  # fmt: skip
MADE = {
    **{name: getattr(errors, name)("words") for name in TREE if name != "InvalidWorkflow"},
    "InvalidWorkflow": errors.InvalidWorkflow("words", [Problem("error", "a-code", "a message", "/nodes/0")]),
    "AmbiguousName": errors.AmbiguousName("words", ["a", "b"]),
    "VersionConflict": errors.VersionConflict(
        "words", workflow_id="a", expected_version=1, version=2, author="ann",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", wfkit.__all__)
def test_every_public_name_is_there(name):
    assert getattr(wfkit, name) is not None
    assert name in dir(wfkit)


def test_the_public_names_are_sorted_and_each_is_there_once():
    assert wfkit.__all__ == sorted(set(wfkit.__all__))


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'wfkit' has no attribute 'nope'"):
        _ = wfkit.nope


def test_names_are_listed_before_they_are_loaded(repository):
    script = "import wfkit; assert set(wfkit.__all__) <= set(dir(wfkit)); assert 'open' not in vars(wfkit)"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=repository)


@pytest.mark.parametrize(("name", "builtin"), TREE.items(), ids=TREE)
def test_an_error_is_a_wfkit_error_and_the_builtin_that_fits(name, builtin):
    error = getattr(wfkit, name)
    assert issubclass(error, wfkit.WfkitError)
    assert issubclass(error, builtin)
    assert f"── {name} " in (errors.__doc__ or "")
    assert f"({builtin.__name__})" in next(line for line in errors.__doc__.splitlines() if f" {name} " in line)


def test_no_error_is_missing_in_the_tree():
    classes = [found for found in vars(errors).values() if isinstance(found, type)]
    defined = {found.__name__ for found in classes if issubclass(found, errors.WfkitError)}
    assert defined == {*TREE, "WfkitError"}


@pytest.mark.parametrize("error", MADE.values(), ids=MADE)
@pytest.mark.parametrize(
    "again", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy],  # noqa: S301 - our own bytes
    ids=["pickle", "copy", "deepcopy"],
)  # fmt: skip
def test_an_error_crosses_to_another_process_whole(error, again):
    found = again(error)
    assert (type(found), str(found)) == (type(error), str(error))
    assert vars(found) == vars(error)


def test_an_invalid_workflow_shows_ten_problems_and_holds_all():
    error = errors.InvalidWorkflow("refused", [Problem("error", "a-code", f"message {number}") for number in range(12)])
    assert len(error.problems) == 12
    assert str(error).splitlines()[-1] == "  … and 2 more, all in .problems"
    assert len(str(error).splitlines()) == 12


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's home of its own, without settings."""
    monkeypatch.delenv("WFKIT_URL", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="XDG_DATA_HOME is a word of Linux; elsewhere platformdirs decides")
def test_without_an_argument_the_registry_is_in_the_users_data_folder(home):
    with wfkit.open() as registry:
        assert Path(registry.url) == home / "data" / "wfkit" / "wfkit.duckdb"
    assert Path(registry.url).is_file()


def test_the_environment_names_the_registry(home, monkeypatch):
    monkeypatch.setenv("WFKIT_URL", str(home / "flows.duckdb"))
    with wfkit.open() as registry:
        assert Path(registry.url) == home / "flows.duckdb"
    monkeypatch.setenv("WFKIT_URL", ":memory:")
    assert wfkit.open().url == ":memory:"


def test_an_argument_comes_before_the_environment(home, monkeypatch):
    monkeypatch.setenv("WFKIT_URL", ":memory:")
    with wfkit.open(home / "flows.duckdb") as registry:
        assert Path(registry.url) == home / "flows.duckdb"


def test_the_example_of_the_package_runs(repository):
    script = "import doctest, sys, wfkit; found = doctest.testmod(wfkit); sys.exit(found.failed or not found.attempted)"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=repository)
