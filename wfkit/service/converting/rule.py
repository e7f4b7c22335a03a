"""What a table says of one node type of another tool."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wfkit.core.model import Graph, Node

NONE: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """Which native steps a node becomes, and where its settings and ports go.

    A place is `part.field` or `part.port`, where the part is a native type; several are parted by spaces.

    Attributes:
        parts: The native types, in the order in which values flow; the last one keeps the id.
        fields: Place of each setting, by its path in the config, such as `model/name`.
        given: What the type itself says, by place, such as the provider of a model.
        inputs: Place of each input.
        outputs: Place of each output.
        when: The ports, at least one of which must have an edge for a part to be there; a part without is always there.
        folds: Inputs whose nodes only configure this one: the parts that take over all their settings (`llm`), or one
            of them under another name (`retriever.embedding_model=model`).
        supplies: The outputs by which this node only configures others; `*` is all of them.
        asks: Places that the user's message feeds where no edge does, since the tool does so by itself.
        ends: Whether what it gives is the result of the workflow where no edge leads on.
        refuses: Ports that have no native counterpart: with an edge at one, the node stays foreign.
        is_text: Whether it is a fixed text when nothing leads to it, and so may be a setting of what it leads to.
        remark: What is put differently, whatever the settings are.
        foreign: Why it stays foreign after all.
    """

    parts: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    folds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    supplies: frozenset[str] = frozenset()
    asks: tuple[str, ...] = ()
    ends: bool = False
    refuses: frozenset[str] = frozenset()
    is_text: bool = False
    remark: str = ""
    foreign: str = ""

    def but(self, **changes: Any) -> Rule:
        """The same rule with some attributes changed; mappings are added to those that are there."""
        merged: dict[str, Any] = {
            key: {**getattr(self, key), **value} if isinstance(value, dict) else value for key, value in changes.items()
        }
        return replace(self, **merged)


@dataclass(frozen=True, slots=True)
class Table:
    """How the nodes of one format are converted.

    Attributes:
        rules: By the node's type.
        choose: The rule of a node where its type alone does not decide; None leaves it to `rules`.
        joins: How several edges at an input that takes one are joined: `text` where they carry data, `first` where
            they are branches of which one is taken.
        copies: Whether a setting only says again what an edge says.
        config: The config of a node, in which variables that the tool keeps apart are references.
        said: Regular expression of the pointers, from `/settings` on, to what edges or other settings say.
    """

    rules: Mapping[str, Rule]
    choose: Callable[[Node, Graph], Rule | None] | None = None
    joins: Literal["text", "first"] = "text"
    copies: Callable[[Any], bool] | None = None
    config: Callable[[Node], Mapping[str, Any]] | None = None
    said: str = ""

    def rule(self, node: Node, graph: Graph) -> Rule | None:
        """The rule of a node, None where the table has none."""
        chosen = self.choose(node, graph) if self.choose else None
        return chosen or self.rules.get(node.type)
