"""The tutorial on panels in JupyterLab. With WFKIT_RENEW=1, what its panels look like is stored in it."""

from __future__ import annotations

import base64
import json
import os

import pytest

NAME = "05_panels.ipynb"
# Tall, for JupyterLab draws no cell that is out of sight.
VIEWPORT = {"width": 1240, "height": 7000}


@pytest.fixture(scope="module")
def source(repository):
    return repository / "notebooks" / NAME


@pytest.fixture(scope="module")
def tutorial(opened, source):
    """The tutorial after all of its cells were run."""
    found = opened(source, VIEWPORT)
    del found.faults[:]
    found.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    return found


def _cells_with_panels(source):
    cells = json.loads(source.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    shown = [
        "".join(cell["outputs"][-1].get("data", {}).get("text/plain", "")) if cell["outputs"] else "" for cell in code
    ]
    return [place for place, text in enumerate(shown) if text.startswith("<wfkit ") and "Panel" in text]


def test_every_panel_of_the_tutorial_is_shown_without_a_fault(tutorial, source):
    places = _cells_with_panels(source)
    assert places
    cells = tutorial.page.locator(".jp-CodeCell")
    for place in places:
        panel = cells.nth(place).locator(".wfkit-panel")
        panel.locator("svg, img").first.wait_for()
        assert panel.locator(".wfkit-fault:not([hidden])").count() == 0
    assert tutorial.page.locator("[data-mime-type$='error'], [data-mime-type$='stderr']").count() == 0
    assert tutorial.faults == []
    if os.environ.get("WFKIT_RENEW"):
        tutorial.page.wait_for_timeout(3000)
        _renew(source, {place: cells.nth(place).locator(".wfkit-panel").screenshot() for place in places})


def _renew(source, pictures):
    """Stores a picture in place of each live panel, which would be an error message where no kernel runs."""
    notebook = json.loads(source.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for place, picture in pictures.items():
        data = code[place]["outputs"][-1]["data"]
        data.pop("application/vnd.jupyter.widget-view+json", None)
        data["image/png"] = base64.b64encode(picture).decode() + "\n"
    source.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
