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

# No canvas is called so, for it is no id.
_ANYWHERE = ""
_SETTERS = {"GetNode": "SetNode", "easy getNode": "easy setNode"}


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """The name that a Get node asks for."""
    setter, (key, name) = _SETTERS.get(node.type), _first(node)
    if setter is None or not name:
        return
    known = graph.once(_kept)
    found = known.get((setter, node.parent, name)) or known.get((setter, _ANYWHERE, name))
    yield Mention(found.id if found else name, join(key), 0, len(name))


def _kept(graph: Graph) -> dict[tuple[str, str | None, str], Node]:
    """The Set nodes by their type, their canvas and the name that they keep something under."""
    setters = [node for node in reversed(graph.nodes) if node.type in _SETTERS.values()]
    everywhere = {(node.type, _ANYWHERE, _first(node)[1]): node for node in setters}
    return everywhere | {(node.type, node.parent, _first(node)[1]): node for node in setters}


def _first(node: Node) -> tuple[str, str]:
    """The first widget's key and value, where that is a text."""
    key, value = next(iter(node.config.items()), ("", ""))
    return (key, value) if isinstance(value, str) else (key, "")
