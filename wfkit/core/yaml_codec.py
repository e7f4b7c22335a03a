"""Between YAML text and data: the same data that the text would be in JSON, and the way back.

Only what JSON can hold comes out, and nothing is constructed, whatever a tag asks for. As in `wfkit.core.codec`, a
text that two readers could understand differently is refused with its place: duplicate keys, a second document, numbers
beyond JSON. Read is YAML 1.1 by the rules of PyYAML, with which Dify, Haystack and Galaxy read their own files:

- `yes`, `on` and `true` are true, an unquoted `1e3` is a text;
- timestamps, binary data and values under tags of applications stay the texts, lists and mappings that are written;
- a key that is no text becomes its JSON text;
- aliases become copies, within a bound, and `<<` merges mappings.

PyYAML's C parser reads one to three megabytes of workflows a second, its Python one, where there is no other, a tenth
of that. Comments and long texts go at forty megabytes a second; two million values are the most that is read, so that
no text keeps its reader busy for more than some ten seconds.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from wfkit.core import _plain, codec
from wfkit.core._limits import MAX_DEPTH, MAX_YAML_BYTES
from wfkit.core._places import find_surrogate
from wfkit.core._yaml_text import yaml_text
from wfkit.core._yaml_tree import EndOfReading, Tree, place
from wfkit.core.problem import Problem
from wfkit.errors import InvalidWorkflow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["first_document", "foreign_tags", "is_likely", "parse", "read", "to_text"]

_SECOND = "trailing-text"
_NESTING = "maximum nesting depth"
_REFUSED = "the document cannot be read"
_UNREADABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Characters that nobody sees; editors and chats put them where a parser stumbles over them.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_TAG = re.compile(r"(?:^|[\s\[{,])![^\s=]", re.MULTILINE)
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_LOOKED_AT_CHARACTERS = 65_536
_LOOKED_AT_LINES = 40
_KEY = re.compile(
    r"""(?:"(?:[^"\\\n]|\\.){0,999}"|'[^'\n]{0,999}'|[^\s\-?:,\[\]{}\#&*!|>'"%@`][^\n]{0,999}?|[-?:][^\s:][^\n]{0,999}?)"""
    r"""[ ]{0,9}:(?:[ \t]|$)"""
)
_BEFORE = re.compile(r"(?:[ \t]*(?:\#.*)?|%.*|---(?:[ \t]+\#.*)?)$")
_PROPERTY = re.compile(r"(?:---[ ]+)?(?:[&!]\S*(?:[ ]+|$))*")
# What stands beside keys without being one: comments, items of a list, ends of brackets, marks of documents, conflicts.
_BESIDE = re.compile(r"""[#\]})'"]|-(?:[ \t]|$)|---|\.\.\.|[?:] |[<=|>]{7}""")
_INSIDE = ("", " ", "\t")


def parse(text: str) -> Any:
    """The data of a YAML text.

    Raises:
        InvalidWorkflow: It is not YAML, or not what JSON can hold: `.problems` name line, column and JSON Pointer under
            the codes `empty`, `yaml-syntax`, `trailing-text`, `duplicate-key`, `not-finite`, `number-range`,
            `lone-surrogate`, `alias-growth`, `too-deep` and `too-large`.
    """
    return read(text)[0]


def read(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """The data of a YAML text, and warnings of the tags in it that were not followed.

    Raises:
        InvalidWorkflow: As `parse` does.
    """
    _require_readable(text)
    tree = _grown(text)
    errors = _errors(tree)
    if errors:
        raise InvalidWorkflow(_REFUSED, errors)
    return tree.data, tuple(tree.problems)


def first_document(text: str) -> Any:
    """The data of the first document where a text holds several, None where it does not or cannot be read."""
    try:
        _require_readable(text)
    except InvalidWorkflow:
        return None
    tree = _grown(text)
    return tree.data if [problem.code for problem in _errors(tree)] == [_SECOND] else None


def foreign_tags(text: str) -> tuple[Problem, ...]:
    """Warnings of the tags that were not followed in a text that `parse` took."""
    return read(text)[1] if _TAG.search(text) else ()


def to_text(data: Any) -> str:
    """YAML text of the data: what `parse` reads from it is the data again.

    Keys keep their order, unicode stays as it is, a text of several lines is a block where that keeps it, and what any
    reader could take for something else than a text is in quotes.

    Raises:
        InvalidWorkflow: It is not JSON, as `codec.to_text` says it, or the text would be larger than `MAX_YAML_BYTES`.
    """
    text = yaml_text(codec.parse(codec.to_text(data)))
    if len(text) > MAX_YAML_BYTES:
        raise _too_large()
    return text


def is_likely(text: str) -> bool:
    """Whether the text begins as a mapping in YAML does: a cheap look at some forty lines, before it is parsed."""
    lines = _BREAK.split(text[:_LOOKED_AT_CHARACTERS].removeprefix("\ufeff"))
    start = next((at for at, line in enumerate(lines) if not _BEFORE.match(line)), len(lines))
    if start == len(lines) or not _begins_mapping(lines[start].lstrip(" ")):
        return False
    outer = [line for line in lines[start + 1 : start + _LOOKED_AT_LINES] if line[:1] not in _INSIDE]
    strange = [line for line in outer if not (_KEY.match(line) or _BESIDE.match(line))]
    # A file with a fault in it is YAML all the same; a letter that begins with "Dear all:" is not.
    return len(strange) <= len(outer) // 3


def _begins_mapping(line: str) -> bool:
    properties = _PROPERTY.match(line)
    rest = line[properties.end() :] if properties else line
    if rest != line and rest[:1] == "{":  # with a mark of YAML before it; without one it is JSON, or should have been
        return True
    return not rest or rest[:2] == "? " or bool(_KEY.match(rest))


def _grown(text: str) -> Tree:
    tree = Tree(len(text))
    with suppress(EndOfReading):
        _grow(tree, text)
        _require_holdable(tree, text)
    return tree


def _errors(tree: Tree) -> list[Problem]:
    return [problem for problem in tree.problems if problem.severity == "error"]


def _require_readable(text: str) -> None:
    if len(text) > MAX_YAML_BYTES:
        raise _too_large()
    found = _UNREADABLE.search(text, 1 if text.startswith("\ufeff") else 0)
    if found is None:
        return
    where = _position(text, found.start())
    if surrogate := find_surrogate(found[0]):
        problem = Problem("error", "lone-surrogate", f"{where}: half a surrogate pair, {surrogate}")
    else:
        message = f"{where}: the character U+{ord(found[0]):04X} is not allowed in YAML"
        problem = Problem("error", "yaml-syntax", message, fix="remove it, or write it as an escape in double quotes")
    raise InvalidWorkflow(_REFUSED, [problem])


def _too_large() -> InvalidWorkflow:
    message = f"the document is larger than {MAX_YAML_BYTES // 2**20} MiB, which is the most that wfkit takes in YAML"
    return InvalidWorkflow(_REFUSED, [Problem("error", "too-large", message)])


def _require_holdable(tree: Tree, text: str) -> None:
    """Adds what can be told of the whole alone."""
    if "*" in text and _plain.is_too_deep(tree.data):
        tree.problems.append(
            Problem("error", "too-deep", f"nested deeper than {MAX_DEPTH} levels once aliases are followed")
        )
    elif "\\" in text:
        # PyYAML's own reader takes halves of surrogate pairs that are written as escapes.
        try:
            codec.canonical(tree.data)
        except InvalidWorkflow as exc:
            tree.problems += exc.problems


def _grow(tree: Tree, text: str) -> None:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text.removeprefix("\ufeff"))
    takers = _takers(tree)
    try:
        documents = 0
        while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
            take = takers.get(type(event))
            if take is not None:
                take(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "a second document begins; wfkit takes one workflow a file, so make a file of each"
                    tree.stop(_SECOND, message, event.start_mark)
        if not documents:
            tree.problems.append(Problem("error", "empty", "the document is empty; a mapping would be right"))
    except yaml.YAMLError as exc:
        tree.problems.append(_syntax_problem(exc, text))
    finally:
        loader.dispose()


def _takers(tree: Tree) -> Mapping[type, Callable[[Any], None]]:
    import yaml

    return {
        yaml.ScalarEvent: tree.add_scalar,
        yaml.AliasEvent: tree.add_alias,
        yaml.MappingStartEvent: lambda event: tree.begin(event, {}),
        yaml.SequenceStartEvent: lambda event: tree.begin(event, []),
        yaml.MappingEndEvent: lambda _: tree.end(),
        yaml.SequenceEndEvent: lambda _: tree.end(),
    }


def _syntax_problem(error: Exception, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    words = " ".join(str(word) for word in (getattr(error, "context", ""), getattr(error, "problem", "")) if word)
    if mark is None:
        return Problem("error", "yaml-syntax", words or str(error))
    if _NESTING in words:  # newer versions of libyaml stop by themselves, before they tell of what they have read
        return Problem("error", "too-deep", f"{place(mark)}: nested deeper than {MAX_DEPTH} levels")
    return Problem("error", "yaml-syntax", f"{place(mark)}: {words}", fix=_fix(text, mark.line))


def _fix(text: str, line_number: int) -> str:
    lines = _BREAK.split(text.removeprefix("\ufeff"))
    line = lines[line_number] if line_number < len(lines) else ""
    before = lines[line_number - 1] if 0 < line_number <= len(lines) else ""
    if found := _INVISIBLE.search(line) or _INVISIBLE.search(before):
        return f"remove the invisible character U+{ord(found[0]):04X}"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, for YAML allows no tabs there"
    return ""


def _position(text: str, offset: int) -> str:
    breaks = list(_BREAK.finditer(text, 0, offset))
    begin = breaks[-1].end() if breaks else 0
    return f"line {len(breaks) + 1}, column {offset - begin + 1}"
