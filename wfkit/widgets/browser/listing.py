"""What a listing of workflows shows, as JSON of plain texts."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Final

from wfkit import formats
from wfkit.errors import UnknownFormat
from wfkit.service import secrets
from wfkit.widgets import lines
from wfkit.widgets.texts import SLACK, all_told, sendable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    import pandas as pd

    from wfkit.service.registry import Registry

_LONGEST_NAME = 300
_LONGEST_LINE = 200
_MOST_TAGS = 12
_MOST_FACETS = 300

# What is shown of a registry that could not be read yet.
NO_LISTING: Final[dict[str, Any]] = {"rows": [], "total": None, "page": 1, "pages": 1, "size": 1}
NO_FACETS: Final[dict[str, Any]] = {"format": [], "template": [], "tag": [], "more_tags": 0}


def listing_of(overview: pd.DataFrame, *, query: str, page: int, size: int) -> dict[str, Any]:
    """One page of an overview: its rows, how many there are in all, and on how many pages."""
    total = int(overview.attrs["total"])
    records = overview.to_dict("records")
    words = _descriptions([values["description"] for values in records], query)
    found = _around([values["found"] for values in records], query)
    rows = [_row(*row) for row in zip(records, words, found, strict=True)]
    return {"rows": rows, "total": total, "page": page, "pages": max(1, -(-total // size)), "size": size}


def facets_of(facets: pd.DataFrame) -> dict[str, Any]:
    """Values and their numbers, by facet; of tags at most 300, and how many more there are."""
    found: dict[str, list[dict[str, Any]]] = {"format": [], "template": [], "tag": []}
    for facet, value, count in facets.itertuples(index=False):
        label = title_of(value) if facet == "format" else sendable(value, _LONGEST_NAME)
        found[facet].append({"value": value, "label": label, "count": int(count)})
    return {**found, "tag": found["tag"][:_MOST_FACETS], "more_tags": max(0, len(found["tag"]) - _MOST_FACETS)}


def place_of(registry: Registry) -> dict[str, Any]:
    """Where the workflows are, how many there are, and the lines that would bring more."""
    name = lines.naming(registry)
    return {
        "url": sendable(registry.url, _LONGEST_NAME),
        "read_only": registry.is_read_only,
        "all": int(registry.list(limit=1).attrs["total"]),
        "deleted": int(registry.list(deleted=True, limit=1).attrs["total"]),
        "lines": [f'{name}.import_files("flows/")', *_commands(registry)],
    }


def _commands(registry: Registry) -> list[str]:
    """What a shell says instead; a registry in memory is out of its reach."""
    url = registry.url
    return [] if url == ":memory:" or not url.isprintable() else [f"wfkit -r {shlex.quote(url)} import flows/"]


def title_of(format_name: str) -> str:
    """What the makers of a tool call it; the bare name where no format has it any more."""
    try:
        return formats.get(format_name).title
    except UnknownFormat:
        return sendable(format_name, _LONGEST_NAME)


def tags_of(tags: Iterable[str]) -> list[dict[str, str]]:
    """Tags as they are, to filter by, beside what is shown of them."""
    return [{"value": tag, "label": sendable(tag, _LONGEST_NAME)} for tag in tags]


def moment(time: datetime | None) -> str | None:
    """A time as JavaScript reads it."""
    return None if time is None or time != time else time.isoformat()  # noqa: PLR0124 - NaT is not itself


def _descriptions(texts: list[str], query: str) -> list[str]:
    """What is around the query in each, else its beginning; in one line and without secrets."""
    # All are searched for secrets at once, for one after the other would take longer than the query.
    beginnings = all_told([" ".join(text[: 2 * _LONGEST_LINE + SLACK].split()) for text in texts], _LONGEST_LINE)
    near = _around(texts, query) if query else beginnings
    return [words or beginning for words, beginning in zip(near, beginnings, strict=True)]


def _around(texts: list[str], query: str) -> list[str]:
    """Each text in one line, from shortly before the query; nothing where that is not, or is part of a secret."""
    nears = [max(0, text.casefold().find(query.casefold()) - SLACK) for text in texts]
    pieces = [text[near : near + _LONGEST_LINE + 2 * SLACK] for text, near in zip(texts, nears, strict=True)]
    return [_cut(piece, near, query) for piece, near in zip(secrets.scrubbed_all(pieces), nears, strict=True)]


def _cut(piece: str, near: int, query: str) -> str:
    """What is around the query in a piece of a text that begins so far in it."""
    line = " ".join(piece.split())
    place = line.casefold().find(query.casefold())
    start = max(0, place - _LONGEST_LINE // 3)
    return "" if place < 0 else ("…" if near or start else "") + sendable(line[start:], _LONGEST_LINE)


def _row(values: dict[Any, Any], description: str, found: str) -> dict[str, Any]:
    tags = values["tags"]
    return {
        "id": values["id"],
        "name": sendable(values["name"], _LONGEST_NAME),
        "description": description,
        "found": found,
        "tags": tags_of(tags[:_MOST_TAGS]),
        "more_tags": max(0, len(tags) - _MOST_TAGS),
        "format": title_of(values["format"]),
        "is_template": bool(values["is_template"]),
        "is_valid": bool(values["valid"]),
        "versions": int(values["version"]),
        "runs": int(values["runs"]),
        "created_at": moment(values["created_at"]),
        "updated_at": moment(values["updated_at"]),
        "deleted_at": moment(values["deleted_at"]),
    }
