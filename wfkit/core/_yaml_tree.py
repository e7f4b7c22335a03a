"""From the events of a YAML parser to plain data: nothing is ever constructed, and nothing here recurses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from wfkit.core._limits import MAX_DEPTH, MAX_PROBLEMS
from wfkit.core._places import to_pointer
from wfkit.core._yaml_scalars import NEUTRAL_TAGS, Scalars, Unfit
from wfkit.core.problem import Problem
from wfkit.core.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfkit.core.problem import Severity

MAX_VALUES = 2_000_000
# What aliases stand for may be so much larger than the text: an honest file repeats some settings, a bomb all of it.
_GROWTH = 10
_ALWAYS_ALLOWED = 1_000_000


class EndOfReading(Exception):
    """The reading has found a problem after which nothing more can be told."""


class _Merge:
    """The key `<<`."""


_MERGE: Any = _Merge()


@dataclass(slots=True)
class _Open:
    """A list or mapping that has not ended yet.

    Attributes:
        value: What is in it so far.
        mark: Where it began.
        anchor: Its name, for aliases.
        weight: The weight of all that was read before it.
        key: Of the value that comes next.
        has_key: Whether `key` was read, and its value was not.
        merged: The mappings under `<<`, in the order in which they were given.
    """

    value: Any
    mark: Any
    anchor: str | None
    weight: int
    key: Any = ""
    has_key: bool = False
    merged: list[dict[str, Any]] | None = None

    @property
    def step(self) -> str | int:
        if type(self.value) is list:
            return len(self.value)
        return "<<" if self.key is _MERGE else str(self.key)


@dataclass(slots=True)
class Tree:
    """Data that grows event by event.

    Attributes:
        length: Of the text, in characters.
        data: The document, once it has ended.
        problems: Why it cannot be taken, and warnings of what was left out.
    """

    length: int
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    _weight: int = 0
    _count: int = 0
    _scalars: Scalars = field(default_factory=Scalars)

    def add_scalar(self, event: Any) -> None:
        """Takes a scalar."""
        text: str = event.value
        weight = self._weight
        self._weight += 1 + len(text)
        value: Any
        if event.implicit[0]:
            value = _MERGE if text == "<<" and self._is_at_key() else self._read(event, None)
        elif event.tag is None:
            value = text
        else:
            value = self._read(event, event.tag)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, self._weight - weight)
        self._put(value, event.start_mark)

    def begin(self, event: Any, value: Any) -> None:
        """Takes the beginning of a list or mapping."""
        if len(self._open) == MAX_DEPTH:
            self.stop("too-deep", f"nested deeper than {MAX_DEPTH} levels", event.start_mark)
        if event.tag is not None:
            self._notice_tag(event)
        if event.anchor is not None:
            # What is not there until its end cannot be meant by an alias inside of it.
            self._anchors.pop(event.anchor, None)
        self._open.append(_Open(value, event.start_mark, event.anchor, self._weight))
        self._weight += 1

    def end(self) -> None:
        """Takes the end of the innermost list or mapping."""
        ended = self._open.pop()
        if ended.merged:
            own = dict(ended.value)
            ended.value.clear()
            for mapping in reversed(ended.merged):
                ended.value.update(mapping)
            ended.value.update(own)
        if ended.anchor is not None:
            self._anchors[ended.anchor] = (ended.value, self._weight - ended.weight)
        self._put(ended.value, ended.mark)

    def add_alias(self, event: Any) -> None:
        """Takes an alias: a copy of what it stands for, within bounds."""
        name = event.anchor
        if name not in self._anchors:
            is_inside = any(held.anchor == name for held in self._open)
            what = "stands inside of what it names" if is_inside else "names nothing: there is no such anchor before it"
            self.stop("yaml-syntax", f"the alias {quoted('*' + name)} {what}", event.start_mark)
        value, weight = self._anchors[name]
        self._weight += weight
        if self._weight > _ALWAYS_ALLOWED + _GROWTH * self.length:
            message = "aliases repeat so much that the document is more than ten times as large as its text"
            self.stop("alias-growth", f"{message}; write out what they stand for", event.start_mark)
        self._put(copied(value), event.start_mark)

    def note(
        self, severity: Severity, code: str, message: str, mark: Any, holders: Sequence[_Open] | None = None
    ) -> None:
        """Adds a problem with its place, a warning only while there are few.

        Raises:
            EndOfReading: There are as many errors as one refusal lists.
        """
        if severity == "warning" and len(self.problems) >= MAX_PROBLEMS:
            return
        pointer = to_pointer(held.step for held in (self._open if holders is None else holders))
        self.problems.append(Problem(severity, code, f"{place(mark)}: {message}", pointer))
        if severity == "error" and sum(found.severity == "error" for found in self.problems) >= MAX_PROBLEMS:
            raise EndOfReading

    def stop(self, code: str, message: str, mark: Any) -> NoReturn:
        """Adds the last problem.

        Raises:
            EndOfReading: Always.
        """
        self.note("error", code, message, mark)
        raise EndOfReading

    def _read(self, event: Any, tag: str | None) -> Any:
        try:
            if tag is None:
                return self._scalars.plain(event.value)
            if tag not in NEUTRAL_TAGS:
                self._notice_tag(event)
            return self._scalars.tagged(tag, event.value)
        except Unfit as exc:
            self.note("error", exc.code, str(exc), event.start_mark)
            return None

    def _notice_tag(self, event: Any) -> None:
        if event.tag not in NEUTRAL_TAGS and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            message = f"the tag {quoted(tag)} is not followed: what it stands before is read as it is written"
            self.note("warning", "foreign-tag", message, event.start_mark)

    def _is_at_key(self) -> bool:
        return bool(self._open) and type(self._open[-1].value) is dict and not self._open[-1].has_key

    def _put(self, value: Any, mark: Any) -> None:
        self._count += 1
        if self._count > MAX_VALUES:
            self.stop("too-large", f"more than {MAX_VALUES} values, which is the most that wfkit reads in YAML", mark)
        if not self._open:
            self.data = value
            return
        holder = self._open[-1]
        if type(holder.value) is list:
            holder.value.append(value)
        elif not holder.has_key:
            self._put_key(holder, value, mark)
        else:
            self._put_member(holder, value, mark)
            holder.has_key = False

    def _put_key(self, holder: _Open, value: Any, mark: Any) -> None:
        if type(value) is not str and value is not _MERGE:
            value = msgspec.json.encode(value).decode()
        is_twice = holder.merged is not None if value is _MERGE else value in holder.value
        holder.key, holder.has_key = value, True
        if is_twice:
            name = "<<" if value is _MERGE else value
            message = f"duplicate key {quoted(name)}; a key may stand once in a mapping"
            # As in JSON, the pointer names the mapping.
            self.note("error", "duplicate-key", message, mark, self._open[:-1])

    def _put_member(self, holder: _Open, value: Any, mark: Any) -> None:
        if holder.key is not _MERGE:
            holder.value[holder.key] = value
            return
        holder.merged = value if type(value) is list else [value]
        if not all(type(mapping) is dict for mapping in holder.merged):
            self.stop("yaml-syntax", "the key '<<' takes a mapping, or a list of mappings, to merge in", mark)


def place(mark: Any) -> str:
    """Line and column of a mark of PyYAML, from 1."""
    return f"line {mark.line + 1}, column {mark.column + 1}"


def copied(value: Any) -> Any:
    """A copy of plain data that shares no list and no dict with it."""
    if type(value) is not dict and type(value) is not list:
        return value
    top = value.copy()
    stack = [top]
    while stack:
        holder = stack.pop()
        for key, item in holder.items() if type(holder) is dict else enumerate(holder):
            if type(item) is dict or type(item) is list:
                holder[key] = item.copy()
                stack.append(holder[key])
    return top
