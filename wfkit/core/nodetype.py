"""What a native node type declares; the catalogue of them lives in `wfkit.nodetypes`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.model import Port


@dataclass(frozen=True, slots=True)
class NodeType:
    """One kind of node.

    Attributes:
        key: What a document's `type` says, such as `llm`.
        title: The name for people.
        category: Its shelf in a palette, such as `retrieval`.
        description: One line: what it does.
        inputs: Ports that take edges.
        outputs: Ports that edges leave from.
        config_schema: JSON Schema (2020-12) of the config, an object with `properties`, `required`
            and defaults; a secret field has `"format": "secret"` and `"writeOnly": true`.
        source: The package that brought it.
        can_start: Whether it may run though nothing leads to its inputs.
    """

    key: str
    title: str
    category: str
    description: str
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    config_schema: Mapping[str, Any] = field(default_factory=dict)
    source: str = "wfkit"
    can_start: bool = False

    @property
    def secret_fields(self) -> tuple[str, ...]:
        """The config fields whose values must not be shown."""
        properties = self.config_schema.get("properties", {})
        return tuple(name for name, schema in properties.items() if schema.get("format") == "secret")

    @property
    def defaults(self) -> dict[str, Any]:
        """The config fields that have a default, with it."""
        properties = self.config_schema.get("properties", {})
        return {name: schema["default"] for name, schema in properties.items() if "default" in schema}
