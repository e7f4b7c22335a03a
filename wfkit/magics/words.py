"""From a line of text to words, and from words to what a command is given."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from IPython.core.error import UsageError

from wfkit.core.wording import Names, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command.

    Attributes:
        names: How it is written; the first is the usual way.
        key: The argument of the command's function.
        help: What it does, in a line.
        value: What follows it, as the help calls it and completion looks it up; "" for a flag.
        is_number: Whether its value is a whole number.
        is_many: Whether it may be given repeatedly.
    """

    names: tuple[str, ...]
    key: str
    help: str
    value: str = ""
    is_number: bool = False
    is_many: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """The word at the end of a line.

    Attributes:
        text: What it says, without quotes.
        raw: What stands in the line, from its first quote or letter on.
        quote: The quote that is open, or "".
        before: The words before it.
    """

    text: str
    raw: str
    quote: str
    before: tuple[str, ...]


def split(line: str) -> list[str]:
    """The words of a line: quotes keep what has spaces together, and a semicolon at the end is none of them.

    Raises:
        UsageError: A quote is not closed.
    """
    try:
        return shlex.split(line.strip().removesuffix(";"))
    except ValueError as error:
        msg = f'a quote is not closed in {quoted(line)}; put names with spaces in quotes, such as "My RAG"'
        raise UsageError(msg) from error


def typed(line: str) -> Typed:
    """The last word of a line, by the rules of a shell: empty after a space, unless a quote is open."""
    words: list[str] = []
    word, start, quote, place = "", None, "", 0
    while place < len(line):
        letter = line[place]
        if letter == "\\" and _is_escaping(quote, line[place + 1 : place + 2]):
            start = place if start is None else start
            place += 1
            word += line[place]
        elif quote:
            quote, word = ("", word) if letter == quote else (quote, word + letter)
        elif letter in "\"'":
            quote, start = letter, place if start is None else start
        elif letter.isspace():
            words, word, start = (words if start is None else [*words, word]), "", None
        else:
            word, start = word + letter, place if start is None else start
        place += 1
    return Typed(word, "" if start is None else line[start:], quote, tuple(words))


def _is_escaping(quote: str, following: str) -> bool:
    """Whether a backslash takes what follows it as it is: in double quotes, only those and itself."""
    return following != "" and (not quote or (quote == '"' and following in '"\\'))


def parsed(words: Sequence[str], options: Sequence[Option]) -> tuple[list[str], dict[str, object]]:
    """The words that are no options, and the values of the options by their keys; `--` ends the options.

    Raises:
        UsageError: An option is unknown, lacks its value, or has one that it cannot take.
    """
    known = {name: option for option in options for name in option.names}
    plain: list[str] = []
    values: dict[str, object] = {}
    rest = iter(words)
    for word in rest:
        if word == "--":
            plain.extend(rest)
        elif word.startswith("-") and len(word) > 1:
            _set(values, word, rest, known)
        else:
            plain.append(word)
    return plain, values


def _set(values: dict[str, object], word: str, rest: Iterator[str], known: Mapping[str, Option]) -> None:
    name, has_value, value = word.partition("=")
    option = known.get(name)
    if option is None:
        msg = f"unknown option {quoted(name)}; {Names(tuple(known)).hint(name, 'options')}"
        raise UsageError(msg)
    given = _value(option, name, value if has_value else None, rest)
    if option.is_many:
        values[option.key] = (*_many(values.get(option.key)), given)
    else:
        values[option.key] = given


def _value(option: Option, name: str, value: str | None, rest: Iterator[str]) -> object:
    if not option.value:
        if value is not None:
            msg = f"{name} takes no value; leave out {quoted(value)}"
            raise UsageError(msg)
        return True
    value = next(rest, None) if value is None else value
    if value is None:
        msg = f"{name} needs {option.value} after it"
        raise UsageError(msg)
    return _number(name, value) if option.is_number else value


def _number(name: str, value: str) -> int:
    if value.isdecimal():
        return int(value)
    msg = f"{name} is {quoted(value)}; it is a whole number"
    raise UsageError(msg)


def _many(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()
