"""The catalogue as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from wfkit.core.model import Port
    from wfkit.core.nodetype import NodeType

NODE_TYPE_COLUMNS = (
    "key",
    "title",
    "category",
    "description",
    "inputs",
    "outputs",
    "required",
    "secrets",
    "source",
)


def to_frame(node_types: Iterable[NodeType]) -> pd.DataFrame:
    """A row a node type, columns `NODE_TYPE_COLUMNS`, all text; the same columns when empty."""
    import pandas as pd

    rows = [_row(node_type) for node_type in node_types]
    return pd.DataFrame(rows, columns=list(NODE_TYPE_COLUMNS)).astype("str")


def _row(node_type: NodeType) -> dict[str, str]:
    return {
        "key": node_type.key,
        "title": node_type.title,
        "category": node_type.category,
        "description": node_type.description,
        "inputs": _ports(node_type.inputs),
        "outputs": _ports(node_type.outputs),
        "required": ", ".join(node_type.config_schema.get("required", [])),
        "secrets": ", ".join(node_type.secret_fields),
        "source": node_type.source,
    }


def _ports(ports: tuple[Port, ...]) -> str:
    return ", ".join(f"{port.name}{'*' if port.required else ''}: {port.type}" for port in ports)
