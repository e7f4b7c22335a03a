"""A diff as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from wfkit.core.diff import operations as ops
from wfkit.core.diff._comparing import graph_of
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.words import is_long, word_diff
from wfkit.core.model import Graph
from wfkit.core.wording import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wfkit.core.diff.operations import Operation
    from wfkit.core.diff.result import Diff
    from wfkit.core.model import Edge, Node

_VALUE = 72
_CONTEXT = 40
_ID = 12
_CODES = {"+": "32", "-": "31", "~": "33", " ": "2"}
_SIGNS = {"node-added": "+", "edge-added": "+", "node-removed": "-", "edge-removed": "-"}
_TITLES = {
    "node-renamed": "renamed",
    "node-retyped": "type",
    "node-reparented": "in",
    "node-moved": "moved",
    "node-rekeyed": "id",
}
# How a node was found again that its id does not tell.
_RULES = {"content": ", known by its config", "name": ", known by its label", "similar": ", known by its likeness"}


def written(diff: Diff, limit: int | None, *, color: bool, layout: bool, noise: bool) -> str:
    """The summary, then the changes grouped by node, then edges and the workflow itself."""
    wanted = {"logic", *(["layout"] if layout else []), *(["noise"] if noise else [])}
    shown = [operation for operation in diff.operations if operation.facet in wanted]
    writing = _Writing(diff, color=color)
    lines = [diff.summary, *writing.lines(shown[:limit])]
    for facet, found in (("layout", diff.layout), ("noise", diff.noise)):
        if facet not in wanted and found:
            lines.append(writing.painted(f"  {_counted(len(found), 'change')} of {facet} not shown", " "))
    left_out = len(shown) - len(shown[:limit])
    if left_out:
        lines.append(writing.painted(f"  … {_counted(left_out, 'more change')}", " "))
    if diff.truncated:
        lines.append(writing.painted(f"  … and more: only {len(diff.operations)} changes are kept", " "))
    return "\n".join(lines)


def sign_of(operation: Operation) -> str:
    """`+` for what came, `-` for what went, `~` for what changed."""
    return _SIGNS.get(operation.kind, "~")


def visible(text: str) -> str:
    """The text with what a terminal would obey, or not show, as escapes; line breaks too."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def shown_value(value: Any, limit: int = _VALUE) -> str:
    """A JSON value on one line, at most `limit` characters of it."""
    if value is ABSENT:
        return "nothing"
    if isinstance(value, str):
        return visible(shortened(msgspec.json.encode(value[: 4 * limit]).decode(errors="replace"), limit))
    return visible(shortened(msgspec.json.encode(value).decode(), limit))


def marked_words(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Both texts in one, in the manner of `git diff --word-diff`, with little of what they share.

    Yields:
        A piece of it and its sign: `-`, `+`, or a blank.
    """
    spans = word_diff(old, new)
    for place, span in enumerate(spans):
        words = visible(shortened(span.text, 4 * _VALUE))
        match span.side:
            case "same":
                yield _context(span.text, is_first=place == 0, is_last=place == len(spans) - 1), " "
            case "old":
                yield f"[-{words}-]", "-"
            case _:
                yield f"{{+{words}+}}", "+"


class _Writing:
    """The lines of one diff while they are written; it knows the labels of both sides."""

    def __init__(self, diff: Diff, *, color: bool) -> None:
        graphs = [graph_of(document) or Graph() for document in (diff.old, diff.new)]
        self.nodes = [graph.by_id for graph in graphs]
        self.shared = {
            label
            for graph in graphs
            for label, count in Counter(node.label for node in graph.nodes).items()
            if count > 1
        }
        self.rules = {id(match.new): match.rule for match in diff.matches}
        self.color = color

    def lines(self, operations: Sequence[Operation]) -> Iterator[str]:
        loose: list[Operation] = []
        by_node: dict[int, list[Operation]] = {}
        for operation in operations:
            is_of_node = operation.sides and not isinstance(operation, ops.EdgeChange)
            group = by_node.setdefault(id(operation.sides[-1]), []) if is_of_node else loose
            group.append(operation)
        for group in by_node.values():
            yield from self.node_lines(group)
        yield from map(self.loose, loose)

    def node_lines(self, group: Sequence[Any]) -> Iterator[str]:
        first = group[0]
        node = first.sides[-1]
        kind = f" ({visible(shortened(node.type))})" if node.type != node.label else ""
        yield self.painted(f"{sign_of(first)} {self.name(node)}{kind}", sign_of(first))
        for operation in group:
            if isinstance(operation, ops.NodeSwitched):
                yield "    enabled" if operation.new else "    disabled"
            elif title := _TITLES.get(operation.kind):
                rule = _RULES.get(self.rules.get(id(node), ""), "") if title == "id" else ""
                follows = f" ({found})" if (found := ops.follow_up(operation)) else ""
                yield f"    {title}: {self.both(shown_value(operation.old), shown_value(operation.new))}{rule}{follows}"
            elif isinstance(operation, ops.ReferenceFollowed) or operation.kind.endswith("-changed"):
                yield f"    {self.leaf(operation)}"

    def loose(self, operation: Operation) -> str:
        sign = sign_of(operation)
        match operation:
            case ops.EdgeAdded():
                return self.painted(f"+ {self.edge(operation.after, 1)}", sign)
            case ops.EdgeRemoved():
                return self.painted(f"- {self.edge(operation.before, 0)}", sign)
            case ops.EdgeRewired():
                old, new = self.edge(operation.before, 0), self.edge(operation.after, 1)
                return f"{self.painted(sign, sign)} rewired: {self.painted(old, '-')}, now {self.painted(new, '+')}"
            case ops.EdgeChanged():
                return f"{self.painted(sign, sign)} {self.edge(operation.after, 1)}, {self.leaf(operation)}"
            case _:
                return f"{self.painted(sign, sign)} workflow {self.leaf(operation)}"

    def name(self, node: Node) -> str:
        """The label, with the id where others are called the same."""
        is_clear = node.label not in self.shared or node.id == node.label
        return visible(shortened(node.label)) + ("" if is_clear else f" #{visible(_end_of(node.id))}")

    def edge(self, edge: Edge, side: int) -> str:
        ends = ((edge.source, edge.source_port), (edge.target, edge.target_port))
        return " → ".join(self.end(node_id, port, self.nodes[side]) for node_id, port in ends)

    def end(self, node_id: str, port: str, nodes: Mapping[str, Node]) -> str:
        name = self.name(nodes[node_id]) if node_id in nodes else visible(shortened(node_id))
        return f"{name} [{visible(shortened(port))}]" if port else name

    def leaf(self, operation: Operation) -> str:
        name = visible(operation.path.lstrip("/")) or "all of it"
        old, new = operation.old, operation.new
        if old is ABSENT:
            return f"{name}: {self.painted('+' + shown_value(new), '+')}"
        if new is ABSENT:
            return f"{name}: {self.painted('-' + shown_value(old), '-')}"
        if is_long(old, new):
            return f"{name}: {self.words(old, new)}"
        return f"{name}: {self.both(shown_value(old), shown_value(new))}"

    def both(self, old: str, new: str) -> str:
        return f"{self.painted(old, '-')} → {self.painted(new, '+')}"

    def words(self, old: str, new: str) -> str:
        return "".join([self.painted(words, sign) for words, sign in marked_words(old, new)])

    def painted(self, words: str, sign: str) -> str:
        return f"\x1b[{_CODES[sign]}m{words}\x1b[0m" if self.color else words


def _end_of(node_id: str) -> str:
    # Ids of one tool begin alike, with the type or the subgraph, and end differently.
    return node_id if len(node_id) <= _ID else f"…{node_id[1 - _ID :]}"


def _context(words: str, *, is_first: bool, is_last: bool) -> str:
    if len(words) <= 2 * _CONTEXT:
        return visible(words)
    before = "" if is_first else visible(words[:_CONTEXT])
    after = "" if is_last else visible(words[-_CONTEXT:])
    return f"{before}…{after}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
