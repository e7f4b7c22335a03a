"""What is no workflow: git compares and merges it as without wfkit."""

from __future__ import annotations

import shutil

import pytest

from .conftest import Repository, flow, text_of

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


def test_git_does_not_ask_again_where_wfkit_merges_all_files(bare, run):
    run("git", "install", "--global")
    bare.git("config", "--global", "merge.default", "wfkit")
    bare.branches(LINES[0], LINES[1], LINES[3])
    bare.git("merge", "-q", "theirs", code=1)
    assert b"<<<<<<< HEAD" in (bare.folder / "flow.json").read_bytes()


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
