"""The work of a merge: the documents side by side, the questions that come up, and the document for some decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.operations import edge_text
from wfkit.core.merge._aligning import aligned, read
from wfkit.core.merge._envelope import Enveloped, Opened, closed
from wfkit.core.merge._mending import mended
from wfkit.core.merge._merging import Merging
from wfkit.core.merge._outcome import Decision, Outcome
from wfkit.core.merge._questions import fates_of, questions_of
from wfkit.core.merge._sameness import is_spelt_same
from wfkit.core.merge._sides import OURS, sides_of
from wfkit.core.merge.conflict import Conflict
from wfkit.core.pointer import join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfkit.core.document import Document
    from wfkit.core.merge._aligning import Alignment
    from wfkit.core.merge._merging import Question
    from wfkit.core.merge._naming import Path
    from wfkit.core.merge._questions import Fates

# Lists that tools other than wfkit keep of what is connected to what.
_SETS = frozenset({"downstream", "linkIds", "links", "nodes", "upstream"})


@dataclass(frozen=True, slots=True)
class Copy:
    """A merge of which one side changed nothing, or both alike: the document is the other."""

    data: Any
    conflicts: tuple[Conflict, ...] = ()

    def outcome(self, decisions: Mapping[str, Decision]) -> Outcome:
        """The document; there is nothing to decide."""
        del decisions
        return Outcome(self.data, ())


class Work:
    """One merge.

    Attributes:
        conflicts: Every conflict, in the order of the document.
    """

    def __init__(self, alignment: Alignment, set_names: frozenset[str]) -> None:
        """Finds the conflicts."""
        self._alignment = alignment
        self._sides = sides_of(alignment.sources, set_names)
        self._asked = questions_of(self._sides)
        _, found = self._merged({})
        self.conflicts = tuple([self._conflict(question) for question in found])
        self._paths = {conflict.path: question.path for conflict, question in zip(self.conflicts, found, strict=True)}

    @staticmethod
    def on(documents: tuple[Document, Document, Document]) -> Work | Copy | Enveloped:
        """The merge of a base, ours and theirs."""
        base, ours, theirs = (document.data for document in documents)
        if is_spelt_same(base, ours):
            return Copy(theirs)
        if is_spelt_same(base, theirs) or is_spelt_same(ours, theirs):
            return Copy(ours)
        if documents[OURS].format == "dify":
            opened = Opened.of(documents)
            if opened is not None:
                return Enveloped(opened, Work.on(opened.around), Work.on(opened.inside))
            documents = closed(documents)
        return Work(aligned(*documents), frozenset() if documents[OURS].format == "wfkit" else _SETS)

    def outcome(self, decisions: Mapping[str, Decision]) -> Outcome:
        """The merged document; open conflicts count as decided for our side."""
        merged, _ = self._merged({self._paths[path]: decision for path, decision in decisions.items()})
        data, renamed = self._alignment.restored(merged)
        graphs = [source.graph for source in self._alignment.sources]
        data, mending = mended(data, read(self._alignment.documents[OURS], data), graphs)
        return Outcome(self._alignment.named(data), (*self._alignment.notes, *renamed, *mending))

    def _merged(self, decided: Mapping[Path, Decision]) -> tuple[Any, list[Question]]:
        values = {path: decision.value for path, decision in decided.items()}
        merging = Merging(self._sides, self._asked, self._fates(decided), values)
        return merging.run(), merging.found

    def _fates(self, decided: Mapping[Path, Decision]) -> Fates:
        chosen: dict[Path, Any] = {}
        for path in (*self._asked.kept, *self._asked.twins):
            ours = self._sides[OURS].nodes.get(path, ABSENT)
            decision = decided.get(path, Decision(OURS, ours))
            chosen[path] = ABSENT if decision.value is ABSENT else decision.side
        return fates_of(self._asked, self._sides, chosen)

    def _conflict(self, question: Question) -> Conflict:
        path = join(*self._alignment.shown(question.path))
        node, edge = self._sides.node_at(question.path), self._sides.edge_at(question.path)
        if edge is not None and (node is None or len(edge[0]) > len(node[0])):
            return Conflict(path, *question.sides, label=edge_text(edge[1]))
        name, label = ("", "") if node is None else (node[1].id, node[1].label)
        return Conflict(path, *question.sides, name, label)
