from __future__ import annotations

import json
from typing import Any

import pytest

from wfkit.core.richtext import plain_text


def state(*children: Any) -> str:
    return json.dumps({"root": {"type": "root", "children": list(children)}})


def paragraph(*texts: str, kind: str = "paragraph") -> dict[str, Any]:
    return {"type": kind, "children": [{"type": "text", "text": text} for text in texts]}


def test_a_line_for_each_paragraph_in_order():
    assert plain_text(state(paragraph("Read ", "me", kind="heading"), paragraph("twice"))) == "Read me\ntwice"


def test_lists_links_and_line_breaks_are_words_too():
    items = [paragraph("one", kind="listitem"), paragraph("two", kind="listitem")]
    inner = {"type": "paragraph", "children": [paragraph("a", kind="link"), {"type": "linebreak"}, {"text": "b"}]}
    assert plain_text(state({"type": "list", "children": items}, inner)) == "one\ntwo\na\nb"


@pytest.mark.parametrize("text", ["", "plain", '{"other": 1}', '{"root": ', '{"root": NaN}', '{"root": {}, "root": 1}'])
def test_what_is_no_state_of_an_editor_stays_as_it_is(text):
    assert plain_text(text) == text


@pytest.mark.parametrize("root", ['"x"', "[1]", '{"children": [null, 3, {"text": 5, "children": "x"}]}'])
def test_a_state_without_words_says_nothing(root):
    assert plain_text(f'{{"root": {root}}}') == ""
