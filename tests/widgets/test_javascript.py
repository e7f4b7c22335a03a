"""The JavaScript of panels beside the types in its comments."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

_OPTIONS = ["--noEmit", "--checkJs", "--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"]


@pytest.fixture
def typescript():
    """The command of the TypeScript compiler; $WFKIT_TYPESCRIPT names its package."""
    folder = Path(os.environ.get("WFKIT_TYPESCRIPT") or "node_modules/typescript")
    node = shutil.which("node")
    if node is None or not (folder / "bin" / "tsc").is_file():
        pytest.skip(f"no TypeScript at {str(folder)!r}: npm i typescript, or let WFKIT_TYPESCRIPT name its folder")
    return [node, str(folder / "bin" / "tsc")]


def test_every_value_is_of_the_type_that_its_comment_says(typescript):
    scripts = sorted(str(file) for file in Path(str(files("wfkit.widgets") / "static")).glob("*.js"))
    checked = subprocess.run([*typescript, *_OPTIONS, *scripts], capture_output=True, text=True, check=False)
    assert (checked.stdout, checked.returncode) == ("", 0)


def test_a_wrong_type_is_found(typescript, tmp_path):
    (tmp_path / "wrong.js").write_text('/** @type {number} */\nconst count = "three";\n')
    checked = subprocess.run(
        [*typescript, *_OPTIONS, str(tmp_path / "wrong.js")], capture_output=True, text=True, check=False
    )
    assert "TS2322" in checked.stdout
