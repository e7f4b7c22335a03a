"""Secrets in texts by their shape: all texts of a document in one search."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from wfkit.core.secrets.personal import PERSONAL
from wfkit.core.secrets.shapes import SHAPES, assigned_name
from wfkit.core.secrets.vendors import VENDORS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from wfkit.core.secrets.rule import Rule

RULES = (*VENDORS, *SHAPES, *PERSONAL)
# No pattern takes this character, so that nothing is found across two texts.
_JOINT = "\x00"
_BEFORE = 70
_ESCAPES = ("\\n", "\\r", "\\t")


@dataclass(frozen=True, slots=True)
class Span:
    """What a rule found.

    Attributes:
        rule: That found it.
        start: Where it begins in its text.
        stop: Where it ends.
        name: What the text calls it, or "".
    """

    rule: Rule
    start: int
    stop: int
    name: str = ""


class Texts:
    """The texts of a document, to be searched all at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._joined = _JOINT.join(texts)
        # Any character beyond Latin 1 as one `?`: searching a byte a character is four times as fast as four of them.
        self._searched = self._joined.encode("latin-1", "replace").decode("latin-1")
        self._offsets = [0, *accumulate(len(text) + 1 for text in texts)]

    def spans(self) -> Iterator[tuple[int, Span]]:
        """What the rules find, each with the index of its text; in the order of the rules, and they may overlap."""
        text = self._searched
        small = text.lower()
        for rule in RULES:
            if rule.context and not any(word in text for word in rule.context):
                continue
            for span in _found(rule, text, small if rule.any_case else text):
                at, offset = self._place(span.start)
                yield at, Span(rule, span.start - offset, span.stop - offset, span.name)

    def occurrences(self, value: str) -> Iterator[tuple[int, int]]:
        """Where a value stands: the index of the text, and the place in it."""
        found = self._joined.find(value)
        while found >= 0:
            at, offset = self._place(found)
            yield at, found - offset
            found = self._joined.find(value, found + len(value))

    def _place(self, start: int) -> tuple[int, int]:
        at = bisect_right(self._offsets, start) - 1
        return at, self._offsets[at]


def _found(rule: Rule, text: str, searched: str) -> Iterator[Span]:
    for keyword in rule.keywords:
        yield from _after_keyword(rule, keyword, text, searched)
    if not rule.keywords:
        yield from (_span(rule, found) for found in rule.pattern.finditer(text) if rule.accepts(found))


def _after_keyword(rule: Rule, keyword: str, text: str, searched: str) -> Iterator[Span]:
    at = searched.find(keyword)
    while at >= 0:
        end = at + len(keyword)
        start = _beginning(rule, text, at)
        found = rule.pattern.match(text, at) if start >= 0 else None
        if found and rule.accepts(found):
            span = _span(rule, found)
            end = max(end, span.stop)
            yield Span(rule, start, span.stop) if rule.takes_before else span
        at = searched.find(keyword, end)


def _beginning(rule: Rule, text: str, at: int) -> int:
    """Where the finding begins; -1 when what stands before the keyword forbids one."""
    if rule.before:
        window = text[max(0, at - _BEFORE) : at]
        found = rule.before.search(window, len(window.rstrip(rule.before_of)))
        return at - len(window) + found.start() if found else -1
    if not rule.is_word or at == 0:
        return at
    before = text[at - 1]
    is_inside = (before.isalnum() or before in "_-") and text[at - 2 : at] not in _ESCAPES
    return -1 if is_inside else at


def _span(rule: Rule, found: re.Match[str]) -> Span:
    groups = found.re.groupindex
    group = next(name for name in ("secret", "quoted", "bare") if name in groups and found[name] is not None)
    return Span(rule, *found.span(group), assigned_name(found) if "name" in groups else "")
