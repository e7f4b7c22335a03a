"""A diff as lines for a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from wfkit.core.diff import operations as ops
from wfkit.core.diff.leaves import ABSENT
from wfkit.core.diff.words import is_long, word_diff
from wfkit.core.wording import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.core.diff.operations import Operation
    from wfkit.core.diff.result import Diff

_VALUE = 72
_CONTEXT = 40
_CODES = {"+": "32", "-": "31", "~": "33", "^": "36", " ": "2"}
_SIGNS = {"node-added": "+", "edge-added": "+", "node-removed": "-", "edge-removed": "-"}


def written(diff: Diff, *, limit: int | None, color: bool, layout: bool, noise: bool) -> str:
    """The summary, then the changes grouped by node."""
    wanted = {"logic", *(["layout"] if layout else []), *(["noise"] if noise else [])}
    shown = [operation for operation in diff.operations if operation.facet in wanted]
    lines = [diff.summary, *_lines(shown[:limit], color=color)]
    for facet, found in (("layout", diff.layout), ("noise", diff.noise)):
        if facet not in wanted and found:
            lines.append(_painted(f"  {len(found)} changes of {facet} not shown", " ", color=color))
    left_out = len(shown) - len(shown[:limit])
    if left_out or diff.truncated:
        words = f"  … {left_out} more changes" if left_out else "  … and more: the comparison was cut off"
        lines.append(_painted(words, " ", color=color))
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


def _lines(operations: Sequence[Operation], *, color: bool) -> Iterator[str]:
    # Stable: within a node the order stays that of the kinds.
    of_nodes = [operation for operation in operations if not _is_loose(operation)]
    first = {operation.node: place for place, operation in reversed([*enumerate(of_nodes)])}
    grouped = sorted(of_nodes, key=lambda operation: first[operation.node])
    for _, group in groupby(grouped, key=lambda operation: operation.node):
        yield from _node_lines([*group], color=color)
    for operation in operations:
        if _is_loose(operation):
            yield _loose(operation, color=color)


def _is_loose(operation: Operation) -> bool:
    return isinstance(operation, ops.EdgeAdded | ops.EdgeRemoved | ops.EdgeRewired | ops.EdgeChanged | ops.WorkflowChanged)


def _node_lines(group: Sequence[Operation], *, color: bool) -> Iterator[str]:
    first = group[0]
    sign = sign_of(first)
    node: Any = getattr(first, "after", None) or getattr(first, "before", None)
    name = visible(shortened(node.label)) + (f" ({visible(shortened(node.type))})" if node.type != node.label else "")
    yield _painted(f"{sign} {name}", sign, color=color)
    for operation in group:
        if not isinstance(operation, ops.NodeAdded | ops.NodeRemoved):
            yield from _inner(operation, color=color)


def _inner(operation: Operation, *, color: bool) -> Iterator[str]:
    match operation:
        case ops.NodeRenamed():
            yield f"    renamed: {_sides(operation, color=color)}"
        case ops.NodeRetyped():
            yield f"    type: {_sides(operation, color=color)}"
        case ops.NodeSwitched():
            yield "    enabled" if operation.new else "    disabled"
        case ops.NodeReparented():
            yield f"    in: {_sides(operation, color=color)}"
        case ops.NodeMoved():
            yield f"    moved: {_sides(operation, color=color)}"
        case ops.NodeRekeyed():
            yield f"    id: {_sides(operation, color=color)}"
        case _:
            yield f"    {_leaf(operation, color=color)}"


def _loose(operation: Operation, *, color: bool) -> str:
    match operation:
        case ops.EdgeAdded() | ops.EdgeRemoved():
            sign = sign_of(operation)
            return _painted(f"{sign} {_arrow(operation.label)}", sign, color=color)
        case ops.EdgeRewired():
            old, new = _arrow(str(operation.old)), _arrow(str(operation.new))
            return f"{_painted('~', '~', color=color)} rewired: {_both(old, new, color=color)}"
        case ops.EdgeChanged():
            return f"{_painted('~', '~', color=color)} {_arrow(operation.label)}: {_leaf(operation, color=color)}"
        case _:
            return f"{_painted('~', '~', color=color)} workflow {_leaf(operation, color=color)}"


def _arrow(edge: str) -> str:
    return visible(edge).replace(" -> ", " → ")


def _leaf(operation: Operation, *, color: bool) -> str:
    name = visible(operation.path.lstrip("/")) or "all of it"
    old, new = operation.old, operation.new
    if old is ABSENT:
        return f"{name}: {_painted('+' + shown_value(new), '+', color=color)}"
    if new is ABSENT:
        return f"{name}: {_painted('-' + shown_value(old), '-', color=color)}"
    if is_long(old, new):
        return f"{name}: {_words(old, new, color=color)}"
    return f"{name}: {_both(shown_value(old), shown_value(new), color=color)}"


def _sides(operation: Operation, *, color: bool) -> str:
    return _both(shown_value(operation.old), shown_value(operation.new), color=color)


def _both(old: str, new: str, *, color: bool) -> str:
    return f"{_painted(old, '-', color=color)} → {_painted(new, '+', color=color)}"


def _words(old: str, new: str, *, color: bool) -> str:
    """Both texts in one, in the manner of `git diff --word-diff`, with little of what they share."""
    spans = word_diff(old, new)
    parts = []
    for place, span in enumerate(spans):
        if span.side == "same":
            parts.append(_context(span.text, is_first=place == 0, is_last=place == len(spans) - 1))
        else:
            words = visible(shortened(span.text, 4 * _VALUE))
            marked = f"[-{words}-]" if span.side == "old" else f"{{+{words}+}}"
            parts.append(_painted(marked, "-" if span.side == "old" else "+", color=color))
    return "".join(parts)


def _context(words: str, *, is_first: bool, is_last: bool) -> str:
    if len(words) <= 2 * _CONTEXT:
        return visible(words)
    before = "" if is_first else visible(words[:_CONTEXT])
    after = "" if is_last else visible(words[-_CONTEXT:])
    return f"{before}…{after}"


def _painted(words: str, sign: str, *, color: bool) -> str:
    return f"\x1b[{_CODES[sign]}m{words}\x1b[0m" if color else words
