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
    """A notebook of one cell, open in JupyterLab; what its page asks for and does is watched."""

    def __init__(self, page, url):
        self.page = page
        self.requests = []
        self.dialogs = []
        self.faults = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", self._refuse)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(f"{url}/lab/workspaces/wfkit/tree/panel.ipynb?reset")
        page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
        # What is run before the kernel listens is lost without a word.
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']")
        page.wait_for_function(f"{_SESSION}?.kernel?.connectionStatus === 'connected'")

    def show(self, code, *, theme="Light"):
        """Runs the code in place of what was there, and gives the panel that it shows."""
        self.theme(theme)
        self._execute("notebook:clear-all-cell-outputs")
        self.page.wait_for_selector(".wfkit-panel", state="detached")
        self.page.evaluate(f"code => {_CELL}.setSource(code)", code)
        del self.requests[:], self.dialogs[:], self.faults[:]
        self._execute("notebook:run-all-cells")
        self.page.wait_for_selector(".wfkit-stage svg, .wfkit-fault:not([hidden]), [data-mime-type$='error']")
        return self.page.locator(".wfkit-panel")

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


def _asked(url, method="GET"):
    request = urllib.request.Request(url, method=method)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
        return answer.read()


def _environment(home):
    folders = {"CONFIG_DIR": "config", "DATA_DIR": "data", "RUNTIME_DIR": "runtime"}
    own = {f"JUPYTER_{name}": str(home / folder) for name, folder in folders.items()}
    own["JUPYTER_PATH"] = os.pathsep.join(sorted({*_shares()}))
    return {**os.environ, **own, "IPYTHONDIR": str(home / "ipython"), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


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
