"""Knowing a document's format and reading its graph, beside parsing its JSON by the standard library."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from wfkit import formats
from wfkit.core import codec
from wfkit.errors import WfkitError

CORPUS = Path(os.environ.get("WFKIT_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
# Files of one tool are read together, for single ones take microseconds.
TOOLS = ("n8n", "langflow", "flowise", "comfyui_ui", "comfyui_api", "nodered", "galaxy", "ragflow", "elyra")


@pytest.fixture(scope="module", params=TOOLS)
def files(request):
    """The tool, and the text and data of each of its files."""
    folder = CORPUS / request.param
    if not folder.is_dir():
        pytest.skip(f"no corpus of real files at {str(CORPUS)!r}; WFKIT_CORPUS names another folder")
    found = []
    for path in sorted(folder.iterdir()):
        text = path.read_text(encoding="utf-8-sig")
        try:
            data = codec.parse(text)
            found.append((text, data, formats.sniff(data)))
        except WfkitError:
            continue
    return request.param, found


@pytest.mark.parametrize("who", ["bare", "wfkit"])
def test_reading_graphs(benchmark, files, who):
    tool, found = files
    benchmark.group = f"read graphs, {len(found)} files of {tool}"
    benchmark.extra_info["who"] = who
    if who == "bare":
        benchmark(lambda: [json.loads(text) for text, _, _ in found])
    else:
        benchmark(lambda: [formats.read(name, data) for _, data, name in found])


@pytest.mark.parametrize("who", ["bare", "wfkit"])
def test_sniffing(benchmark, files, who):
    tool, found = files
    benchmark.group = f"sniff, {len(found)} files of {tool}"
    benchmark.extra_info["who"] = who
    if who == "bare":
        benchmark(lambda: [json.loads(text) for text, _, _ in found])
    else:
        benchmark(lambda: [formats.sniff(data) for _, data, _ in found])
