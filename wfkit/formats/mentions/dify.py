"""How nodes of Dify name each other: `{{#id.variable#}}` in texts, and selectors, lists of an id and a variable.

Read off Dify's own `api/core/workflow/nodes/base/variable_template_parser.py` and
`api/core/workflow/constants.py` (1.x). Some ids are none of nodes but of what a run brings with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.core.mention import Mention, Place, at_start, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Graph, Node

_IN_TEXT = re.compile(r"\{\{#(?P<id>[^#{}.\s]{1,100})\.(?P<port>[^#{}\s]{1,200})#\}\}")
_RESERVED = frozenset({"sys", "env", "conversation", "context", "rag"})
_SELECTOR = "selector"
# Where the inside of an iteration begins.
_START = "start_node_id"


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """Where the settings of a node name others, existing or not."""
    for place, text in texts(node.config):
        if "{{#" in text:
            for found in _IN_TEXT.finditer(text):
                if found["id"] not in _RESERVED:
                    start, stop = found.span("id")
                    yield Mention(found["id"], place.pointer, start, stop, found["port"].partition(".")[0])
        elif place.key == _START:
            yield at_start(text, place)
        elif place.key == 0 and text not in _RESERVED:
            yield from _selected(graph, node.config, place, text)


def _selected(graph: Graph, config: Any, place: Place, text: str) -> Iterator[Mention]:
    """The mention at the head of a list, where that is a selector: by its key, or for beginning with an id."""
    is_selector = place.name.endswith(_SELECTOR)
    if not (is_selector or text in graph.by_id):
        return
    selector = _held(config, place.outer)
    if isinstance(selector, list) and len(selector) > 1 and all(isinstance(part, str) for part in selector):
        yield Mention(text, place.pointer, 0, len(text), selector[1])


def _held(config: Any, place: Place | None) -> Any:
    """What stands at a place."""
    keys = []
    while place is not None:
        keys.append(place.key)
        place = place.outer
    for key in reversed(keys):
        config = config[key]
    return config
