"""A notebook that is open in JupyterLab, as tests of panels use it."""

from __future__ import annotations

import json
from pathlib import Path

_SESSION = "jupyterapp.shell.currentWidget?.sessionContext?.session"
_CELL = "jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel"
_CLICK = "new MouseEvent('click', {bubbles: true})"


def written(*cells):
    """The text of a notebook of these cells of code."""
    made = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": cell}
        for i, cell in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


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
