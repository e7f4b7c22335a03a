"""Runs notebooks in fresh kernels and stores what they show, alike on every machine and every day.

python tests/notebooks/renew.py [NAME…]
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
_MOMENT = "2026-01-15 09:00"
_KERNEL = {
    "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    "display_name": "Python 3",
    "language": "python",
}
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


def renew(path):
    """Runs one notebook and writes it back with its outputs."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=60, record_timing=False, resources={"metadata": {"path": folder}}).execute()
    notebook.metadata = _METADATA
    path.write_text(_timeless(nbformat.writes(notebook)) + "\n", encoding="utf-8")


def _timeless(text):
    """The text with one moment in place of every moment of today."""
    return re.sub(rf"{datetime.now(UTC):%Y-%m-%d}([ T])\d\d:\d\d(:\d\d(\.\d+)?)?", _MOMENT, text)


def main(names):
    """Renews the notebooks whose names begin so; all when there are none."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "kernels" / "python3"
        place.mkdir(parents=True)
        (place / "kernel.json").write_text(json.dumps(_KERNEL))
        os.environ |= {"JUPYTER_PATH": folder, "WFKIT_URL": str(Path(folder) / "default.duckdb"), "WFKIT_AUTHOR": "ada"}
        for path in sorted(NOTEBOOKS.glob("*.ipynb")):
            if not names or path.stem.startswith(tuple(names)):
                renew(path)


if __name__ == "__main__":
    main(sys.argv[1:])
