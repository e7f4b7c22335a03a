"""Real files: whatever a reader makes of them can be drawn."""

from __future__ import annotations

import pytest

from wfkit import render
from wfkit.errors import WfkitError
from wfkit.service import documents

from .conftest import read

TOOLS = ("comfyui_api", "comfyui_ui", "dify", "elyra", "flowise", "galaxy", "langflow", "n8n", "nodered", "ragflow")


@pytest.mark.parametrize("tool", TOOLS)
def test_real_files_are_drawn_in_every_way(corpus, tool):
    drawn = 0
    for path in sorted((corpus / tool).iterdir())[:8]:
        try:
            graph = documents.load(path).graph
        except WfkitError:
            continue
        picture = read(render.svg(graph))
        assert {*picture.places} >= {node.id for node in graph.nodes if node.role == "node" and node.id.isprintable()}
        assert render.dot(graph).startswith("digraph")
        assert render.mermaid(graph).startswith("flowchart")
        assert render.outline(graph)
        drawn += 1
    if not drawn:
        pytest.skip(f"no file of {tool} has a reader of its graph")
