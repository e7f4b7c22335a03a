"""A rule that knows secrets by their shape, wherever they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfkit.core.secrets.placeholders import entropy_bits, is_placeholder

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfkit.core.secrets.finding import Confidence, Kind

_BITS = 2.8


def looks_random(found: re.Match[str]) -> bool:
    """Whether what was found is no placeholder, has a digit, and says enough for its length."""
    value = found["secret"]
    return any(map(str.isdigit, value)) and entropy_bits(value) >= _BITS and not is_placeholder(value)


def is_filled(found: re.Match[str]) -> bool:
    """Whether what was found is no placeholder."""
    return not is_placeholder(found["secret"])


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape of a secret, or of personal data.

    Attributes:
        name: What findings call it.
        keywords: It begins with one of these. () for a pattern that is to be searched everywhere.
        pattern: What must stand there, from the keyword on; the group `secret` is what is taken out.
        before: What must stand right before the keyword, up to a `$`.
        before_of: The characters that it is made of.
        takes_before: Whether that belongs to the finding.
        accepts: The last word on what fits the pattern.
        kind: Of the finding.
        confidence: Of the finding.
        is_word: Whether the keyword must not be the rest of a longer word.
        any_case: Whether capitals do not matter; the keywords are in small letters then.
        context: One of these must stand somewhere, for the shape alone proves little; () for no such thing.
    """

    name: str
    keywords: tuple[str, ...]
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None = None
    before_of: str = ""
    takes_before: bool = False
    accepts: Callable[[re.Match[str]], bool] = looks_random
    kind: Kind = "secret"
    confidence: Confidence = "high"
    is_word: bool = True
    any_case: bool = False
    context: tuple[str, ...] = ()


def token(name: str, keywords: str, rest: str, *, confidence: Confidence = "high", context: str = "") -> Rule:
    """The rule of a token: one of the keywords, then what the rest says, and then no letter or digit any more."""
    starts = tuple(keywords.split())
    prefix = "|".join(map(re.escape, starts))
    pattern = re.compile(rf"(?P<secret>(?:{prefix}){rest})(?![A-Za-z0-9])")
    return Rule(name, starts, pattern, confidence=confidence, context=tuple(context.split()))


def part(name: str, keyword: str, rest: str, *, confidence: Confidence = "high") -> Rule:
    """The rule of a text that is no secret itself and has one in it, such as an address; `rest` has the group."""
    return Rule(name, (keyword,), re.compile(re.escape(keyword) + rest), confidence=confidence, is_word=False)
