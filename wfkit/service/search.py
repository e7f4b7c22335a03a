"""Text search over the heads of all workflows, through a folded text kept for each head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from wfkit.core import codec
from wfkit.core.pointer import append
from wfkit.core.wording import quoted
from wfkit.errors import InvalidInput, InvalidWorkflow
from wfkit.service.inputs import checked_page, checked_text
from wfkit.store import frames, queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from wfkit.service._context import Context

    Trail = tuple[Any, ...]

_encode = msgspec.json.Encoder().encode
_BATCH = 500
_LONGEST_NEEDLE = 1000
# Copies of a tool's schema and source code, which every node of a kind repeats.
_COPIES = frozenset({"inputParams", "inputAnchors", "outputAnchors", "code"})


_TEXTUAL = (str, dict, list)


def search(context: Context, text: str, *, page: int, limit: int | None) -> pd.DataFrame:
    """A row a matching text of a head, in any case, columns `frames.MATCHES`.

    Searched are all texts of a document but source code and a tool's copies of its own schema.

    Raises:
        InvalidInput: The text is empty or longer than 1000 characters.
    """
    needle = checked_needle(text)
    offset, rows_wanted = checked_page(page, limit)
    index(context)
    with context.read() as transaction:
        # What a registry that may not be written could not index is read here; otherwise there is nothing left.
        unindexed = queries.unindexed_living(transaction) if context.engine.is_read_only else []
        found = [*queries.matching(transaction, needle), *((*row[:4], *_texts_of(row[4])) for row in unindexed)]
    matches = [match for row in found for match in _matches(needle, *row)]
    stop = None if rows_wanted is None else offset + rows_wanted
    return frames.frame(frames.MATCHES, matches[offset:stop], total=len(matches))


def index(context: Context, *, most: int | None = None) -> int:
    """Reads the texts of what was saved since the last search; how many are left, all where none can be kept.

    Args:
        context: The store.
        most: Stop after about so many; by default all are read.
    """
    done = 0
    while not context.engine.is_read_only and (most is None or done < most):
        size = _index_batch(context)
        if not size:
            return 0
        done += size
    with context.engine.read() as transaction:
        return queries.count_unindexed(transaction)


def saying(context: Context, needle: str) -> tuple[str, ...]:
    """The ids of the workflows whose head contains this in any of its texts.

    Args:
        context: The store; what is not indexed is read here, which only a read-only registry has.
        needle: As `checked_needle` gives it.
    """
    index(context)
    with context.read() as transaction:
        stored = queries.saying(transaction, needle)
        unindexed = queries.unindexed_living(transaction) if context.engine.is_read_only else []
    return (*stored, *(row[0] for row in unindexed if needle in _texts_of(row[4])[1]))


def first_texts(context: Context, needle: str, ids: Sequence[str]) -> dict[str, str]:
    """The first text of each of these workflows that contains this; only those of which texts are kept."""
    with context.read() as transaction:
        rows = queries.said(transaction, needle, ids)
    return {key: next(_matches(needle, key, "", "", 0, places, folded))[5] for key, places, folded in rows}


def checked_needle(text: object) -> str:
    """The text to look for, folded for comparison.

    Raises:
        InvalidInput: It is empty or longer than 1000 characters.
    """
    needle = _folded(checked_text("the text to search for", text))
    if not needle.strip() or len(needle) > _LONGEST_NEEDLE:
        msg = f"search for a text of 1 to {_LONGEST_NEEDLE} characters, not {quoted(str(text))}"
        raise InvalidInput(msg)
    return needle


class Finder:
    """Finds one text in many versions of a document; what a version shares with those before is searched once."""

    def __init__(self, needle: str) -> None:
        """Takes the text that `checked_needle` folded."""
        self._needle = needle
        self._known: dict[bytes, list[tuple[str, str]]] = {}

    def found_in(self, document: Any) -> list[tuple[str, str]]:
        """Pointer and text of everything in a document that contains the needle."""
        found: list[tuple[str, str]] = []
        stack: list[tuple[Any, Trail]] = [(document, ())]
        while stack:
            value, trail = stack.pop()
            if isinstance(value, list):
                # The elements of the outermost lists, such as nodes, are what versions share.
                pairs = [
                    (append("", *_unrolled(trail), place), self._in_part(item)) for place, item in enumerate(value)
                ]
                found += [(f"{pointer}{inner}", text) for pointer, part in pairs for inner, text in part]
            elif isinstance(value, str):
                found += self._at(value, trail)
            else:
                stack += _below(value, trail)
        return found

    def _in_part(self, part: Any) -> list[tuple[str, str]]:
        if not part or not isinstance(part, _TEXTUAL):
            return []
        spelt = _encode(part)
        if spelt not in self._known:
            self._known[spelt] = self._searched(part)
        return self._known[spelt]

    def _searched(self, part: Any) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        stack: list[tuple[Any, Trail]] = [(part, ())]
        while stack:
            value, trail = stack.pop()
            if isinstance(value, str):
                found += self._at(value, trail)
            else:
                stack += _below(value, trail)
        return found

    def _at(self, text: str, trail: Trail) -> list[tuple[str, str]]:
        # Pointers are built for what matches only.
        return [(append("", *_unrolled(trail)), _one_line(text))] if self._needle in _folded(text) else []


def places_and_folded(document: Any) -> tuple[str, str]:
    """Two texts of as many lines: `pointer<tab>text` as written, and the text folded for comparison."""
    texts = [(pointer, _one_line(text)) for pointer, text in _texts(document)]
    places = "\n".join(f"{_escaped(pointer)}\t{text}" for pointer, text in texts)
    return places, "\n".join([text for _, text in texts]).casefold()


def _index_batch(context: Context) -> int:
    """How many heads it read and kept the texts of, 0 when none was new."""
    with context.engine.read() as transaction:
        batch = queries.unindexed(transaction, _BATCH)
    texts = [(workflow_id, head, *_texts_of(text)) for workflow_id, head, text in batch]
    if texts:
        with context.engine.write() as transaction:
            queries.remember_texts(transaction, texts)
    return len(texts)


def _texts_of(text: str) -> tuple[str, str]:
    try:
        return places_and_folded(codec.parse(text))
    except InvalidWorkflow:  # altered by something else than wfkit, which `check` reports
        return "", ""


def _matches(
    needle: str, workflow_id: str, name: str, format_name: str, version: int, places: str, folded: str
) -> Iterator[tuple[str, str, str, int, str, str]]:
    lines: list[str] | None = None
    number, counted, found = 0, 0, folded.find(needle)
    while found >= 0:
        lines = places.split("\n") if lines is None else lines
        number, counted = number + folded.count("\n", counted, found), found
        pointer, _, text = lines[number].partition("\t")
        yield workflow_id, name, format_name, version, _unescaped(pointer), text
        line_end = folded.find("\n", found)
        found = folded.find(needle, line_end) if line_end >= 0 else -1


def _texts(document: Any) -> Iterator[tuple[str, str]]:
    # An explicit stack: a document may nest deeper than a caller's stack has room for.
    stack: list[tuple[str, Any]] = [("", document)]
    while stack:
        place, found = stack.pop()
        if isinstance(found, str):
            yield place, found
        else:
            # Only what can hold text gets a pointer: building them is most of the work.
            stack.extend(
                [(append(place, key), item) for key, item in _inner(found) if item and isinstance(item, _TEXTUAL)]
            )


def _below(value: Any, trail: Trail) -> list[tuple[Any, Trail]]:
    return [(item, (trail, key)) for key, item in _inner(value) if item and isinstance(item, _TEXTUAL)]


def _unrolled(trail: Trail) -> list[str]:
    """The keys of a trail, which is a pair of the trail before and the last key."""
    keys: list[str] = []
    while trail:
        trail, key = trail
        keys.append(key)
    return keys[::-1]


def _inner(container: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(container, dict):
        return ((key, item) for key, item in reversed(container.items()) if key not in _COPIES)
    return ((str(place), container[place]) for place in reversed(range(len(container))))


def _one_line(text: str) -> str:
    lines = text.splitlines()
    return text if len(lines) == 1 and len(lines[0]) == len(text) else " ".join(lines)


def _folded(text: str) -> str:
    # What is printable has no line breaks.
    return text.casefold() if text.isprintable() else _one_line(text).casefold()


def _escaped(pointer: str) -> str:
    """The pointer on one line without tabs, for keys may hold them."""
    if "\\" not in pointer and "\t" not in pointer and _one_line(pointer) == pointer:
        return pointer
    return pointer.encode("unicode_escape").decode("ascii")


def _unescaped(pointer: str) -> str:
    return pointer.encode("ascii").decode("unicode_escape") if "\\" in pointer else pointer
