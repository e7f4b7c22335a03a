"""How components of RAGFlow name each other: `{Agent:Bright@content}` in texts, and parameters that are an id.

Read off RAGFlow's own `agent/canvas.py` and `agent/component/base.py` (0.2x) and its templates. Older versions name the
component alone, `{Retrieval:Bright}`. Words in braces that are no component are variables of the run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wfkit.core.mention import Mention, at_start, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.mention import Place
    from wfkit.core.model import Graph, Node

_IN_BRACES = re.compile(r"\{(?P<id>[^{}@\s]{1,100}(?: [^{}@\s]{1,100}){0,5})(?:@(?P<port>[^{}\n]{1,200}))?\}")
# Parameters that hold the id of a component and nothing else.
_IDS = frozenset({"component_id", "cpn_id", "to", "end_cpn_id", "end_cpn_ids", "yes", "no"})


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """Where the parameters of a component name others."""
    for place, text in texts(node.config):
        if "{" in text:
            for found in _IN_BRACES.finditer(text):
                if found["id"] in graph.by_id or (found["port"] and ":" in found["id"]):
                    yield Mention(found["id"], place.pointer, *found.span("id"), port=found["port"] or "")
        else:
            yield from _whole(graph, place, text)


def _whole(graph: Graph, place: Place, text: str) -> Iterator[Mention]:
    node_id, at, port = text.partition("@")
    if node_id in graph.by_id and (at or place.name in _IDS):
        yield at_start(node_id, place, port)
