"""`git merge` of a repository that asks wfkit: it goes property by property."""

from __future__ import annotations

import codecs
import shutil

import pytest

import wfkit

from .conftest import DIFY, flow, moved, text_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on the PATH")


def test_branches_that_touched_different_nodes_are_merged(repo):
    base = flow(ask={"top": 1}, find={"k": 5}, answer={"model": "a"})
    ours = moved(flow(ask={"top": 2}, find={"k": 5}, answer={"model": "a"}), 10)
    theirs = moved(flow(ask={"top": 1}, find={"k": 5}, answer={"model": "b"}, check={"n": 1}), 20)
    repo.branches(base, ours, theirs)
    repo.git("merge", "-q", "theirs")
    assert repo.git("status", "--short").out == ""
    configs = {node["id"]: node["data"]["config"] for node in repo.read()["nodes"]}
    assert configs == {"ask": {"top": 2}, "find": {"k": 5}, "answer": {"model": "b"}, "check": {"n": 1}}
    assert [edge["id"] for edge in repo.read()["edges"]] == ["ask-find", "find-answer", "answer-check"]
    assert [node["position"]["x"] for node in repo.read()["nodes"]][:3] == [10, 310, 610]
    assert {problem.code for problem in wfkit.validate(repo.folder / "flow.json").errors} <= {
        "missing-config",
        "missing-input",
    }
    assert (repo.folder / "flow.json").read_text(encoding="utf-8") == text_of(repo.read())


def test_git_alone_cannot_merge_them(bare):
    base, ours, theirs = (moved(flow(ask={"top": top}, answer={}), by) for top, by in ((1, 0), (2, 10), (1, 20)))
    bare.branches(base, ours, theirs)
    bare.git("merge", "-q", "theirs", code=1)


def test_conflicting_edits_leave_what_a_person_can_resolve(repo):
    base, ours, theirs = (
        flow(ask={"model": model, "top": top}, answer={}) for model, top in (("a", 1), ("b", 1), ("c", 2))
    )
    repo.branches(base, ours, theirs)
    done = repo.git("merge", "theirs", code=1)
    assert "flow.json: 1 open conflict" in done.err
    assert "/nodes/ask/data/config/model (Ask)" in done.err
    assert repo.git("status", "--short").out == "UU flow.json\n"
    text = (repo.folder / "flow.json").read_text(encoding="utf-8")
    before = repo.git("rev-parse", "--short", "HEAD~1").out.strip()  # as git names what both began with
    block = (
        "<<<<<<< HEAD\n"
        '          "model": "b",\n'
        f"||||||| {before}\n"
        '          "model": "a",\n'
        "=======\n"
        '          "model": "c",\n'
        ">>>>>>> theirs\n"
    )
    assert text.replace(block, '          "model": "c",\n') == text_of(theirs)
    assert "leftover conflict marker" in repo.git("diff", "--check", code=2).out
    repo.write("flow.json", text.replace(block, '          "model": "d",\n').encode())
    repo.git("add", "flow.json")
    repo.git("commit", "-q", "-m", "resolved")
    assert repo.read()["nodes"][0]["data"]["config"] == {"model": "d", "top": 2}
    assert "top: 1 → 2" in repo.git("show", "--ext-diff", "-m", "--first-parent").out


def test_a_side_can_be_taken_whole_or_the_merge_given_up(repo):
    repo.branches(*(flow(ask={"model": model}) for model in "abc"))
    repo.git("merge", "theirs", code=1)
    repo.git("checkout", "-q", "--theirs", "flow.json")
    assert repo.read() == flow(ask={"model": "c"})
    repo.git("checkout", "-q", "--merge", "flow.json")
    assert ">>>>>>> theirs" in (repo.folder / "flow.json").read_text(encoding="utf-8")
    repo.git("merge", "--abort")
    assert repo.read() == flow(ask={"model": "b"})


def test_deleting_against_editing_is_a_conflict(repo):
    base, theirs = flow(ask={}, find={"k": 1}), flow(ask={}, find={"k": 2})
    repo.branches(base, flow(ask={}), theirs)
    repo.git("merge", "theirs", code=1)
    text = (repo.folder / "flow.json").read_text(encoding="utf-8")
    assert "<<<<<<< HEAD\n||||||| " in text


def test_a_file_that_both_added_is_merged(repo):
    repo.commit(other=b"{}")
    repo.git("checkout", "-q", "-b", "theirs")
    repo.commit(flow=flow(ask={}, find={"k": 1}))
    repo.git("checkout", "-q", "main")
    repo.commit(flow=flow(ask={}, answer={"k": 2}))
    repo.git("merge", "-q", "theirs")
    assert {node["id"] for node in repo.read()["nodes"]} == {"ask", "find", "answer"}


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["without mark", "with mark"])
def test_line_ends_and_byte_order_marks_stay(repo, mark):
    def spelt(document):
        return mark + text_of(document).replace("\n", "\r\n").encode()

    repo.branches(*map(spelt, (flow(ask={"a": 1, "b": 1}), flow(ask={"a": 2, "b": 1}), flow(ask={"a": 1, "b": 2}))))
    repo.git("merge", "-q", "theirs")
    assert (repo.folder / "flow.json").read_bytes() == spelt(flow(ask={"a": 2, "b": 2}))


def test_branches_that_crossed_each_other_are_merged(repo):
    repo.branches(*(flow(ask={"a": a, "b": b, "c": 1}) for a, b in ((1, 1), (2, 1), (1, 2))))
    repo.git("tag", "ours")
    repo.git("merge", "-q", "theirs")
    repo.git("checkout", "-q", "theirs")
    repo.git("merge", "-q", "ours")
    repo.commit(flow=flow(ask={"a": 2, "b": 2, "c": 3}))
    repo.git("checkout", "-q", "main")
    repo.commit(flow=flow(ask={"a": 5, "b": 2, "c": 1}))
    assert len(repo.git("merge-base", "--all", "main", "theirs").out.splitlines()) == 2
    repo.git("merge", "-q", "theirs")
    assert repo.read() == flow(ask={"a": 5, "b": 2, "c": 3})


def test_branches_that_crossed_each_other_after_a_conflict_are_merged(repo):
    repo.branches(*(flow(ask={"a": a, "b": 1}) for a in (1, 2, 3)))
    repo.git("tag", "ours")
    repo.git("merge", "-q", "theirs", code=1)
    repo.commit(flow=flow(ask={"a": 4, "b": 1}))
    repo.git("checkout", "-q", "theirs")
    repo.git("merge", "-q", "ours", code=1)
    repo.commit(flow=flow(ask={"a": 4, "b": 2}))
    repo.git("checkout", "-q", "main")
    done = repo.git("merge", "-q", "theirs")
    assert done.err == ""
    assert repo.read() == flow(ask={"a": 4, "b": 2})


def test_workflows_in_yaml_are_compared_and_merged_by_nodes(bare, run):
    texts = [DIFY % pair for pair in ((b"one", b"two"), (b"uno", b"two"), (b"one", b"due"))]
    bare.write("app.yml", texts[0])
    bare.git("add", "-A")
    bare.git("commit", "-q", "-m", "base")
    run("git", "install")
    for branch, text in (("theirs", texts[2]), ("main", texts[1])):
        bare.git("checkout", "-q", *(["main"] if branch == "main" else ["-b", branch]))
        bare.write("app.yml", text)
        if branch == "main":
            assert '"one" → "uno"' in bare.git("diff").out
        bare.git("commit", "-q", "-a", "-m", branch)
    bare.git("merge", "-q", "theirs")
    assert (bare.folder / "app.yml").read_bytes() == DIFY % (b"uno", b"due")


def test_documents_of_two_tools_are_merged_by_lines(repo):
    other = {"name": "x", "nodes": [], "connections": {}}
    repo.branches(flow(ask={}), flow(ask={"a": 1}), other)
    repo.git("merge", "theirs", code=1)
    assert ">>>>>>> theirs" in (repo.folder / "flow.json").read_text(encoding="utf-8")
