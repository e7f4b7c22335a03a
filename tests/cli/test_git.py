"""Workflows in real git repositories: its diff shows nodes, its merge goes property by property."""

from __future__ import annotations

import codecs
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import wfkit

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on the PATH")

PLAIN = {
    "object": (b'{\n  "a": 1\n}\n', b'{\n  "a": 2\n}\n'),
    "broken": (b'{"nodes": [\n', b'{"nodes": [[\n'),
    "binary": (b"\x00\x01\x02", b"\x00\x01\x03"),
    "no line end": (b"[1,\n2]", b"[1,\n3]"),
    "latin 1": (b'"\xfc"\n', b'"\xe9"\n'),
    "line ends": (b'{\r\n"a": 1\r\n}\r\n', b'{\r\n"a": 2\r\n}\r\n'),
    "carriage returns": (b"1\r2\r3\n", b"1\r2\r4\n"),
}


DIFY = b"""kind: app
version: "0.3.0"
app: {name: Answers, mode: workflow}
workflow:
  graph:
    nodes:
      - id: "1"
        data: {type: start, title: Start, hint: %s}
      - id: "2"
        data: {type: end, title: End, hint: %s}  # the last one
    edges:
      - {id: 1-2, source: "1", target: "2", sourceHandle: source, targetHandle: target}
"""


class Repository:
    """A git repository, and what git says in it."""

    def __init__(self, folder):
        self.folder = folder

    def git(self, *arguments, code=0, folder=None, **environment):
        done = subprocess.run(
            ["git", *arguments], cwd=folder or self.folder, capture_output=True, check=False, timeout=60,
            env=os.environ | environment,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return SimpleNamespace(
            out=done.stdout.decode(errors="replace"), err=done.stderr.decode(errors="replace"), raw=done.stdout
        )  # fmt: skip

    def commit(self, message="change", **files):
        for name, content in files.items():
            self.write(f"{name}.json", content)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else text_of(content).encode())

    def read(self, name="flow.json"):
        return json.loads((self.folder / name).read_bytes())

    def branches(self, base, ours, theirs, name="flow"):
        """Both branches from the same commit; it is ours that is checked out."""
        self.commit("base", **{name: base})
        self.git("checkout", "-q", "-b", "theirs")
        self.commit("theirs", **{name: theirs})
        self.git("checkout", "-q", "main")
        self.commit("ours", **{name: ours})


def text_of(data):
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def flow(**configs):
    """A native workflow with a node each, one after the other."""
    nodes = [
        {
            "id": key,
            "type": "llm",
            "position": {"x": 300 * place, "y": 0},
            "data": {"label": key.title(), "config": config},
        }
        for place, (key, config) in enumerate(configs.items())
    ]
    edges = [
        {"id": f"{a}-{b}", "source": a, "sourceHandle": "text", "target": b, "targetHandle": "prompt"}
        for a, b in zip(configs, [*configs][1:], strict=False)
    ]
    return {"schema_version": 1, "name": "Flow", "nodes": nodes, "edges": edges}


def moved(document, by):
    for node in document["nodes"]:
        node["position"]["x"] += by
    return document


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of its own, lest somebody's settings decide."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith(("GIT_", "XDG_", "WFKIT_", "COVERAGE"))]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_PAGER", "cat")
    for side in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{side}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{side}_EMAIL", "ada@example.org")
    return folder


@pytest.fixture
def bare(home, tmp_path, run, monkeypatch):
    """A repository that nobody told about wfkit, in a folder with a space; commands run in it."""
    assert home.is_dir()
    assert run  # it changes to another folder, so it has to come first
    folder = tmp_path / "my flows"
    folder.mkdir()
    found = Repository(folder)
    found.git("init", "-q", "-b", "main")
    monkeypatch.chdir(folder)
    return found


@pytest.fixture
def repo(bare, run):
    """A repository in which git asks wfkit."""
    run("git", "install")
    return bare


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


def test_what_is_no_workflow_is_compared_as_git_does_it(repo):
    repo.commit(**{name: old for name, (old, _) in PLAIN.items()})
    for name, (_, new) in PLAIN.items():
        repo.write(f"{name}.json", new)
    wanted = repo.git("diff", "--no-ext-diff").raw
    assert wanted.count(b"diff --git") == len(PLAIN)
    assert repo.git("diff").raw == wanted


@pytest.mark.parametrize("options", [[], ["-c", "color.diff=always"]], ids=["plain", "coloured"])
def test_files_that_came_went_or_moved_are_shown_as_git_does_it(repo, options):
    strange = 'flows/it\'s "ü" index 1.json'
    repo.write(strange, b"1\n2\n")
    repo.commit(gone=b"gone", moved=b"".join(b"%d\n" % number for number in range(50)), renamed=b'{"as": "it was"}\n')
    repo.write(strange, b"1\n3\n")
    repo.write("new.json", b"new")
    repo.git("rm", "-q", "gone.json")
    repo.git("mv", "moved.json", "moved too.json")
    repo.git("mv", "renamed.json", "re named.json")
    with (repo.folder / "moved too.json").open("ab") as file:
        file.write(b"end\n")
    (repo.folder / "moved too.json").chmod(0o755)
    repo.git("add", "-A")
    wanted = repo.git(*options, "diff", "--cached", "-M", "--no-ext-diff").raw
    assert wanted.count(b"diff --git") == 5
    assert repo.git(*options, "diff", "--cached", "-M").raw == wanted


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


LINES = [b'{\n"a": %d,\n"b": 1,\n"c": 1,\n"d": %d\n}\n' % pair for pair in ((1, 1), (2, 1), (1, 2), (3, 3))]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (LINES[:3], 0),
        ((LINES[0], LINES[1], LINES[3]), 1),
        ((LINES[0], LINES[1], b"\x00\x01"), 1),
        ((text_of(flow(ask={})).encode(), b'{"nodes": [', LINES[0]), 1),
        ((text_of(flow(ask={})).encode(), text_of(flow(ask={"a": 1})).encode(), b'{"nodes": ['), 1),
    ],
    ids=["clean", "conflict", "binary", "broken", "theirs broken"],
)
def test_what_is_no_workflow_is_merged_as_git_does_it(repo, files, code, tmp_path):
    alone = Repository(tmp_path / "alone")
    alone.folder.mkdir()
    alone.git("init", "-q", "-b", "main")
    for found in (alone, repo):
        found.branches(*files)
        found.git("merge", "-q", "theirs", code=code)
    assert (repo.folder / "flow.json").read_bytes() == (alone.folder / "flow.json").read_bytes()
    assert repo.git("status", "--short").out == alone.git("status", "--short").out


ORDINARY = {
    # A conflict to git, which finds other lines in common than `git merge-file`.
    "lines.json": [b"[\n[\n[\n[\nb\n", b"b\n[\n[\nz\n[\n[\nb\n", b"[\n}\n]\n[\n[\n]\n[\n[\nb\n"],
    "settings.json": [b'{\n"a": {\n"x": %d\n},\n"b": %d\n}\n' % pair for pair in ((1, 1), (2, 2), (3, 3))],
    "deploy/app.yml": [
        b"kind: Service\nspec:\n  ports: [%d]\n\n  name: %s\n" % pair for pair in ((1, b"a"), (2, b"a"), (1, b"b"))
    ],
    "crlf.yaml": [b"a: %d\r\nb: 1\r\n" % number for number in (1, 2, 3)],
}
CONFIGURED = {"merge.conflictStyle": "diff3", "diff.context": "1", "diff.noprefix": "true", "core.abbrev": "12"}


@pytest.mark.parametrize("configured", [{}, CONFIGURED, {"core.autocrlf": "true"}], ids=["plain", "settings", "crlf"])
def test_ordinary_files_are_compared_and_merged_as_without_wfkit(bare, run, tmp_path, configured):
    run("git", "install", "*.json", "*.yml", "*.yaml")
    alone = Repository(tmp_path / "alone")
    alone.folder.mkdir()
    alone.git("init", "-q", "-b", "main")
    said = []
    for found in (alone, bare):
        for name, value in configured.items():
            found.git("config", name, value)
        for place, branch in enumerate(["main", "ours", "theirs"]):
            found.git("checkout", "-q", *(["-b", branch, "main"] if place else ["--orphan", branch]))
            for name, texts in ORDINARY.items():
                found.write(name, texts[place])
            found.git("add", "-A")
            stamp = "1700000000 +0000"
            found.git("commit", "-q", "-m", branch, GIT_AUTHOR_DATE=stamp, GIT_COMMITTER_DATE=stamp)
        shown = found.git("diff", "main").raw
        found.git("checkout", "-q", "ours")
        found.git("merge", "-q", "theirs", code=1)
        merged = [(found.folder / name).read_bytes() for name in ORDINARY]
        said.append((shown, merged, found.git("status", "--short").raw))
    assert said[0] == said[1]
    assert [b"<<<<<<< HEAD" in text for text in said[0][1]] == [True, True, False, True]


def test_nothing_is_left_in_the_repository_that_files_are_compared_in(repo):
    repo.commit(other=b'{"a": 1}\n')
    repo.write("other.json", b'{"a": 2}\n')
    before = {path for path in (repo.folder / ".git").rglob("*") if path.name != "index"}
    assert "-{" in repo.git("diff").out
    assert {path for path in (repo.folder / ".git").rglob("*") if path.name != "index"} == before


def test_a_link_is_compared_as_git_does_it(repo):
    (repo.folder / "link.json").symlink_to("one")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "link")
    (repo.folder / "link.json").unlink()
    (repo.folder / "link.json").symlink_to("two")
    assert "120000" in repo.git("diff").out
    assert repo.git("diff").raw == repo.git("diff", "--no-ext-diff").raw


def test_a_copy_is_compared_as_git_does_it(repo):
    repo.commit(a=b"".join(b"%d\n" % number for number in range(50)))
    shutil.copy(repo.folder / "a.json", repo.folder / "b.json")
    with (repo.folder / "b.json").open("ab") as file:
        file.write(b"end\n")
    repo.git("add", "-A")
    wanted = repo.git("diff", "--cached", "-C", "--find-copies-harder", "--no-ext-diff").raw
    assert b"copy from a.json" in wanted
    assert repo.git("diff", "--cached", "-C", "--find-copies-harder").raw == wanted


def test_files_outside_of_a_repository_are_compared_too(repo, tmp_path):
    run = Repository(tmp_path)
    for name, number in (("x.json", 1), ("y.json", 2)):
        run.write(name, b"[%d]\n" % number)
    shown = repo.git("diff", "--no-index", str(tmp_path / "x.json"), str(tmp_path / "y.json"), code=1).out
    assert "-[1]\n+[2]\n" in shown


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


def test_no_yaml_is_looked_for_without_a_work_tree_or_beyond_a_repository(bare, run_json, monkeypatch):
    bare.write("a.yml", DIFY % (b"one", b"two"))
    bare.git("add", "-A")
    assert "*.yml" not in run_json("git", "install", "--global")["patterns"]
    monkeypatch.chdir(bare.folder / ".git")
    assert "*.yml" not in run_json("git", "install")["patterns"]


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
