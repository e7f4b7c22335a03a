"""What a notebook shows beside panels: bars of long work, and magics with their completion."""

from __future__ import annotations

import pytest

LONG = """
import time, wfkit
from pathlib import Path
from wfkit.service._progress import shown
for item in shown(range(3), show=True, doing="importing", unit="file"):
    time.sleep(0.6 if item < 2 else 0)
    for _ in range(400 if item == 2 else 0):
        if Path("seen").exists():
            break
        time.sleep(0.05)
"""
MAGIC = """
import wfkit
%load_ext wfkit
registry = wfkit.open(":memory:", author="Ada")
wf = registry.use_template("Simple RAG", name="My RAG").tag("v1.0.0")
"""
BAR = ".jp-OutputArea .widget-hprogress"
LINE = ".jp-Notebook .cm-content"
TEXT = ".jp-OutputArea-output[data-mime-type='text/plain']"


@pytest.fixture
def editor(notebook):
    """Types into the cell, with the magics loaded, and gives what Tab offers."""
    notebook.execute(f"{MAGIC}wf.name", until=TEXT)
    offered = notebook.page.locator(".jp-Completer-item .jp-Completer-match")

    def typed(text):
        notebook.page.keyboard.press("Escape")
        notebook.put("")
        notebook.page.locator(LINE).click()
        notebook.page.keyboard.type(text)
        notebook.page.keyboard.press("Tab")
        offered.first.wait_for()
        return offered.all_inner_texts()

    return typed


def test_long_work_has_a_bar_and_leaves_a_line(notebook, lab):
    notebook.put(LONG)
    # Not awaited: that would be until the cell has run.
    notebook.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
    notebook.page.wait_for_selector(BAR)
    notebook.page.locator(".jp-OutputArea").get_by_text("67%").wait_for()
    (lab[1] / "seen").touch()
    said = notebook.page.wait_for_selector(TEXT)
    assert said.inner_text().startswith("importing: 3 files in ")
    assert notebook.page.locator(BAR).count() == 0
    assert notebook.page.locator("[data-mime-type$='stderr']").count() == 0


def test_what_is_wrong_with_a_magic_is_said_without_a_traceback(notebook):
    said = notebook.execute(f"{MAGIC}%wf show My RAGE", until="[data-mime-type$='stderr'], [data-mime-type$='error']")
    assert said.inner_text().strip() == ("UsageError: no workflow has the id or name 'My RAGE'; did you mean 'My RAG'?")


def test_tab_completes_names_commands_and_versions(notebook, editor):
    assert editor('%wf show "My') == ['"My RAG"']
    notebook.page.keyboard.press("Enter")
    assert notebook.page.locator(LINE).inner_text() == '%wf show "My RAG"'
    assert editor("%wf s") == ["show", "save", "list", "use"]
    assert editor('%wf diff "My RAG" ')[:2] == ["v1.0.0", "1"]
