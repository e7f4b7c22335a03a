"""One version is exported as it was given, to a file that is whole or not there."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys

import pytest

from wfkit.errors import InvalidInput, NotFound

from .conftest import document


def test_a_version_is_exported_as_it_was_given(registry, tmp_path):
    raw = json.dumps(document(), indent=3).encode()
    workflow = registry.create("Flow", raw)
    assert registry.export(workflow, tmp_path / "a.json").read_bytes() == raw
    assert registry.export("Flow", str(tmp_path / "a.ga"), version=1).read_bytes() == raw


def test_the_version_can_be_named_by_number_or_tag(registry, workflow, tmp_path):
    for number, (reference, text) in enumerate([(2, "2"), ("production", "3"), ("v1.0.0", "1"), (None, "1")]):
        target = registry.export(workflow, tmp_path / f"{number}.json", version=reference)
        assert json.loads(target.read_bytes()) == document(text)
    with pytest.raises(NotFound):
        registry.export(workflow, tmp_path / "x.json", version=9)
    assert not (tmp_path / "x.json").exists()


def test_a_workflow_object_exports_the_version_that_it_was_read_at(registry, tmp_path):
    old = registry.create("Flow", document("1"))
    old.save(document("2"))
    assert json.loads(registry.export(old, tmp_path / "a.json").read_bytes()) == document("1")
    assert json.loads(registry.export("Flow", tmp_path / "b.json").read_bytes()) == document("2")


def test_a_file_that_exists_is_replaced_only_on_request(registry, workflow, tmp_path):
    target = tmp_path / "a.json"
    target.write_text("precious")
    with pytest.raises(InvalidInput, match="overwrite=True"):
        registry.export(workflow, target)
    assert target.read_text() == "precious"
    registry.export(workflow, target, overwrite=True)
    assert json.loads(target.read_bytes()) == document("1")


@pytest.mark.parametrize("name", ["", ".", "folder", "a\0b", None, 3])
def test_what_is_no_file_name_is_refused(registry, workflow, tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(InvalidInput):
        registry.export(workflow, name, overwrite=True)


def test_a_missing_folder_is_not_found(registry, workflow, tmp_path):
    with pytest.raises(NotFound, match="no folder"):
        registry.export(workflow, tmp_path / "gone" / "a.json")


def test_an_export_leaves_nothing_beside_the_file_and_an_ordinary_mode(registry, workflow, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    target = registry.export(workflow, folder / "a.json")
    plain = folder / "plain"
    plain.touch()
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    with pytest.raises(NotFound):
        registry.export(workflow, folder / "b.wfkit", version="gone")
    with pytest.raises(InvalidInput):
        registry.export(workflow, folder / "c.json", redact="everything")
    assert sorted(path.name for path in folder.iterdir()) == ["a.json", "plain"]


_KILLED = """
import os, signal, sys, wfkit
from wfkit.service import exporting
write = exporting._write_member
def halfway(archive, name, raw):
    write(archive, name, raw)
    archive.fp.flush()
    os.kill(os.getpid(), signal.SIGKILL)
exporting._write_member = halfway
registry = wfkit.open(sys.argv[1])
registry.export("Flow", sys.argv[2], history=True, overwrite=True)
"""


def test_a_killed_export_leaves_the_old_file_whole(registry, archive):
    before = archive.read_bytes()
    url = registry.url
    registry.close()
    done = subprocess.run([sys.executable, "-c", _KILLED, url, str(archive)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert archive.read_bytes() == before
