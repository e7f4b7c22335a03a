"""A YAML text with other data: lines that say what they said stay as they are, comments and quotes and all.

Whatever cannot be changed in place, such as what an alias repeats, is written anew with what holds it. The result is
read again before it is given; if it should not say what it has to, the whole text is written anew.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import yaml

from wfkit.core._alignment import Likeness, aligned
from wfkit.core._stack import call_with_room
from wfkit.service.weaving._yaml_layout import Layout, flow, is_block, scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_QUOTES = ("'", '"')
_ENCODE = msgspec.json.Encoder(order="sorted").encode


class _Edit(NamedTuple):
    """What comes to stand where something else stands."""

    start: int
    stop: int
    text: str


class _Entangled(Exception):
    """What is to change stands in several places at once."""


def edited_lines(text: str, old: Any, new: Any, *, is_right: Callable[[str], bool]) -> str:
    """The text with other data, or "" where that cannot be done in place.

    Args:
        text: YAML that says the old data.
        old: What was read from it.
        new: What it is to say.
        is_right: Whether a text says the new data.
    """
    try:
        edits = call_with_room(lambda pair: [*_edits(text, *pair)], (old, new))
    except _Entangled:
        return ""
    newline = "\r\n" if "\r\n" in text else "\n"
    pieces, place = [], 0
    for edit in sorted(edits):
        pieces += [text[place : edit.start], edit.text.replace("\n", newline)]
        place = edit.stop
    found = "".join([*pieces, text[place:]])
    return found if is_right(found) else ""


def _edits(text: str, old: Any, new: Any) -> Iterator[_Edit]:
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if root is None:
        raise _Entangled
    walk = _Walk(Layout(text, root), _shared(root), Likeness(_ENCODE))
    yield from walk.value(root, old, new)


class _Walk:
    """Side by side through the nodes of a text, what they say, and what they are to say."""

    def __init__(self, layout: Layout, shared: frozenset[int], is_alike: Likeness) -> None:
        self.layout = layout
        self.shared = shared
        self.is_alike = is_alike

    def value(self, node: yaml.Node, old: Any, new: Any) -> Iterator[_Edit]:
        """What has to change for a node to say something else, in place."""
        if self.is_alike(old, new):
            return
        if id(node) in self.shared:
            raise _Entangled
        if isinstance(old, dict) and isinstance(new, dict) and old and new:
            yield from self.mapping(node, old, new) if is_block(node) else self.in_flow(node, old, new)
        elif isinstance(old, list) and isinstance(new, list) and old and new:
            yield from self.sequence(node, old, new) if is_block(node) else self.in_flow(node, old, new)
        else:
            yield self.rewritten(node, new)

    def rewritten(self, node: yaml.Node, new: Any) -> _Edit:
        """A node written anew from its first character to its last."""
        start, stop = node.start_mark.index, self.layout.end(node)
        if self.layout.text[start : start + 1] in {"&", "!", "*"} or self.has_shared(node):
            raise _Entangled
        is_container = isinstance(new, dict | list) and bool(new)
        if is_container and not is_block(node):
            return _Edit(start, stop, flow(new))
        if is_container:
            return _Edit(start, stop, self.layout.block(new, node.start_mark.column))
        indent = len(self.line(start)) - len(self.line(start).lstrip(" -"))
        spelt = scalar(new, indent, style=getattr(node, "style", None) or "")
        return _Edit(start, stop, f" {spelt}" if start == stop else spelt)

    def in_flow(self, node: yaml.Node, old: Any, new: Any) -> Iterator[_Edit]:
        """What has to change between brackets: values one by one, where there are as many as before."""
        if isinstance(old, dict):
            pairs = [(value, old.get(_text(key)), new.get(_text(key))) for key, value in node.value]
            is_same = [*old] == [*new] == [_text(key) for key, _ in node.value]
        else:
            pairs = [*zip(node.value, old, new, strict=False)]
            is_same = len(old) == len(new) == len(node.value)
        changed = [(inner, *sides) for inner, *sides in pairs if not self.is_alike(*sides)]
        if not is_same or any(isinstance(side, dict | list) for _, *sides in changed for side in sides):
            yield self.rewritten(node, new)
            return
        for inner, _, after in changed:
            if id(inner) in self.shared:
                raise _Entangled
            quote = inner.style if isinstance(after, str) and inner.style in _QUOTES else None
            yield _Edit(inner.start_mark.index, inner.end_mark.index, flow(after, quote=quote))

    def mapping(self, node: yaml.Node, old: dict[str, Any], new: dict[str, Any]) -> Iterator[_Edit]:
        """What has to change in an object in lines of its own."""
        names = [_text(key) for key, _ in node.value]
        called = self.renamed(old, new)
        kept = [name for name in names if name in new or name in called]
        first = node.value[0][0]
        is_torn = names != [*old] or not kept or (kept[0] != names[0] and not self.layout.is_first_in_line(_at(first)))
        if is_torn:
            yield self.rewritten(node, new)
            return
        for (key, value), name in zip(node.value, names, strict=True):
            if name in called:
                spelt = scalar(called[name], key.start_mark.column, style=getattr(key, "style", None) or "")
                yield _Edit(_at(key), key.end_mark.index, spelt)
            elif name not in new:
                yield self.removed(_at(key), value)
            elif not self.is_alike(old[name], new[name]):
                yield from self.member(key, value, old[name], new[name])
        added = {name: value for name, value in new.items() if name not in old and name not in called.values()}
        if added:
            _, last = next(pair for pair in reversed(node.value) if _text(pair[0]) in kept)
            column = node.start_mark.column
            yield self.inserted(last, self.layout.block(added, column, is_inline=False))

    def renamed(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, str]:
        """New keys by the old ones, where a key stands in the place of another and holds the same."""
        if len(old) != len(new):
            return {}
        pairs = zip(old, new, strict=True)
        return {a: b for a, b in pairs if a not in new and b not in old and self.is_alike(old[a], new[b])}

    def member(self, key: yaml.Node, value: yaml.Node, old: Any, new: Any) -> Iterator[_Edit]:
        """What has to change for a key to have another value."""
        is_container = isinstance(new, dict | list) and bool(new)
        changes_kind = type(old) is not type(new) or not old or not new
        if changes_kind and (is_container or is_block(value) or value.start_mark.index == value.end_mark.index):
            if id(value) in self.shared or self.has_shared(value):
                raise _Entangled
            start = self.layout.value_start(key)
            yield _Edit(start, max(start, self.layout.end(value)), self.layout.after_key(new, key.start_mark.column))
            return
        if isinstance(new, str) and isinstance(value, yaml.ScalarNode):
            spelt = scalar(new, key.start_mark.column, style=value.style or ("" if "\n" not in new else None))
            if id(value) in self.shared:
                raise _Entangled
            yield _Edit(value.start_mark.index, self.layout.end(value), spelt)
            return
        yield from self.value(value, old, new)

    def sequence(self, node: yaml.Node, old: list[Any], new: list[Any]) -> Iterator[_Edit]:
        """What has to change in a list in lines of its own."""
        pairs, _ = aligned(old, new, self.is_alike)
        before = [a for a, _ in pairs]
        dashes = [self.layout.dash(item) for item in node.value]
        is_torn = len(node.value) != len(old) or not pairs or before != sorted(before)
        if is_torn or not all(self.layout.is_first_in_line(dash) for dash in dashes):
            yield self.rewritten(node, new)
            return
        known = dict(pairs)
        for place, item in enumerate(node.value):
            if place not in known:
                yield self.removed(dashes[place], item)
            else:
                yield from self.value(item, old[place], new[known[place]])
        yield from self.added(node, dashes, new, {after: place for place, after in pairs})

    def added(self, node: yaml.Node, dashes: list[int], new: list[Any], origins: dict[int, int]) -> Iterator[_Edit]:
        """The elements that a list has more, each run of them behind the element that it follows."""
        column = node.start_mark.column
        runs: dict[int, list[Any]] = {}
        last = -1
        for place, item in enumerate(new):
            last = origins.get(place, last)
            if place not in origins:
                runs.setdefault(last, []).append(item)
        for after, items in runs.items():
            lines = self.layout.block(items, column, is_inline=False)
            if after >= 0:
                yield self.inserted(node.value[after], lines)
            else:
                start = self.layout.line_start(dashes[0])
                yield _Edit(start, start, f"{lines}\n")

    def removed(self, start: int, value: yaml.Node) -> _Edit:
        """The lines of an entry taken out."""
        if self.has_shared(value):
            raise _Entangled
        return _Edit(self.layout.line_start(start), self.layout.next_line(self.layout.end(value)), "")

    def inserted(self, last: yaml.Node, lines: str) -> _Edit:
        """Lines put in behind the line in which a node ends."""
        place = self.layout.line_end(self.layout.end(last))
        return _Edit(place, place, f"\n{lines}")

    def line(self, place: int) -> str:
        """The line that this place is in."""
        return self.layout.text[self.layout.line_start(place) : self.layout.line_end(place)]

    def has_shared(self, node: yaml.Node) -> bool:
        """Whether an anchor or an alias stands in a node."""
        return any(id(inner) in self.shared for inner in _nodes(node))


def _nodes(root: yaml.Node) -> Iterator[yaml.Node]:
    """A node and all in it, each once."""
    stack, seen = [root], {id(root)}
    while stack:
        node = stack.pop()
        yield node
        inside = [] if isinstance(node.value, str) else node.value
        for pair in inside:
            for inner in pair if isinstance(pair, tuple) else (pair,):
                if id(inner) not in seen:
                    seen.add(id(inner))
                    stack.append(inner)


def _shared(root: yaml.Node) -> frozenset[int]:
    """The nodes that stand in several places, by an anchor and its aliases."""
    counts: Counter[int] = Counter()
    for node in _nodes(root):
        for pair in [] if isinstance(node.value, str) else node.value:
            counts.update(id(inner) for inner in (pair if isinstance(pair, tuple) else (pair,)))
    return frozenset(found for found, count in counts.items() if count > 1)


def _at(node: yaml.Node) -> int:
    return int(node.start_mark.index)


def _text(key: yaml.Node) -> str:
    return str(key.value)
