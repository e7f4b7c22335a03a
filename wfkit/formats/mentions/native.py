"""How nodes of native documents name each other in their config: `{{ node_id.output }}` and `${node_id.output}`.

What fills them in is the runner's business, so only the ids of nodes that are there count: another word is a variable.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wfkit.core.mention import Mention, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Graph, Node

_REFERENCE = re.compile(r"(?:\{\{\s*|\$\{\s*)(?P<id>[\w:-]{1,200})\.(?P<port>[\w-]{1,200})")


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """Where the config of a node names outputs of others."""
    for place, text in texts(node.config):
        if "{" in text:
            for found in _REFERENCE.finditer(text):
                if found["id"] in graph.by_id:
                    start, stop = found.span("id")
                    yield Mention(found["id"], place.pointer, start, stop, found["port"])
