"""A real JupyterLab and a real Chromium, one of each for all tests of a process."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import files
from pathlib import Path

import pytest

import wfkit

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
_NOTEBOOK = {
    "cells": [{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": ""}],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
_SESSION = "jupyterapp.shell.currentWidget?.sessionContext?.session"
_CELL = "jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel"
_CLICK = "new MouseEvent('click', {bubbles: true})"
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
    port = _free_port()
    log = (home / "log").open("wb")
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "jupyterlab",
            *_SERVER,
            f"--ServerApp.port={port}",
            f"--ServerApp.root_dir={home / 'work'}",
        ],
        env=_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/status", server, home / "log")
        yield f"http://127.0.0.1:{port}", home / "work"
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


class Notebook:
    """A notebook, of one cell if no other is named, open in JupyterLab; what its page asks for and does is watched."""

    def __init__(self, page, url, name="panel.ipynb"):
        self.page = page
        self.requests = []
        self.dialogs = []
        self.faults = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", self._refuse)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(f"{url}/lab/workspaces/{Path(name).stem}/tree/{name}?reset")
        page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
        # What is run before the kernel listens is lost without a word.
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']")
        page.wait_for_function(f"{_SESSION}?.kernel?.connectionStatus === 'connected'")

    def show(self, code, *, theme="Light", until=".wfkit-stage svg"):
        """Runs the code in place of what was there, and gives the panel that it shows once this selector is there."""
        self.put(code, theme=theme)
        self._execute("notebook:run-all-cells")
        self.page.wait_for_selector(f".wfkit-panel :is({until}), .wfkit-fault:not([hidden]), [data-mime-type$='error']")
        return self.page.locator(".wfkit-panel")

    def execute(self, code, *, until, theme="Light"):
        """Runs the code in place of what was there, and gives what this selector finds anywhere on the page."""
        self.put(code, theme=theme)
        self._execute("notebook:run-all-cells")
        self.page.wait_for_selector(until)
        return self.page.locator(until)

    def put(self, code, *, theme="Light"):
        """Puts the code into the cell, and forgets what was shown and watched before."""
        self.theme(theme)
        self._execute("notebook:clear-all-cell-outputs")
        self.page.wait_for_selector(".jp-Notebook .wfkit-panel", state="detached")
        self.page.evaluate(f"code => {_CELL}.setSource(code)", code)
        del self.requests[:], self.dialogs[:], self.faults[:]

    def run(self, code):
        """Runs the code in the kernel without showing anything: what a user's earlier cells have done."""
        self.put(f"{code}\nfrom IPython.display import HTML\nHTML('<i class=is-done></i>')")
        self._execute("notebook:run-all-cells")
        self.page.wait_for_selector(".jp-OutputArea .is-done", state="attached", timeout=120_000)

    def first_paint_ms(self, code, *, until):
        """How long it takes from running the code to seeing this selector."""
        self.put(code)
        return self._timed("jupyterapp.commands.execute('notebook:run-all-cells')", f".wfkit-panel {until}")

    def answer_ms(self, click, *, until):
        """How long it takes from a click on the first element of a selector to seeing another."""
        return self._timed(f"document.querySelector({json.dumps(click)}).dispatchEvent({_CLICK})", until)

    def _timed(self, act, until):
        return self.page.evaluate(
            """([act, until]) => new Promise((resolve) => {
              const start = performance.now();
              const look = () => {
                const found = document.querySelector(until);
                if (found?.getClientRects().length) resolve(performance.now() - start);
                else requestAnimationFrame(look);
              };
              eval(act);
              look();
            })""",
            [act, until],
        )

    def nothing_acted(self, panel):
        """Asserts that all text stayed text: no dialog, no request, nothing in the panel that could act."""
        names = "part => [...part.querySelectorAll('*')].flatMap(each => [each.localName, ...each.getAttributeNames()])"
        found = set(panel.evaluate(names))
        assert not found & {
            "script",
            "iframe",
            "img",
            "object",
            "embed",
            "foreignObject",
            "body",
            "href",
            "src",
            "srcdoc",
        }
        assert not [name for name in found if name.startswith("on")]
        assert self.dialogs == []
        assert not [url for url in self.requests if "xss" in url or url.endswith("/x")]
        assert not self.faults

    def theme(self, name):
        wanted = f"JupyterLab {name}"
        self._execute("apputils:change-theme", {"theme": wanted})
        self.page.wait_for_selector(f"body[data-jp-theme-name='{wanted}']", state="attached")

    def _execute(self, command, arguments=None):
        self.page.evaluate("([name, values]) => jupyterapp.commands.execute(name, values)", [command, arguments or {}])

    def _refuse(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()


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


@pytest.fixture
def axe(notebook):
    """What keeps people out of the panels that are shown: the serious findings of axe-core."""
    folder = Path(os.environ.get("WFKIT_AXE") or "node_modules/axe-core")
    if not (folder / "axe.min.js").is_file():
        pytest.skip(f"no axe-core at {str(folder)!r}: npm i axe-core, or let WFKIT_AXE name its folder")

    def found():
        notebook.page.evaluate((folder / "axe.min.js").read_text(encoding="utf-8"))
        faults = notebook.page.evaluate("axe.run('.wfkit-panel')")["violations"]
        return [
            (fault["id"], fault["nodes"][0]["html"]) for fault in faults if fault["impact"] in ("serious", "critical")
        ]

    return found


@pytest.fixture
def speed(record_property):
    """Adds a row to the table of speeds that is printed at the end: what was measured, in ms, and the aim."""
    return lambda what, took_ms, aim_ms: record_property("speed", f"{what}|{took_ms:.0f}|{aim_ms}")


@pytest.fixture(scope="session")
def notebook(lab, browser):
    """One notebook for all tests: each of them shows its own panel in it."""
    url, folder = lab
    (folder / "panel.ipynb").write_text(json.dumps(_NOTEBOOK))
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    yield Notebook(context.new_page(), url)
    context.close()
    for session in json.loads(_asked(f"{url}/api/sessions")):
        _asked(f"{url}/api/sessions/{session['id']}", method="DELETE")


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


def _asked(url, method="GET"):
    request = urllib.request.Request(url, method=method)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
        return answer.read()


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


def _free_port():
    with socket.socket() as waiting:
        waiting.bind(("127.0.0.1", 0))
        return waiting.getsockname()[1]


def _wait_for(url, server, log):
    for _ in range(300):
        try:
            _asked(url)
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"JupyterLab did not start:\n{Path(log).read_text(errors='replace')[-3000:]}")
