"""The details of a node in two versions as one table: what differs stands twice, as it was and as it is."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from wfkit.core.diff.words import is_long
from wfkit.core.document import graph_or_empty
from wfkit.errors import NotFound
from wfkit.widgets.details import details_of
from wfkit.widgets.texts import sendable
from wfkit.widgets.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wfkit.core.diff import Diff
    from wfkit.widgets.comparing.grouping import Naming

    Rows = Sequence[Mapping[str, Any]]

_EMPTY: Mapping[str, Any] = {"chips": [], "sections": [], "sources": [], "targets": []}


def details(key: str, naming: Naming, whole: Diff) -> dict[str, Any]:
    """The details of a node: `Details` of `static/details.js`, in which a row, chip or neighbour may have a `sign`.

    Args:
        key: What the picture calls the node.
        naming: Of the diff without secrets.
        whole: The diff with them, to say where something was left out.

    Raises:
        NotFound: Neither side has such a node.
    """
    sides = {side: _of_side(key, side, naming, whole) for side in ("old", "new")}
    old, new = sides["old"], sides["new"]
    last = new or old
    if last is None:
        msg = f"no node {sendable(key, 200)!r} in either version"
        raise NotFound(msg)
    before, after = old or _EMPTY, new or _EMPTY
    hidden = naming.hidden(key)
    return {
        **last,
        "remark": _remark(sides) or last["remark"],
        "sections": [*_sections(before["sections"], after["sections"], hidden)],
        "sources": [*_neighbours(before["sources"], after["sources"])],
        "targets": [*_neighbours(before["targets"], after["targets"])],
    }


def _of_side(key: str, side: str, naming: Naming, whole: Diff) -> dict[str, Any] | None:
    graph = naming.graphs[side]
    ends = (end for edge in graph.edges for end in (edge.source, edge.target))
    node_id = next((each for each in (*graph.by_id, *ends) if naming.key(each, side) == key), None)
    if node_id is None:
        return None
    found = details_of(node_id, graph, graph_or_empty(getattr(whole, side)), frozenset())
    for near in (*found["sources"], *found["targets"]):
        near["key"] = naming.key(near["key"], side)
    return found


def _remark(sides: Mapping[str, Any]) -> str:
    if sides["old"] is None:
        return "added"
    return "removed" if sides["new"] is None else ""


def _sections(old: Rows, new: Rows, hidden: frozenset[str]) -> Iterator[Mapping[str, Any]]:
    before, after = ({section["title"]: section["rows"] for section in side} for side in (old, new))
    for title in dict.fromkeys([*after, *before]):
        yield {
            "title": title,
            "rows": [_told(row, hidden) for row in _rows(before.get(title, []), after.get(title, []))],
        }


def _told(row: Mapping[str, Any], hidden: frozenset[str]) -> Mapping[str, Any]:
    """The row; of a secret that changed it says so."""
    return {**row, "note": "changed", "sign": "~"} if row["kind"] == "hidden" and row["name"] in hidden else row


def _rows(old: Rows, new: Rows) -> Iterator[Mapping[str, Any]]:
    """The rows of both, those of one name side by side."""
    names, others = ([(row["depth"], row["name"]) for row in rows] for rows in (old, new))
    matcher = SequenceMatcher(None, names, others, autojunk=False)
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        before, after = old[start:stop], new[new_start:new_stop]
        if tag == "equal":
            for row, other in zip(before, after, strict=True):
                yield from [row] if row == other else _both(row, other)
        else:
            yield from ({**row, "sign": "-"} for row in before)
            yield from ({**row, "sign": "+"} for row in after)


def _both(row: Mapping[str, Any], other: Mapping[str, Any]) -> Rows:
    if row["kind"] == other["kind"] == "head":
        return [other]
    if is_long(row["text"], other["text"]):
        return [{**other, "kind": "block", "spans": words_of(row["text"], other["text"])}]
    return [{**row, "sign": "-"}, {**other, "sign": "+"}]


def _neighbours(old: Rows, new: Rows) -> Iterator[Mapping[str, Any]]:
    for near in new:
        yield near if near in old else {**near, "sign": "+"}
    yield from ({**near, "sign": "-"} for near in old if near not in new)
