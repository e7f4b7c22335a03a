"""Diffs without secrets: what changed, to be shown where a document may not be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from msgspec import structs

from wfkit.core import diff as differences
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.matching import Match, Matching
from wfkit.core.document import graph_or_empty
from wfkit.core.pointer import join, resolve, split
from wfkit.core.secrets import MASK
from wfkit.errors import NotFound
from wfkit.service.secrets.redacting import redacted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wfkit.core.diff import Diff
    from wfkit.core.diff.leaves import Leaf
    from wfkit.core.document import Document
    from wfkit.core.model import Edge, Node

Veil = Literal["", "part", "whole"]
"""What of a value is not shown: nothing, a secret within a text, or all of it."""

_PARTS: Final = ("config", "settings", "layout", "noise")
_NOTHING: Final[tuple[Any, ...]] = ("", [], {})
SECRET: Final = "a secret, not shown"  # noqa: S105 - says that there is one
"""What stands in place of a value that is secret as a whole."""
_ANOTHER: Final = "another secret, not shown"
_HOLDER: Final = "a value with a secret in it, not shown"
_ANOTHER_HOLDER: Final = "the same with another secret, not shown"


class RedactedDiff(NamedTuple):
    """A diff that may be shown.

    Attributes:
        diff: What changed, between the two documents without their secrets; a secret that became another one is a
            change as any, without its values.
        veils: What of the old and of the new value is not shown, by the place of the operation in `diff.found`; an
            operation without a secret is absent.
    """

    diff: Diff
    veils: Mapping[int, tuple[Veil, Veil]]


def redacted_diff(diff: Diff) -> RedactedDiff:
    """The same changes without the secrets of either document."""
    shown = redacted(diff.old), redacted(diff.new)
    if shown[0] is diff.old and shown[1] is diff.new:
        return RedactedDiff(diff, {})
    try:
        redaction = _Redaction(_Twins(diff.old, shown[0]), _Twins(diff.new, shown[1]), diff.matching)
    except ValueError:
        # A secret stood where the graph is built from: what is left of both is compared anew.
        anew = differences.diff(*shown, old_title=diff.old_title, new_title=diff.new_title, limit=diff.limit)
        return RedactedDiff(anew, {})
    made = [redaction.of(operation) for operation in diff.found]
    veils = {place: veil for place, (_, veil) in enumerate(made) if any(veil)}
    found = [operation for operation, _ in made]
    return RedactedDiff(replace(diff, old=shown[0], new=shown[1], found=found, matching=redaction.matching()), veils)


def told_diff(diff: Diff) -> Diff:
    """The same changes with words in place of each value that is secret as a whole: to be read, not to be applied."""
    shown, veils = redacted_diff(diff)
    if not veils:
        return shown
    return replace(shown, found=[_told(each, veils.get(place)) for place, each in enumerate(shown.found)])


class _Twins:
    """A document, the same without secrets, and which of their nodes and edges are the same.

    Raises:
        ValueError: The graphs do not have the same nodes and edges.
    """

    def __init__(self, whole: Document, shown: Document) -> None:
        self.documents = whole, shown
        self.graphs = graph, other = graph_or_empty(whole), graph_or_empty(shown)
        pairs = [*zip(graph.nodes, other.nodes, strict=True), *zip(graph.edges, other.edges, strict=True)]
        self._of = {id(thing): twin for thing, twin in pairs}

    def of(self, thing: Any) -> Any:
        return self._of[id(thing)]

    def values(self) -> Iterator[tuple[Any, Any]]:
        """What is outside of nodes and edges, as it is and as it is shown."""
        for part in _PARTS[1:]:
            yield tuple(getattr(graph, part) for graph in self.graphs)
        yield tuple(document.data for document in self.documents)


@dataclass(frozen=True, slots=True)
class _Redaction:
    """The two sides of a diff while its operations are made fit to be shown."""

    old: _Twins
    new: _Twins
    matched: Matching

    def of(self, operation: Any) -> tuple[Any, tuple[Veil, Veil]]:
        """The operation without secrets, and what of its sides is not shown."""
        sides: dict[str, Any] = {}
        if hasattr(operation, "before"):
            sides["before"] = self.old.of(operation.before)
        if hasattr(operation, "after"):
            sides["after"] = self.new.of(operation.after)
        leaf = getattr(operation, "leaf", None)
        if leaf is None:
            return replace(operation, **sides), ("", "")
        if sides and all(getattr(operation, side) == twin for side, twin in sides.items()):
            return replace(operation, **sides), ("", "")
        shown, veils = _leaf(leaf, *self._parts(operation, sides))
        return replace(operation, **sides, leaf=shown), veils

    def matching(self) -> Matching:
        """The same matches of the nodes that are shown."""
        made = Matching(self.old.graphs[1], self.new.graphs[1])
        made.match([Match(self.old.of(each.old), self.new.of(each.new), each.rule) for each in self.matched.found])
        return made

    def _parts(self, operation: Any, sides: Mapping[str, Any]) -> tuple[Sequence[Any], Sequence[Any]]:
        """Where the values of the old and of the new side may stand, each as it is and as it is shown."""
        if not sides:
            return [*self.old.values()], [*self.new.values()]
        found = [[*_parts_of(getattr(operation, side), twin)] for side, twin in sides.items()]
        align = self.matched.habits.align if self.matched.habits else None
        if align is not None and hasattr(operation.before, "config"):
            whole, shown = align(operation.before, operation.after), align(sides["before"], sides["after"])
            found = [[pair, *parts] for pair, parts in zip(zip(whole, shown, strict=True), found, strict=True)]
        return found[0], found[1]


def _told(operation: Any, veils: tuple[Veil, Veil] | None) -> Any:
    if veils is None:
        return operation
    sides = {name: SECRET for name, veil in zip(("old", "new"), veils, strict=True) if veil == "whole"}
    if len(sides) > 1:
        sides["new"] = _ANOTHER
    elif operation.leaf.old == operation.leaf.new:
        # Only the secret within it changed.
        sides = {"old": _HOLDER, "new": _ANOTHER_HOLDER}
    return replace(operation, leaf=structs.replace(operation.leaf, **sides))


def _parts_of(thing: Node | Edge, twin: Node | Edge) -> Iterator[tuple[Any, Any]]:
    for part in _PARTS:
        if hasattr(thing, part):
            yield getattr(thing, part), getattr(twin, part)


def _leaf(leaf: Leaf, old: Sequence[Any], new: Sequence[Any]) -> tuple[Leaf, tuple[Veil, Veil]]:
    """The difference with values that may be shown."""
    is_one_sided = leaf.old is ABSENT or leaf.new is ABSENT
    before, old_path, old_veil = _value(leaf.old, leaf.path if is_one_sided else leaf.old_path, old)
    after, path, new_veil = _value(leaf.new, leaf.path, new)
    if leaf.new is ABSENT:
        path = old_path
    shown = structs.replace(leaf, path=path, old=before, new=after, old_path=old_path)
    return shown, (old_veil, new_veil)


def _value(value: Any, path: str, parts: Sequence[tuple[Any, Any]]) -> tuple[Any, str, Veil]:
    """What may be shown of a value, of its path, and what is not: all comes from the document without secrets."""
    if value is ABSENT:
        return ABSENT, path, ""
    for whole, shown in parts:
        if _at(whole, path) == value:
            found = _at(shown, path)
            return ("", _known(path, shown), "whole") if found is ABSENT else (found, path, _veil(value, found))
    # The order of a list, or ports: they are told, but nobody knows whether a secret is in them.
    return "", _known(path, parts[0][1]), "whole"


def _veil(value: Any, shown: Any) -> Veil:
    if shown == value:
        return ""
    return "whole" if shown in _NOTHING or isinstance(shown, int | float) else "part"


def _at(data: Any, path: str) -> Any:
    try:
        return resolve(data, path)
    except NotFound:
        return ABSENT


def _known(path: str, shown: Any) -> str:
    """The path as far as it leads in what is shown: a secret may be a key."""
    steps = split(path)
    for count in range(len(steps), 0, -1):
        if _at(shown, join(*steps[:count])) is not ABSENT:
            return path if count == len(steps) else join(*steps[:count], MASK)
    return join(MASK) if steps else path
