"""How components of RAGFlow name each other: `{Agent:Bright@content}` in texts, and parameters that are an id.

Read off RAGFlow's own `agent/canvas.py` and `agent/component/base.py` (0.2x) and its templates. Older versions name the
component alone, `{Retrieval:Bright}`. Words in braces that are no component are variables of the run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import structs

from wfkit.core.mention import Mention, texts
from wfkit.core.pointer import append
from wfkit.formats._sniffing import child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.mention import Place
    from wfkit.core.model import Graph, Node

_IN_BRACES = re.compile(r"\{(?P<id>[^{}@\s]{1,100}(?: [^{}@\s]{1,100}){0,5})(?:@(?P<port>[^{}\n]{1,200}))?\}")
# Parameters that hold the id of a component and nothing else; of these, where a run goes on, which edges say too.
_IDS = frozenset({"component_id", "cpn_id"})
_TARGETS = frozenset({"to", "end_cpn_id", "end_cpn_ids", "yes", "no"})
_PARAMS = "/component/params"


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """Where the parameters of a component name others, as drawn and as they run."""
    yield from _in_value(graph, node.config)
    params = child(node.settings.get("component"), "params")
    if params:
        base = append(node.pointer.rpartition("/graph/nodes/")[0], "components", node.id, "obj", "params")
        for mention in _in_value(graph, params):
            setting, pointer = f"{_PARAMS}{mention.path}", f"{base}{mention.path}"
            yield structs.replace(mention, path="", setting=setting, pointer=pointer)


def _in_value(graph: Graph, value: Any) -> Iterator[Mention]:
    for place, text in texts(value):
        if "{" in text:
            for found in _IN_BRACES.finditer(text):
                if found["id"] in graph.by_id or (found["port"] and ":" in found["id"]):
                    yield Mention(found["id"], place.pointer, *found.span("id"), port=found["port"] or "")
        else:
            yield from _whole(graph, place, text)


def _whole(graph: Graph, place: Place, text: str) -> Iterator[Mention]:
    node_id, at, port = text.partition("@")
    is_target = not at and place.name in _TARGETS
    if node_id in graph.by_id and (at or is_target or place.name in _IDS):
        yield Mention(node_id, place.pointer, 0, len(node_id), port, doubles_edge=is_target)
