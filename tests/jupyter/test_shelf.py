"""Which registries the sidebar looks into."""

from __future__ import annotations

import pytest

import wfkit
from wfkit.jupyter import code
from wfkit.jupyter.shelf import Shelf


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WFKIT_URL", str(tmp_path / "mine.duckdb"))
    (tmp_path / "work" / ".hidden").mkdir(parents=True)
    return tmp_path / "work"


def test_the_configured_registry_is_first_and_from_the_folder_if_relative(folder, tmp_path):
    assert Shelf(folder).first() == tmp_path / "mine.duckdb"
    assert Shelf(folder, "flows.duckdb").first() == folder / "flows.duckdb"
    assert Shelf(folder, str(tmp_path / "b.duckdb")).first() == tmp_path / "b.duckdb"


def test_the_configured_registry_is_named_once(folder):
    wfkit.open(folder / "flows.duckdb").close()
    assert Shelf(folder, "flows.duckdb").names() == [""]
    assert Shelf(folder).names() == ["", "flows.duckdb"]


def test_there_are_at_most_fifty(folder):
    for number in range(60):
        (folder / f"{number}.duckdb").touch()
    assert len(Shelf(folder).names()) == 51


def test_links_that_lead_out_are_not_followed(folder, tmp_path):
    wfkit.open(tmp_path / "secret.duckdb").close()
    (folder / "link.duckdb").symlink_to(tmp_path / "secret.duckdb")
    (folder / "out").symlink_to(tmp_path)
    assert Shelf(folder).names("out") == [""]
    for name in ("link.duckdb", "out/secret.duckdb"):
        with pytest.raises(wfkit.NotFound):
            Shelf(folder).open(name)


@pytest.mark.parametrize("name", [None, "", "no", ".hidden", "..", "a\0", "RTC:deep", "a" * 300])
def test_a_folder_that_may_not_be_looked_into_counts_as_none(folder, name):
    assert Shelf(folder).beside(name) == (folder.resolve() if name == "" else None)


def test_a_registry_in_memory_has_nothing_to_show(folder, monkeypatch):
    monkeypatch.setenv("WFKIT_URL", ":memory:")
    assert Shelf(folder).names() == [""]
    assert Shelf(folder).code("", None) == ""
    with pytest.raises(wfkit.NotFound):
        Shelf(folder).open("")


def test_a_folder_that_cannot_be_read_has_none(folder, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.glob", refuse)
    assert Shelf(folder).names() == [""]


def test_a_file_on_another_drive_is_named_in_full(folder, monkeypatch):
    def refuse(*_):
        raise ValueError

    monkeypatch.setattr("os.path.relpath", refuse)
    path = folder / "a.duckdb"
    assert code.opening(path, beside=folder) == f'wfkit.open("{path}")'
