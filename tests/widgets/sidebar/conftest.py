"""JupyterLab with the sidebar open beside a notebook, and the registry that it shows."""

from __future__ import annotations

import pytest

import wfkit


@pytest.fixture
def path(lab):
    """The file of the default registry, which is not there yet."""
    found = lab[1].parent / "mine.duckdb"
    yield found
    found.unlink(missing_ok=True)


@pytest.fixture
def registry(path):
    with wfkit.open(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def beside(opened, notebook_of):
    """A notebook with the sidebar beside it."""
    notebook = opened(notebook_of([""], "side.ipynb"), {"width": 1280, "height": 900})
    notebook.page.locator("li[data-id='wfkit-sidebar']").click()
    notebook.page.wait_for_selector(".wfkit-dock")
    return notebook


@pytest.fixture
def side(beside):
    """The sidebar, as it looks at first."""
    panel = beside.page.locator(".wfkit-dock")
    close = panel.get_by_role("button", name="Close", exact=True)
    if close.is_visible():
        close.click()
    panel.get_by_label("Search workflows").fill("")
    for name in ("Kind", "Format"):
        panel.get_by_label(name, exact=True).select_option("")
    del beside.requests[:], beside.dialogs[:], beside.faults[:]
    return panel
