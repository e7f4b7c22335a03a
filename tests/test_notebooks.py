"""The notebooks run from top to bottom in a fresh kernel."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = sorted(Path(__file__).parent.parent.joinpath("notebooks").glob("*.ipynb"))

# A process of its own: nbval 0.11 starts coverage in the kernel, and never comes back, when --cov names no package.
NBVAL = ["-m", "pytest", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120", "-p", "no:cacheprovider"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_every_cell_of_a_notebook_runs(notebook, repository, tmp_path):
    environment = {**os.environ, "WFKIT_URL": str(tmp_path / "notebook.duckdb")}
    done = subprocess.run(
        [sys.executable, *NBVAL, str(notebook)],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
