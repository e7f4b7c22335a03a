from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from wfkit.service import _progress
from wfkit.service._progress import shown, watched

LONG = """
import sys, wfkit
from wfkit.service import _progress
_progress._PATIENCE_S = 0
registry = wfkit.open(":memory:")
registry.import_files(sys.argv[1])
registry.check()
registry.export("a", sys.argv[1] + "/a.wfkit", history=True)
"""


@pytest.fixture
def flows(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.json").write_text(json.dumps({"name": name, "nodes": [], "edges": []}))
    return tmp_path


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(_progress, "_PATIENCE_S", 0)


@pytest.fixture
def displays(tmp_path):
    """What a notebook would be told to show, one after the other."""
    config = Config()
    config.HistoryManager.enabled = False
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=config, ipython_dir=str(tmp_path))
    with capture_output() as captured:
        yield captured
    shell.atexit_operations()
    atexit.unregister(shell.atexit_operations)
    shell.restore_sys_module_state()
    InteractiveShell.clear_instance()


@pytest.fixture
def in_notebook(displays, monkeypatch, at_once):  # noqa: ARG001 - a bar is shown at once
    from tqdm import notebook

    monkeypatch.setattr("tqdm.auto.tqdm", notebook.tqdm)
    return displays


@pytest.mark.usefixtures("at_once")
def test_without_a_terminal_nothing_is_printed(capfd):
    assert list(shown([1, 2], show=True, doing="importing", unit="file")) == [1, 2]
    assert capfd.readouterr() == ("", "")


def test_what_is_not_to_be_shown_passes_through(capfd):
    assert list(shown([1, 2], show=False, doing="importing", unit="file")) == [1, 2]
    with watched(2, show=False, doing="checking", unit="version") as advance:
        advance(2)
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix has pseudo-terminals")
def test_on_a_terminal_long_work_has_a_bar_that_ends_at_the_whole(flows):
    import termios

    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    done = subprocess.run([sys.executable, "-c", LONG, str(flows)], stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.stdout == b""
    for bar in ("importing: 100%", "3/3", "checking: 100%", "exporting: 100%", "1/1"):
        assert bar in said


def test_in_a_notebook_a_widget_shows_how_far_it_is_and_a_line_of_text_remains(in_notebook):
    for item in shown("abc", show=True, doing="importing", unit="file"):
        if item == "b":
            assert "application/vnd.jupyter.widget-view+json" in in_notebook.outputs[0].data
            assert "importing:  33%" in in_notebook.outputs[0].data["text/plain"]
    _, text = in_notebook.outputs
    assert text.data["text/plain"].startswith("importing: 3 files in ")
    assert list(text.data) == ["text/plain"]


def test_a_notebook_says_where_work_was_stopped(in_notebook):
    items = shown([1, 2], show=True, doing="checking", unit="version")
    assert next(items) == 1
    assert next(items) == 2
    items.close()
    assert in_notebook.outputs[-1].data["text/plain"] == "checking: stopped after 1 of 2 versions"


def test_one_of_a_thing_is_no_plural(in_notebook):
    assert list(shown("a", show=True, doing="exporting", unit="version")) == ["a"]
    assert in_notebook.outputs[-1].data["text/plain"].startswith("exporting: 1 version in ")


def test_short_work_shows_nothing_in_a_notebook(in_notebook, monkeypatch):
    monkeypatch.setattr(_progress, "_PATIENCE_S", 60)
    assert list(shown("abc", show=True, doing="importing", unit="file")) == ["a", "b", "c"]
    assert in_notebook.outputs == []
