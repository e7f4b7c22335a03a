"""What is installed for JupyterLab: it belongs to this version, and is found where it is looked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import wfkit
from wfkit import jupyter
from wfkit.jupyter import code

FOLDER = Path(jupyter.__file__).parent


def test_the_extension_of_jupyterlab_has_the_version_of_wfkit():
    package = json.loads((FOLDER / "labextension" / "package.json").read_text())
    assert (package["name"], package["version"]) == ("wfkit", wfkit.__version__)
    assert (FOLDER / "labextension" / package["jupyterlab"]["_build"]["load"]).is_file()


def test_the_server_is_told_of_the_module_that_it_loads():
    told = json.loads((FOLDER / "server_config.json").read_text())["ServerApp"]["jpserver_extensions"]
    assert [point["module"] for point in jupyter._jupyter_server_extension_points()] == list(told)  # noqa: SLF001 - its name is Jupyter's


def test_the_folder_that_a_developer_links_is_the_one_that_is_installed():
    assert [(FOLDER / path["src"]).is_dir() for path in jupyter._jupyter_labextension_paths()] == [True]  # noqa: SLF001 - its name is Jupyter's


def test_its_settings_can_be_had_without_a_server():
    pytest.importorskip("traitlets")
    assert jupyter.WfkitSidebar().busy_timeout_s == 5
    with pytest.raises(AttributeError, match="no attribute 'other'"):
        _ = jupyter.other


@pytest.mark.parametrize(
    ("path", "beside", "expected"),
    [
        ("work/a.duckdb", "work", 'wfkit.open("a.duckdb")'),
        ("a.duckdb", "work/deep", 'wfkit.open("../../a.duckdb")'),
        ("mine.duckdb", "work", "wfkit.open()"),
    ],
)
def test_a_file_is_named_from_where_the_code_runs(tmp_path, monkeypatch, path, beside, expected):
    monkeypatch.setenv("WFKIT_URL", str(tmp_path / "mine.duckdb"))
    assert code.opening(tmp_path / path, beside=tmp_path / beside) == expected


@pytest.mark.parametrize("url", ["a.duckdb", "postgres://here", ":memory:"])
def test_what_each_folder_resolves_anew_is_no_default(tmp_path, monkeypatch, url):
    monkeypatch.setenv("WFKIT_URL", url)
    monkeypatch.chdir(tmp_path)
    assert code.opening(tmp_path / "a.duckdb") == f'wfkit.open("{tmp_path / "a.duckdb"}")'


def test_a_file_far_away_is_named_in_full(tmp_path):
    far = tmp_path / "a.duckdb"
    assert code.opening(far, beside=tmp_path / "b" / "c" / "d") == f'wfkit.open("{far}")'
