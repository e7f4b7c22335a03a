"""Small native documents to merge."""

from __future__ import annotations

import copy
from types import SimpleNamespace

import pytest


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


def configs(base, ours, theirs):
    """Three documents of one node each, with these under `v` of its config; a missing one is left out."""
    return [flow(node("a", **({} if value is ... else {"v": value}))) for value in (base, ours, theirs)]


@pytest.fixture(scope="session")
def made():
    """The makers of documents."""
    return SimpleNamespace(node=node, edge=edge, flow=flow, changed=changed, configs=configs)
