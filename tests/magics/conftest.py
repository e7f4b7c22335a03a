"""A real IPython shell with the extension loaded, and a registry of the test's own behind it."""

from __future__ import annotations

import atexit

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import wfkit


class Shell:
    """What somebody types, and what they see."""

    def __init__(self, shell, capsys):
        self.ip = shell
        self._capsys = capsys

    @property
    def variables(self):
        return self.ip.user_ns

    def run(self, cell):
        """The value of the cell; it must not fail."""
        done = self.ip.run_cell(cell)
        done.raise_error()
        return done.result

    def fault(self, cell):
        """What a cell that fails says; a traceback would be no such text."""
        self._capsys.readouterr()
        done = self.ip.run_cell(cell)
        assert done.error_in_exec is not None, cell
        shown = self._capsys.readouterr()
        assert shown.out == ""
        assert shown.err.startswith("UsageError: "), shown.err
        return shown.err.removeprefix("UsageError: ").strip()

    def printed(self, cell):
        self._capsys.readouterr()
        self.run(cell)
        return self._capsys.readouterr().out

    def faults(self, cells):
        return {cell: self.fault(cell) for cell in cells}

    def completed(self, text, after=""):
        """What Tab makes of a line whose cursor stands between the two texts, in the order of the list."""
        with provisionalcompleter():
            found = list(self.ip.Completer.completions(text + after, len(text)))
        return [text[: one.start] + one.text + after for one in found if one.type == "wfkit"]


@pytest.fixture
def url(tmp_path, monkeypatch):
    """The default registry, which is not made yet."""
    path = str(tmp_path / "default.duckdb")
    monkeypatch.setenv("WFKIT_URL", path)
    monkeypatch.setenv("WFKIT_AUTHOR", "Ada")
    return path


@pytest.fixture(scope="module")
def ipython(tmp_path_factory):
    """One shell for the tests of a module, for it takes half a second to make."""
    config = Config()
    config.HistoryManager.enabled = False
    made = InteractiveShell(config=config, ipython_dir=str(tmp_path_factory.mktemp("ipython")))
    yield made
    made.atexit_operations()
    atexit.unregister(made.atexit_operations)
    made.restore_sys_module_state()


@pytest.fixture
def shell(ipython, url, tmp_path, monkeypatch, capsys):  # noqa: ARG001 - no test may open the user's own registry
    monkeypatch.chdir(tmp_path)
    ipython.reset()
    wfkit.load_ipython_extension(ipython)
    return Shell(ipython, capsys)


@pytest.fixture
def registry(shell):
    """A registry in memory, as the variable `registry` of the notebook."""
    shell.variables["registry"] = wfkit.open(":memory:", author="Ada")
    return shell.variables["registry"]


@pytest.fixture
def rag(registry):
    """A workflow of three versions, the second of which is `v1.0.0`."""
    wf = registry.use_template("Simple RAG", name="My RAG")
    for size in (900, 1000):
        wf = wf.edit().set("Split into chunks", "chunk_size", size).save(f"chunks of {size}")
    return wf.tag("v1.0.0", 2)
