"""What callers may pass: names, tags, pages. Everything refused here says what would be right."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import semver

from wfkit.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NAME = 500
MAX_DESCRIPTION = 20_000
MAX_TAG = 100
MAX_LIMIT = 100_000
MAX_PAGE = 1_000_000_000

_VERSION_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+/-]*", re.ASCII)
_LIKE_SEMVER = re.compile(r"[vV]?\d+(\.|$)", re.ASCII)


def checked_name(name: object) -> str:
    """The name of a workflow: 1 to 500 characters, no control characters."""
    text = _text("name", name, longest=MAX_NAME)
    if not text.strip():
        msg = "a workflow needs a name with at least one visible character"
        raise InvalidInput(msg)
    return text


def checked_description(description: object) -> str:
    """A description or message: up to 20 000 characters; line breaks and tabs are welcome."""
    return _text("description", description, longest=MAX_DESCRIPTION, breaks=True)


def checked_tags(tags: Iterable[object]) -> tuple[str, ...]:
    """Tags without repeats, in their order.

    Raises:
        InvalidInput: One is empty, too long or holds control characters, or `tags` is a bare string.
    """
    if isinstance(tags, str):
        msg = f"tags is the text {tags!r}; pass a list such as [{tags!r}]"
        raise InvalidInput(msg)
    try:
        found = tuple(dict.fromkeys(_text("tag", tag, longest=MAX_TAG) for tag in tags))
    except TypeError as exc:
        msg = f"tags is {tags!r}; pass a list of texts"
        raise InvalidInput(msg) from exc
    if not all(tag.strip() for tag in found):
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
    if not isinstance(page, int) or isinstance(page, bool) or not 1 <= page <= MAX_PAGE:
        msg = f"page is {page!r}; pages are counted from 1"
        raise InvalidInput(msg)
    if limit is None:
        return (0, None) if page == 1 else (MAX_LIMIT * (page - 1), 0)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MAX_LIMIT:
        msg = f"limit is {limit!r}; it is a number from 1 to {MAX_LIMIT}, or None for all rows"
        raise InvalidInput(msg)
    return (page - 1) * limit, limit


def checked_time(name: str, value: object) -> datetime | None:
    """A moment as naive UTC; a date is its first moment, ISO text is read, a naive time counts as UTC."""
    match value:
        case None:
            return None
        case datetime():
            found = value
        case date():
            found = datetime(value.year, value.month, value.day, tzinfo=UTC)
        case str():
            found = _from_iso(name, value)
        case _:
            msg = f"{name} is {value!r}; pass a datetime, a date or ISO text such as '2026-01-31'"
            raise InvalidInput(msg)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def _from_iso(name: str, value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError as exc:
        msg = f"{name} is {value!r}, which is no date; write it like '2026-01-31' or '2026-01-31T12:00:00+00:00'"
        raise InvalidInput(msg) from exc


def _text(what: str, value: object, *, longest: int, breaks: bool = False) -> str:
    if not isinstance(value, str):
        msg = f"a {what} is text, not {type(value).__name__}"
        raise InvalidInput(msg)
    if len(value) > longest:
        msg = f"a {what} has at most {longest} characters, this one has {len(value)}"
        raise InvalidInput(msg)
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cs") and not (breaks and character in "\n\r\t"):
            msg = f"a {what} holds no control characters or lone surrogates, this one has {character!a}; leave it out"
            raise InvalidInput(msg)
    return value
