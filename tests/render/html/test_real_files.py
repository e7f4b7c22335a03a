"""Files that people made, and their revisions, in the notebook."""

from __future__ import annotations

from itertools import islice, pairwise

import pytest

import wfkit
from wfkit.render.html import diff_html, graph_bundle

FOLDERS = ("comfyui_api", "comfyui_ui", "elyra", "flowise", "galaxy", "langflow", "n8n", "nodered", "ragflow")


@pytest.mark.parametrize("folder", FOLDERS)
def test_graphs_of_real_files_survive(read, corpus, folder):
    files = sorted((corpus / folder).iterdir())[:4]
    assert files
    for file in files:
        graph = wfkit.load(file).graph
        page = read(graph_bundle(graph)["text/html"])
        assert page.tags.count("img") == 1
        assert len(page.source) < 1_000_000


@pytest.mark.parametrize("folder", FOLDERS)
def test_diffs_of_real_revisions_survive(read, corpus, folder):
    chains = [chain for chain in sorted((corpus / "chains" / folder).iterdir()) if chain.is_dir()]
    pairs = [pair for chain in chains for pair in pairwise(sorted(chain.glob("*.json")))]
    for old, new in islice(pairs, 0, None, max(1, len(pairs) // 4)):
        page = read(diff_html(wfkit.diff(old, new)))
        assert page.words
        assert len(page.source) < 1_000_000
