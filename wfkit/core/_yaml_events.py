"""YAML, event by event, into plain data: with a stack of its own, and without constructing anything."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from wfkit.core._limits import MAX_DEPTH, MAX_DIGITS, MAX_PROBLEMS
from wfkit.core.pointer import append
from wfkit.core.problem import Problem
from wfkit.core.rewriting import copied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
_TEXT = f"{_CORE}str"
_MERGE = f"{_CORE}merge"
# Tags of YAML itself whose values JSON has no type for: they stay the texts that they are.
_WRITTEN = frozenset({f"{_CORE}{name}" for name in ("str", "timestamp", "binary", "value")})
_OWN = _WRITTEN | {f"{_CORE}{name}" for name in ("null", "bool", "int", "float", "map", "seq", "set", "omap", "pairs")}
# A text says as much as it is long. What its aliases repeat may make it ten times that, and this much in any case.
_GROWTH = 10
_SMALL = 100_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_tag_of = partial(cast("Callable[..., str]", Resolver().resolve), yaml.ScalarNode, implicit=(True, False))
_constructor = SafeConstructor()


class _Refused(Exception):
    """Nothing more can be read."""


@dataclass(slots=True)
class Reading:
    """What a text says.

    Attributes:
        data: The data, None when there are problems.
        problems: Why it cannot be read.
        tags: Warnings of tags that nothing was made of.
    """

    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    tags: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Frame:
    """An object or list that is being read.

    Attributes:
        value: What was read of it.
        anchor: What aliases call it, or None.
        key: The key that waits for its value; `_NO_KEY` where the next one is a key.
        size: How many values it holds, those of aliases counted each time.
        merged: What `<<` brings into an object.
    """

    value: Any
    anchor: str | None
    key: Any
    size: int = 1
    merged: list[dict[str, Any]] = field(default_factory=list)


class _NoKey:
    __slots__ = ()


class _MergeKey:
    __slots__ = ()


_SECOND = "trailing-text"
_NO_KEY, _MERGE_KEY = _NoKey(), _MergeKey()


def read(text: str) -> Reading:
    """Reads one document."""
    builder = _Builder(text)
    try:
        builder.read()
    except _Refused:
        pass
    except yaml.YAMLError as exc:
        builder.reading.problems.append(_syntax_problem(exc, text))
    # Where a second document begins, the first was read whole, and tells what the text is about.
    if any(problem.code != _SECOND for problem in builder.reading.problems):
        builder.reading.data = None
    return builder.reading


class _Builder:
    """Builds data out of events."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reading = Reading()
        self.frames: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.limit = max(_SMALL, _GROWTH * len(text))
        self.size = 0
        self.documents = 0

    def read(self) -> None:
        """Reads every event."""
        for event in self.events():
            match event:
                case yaml.ScalarEvent():
                    self.add(self.scalar(event), 1, event.anchor, event)
                case yaml.MappingStartEvent():
                    self.open({}, event)
                case yaml.SequenceStartEvent():
                    self.open([], event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.close(event)
                case yaml.AliasEvent():
                    self.repeat(event)
                case yaml.DocumentStartEvent():
                    self.begin(event)
        if not self.documents:
            self.reading.problems.append(Problem("error", "empty", "the document is empty; an object would be right"))

    def events(self) -> Iterator[Any]:
        yield from yaml.parse(self.text, Loader=_LOADER)

    def begin(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            message = "another document begins, after the first; a file holds one"
            self.refuse(_SECOND, message, event)

    def open(self, value: Any, event: Any) -> None:
        self.look_at_tag(event)
        if len(self.frames) >= MAX_DEPTH:
            self.refuse("too-deep", f"nested deeper than {MAX_DEPTH} levels", event)
        if self.frames and isinstance(self.frames[-1].value, dict) and self.frames[-1].key is _NO_KEY:
            self.refuse("key-type", "an object or list cannot be a key; a text would be right", event)
        self.frames.append(_Frame(value, event.anchor, _NO_KEY))

    def close(self, event: Any) -> None:
        frame = self.frames.pop()
        if frame.merged:
            inherited = {key: value for found in reversed(frame.merged) for key, value in found.items()}
            frame.value = {**inherited, **frame.value}
        self.add(frame.value, frame.size, frame.anchor, event)

    def repeat(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            self.refuse("yaml-syntax", f"the alias {event.anchor!r} has no anchor before it", event)
        value, size = self.anchors[event.anchor]
        self.size += size
        if self.size > self.limit:
            self.refuse("alias-growth", f"aliases make more than {self.limit} values of this text", event)
        # A copy, so that whoever edits the data edits one place.
        self.add(copied(value), size, None, event)

    def add(self, value: Any, size: int, anchor: str | None, event: Any) -> None:
        if anchor is not None:
            self.anchors[anchor] = (value, size)
        if not self.frames:
            self.reading.data = value
            return
        frame = self.frames[-1]
        frame.size += size
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif frame.key is _NO_KEY:
            frame.key = self.key(value, event)
        else:
            self.set(frame, value, event)

    def set(self, frame: _Frame, value: Any, event: Any) -> None:
        key, frame.key = frame.key, _NO_KEY
        if key is _MERGE_KEY:
            found = value if isinstance(value, list) else [value]
            if not all(isinstance(each, dict) for each in found):
                self.refuse("yaml-syntax", "'<<' takes an object or a list of them", event)
            frame.merged += found
        elif key in frame.value:
            self.report("duplicate-key", f"the key {key!r} stands more than once in an object", event, key)
        else:
            frame.value[key] = value

    def key(self, value: Any, event: Any) -> Any:
        """The key that a value is, as text."""
        if isinstance(value, str):
            is_merge = value == "<<" and isinstance(event, yaml.ScalarEvent) and event.implicit[0]
            return _MERGE_KEY if is_merge else value
        if isinstance(value, dict | list):
            self.refuse("key-type", "an object or list cannot be a key; a text would be right", event)
        return json.dumps(value)

    def scalar(self, event: Any) -> Any:
        text: str = event.value
        if not text.isascii() and _SURROGATE.search(text):
            self.report("lone-surrogate", "a text holds half a surrogate pair", event)
        tag = event.tag
        if tag is None or tag == "!":
            if not event.implicit[0]:
                return text
            tag = _tag_of(text)
        else:
            self.look_at_tag(event)
        return text if tag in _WRITTEN or tag == _MERGE or tag not in _OWN else self.typed(tag, text, event)

    def typed(self, tag: str, text: str, event: Any) -> Any:
        """A number, true, false or null."""
        if tag.endswith("int") and len(text) > MAX_DIGITS:
            self.report("number-range", f"an integer of more than {MAX_DIGITS} digits", event)
            return None
        make = _MAKERS.get(tag.removeprefix(_CORE))
        if make is None:
            return text
        try:
            value = make(yaml.ScalarNode(tag, text))
        except (ValueError, KeyError, OverflowError):
            self.report("yaml-syntax", f"{text[:60]!r} is not of the type that its tag says", event)
            return None
        if isinstance(value, float) and not math.isfinite(value):
            is_word = text.lower().lstrip("+-").startswith(".")
            code = "not-finite" if is_word else "number-range"
            self.report(code, f"{text[:60]!r} is no number that JSON has", event)
        return value

    def look_at_tag(self, event: Any) -> None:
        if event.tag and event.tag != "!" and event.tag not in _OWN:
            message = f"nothing is made of the tag {event.tag!r}: what it stands before is kept as it is written"
            if len(self.reading.tags) < MAX_PROBLEMS:
                place = f"{message}, {_place(event.start_mark)}"
                self.reading.tags.append(Problem("warning", "foreign-tag", place, self.pointer()))

    def report(self, code: str, message: str, event: Any, key: str | None = None) -> None:
        if len(self.reading.problems) < MAX_PROBLEMS:
            pointer = self.pointer() if key is None else append(self.pointer(), key)
            where = f"{message}, {_place(event.start_mark)}"
            self.reading.problems.append(Problem("error", code, where, pointer))

    def refuse(self, code: str, message: str, event: Any) -> None:
        self.report(code, message, event)
        raise _Refused

    def pointer(self) -> str:
        """The place of what is being read."""
        parts: list[str | int] = []
        for frame in self.frames:
            if isinstance(frame.value, list):
                parts.append(len(frame.value))
            elif isinstance(frame.key, str):
                parts.append(frame.key)
        return append("", *parts)


_MAKERS = {
    "null": lambda _: None,
    "bool": _constructor.construct_yaml_bool,
    "int": _constructor.construct_yaml_int,
    "float": _constructor.construct_yaml_float,
}


def _place(mark: yaml.Mark) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}"


def _syntax_problem(exc: yaml.YAMLError, text: str) -> Problem:
    if isinstance(exc, yaml.MarkedYAMLError) and exc.problem_mark is not None:
        words = " ".join(word for word in (exc.context, exc.problem) if word)
        return Problem("error", "yaml-syntax", f"{words}, {_place(exc.problem_mark)}")
    position = getattr(exc, "position", None)
    if isinstance(position, int):
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        sign = text[position : position + 1]
        return Problem(
            "error", "yaml-syntax", f"the character {sign!a} may not stand in YAML, line {line}, column {column}"
        )
    return Problem("error", "yaml-syntax", str(exc).splitlines()[0])
