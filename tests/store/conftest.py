"""A registry file, documents to fill it with, and other processes that use it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import wfkit

# What every child process starts with: its registry file is its first argument.
PRELUDE = """
import os, sys, time
import wfkit

path, *arguments = sys.argv[1:]

def document(number):
    node = {"id": "a", "type": "input", "position": {"x": 0, "y": 0}, "data": {"label": "Question", "config": {}}}
    return {"nodes": [node], "edges": [], "number": number}

def say(*words):
    print(*words, flush=True)
"""


def made_document(number=0):
    node = {"id": "a", "type": "input", "position": {"x": 0, "y": 0}, "data": {"label": "Question", "config": {}}}
    return {"nodes": [node], "edges": [], "number": number}


@pytest.fixture
def document():
    """Makes a valid document; another number is another content."""
    return made_document


@pytest.fixture
def file(tmp_path):
    """Where a registry can be made."""
    return tmp_path / "flows.duckdb"


@pytest.fixture
def registry(file):
    """A registry in a file, closed afterwards."""
    with wfkit.open(file, author="ann") as made:
        yield made


@pytest.fixture
def spawn(repository, file):
    """Starts Python on a script, with the registry file as its first argument; what still runs is ended."""
    started = []

    def start(script, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-c", PRELUDE + script, str(file), *map(str, arguments)],
            cwd=repository, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def run(spawn):
    """What a script printed; it has to end well."""

    def finish(script, *arguments):
        process = spawn(script, *arguments)
        out, err = process.communicate(timeout=50)
        assert process.returncode == 0, err
        return out.strip()

    return finish
