"""Lines of a git attributes file: which files go to wfkit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable

_ATTRIBUTES = "diff=wfkit merge=wfkit"
_LINE = re.compile(rf'^("(?:[^"\\]|\\.)*"|[^\s"#!]\S*) {_ATTRIBUTES}(?:\r?\n|\Z)', re.MULTILINE)


def with_patterns(text: str, patterns: Iterable[str]) -> str:
    """The text with a line for each pattern that has none.

    They stand before all others: in such a file the last line that fits wins, and what was there goes on winning.
    """
    there = patterns_in(text)
    new = [pattern for pattern in dict.fromkeys(patterns) if pattern not in there]
    return "".join(f"{_spelt(pattern)} {_ATTRIBUTES}\n" for pattern in new) + text


def without_patterns(text: str) -> str:
    """The text without the lines that `with_patterns` writes."""
    return _LINE.sub("", text)


def patterns_in(text: str) -> tuple[str, ...]:
    """The patterns of the files that go to wfkit."""
    return tuple(_read(found[1]) for found in _LINE.finditer(text))


def checked_patterns(patterns: Iterable[str]) -> tuple[str, ...]:
    """The patterns, each once.

    Raises:
        InvalidInput: git knows no such pattern, or it would take effect on nothing.
    """
    found = tuple(dict.fromkeys(patterns))
    for pattern in found:
        if not pattern.strip() or not pattern.isprintable() or pattern.startswith(("!", "#", "[attr]")):
            msg = f"{quoted(pattern)} is no pattern of git attributes; give one such as '*.json' or 'flows/*.json'"
            raise InvalidInput(msg)
        if pattern.endswith("/"):
            msg = f"{quoted(pattern)} fits folders, and git attributes are those of files; write '{pattern}**'"
            raise InvalidInput(msg)
    return found


def _spelt(pattern: str) -> str:
    if re.search(r'[\s"\\]', pattern):
        escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return pattern


def _read(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word[1:-1]) if word.startswith('"') else word
