"""The laws on revisions of real workflows, as their authors published them."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import jsonpatch
import pytest
from msgspec.structs import replace

import wfkit
from wfkit.core.diff import diff
from wfkit.core.diff._order import is_more_than_order
from wfkit.core.diff.matching import match
from wfkit.core.model import Graph
from wfkit.core.patch import apply_patch

if TYPE_CHECKING:
    from wfkit.core.document import Document


@pytest.fixture(scope="module")
def pairs(corpus) -> list[tuple[str, Document, Document]]:
    """Name, older and newer document of every successive pair that is read."""
    found = []
    for chain in sorted(path for path in (corpus / "chains").glob("*/*") if path.is_dir()):
        documents = []
        for path in sorted(chain.iterdir()):
            try:
                documents.append(wfkit.load(path))
            except wfkit.WfkitError:
                continue
        found += [(str(new.source), old, new) for old, new in pairwise(documents)]
    assert len(found) > 100
    return found


def exactly(data):
    """A text that tells 1, 1.0 and true apart."""
    return json.dumps(data, sort_keys=True)


def test_the_patch_makes_exactly_the_newer_document(pairs):
    for name, old, new in pairs:
        steps = diff(old, new).to_json_patch()
        assert exactly(apply_patch(old.data, steps)) == exactly(new.data), name
        assert exactly(jsonpatch.apply_patch(old.data, steps)) == exactly(new.data), name


def test_there_is_a_difference_when_more_than_order_differs(pairs):
    for name, old, new in pairs:
        assert not diff(old, old), name
        assert diff(old, new) or not is_more_than_order(old.data, new.data), name


def test_the_way_back_is_the_mirror_image(pairs):
    for name, old, new in pairs:
        forth, back = diff(old, new), diff(new, old)
        left = list(back)
        for change in forth:
            left.remove(change.mirrored())
        assert left == [], name


def test_a_revision_is_an_edit_and_not_another_workflow(pairs):
    """Most nodes of a revision are found again, whatever the tool did to their ids."""
    few = []
    for name, old, new in pairs:
        found = diff(old, new)
        count = min(len(graph.nodes) for graph in found.matching.graphs)
        if len(found.matches) < count / 2:
            few.append(name)
    assert len(few) <= len(pairs) / 100, few


def test_a_summary_is_one_short_line_and_the_text_names_what_changed(pairs):
    for name, old, new in pairs:
        found = diff(old, new)
        assert found.summary.isprintable(), name
        assert 0 < len(found.summary) < 500, name
        text = found.text(limit=None, layout=True, noise=True)
        assert "not shown" not in text.splitlines()[-1], name
        assert len(found.to_frame()) == len(found), name


def test_nodes_of_real_workflows_are_found_again_under_other_ids(corpus):
    """All ids, and every sign of the order, given anew; what is left are types, labels, configs and edges."""
    count = found = 0
    for path in sorted(path for path in corpus.glob("*/*") if path.is_file() and path.suffix != ".yml"):
        try:
            graph = wfkit.load(path).graph
        except wfkit.WfkitError:
            continue
        names = {node.id: f"node {place}" for place, node in enumerate(graph.nodes)}
        matching = match(_anew(graph, {name: name for name in names}), _anew(graph, names))
        count += len(names)
        # Nodes that are the same but for their ids may stand for each other.
        found += sum(names[one.old.id] == one.new.id or _said(one.old) == _said(one.new) for one in matching.found)
    assert count > 1000
    assert found > 0.99 * count


def _anew(graph, names):
    nodes = [
        replace(
            node,
            id=names[node.id],
            label=names[node.id] if node.label == node.id else node.label,
            parent=names.get(node.parent, node.parent),
            position=None,
            uid="",
        )
        for node in graph.nodes
    ]
    edges = [
        replace(edge, source=names.get(edge.source, edge.source), target=names.get(edge.target, edge.target))
        for edge in graph.edges
    ]
    return Graph((*nodes[1::2], *nodes[::2]), tuple(edges))


def _said(node):
    return node.type, node.label, node.config
