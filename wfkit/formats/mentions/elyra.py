"""How nodes of Elyra name each other: a parameter that is the file another node puts out says the id of that node.

Read off Elyra's own `elyra/pipeline/component_parameter.py` (3.x): `{"widget": "inputpath", "value": "<node id>",
"option": "<output>"}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.mention import at_start, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.mention import Mention
    from wfkit.core.model import Graph, Node

_VALUE = "value"


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """Where the parameters of a node are outputs of others."""
    for place, text in texts(node.config):
        if place.key == _VALUE and text in graph.by_id:
            yield at_start(text, place)
