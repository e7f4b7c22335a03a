"""`git diff` of a repository that asks wfkit: it shows nodes."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

import wfkit

from .conftest import flow, moved, text_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on the PATH")


def test_git_diff_shows_what_changed_in_nodes(repo):
    repo.commit(flow=flow(ask={"model": "a", "top": 1}, answer={}))
    repo.write("flow.json", moved(flow(ask={"model": "b", "top": 1}, answer={}), 10))
    assert repo.git("diff").out.splitlines() == [
        "diff --wfkit a/flow.json b/flow.json",
        *wfkit.diff(
            flow(ask={"model": "a", "top": 1}, answer={}), moved(flow(ask={"model": "b", "top": 1}, answer={}), 10)
        )
        .text()
        .splitlines(),
    ]
    assert 'model: "a" → "b"' in repo.git("diff").out
    assert "2 changes of layout not shown" in repo.git("diff").out
    repo.git("diff", "--exit-code", code=1)
    assert "4 ++--" in repo.git("diff", "--stat").out.replace("6 ++++++------", "4 ++--").replace("6 +++---", "4 ++--")


def test_git_log_and_show_show_it_too(repo):
    repo.commit(flow=flow(ask={"top": 1}))
    repo.commit("raise top", flow=flow(ask={"top": 2}))
    for command in (["log", "-p", "--ext-diff"], ["show", "--ext-diff"]):
        assert "top: 1 → 2" in repo.git(*command).out
    assert "new file mode 100644\nAdded Ask" in repo.git("log", "-p", "--ext-diff").out
    assert '-          "top": 1' in repo.git("log", "-p").out


def test_a_deleted_file_is_a_workflow_that_lost_its_nodes(repo):
    repo.commit(flow=flow(ask={}))
    (repo.folder / "flow.json").unlink()
    text = repo.git("diff").out
    assert text.startswith("diff --wfkit a/flow.json b/flow.json\ndeleted file mode 100644\nRemoved Ask")
    assert "- Ask (llm)\n" in text


def test_a_renamed_file_is_compared_with_what_it_was(repo):
    repo.commit(flow=flow(ask={"top": 1}, answer={"long": "text " * 20}))
    repo.git("mv", "flow.json", "other.json")
    assert repo.git("diff", "--cached", "-M").out == (
        "diff --wfkit a/flow.json b/other.json\nsimilarity index 100%\nrename from flow.json\nrename to other.json\n"
    )
    repo.write("other.json", flow(ask={"top": 2}, answer={"long": "text " * 20}))
    repo.git("add", "-A")
    text = repo.git("diff", "--cached", "-M").out
    assert "rename to other.json\nChanged top of Ask from 1 to 2\n" in text
    assert "index 1" not in text.replace("similarity index", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_another_mode_is_shown(repo):
    repo.commit(flow=flow(ask={}))
    (repo.folder / "flow.json").chmod(0o755)
    assert repo.git("diff").out == "diff --wfkit a/flow.json b/flow.json\nold mode 100644\nnew mode 100755\n"


def test_another_spelling_is_no_change_and_is_said(repo):
    repo.commit(flow=flow(ask={}))
    repo.write("flow.json", json.dumps(flow(ask={})).encode())
    assert "No changes\n  only the spelling differs" in repo.git("diff").out


def test_a_workflow_that_broke_is_compared_by_lines(repo):
    repo.commit(flow=flow(ask={}))
    repo.write("flow.json", text_of(flow(ask={})).replace("]", "", 1).encode())
    assert repo.git("diff").raw == repo.git("diff", "--no-ext-diff").raw
    repo.write("flow.json", b"{}\n")
    assert repo.git("diff").raw == repo.git("diff", "--no-ext-diff").raw


def test_colours_are_those_that_git_was_asked_for(repo):
    repo.commit(flow=flow(ask={"top": 1}))
    repo.write("flow.json", flow(ask={"top": 2}))
    assert "\x1b" not in repo.git("diff").out
    coloured = repo.git("-c", "color.diff=always", "diff").out
    assert "\x1b[1mdiff --wfkit a/flow.json b/flow.json\x1b[0m" in coloured
    assert "\x1b[31m1\x1b[0m → \x1b[32m2\x1b[0m" in coloured
    assert "\x1b" not in repo.git("-c", "color.diff=always", "diff", NO_COLOR="1").out
    assert "\x1b" in repo.git("-c", "color.diff=auto", "diff", GIT_PAGER_IN_USE="1", TERM="xterm").out


def test_a_hostile_document_does_not_command_the_terminal(repo):
    repo.commit(flow=flow(ask={"prompt": "hello"}))
    document = flow(ask={"prompt": "\x1b]0;owned\x07\x9b31m\u202e"})
    document["nodes"][0]["data"]["label"] = "\x1b[31mred\nline"
    repo.write("flow.json", document)
    text = repo.git("diff").out
    assert "owned" in text
    assert not any(
        ord(character) < 32 or 127 <= ord(character) < 160 or character == "\u202e"
        for character in text.replace("\n", "")
    )
