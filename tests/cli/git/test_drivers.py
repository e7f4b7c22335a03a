"""What git calls, in this process: the other tests have git itself call it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wfkit.cli import main

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on the PATH")

NOWHERE = ("/dev/null", ".", ".")


def flow(*labels, **config):
    nodes = [
        {"id": label.lower(), "type": "llm", "position": {"x": 0, "y": 0}, "data": {"label": label, "config": config}}
        for label in labels
    ]
    return json.dumps({"schema_version": 1, "nodes": nodes, "edges": []}, indent=2).encode()


@pytest.fixture
def drive(monkeypatch, capfdbinary, tmp_path):
    """Runs `wfkit git NAME -- …` as a process would; gives its exit code, and what it wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in [name for name in os.environ if name.startswith("GITHEAD_") or name == "NO_COLOR"]:
        monkeypatch.delenv(name)

    def invoke(name, *arguments):
        monkeypatch.setattr(sys, "argv", ["wfkit", "git", name, "--", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capfdbinary.readouterr()
        return ended.value.code, written.out.decode(), written.err.decode()

    return invoke


@pytest.fixture
def side(tmp_path):
    """A file, its hash and its mode, as git passes them; each call makes another file."""

    def make(content, mode="100644"):
        path = tmp_path / f"blob{len([*tmp_path.iterdir()])}"
        path.write_bytes(content)
        return str(path), "0" * 40, mode

    return make


@pytest.fixture
def three(tmp_path):
    """The paths of the base, ours and theirs, with these contents."""

    def make(*contents):
        for name, content in zip(("base", "ours", "theirs"), contents, strict=True):
            (tmp_path / name).write_bytes(content)
        return ["base", "ours", "theirs"]

    return make


def test_a_file_with_conflicts_is_named(drive):
    assert drive("diff-driver", "x.json") == (0, "* Unmerged path x.json\n", "")


def test_a_workflow_is_compared_by_nodes(drive, side):
    code, out, _ = drive("diff-driver", "x.json", *side(flow("Ask", top=1)), *side(flow("Ask", top=2), "100755"))
    assert code == 0
    assert out == (
        "diff --wfkit a/x.json b/x.json\nold mode 100644\nnew mode 100755\n"
        "Changed top of Ask from 1 to 2\n~ Ask (llm)\n    top: 1 → 2\n"
    )


def test_a_workflow_that_came_or_went_gained_or_lost_everything(drive, side):
    _, out, _ = drive("diff-driver", "x.json", *NOWHERE, *side(flow("Ask")))
    assert out.startswith("diff --wfkit a/x.json b/x.json\nnew file mode 100644\nAdded Ask")
    _, out, _ = drive("diff-driver", "x.json", *side(flow("Ask")), *NOWHERE)
    assert out.startswith("diff --wfkit a/x.json b/x.json\ndeleted file mode 100644\nRemoved Ask")


def test_a_workflow_that_was_renamed_says_so(drive, side):
    notes = "similarity index 90%\nrename from x.json\nrename to y.json\nindex 1..2 100644\n"
    _, out, _ = drive("diff-driver", "x.json", *side(flow("Ask")), *side(flow("Ask") + b"\n"), "y.json", notes)
    assert out == (
        "diff --wfkit a/x.json b/y.json\nsimilarity index 90%\nrename from x.json\nrename to y.json\n"
        "No changes\n  only the spelling differs: blanks, ends of lines, order of keys, nodes or edges\n"
    )


def test_other_files_are_compared_by_lines(drive, side):
    _, out, _ = drive("diff-driver", "a b/x.json", *side(b"1\n"), *side(b"2\n", "100755"))
    head, hunk = out.split("index ")
    assert head == "diff --git a/a b/x.json b/a b/x.json\nold mode 100644\nnew mode 100755\n"
    assert hunk.endswith("@@ -1 +1 @@\n-1\n+2\n")
    _, out, _ = drive("diff-driver", "x.json", *NOWHERE, *side(b"2\n"))
    assert out.startswith("diff --git a/x.json b/x.json\nnew file mode 100644\n")
    assert out.endswith("--- /dev/null\n+++ b/x.json\n@@ -0,0 +1 @@\n+2\n")
    _, out, _ = drive("diff-driver", "x.json", *side(flow("Ask")), *side(b"{"))
    assert "+{\n" in out


def test_another_file_that_was_only_renamed_says_so(drive, side):
    notes = "similarity index 100%\nrename from x.json\nrename to y.json\n"
    _, out, _ = drive("diff-driver", "x.json", *side(b"1\n"), *side(b"1\n"), "y.json", notes)
    assert out == f"diff --git a/x.json b/y.json\n{notes}"


@pytest.fixture
def repository(tmp_path):
    """Makes the folder that drivers run in a repository; gives how git is run in it."""

    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True).stdout.decode()

    git("init", "-q")
    return git


def test_in_a_repository_git_compares_by_its_settings(drive, side, repository):
    repository("config", "core.autocrlf", "true")
    repository("config", "core.abbrev", "10")
    _, out, _ = drive("diff-driver", "a/é.json", *side(b"1\r\n2\r\n"), *side(b"1\r\n3\r\n"))
    head, hunk = out.split("@@ -1,2 +1,2 @@\n")
    assert re.search("^index [0-9a-f]{10}\\.\\.[0-9a-f]{10} 100644$", head, re.MULTILINE)
    assert hunk == " 1\n-2\n+3\n"
    assert repository("count-objects") == "0 objects, 0 kilobytes\n"


def test_in_a_repository_blobs_are_those_of_git(drive, side, repository, tmp_path):
    (tmp_path / "known").write_bytes(b"1\n")
    known = repository("hash-object", "-w", "known").strip()
    _, out, _ = drive("diff-driver", "x.json", "nowhere", known, "100644", *side(b"2\n"))
    assert out.endswith("@@ -1 +1 @@\n-1\n+2\n")
    _, out, _ = drive("diff-driver", "x.json", *side(b"one", "120000"), *side(b"two", "120000"))
    assert "120000" in out
    assert "-one\n" in out


@pytest.mark.parametrize("verb", ["rename", "copy"])
def test_in_a_repository_a_file_that_was_renamed_or_copied_says_so(drive, side, repository, verb):
    assert repository("status", "--short") == ""
    text = b"".join(b"%d\n" % number for number in range(30))
    notes = f"similarity index 95%\n{verb} from x.json\n{verb} to y.json\n"
    _, out, _ = drive("diff-driver", "x.json", *side(text), *side(text + b"end\n"), "y.json", notes)
    assert out.startswith(f"diff --git a/x.json b/y.json\n{notes}index ")
    assert out.endswith("+end\n")


def test_two_files_of_a_repository_without_a_note_are_compared_as_they_are(drive, side, repository):
    assert repository("status", "--short") == ""
    _, out, _ = drive("diff-driver", "x.json", *side(b"1\n"), *side(b"2\n"), "y.json", "")
    assert out.startswith("diff --git a/x.json b/y.json\nindex ")


@pytest.mark.skipif(sys.platform == "win32", reason="a script for a shell")
def test_a_git_that_cannot_merge_trees_merges_files(drive, three, tmp_path, monkeypatch):
    script = tmp_path / "bin" / "git"
    script.parent.mkdir()
    refusal = 'for word; do if test "$word" = merge-tree; then exit 129; fi; done'
    script.write_text(f'#!/bin/sh\n{refusal}\nexec {shutil.which("git")} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(script.parent), prepend=os.pathsep)
    files = three(b"1\n2\n", b"1\n3\n", b"1\n4\n")
    code, _, _ = drive("merge-driver", *files, "9", "x.json")
    assert code == 1
    assert (tmp_path / "ours").read_bytes() == (b"1\n<<<<<<<<< ours\n3\n=========\n4\n>>>>>>>>> theirs\n")


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_markers_of_any_size_and_line_end_have_the_labels_of_git(drive, three, tmp_path, monkeypatch, style):
    for name, value in (("COUNT", "1"), ("KEY_0", "merge.conflictStyle"), ("VALUE_0", style)):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    files = three(b"1\r\n2\r\n", b"1\r\n<<<<<<<<< 3\r\n", b"1\r\n4\r\n")
    code, _, _ = drive("merge-driver", *files, "9", "x.json", "the base", "mine", "that one")
    base = b"||||||||| the base\r\n2\r\n" if style == "diff3" else b""
    assert code == 1
    assert (tmp_path / "ours").read_bytes() == (
        b"1\r\n<<<<<<<<< mine\r\n<<<<<<<<< 3\r\n" + base + b"=========\r\n4\r\n>>>>>>>>> that one\r\n"
    )


def test_colours_are_those_of_git(drive, side, monkeypatch):
    for name, value in (("COUNT", "1"), ("KEY_0", "color.diff"), ("VALUE_0", "always")):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    notes = "rename from x.json\nrename to y.json\n"
    _, out, _ = drive("diff-driver", "x.json", *side(b"1\n"), *side(b"2\n"), "y.json", notes)
    assert "\x1b[1mrename from x.json\x1b[m\n" in out
    assert "\x1b[32m+\x1b[m\x1b[32m2\x1b[m\n" in out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in drive("diff-driver", "x.json", *side(b"1\n"), *side(b"2\n"))[1]


def test_a_merge_that_is_all_is_quiet(drive, three):
    files = three(flow("Ask", a=1, b=1), flow("Ask", a=2, b=1), flow("Ask", a=1, b=2))
    assert drive("merge-driver", *files, "7", "x.json") == (0, "", "")
    assert Path("ours").read_bytes() == flow("Ask", a=2, b=2)


def test_a_conflict_is_told_and_left_between_the_labels_of_git(drive, three, monkeypatch):
    files = three(*(flow("Ask", model=model) for model in "abc"))
    code, out, err = drive("merge-driver", *files, "9", "x.json", "1234abc", "HEAD", "feature")
    assert (code, out) == (1, "")
    assert err.startswith("x.json: 1 open conflict of 1\n! /nodes/ask/data/config/model (Ask)\n")
    marks = [line for line in Path("ours").read_text(encoding="utf-8").splitlines() if line[:1] in "<|=>"]
    assert marks == ["<<<<<<<<< HEAD", "||||||||| 1234abc", "=========", ">>>>>>>>> feature"]
    monkeypatch.setenv("GITHEAD_1234", "branch")
    drive("merge-driver", *three(*(flow("Ask", model=model) for model in "abc")), "7", "x.json", "%S", "%X", "%Y")
    text = Path("ours").read_text(encoding="utf-8")
    assert "<<<<<<< HEAD\n" in text
    assert ">>>>>>> branch\n" in text


def test_what_a_merge_did_unasked_is_told(drive, three):
    edge = {"id": "e", "source": "ask", "target": "find", "sourceHandle": "text", "targetHandle": "prompt"}
    joined = json.dumps(json.loads(flow("Ask", "Find")) | {"edges": [edge]}).encode()
    code, _, err = drive("merge-driver", *three(flow("Ask", "Find"), flow("Ask", "Find", a=1), joined), "7", "x.json")
    assert (code, err) == (0, "")
    renamed = flow("Ask", "Find").replace(b'"id": "ask"', b'"id": "0a"').replace(b'"id": "find"', b'"id": "0b"')
    code, _, err = drive("merge-driver", *three(flow("Ask", "Find"), renamed, joined), "7", "x.json")
    assert code == 0
    assert err.startswith("x.json: ")
    assert "ids" in err


def test_a_base_is_merged_without_markers_and_quietly(drive, three):
    files = three(*(flow("Ask", model=model, top=top) for model, top in (("a", 1), ("b", 1), ("c", 2))))
    assert drive("ancestor-driver", *files, "7", "x.json") == (1, "", "")
    assert Path("ours").read_bytes() == flow("Ask", model="a", top=2)


@pytest.mark.parametrize(
    ("contents", "code", "result"),
    [
        ((b"1\n2\n3\n4\n5\n", b"0\n2\n3\n4\n5\n", b"1\n2\n3\n4\n6\n"), 0, b"0\n2\n3\n4\n6\n"),
        ((b"1\n", b"2\n", b"3\n"), 1, b"<<<<<<< ours\n2\n=======\n3\n>>>>>>> theirs\n"),
        ((b"1\n", b"2\n", b"\0\n"), 1, b"2\n"),
    ],
    ids=["clean", "conflict", "binary"],
)
def test_other_files_are_merged_by_lines(drive, three, contents, code, result):
    found, _, err = drive("merge-driver", *three(*contents), "7", "x.json")
    assert (found, Path("ours").read_bytes()) == (code, result)
    assert ("binary files cannot be merged" in err) == (b"\0" in contents[2])


@pytest.mark.parametrize(
    "contents",
    [
        (b"[", flow("Ask"), flow("Ask", a=1)),
        (flow("Ask"), flow("Ask", a=1), b'{"name": "x", "nodes": [], "connections": {}}'),
    ],
    ids=["broken base", "two tools"],
)
def test_what_cannot_be_merged_by_nodes_is_merged_by_lines(drive, three, contents):
    assert drive("merge-driver", *three(*contents), "7", "x.json")[0] == 1
    assert b"<<<<<<< ours" in Path("ours").read_bytes()


def test_a_file_that_both_added_has_no_base(drive, three):
    assert drive("merge-driver", *three(b"", flow("Ask"), flow("Ask", "Find")), "7", "x.json")[0] == 0
    assert json.loads(Path("ours").read_bytes()) == json.loads(flow("Ask", "Find"))


def test_what_goes_wrong_in_a_merge_is_left_to_git(drive, three):
    files = three(b"1\n", b"2\n", b"3\n")
    code, _, err = drive("merge-driver", *files[:2], "gone", "7", "x.json")
    assert code > 1
    assert "wfkit cannot merge x.json" in err
    assert Path("ours").read_bytes() == b"2\n"


def test_a_reader_that_goes_away_is_no_error(drive, monkeypatch):
    def go_away(_):
        raise BrokenPipeError

    monkeypatch.setattr("wfkit.cli._git_drivers.drive", go_away)
    monkeypatch.setattr("wfkit.cli._output.hang_up", lambda: None)
    assert drive("diff-driver", "x.json") == (141, "", "")
