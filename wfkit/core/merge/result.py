"""The merge that a caller holds: its conflicts, what was decided, and the document in the end."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wfkit.core import display
from wfkit.core._stack import call_with_room
from wfkit.core.diff import _comparing
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.result import diff
from wfkit.core.diff.text import shown_value, visible
from wfkit.core.merge import _dangling
from wfkit.core.merge._merging import Merging
from wfkit.core.merge._quiet import quiet_in
from wfkit.core.merge.conflict import Conflict
from wfkit.core.model import Graph
from wfkit.core.patch import apply_patch
from wfkit.core.wording import listed, quoted
from wfkit.errors import InvalidInput, MergeConflict, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from wfkit.core.diff.result import Diff
    from wfkit.core.document import Document
    from wfkit.core.merge._quiet import Quiet

CONFLICT_COLUMNS = ("path", "kind", "node", "label", "base", "ours", "theirs", "open")
STRATEGIES = ("ours", "theirs")
_SIDES = ("base", "ours", "theirs")
_UNSET: Any = object()


@dataclass
class Merge:
    """A three-way merge of documents.

    Attributes:
        base: What both sides began with.
        ours: Our side; its order and spelling win where nothing else decides.
        theirs: Their side.
        conflicts: Every property that both changed, each in its own way, decided or not.
    """

    base: Document
    ours: Document
    theirs: Document
    conflicts: tuple[Conflict, ...] = ()
    _decided: dict[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._graphs = {side: _comparing.graph_of(getattr(self, side)) or Graph() for side in _SIDES}
        self._quiet: Quiet = quiet_in(*self._graphs.values())
        self._forced: frozenset[tuple[Any, ...]] = frozenset()
        self._run()

    def __repr__(self) -> str:
        return f"<Merge {self.summary}>"

    def __str__(self) -> str:
        return self.text()

    @property
    def open(self) -> tuple[Conflict, ...]:
        """The conflicts that are not decided yet."""
        return tuple(conflict for conflict in self.conflicts if conflict.path not in self._decided)

    @property
    def summary(self) -> str:
        """How it stands, in one sentence."""
        if not self.conflicts:
            return f"Merged without conflicts: {_lowered(self.diff.summary)}"
        if self.open:
            return f"{_counted(len(self.open), 'open conflict')} of {len(self.conflicts)}"
        return f"Merged, {_counted(len(self.conflicts), 'conflict')} decided: {_lowered(self.diff.summary)}"

    @property
    def document(self) -> Any:
        """The merged document, a new object each time.

        Raises:
            MergeConflict: A conflict is open.
        """
        if self.open:
            paths = listed([conflict.path for conflict in self.open], 5)
            msg = f"{_counted(len(self.open), 'conflict')} open: {paths}; decide each by merge.resolve(path, 'ours')"
            raise MergeConflict(msg, self)
        return call_with_room(copy.deepcopy, self._merged)

    @property
    def diff(self) -> Diff:
        """What the merge changes in our document; an open conflict counts as decided for our side."""
        merged = replace(self.ours, data=self._merged, text="")
        return diff(self.ours, merged, old_title="ours", new_title="merged")

    def resolve(self, path: str | Conflict, choice: Any = _UNSET, *, value: Any = _UNSET) -> Merge:
        """This merge, after deciding one conflict; deciding again replaces the decision.

        Args:
            path: Of the conflict, or the conflict.
            choice: `"ours"`, `"theirs"`, `"base"`, or a value of your own.
            value: A value of your own, also when it is one of these words.

        Raises:
            NotFound: There is no conflict at this path.
            InvalidInput: Neither a choice nor a value was given, or both.
        """
        if (choice is _UNSET) is (value is _UNSET):
            msg = "pass one decision: 'ours', 'theirs', 'base' or a value of your own"
            raise InvalidInput(msg)
        conflict = self._conflict(path.path if isinstance(path, Conflict) else path)
        if value is _UNSET:
            value = getattr(conflict, choice) if isinstance(choice, str) and choice in _SIDES else choice
        self._decided[conflict.path] = value
        self._run()
        return self

    def resolve_all(self, strategy: str) -> Merge:
        """This merge, after deciding every open conflict for one side.

        Raises:
            InvalidInput: The strategy is neither `ours` nor `theirs`.
        """
        if strategy not in STRATEGIES:
            msg = f"unknown strategy {quoted(str(strategy))}; strategies: {', '.join(STRATEGIES)}"
            raise InvalidInput(msg)
        while self.open:
            self._decided.update({conflict.path: getattr(conflict, strategy) for conflict in self.open})
            self._run()
        return self

    def to_frame(self) -> pd.DataFrame:
        """A row a conflict, columns `CONFLICT_COLUMNS`: values as they are, `pd.NA` where a side has nothing."""
        import pandas as pd

        rows = [
            {"kind": conflict.kind, "open": conflict.path not in self._decided, **_fields(conflict)}
            for conflict in self.conflicts
        ]
        values = {name: pd.Series([row[name] for row in rows], dtype="object") for name in _SIDES}
        texts = {
            name: pd.Series([row[name] for row in rows], dtype="str") for name in ("path", "kind", "node", "label")
        }
        is_open = {"open": pd.Series([row["open"] for row in rows], dtype="bool")}
        return pd.DataFrame({**texts, **values, **is_open})[list(CONFLICT_COLUMNS)]

    def to_dict(self) -> dict[str, Any]:
        """The merge as JSON: `summary`, the `conflicts`, and the `document` when none of them is open."""
        conflicts = [{**conflict.to_dict(), "open": conflict in self.open} for conflict in self.conflicts]
        document = {} if self.open else {"document": self.document}
        return {"summary": self.summary, "conflicts": conflicts, **document}

    def text(self) -> str:
        """The merge for a terminal: the summary, and the sides of each conflict."""
        lines = [self.summary]
        for conflict in self.conflicts:
            name = f" ({visible(conflict.label)})" if conflict.label and conflict.label != conflict.node else ""
            mark = "!" if conflict in self.open else "="
            lines.append(f"{mark} {visible(conflict.path)}{name}")
            lines += [f"    {side:<6} {shown_value(getattr(conflict, side))}" for side in _SIDES]
        return "\n".join(lines)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        del include, exclude
        return dict(display.renderer().merge_bundle(self))

    def _conflict(self, path: str) -> Conflict:
        for conflict in self.conflicts:
            if conflict.path == path:
                return conflict
        known = listed([conflict.path for conflict in self.conflicts], 5) if self.conflicts else "there are none"
        msg = f"no conflict at {quoted(str(path))}; conflicts: {known}"
        raise NotFound(msg)

    def _run(self) -> None:
        self._merged, conflicts = self._merge()
        forced = self._forced | _dangling.deleted_ends(self._graph(), self._graphs, self._sides)
        if forced != self._forced:
            # One side deleted a node that the other connected: once more, with a question there.
            self._forced = forced
            self._merged, conflicts = self._merge()
        kept = self._kept(conflicts)
        if kept:
            self._merged, conflicts = self._merge(kept)
        self._drop_loose_edges()
        self.conflicts = tuple(self._placed(conflict) for conflict in conflicts)

    @property
    def _sides(self) -> Mapping[str, Any]:
        return {side: getattr(self, side).data for side in _SIDES}

    def _merge(self, kept: frozenset[tuple[Any, ...]] = frozenset()) -> tuple[Any, list[Conflict]]:
        merging = Merging(self._quiet, self._decided, self._forced, kept)
        merged = merging.value((), self.base.data, self.ours.data, self.theirs.data)
        return (self.ours.data if merged is ABSENT else merged), merging.conflicts

    def _kept(self, conflicts: list[Conflict]) -> frozenset[tuple[Any, ...]]:
        """The edges of nodes that one side deleted and that were decided to stay."""
        found: frozenset[tuple[Any, ...]] = frozenset()
        for conflict in conflicts:
            if conflict.kind == "deleted" and self._decided.get(conflict.path, ABSENT) is not ABSENT:
                side = "theirs" if conflict.ours is ABSENT else "ours"
                found |= _dangling.edges_of(conflict.path, self._graphs[side], self._sides[side])
        return found

    def _graph(self) -> Graph:
        return _comparing.graph_of(replace(self.ours, data=self._merged, text="")) or Graph()

    def _drop_loose_edges(self) -> None:
        """Edges to a node that somebody decided to delete go with it."""
        pointers = _dangling.loose_edges(self._graph(), self._graphs)
        steps = [{"op": "remove", "path": pointer} for pointer in sorted(pointers, key=_dangling.depth_first)]
        if steps:
            self._merged = apply_patch(self._merged, steps)

    def _placed(self, conflict: Conflict) -> Conflict:
        """The conflict with the node that it lies in."""
        for side in ("ours", "theirs", "base"):
            node = _dangling.node_at(conflict.path, self._graphs[side], self._sides[side])
            if node is not None:
                return replace(conflict, node=node.id, label=node.label)
        return conflict


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
    if ours.format != theirs.format:
        msg = f"documents of one format can be merged; ours is {ours.format!r}, theirs {theirs.format!r}"
        raise InvalidInput(msg)
    merged = Merge(base, ours, theirs)
    return merged if strategy is None else merged.resolve_all(strategy)


def _fields(conflict: Conflict) -> dict[str, Any]:
    import pandas as pd

    sides = {side: getattr(conflict, side) for side in _SIDES}
    about = {"path": conflict.path, "node": conflict.node, "label": conflict.label}
    return {**about, **{side: pd.NA if value is ABSENT else value for side, value in sides.items()}}


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
