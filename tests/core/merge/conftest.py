"""Small native documents to merge."""

from __future__ import annotations

import copy
from types import SimpleNamespace

import pytest

import wfkit


def node(node_id, *, type="llm", label=None, x=0, **config):
    return {
        "id": node_id,
        "type": type,
        "position": {"x": x, "y": 0},
        "data": {"label": label or node_id.upper(), "config": config},
    }


def edge(source, target, edge_id=None, **more):
    return {"id": edge_id or f"{source}-{target}", "source": source, "target": target, **more}


def flow(*nodes, edges=(), **more):
    return {"name": "Flow", "nodes": [*nodes], "edges": [*edges], **more}


def changed(document, edit):
    """A copy of the document after an edit of it in place."""
    made = copy.deepcopy(document)
    edit(made)
    return made


def without(document, gone):
    """The document after deleting a node in an editor, its edges included."""
    made = copy.deepcopy(document)
    made["nodes"] = [node for node in made["nodes"] if node["id"] != gone]
    made["edges"] = [edge for edge in made["edges"] if gone not in (edge["source"], edge["target"])]
    return made


def configured(document, node_id, **config):
    made = copy.deepcopy(document)
    next(node for node in made["nodes"] if node["id"] == node_id)["data"]["config"] |= config
    return made


def connected(document, edge):
    return {**copy.deepcopy(document), "edges": [*copy.deepcopy(document["edges"]), edge]}


def added(document, node, *edges):
    return {**document, "nodes": [*document["nodes"], node], "edges": [*document["edges"], *edges]}


def node_ids(document):
    return [node["id"] for node in document["nodes"]]


def edge_ids(document):
    return [edge["id"] for edge in document["edges"]]


def both_ways(base, ours, theirs):
    """The merge from either side; both have the same conflicts."""
    there, back = wfkit.merge(base, ours, theirs), wfkit.merge(base, theirs, ours)
    assert paths(there) == paths(back)
    return there, back


def paths(merge):
    return [conflict.path for conflict in merge.conflicts]


def configs(base, ours, theirs):
    """Three documents of one node each, with these under `v` of its config; a missing one is left out."""
    return [flow(node("a", **({} if value is ... else {"v": value}))) for value in (base, ours, theirs)]


@pytest.fixture(scope="session")
def made():
    """The makers of documents."""
    return SimpleNamespace(node=node, edge=edge, flow=flow, changed=changed, configs=configs)


@pytest.fixture
def base(made):
    """`a` feeds `b`, which feeds `c`."""
    return made.flow(
        made.node("a", model="x", k=1),
        made.node("b", model="y"),
        made.node("c", type="out"),
        edges=[made.edge("a", "b", sourceHandle="o"), made.edge("b", "c")],
    )


@pytest.fixture
def framed(made):
    """`a` in the container `g`."""
    child = {**made.node("a"), "parentId": "g", "extent": "parent"}
    return made.flow(made.node("g", type="loop"), child, made.node("b"), edges=[made.edge("a", "b")])
