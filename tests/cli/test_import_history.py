"""`wfkit import --history`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

from wfkit.cli._importing import split_source

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on the PATH")


@pytest.fixture
def repo(tmp_path, document, monkeypatch, run):
    """A repository in which a workflow was changed, broken and changed back."""
    assert run  # it changes to another folder, so it has to come first
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder = tmp_path / "flows"
    (folder / "team").mkdir(parents=True)
    text = document.read_text(encoding="utf-8")
    other = json.dumps(json.loads(text) | {"description": "another"})
    git(folder, "init", "-q", "-b", "main")
    for message, content in (("add", text), ("break", "{"), ("describe", other)):
        (folder / "team" / "faq.json").write_text(content, encoding="utf-8")
        (folder / "notes.md").write_text(f"# {message}\n", encoding="utf-8")
        git(folder, "add", "-A")
        git(folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", message)
    return folder


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def test_it_shows_the_workflows_and_what_was_left_out(repo, run):
    done = run("import", "--history", f"{repo}:team")
    assert "Left out:" in done.out
    assert "malformed" in done.out
    assert "3 revisions of 1 workflow: 2 versions imported" in done.out
    assert "notes.md" not in done.out
    assert "2 versions imported" not in run("import", "--history", f"{repo}:team").out


def test_a_dry_run_says_that_nothing_was_written(repo, run):
    done = run("import", "--history", repo, "--dry-run")
    assert "2 versions would be imported; nothing was written" in done.out
    assert "no workflows" in run("list").out.lower()


def test_json_has_a_row_a_revision(repo, run_json):
    rows = run_json("import", "--history", f"{repo}:team/faq.json", "--rev", "main")
    assert [row["status"] for row in rows] == ["imported", "failed", "imported"]
    assert [row["version"] for row in rows] == [1, None, 2]
    assert {row["author"] for row in rows} == {"Ada <ada@example.org>"}


def test_strict_tells_of_revisions_that_were_left_out(repo, run):
    run("import", "--history", repo, "--strict", exit_code=1)


def test_a_history_without_files_is_told_of(repo, run):
    git(repo, "checkout", "-q", "--orphan", "empty")
    git(repo, "rm", "-q", "-rf", ".")
    git(repo, "-c", "user.name=Ada", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "nothing")
    assert "no files in that history" in run("import", "--history", repo).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import"], "nothing to import"),
        (["import", "a.json", "--rev", "main"], "--rev goes with --history"),
        (["import", "a.json", "--history", "."], "paths and --history do not go together"),
        (["import", "--history", ".", "--tag", "x"], "--time-limit and --history do not go together"),
    ],
)
def test_what_does_not_go_together_is_refused(run, words, said):
    assert said in run(*words, exit_code=2).err


def test_the_first_colon_after_a_folder_begins_the_path(tmp_path):
    (tmp_path / "a:b").mkdir()
    here = str(tmp_path)
    assert split_source(here) == (here, None)
    assert split_source(f"{here}:x/y") == (here, "x/y")
    assert split_source(f"{here}/a:b") == (f"{here}/a:b", None)
    assert split_source(f"{here}/a:b:c:d") == (f"{here}/a:b", "c:d")
    assert split_source(f"{here}/none:x") == (f"{here}/none:x", None)
    assert split_source("\0:x") == ("\0:x", None)
