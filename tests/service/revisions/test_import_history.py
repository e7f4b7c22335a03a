from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime

import pytest

from wfkit.errors import InvalidInput, NotFound
from wfkit.service import revisions
from wfkit.service.revisions import _stories
from wfkit.store import frames


def test_each_commit_that_changed_a_file_is_a_version(registry, repo, take, flow, texts, told):
    repo.commit("add it\n\nfor good", {"faq.json": flow("1", description="what for", tags=["t"])})
    first = repo.head()
    repo.commit("another file", {"notes.md": b"# Notes\n"})
    repo.commit("ask more", {"faq.json": flow("2")}, author="Bob <bob@example.org>")
    frame = take()
    assert told(frame) == [("imported", 1), ("imported", 2), ("skipped", 0)]
    assert list(frame["commit"][:2]) == [first, repo.head()]
    wf = registry.get("faq")
    assert texts(wf) == ["1", "2"]
    assert [wf.at(n).message for n in (1, 2)] == ["add it\n\nfor good", "ask more"]
    assert [wf.at(n).author for n in (1, 2)] == ["Ada <ada@example.org>", "Bob <bob@example.org>"]
    assert wf.at(1).created_at == wf.created_at == datetime.fromtimestamp(1_600_000_060, UTC)
    assert wf.at(2).created_at == wf.updated_at == datetime.fromtimestamp(1_600_000_180, UTC)
    assert registry.check().empty


def test_the_rows_have_the_declared_columns(repo, take, flow):
    assert {name: str(dtype) for name, dtype in take_nothing(repo, take).dtypes.items()} == dict(frames.REVISIONS)
    repo.commit("add", {"a.json": flow()})
    assert {name: str(dtype) for name, dtype in take().dtypes.items()} == dict(frames.REVISIONS)


def take_nothing(repo, take):
    repo.commit("nothing yet")
    frame = take()
    assert frame.empty
    return frame


def test_documents_are_kept_byte_for_byte(registry, repo, take):
    raw = b'\xef\xbb\xbf{ "nodes": [],\r\n  "edges": [], "schema_version": 1 }\r\n'
    yaml = b"# by hand\nschema_version: 1\nnodes: []\nedges: []\n"
    repo.git("config", "core.autocrlf", "false")
    repo.commit("add", {"a.json": raw, "b.yaml": yaml})
    take()
    for name, content in (("a", raw), ("b", yaml)):
        written = registry.export(name, repo.folder / "out", overwrite=True)
        assert written.read_bytes() == content
    assert registry.check().empty


def test_a_commit_that_only_lays_out_anew_makes_no_version(repo, take, flow, told):
    repo.commit("add", {"a.json": flow()})
    repo.commit("indent", {"a.json": json.dumps(flow(), indent=2).encode()})
    frame = take()
    assert told(frame) == [("imported", 1), ("unchanged", 1)]
    assert frame["reason"][1] == "says the same as the version before"


def test_a_renamed_file_keeps_its_history(registry, repo, take, flow, texts, told):
    repo.commit("add", {"old.json": flow("1", name="Mine")})
    repo.git("mv", "old.json", "new.json")
    repo.commit("rename")
    repo.commit("change", {"new.json": flow("2", name="Mine")})
    frame = take()
    assert told(frame) == [("imported", 1), ("unchanged", 1), ("imported", 2)]
    assert list(frame["file"]) == ["old.json", "new.json", "new.json"]
    assert "renamed from old.json" in frame["reason"][1]
    assert texts(registry.get("Mine")) == ["1", "2"]


def test_files_that_swap_their_names_swap_their_histories(registry, repo, take, flow, texts):
    # Long enough for git to see which is which.
    one, two = (flow(text * 300, name=text) for text in ("one ", "two "))
    repo.commit("add", {"a.json": one, "b.json": two, "spare.json": flow("x")})
    for old, new in (("a.json", "c.json"), ("b.json", "a.json"), ("c.json", "b.json")):
        repo.git("mv", old, new)
        repo.commit(f"{old} to {new}")
    assert set(take("a.json")["name"]) == {"two "}
    assert len(texts(registry.get("two "))) == 1


def test_a_deletion_ends_a_history_and_a_file_that_comes_back_goes_on(registry, repo, take, flow, texts, told):
    repo.commit("add", {"a.json": flow("1")})
    (repo.folder / "a.json").unlink()
    repo.commit("remove")
    assert told(take()) == [("imported", 1), ("deleted", 0)]
    repo.commit("again", {"a.json": flow("2")})
    assert told(take()) == [("unchanged", 1), ("deleted", 0), ("imported", 2)]
    assert texts(registry.get("a")) == ["1", "2"]


def test_a_file_renamed_to_where_a_deleted_one_was_leaves_that_its_history(registry, repo, take, flow):
    repo.commit("add", {"a.json": flow("gone", name="Gone"), "b.json": flow("b" * 500, name="Stays")})
    (repo.folder / "a.json").unlink()
    repo.commit("remove")
    repo.git("mv", "b.json", "a.json")
    repo.commit("rename")
    take()
    assert registry.get("Gone").version == registry.get("Stays").version == 1


def test_a_broken_revision_is_told_of_and_the_history_goes_on(registry, repo, take, flow, texts, told):
    lfs = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    broken = b'{"nodes": [\n<<<<<<< HEAD\n'
    for number, content in enumerate([flow("1"), broken, lfs, b"\0\1\2", b"", flow("2")]):
        repo.commit(f"c{number}", {"a.json": content})
    frame = take()
    assert told(frame) == [
        ("imported", 1),
        ("failed", 0),
        ("skipped", 0),
        ("skipped", 0),
        ("skipped", 0),
        ("imported", 2),
    ]
    assert "malformed" in frame["reason"][1]
    assert "Git LFS" in frame["reason"][2]
    assert texts(registry.get("a")) == ["1", "2"]


def test_a_file_that_was_never_a_workflow_has_one_row(repo, take):
    for number in range(3):
        repo.commit("notes", {"notes.md": f"# {number}\n".encode()})
    frame = take()
    assert list(frame["status"]) == ["skipped"]
    assert frame["reason"][0].endswith("no workflow in any of its 3 revisions")


def test_a_file_with_workflows_line_by_line_is_left_out(repo, take, flow):
    repo.commit("add", {"all.jsonl": b"".join(json.dumps(flow(str(n))).encode() + b"\n" for n in range(2))})
    frame = take()
    assert list(frame["status"]) == ["skipped"]
    assert "keep each in a file of its own" in frame["reason"][0]


def test_links_and_submodules_are_left_out(repo, take, flow):
    repo.commit("add", {"a.json": flow()})
    (repo.folder / "link.json").symlink_to("/etc/passwd")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    repo.commit("link")
    frame = take().set_index("file")
    assert "symbolic link" in frame["reason"]["link.json"]
    assert "sub" not in frame.index or "submodule" in frame["reason"]["sub"]


def test_a_submodule_is_left_out(repo, take, flow):
    repo.write("a.json", flow())
    repo.git("add", "-A")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    repo.git("commit", "-q", "-m", "add")
    assert "submodule" in take().set_index("file")["reason"]["sub"]


def test_a_document_with_errors_becomes_a_version_that_is_not_valid(registry, repo, take, flow):
    repo.commit("add", {"a.json": flow() | {"edges": [{"id": "e", "source": "a", "target": "nowhere"}]}})
    frame = take()
    assert "1 error, marked as not valid" in frame["reason"][0]
    assert not registry.get("a").at(1).valid


def test_revisions_in_another_format_are_left_out(repo, take, flow):
    node = {"id": "1", "name": "Start", "type": "n8n-nodes-base.start", "position": [0, 0], "typeVersion": 1}
    n8n = {"name": "Mine", "nodes": [node | {"parameters": {}}], "connections": {}, "settings": {}}
    repo.commit("add", {"a.json": flow()})
    repo.commit("n8n", {"a.json": n8n})
    frame = take()
    assert list(frame["status"]) == ["skipped", "imported"]
    assert frame["reason"][0] == "in the format wfkit; the workflow is of n8n"


def test_files_with_the_same_name_are_kept_apart(registry, repo, take, flow, told):
    repo.commit("add", {name: flow(name, name="My workflow") for name in ("a.json", "b.json", "c.json")})
    planned = take(dry_run=True)
    frame = take()
    assert list(frame["name"]) == list(planned["name"]) == ["My workflow", "My workflow (2)", "My workflow (3)"]
    repo.commit("more", {"b.json": flow("more", name="My workflow")})
    assert told(take()) == [("unchanged", 1), ("unchanged", 1), ("imported", 2), ("unchanged", 1)]
    assert registry.get("My workflow (2)").version == 2


def test_copies_that_begin_alike_are_kept_apart(registry, repo, take, flow, texts):
    repo.commit("add", {"a.json": flow(), "b.json": flow()})
    repo.commit("b", {"b.json": flow("b")})
    take()
    repo.commit("a", {"a.json": flow("a")})
    assert "conflict" not in set(take()["status"])
    assert (texts(registry.get("a")), texts(registry.get("b"))) == (["hello", "a"], ["hello", "b"])


def test_a_second_run_adds_what_is_new_and_nothing_else(registry, repo, take, flow, texts, told):
    repo.commit("1", {"a.json": flow("1")})
    take()
    assert told(take()) == [("unchanged", 1)]
    repo.commit("2", {"a.json": flow("2")})
    assert told(take(dry_run=True)) == told(take()) == [("unchanged", 1), ("imported", 2)]
    assert told(take()) == [("unchanged", 1), ("unchanged", 2)]
    assert texts(registry.get("a")) == ["1", "2"]


def test_a_workflow_renamed_in_the_registry_still_gets_its_versions(registry, repo, take, flow):
    for text in "12":
        repo.commit(text, {"a.json": flow(text)})
    take()
    registry.get("a").update(name="Other")
    repo.commit("3", {"a.json": flow("3")})
    take()
    assert registry.get("Other").version == 3
    assert len(registry.list()) == 1


def test_a_workflow_that_was_edited_meanwhile_is_a_conflict_and_stays(registry, repo, take, flow, texts, told):
    repo.commit("1", {"a.json": flow("1")})
    take()
    registry.get("a").save(flow("mine"))
    assert told(take()) == [("unchanged", 1)]
    repo.commit("2", {"a.json": flow("2")})
    frame = take()
    assert told(frame) == [("unchanged", 1), ("conflict", 0)]
    assert "went its own way after version 1" in frame["reason"][1]
    assert texts(registry.get("a")) == ["1", "mine"]


def test_times_never_go_backwards(registry, repo, take, flow):
    for text, at in (("1", 1_600_000_500), ("2", 1_600_000_100), ("3", 1_600_000_900)):
        repo.commit(text, {"a.json": flow(text)}, at=at)
    take()
    wf = registry.get("a")
    assert [wf.at(n).created_at.timestamp() for n in (1, 2, 3)] == [1_600_000_500, 1_600_000_500, 1_600_000_900]


def test_an_import_that_is_interrupted_leaves_whole_workflows_and_a_second_run_completes_it(
    registry, repo, take, flow, told, monkeypatch
):
    for text in "12":
        repo.commit(text, {f"{name}.json": flow(f"{name}{text}") for name in "abc"})
    monkeypatch.setattr(revisions, "_MAX_FILES", 1)
    read, calls = _stories.document_of, []

    def interrupted(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return read(*arguments, **options)

    monkeypatch.setattr(_stories, "document_of", interrupted)
    with pytest.raises(KeyboardInterrupt):
        take()
    assert list(registry.list()["name"]) == ["a"]
    assert registry.get("a").version == 2
    assert told(take()) == [("unchanged", 1), ("unchanged", 2), *[("imported", 1), ("imported", 2)] * 2]
    assert registry.check().empty


def test_a_dry_run_writes_nothing(registry, repo, take, flow, told):
    repo.commit("1", {"a.json": flow("1")})
    frame = take(dry_run=True)
    assert told(frame) == [("imported", 1)]
    assert list(frame["workflow_id"]) == [""]
    assert registry.list().empty


def test_a_path_picks_a_folder_or_a_file(registry, repo, take, flow):
    repo.commit("add", {"a/x.json": flow(), "a/b/y.json": flow(), "ab/z.json": flow(), "a/.hidden/h.json": flow()})
    assert list(take("a", dry_run=True)["file"]) == ["a/b/y.json", "a/x.json"]
    assert list(take("./a/b/../x.json", dry_run=True)["file"]) == ["a/x.json"]
    assert list(take("a/.hidden", dry_run=True)["file"]) == ["a/.hidden/h.json"]
    inside = registry.import_history(repo.folder / "a", "b", progress=False)
    assert list(inside["file"]) == ["a/b/y.json"]


@pytest.mark.parametrize("path", ["../x.json", "a/../../x.json", "/etc", "a\0b"])
def test_a_path_outside_of_the_repository_is_refused(repo, take, flow, path):
    repo.commit("add", {"a.json": flow()})
    with pytest.raises(InvalidInput, match="not inside of the repository"):
        take(path)


def test_a_path_that_was_never_there_is_not_found(repo, take, flow):
    repo.commit("add", {"a.json": flow()})
    with pytest.raises(NotFound, match=r"no file 'b.json' in any commit"):
        take("b.json")


def test_a_revision_picks_the_branch(registry, repo, take, flow, texts):
    repo.commit("1", {"a.json": flow("1")})
    repo.git("tag", "v1")
    repo.commit("2", {"a.json": flow("2")})
    take(rev="v1")
    assert texts(registry.get("a")) == ["1"]
    take(rev="main")
    assert texts(registry.get("a")) == ["1", "2"]


@pytest.mark.parametrize(
    ("rev", "error"),
    [
        ("nowhere", NotFound),
        ("HEAD..main", NotFound),
        ("", InvalidInput),
        ("--all", InvalidInput),
        ("a\0", InvalidInput),
    ],
)
def test_a_revision_that_is_none_is_refused(repo, take, flow, rev, error):
    repo.commit("1", {"a.json": flow("1")})
    with pytest.raises(error, match="such as 'main'"):
        take(rev=rev)


def test_a_bare_repository_is_read_too(registry, repo, tmp_path, flow, texts):
    repo.commit("1", {"a.json": flow("1")})
    repo.git("clone", "-q", "--bare", str(repo.folder), str(tmp_path / "bare.git"))
    registry.import_history(tmp_path / "bare.git", progress=False)
    assert texts(registry.get("a")) == ["1"]


def test_a_repository_of_sha256_is_read_too(registry, repository_at, flow, texts):
    repo = repository_at("sha256", "--object-format=sha256")
    repo.commit("1", {"a.json": flow("1")})
    repo.commit("2", {"a.json": flow("2")})
    registry.import_history(repo.folder, progress=False)
    assert texts(registry.get("a")) == ["1", "2"]


def test_a_shallow_clone_begins_where_it_begins(registry, repo, tmp_path, flow, texts):
    for text in "123":
        repo.commit(text, {"a.json": flow(text)})
    repo.git("clone", "-q", "--depth=2", f"file://{repo.folder}", str(tmp_path / "shallow"))
    registry.import_history(tmp_path / "shallow", progress=False)
    assert texts(registry.get("a")) == ["2", "3"]


def test_names_in_any_bytes_are_told_of_in_words(registry, repo, take, flow):
    for name in (b"caf\xe9.json", b"new\nline.json", "übung.json".encode()):
        repo.write(name, flow(name.hex()))
    repo.commit("add")
    assert list(take()["file"]) == ["caf\\udce9.json", "new\nline.json", "übung.json"]
    assert set(registry.list()["name"]) == {"caf\\udce9", "new_line", "übung"}


def test_messages_and_authors_in_any_bytes_are_cleaned(registry, repo, take, flow):
    repo.write("a.json", flow())
    repo.git("add", "-A")
    tree = repo.git("write-tree")
    raw = b"tree %b\nauthor  <> 99999999999999 +0000\ncommitter A\x1b <a@b> 99999999999999 +0000\n\nbell \x07 \xff\r\n"
    done = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
        input=raw % tree.encode(), cwd=repo.folder, capture_output=True, check=True,
    )  # fmt: skip
    repo.git("update-ref", "refs/heads/main", done.stdout.decode().strip())
    take()
    version = registry.get("a").at(1)
    assert version.author == "unknown"
    assert version.message.startswith("bell _ �")


def test_a_folder_that_is_no_repository_is_not_found(registry, tmp_path, repository_at):
    assert repository_at
    with pytest.raises(NotFound, match="is no git repository"):
        registry.import_history(tmp_path, progress=False)
    with pytest.raises(NotFound, match="no folder"):
        registry.import_history("https://example.org/a.git", progress=False)


def test_a_repository_without_commits_is_told_of(repo, take):
    assert repo
    with pytest.raises(NotFound, match="no commit 'HEAD'"):
        take()


def test_without_git_it_says_what_to_install(repo, take, monkeypatch, flow):
    repo.commit("1", {"a.json": flow("1")})
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotFound, match="install it first"):
        take()
