"""The catalogue of native node types: ports, and the JSON Schema of the config.

It exists so that a form can be drawn, a mistake named and a secret masked for a node that nobody wrote code for here.
Packages add types through the entry-point group `wfkit.node_types`: a `NodeType`, an iterable of them, or a function
that returns either. It must not run nodes, and it must not know formats, stores or widgets.

    >>> get("llm").title
    'Language model'
    >>> [port.name for port in get("retriever").inputs]
    ['question', 'index']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfkit.nodetypes import _catalogue, _frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from wfkit.core.nodetype import NodeType

__all__ = ["NODE_TYPE_COLUMNS", "catalogue", "get", "register", "to_frame", "unregister"]

NODE_TYPE_COLUMNS = _frame.NODE_TYPE_COLUMNS

_CATALOGUE = _catalogue.Catalogue()


def catalogue() -> Mapping[str, NodeType]:
    """All node types by key, read-only: built-in, then those of installed packages, then registered ones.

    The packages are looked for once, at the first call; one that cannot be loaded is skipped with a `RuntimeWarning`
    that names it. A view taken earlier does not change when a type is registered.
    """
    return _CATALOGUE.view()


def register(node_type: NodeType, *, replace: bool = False) -> None:
    """Adds a node type for this process; adding an equal one again does nothing.

    Args:
        node_type: The type to add.
        replace: Whether it may take the place of another type with its key.

    Raises:
        InvalidInput: The key is empty or another type has it, two ports of a side share a name, or the config schema is
            no valid JSON Schema of an object.
    """
    _CATALOGUE.register(node_type, replace=replace)


def unregister(key: str) -> None:
    """Takes back what `register` added under this key; a type that it replaced is there again.

    Raises:
        NotFound: Nothing was registered under this key; built-in types stay.
    """
    _CATALOGUE.unregister(key)


def get(key: str) -> NodeType:
    """The node type with this key.

    Raises:
        NotFound: No type has it; the message names the nearest, or what there is.
    """
    return _catalogue.get(catalogue(), key)


def to_frame() -> pd.DataFrame:
    """A row a node type, in the order of the catalogue; columns `NODE_TYPE_COLUMNS`, all text.

    Ports read as `name: type`, joined by commas, with `*` after an input that must be connected.
    """
    return _frame.to_frame(catalogue().values())
