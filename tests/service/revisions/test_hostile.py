"""A repository may come from anybody: nothing that it says is run."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import zlib

import pytest
import yaml

from wfkit.errors import InvalidInput
from wfkit.service.revisions._blobs import Blobs
from wfkit.service.revisions._repository import opened
from wfkit.service.revisions._settling import Settler

SETTINGS = (
    "core.fsmonitor", "core.pager", "core.sshCommand", "core.askPass", "core.alternateRefsCommand", "core.editor",
    "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.clean", "filter.evil.smudge",
    "filter.evil.process", "gpg.program", "credential.helper", "sequence.editor", "pager.log", "pager.rev-list",
    "pager.cat-file", "pager.diff-tree", "interactive.diffFilter", "uploadpack.packObjectsHook",
)  # fmt: skip

ODD = (
    ("diff.relative", "true"), ("color.ui", "always"), ("diff.orderFile", "/nowhere"), ("diff.noprefix", "true"),
    ("core.abbrev", "4"), ("format.pretty", "%H"), ("i18n.logOutputEncoding", "UTF-16"), ("diff.renameLimit", "1"),
    ("diff.submodule", "log"), ("log.diffMerges", "combined"), ("core.quotePath", "false"),
)  # fmt: skip
"""Settings that change what git writes, where it heeds them."""


@pytest.fixture
def evil(repo, tmp_path):
    """A script that leaves a mark, as every command and hook that a repository can name."""
    mark, script = tmp_path / "mark", tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {mark}\n")
    script.chmod(stat.S_IRWXU)

    def infect():
        for name in SETTINGS:
            repo.git("config", name, str(script))
        for alias in ("rev-list", "cat-file", "diff-tree", "rev-parse", "log"):
            repo.git("config", f"alias.{alias}", f"!{script}")
        for name, value in (
            ("log.showSignature", "true"),
            ("diff.renames", "copies"),
            ("core.hooksPath", ".hooks"),
            *ODD,
        ):
            repo.git("config", name, value)
        for folder in (repo.folder / ".git" / "hooks", repo.folder / ".hooks"):
            folder.mkdir(exist_ok=True)
            for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor"):
                (folder / hook).write_bytes(script.read_bytes())
                (folder / hook).chmod(stat.S_IRWXU)
        return mark

    return infect


def test_no_command_of_the_repository_is_run(registry, repo, take, flow, evil, texts):
    repo.write(".gitattributes", b"*.json diff=evil filter=evil\n")
    for text in "12":
        repo.commit(text, {"a.json": flow(text)})
    repo.git("mv", "a.json", "b.json")
    repo.commit("rename")
    repo.commit("3", {"b.json": flow("3")})
    mark = evil()
    take()
    assert texts(registry.get("b")) == ["1", "2", "3"]
    assert not mark.exists()
    subprocess.run(["git", "diff", "HEAD~1"], cwd=repo.folder, capture_output=True, check=False, timeout=60)
    assert mark.exists(), "the marks are made when git is asked without care"


def test_nothing_is_fetched_for_a_clone_that_lacks_contents(repo, registry, tmp_path, flow):
    for text in "12":
        repo.commit(text, {"a.json": flow(text * 400)})
    mark = tmp_path / "fetched"
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    partial = tmp_path / "partial"
    repo.git("clone", "-q", "--bare", "--filter=blob:none", f"file://{repo.folder}", str(partial))
    repo.git("-C", str(partial), "config", "protocol.file.allow", "always")
    repo.git("-C", str(partial), "config", "protocol.ext.allow", "always")
    repo.git("-C", str(partial), "config", "remote.origin.url", f"ext::sh -c touch% {mark}")
    try:
        frame = registry.import_history(partial, progress=False)
        assert set(frame["status"]) == {"failed"}
    except InvalidInput as exc:
        assert "git cat-file" in str(exc) or "git diff-tree" in str(exc)  # noqa: PT017 - as git's version will have it
    assert not mark.exists()
    assert registry.list().empty


def test_variables_that_lead_git_elsewhere_do_not(registry, repo, repository_at, monkeypatch, flow):
    other = repository_at("other")
    other.commit("1", {"other.json": flow()})
    repo.commit("1", {"a.json": flow()})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert list(registry.import_history(repo.folder, progress=False)["file"]) == ["a.json"]


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_another_user_is_refused_with_the_way_to_trust_it(repo, take, flow):
    repo.commit("1", {"a.json": flow()})
    for path in (repo.folder, repo.folder / ".git"):
        os.chown(path, 12_345, 12_345)
    with pytest.raises(InvalidInput, match=r"belongs to another user.*git config --global --add safe\.directory"):
        take()


def test_a_damaged_repository_is_told_of(repo, take, flow):
    repo.commit("1", {"a.json": flow("1")})
    blob = repo.git("rev-parse", "HEAD:a.json")
    path = repo.folder / ".git" / "objects" / blob[:2] / blob[2:]
    path.chmod(0o600)
    path.unlink()
    frame = take()
    assert list(frame["status"]) == ["failed"]
    assert "is not in this clone" in frame["reason"][0]
    path.write_bytes(zlib.compress(b"blob 10000\0" + os.urandom(9_000))[:5_000])
    with pytest.raises(InvalidInput, match="git cat-file"):
        take()


def test_a_repository_whose_settings_are_broken_is_told_of(repo, take):
    (repo.folder / ".git" / "config").write_text("[core\n")
    with pytest.raises(InvalidInput, match="cannot be read"):
        take()


def test_contents_that_vanish_while_they_are_read_leave_nothing_half(registry, repo, take, flow, monkeypatch):
    for text in "12":
        repo.commit(text, {"a.json": flow(text)})
    blob = repo.git("rev-parse", "HEAD:a.json")
    repo.commit("more", {"a.yaml": yaml.safe_dump(flow("1")).encode()})
    settle = Settler.settle

    def vanish(settler, steps):
        (repo.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink(missing_ok=True)
        return settle(settler, steps)

    monkeypatch.setattr(Settler, "settle", vanish)
    with pytest.raises(InvalidInput, match=r"the repository changed while it was read: a\.json in"):
        take()
    assert registry.list().empty


def test_a_git_that_ends_is_told_of(repo):
    repo.commit("1")
    repository = opened(str(repo.folder))
    with repository.running("cat-file", "--batch", stdin=subprocess.PIPE) as (process, complaint):
        blobs = Blobs(process.stdin, process.stdout, complaint)
        process.kill()
        process.wait()
        with pytest.raises(InvalidInput, match="git cat-file: it ended early"):
            blobs.read("0" * 40)


def test_a_tree_that_is_gone_is_told_of(repo, take, flow):
    repo.commit("1", {"a.json": flow("1")})
    tree = repo.git("rev-parse", "HEAD^{tree}")
    path = repo.folder / ".git" / "objects" / tree[:2] / tree[2:]
    path.chmod(0o600)
    path.unlink()
    with pytest.raises(InvalidInput, match="git diff-tree"):
        take()


def test_a_content_beyond_the_bound_is_told_of_and_the_next_one_read(registry, repo, take, flow, monkeypatch):
    monkeypatch.setattr("wfkit.core.codec.MAX_BYTES", 1000)
    repo.commit("1", {"a.json": flow("x" * 2_000), "b.json": flow("1")})
    frame = take()
    assert list(frame["status"]) == ["failed", "imported"]
    assert "too large" in frame["reason"][0]
    assert registry.get("b").version == 1


def test_a_git_that_ends_in_the_middle_of_a_change_is_told_of(repo, take, flow, tmp_path, monkeypatch):
    repo.commit("1", {"a.json": flow("1")})
    git = shutil.which("git")
    script = tmp_path / "git"
    cut = f"""#!/bin/sh
case "$*" in
*diff-tree*) {git} "$@" | head -c 150; echo 'it was interrupted' >&2; exit 1;;
esac
exec {git} "$@"
"""
    script.write_text(cut)
    script.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(InvalidInput, match="git diff-tree: it was interrupted"):
        take()
