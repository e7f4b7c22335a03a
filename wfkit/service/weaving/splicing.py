"""Small cuts in a JSON text: everything around them stays byte for byte."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from wfkit.service.weaving._spelt import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[][{},:]')
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_OPENING = "{["
_CLOSING = "}]"


class Cut(NamedTuple):
    """A stretch of a text, as it reads, and the plain word that takes its place."""

    start: int
    stop: int
    word: str


@dataclass(frozen=True, slots=True)
class Splice:
    """What becomes of one value.

    Attributes:
        path: Keys and indices that lead to it.
        cuts: In the text that it is, in order and apart from each other.
        text: The JSON that takes its place as a whole; None for cuts alone.
        key_cuts: In its key.
    """

    path: tuple[str | int, ...]
    cuts: tuple[Cut, ...] = ()
    text: str | None = None
    key_cuts: tuple[Cut, ...] = ()


@dataclass(slots=True)
class Wanted:
    """The edits at one place, and below it."""

    edit: Splice | None = None
    below: dict[str | int, Wanted] = field(default_factory=dict)


class _Replacement(NamedTuple):
    start: int
    stop: int
    text: str


def spliced(text: str, edits: Iterable[Splice]) -> str:
    """The JSON text with these edits; it is read once, however many they are.

    Args:
        text: JSON that parses.
        edits: At different places that are there; those within a value that is replaced are passed over.
    """
    pieces, at = [], 0
    for start, stop, word in _replacements(text, tree_of(edits)):
        pieces += [text[at:start], word]
        at = stop
    return "".join([*pieces, text[at:]])


def applied(data: Any, edits: Iterable[Splice]) -> Any:
    """The data with these edits, as a copy along the ways that lead to them."""
    root = [data]
    waiting: list[tuple[Any, str | int, Wanted]] = [(root, 0, tree_of(edits))]
    while waiting:
        holder, step, wanted = waiting.pop()
        value = holder[step]
        if wanted.edit and wanted.edit.text is not None:
            value = msgspec.json.decode(wanted.edit.text)
        elif wanted.edit and wanted.edit.cuts:
            value = with_cuts(value, wanted.edit.cuts)
        elif isinstance(value, dict):
            keys = {key: _key_of(key, below) for key, below in wanted.below.items() if isinstance(key, str)}
            value = {keys.get(key, key): child for key, child in value.items()}
            waiting += [(value, keys.get(str(key), key), below) for key, below in wanted.below.items()]
        elif isinstance(value, list):
            value = [*value]
            waiting += [(value, key, below) for key, below in wanted.below.items()]
        holder[step] = value
    return root[0]


def with_cuts(text: str, cuts: Iterable[Cut]) -> str:
    """A text with these cuts."""
    pieces, at = [], 0
    for cut in cuts:
        pieces += [text[at : cut.start], cut.word]
        at = cut.stop
    return "".join([*pieces, text[at:]])


def _key_of(key: str, wanted: Wanted) -> str:
    return with_cuts(key, wanted.edit.key_cuts) if wanted.edit else key


def tree_of(edits: Iterable[Splice]) -> Wanted:
    """The edits by the way that leads to each, without those within a value that is replaced."""
    root = Wanted()
    # Short paths first: what lies within a value that is replaced is gone.
    for edit in sorted(edits, key=lambda edit: len(edit.path)):
        place: Wanted | None = root
        for step in edit.path:
            if place is None or (place.edit and place.edit.text is not None):
                place = None
                break
            place = place.below.setdefault(step, Wanted())
        if place is not None:
            place.edit = edit
    return root


@dataclass(slots=True)
class _Level:
    """An object or list that is being read.

    Attributes:
        wanted: The edits in it; None for none.
        is_object: Whether its members have keys.
        start: Where the value of the current member begins.
        member: The edits of the current member.
        index: How many members came before.
        has_key: Whether the key of the current member has been read.
    """

    wanted: Wanted | None
    is_object: bool
    start: int
    member: Wanted | None = None
    index: int = 0
    has_key: bool = False

    def begin(self) -> None:
        """Find the edits of the current element of a list; those of a member of an object wait for its key."""
        self.member = self.wanted.below.get(self.index) if self.wanted and not self.is_object else None

    def go_on(self, start: int) -> None:
        """Come to the next member, behind a comma."""
        self.index, self.start, self.has_key = self.index + 1, start, False
        self.begin()


def _replacements(text: str, root: Wanted) -> Iterator[_Replacement]:
    # As if the document were the only element of a list.
    top = _Level(Wanted(below={0: root}), is_object=False, start=0)
    top.begin()
    levels = [top]
    for found in _TOKEN.finditer(text):
        sign, level = found[0], levels[-1]
        if sign[0] == '"':
            if level.is_object and not level.has_key and level.wanted:
                yield from _at_key(level, found)
        elif sign == ":":
            level.has_key, level.start = True, found.end()
        elif sign in _OPENING:
            levels.append(_entered(level, found))
        else:
            if level.member:
                yield from _at_value(level.member, text, level.start, found.start())
            if sign == ",":
                level.go_on(found.end())
            else:
                levels.pop()
    yield from _at_value(root, text, 0, len(text))


def _entered(level: _Level, found: re.Match[str]) -> _Level:
    inner = _Level(level.member if level.member and level.member.below else None, found[0] == "{", found.end())
    inner.begin()
    return inner


def _at_key(level: _Level, found: re.Match[str]) -> Iterator[_Replacement]:
    """Find the edits of the member that begins with this key, and make those in the key."""
    level.member = level.wanted.below.get(msgspec.json.decode(found[0])) if level.wanted else None
    edit = level.member.edit if level.member else None
    if edit and edit.key_cuts:
        yield from _cut(found[0], found.start(), edit.key_cuts)


def _at_value(wanted: Wanted, text: str, start: int, stop: int) -> Iterator[_Replacement]:
    edit = wanted.edit
    if edit is None:
        return
    raw = text[start:stop]
    start += len(raw) - len(raw.lstrip(BLANKS))
    raw = raw.strip(BLANKS)
    if edit.text is not None:
        yield _Replacement(start, start + len(raw), edit.text)
    else:
        yield from _cut(raw, start, edit.cuts)


def _cut(raw: str, start: int, cuts: Iterable[Cut]) -> Iterator[_Replacement]:
    """The cuts in a JSON string, whose escapes are longer than what they stand for."""
    escapes = _ESCAPE.finditer(raw)
    escape = next(escapes, None)
    longer = 1  # by the quote that it begins with

    def place(at: int) -> int:
        nonlocal escape, longer
        while escape is not None and escape.start() - longer < at:
            longer += escape.end() - escape.start() - 1
            escape = next(escapes, None)
        return start + at + longer

    for cut in cuts:
        yield _Replacement(place(cut.start), place(cut.stop), cut.word)
