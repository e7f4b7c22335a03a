"""A real JupyterLab and a real Chromium, one of each for all tests of a process."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import ExitStack
from importlib.metadata import files
from pathlib import Path

import pytest

import wfkit

from .notebook import Notebook, written
from .servers import asked, serving

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_SERVER = [
    "--no-browser",
    "--ServerApp.ip=127.0.0.1",
    "--IdentityProvider.token=",
    "--ServerApp.password=",
    "--ServerApp.disable_check_xsrf=True",
    "--ServerApp.allow_root=True",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.extension_manager=readonly",
    "--LabApp.news_url=",
]
_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
        "doNotDisturbMode": True,
    }
}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def chromium():
    """The path of a browser; $WFKIT_CHROMIUM names another one."""
    found = os.environ.get("WFKIT_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip(
            f"no Chromium: install it, or let WFKIT_CHROMIUM name one; none of {', '.join(_NAMES)} is on the path"
        )
    return found


@pytest.fixture(scope="session")
def browser(chromium):
    api = pytest.importorskip(
        "playwright.sync_api", reason="the tests of panels need playwright: pip install playwright"
    )
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory, chromium):  # noqa: ARG001 - without a browser no server is started
    """The address and the folder of a JupyterLab that shares nothing with the user's own."""
    pytest.importorskip("jupyterlab", reason="the tests of panels need JupyterLab: pip install jupyterlab")
    home = tmp_path_factory.mktemp("lab")
    for name in ("config", "data", "runtime", "work", "ipython"):
        (home / name).mkdir()
    settings = home / "config" / "labconfig"
    settings.mkdir()
    (settings / "default_setting_overrides.json").write_text(json.dumps(_SETTINGS))
    _install_sidebar(home)
    command = ["jupyterlab", *_SERVER, "--ServerApp.port={port}", f"--ServerApp.root_dir={home / 'work'}"]
    with serving(command, env=_environment(home), log=home / "log", path="/api/status") as url:
        yield url, home / "work"


@pytest.fixture(scope="session")
def started():
    """Starts a server as `servers.serving` does, which runs until the last test is over."""
    with ExitStack() as running:
        yield lambda *command, **where: running.enter_context(serving(command, **where))


@pytest.fixture(scope="session")
def notebook_of(tmp_path_factory):
    """Writes cells to a notebook, and gives its path."""

    def write(cells, name="panels.ipynb"):
        path = tmp_path_factory.mktemp("notebook") / name
        path.write_text(written(*cells))
        return path

    return write


@pytest.fixture(scope="session")
def payloads():
    """Texts that would act if any of them became more than text."""
    return [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        '"><svg onload=alert(1)>',
        "' onmouseover='alert(1)",
        "</title></svg><iframe src='http://127.0.0.1:9/xss'>",
        "javascript:alert(1)",
        "]]><foreignObject><body onload=alert(1)>",
        "{{constructor.constructor('alert(1)')()}}",
    ]


@pytest.fixture(scope="session")
def axe_of():
    """What keeps people out of the panels that a page shows: the serious findings of axe-core."""
    folder = Path(os.environ.get("WFKIT_AXE") or "node_modules/axe-core")
    if not (folder / "axe.min.js").is_file():
        pytest.skip(f"no axe-core at {str(folder)!r}: npm i axe-core, or let WFKIT_AXE name its folder")

    def found(page):
        page.evaluate((folder / "axe.min.js").read_text(encoding="utf-8"))
        faults = page.evaluate("axe.run('.wfkit-panel')")["violations"]
        return [
            (fault["id"], fault["nodes"][0]["html"]) for fault in faults if fault["impact"] in ("serious", "critical")
        ]

    return lambda page: lambda: found(page)


@pytest.fixture
def axe(notebook, axe_of):
    """What keeps people out of the panels of the notebook."""
    return axe_of(notebook.page)


@pytest.fixture
def speed(record_property):
    """Adds a row to the table of speeds that is printed at the end: what was measured, in ms, and the aim."""
    return lambda what, took_ms, aim_ms: record_property("speed", f"{what}|{took_ms:.0f}|{aim_ms}")


@pytest.fixture(scope="session")
def notebook(lab, browser):
    """One notebook for all tests: each of them shows its own panel in it."""
    url, folder = lab
    (folder / "panel.ipynb").write_text(written(""))
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    yield Notebook(context.new_page(), url)
    context.close()
    for session in json.loads(asked(f"{url}/api/sessions")):
        asked(f"{url}/api/sessions/{session['id']}", method="DELETE")


@pytest.fixture(scope="session")
def opened(lab, browser):
    """Opens a notebook that is copied into the folder of JupyterLab, in a page of its own."""
    url, folder = lab
    contexts = []

    def open_copy(source, viewport):
        shutil.copy(source, folder / source.name)
        context = browser.new_context(viewport=viewport, reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(60_000)
        return Notebook(context.new_page(), url, source.name)

    yield open_copy
    for context in contexts:
        context.close()


def _environment(home):
    folders = {"CONFIG_DIR": "config", "DATA_DIR": "data", "RUNTIME_DIR": "runtime"}
    own = {f"JUPYTER_{name}": str(home / folder) for name, folder in folders.items()}
    own["JUPYTER_PATH"] = os.pathsep.join(sorted({*_shares()}))
    own["WFKIT_URL"] = str(home / "mine.duckdb")
    return {**os.environ, **own, "IPYTHONDIR": str(home / "ipython"), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def _install_sidebar(home):
    """Puts the sidebar where an installation puts it, from the files as they are now."""
    source = Path(wfkit.__file__).parent / "jupyter"
    shutil.copytree(source / "labextension", home / "data" / "labextensions" / "wfkit")
    (home / "config" / "jupyter_server_config.d").mkdir()
    shutil.copy(source / "server_config.json", home / "config" / "jupyter_server_config.d" / "wfkit.json")


def _shares():
    """Where the extensions of JupyterLab are that widgets need; a virtual environment upon another has several."""
    for package in ("jupyterlab_widgets", "anywidget"):
        for file in files(package) or ():
            place = str(Path(file.locate()).resolve())
            if "labextensions" in place:
                yield place.partition("labextensions")[0]
