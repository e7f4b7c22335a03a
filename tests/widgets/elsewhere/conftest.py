"""Servers of other applications that show panels, and a page in each."""

from __future__ import annotations

import os
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
def serve(tmp_path_factory, chromium, started):  # noqa: ARG001 - without a browser no server is started
    """Starts a module that serves at a port, and gives its address."""

    def start(module, *arguments, folder):
        home = tmp_path_factory.mktemp("home")
        names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "XDG_CONFIG_HOME")
        own = {name: str(home / name) for name in names}
        env = {**os.environ, **own, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        return started(module, *arguments, env=env, log=home / "log", cwd=folder)

    return start


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
