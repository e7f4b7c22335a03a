"""What notes say whose text is the state of an editor (Lexical, https://lexical.dev), as Dify keeps them."""

from __future__ import annotations

from typing import Any

from wfkit.core import codec
from wfkit.errors import InvalidWorkflow

_BEGINNING = '{"root"'
_NEW_LINES = frozenset({"paragraph", "heading", "quote", "listitem", "linebreak", "code"})


def plain_text(text: str) -> str:
    """The words in the state of an editor, a line for each paragraph; any other text as it is.

    >>> plain_text('{"root": {"children": [{"type": "paragraph", "children": [{"text": "Look "}, {"text": "here"}]}]}}')
    'Look here'
    >>> plain_text("# Read me")
    '# Read me'
    """
    if not text.startswith(_BEGINNING):
        return text
    try:
        state = codec.parse(text)
    except InvalidWorkflow:
        return text
    return "".join(_words(state["root"])).strip()


def _words(root: Any) -> list[str]:
    words: list[str] = []
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, dict):
            continue
        if item.get("type") in _NEW_LINES:
            words.append("\n")
        if isinstance(item.get("text"), str):
            words.append(item["text"])
        if isinstance(item.get("children"), list):
            waiting += reversed(item["children"])
    return words
