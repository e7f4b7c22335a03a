"""What wfkit has to know about one tool's documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wfkit.core.habits import Habits
    from wfkit.core.mention import Mention
    from wfkit.core.model import Graph, Node
    from wfkit.core.secrets import SecretPlace
    from wfkit.formats.writing import Writer


@dataclass(frozen=True, slots=True)
class Format:
    """One tool's documents: how to know them and how to read their graph.

    Attributes:
        name: What wfkit calls it everywhere, such as `n8n`.
        title: What its makers call the tool.
        read: Parsed document in, graph out; it collects problems and never raises. None: wfkit keeps
            the documents of this tool whole (versions, history, byte-exact export) but has no reader
            of their graph yet.
        acyclic: Whether a cycle is an error, since the tool refuses to run one.
        sniff: Whether parsed data is a document of this tool. It looks at the top level only and
            never raises. None: documents are known by their declared format alone.
        mentions: Where the settings of a node of this graph name other nodes, as `$('Fetch')` does in n8n. None:
            they never do.
        writer: Gives what writes changes of the graph back into a document. None: wfkit cannot edit such documents.
        habits: What the tool does to the config of nodes by itself. None: nothing.
        secrets: Which places in this object of a document hold secrets or personal data; it is asked about every
            object, however deep, and never raises. None: what names and values give away is all there is.
        name_at: Where a document says how it is called: JSON Pointers, the first that leads to something counts.
        description_at: Where it says what it is for.
    """

    name: str
    title: str
    read: Callable[[Any], Graph] | None = None
    acyclic: bool = False
    sniff: Callable[[Any], bool] | None = None
    mentions: Callable[[Graph, Node], Iterable[Mention]] | None = None
    writer: Callable[[], Writer] | None = None
    habits: Habits | None = None
    secrets: Callable[[Mapping[str, Any]], Iterable[SecretPlace]] | None = None
    name_at: tuple[str, ...] = ("/name",)
    description_at: tuple[str, ...] = ("/description",)
