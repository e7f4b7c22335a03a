"""What callers may pass: names, tags, pages, times. Everything refused here says what would be right."""

from __future__ import annotations

import math
import operator
import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from numbers import Real
from threading import TIMEOUT_MAX
from typing import TYPE_CHECKING

import semver

from wfkit.core.wording import quoted, shown
from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NAME = 500
MAX_DESCRIPTION = 20_000
MAX_TAG = 100
MAX_LIMIT = 100_000
MAX_PAGE = 1_000_000_000
MAX_VERSION = 2**31 - 1

_VERSION_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+/-]*", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LIKE_SEMVER = re.compile(r"[vV]?\d+(\.|$)", re.ASCII)


def checked_name(name: object, what: str = "name") -> str:
    """The name of a workflow or an author: 1 to 500 characters, no control characters."""
    text = _text(what, name, longest=MAX_NAME)
    if not _is_visible(text):
        msg = f"the {what} is {quoted(text)}; it needs at least one visible character"
        raise InvalidInput(msg)
    return text


def checked_description(description: object, what: str = "description") -> str:
    """A description or message: up to 20 000 characters; line breaks and tabs are welcome."""
    return _text(what, description, longest=MAX_DESCRIPTION, breaks=True)


def checked_text(what: str, value: object) -> str:
    """A text to look for: of any length and with any characters that a stored text can have.

    Raises:
        InvalidInput: It is no text, or holds half a surrogate pair.
    """
    if not isinstance(value, str):
        msg = f"{what} is {described(value)}; pass a text"
        raise InvalidInput(msg)
    if _SURROGATE.search(value):
        msg = f"{what} is {quoted(value)}, which holds half a surrogate pair; leave that character out"
        raise InvalidInput(msg)
    return value


def checked_flag(what: str, value: object) -> bool:
    """True or False, and nothing that only resembles them.

    Raises:
        InvalidInput: It is something else.
    """
    if isinstance(value, bool):
        return value
    msg = f"{what} is {described(value)}; pass True or False"
    raise InvalidInput(msg)


def checked_version(what: str, value: object) -> int:
    """The number of a version, from 1.

    Raises:
        InvalidInput: It is something else.
    """
    number = whole(value)
    if number is not None and 1 <= number <= MAX_VERSION:
        return number
    msg = f"{what} is {described(value)}; it is the number of a version, from 1"
    raise InvalidInput(msg)


def checked_cost(cost: object) -> float | None:
    """The cost of a run, or None where it is not known.

    Raises:
        InvalidInput: It is no number, negative, or not finite.
    """
    if cost is None:
        return None
    if isinstance(cost, Real | Decimal) and not isinstance(cost, bool):
        try:
            amount = float(cost)
        except (OverflowError, ValueError):  # an integer beyond doubles, a signalling NaN
            amount = math.nan
        if math.isfinite(amount) and amount >= 0:
            return amount
    msg = f"the cost of a run is {described(cost)}; it is a number, 0 or more"
    raise InvalidInput(msg)


def checked_timeout(value: object) -> float:
    """How long to wait, in seconds.

    Raises:
        InvalidInput: It is no number, negative, or longer than a lock can wait.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= TIMEOUT_MAX:
        return value
    msg = f"busy_timeout_s is {described(value)}; it is a number of seconds, from 0 to {TIMEOUT_MAX:.0f}"
    raise InvalidInput(msg)


def whole(value: object) -> int | None:
    """The whole number that a value is, such as a cell of a DataFrame; None for all else, booleans too."""
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)  # type: ignore[arg-type]  # that is the question
    except TypeError:
        return None


def described(value: object) -> str:
    """A value as a message names it; what is not JSON by its type alone, for its repr may be hostile."""
    if value is None:
        return "None"
    if isinstance(value, bool):
        return str(value)
    return shown(value) if isinstance(value, str | int | float) else f"of type {type(value).__name__}"


def checked_tags(tags: Iterable[object]) -> tuple[str, ...]:
    """Tags without repeats, in their order.

    Raises:
        InvalidInput: One is empty, too long or holds control characters, or `tags` is a bare string.
    """
    if isinstance(tags, str):
        msg = f"tags is the text {quoted(tags)}; pass a list such as [{quoted(tags)}]"
        raise InvalidInput(msg)
    try:
        found = tuple(dict.fromkeys(_text("tag", tag, longest=MAX_TAG) for tag in tags))
    except TypeError as exc:
        msg = f"tags is {described(tags)}; pass a list of texts"
        raise InvalidInput(msg) from exc
    if not all(map(_is_visible, found)):
        msg = "a tag is empty; give each tag at least one visible character"
        raise InvalidInput(msg)
    return found


def checked_version_tag(tag: object) -> str:
    """The name of a version tag; what looks like a semantic version must be one.

    Raises:
        InvalidInput: It is no such name.
    """
    text = _text("version tag", tag, longest=MAX_TAG)
    if not _VERSION_TAG.fullmatch(text) or text.isdigit():
        msg = f"{text!r} is no version tag; use letters, digits and . _ + / -, and not a number alone, such as 'v1.0.0'"
        raise InvalidInput(msg)
    if _LIKE_SEMVER.match(text) and semantic(text) is None:
        msg = f"{text!r} is no semantic version; write it like 'v1.2.0' or 'v1.2.0-rc.1' (semver.org)"
        raise InvalidInput(msg)
    return text


def semantic(tag: str) -> semver.Version | None:
    """The semantic version that a tag names, with or without a leading v."""
    bare = tag[1:] if tag[:1] in "vV" else tag
    return semver.Version.parse(bare) if semver.Version.is_valid(bare) else None


def in_order(tags: Iterable[str]) -> list[str]:
    """Version tags as people read them: semantic versions by precedence, newest first, then the rest by name."""
    ranked = {tag: semantic(tag) for tag in tags}
    versions = sorted(
        (tag for tag in ranked if ranked[tag]), key=lambda tag: ranked[tag] or semver.Version(0), reverse=True
    )
    return [*versions, *sorted(tag for tag in ranked if ranked[tag] is None)]


def checked_page(page: object, limit: object) -> tuple[int, int | None]:
    """Offset and limit of a page; a limit of None means all rows.

    Raises:
        InvalidInput: The page is below 1, or the limit is not between 1 and 100 000.
    """
    number = whole(page)
    if number is None or not 1 <= number <= MAX_PAGE:
        msg = f"page is {described(page)}; it is a number from 1 to {MAX_PAGE}"
        raise InvalidInput(msg)
    if limit is None:
        return (0, None) if number == 1 else (MAX_LIMIT * (number - 1), 0)
    rows = whole(limit)
    if rows is None or not 1 <= rows <= MAX_LIMIT:
        msg = f"limit is {described(limit)}; it is a number from 1 to {MAX_LIMIT}, or None for all rows"
        raise InvalidInput(msg)
    return (number - 1) * rows, rows


def checked_time(name: str, value: object) -> datetime | None:
    """A moment as naive UTC; a date is its first moment, ISO text is read, a naive time counts as UTC.

    Raises:
        InvalidInput: It is none of these, or outside the years 1 to 9999.
    """
    match value:
        case None:
            return None
        case datetime() if value == value:  # noqa: PLR0124 - the NaT of pandas is a datetime, and not itself
            found = value
        case date() if not isinstance(value, datetime):
            found = datetime(value.year, value.month, value.day, tzinfo=UTC)
        case str():
            found = _from_iso(name, value)
        case _:
            msg = f"{name} is {described(value)}; pass a datetime, a date or ISO text such as '2026-01-31'"
            raise InvalidInput(msg)
    return _in_utc(name, found) if found.tzinfo else found


def _in_utc(name: str, moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError as exc:
        msg = f"{name} is {moment.isoformat()!r}, which is before the year 1 or after 9999 in UTC; pass a time between"
        raise InvalidInput(msg) from exc


def _from_iso(name: str, value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError as exc:
        msg = f"{name} is {quoted(value)}, which is no date; write it like '2026-01-31' or '2026-01-31T12:00:00+00:00'"
        raise InvalidInput(msg) from exc


def _text(what: str, value: object, *, longest: int, breaks: bool = False) -> str:
    if not isinstance(value, str):
        msg = f"the {what} is {described(value)}; pass a text"
        raise InvalidInput(msg)
    if len(value) > longest:
        msg = f"the {what} has {len(value)} characters; at most {longest} are allowed"
        raise InvalidInput(msg)
    # What is printable holds neither, and almost every text is: an import asks this for thousands.
    for character in () if value.isprintable() else value:
        if unicodedata.category(character) in ("Cc", "Cs") and not (breaks and character in "\n\r\t"):
            msg = f"the {what} holds {character!a}; leave out control characters and halves of surrogate pairs"
            raise InvalidInput(msg)
    return value


def _is_visible(text: str) -> bool:
    # str.strip leaves zero-width characters, which are of the category Cf.
    return any(not character.isspace() and unicodedata.category(character) != "Cf" for character in text)
