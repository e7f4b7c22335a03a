"""What a merge took from each side by itself, in words and as marks for its picture."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final, get_args

from wfkit import render
from wfkit.core.diff import operations as ops
from wfkit.core.diff.result import diff
from wfkit.service import secrets
from wfkit.widgets.comparing.grouping import Naming, groups_of
from wfkit.widgets.texts import sendable
from wfkit.widgets.words import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.diff import Diff
    from wfkit.core.document import Document
    from wfkit.core.merge import Merge
    from wfkit.core.model import Node
    from wfkit.widgets.comparing.grouping import Group

_MOST: Final = 300
_LONGEST: Final = 300
_OF_NO_NODE: Final = (*get_args(ops.EdgeChange), ops.WorkflowChanged)
_SIGNS: Final[Mapping[str, tuple[str, str]]] = {"added": ("+", "added"), "removed": ("-", "removed")}


class Taken:
    """What came from either side without a question. Secrets are not in it.

    With every conflict decided for one side, what the result has beyond that side came from the other by itself.
    """

    def __init__(self, merge: Merge) -> None:
        self._namings = {
            "ours": _naming(merge.theirs, merge.all_for("theirs").preview),
            "theirs": _naming(merge.ours, merge.all_for("ours").preview),
        }

    def described(self) -> dict[str, Any]:
        """For each side, `groups` of changes by what they are about, how many of logic there are, and a remark."""
        return {name: _side(naming) for name, naming in self._namings.items()}

    def nodes(self, side: str) -> frozenset[str]:
        """The lasting ids of the nodes in which something came from this side."""
        logic = self._namings[side].diff.logic
        return frozenset(lasting(each.sides[-1]) for each in logic if not isinstance(each, _OF_NO_NODE))

    @property
    def results(self) -> tuple[Document, ...]:
        """The results with every conflict decided for ours, and for theirs."""
        return tuple([self._namings[name].diff.new for name in ("theirs", "ours")])


def lasting(node: Node) -> str:
    """What a node goes by through renames: its second identity, where its tool keeps one."""
    return node.uid or node.id


def _naming(old: Document, new: Document) -> Naming:
    return Naming(secrets.redacted_diff(diff(old, new)))


def _side(naming: Naming) -> dict[str, Any]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for subject, line in islice(_lines(naming), _MOST):
        groups.setdefault(subject, []).append(line)
    return {
        "count": len(naming.diff.logic),
        "groups": [{"label": label, "key": key, "lines": lines} for (label, key), lines in groups.items()],
        "remark": " · ".join(_beside(naming.diff)),
    }


def _lines(naming: Naming) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Each change of logic, after what it is about and the key of its node in the picture."""
    for group in groups_of(naming.diff):
        subject, prefix = _subject(group, naming)
        sign, verb = _SIGNS.get(group.first.kind.rpartition("-")[2], ("", ""))
        if sign and group.first.facet == "logic":
            words = prefix or f"{verb}, {sendable(group.first.sides[-1].type, _LONGEST)}"
            yield subject, {"name": "", "words": [[sign, words]]}
            continue
        for change in naming.changes(group):
            if change["facet"] == "logic":
                yield subject, {"name": ": ".join(filter(None, (prefix, change["name"]))), "words": _words(change)}


def _subject(group: Group, naming: Naming) -> tuple[tuple[str, str], str]:
    """What a group is about with the key of its node, and what its changes say besides: which connection."""
    if group.section == "workflow":
        return ("The workflow", ""), ""
    side = "old" if group.first.kind in {"node-removed", "edge-removed"} else "new"
    thing = group.first.sides[-1]
    if group.section == "edges":
        return ("Connections", ""), naming.edge(thing, side)
    return (naming.name(thing.id, side), render.key_of(thing.id)), ""


def _words(change: Mapping[str, Any]) -> list[list[str]]:
    """A change of `Naming.changes` in one line: what was and what is, then what is to be said of it."""
    note = [["…", change["note"]]] if change["note"] else []
    if change["form"] == "words":
        return [*change["spans"], *note]
    sides = [[sign, change[side]] for sign, side in (("-", "old"), ("+", "new")) if change[side] is not None]
    return cut([*sides[:1], *([" ", " "] for _ in sides[1:]), *sides[1:], *note])


def _beside(found: Diff) -> Iterator[str]:
    """What is not listed one by one."""
    if len(found.logic) > _MOST:
        yield f"and {len(found.logic) - _MOST:,} more changes"
    if found.layout:
        yield f"{len(found.layout)} of layout"
    if found.noise:
        yield f"{len(found.noise)} that the tool keeps for itself"
