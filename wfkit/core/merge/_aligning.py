"""Three documents made ready for a merge: what is one has one name in all of them, and afterwards its own again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wfkit.core.document import graph_or_empty
from wfkit.core.merge import _flow_ids, _flowise, _ids, _keys, _ragflow, comfyui, galaxy, n8n
from wfkit.core.merge._sides import BASE, OURS, THEIRS, Source
from wfkit.core.rewriting import replaced
from wfkit.core.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.document import Document
    from wfkit.core.merge._naming import Path
    from wfkit.core.model import Graph

_WORDS = {OURS: "our", THEIRS: "their"}
# Tools whose ids stand in handles and texts.
_WITH_HANDLES = ("dify", "flowise", "langflow")


@dataclass(slots=True)
class Alignment:
    """The sources of a merge.

    Attributes:
        documents: The base, ours and theirs.
        sources: What is merged of them.
        notes: What was made the same, in sentences.
        tokens: What connections of n8n call nodes meanwhile, by the ids of the nodes.
        lent: Ids that nodes of n8n have meanwhile.
        said: The documents of Flowise before what their edges say twice was taken out.
        repeated: What those of RAGFlow say twice.
        names: What nodes are called in the end, by their names in the base, where these are their keys.
    """

    documents: tuple[Document, Document, Document]
    sources: tuple[Source, Source, Source]
    notes: list[str] = field(default_factory=list)
    tokens: Mapping[str, str] = field(default_factory=dict)
    lent: frozenset[str] = frozenset()
    said: tuple[Any, ...] = ()
    repeated: _ragflow.Repeated | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def restored(self, merged: Any) -> tuple[Any, list[str]]:
        """The merged document as its own tool has it, and what had to be renamed."""
        match self.documents[OURS].format:
            case "comfyui":
                return comfyui.in_step(merged, tuple([source.data for source in self.sources])), []
            case "flowise":
                return _flowise.restored(merged, self.said)
        if self.repeated is not None:
            return self.repeated.restored(merged), []
        if not self.tokens:
            return merged, []
        data, given = n8n.without_tokens(merged, read(self.documents[OURS], merged), self.tokens)
        if self.lent:
            data = n8n.without_lent(data, read(self.documents[OURS], data), self.lent)
        notes = [f"two nodes were called {listed([old])}; theirs is {listed([new])} now" for old, new in given.items()]
        return data, notes

    def named(self, merged: Any) -> Any:
        """The merged document with the names that its nodes have in the end."""
        return _keys.with_names(merged, read(self.documents[OURS], merged), self.names) if self.names else merged

    def shown(self, path: Path) -> Path:
        """A path with these names."""
        return _keys.shown(path, self.names) if self.names else path


def aligned(base: Document, ours: Document, theirs: Document) -> Alignment:
    """The sources of the merge of these documents."""
    documents = (base, ours, theirs)
    sources = [
        Source(document.data, graph, graph) for document, graph in ((each, graph_or_empty(each)) for each in documents)
    ]
    alignment = Alignment(documents, (sources[BASE], sources[OURS], sources[THEIRS]))
    if base.format == "wfkit" or base.format in _WITH_HANDLES:
        _align_nodes(alignment)
    if base.format == "flowise":
        _align_inputs(alignment)
    if base.format == "comfyui":
        _align_numbers(alignment)
    if base.format == "galaxy":
        _align_steps(alignment)
    _align_edges(alignment)
    if base.format == "n8n":
        _align_names(alignment)
    if base.format == "ragflow":
        _align_neighbours(alignment)
    if base.format in _keys.FORMATS:
        _align_keys(alignment)
    return alignment


def read(document: Document, data: Any) -> Graph:
    """The graph of other data of the same format."""
    return graph_or_empty(replace(document, data=data, text=""))


def _align_nodes(alignment: Alignment) -> None:
    for side, word in _WORDS.items():
        data, graph, _ = alignment.sources[side]
        names = _ids.regenerated(alignment.sources[BASE].graph, graph)
        is_native = alignment.documents[side].format == "wfkit"
        if names and (is_native or _flow_ids.are_plain(data, graph, names)):
            rewrite = _ids.with_ids if is_native else _flow_ids.with_flow_ids
            _put(alignment, side, rewrite(data, graph, names))
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
    lent = n8n.lent_ids(*(source.graph for source in alignment.sources))
    for side, ids in enumerate(lent):
        _rewrite(alignment, side, ids)
    alignment.lent = frozenset(name for ids in lent for name in ids.values())
    tokens = n8n.tokens_of(tuple([source.graph for source in alignment.sources]))
    for side, (data, graph, _) in enumerate(alignment.sources if tokens else ()):
        joined, called = n8n.with_tokens(data, graph, tokens)
        _put(alignment, side, joined, graph, read(alignment.documents[side], called))
    alignment.tokens = tokens


def _align_inputs(alignment: Alignment) -> None:
    names = _flow_ids.freed(*(source.graph for source in alignment.sources))
    if names:
        data, graph, _ = alignment.sources[THEIRS]
        _put(alignment, THEIRS, _flow_ids.with_flow_ids(data, graph, names))
        pairs = listed([f"{new} for {old}" for old, new in names.items()], 5)
        alignment.notes.append(f"other ids for nodes of theirs: {pairs}; ours gave the same to what it added")
    alignment.said = tuple([source.data for source in alignment.sources])
    for side in (BASE, OURS, THEIRS):
        _put(alignment, side, _flowise.stripped(alignment.said[side]))


def _align_neighbours(alignment: Alignment) -> None:
    alignment.repeated = _ragflow.Repeated.of([source.data for source in alignment.sources])
    for side, source in enumerate(alignment.sources):
        # With the graph of all that it says: what is taken out still tells what a side changed.
        _put(alignment, side, alignment.repeated.stripped(source.data), source.graph)


def _align_keys(alignment: Alignment) -> None:
    if any("a_galaxy_workflow" in source.data for source in alignment.sources):
        return  # a `.ga` file has its steps by number
    found = _keys.renames(*alignment.sources)
    for side, names in zip((OURS, THEIRS), found, strict=True):
        if names:
            data, graph, _ = alignment.sources[side]
            rewritten = _keys.with_names(data, graph, {new: old for old, new in names.items()})
            _put(alignment, side, rewritten, _keys.called(read(alignment.documents[side], rewritten), names))
    alignment.names = {**found[1], **found[0]}


def _align_numbers(alignment: Alignment) -> None:
    data, note = comfyui.renumbered(*(source.data for source in alignment.sources))
    if note:
        _put(alignment, THEIRS, data)
        alignment.notes.append(note)


def _align_steps(alignment: Alignment) -> None:
    before = [source.data for source in alignment.sources]
    base, theirs, note = galaxy.renumbered(*before)
    for side, data in ((BASE, base), (THEIRS, theirs)):
        if data is not before[side]:
            _put(alignment, side, data)
    alignment.notes += [note] if note else []


def _rewrite(alignment: Alignment, side: int, changes: Mapping[str, str]) -> None:
    if changes:
        _put(alignment, side, replaced(alignment.sources[side].data, changes))


def _put(alignment: Alignment, side: int, data: Any, graph: Graph | None = None, joints: Graph | None = None) -> None:
    found = read(alignment.documents[side], data) if graph is None else graph
    sources = [*alignment.sources]
    sources[side] = Source(data, found, joints or found)
    alignment.sources = (sources[BASE], sources[OURS], sources[THEIRS])
