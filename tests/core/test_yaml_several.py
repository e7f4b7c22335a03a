"""A text of several YAML documents: none that is read, but the first tells what it is about."""

from __future__ import annotations

import pytest

from wfkit.core import yaml_codec
from wfkit.core._limits import MAX_YAML_BYTES
from wfkit.errors import InvalidWorkflow


def test_the_first_of_several_documents_is_found():
    assert yaml_codec.first_document("a: 1\n---\nb: 2\n") == {"a": 1}


@pytest.mark.parametrize(
    "text",
    ["a: 1\n", "", "a: [", "a: 1\na: 2\n---\nb: 3\n", "a: 1\n---\n" + "x" * MAX_YAML_BYTES],
    ids=["one", "none", "broken", "a fault in the first", "huge"],
)
def test_a_text_of_one_document_or_a_broken_first_one_has_none(text):
    assert yaml_codec.first_document(text) is None


def test_a_text_of_several_documents_is_refused():
    with pytest.raises(InvalidWorkflow) as caught:
        yaml_codec.parse("a: 1\n---\nb: 2\n")
    assert [problem.code for problem in caught.value.problems] == ["trailing-text"]
