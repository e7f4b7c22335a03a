"""Telling git to ask wfkit, and taking that back."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

import wfkit

from .conftest import DIFY, Repository, flow

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on the PATH")


@pytest.mark.parametrize(
    ("files", "patterns"),
    [
        ({}, ["*.json", "*.ga", "*.pipeline"]),
        ({"ci.yml": b"steps:\n  - run: make\n", "bad.yaml": b"a: [\n"}, ["*.json", "*.ga", "*.pipeline"]),
        ({"a/b.yml": DIFY % (b"one", b"two"), "c.yaml": b"a: 1\n"}, ["*.json", "*.ga", "*.pipeline", "*.yml"]),
        (
            {"a.yml": DIFY % (b"one", b"two"), "b.yaml": DIFY % (b"one", b"two")},
            ["*.json", "*.ga", "*.pipeline", "*.yml", "*.yaml"],
        ),
    ],
    ids=["empty", "other yaml", "dify", "both suffixes"],
)
def test_git_asks_about_yaml_where_there_are_workflows_in_it(bare, run_json, files, patterns):
    for name, content in files.items():
        bare.write(name, content)
    bare.git("add", "-A")
    assert run_json("git", "install")["patterns"] == patterns
    assert run_json("git", "install")["changes"] == []


def test_only_so_much_yaml_is_looked_into(bare, run_json):
    bare.write("a.yml", b"# " + b"x" * 5 * 2**20 + b"\n" + DIFY % (b"one", b"two"))
    bare.write("b.yaml", b"# " + b"x" * 3 * 2**20 + b"\na: 1\n")
    bare.write("c.yaml", b"# " + b"x" * 2 * 2**20 + b"\n" + DIFY % (b"one", b"two"))
    bare.write("gone.yaml", b"a: 1\n")
    bare.git("add", "-A")
    (bare.folder / "gone.yaml").unlink()
    assert run_json("git", "install")["patterns"] == ["*.json", "*.ga", "*.pipeline"]
    bare.write("d.yaml", DIFY % (b"one", b"two"))
    bare.git("add", "-A")
    assert "*.yaml" in run_json("git", "install")["patterns"]


def test_no_yaml_is_looked_for_without_a_work_tree_or_beyond_a_repository(bare, run_json, monkeypatch):
    bare.write("a.yml", DIFY % (b"one", b"two"))
    bare.git("add", "-A")
    assert "*.yml" not in run_json("git", "install", "--global")["patterns"]
    monkeypatch.chdir(bare.folder / ".git")
    assert "*.yml" not in run_json("git", "install")["patterns"]


def test_git_works_on_when_wfkit_is_gone(repo):
    repo.branches(flow(ask={"a": 1, "b": 1}), flow(ask={"a": 2, "b": 1}), flow(ask={"a": 3, "b": 1}))
    for name in ("diff.wfkit.command", "merge.wfkit.driver"):
        command = repo.git("config", name).out.strip()
        repo.git("config", name, command.replace("wfkit git", "gone git"))
    assert '-          "a": 1,' in repo.git("diff", "HEAD~1").out
    repo.git("merge", "theirs", code=1)
    assert '<<<<<<< ours\n          "a": 2,\n=======\n          "a": 3,\n>>>>>>> theirs\n' in (
        repo.folder / "flow.json"
    ).read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a script for a shell")
def test_wfkit_may_live_in_a_folder_with_a_space(bare, run, tmp_path, monkeypatch):
    folder = tmp_path / "my 'env'" / "bin"
    folder.mkdir(parents=True)
    (folder / "wfkit").write_text(f'#!/bin/sh\necho called\nexec "{sys.executable}" -P -m wfkit "$@"\n')
    (folder / "wfkit").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    run("git", "install")
    bare.commit(flow=flow(ask={"a": 1}))
    bare.write("flow.json", flow(ask={"a": 2}))
    assert bare.git("diff").out.startswith("called\ndiff --wfkit a/flow.json b/flow.json\nChanged a of Ask")


def test_without_a_script_python_runs_the_module_and_none_of_the_repository(bare, run, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(Path(wfkit.__file__).parent.parent), *filter(None, sys.path)])
    )
    assert "python -P -m wfkit git diff-driver" in run("git", "install", "--json").out
    (bare.folder / "typer.py").write_text("raise SystemExit('owned')")
    bare.commit(flow=flow(ask={"a": 1}))
    bare.write("flow.json", flow(ask={"a": 2}))
    assert "Changed a of Ask" in bare.git("diff").out


def test_installing_twice_changes_nothing(repo, run):
    before = [(repo.folder / ".git" / name).read_bytes() for name in ("config", "info/attributes")]
    assert "nothing to change" in run("git", "install").out
    assert [(repo.folder / ".git" / name).read_bytes() for name in ("config", "info/attributes")] == before
    assert repo.git("status", "--short").out == ""


@pytest.mark.parametrize(
    "there", [None, b"", b"*.png binary", b"# \xff\r\n*.json text\r\n"], ids=["none", "empty", "one", "two"]
)
@pytest.mark.parametrize("options", [[], ["--shared"], ["--global"]], ids=["repository", "shared", "global"])
def test_uninstalling_leaves_what_was_there(bare, home, run, there, options):
    config = home / ".gitconfig" if options == ["--global"] else bare.folder / ".git" / "config"
    attributes = {
        "": bare.folder / ".git" / "info" / "attributes",
        "--shared": bare.folder / ".gitattributes",
        "--global": home / ".config" / "git" / "attributes",
    }["".join(options)]
    if there is not None:
        attributes.parent.mkdir(parents=True, exist_ok=True)
        attributes.write_bytes(there)
    bare.git("config", "--global", "user.name", "Ada")
    bare.git("config", "diff.wfkit.xfuncname", "mine")
    before = config.read_bytes()
    run("git", "install", *options, "*.json", "flows/my *.txt")
    assert attributes.read_bytes().endswith(there or b"\n")
    assert b'"flows/my *.txt" diff=wfkit merge=wfkit\n' in attributes.read_bytes()
    assert "diff: wfkit" in bare.git("check-attr", "diff", "x.json").out
    assert "merge: wfkit" in bare.git("check-attr", "merge", "flows/my x.txt").out
    run("git", "uninstall", *options)
    assert config.read_bytes() == before
    assert (attributes.read_bytes() if attributes.exists() else b"") == (there or b"")
    assert "nothing to change" in run("git", "uninstall", *options).out


def test_what_somebody_set_for_a_file_goes_on_winning(bare, run):
    (bare.folder / ".git" / "info").mkdir(exist_ok=True)
    (bare.folder / ".git" / "info" / "attributes").write_text("lock.json -diff\n")
    run("git", "install")
    assert "diff: unset" in bare.git("check-attr", "diff", "lock.json").out


def test_another_command_is_replaced_and_that_is_said(bare, run):
    bare.git("config", "diff.wfkit.command", "mine")
    text = run("git", "install").out
    assert "replaced diff.wfkit.command" in text
    assert "set merge.wfkit.driver" in text


def test_all_repositories_of_a_user_can_ask_wfkit(bare, home, run):
    run("git", "install", "--global")
    bare.commit(flow=flow(ask={"a": 1}))
    bare.write("flow.json", flow(ask={"a": 2}))
    assert "Changed a of Ask from 1 to 2" in bare.git("diff").out
    assert not (bare.folder / ".git" / "info" / "attributes").exists()
    bare.git("config", "--global", "core.attributesFile", "~/mine")
    run("git", "install", "--global")
    assert "wfkit" in (home / "mine").read_text(encoding="utf-8")


def test_it_is_the_repository_that_counts_and_not_the_folder_in_it(bare, run, monkeypatch):
    bare.commit(flow=flow(ask={"a": 1}))
    bare.git("worktree", "add", "-q", "../worktree")
    for folder in (bare.folder / "deep" / "er", bare.folder.parent / "worktree"):
        folder.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(folder)
        run("git", "install")
        assert "diff: wfkit" in bare.git("check-attr", "diff", "x.json").out
        run("git", "uninstall")
        assert "diff: unspecified" in bare.git("check-attr", "diff", "x.json").out


def test_the_status_says_what_git_does(bare, run, run_json):
    assert "wfkit git install" in run("git", "status", exit_code=1).out
    assert run("git", "status", "--json", exit_code=1).raw == b"[]\n"
    run("git", "install")
    assert (
        "git asks wfkit about workflows in *.json, *.ga, *.pipeline of this repository (.git/info/attributes)"
        in run("git", "status").out
    )
    (state,) = run_json("git", "status")
    assert (state["scope"], state["patterns"], state["is_active"], state["is_ours"]) == (
        "repository",
        ["*.json", "*.ga", "*.pipeline"],
        True,
        True,
    )
    bare.git("config", "diff.wfkit.command", "mine")
    assert "another command than this wfkit: mine" in run("git", "status").out


def test_the_status_outside_of_a_repository_is_that_of_the_user(bare, run, monkeypatch, tmp_path):
    run("git", "install", "--global")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    assert "of all your repositories" in run("git", "status").out
    assert bare.folder.is_dir()


def test_a_team_shares_the_patterns_and_everybody_says_how_to_run_it(bare, run, monkeypatch):
    run("git", "install", "--shared")
    assert bare.git("status", "--short").out == "?? .gitattributes\n"
    assert run("git", "status").out.count("git asks wfkit") == 1
    bare.commit()
    (bare.folder.parent / "clone").mkdir()
    bare.git("clone", "-q", ".", "../clone")
    clone = Repository(bare.folder.parent / "clone")
    clone.write("flow.json", flow(ask={}))
    clone.git("add", ".")
    assert "diff --git" in clone.git("diff", "--cached").out
    monkeypatch.chdir(clone.folder)
    assert "does not say how to run it; `wfkit git install` does" in run("git", "status", exit_code=1).out
    run("git", "install", "--shared")
    assert clone.git("status", "--short").out == "A  flow.json\n"
    assert "diff --wfkit" in clone.git("diff", "--cached").out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["install", "flows/"], 2, "write 'flows/**'"),
        (["install", "!x"], 2, "no pattern"),
        (["install", "--global", "--shared"], 2, "exclude each other"),
        (["nope"], 2, "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_installed_is_refused(bare, run, arguments, code, words):
    before = (bare.folder / ".git" / "config").read_bytes()
    assert words in run("git", *arguments, exit_code=code).err
    assert (bare.folder / ".git" / "config").read_bytes() == before


def test_outside_of_a_repository_there_is_nothing_to_install(home, run, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for command in ("install", "uninstall", "status"):
        assert "no git repository here" in run("git", command, exit_code=3).err
    assert list(home.iterdir()) == []


def test_without_git_that_is_said(run, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "no program 'git'" in run("git", "install", exit_code=3).err


def test_git_is_quoted_when_it_refuses(bare, run):
    (bare.folder / ".git" / "config.lock").write_text("")
    assert "could not lock config file" in run("git", "install", exit_code=2).err
