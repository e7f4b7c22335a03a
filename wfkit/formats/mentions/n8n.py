"""How nodes of n8n name each other in expressions and code: `$('Fetch')`, `$node["Fetch"]`, `$items("Fetch")`.

Read off n8n's own `packages/workflow/src/node-reference-parser-utils.ts` and `workflow.ts` (1.x), which rewrite them on
a rename. A name is a text of JavaScript, in any of its quotes; a template with something to fill in says no name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.core.mention import Mention, texts, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.mention import Place
    from wfkit.core.model import Graph, Node

_IN_QUOTES = re.compile(
    r"""(?<![\w$])(?:\$\(|\$node\[|\$items\(|_\(|_node\[)\s*(?P<quote>["'`])(?P<name>(?:\\.|(?!(?P=quote))[^\\]){1,500})(?P=quote)""",
    re.DOTALL,
)
_AS_PROPERTY = re.compile(r"(?<![\w$])\$node(?P<name>\.[^\W\d]\w*)")
# Code that calls something else `$`, such as a page that it takes apart.
_OTHER_DOLLAR = re.compile(r"(?<![\w$.])\$\s*=(?!=)")
_PYTHON = ("_(", "_node[")
_PYTHON_FIELD = "pythonCode"


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """Where the parameters of a node name others; a note names none, whatever it says."""
    if node.role == "note":
        return
    for place, text in texts(node.config):
        if ("$" in text or place.key == _PYTHON_FIELD) and not _OTHER_DOLLAR.search(text):
            yield from _in_quotes(place, text)
            for found in _AS_PROPERTY.finditer(text):
                name = found["name"][1:]
                if name in graph.by_id:
                    yield Mention(name, place.pointer, *found.span("name"), spelling=".")


def _in_quotes(place: Place, text: str) -> Iterator[Mention]:
    for found in _IN_QUOTES.finditer(text):
        is_python = found[0].startswith(_PYTHON)
        name, quote = unescaped(found["name"]), _quote(found["quote"])
        is_template = quote == "`" and "${" in name
        if not is_template and is_python == (place.key == _PYTHON_FIELD):
            yield Mention(name, place.pointer, *found.span("name"), spelling=quote)


def _quote(sign: str) -> Any:
    return sign
