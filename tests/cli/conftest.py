"""The real command line in this process, on a registry of the test's own."""

from __future__ import annotations

import json
from importlib import resources
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import wfkit
from wfkit import samples
from wfkit.cli import application

SAMPLE = "faq_search.json"


@pytest.fixture(scope="session")
def app():
    return application()


@pytest.fixture
def url(tmp_path):
    """A registry that is not made yet."""
    return str(tmp_path / "flows.duckdb")


@pytest.fixture
def run(app, url, tmp_path, monkeypatch):
    """Runs a command with the exit code, stdout and stderr that a shell would see."""
    monkeypatch.chdir(tmp_path)
    environment = {"WFKIT_URL": url, "WFKIT_AUTHOR": "Ada", "COLUMNS": "160", "NO_COLOR": None}

    def invoke(*arguments, exit_code=0, env=None, stdin=None):
        words = [str(argument) for argument in arguments]
        done = CliRunner().invoke(app, words, input=stdin, env={**environment, **(env or {})}, prog_name="wfkit")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        assert done.exit_code == exit_code, done.output
        return SimpleNamespace(out=done.stdout, err=done.stderr, raw=done.stdout_bytes)

    return invoke


@pytest.fixture
def run_json(run):
    """What a command with --json says; nothing else may be on stdout."""

    def invoke(*arguments, **options):
        return json.loads(run(*arguments, "--json", **options).raw.decode("utf-8"))

    return invoke


@pytest.fixture
def document(tmp_path):
    """A file with a valid workflow."""
    path = tmp_path / "faq.json"
    path.write_bytes(resources.files(samples).joinpath(SAMPLE).read_bytes())
    return path


@pytest.fixture
def broken(tmp_path, document):
    """A file with a workflow whose first edge leads nowhere."""
    data = json.loads(document.read_text(encoding="utf-8"))
    data["edges"][0]["target"] = "nowhere"
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture
def edited(tmp_path, document):
    """The same workflow with another description."""
    data = json.loads(document.read_text(encoding="utf-8")) | {"description": "another"}
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture
def faq(url, document):
    """The workflow FAQ in the registry."""
    with wfkit.open(url, author="Ada") as registry:
        return registry.create("FAQ", document, tags=["search"], description="Finds answers.", message="first")


@pytest.fixture
def two_versions(faq, edited):
    """The workflow FAQ at version 2, whose version 1 has the tag v1.0.0."""
    return faq.tag("v1.0.0").save(edited, message="second")
