"""Two edits of one flow that meet in a model, in a prompt and in a deleted node."""

from __future__ import annotations

import copy
from itertools import pairwise

import pytest

import wfkit
from wfkit.errors import VersionConflict

PROMPT = "Answer in one sentence.\nBe polite.\nName the page.\n"


def node(node_id, label, **config):
    return {
        "id": node_id,
        "type": "llm",
        "position": {"x": 0, "y": 0},
        "data": {"label": label, "config": {"model": "small", "prompt": "p", **config}},
    }


def document(*nodes):
    edges = [{"id": f"e{one['id']}", "source": one["id"], "target": two["id"]} for one, two in pairwise(nodes)]
    return {"nodes": [*nodes], "edges": edges}


class Made:
    """Makes documents.

    Attributes:
        base: What both sides begin with.
        keys: Two secrets.
    """

    keys = ("sk-proj-" + "a1B2c3D4e5F6" * 4, "sk-proj-" + "z9Y8x7W6v5U4" * 4)
    prompt = PROMPT
    base = document(node("a", "Answer", prompt=PROMPT), node("b", "Check", top_k=3), node("c", "Translate"))

    def changed(self, place, **config):
        """The base with other settings of one node."""
        return self.with_config(copy.deepcopy(self.base), place, **config)

    def with_config(self, made, place, **config):
        """A document after other settings were put into one of its nodes."""
        made["nodes"][place]["data"]["config"].update(config)
        return made


@pytest.fixture
def made():
    return Made()


@pytest.fixture
def ours(made):
    changed = made.changed(0, prompt=PROMPT.replace("one sentence", "two sentences"), model="large")
    return made.with_config(changed, 2, language="fr")


@pytest.fixture
def theirs(made):
    changed = made.changed(0, prompt=PROMPT.replace("the page", "page and line"), model="tiny")
    del changed["nodes"][2], changed["edges"][1]
    return made.with_config(changed, 1, top_k=5)


@pytest.fixture
def merge(made, ours, theirs):
    return wfkit.merge(made.base, ours, theirs)


@pytest.fixture
def panel(merge):
    return wfkit.ui.merge(merge)


@pytest.fixture
def registry():
    with wfkit.open(":memory:", author="ann") as opened:
        yield opened


@pytest.fixture
def refused(registry, made, ours, theirs):
    """The conflict of a save that somebody else's came before."""
    mine = registry.create("Ask", made.base)
    mine.save(theirs)
    with pytest.raises(VersionConflict) as conflict:
        mine.save(ours)
    return conflict.value
