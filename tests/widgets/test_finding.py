from __future__ import annotations

from wfkit.core.model import Node
from wfkit.widgets.finding import found, words_of

NODE = Node(
    "n1",
    "llm",
    "Écrire",
    config={"a": [{"b": "Deep Prompt"}], "n": 42, "f": 0.5, "t": True, "none": None, "big": 10**9000},
)


def test_names_texts_and_numbers_of_any_depth_are_found_in_any_case():
    texts = {"n1": words_of(NODE)}
    for query in ("ÉCRIRE", "llm", "n1", "deep prompt", "42", "0.5", "  deep "):
        assert found(texts, query) == ["n1"]


def test_nothing_is_found_for_nothing_or_across_two_texts():
    texts = {"n1": words_of(NODE)}
    assert found(texts, " ") == []
    assert found(texts, "true") == []
    assert found(texts, "llmn1") == []
