"""Real git repositories, with a home of their own, and registries to import them into."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

import wfkit


class Repository:
    """A git repository; each commit comes a minute after the one before."""

    def __init__(self, folder, *options):
        self.folder = folder
        self.time = 1_600_000_000
        folder.mkdir()
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *arguments, **environment):
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, capture_output=True, check=False, timeout=60,
            env=os.environ | environment,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.decode().strip()

    def write(self, name, content):
        path = os.path.join(os.fsencode(self.folder), os.fsencode(name))  # noqa: PTH118 - names of any bytes
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - the same
        with open(path, "wb") as file:  # noqa: PTH123 - the same
            file.write(content if isinstance(content, bytes) else json.dumps(content).encode())

    def commit(self, message="change", files=None, *, at=None, author="Ada <ada@example.org>"):
        """Commits everything that is in the folder."""
        for name, content in (files or {}).items():
            self.write(name, content)
        self.git("add", "-A")
        self.time = self.time + 60 if at is None else at
        name, _, email = author.rstrip(">").partition(" <")
        self.git(
            "commit", "-q", "--allow-empty", "--allow-empty-message", "-m", message,
            GIT_AUTHOR_NAME=name, GIT_AUTHOR_EMAIL=email, GIT_COMMITTER_DATE=f"@{self.time} +0200",
        )  # fmt: skip

    def head(self):
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository_at(tmp_path, monkeypatch):
    """Makes repositories, free of anybody's settings."""
    if shutil.which("git") is None:
        pytest.skip("there is no git on the PATH")
    for name in [name for name in os.environ if name.startswith(("GIT_", "XDG_"))]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for side in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{side}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{side}_EMAIL", "ada@example.org")
    return lambda name, *options: Repository(tmp_path / name, *options)


@pytest.fixture
def repo(repository_at):
    return repository_at("repo")


@pytest.fixture
def registry(tmp_path):
    with wfkit.open(tmp_path / "registry.duckdb", author="tester") as opened:
        yield opened


@pytest.fixture
def take(registry, repo):
    """Imports the history of the repository."""
    return lambda path=None, **options: registry.import_history(repo.folder, path, progress=False, **options)


def document(text="hello", **more):
    node = {"id": "a", "type": "text_input", "position": {"x": 0, "y": 0}, "data": {"config": {"text": text}}}
    return {"schema_version": 1, **more, "nodes": [node], "edges": []}


@pytest.fixture
def flow():
    return document


@pytest.fixture
def texts():
    """What each version of a workflow says."""
    return lambda wf: [
        wf.at(number).document["nodes"][0]["data"]["config"]["text"] for number in range(1, wf.version + 1)
    ]


@pytest.fixture
def told():
    """Status and version of each row, 0 for none."""
    return lambda frame: list(zip(frame["status"], frame["version"].fillna(0).astype(int), strict=True))
