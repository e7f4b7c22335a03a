"""How nodes of Node-RED name each other besides wires: links, scopes, and the ids of configuration nodes.

Read off the editor's and the runtime's sources of Node-RED 4. `links` join link nodes, and `scope` says which nodes
`catch`, `status` and `complete` listen to. Any other property may be the id of a configuration node, which has no
place on the canvas and no wires.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.core.mention import at_start, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.mention import Mention
    from wfkit.core.model import Graph, Node

_LINKS = frozenset({"link in", "link out", "link call"})
_LISTENERS = frozenset({"catch", "status", "complete"})


def mentions(graph: Graph, node: Node) -> Iterator[Mention]:
    """Where the properties of a node are ids of others."""
    lists = "links" if node.type in _LINKS else "scope" if node.type in _LISTENERS else None
    for place, text in texts(node.config):
        # A link or a scope says so even where there is no such node.
        is_listed = lists is not None and place.name == lists and isinstance(place.key, int)
        if is_listed or _is_config(graph.by_id.get(text)):
            yield at_start(text, place)


def _is_config(node: Node | None) -> bool:
    return node is not None and node.role == "node" and node.position is None and not node.outputs
