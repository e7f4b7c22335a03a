"""What an import finds below folders, by patterns and in lists of paths."""

from __future__ import annotations

import os

import pytest

from wfkit.errors import InvalidInput, NotFound
from wfkit.store import frames

from .conftest import document, one, outcome, put, run


def test_every_file_below_a_folder_has_a_row_in_sorted_order(registry, flows):
    for path in ("b.json", "a/z.json", "a/deep/x.json", "c.txt"):
        put(flows, path, document(path, path) if path.endswith("json") else b"words")
    frame = run(registry, flows)
    assert [os.path.relpath(file, flows) for file in frame["file"]] == ["a/deep/x.json", "a/z.json", "b.json", "c.txt"]
    assert list(frame["status"]) == ["imported", "imported", "imported", "skipped"]
    assert registry.check().empty


def test_hidden_files_and_folders_are_not_looked_into(registry, flows):
    for path in (".git/a.json", ".ipynb_checkpoints/b.json", ".c.json", "d.json"):
        put(flows, path, document(path, path))
    assert outcome(run(registry, flows)) == {"d.json": "imported"}


def test_an_empty_folder_gives_an_empty_frame_with_the_same_dtypes(registry, flows):
    empty = run(registry, flows)
    put(flows, "a.json", document())
    assert list(empty.columns) == list(frames.IMPORTS)
    assert empty.empty
    assert dict(empty.dtypes) == dict(run(registry, flows).dtypes)


@pytest.mark.parametrize("path", ["nothing", "nothing/*.json", "a\0b", "**/*.none", "x" * 5000])
def test_a_path_that_is_nowhere_is_not_found(registry, flows, path):
    put(flows, "a.json", document())
    with pytest.raises(NotFound, match="no file or folder"):
        run(registry, f"{flows}/{path}")


@pytest.mark.parametrize("path", [None, 3, [3], b"x"], ids=repr)
def test_what_is_no_path_is_refused(registry, path):
    with pytest.raises(InvalidInput, match="no path"):
        run(registry, path)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.json", ["top.json"]),
        ("**/*.json", ["a/b/low.json", "a/mid.json", "top.json"]),
        ("a/**", ["a/b/low.json", "a/mid.json"]),
        ("a/*.json", ["a/mid.json"]),
        ("?/m[ij]d.json", ["a/mid.json"]),
        ("**/b/*", ["a/b/low.json"]),
    ],
)
def test_a_pattern_finds_what_it_says(registry, flows, pattern, found):
    for path in ("top.json", "a/mid.json", "a/b/low.json", ".hidden/x.json"):
        put(flows, path, document(path, path))
    put(flows, "top.txt", b"")
    frame = run(registry, f"{flows}/{pattern}")
    assert [os.path.relpath(file, flows) for file in frame["file"]] == found


def test_a_relative_pattern_starts_at_the_current_folder(registry, flows, monkeypatch):
    put(flows, "a.json", document())
    monkeypatch.chdir(flows)
    assert one(run(registry, "*.json"))["file"] == "a.json"


def test_a_file_whose_name_looks_like_a_pattern_is_found(registry, flows):
    assert one(run(registry, put(flows, "a[1].json", document())))["status"] == "imported"


def test_a_list_of_paths_is_imported_in_its_order(registry, flows):
    paths = [put(flows, f"{name}.json", document(name, name)) for name in "cab"]
    assert list(run(registry, (path for path in paths))["name"]) == ["c", "a", "b"]


def test_a_missing_path_in_a_list_is_found_before_anything_is_written(registry, flows):
    with pytest.raises(NotFound):
        run(registry, [put(flows, "a.json", document()), flows / "gone.json"])
    assert registry.list().empty


def test_links_that_lead_in_circles_are_named_and_not_followed(registry, flows):
    put(flows, "a/x.json", document())
    (flows / "a" / "loop").symlink_to(flows)
    (flows / "self").symlink_to("self")
    (flows / "link.json").symlink_to(flows / "a" / "x.json")
    frame = run(registry, flows)
    assert outcome(frame) == {"loop": "skipped", "x.json": "imported", "link.json": "unchanged", "self": "failed"}
    assert len(run(registry, f"{flows}/**/*.json")) == 2


def test_a_pipe_is_named_and_not_opened(registry, flows):
    os.mkfifo(flows / "pipe.json")
    assert one(run(registry, flows))["reason"] == "not a regular file"
