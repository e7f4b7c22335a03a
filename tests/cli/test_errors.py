"""Errors become one sentence on stderr and an exit code from one table."""

from __future__ import annotations

import pytest

import wfkit.errors
from wfkit.cli import EXIT_CODES, MEANINGS, exit_code
from wfkit.cli._errors import sentence
from wfkit.errors import AmbiguousName, InvalidInput, NotFound, WfkitError

ERRORS = sorted(
    (kind for kind in vars(wfkit.errors).values() if isinstance(kind, type) and issubclass(kind, WfkitError)),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", [kind for kind in ERRORS if kind is not WfkitError])
def test_every_error_has_an_exit_code_with_a_meaning(kind):
    assert EXIT_CODES[kind] in MEANINGS
    assert EXIT_CODES[kind] > 1


def test_an_error_of_another_package_counts_as_the_class_that_it_derives_from():
    assert exit_code(type("Elsewhere", (NotFound,), {})("gone")) == EXIT_CODES[NotFound]
    assert exit_code(WfkitError("what")) == 1


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("no workflow 'x'; registry.list() shows all", "no workflow 'x'; `wfkit list` shows all"),
        ("pass move=True to move it to 3", "pass --move to move it to 3"),
        ("deleted; registry.undelete('01ab') brings it back", "deleted; `wfkit undelete 01ab` brings it back"),
        ("or pass expected_version=4 to save", "or pass --expected-version 4 to save"),
        ("mend them, or pass allow_invalid=True", "mend them, or pass --allow-invalid"),
    ],
)
def test_an_error_speaks_of_commands_and_not_of_python(message, words):
    assert sentence(InvalidInput(message)) == words


def test_a_missing_workflow_is_one_line_on_stderr(run, faq):
    done = run("show", "FAQQ", exit_code=3)
    assert done.out == ""
    assert done.err == "error: no workflow has the id or name 'FAQQ'; did you mean 'FAQ'?\n"
    assert faq.version == 1


def test_two_workflows_of_a_name_are_told_apart_by_their_ids(run, url, document, faq):
    with wfkit.open(url) as registry:
        twin = registry.create("FAQ", document)
    done = run("show", "FAQ", exit_code=EXIT_CODES[AmbiguousName])
    assert faq.id in done.err
    assert twin.id in done.err
    assert twin.id in run("list").out
    assert "FAQ" in run("show", twin.id).out


def test_an_invalid_document_is_refused_with_its_problems_as_a_table(run, broken):
    done = run("create", "Broken", broken, exit_code=4)
    assert done.out == ""
    assert done.err.startswith("error: 'Broken' was not created: ")
    assert "--allow-invalid" in done.err
    assert "dangling-edge" in done.err


def test_a_file_that_is_no_workflow_is_named(run, tmp_path):
    (tmp_path / "x.json").write_text('{"a": 1}')
    assert "known formats" in run("create", "X", "x.json", exit_code=4).err


def test_a_save_on_top_of_another_version_is_a_conflict(run, two_versions, document):
    done = run("save", "FAQ", document, "--expected-version", "1", exit_code=5)
    assert "--expected-version 2" in done.err
    assert two_versions.versions().shape[0] == 2


def test_a_file_that_is_no_registry_is_unusable(run, tmp_path):
    (tmp_path / "x.duckdb").write_bytes(b"no registry at all" * 1000)
    assert "not a registry" in run("list", "-r", "x.duckdb", exit_code=6).err


def test_writing_into_a_read_only_registry_is_forbidden(run, faq, tmp_path, document):
    (tmp_path / "flows.duckdb").chmod(0o444)
    assert "error: " in run("create", "Another", document, exit_code=7).err
    assert "FAQ" in run("list").out
    assert faq.name == "FAQ"


def test_a_mistyped_registry_is_not_made(run, tmp_path):
    done = run("-r", "nope.duckdb", "list", exit_code=3)
    assert done.err == "error: no registry 'nope.duckdb'; `wfkit init nope.duckdb` makes one\n"
    assert not (tmp_path / "nope.duckdb").exists()


@pytest.mark.parametrize("name", ["", "  "], ids=["empty", "blank"])
def test_an_empty_registry_name_is_refused(run, name):
    assert "name a file" in run("list", "-r", name, exit_code=2).err


@pytest.mark.parametrize("name", ["http://example.org/x", "a\0b"], ids=["url", "nul"])
def test_a_registry_name_that_is_no_path_is_refused(run, name):
    assert run("list", "-r", name, exit_code=2).err.startswith("error: ")
