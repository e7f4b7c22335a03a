"""How objects of the core find what draws them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from wfkit.core import display


@pytest.fixture
def loaders(monkeypatch):
    """The hook, empty for one test."""
    monkeypatch.setattr(display, "_loaders", {})


@pytest.mark.usefixtures("loaders")
def test_without_a_renderer_asking_says_what_sets_one():
    with pytest.raises(RuntimeError, match="no renderer; `import wfkit` sets one"):
        display.renderer()


@pytest.mark.usefixtures("loaders")
def test_the_renderer_is_loaded_when_it_is_asked_for():
    loaded = []
    display.use(lambda: loaded.append("first"), lambda: loaded.append("secrets"))
    assert loaded == []
    display.renderer()
    assert loaded == ["first"]


@pytest.mark.usefixtures("loaders")
def test_the_last_loader_counts():
    display.use(lambda: "first", lambda: None)
    display.use(lambda: "second", lambda: None)
    assert display.renderer() == "second"


def test_importing_wfkit_sets_a_renderer_without_loading_it():
    code = "import sys, wfkit.core.display as it, wfkit; assert 'wfkit.render' not in sys.modules; it.renderer().svg"
    subprocess.run([sys.executable, "-c", code], check=True)
