"""A repository of its own, in a home of its own, and small workflows to commit."""

from __future__ import annotations

import json
import os
import subprocess
from types import SimpleNamespace

import pytest

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
