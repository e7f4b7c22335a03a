"""The node types that come with wfkit, in the order of a palette."""

from __future__ import annotations

from wfkit.nodetypes import _control, _generation, _indexing, _loading, _retrieval, _text

SHELVES = (_loading, _text, _indexing, _retrieval, _generation, _control)

BUILTIN = {node_type.key: node_type for shelf in SHELVES for node_type in shelf.NODE_TYPES}
