from __future__ import annotations

from datetime import UTC, datetime

import pytest

import wfkit
from wfkit.render.html import workflow_bundle


@pytest.fixture
def registry():
    with wfkit.open(":memory:", author="ann", clock=lambda: datetime(2026, 1, 31, 12, 0, tzinfo=UTC)) as made:
        yield made


@pytest.fixture
def wf(registry, document, node, edge):
    data = document(node("a", "llm", "Answer", model="m"), node("b", "output", "Reply"), edges=[edge("a", "b")]).data
    return registry.create("Simple RAG", data, description="answers", tags=["rag", "qa"], message="first")


def shown(workflow):
    return workflow._repr_mimebundle_()


def test_a_workflow_shows_what_is_known_of_it_and_its_picture(read, wf):
    page = read(shown(wf)["text/html"])
    assert page.words.startswith("Simple RAG version 1wfkit · 2 nodes, 1 edge · saved by ann · 2026-01-31 12:00 UTC")
    assert "answers" in page.words
    assert "Message: first" in page.words
    assert "Tags rag qa" in page.words
    assert page.alts == ["Graph of 2 nodes, 1 edge: Answer, Reply"]


def test_its_text_is_good_in_a_terminal(wf):
    assert shown(wf)["text/plain"].splitlines()[:5] == [
        "Simple RAG · version 1 · wfkit",
        "tags: rag, qa",
        "answers",
        "first",
        "saved by ann, 2026-01-31 12:00 UTC",
    ]
    assert shown(wf)["text/plain"].endswith(wf.graph.outline())


def test_a_version_shows_the_same_without_what_belongs_to_the_workflow(read, wf):
    page = read(shown(wf.at(1))["text/html"])
    assert page.words.startswith("Simple RAG version 1")
    assert "Tags" not in page.words
    assert "answers" not in page.words


def test_a_version_with_errors_and_a_restored_one_say_so(read, wf):
    broken = {**wf.document, "edges": [{"id": "e", "source": "a", "target": "nowhere"}]}
    bad = wf.save(broken, allow_invalid=True)
    assert "had errors when it was saved" in read(shown(bad)["text/html"]).words
    restored = bad.rollback(1)
    assert "Restored from version 1." in read(shown(restored)["text/html"]).words
    assert "Restored from version 1." in shown(restored)["text/plain"]


def test_many_tags_are_counted(read, wf):
    page = read(shown(wf.update(tags=[f"tag{place}" for place in range(20)]))["text/html"])
    assert "and 8 more" in page.words


def test_without_description_message_and_tags_there_are_no_empty_lines(read, registry, document, node):
    made = registry.create("bare", document(node("a")).data)
    page = read(shown(made)["text/html"])
    assert "Message" not in page.words
    assert "Tags" not in page.words
    assert shown(made)["text/plain"].splitlines()[1].startswith("saved by")


class _Elsewhere:
    """A version whose registry does not answer."""

    @property
    def graph(self):
        msg = "somebody else has it"
        raise wfkit.RegistryBusy(msg)

    def __repr__(self):
        return "<Elsewhere>"


def test_a_registry_that_cannot_be_reached_leaves_the_text():
    assert workflow_bundle(_Elsewhere()) == {"text/plain": "<Elsewhere> (somebody else has it)"}


class _Unread:
    """A version of a format whose graph wfkit does not read."""

    name, version, format, message, author, valid, restored_from = "A", 1, "odd", "", "ann", True, None
    saved_at = datetime(2026, 1, 31, tzinfo=UTC)

    @property
    def graph(self):
        msg = "no reader of 'odd' graphs"
        raise wfkit.UnknownFormat(msg)


def test_a_format_without_a_graph_says_so(read):
    bundle = workflow_bundle(_Unread())
    assert "No picture: no reader of 'odd' graphs" in read(bundle["text/html"]).words
    assert bundle["text/plain"].endswith("no reader of 'odd' graphs")
