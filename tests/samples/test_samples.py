"""The sample files: eight workflows, and two files that an import must name as skipped."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from wfkit import nodetypes, samples
from wfkit.core import rules
from wfkit.errors import InvalidInput
from wfkit.formats import native

NO_WORKFLOWS = {"settings.json", "unfinished_download.json"}
WORKFLOWS = sorted(set(samples.names()) - NO_WORKFLOWS)


def read(name):
    return resources.files(samples).joinpath(name).read_text(encoding="utf-8")


def test_there_are_eight_workflows_and_two_other_files():
    assert len(WORKFLOWS) == 8
    assert set(samples.names()) >= NO_WORKFLOWS


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_sample_has_neither_errors_nor_warnings(name):
    graph = native.read(json.loads(read(name)))
    report = rules.check(graph, node_types=nodetypes.catalogue(), held=True, acyclic=True)
    assert (*report.errors, *report.warnings) == ()
    assert 4 <= len(graph.nodes) <= 10


def test_the_samples_have_names_of_their_own():
    assert len({json.loads(read(name))["name"] for name in WORKFLOWS}) == len(WORKFLOWS)


def test_the_settings_are_json_but_no_workflow():
    assert "nodes" not in json.loads(read("settings.json"))


def test_the_unfinished_download_is_not_json():
    with pytest.raises(json.JSONDecodeError):
        json.loads(read("unfinished_download.json"))


def test_a_copy_makes_the_folder_and_says_where_each_file_is(tmp_path):
    folder = tmp_path / "new" / "flows"
    paths = samples.copy_to(folder)
    assert paths == tuple(folder / name for name in samples.names())
    assert all(path.read_text(encoding="utf-8") == read(path.name) for path in paths)


def test_a_second_copy_leaves_edited_files_alone(tmp_path):
    edited = samples.copy_to(tmp_path)[0]
    edited.write_text("mine")
    assert samples.copy_to(tmp_path)[0] == edited
    assert edited.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(InvalidInput, match=r"cannot write the samples into '.*file'.*name a folder"):
        samples.copy_to(blocked)
