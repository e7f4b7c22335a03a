"""Three documents made ready for a merge: what is one has one name in all of them, and afterwards its own again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wfkit.core.diff._comparing import graph_of
from wfkit.core.merge import _ids, comfyui, n8n
from wfkit.core.merge._sides import BASE, OURS, THEIRS, Source
from wfkit.core.model import Graph
from wfkit.core.rewriting import replaced
from wfkit.core.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.document import Document

_WORDS = {OURS: "our", THEIRS: "their"}


@dataclass(slots=True)
class Alignment:
    """The sources of a merge.

    Attributes:
        documents: The base, ours and theirs.
        sources: What is merged of them.
        notes: What was made the same, in sentences.
        tokens: What connections of n8n call nodes meanwhile, by the ids of the nodes.
    """

    documents: tuple[Document, Document, Document]
    sources: tuple[Source, Source, Source]
    notes: list[str] = field(default_factory=list)
    tokens: Mapping[str, str] = field(default_factory=dict)

    def restored(self, merged: Any) -> tuple[Any, list[str]]:
        """The merged document as its own tool has it, and what had to be renamed."""
        if self.documents[OURS].format == "comfyui":
            return comfyui.in_step(merged, tuple([source.data for source in self.sources])), []
        if not self.tokens:
            return merged, []
        data, given = n8n.without_tokens(merged, read(self.documents[OURS], merged), self.tokens)
        notes = [f"two nodes were called {listed([old])}; theirs is {listed([new])} now" for old, new in given.items()]
        return data, notes


def aligned(base: Document, ours: Document, theirs: Document) -> Alignment:
    """The sources of the merge of these documents."""
    documents = (base, ours, theirs)
    sources = [Source(document.data, graph, graph) for document, graph in ((each, _graph(each)) for each in documents)]
    alignment = Alignment(documents, (sources[BASE], sources[OURS], sources[THEIRS]))
    if base.format == "wfkit":
        _align_nodes(alignment)
    if base.format == "comfyui":
        _align_numbers(alignment)
    _align_edges(alignment)
    if base.format == "n8n":
        _align_names(alignment)
    return alignment


def read(document: Document, data: Any) -> Graph:
    """The graph of other data of the same format."""
    return _graph(replace(document, data=data, text=""))


def _graph(document: Document) -> Graph:
    return graph_of(document) or Graph()


def _align_nodes(alignment: Alignment) -> None:
    for side, word in _WORDS.items():
        data, graph, _ = alignment.sources[side]
        names = _ids.regenerated(alignment.sources[BASE].graph, graph)
        if names:
            _put(alignment, side, _ids.with_ids(data, graph, names))
            alignment.notes.append(_anew(word, len(names)))


def _anew(word: str, count: int) -> str:
    return f"{word} side has new ids for {count} node{'' if count == 1 else 's'}; the base's are kept"


def _align_edges(alignment: Alignment) -> None:
    base = alignment.sources[BASE].graph
    for side in _WORDS:
        data, graph, _ = alignment.sources[side]
        _rewrite(alignment, side, _ids.aligned_edges(base, graph, data))
    data, graph, _ = alignment.sources[THEIRS]
    _rewrite(alignment, THEIRS, _ids.aligned_additions(base, alignment.sources[OURS].graph, graph, data))


def _align_names(alignment: Alignment) -> None:
    for side, word in _WORDS.items():
        changes = n8n.given_anew(alignment.sources[BASE].graph, alignment.sources[side].graph)
        if changes:
            _rewrite(alignment, side, changes)
            alignment.notes.append(_anew(word, len(changes)))
    tokens = n8n.tokens_of(tuple([source.graph for source in alignment.sources]))
    for side, (data, graph, _) in enumerate(alignment.sources if tokens else ()):
        joined, called = n8n.with_tokens(data, graph, tokens)
        _put(alignment, side, joined, graph, read(alignment.documents[side], called))
    alignment.tokens = tokens


def _align_numbers(alignment: Alignment) -> None:
    data, note = comfyui.renumbered(*(source.data for source in alignment.sources))
    if note:
        _put(alignment, THEIRS, data)
        alignment.notes.append(note)


def _rewrite(alignment: Alignment, side: int, changes: Mapping[str, str]) -> None:
    if changes:
        _put(alignment, side, replaced(alignment.sources[side].data, changes))


def _put(alignment: Alignment, side: int, data: Any, graph: Graph | None = None, joints: Graph | None = None) -> None:
    found = read(alignment.documents[side], data) if graph is None else graph
    sources = [*alignment.sources]
    sources[side] = Source(data, found, joints or found)
    alignment.sources = (sources[BASE], sources[OURS], sources[THEIRS])
