"""A workflow's document: its text exactly as its owner wrote it, and what was read from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wfkit.core import codec

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.core.model import Graph


@dataclass(frozen=True)
class Document:
    """A document that parses and whose format is known.

    Attributes:
        text: As it was read, without a byte order mark.
        data: The parsed JSON.
        format: Whose document it is, such as `wfkit` or `n8n`.
        reader: Reads the graph out of `data`.
        encoding: How `raw` encodes the text.
        source: Where it was read from, or "".
    """

    text: str = field(repr=False)
    data: Any = field(repr=False)
    format: str
    reader: Callable[[Any], Graph] = field(repr=False, compare=False)
    encoding: str = "utf-8"
    source: str = ""

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
    def raw(self) -> bytes:
        """The very bytes that were read."""
        return codec.encode(self.text, self.encoding)
