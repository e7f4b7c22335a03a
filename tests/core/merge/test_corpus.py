"""Merges of real revisions."""

from __future__ import annotations

from itertools import islice

import pytest

import wfkit
from wfkit.core import codec
from wfkit.service.documents import from_data

# Some folders hold formats that wfkit refuses; they have no chains of documents.
FOLDERS = ("comfyui_api", "comfyui_ui", "elyra", "flowise", "galaxy", "langflow", "n8n", "nodered", "ragflow")
_REVISIONS = 6


def revisions(folder):
    """Up to six successive documents of each chain."""
    for chain in sorted(folder.iterdir()):
        documents = []
        for path in islice(sorted(chain.iterdir()), _REVISIONS):
            try:
                documents.append(wfkit.load(path))
            except wfkit.WfkitError:
                continue
        yield documents


def triples(folder):
    for documents in revisions(folder):
        for base, ours, theirs in zip(documents, documents[1:], documents[2:], strict=False):
            if base.format == ours.format == theirs.format:
                yield base, ours, theirs


def loose(document):
    graph = document.graph
    return {(edge.source, edge.target) for edge in graph.edges if not {edge.source, edge.target} <= graph.by_id.keys()}


@pytest.fixture(params=FOLDERS)
def folder(request, corpus):
    """The chains of one tool."""
    found = corpus / "chains" / request.param
    if not found.is_dir():
        pytest.skip(f"the corpus has no chains of {request.param}")
    return found


def test_what_one_side_of_real_revisions_changed_alone_is_taken(folder):
    for base, ours, _ in triples(folder):
        for sides in ((base, ours, base), (base, base, ours), (base, ours, ours)):
            merged = wfkit.merge(*sides)
            assert not merged.conflicts
            assert codec.to_text(merged.document) == codec.to_text(ours.data)


def test_real_revisions_merge_to_documents_that_can_be_read(folder):
    for sides in triples(folder):
        merged = wfkit.merge(*sides)
        assert len({each.path for each in merged.conflicts}) == len(merged.conflicts)
        known = set[tuple[str, str]]().union(*map(loose, sides))
        for side in ("ours", "theirs", "base"):
            document = from_data(wfkit.merge(*sides).resolve_all(side).document, format=sides[0].format)
            assert loose(document) <= known


def test_the_conflicts_of_real_revisions_are_the_same_from_either_side(folder):
    for base, ours, theirs in triples(folder):
        there, back = wfkit.merge(base, ours, theirs), wfkit.merge(base, theirs, ours)
        assert {each.path for each in there.conflicts} == {each.path for each in back.conflicts}
