"""The slow way through a JSON text: every problem with its line, column and JSON Pointer.

`wfkit.core.codec` comes here only when msgspec refused a text or dropped a key of it, so that speed matters
little and stack depth a lot: nothing here recurses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from json import JSONDecodeError, decoder
from math import isinf
from typing import TYPE_CHECKING, Literal, NoReturn

from wfkit.core import pointer
from wfkit.core._limits import MAX_DEPTH, MAX_DIGITS, MAX_PROBLEMS
from wfkit.core.problem import Problem
from wfkit.core.wording import quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_BLANK = re.compile(r"[ \t\n\r]++")
_SCALAR = re.compile(
    r"(?P<not_finite>NaN|-?Infinity)|(?P<word>true|false|null)"
    r"|(?P<number>-?(?:0|[1-9][0-9]*+)(?P<float>(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+))"
)
_FOUND = re.compile(r"[\w.+-]{1,20}|.", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
# A hostile text must not keep its reader busy for minutes: this takes some ten seconds.
_MAX_MEMBERS = 5_000_000
# Fast, strict about control characters, and it says where a string goes wrong; typeshed does not list it.
_scan_string: Callable[[str, int], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]  # public, and not in typeshed


def find_problems(text: str) -> list[Problem]:
    """Why the text is no document: at most 20 problems in its order, none when nothing is wrong.

    The search goes on past duplicate keys, numbers out of range and lone surrogates; it ends at the first
    fault of syntax, at the first place nested too deep, and after five million values.
    """
    if not text.strip(" \t\n\r"):
        return [Problem("error", "empty", "the document is empty; a JSON object would be right")]
    scanner = _Scanner(text)
    try:
        scanner.run()
    except _EndOfSearch:
        return scanner.problems
    return scanner.problems


def to_pointer(path: Iterable[str | int]) -> str:
    """The JSON Pointer (RFC 6901) to a path of keys and indices; half a surrogate pair appears as its number."""
    return pointer.join(*path).encode("utf-8", "backslashreplace").decode()


def find_surrogate(text: str) -> str:
    """The first lone surrogate as `U+D800`, or "" when there is none."""
    found = None if text.isascii() else _SURROGATE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


class _EndOfSearch(Exception):
    """The scanner has seen enough."""


@dataclass(slots=True)
class _Open:
    """An array or object that has not ended yet."""

    closer: Literal["]", "}"]
    count: int = 0
    key: str = ""
    keys: set[str] = field(default_factory=set)

    @property
    def step(self) -> str | int:
        return self.key if self.closer == "}" else self.count - 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.open: list[_Open] = []
        self.problems: list[Problem] = []

    def run(self) -> None:
        self.read_value()
        for _ in range(_MAX_MEMBERS):
            if not self.open:
                break
            self.read_member(self.open[-1])
        if not self.open and self.peek():
            self.stop("trailing-text", f"expected the end of the document, found {self.found()}")

    def read_member(self, container: _Open) -> None:
        if self.peek() == container.closer:
            self.position += 1
            self.open.pop()
            return
        if container.count:
            self.require(",", f"',' or '{container.closer}'")
        container.count += 1
        if container.closer == "}":
            self.read_key(container)
        self.read_value()

    def read_key(self, container: _Open) -> None:
        if self.peek() != '"':
            self.stop("json-syntax", f"expected a key in double quotes, found {self.found()}")
        start = self.position
        key = self.read_string(self.open[:-1])
        if key in container.keys:
            message = f"duplicate key {quoted(key)}; a key may stand once in an object"
            self.note("duplicate-key", message, start, self.open[:-1])
        container.keys.add(key)
        container.key = key
        self.require(":", "':' after the key")

    def read_value(self) -> None:
        start = self.peek()
        if start in {"[", "{"}:
            self.read_opening(start)
        elif start == '"':
            self.read_string(self.open)
        else:
            self.read_scalar()

    def read_opening(self, opener: str) -> None:
        if len(self.open) == MAX_DEPTH:
            self.stop("too-deep", f"nested deeper than {MAX_DEPTH} levels")
        self.position += 1
        self.open.append(_Open("]" if opener == "[" else "}"))

    def read_string(self, holders: list[_Open]) -> str:
        start = self.position
        try:
            value, self.position = _scan_string(self.text, start + 1)
        except JSONDecodeError as exc:
            self.position = min(exc.pos, len(self.text))
            self.stop("json-syntax", f"not a JSON string: {exc.msg.removesuffix(' at')}")
        if surrogate := find_surrogate(value):
            self.note("lone-surrogate", f"half a surrogate pair, {surrogate}, in a string", start, holders)
        return value

    def read_scalar(self) -> None:
        match = _SCALAR.match(self.text, self.position)
        if match is None:
            self.stop("json-syntax", f"expected a value, found {self.found()}")
        start, self.position = match.span()
        if match["not_finite"]:
            self.note("not-finite", f"{match[0]} is no JSON; a number or null would be right", start, self.open)
        elif match["number"] and _is_out_of_range(match[0], is_float=bool(match["float"])):
            self.note("number-range", f"the number {shortened(match[0])} is out of range", start, self.open)

    def peek(self) -> str:
        """The next character that is not blank, "" at the end."""
        character = self.text[self.position : self.position + 1]
        if character > " ":
            return character
        if blank := _BLANK.match(self.text, self.position):
            self.position = blank.end()
        return self.text[self.position : self.position + 1]

    def require(self, mark: str, expected: str) -> None:
        if self.peek() != mark:
            self.stop("json-syntax", f"expected {expected}, found {self.found()}")
        self.position += 1

    def found(self) -> str:
        match = _FOUND.match(self.text, self.position)
        return repr(match[0]) if match else "the end of the text"

    def note(self, code: str, message: str, position: int, containers: list[_Open]) -> None:
        path = to_pointer(container.step for container in containers)
        self.problems.append(Problem("error", code, f"{_place(self.text, position)}: {message}", path))
        if len(self.problems) == MAX_PROBLEMS:
            raise _EndOfSearch

    def stop(self, code: str, message: str) -> NoReturn:
        self.note(code, message, self.position, self.open[:-1])
        raise _EndOfSearch


def _place(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return f"line {line}, column {column}"


def _is_out_of_range(literal: str, *, is_float: bool) -> bool:
    if is_float:
        return isinf(float(literal))
    return len(literal.removeprefix("-")) > MAX_DIGITS
