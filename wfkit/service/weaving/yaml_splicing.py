"""Small cuts in a YAML text: comments, anchors, styles and everything else around them stay as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfkit.service.weaving.splicing import Splice, Wanted, tree_of, with_cuts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wfkit.service.weaving.splicing import Cut

# What stands before a value and belongs to it: an anchor, a tag.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_WIDTH = 2**30
_BLANKS = " \t\r\n"


def spliced_yaml(text: str, edits: Iterable[Splice]) -> str:
    """The YAML text with these edits; it is read once, however many they are.

    What an alias or a merge key brings to a place is written elsewhere, and an edit there is left out: whoever calls
    compares what the text says with what it should say.

    Args:
        text: YAML of one document that parses, without a byte order mark.
        edits: As for JSON; their texts are JSON, which is YAML too.
    """
    pieces, at = [], 0
    for start, stop, word in sorted(_replacements(text, tree_of(edits))):
        pieces += [text[at:start], word]
        at = stop
    return "".join([*pieces, text[at:]])


@dataclass(slots=True)
class _Level:
    """A mapping or list that is being read.

    Attributes:
        wanted: The edits at its place and below it; None for none.
        is_mapping: Whether its members have keys.
        start: Where it begins.
        member: The edits of the member whose key was read.
        has_key: Whether a key was read, and its value was not.
        index: How many members came before.
    """

    wanted: Wanted | None
    is_mapping: bool
    start: int
    member: Wanted | None = None
    has_key: bool = False
    index: int = 0

    def is_at_key(self) -> bool:
        """Whether a key comes next."""
        return self.is_mapping and not self.has_key

    def below(self) -> Wanted | None:
        """The edits of the value that comes next."""
        if self.is_mapping:
            return self.member
        return self.wanted.below.get(self.index) if self.wanted else None

    def go_on(self) -> None:
        """Come to the next member, or from its key to its value."""
        if self.is_mapping:
            self.has_key = not self.has_key
        else:
            self.index += 1


@dataclass(slots=True)
class _Reading:
    """The walk through the events of a parser.

    Attributes:
        text: The document.
        levels: From the outermost to the innermost; the first one holds the document itself.
        end: Where the last scalar or closing bracket ended.
    """

    text: str
    levels: list[_Level]
    end: int = 0
    _found: list[tuple[int, int, str]] = field(default_factory=list)

    def scalar(self, event: Any) -> None:
        level = self.levels[-1]
        start, self.end = event.start_mark.index, event.end_mark.index
        if level.is_at_key():
            level.member = level.wanted.below.get(event.value) if level.wanted else None
            edit = level.member.edit if level.member else None
            if edit and edit.key_cuts:
                self._cut(event, edit.key_cuts)
        else:
            edit = below.edit if (below := level.below()) else None
            if edit and edit.text is not None:
                self._replace(start, edit.text)
            elif edit and edit.cuts:
                self._cut(event, edit.cuts)
        level.go_on()

    def alias(self, event: Any) -> None:
        self.end = event.end_mark.index
        self.levels[-1].go_on()

    def begin(self, event: Any, *, is_mapping: bool) -> None:
        level = self.levels[-1]
        wanted = None if level.is_at_key() else level.below()
        self.levels.append(_Level(wanted, is_mapping, event.start_mark.index))

    def close(self, event: Any) -> None:
        level = self.levels.pop()
        if self.text[event.start_mark.index : event.end_mark.index] in ("}", "]"):
            self.end = event.end_mark.index
        edit = level.wanted.edit if level.wanted else None
        if edit and edit.text is not None:
            # A list may begin in the column of its key, and what takes its place may not.
            is_alone = not self.text[: level.start].rpartition("\n")[2].strip()
            self._replace(level.start, f" {edit.text}" if is_alone and not level.is_mapping else edit.text)
        self.levels[-1].go_on()

    def found(self) -> Iterator[tuple[int, int, str]]:
        """The replacements; one around another has the same start or an earlier one, and comes first when sorted."""
        yield from self._found

    def _replace(self, start: int, word: str) -> None:
        properties = _PROPERTIES.match(self.text, start, self.end)
        start = properties.end() if properties else start
        raw = self.text[start : self.end]
        self._found.append((start, start + len(raw.rstrip(_BLANKS)), word))

    def _cut(self, event: Any, cuts: Iterable[Cut]) -> None:
        """Cut what is spelt in the text as it reads; where it is not, the whole scalar is spelt anew."""
        start, value = event.start_mark.index, event.value
        raw = self.text[start : self.end]
        places, at, value_at = [], 0, 0
        for cut in cuts:
            old = value[cut.start : cut.stop]
            at = _nth(raw, old, value.count(old, value_at, cut.start), at)
            if at < 0:
                self._replace(start, _quoted(with_cuts(value, cuts)))
                return
            places.append((start + at, start + at + len(old), cut.word))
            at, value_at = at + len(old), cut.stop
        self._found += places


def _replacements(text: str, root: Wanted) -> Iterator[tuple[int, int, str]]:
    import yaml

    reading = _Reading(text, [_Level(Wanted(below={0: root}), is_mapping=False, start=0)])
    takers: Mapping[type, Any] = {
        yaml.ScalarEvent: reading.scalar,
        yaml.AliasEvent: reading.alias,
        yaml.MappingStartEvent: lambda event: reading.begin(event, is_mapping=True),
        yaml.SequenceStartEvent: lambda event: reading.begin(event, is_mapping=False),
        yaml.MappingEndEvent: reading.close,
        yaml.SequenceEndEvent: reading.close,
    }
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if take := takers.get(type(event)):
            take(event)
    return reading.found()


def _nth(text: str, part: str, count: int, start: int) -> int:
    """Where the part stands in the text from there on, after so many others of it; -1 for nowhere."""
    at = text.find(part, start)
    while at >= 0 and count:
        at, count = text.find(part, at + len(part)), count - 1
    return at


def _quoted(value: str) -> str:
    import yaml

    return str(yaml.dump(value, default_style='"', allow_unicode=True, width=_WIDTH)).rstrip("\n")
