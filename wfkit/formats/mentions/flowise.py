"""How nodes of Flowise name each other in their inputs.

Read off Flowise's own `packages/server/src/utils/index.ts` and `buildAgentflow.ts` (3.x), and the marketplace's files.
What an edge brings to an anchor is said again in the input of its name: `{{chatOpenAI_0.data.instance}}`. An agentflow
names outputs in its texts, `{{ llmAgentflow_0 }}`, inside marks of the editor that repeat the id; a loop goes back to
`llmAgentflow_0-Supervisor`, an id and a label, or in the older generation to a node by its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wfkit.core.mention import Mention, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.mention import Place
    from wfkit.core.model import Graph, Node

_VARIABLE = re.compile(r"\{\{\s*(?P<id>[^\W\d]\w*)(?P<port>(?:\.[\w.\[\]-]+)?)\s*\}\}")
_INSTANCE = ".data.instance"
_MARKED = re.compile(r'data-(?:id|label)=\\?"(?P<id>[^"\\]+)\\?"')
_LOOP_BACK = "loopBackToNode"
_LOOP_BY_NAME = "loopToName"
# What nodes of the older generation are called in such a loop.
_NAMES = (
    "agentName",
    "llmNodeName",
    "toolNodeName",
    "supervisorName",
    "workerName",
    "executeFlowName",
    "seqCustomFunctionName",
)


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """Where the inputs of a node name others."""
    for place, text in texts(node.config):
        if "{{" in text:
            yield from _in_text(graph, place, text)
        elif place.key == _LOOP_BACK:
            yield from _loop_back(place, text)
        elif place.key == _LOOP_BY_NAME:
            yield from _by_name(graph, place, text)


def _in_text(graph: Graph, place: Place, text: str) -> Iterator[Mention]:
    for found in _VARIABLE.finditer(text):
        is_copy = found[0] == text and found["port"] == _INSTANCE
        if found["id"] in graph.by_id or found["port"] == _INSTANCE:
            yield Mention(found["id"], place.pointer, *found.span("id"), doubles_edge=is_copy)
    if "data-" in text:
        for found in _MARKED.finditer(text):
            if found["id"] in graph.by_id:
                yield Mention(found["id"], place.pointer, *found.span("id"))


def _loop_back(place: Place, text: str) -> Iterator[Mention]:
    node_id, dash, label = text.partition("-")
    yield Mention(node_id, place.pointer, 0, len(node_id))
    if dash and label:
        yield Mention(node_id, place.pointer, len(node_id) + 1, len(text), is_label=True)


def _by_name(graph: Graph, place: Place, text: str) -> Iterator[Mention]:
    node = graph.once(_named).get(text)
    yield Mention(node.id if node else text, place.pointer, 0, len(text), is_label=node is None or text == node.label)


def _named(graph: Graph) -> dict[str, Node]:
    """The nodes by all that a loop may call them, the first of each name."""
    found: dict[str, Node] = {}
    for node in graph.nodes:
        for name in (node.label, *(node.config.get(key) for key in _NAMES)):
            if isinstance(name, str):
                found.setdefault(name, node)
    return found
