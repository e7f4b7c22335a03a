"""The merge that a caller holds: its conflicts, what was decided, and the document in the end."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from wfkit.core import display
from wfkit.core._plain import plain_copy
from wfkit.core._stack import call_with_room
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.result import diff
from wfkit.core.merge import _report
from wfkit.core.merge._outcome import Decision, Outcome
from wfkit.core.merge._sides import NAMES
from wfkit.core.merge._work import Work
from wfkit.core.merge.conflict import Conflict
from wfkit.core.rewriting import copied
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput, MergeConflict, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from wfkit.core.diff.result import Diff
    from wfkit.core.document import Document
    from wfkit.core.merge.destination import Destination

CONFLICT_COLUMNS = ("path", "kind", "node", "label", "base", "ours", "theirs", "open")
STRATEGIES = ("ours", "theirs")
_UNSET: Any = object()


class Merge:
    """A three-way merge of documents.

    Attributes:
        base: What both sides began with.
        ours: Our side; its order and spelling win where nothing else decides.
        theirs: Their side.
        conflicts: Every property that both changed, each in its own way, decided or not, in the order of the document.
        destination: Where the result belongs, None where the merge was made of mere documents.
    """

    def __init__(self, base: Document, ours: Document, theirs: Document) -> None:
        self.base = base
        self.ours = ours
        self.theirs = theirs
        self._work = call_with_room(Work.on, (base, ours, theirs))
        self._outcome: Outcome | None = None
        self._decided: dict[str, Decision] = {}
        self.conflicts: tuple[Conflict, ...] = self._work.conflicts
        self._by_path = {conflict.path: conflict for conflict in self.conflicts}
        self.destination: Destination | None = None

    def __repr__(self) -> str:
        return f"<Merge {self.summary}>"

    def __str__(self) -> str:
        return self.text()

    @property
    def open(self) -> tuple[Conflict, ...]:
        """The conflicts that are not decided yet."""
        return tuple([conflict for conflict in self.conflicts if conflict.path not in self._decided])

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """What was decided so far, by the path of the conflict: `choice` and `value` of each."""
        return MappingProxyType(self._decided)

    @property
    def summary(self) -> str:
        """How it stands, in one sentence."""
        still_open = len(self.conflicts) - len(self._decided)
        return _report.summary("" if still_open else self.diff.summary, len(self.conflicts), still_open)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the merge did that no conflict tells of, in sentences: ids made the same again, loose edges dropped."""
        return self._merged.notes

    @property
    def document(self) -> Any:
        """The merged document, a new object each time.

        Raises:
            MergeConflict: A conflict is open.
        """
        still_open = self.open
        if still_open:
            paths = listed([conflict.path for conflict in still_open], 5)
            count = _report.counted(len(still_open), "conflict")
            msg = f"{count} open: {paths}; decide each by merge.resolve(path, 'ours')"
            raise MergeConflict(msg, self)
        return copied(self._merged.data)

    @property
    def preview(self) -> Document:
        """The merged document as it stands, without a text; an open conflict counts as decided for our side."""
        return replace(self.ours, data=self._merged.data, text="")

    @property
    def diff(self) -> Diff:
        """What the merge changes in our document; an open conflict counts as decided for our side."""
        return diff(self.ours, self.preview, old_title="ours", new_title="merged")

    def resolve(self, path: str | Conflict, choice: Any = _UNSET, *, value: Any = _UNSET) -> Merge:
        """This merge, after deciding one conflict; deciding again replaces the decision.

        Args:
            path: Of the conflict, or the conflict.
            choice: `"ours"`, `"theirs"`, `"base"`, `"both"` for a text with the edits of both sides where they touch
                different lines, or a value of your own.
            value: A value of your own, also when it is one of these words; `ABSENT` for nothing.

        Raises:
            NotFound: There is no conflict at this path.
            InvalidInput: Neither a choice nor a value was given, or both, or nothing takes both edits.
            InvalidWorkflow: The value is no JSON.
        """
        if (choice is _UNSET) is (value is _UNSET):
            msg = "pass one decision: 'ours', 'theirs', 'base', 'both' or a value of your own"
            raise InvalidInput(msg)
        conflict = self._conflict(path)
        decision = _chosen(conflict, choice) if value is _UNSET else Decision(None, _checked(value))
        self._decided[conflict.path] = decision
        self._outcome = None
        return self

    def reopen(self, path: str | Conflict) -> Merge:
        """This merge, after taking the decision on one conflict back; one that is open stays so.

        Raises:
            NotFound: There is no conflict at this path.
        """
        self._decided.pop(self._conflict(path).path, None)
        self._outcome = None
        return self

    def copy(self) -> Merge:
        """The same merge with the decisions so far, to try others without touching this one."""
        made = copy(self)
        made._decided = {**self._decided}  # noqa: SLF001 - of this class
        return made

    def all_for(self, strategy: str) -> Merge:
        """The same merge with every conflict decided for one side; this one stays as it is.

        Raises:
            InvalidInput: There is no such side.
        """
        made = self.copy()
        for conflict in made.conflicts:
            made.reopen(conflict)
        return made.resolve_all(strategy)

    def resolve_all(self, strategy: str) -> Merge:
        """This merge, after deciding every open conflict for one side, `ours`, `theirs` or `base`.

        Raises:
            InvalidInput: There is no such side.
        """
        if strategy not in NAMES:
            msg = f"unknown strategy {quoted(str(strategy))}; strategies: {', '.join((*STRATEGIES, 'base'))}"
            raise InvalidInput(msg)
        for conflict in self.open:
            self.resolve(conflict, strategy)
        return self

    def to_frame(self) -> pd.DataFrame:
        """A row a conflict, columns `CONFLICT_COLUMNS`: values as they are, `pd.NA` where a side has nothing."""
        return _report.frame(self.conflicts, {conflict.path for conflict in self.open}, CONFLICT_COLUMNS)

    def to_dict(self) -> dict[str, Any]:
        """The merge as JSON: `summary`, `notes`, the `conflicts`, and the `document` when none of them is open."""
        conflicts = [{**each.to_dict(), "open": each.path not in self._decided} for each in self.conflicts]
        document = {} if self.open else {"document": self.document}
        return {"summary": self.summary, "notes": [*self.notes], "conflicts": conflicts, **document}

    def text(self) -> str:
        """The merge for a terminal: the summary, the notes, and the sides of each conflict."""
        sentences = [self.summary, *(f"  {note}" for note in self.notes)]
        return "\n".join(_report.lines(sentences, self.conflicts, {conflict.path for conflict in self.open}))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        del include, exclude
        return dict(display.renderer().merge_bundle(display.told_merge(self)))

    @property
    def _merged(self) -> Outcome:
        if self._outcome is None:
            self._outcome = call_with_room(self._work.outcome, self._decided)
        return self._outcome

    def _conflict(self, named: str | Conflict) -> Conflict:
        path = named.path if isinstance(named, Conflict) else named
        if path in self._by_path:
            return self._by_path[path]
        known = listed(self._by_path, 5) if self._by_path else "there are none"
        msg = f"no conflict at {quoted(str(path))}; conflicts: {known}"
        raise NotFound(msg)


def merge(base: Document, ours: Document, theirs: Document, *, strategy: str | None = None) -> Merge:
    """The three-way merge of two documents that began as one.

    Args:
        base: What both began with.
        ours: Our side.
        theirs: Their side.
        strategy: Which side wins where both changed the same, `ours` or `theirs`; by default each is a conflict.

    Raises:
        InvalidInput: The strategy is unknown, or the documents are in different formats.
    """
    if len({base.format, ours.format, theirs.format}) > 1:
        formats = listed([base.format, ours.format, theirs.format])
        msg = f"documents of one format can be merged; base, ours and theirs are {formats}"
        raise InvalidInput(msg)
    merged = Merge(base, ours, theirs)
    return merged if strategy is None else merged.resolve_all(strategy)


def _chosen(conflict: Conflict, choice: Any) -> Decision:
    if choice == "both" and isinstance(choice, str):
        if conflict.both is ABSENT:
            msg = f"nothing takes both edits at {quoted(conflict.path)}: no text, or the same lines of it; pass a value"
            raise InvalidInput(msg)
        return Decision(None, conflict.both, choice)
    if isinstance(choice, str) and choice in NAMES:
        return Decision(NAMES.index(choice), getattr(conflict, choice), choice)
    return Decision(None, _checked(choice))


def _checked(value: Any) -> Any:
    """A copy of a value that is JSON, or nothing."""
    return ABSENT if value is ABSENT else plain_copy(value)
