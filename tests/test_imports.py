"""What an import costs, proved in a fresh interpreter."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

import wfkit.core

HEAVY = (
    "pandas",
    "numpy",
    "pyarrow",
    "duckdb",
    "psycopg",
    "IPython",
    "ipywidgets",
    "anywidget",
    "traitlets",
    "fastapi",
    "rich",
    "typer",
)

CORE = sorted(module.name for module in pkgutil.walk_packages(wfkit.core.__path__, "wfkit.core."))


def _modules_after(statement):
    program = f"{statement}\nimport sys\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_importing_wfkit_loads_no_heavy_package():
    assert _modules_after("import wfkit").isdisjoint(HEAVY)


def test_the_panels_load_nothing_before_one_is_made():
    assert _modules_after("import wfkit; wfkit.ui.graph").isdisjoint(HEAVY)


def test_the_extension_of_ipython_loads_nothing_before_ipython_asks_for_it():
    assert _modules_after("import wfkit; wfkit.load_ipython_extension").isdisjoint({*HEAVY, "wfkit.magics"})


@pytest.mark.parametrize("module", CORE)
def test_importing_a_core_module_loads_no_heavy_package(module):
    assert _modules_after(f"import {module}").isdisjoint(HEAVY)


def test_a_heavy_package_would_be_noticed():
    assert "duckdb" in _modules_after("import duckdb")
