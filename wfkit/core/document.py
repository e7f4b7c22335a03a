"""A workflow's document: its text exactly as its owner wrote it, and what was read from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wfkit.core import codec
from wfkit.core.model import Graph
from wfkit.errors import UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.core.syntax import Syntax


@dataclass(frozen=True)
class Document:
    """A document that parses and whose format is known.

    Attributes:
        text: As it was read, without a byte order mark.
        data: The parsed JSON, or what JSON would say of the YAML.
        format: Whose document it is, such as `wfkit` or `n8n`.
        reader: Reads the graph out of `data`.
        encoding: How `raw` encodes the text.
        source: Where it was read from, or "".
        syntax: What the text is written in, `json` or `yaml`.
    """

    text: str = field(repr=False)
    data: Any = field(repr=False)
    format: str
    reader: Callable[[Any], Graph] = field(repr=False, compare=False)
    encoding: str = "utf-8"
    source: str = ""
    syntax: Syntax = "json"

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical form: equal for documents that differ in spelling alone."""
        return codec.content_hash(self.data)

    @cached_property
    def graph(self) -> Graph:
        """The typed view of nodes and edges.

        Raises:
            UnknownFormat: wfkit keeps documents of this format, but has no reader of their graph.
        """
        return self.reader(self.data)

    @property
    def json_of_yaml(self) -> str | None:
        """What the YAML says as JSON, on one line; None where the text is JSON itself."""
        return None if self.syntax == "json" else codec.to_line(self.data)

    @property
    def raw(self) -> bytes:
        """The very bytes that were read."""
        return codec.encode(self.text, self.encoding)


def graph_or_empty(document: Document) -> Graph:
    """The graph of a document; an empty one where wfkit reads none of its format."""
    try:
        return document.graph
    except UnknownFormat:
        return Graph()
