from __future__ import annotations

import subprocess
import sys

CODE = """
from wfkit.core import display
display._loaders.clear()
try:
    display.renderer()
except RuntimeError as error:
    print(error)
"""


def test_without_a_loader_the_renderer_says_what_sets_one():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert "import wfkit" in done.stdout
