"""The browser panel of a registry, put beside the notebook."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.widgets.browser.panel import BrowserPanel


def test_the_sidebar_is_the_browser_panel_beside_the_notebook(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    wfkit.ui.sidebar(wfkit.open(":memory:"), anchor="left")
    assert isinstance(shown[0], BrowserPanel)
    assert shown[0].beside == {"kind": "browser", "anchor": "left", "title": "Workflows"}


def test_it_is_that_of_a_registry():
    with pytest.raises(wfkit.InvalidInput):
        wfkit.ui.sidebar("flows.duckdb")
