"""What a merge took from each side by itself, in words and as marks for its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from wfkit import render
from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.result import diff
from wfkit.core.pointer import append, split
from wfkit.widgets.merge.places import in_words
from wfkit.widgets.merge.sides import is_emptied, written
from wfkit.widgets.texts import sendable
from wfkit.widgets.words import cut, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.diff import Diff
    from wfkit.core.diff.operations import Operation
    from wfkit.core.merge import Merge
    from wfkit.core.model import Node
    from wfkit.service.secrets import Hiding
    from wfkit.widgets.merge.places import Places

_MOST: Final = 300
_LONGEST: Final = 300
_SECRET: Final = "a secret, not shown"  # noqa: S105 - says that there is one
_OF_NO_NODE: Final = (*get_args(ops.EdgeChange), ops.WorkflowChanged)
_VERBS: Final = {
    "node-renamed": "name",
    "node-retyped": "type",
    "node-reparented": "in",
    "edge-rewired": "ports",
}


class Taken:
    """What came from either side without a question.

    With every conflict decided for one side, what the result has beyond that side came from the other by itself.
    """

    def __init__(self, merge: Merge, places: Places, hidden: Hiding) -> None:
        self._places = places
        self._hidden = hidden
        self.diffs: dict[str, Diff] = {
            "ours": diff(merge.theirs, merge.all_for("theirs").preview),
            "theirs": diff(merge.ours, merge.all_for("ours").preview),
        }

    def described(self) -> dict[str, Any]:
        """For each side, `groups` of changes by what they are about, how many of logic there are, and a remark."""
        return {name: self._side(found) for name, found in self.diffs.items()}

    def nodes(self, side: str) -> frozenset[str]:
        """The lasting ids of the nodes in which something came from this side."""
        found = (operation for operation in self.diffs[side].logic if not isinstance(operation, _OF_NO_NODE))
        return frozenset(lasting(operation.sides[-1]) for operation in found)

    def _side(self, found: Diff) -> dict[str, Any]:
        groups: dict[str, dict[str, Any]] = {}
        for operation in found.logic[:_MOST]:
            name, key = self._subject(operation)
            group = groups.setdefault(f"{key}\0{name}", {"label": name, "key": key, "lines": []})
            group["lines"].append(self._line(operation))
        return {"count": len(found.logic), "groups": [*groups.values()], "remark": " · ".join(_beside(found))}

    def _subject(self, operation: Operation) -> tuple[str, str]:
        """What it is about, and the key of its node in the picture."""
        if isinstance(operation, ops.EdgeChange):
            return "Connections", ""
        if isinstance(operation, ops.WorkflowChanged):
            return "The workflow", ""
        return self._shown(operation.label or operation.node), render.key_of(operation.node)

    def _line(self, operation: Operation) -> dict[str, Any]:
        name, words = self._said(operation)
        return {"name": self._shown(name), "words": words}

    def _said(self, operation: Operation) -> tuple[str, list[list[str]]]:
        match operation:
            case ops.NodeAdded() | ops.EdgeAdded():
                return "", [["+", self._whole(operation, "added")]]
            case ops.NodeRemoved() | ops.EdgeRemoved():
                return "", [["-", self._whole(operation, "removed")]]
            case ops.NodeSwitched():
                return "", [["+", "enabled" if operation.new else "disabled"]]
            case ops.ReferenceFollowed():
                return in_words(split(operation.path)), [["…", "follows the new name"]]
        name = _VERBS.get(operation.kind) or in_words(split(operation.path))
        prefix = f"{self._edge(operation)}: " if isinstance(operation, ops.EdgeChange) else ""
        return f"{prefix}{name}", self._both(operation)

    def _whole(self, operation: Operation, verb: str) -> str:
        if isinstance(operation, ops.EdgeChange):
            return self._shown(self._edge(operation))
        return f"{verb}, {self._shown(str(operation.sides[-1].type))}"

    def _edge(self, operation: Operation) -> str:
        return self._places.edge_words(operation.sides[-1])

    def _both(self, operation: Operation) -> list[list[str]]:
        old, new = (self._value(side, _pointer(operation)) for side in (operation.old, operation.new))
        if old is None or new is None:
            return cut([["+", new or ""] if old is None else ["-", old]])
        if isinstance(operation.old, str) and isinstance(operation.new, str) and old != new:
            return words_of(old, new)
        return cut([["-", old], [" ", " "], ["+", new]])

    def _value(self, value: Any, path: str) -> str | None:
        if value is ABSENT:
            return None
        shown = self._hidden.value(value, path)
        return _SECRET if shown is not value and is_emptied(shown, value) else written(shown)

    def _shown(self, words: str) -> str:
        return sendable(self._hidden.text(words) or "a secret", _LONGEST) if words else ""


def _pointer(operation: Operation) -> str:
    """Where the value lies in the document, near enough to know what is secret as a whole."""
    if isinstance(operation, ops.WorkflowChanged):
        return operation.path
    holder = operation.sides[-1]
    start = holder.config_pointer if isinstance(operation, ops.ConfigChanged) else holder.pointer
    return append(start, *split(operation.path))


def lasting(node: Node) -> str:
    """What a node goes by through renames: its second identity, where its tool keeps one."""
    return node.uid or node.id


def _beside(found: Diff) -> Iterator[str]:
    """What is not listed one by one."""
    if len(found.logic) > _MOST:
        yield f"and {len(found.logic) - _MOST:,} more changes"
    if found.layout:
        yield f"{len(found.layout)} of layout"
    if found.noise:
        yield f"{len(found.noise)} that the tool keeps for itself"
