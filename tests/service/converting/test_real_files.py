"""Real files: all of them are converted, and none of the results has an error."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

import wfkit
from wfkit.errors import WfkitError
from wfkit.service.documents import load


def documents_of(corpus, folder):
    for place in (corpus / folder, corpus / "chains" / folder):
        for path in sorted(path for path in place.rglob("*") if path.is_file()):
            try:
                yield load(path)
            except WfkitError:  # what wfkit does not read is no workflow to convert
                continue


@pytest.mark.parametrize("folder", ["langflow", "flowise", "ragflow", "dify", "haystack2"])
def test_real_files_become_valid_native_documents(corpus, folder):
    for document in documents_of(corpus, folder):
        made = wfkit.to_format(document, "wfkit")
        assert wfkit.validate(made.document).errors == (), document.source
        nodes = {row.node for row in made.rows if not row.path}
        assert nodes >= {node.id for node in document.graph.nodes}


def test_the_editor_s_graph_and_the_prompt_beside_it_agree(corpus):
    pairs = defaultdict(dict)
    with (corpus / "MANIFEST.csv").open(encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest):
            pairs[row["source"], row["source_path"]][row["dialect"]] = corpus / row["path"]
    both = [pair for pair in pairs.values() if {"comfyui_ui", "comfyui_api"} <= pair.keys()]
    assert both
    for pair in both:
        made = wfkit.to_format(pair["comfyui_ui"], "comfyui-prompt").document.data
        assert _running(made) == _running(load(pair["comfyui_api"]).data), pair


def _running(prompt):
    return {key: (item["class_type"], item["inputs"]) for key, item in prompt.items()}
