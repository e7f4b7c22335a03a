"""How nodes of ComfyUI name each other without a link: what a Set node keeps, and the Get nodes that ask for it.

Read off `setgetnodes.js` of ComfyUI-KJNodes and of ComfyUI-Easy-Use. The name is the first widget of both. A Get node
sees those of its own canvas first, then the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.mention import Mention
from wfkit.core.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Graph, Node

_SETTERS = {"GetNode": "SetNode", "easy getNode": "easy setNode"}


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """The name that a Get node asks for."""
    setter, (key, name) = _SETTERS.get(node.type), _first(node)
    if setter is None or not name:
        return
    found = [other for other in graph.nodes if other.type == setter and _first(other)[1] == name]
    near = [other for other in found if other.parent == node.parent]
    for other in (near or found)[:1]:
        yield Mention(other.id, join(key), 0, len(name))
        return
    yield Mention(name, join(key), 0, len(name))


def _first(node: Node) -> tuple[str, str]:
    """The first widget's key and value, where that is a text."""
    key, value = next(iter(node.config.items()), ("", ""))
    return (key, value) if isinstance(value, str) else (key, "")
