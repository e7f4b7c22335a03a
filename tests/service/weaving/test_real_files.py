"""Merges of published revisions of real workflows, as text."""

from __future__ import annotations

import re

import pytest

from wfkit.core import codec
from wfkit.core.merge import merge
from wfkit.errors import WfkitError
from wfkit.service.documents import load
from wfkit.service.weaving import conflict_text, merged_text

SIDES = ("ours", "base", "theirs")
BLOCK = re.compile(
    r"^<<<<<<< ours\r?\n(.*?)^\|\|\|\|\|\|\| base\r?\n(.*?)^=======\r?\n(.*?)^>>>>>>> theirs(?:\r?\n)?",
    re.MULTILINE | re.DOTALL,
)


def documents_in(folder):
    for path in sorted(folder.iterdir()):
        try:
            yield load(path)
        except WfkitError:  # a tool that wfkit does not read
            return


def saying(text):
    return codec.canonical(codec.parse(text))


@pytest.mark.parametrize(
    "tool", ["n8n", "langflow", "flowise", "comfyui_ui", "comfyui_api", "nodered", "galaxy", "elyra"]
)
def test_revisions_of_real_files_are_woven(corpus, tool):
    chains = [[*documents_in(folder)] for folder in sorted(corpus.glob(f"chains/{tool}/*"))]
    for documents in [chain for chain in chains if len(chain) > 1]:
        old, new, last = documents[0], documents[1], documents[-1]
        assert merged_text(merge(old, new, old)) == new.text
        assert saying(merged_text(merge(old, old, new))) == codec.canonical(new.data)
        text = conflict_text(old, new, last)
        for place, side in enumerate(SIDES, start=1):
            wanted = merge(old, new, last).resolve_all(side).document
            assert saying(BLOCK.sub(lambda found, place=place: found[place], text)) == codec.canonical(wanted)
