"""Where the values of a YAML text stand in it, and how new ones are written there."""

from __future__ import annotations

from typing import Any

import yaml

from wfkit.core._yaml_dumper import line_dumper

_STEP = 2
_QUOTES = frozenset({"'", '"'})
_BLOCKS = frozenset({"|", ">"})


class Layout:
    """A YAML text with the places of its values.

    Attributes:
        text: The text.
        is_indented: Whether lists lie deeper than the keys that they belong to.
    """

    def __init__(self, text: str, root: yaml.Node) -> None:
        self.text = text
        self.is_indented = _has_indented_list(root)

    def end(self, node: yaml.Node) -> int:
        """Where the last character of a node ends: what follows it is blank, a comment, or of something else."""
        while is_block(node) and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        stop: int = node.end_mark.index
        if getattr(node, "style", None) in _BLOCKS:
            stop = node.start_mark.index + len(self.text[node.start_mark.index : stop].rstrip())
        return stop

    def line_start(self, place: int) -> int:
        """Where the line begins that this place is in."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Where that line ends, before its line break."""
        found = self.text.find("\n", place)
        stop = len(self.text) if found < 0 else found
        return stop - 1 if stop > place and self.text[stop - 1] == "\r" else stop

    def next_line(self, place: int) -> int:
        """Where the next line begins."""
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found + 1

    def is_first_in_line(self, place: int) -> bool:
        """Whether only blanks stand before it."""
        return not self.text[self.line_start(place) : place].strip(" ")

    def value_start(self, key: yaml.Node) -> int:
        """Where what belongs to a key begins: behind the colon."""
        return self.text.index(":", key.end_mark.index) + 1

    def dash(self, item: yaml.Node) -> int:
        """Where the dash of an element stands."""
        return self.text.rindex("-", 0, max(item.start_mark.index, 1))

    def after_key(self, value: Any, column: int) -> str:
        """A value as it stands behind the colon of a key in this column."""
        if not (isinstance(value, dict | list) and value):
            return f" {scalar(value, column)}"
        is_deeper = isinstance(value, dict) or self.is_indented
        return f"\n{self.block(value, column + _STEP if is_deeper else column, is_inline=False)}"

    def block(self, value: Any, column: int, *, is_inline: bool = True) -> str:
        """A value in lines of their own from this column on; the first one has its blanks only if it is not inline."""
        blanks = " " * column
        if not (isinstance(value, dict | list) and value):
            return scalar(value, max(0, column - _STEP))
        lines = []
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(value, dict):
                lines.append(f"{blanks}{scalar(str(key), column, is_key=True)}:{self.after_key(item, column)}")
            else:
                lines.append(f"{blanks}- {self.block(item, column + _STEP)}")
        text = "\n".join(lines)
        return text[column:] if is_inline else text


def is_block(node: yaml.Node) -> bool:
    """Whether it is an object or list in lines of its own."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def scalar(value: Any, column: int, *, style: str | None = None, in_flow: bool = False, is_key: bool = False) -> str:
    """A value on one line; a text of several lines as a block under a key in this column, where it can be one.

    Args:
        value: A scalar, or an empty object or list.
        column: Of the key or dash that it belongs to.
        style: How what it stands for was written.
        in_flow: Whether it stands between brackets.
        is_key: Whether it is a key.
    """
    if isinstance(value, str) and not (in_flow or is_key) and (style in _BLOCKS or (style is None and "\n" in value)):
        block = _literal(value, column + _STEP)
        if block:
            return block
    return flow(value, quote=style if style in _QUOTES and isinstance(value, str) else None)


def flow(value: Any, *, quote: str | None = None) -> str:
    """A value on one line, such as may stand between brackets."""
    # Between brackets, or a text with a comma would be two.
    text = yaml.dump(
        [value], Dumper=line_dumper(), allow_unicode=True, width=float("inf"), default_flow_style=True,
        default_style=quote, sort_keys=False,
    )  # fmt: skip
    return str(text).strip()[1:-1]


def _literal(text: str, column: int) -> str:
    """The text as a literal block, "" where it cannot be one."""
    body = text.rstrip("\n")
    lines = body.split("\n")
    is_plain = all(line.isprintable() and line == line.rstrip() for line in lines)
    if not body or not is_plain or lines[0][:1] in {" ", ""}:
        return ""
    tail = len(text) - len(body)
    chomp = "-" if not tail else "" if tail == 1 else "+"
    blanks = " " * column
    spelt = "\n".join([f"{blanks}{line}" if line else "" for line in lines])
    return f"|{chomp}\n{spelt}" + "\n" * max(0, tail - 1)


def _has_indented_list(root: yaml.Node) -> bool:
    """Whether the first list under a key lies deeper than the key; without one, it does."""
    stack = [root]
    while stack:
        node = stack.pop()
        if not is_block(node):
            continue
        for pair in reversed(node.value):
            inner = pair[1] if isinstance(pair, tuple) else pair
            if isinstance(pair, tuple) and inner.tag == "tag:yaml.org,2002:seq" and is_block(inner):
                return bool(inner.start_mark.column > pair[0].start_mark.column)
            stack.append(inner)
    return True
