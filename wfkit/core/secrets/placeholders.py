"""What stands where a secret belongs, and is none: references, blanks, words such as `YOUR_API_KEY`."""

from __future__ import annotations

import re
from collections import Counter
from math import log2

from wfkit.core.reference import is_reference

_COMPARED = 300
_FEW = 3
_SHORT = 8
# Of a shell, of templates, of a programming language: the secret is elsewhere.
_REFERENCE = re.compile(
    r"\{\{|\}\}|\$\{|\$\(|#\{|@\{|<%|\[\[|^\$|^%\w+%?$|^%\(|^\{[\w.\s-]*\}?$|^<[^<>]*>?$|^\[[^\[\]]*\]?$|^__\w+__$"
    r"|\b(?:process\.env|os\.environ|os\.getenv|getenv|import\.meta|secrets?\.[A-Za-z_]|vars?\.[A-Za-z_]|env\.[A-Za-z_])"
    r"|^(?:self|this|config|settings|params|request|response|data|input|args|flow|msg|global|item|\$json|\$env|\$vars)[.\[(]"
)
_WORDS = re.compile(
    r"your|example|placeholder|change[_-]?me|replace|insert|dummy|sample|redacted|todo|fixme|[_-]here\b|fake|foobar"
    r"|lorem|hidden|masked|blank|undefined|\.\.\.|…|xxxx|\*\*\*|•|000000|not[_-]?set"
    r"|^test(?:ing)?[_-]?(?:key|token|secret|password)?$|^my[_-](?:api|secret|token|key|pass)|^(?:none|null|nil|n/?a|tbd|true|false)$",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+_?")
_IDENTIFIER = re.compile(r"[A-Za-z]+(?:[_.: -]+[A-Za-z]+)*[_.:-]*|[a-z]+(?:[A-Z][a-z]+)+")


def is_placeholder(value: str) -> bool:
    """Whether the text is blank, a reference, or what a person writes where a secret is to be filled in."""
    text = value.strip()
    if not text or is_reference(text):
        return True
    beginning = text[:_COMPARED]
    if _REFERENCE.search(beginning) or _WORDS.search(beginning) or _VARIABLE.fullmatch(beginning):
        return True
    return len(text) >= _SHORT and len(set(beginning)) <= _FEW


def is_word(value: str) -> bool:
    """Whether the text is made of letters and joints alone, as names and plain words are."""
    return _IDENTIFIER.fullmatch(value[:_COMPARED]) is not None


def entropy_bits(value: str) -> float:
    """How many bits a character of the text says, going by how often each occurs; 0 for an empty one."""
    text = value[:_COMPARED]
    size = len(text)
    return -sum(count / size * log2(count / size) for count in Counter(text).values())
