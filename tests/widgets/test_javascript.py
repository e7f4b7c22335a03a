"""The JavaScript of panels beside the types in its comments."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

_OPTIONS = ["--noEmit", "--checkJs", "--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"]


_STATIC = Path(str(files("wfkit.widgets") / "static"))
_VIEWS = [file for file in sorted(_STATIC.rglob("*.js")) if "export default" in file.read_text(encoding="utf-8")]


@pytest.fixture
def typescript():
    """The command of the TypeScript compiler; $WFKIT_TYPESCRIPT names its package."""
    folder = Path(os.environ.get("WFKIT_TYPESCRIPT") or "node_modules/typescript")
    node = shutil.which("node")
    if node is None or not (folder / "bin" / "tsc").is_file():
        pytest.skip(f"no TypeScript at {str(folder)!r}: npm i typescript, or let WFKIT_TYPESCRIPT name its folder")
    return [node, str(folder / "bin" / "tsc")]


@pytest.mark.parametrize("script", _VIEWS, ids=lambda file: file.stem)
def test_every_value_is_of_the_type_that_its_comment_says(typescript, script):
    # With nothing beside it but what it and those refer to, as `_static.module` puts it together.
    checked = subprocess.run([*typescript, *_OPTIONS, str(script)], capture_output=True, text=True, check=False)
    assert (checked.stdout, checked.returncode) == ("", 0)


def test_a_wrong_type_is_found(typescript, tmp_path):
    (tmp_path / "wrong.js").write_text('/** @type {number} */\nconst count = "three";\n')
    checked = subprocess.run(
        [*typescript, *_OPTIONS, str(tmp_path / "wrong.js")], capture_output=True, text=True, check=False
    )
    assert "TS2322" in checked.stdout
