"""The notebooks run from top to bottom in a fresh kernel, and show what is stored in them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = sorted(Path(__file__).parent.parent.joinpath("notebooks").glob("*.ipynb"))

# A process of its own: nbval 0.11 starts coverage in the kernel, and never comes back, when --cov names no package.
NBVAL = ["-m", "pytest", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=60", "-p", "no:cacheprovider"]
SANITISED = ["--nbval-sanitize-with", "tests/notebooks/sanitize.cfg"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_every_cell_of_a_notebook_runs_and_shows_what_is_stored(notebook, repository, tmp_path):
    environment = {**os.environ, "WFKIT_URL": str(tmp_path / "notebook.duckdb"), "WFKIT_AUTHOR": "ada"}
    done = subprocess.run(
        [sys.executable, *NBVAL, *SANITISED, str(notebook)],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "notebook.duckdb").exists(), "it opened the registry of whoever runs it"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_a_notebook_stores_what_it_shows_and_nothing_of_the_machine_it_ran_on(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] == place for place, cell in enumerate(code, start=1))
    stored = json.dumps([cell["outputs"] for cell in code])
    assert not re.findall(r"/(?:tmp|home|root|Users|var|work)/\w+|Traceback|site-packages", stored)
    assert [cell for cell in code if cell["outputs"]]
    # Where no kernel runs, a live panel would be an error message: its picture is stored instead.
    assert "widget-view" not in stored
