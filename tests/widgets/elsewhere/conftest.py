"""Servers of other applications that show panels, and a page in each."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

CELLS = [
    """import wfkit
registry = wfkit.open(":memory:")
wf = registry.use_template("Simple RAG", name="My RAG")
document = wf.document
document["nodes"][1]["data"]["config"]["chunk_size"] = 1200
wf = wf.save(document, "bigger chunks")
wfkit.ui.graph(wf)""",
    "wfkit.ui.browser(registry)",
    "wfkit.ui.diff(wf)",
    "wfkit.ui.history(wf)",
    "wfkit.ui.gallery(registry)",
    "wfkit.ui.graph({'nodes': [], 'edges': []}).to_sidebar()",
]
PANELS = ["wfkit-graph", "wfkit-browser", "wfkit-diff", "wfkit-history", "wfkit-gallery"]


@pytest.fixture(scope="session")
def notebook_of(tmp_path_factory):
    """Writes cells to a notebook, and gives its path."""

    def write(cells, name="panels.ipynb"):
        path = tmp_path_factory.mktemp("notebook") / name
        made = [
            {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": cell}
            for i, cell in enumerate(cells)
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path.write_text(
            json.dumps({"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
        )
        return path

    return write


@pytest.fixture(scope="session")
def serve(tmp_path_factory, chromium):  # noqa: ARG001 - without a browser no server is started
    """Starts a module that serves at a port, and gives its address."""
    started = []

    def start(module, *arguments, folder):
        home = tmp_path_factory.mktemp("home")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "XDG_CONFIG_HOME")
        env = {**os.environ, **{name: str(home / name) for name in names}, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        log = (home / "log").open("wb")
        command = [sys.executable, "-m", module, *(argument.format(port=port) for argument in arguments)]
        server = subprocess.Popen(
            command, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        started.append((server, log))
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, server, home / "log")
        return url

    yield start
    for server, log in started:
        server.terminate()
        server.wait(30)
        log.close()


@pytest.fixture
def page(browser):
    """A page; what it asks other machines for is refused, and told by `page.outside`."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    made = context.new_page()
    made.outside = []

    def pass_on(route):
        if route.request.url.startswith(("http://127.0.0.1", "blob:", "data:", "file:")):
            route.continue_()
        else:
            made.outside.append(route.request.url)
            route.abort()

    context.route("**/*", pass_on)
    yield made
    context.close()


@pytest.fixture(scope="session")
def has_sidebar():
    """Whether JupyterLab finds wfkit's part of it, as after an installation."""
    paths = pytest.importorskip("jupyter_core.paths")
    return any((Path(folder) / "wfkit").is_dir() for folder in paths.jupyter_path("labextensions"))


@pytest.fixture
def cells():
    return CELLS


@pytest.fixture
def panels():
    return PANELS


def _wait_for(url, server, log):
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=30).close()  # noqa: S310 - our own server
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"it did not start:\n{log.read_text(errors='replace')[-3000:]}")
