"""Text search over the heads of all workflows, through a folded text kept for each head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wfkit.core import codec
from wfkit.core.pointer import append
from wfkit.errors import InvalidInput, InvalidWorkflow
from wfkit.service.inputs import checked_page
from wfkit.store import frames, queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from wfkit.service._context import Context

_BATCH = 500
_LONGEST_NEEDLE = 1000
# Copies of a tool's schema and source code, which every node of a kind repeats.
_COPIES = frozenset({"inputParams", "inputAnchors", "outputAnchors", "code"})


def search(context: Context, text: str, *, page: int, limit: int | None) -> pd.DataFrame:
    """A row a matching text of a head, in any case, columns `frames.MATCHES`.

    Searched are all texts of a document but source code and a tool's copies of its own schema.

    Raises:
        InvalidInput: The text is empty or longer than 1000 characters.
    """
    needle = _folded(text) if isinstance(text, str) else ""
    if not needle.strip() or len(needle) > _LONGEST_NEEDLE:
        msg = f"search for a text of 1 to {_LONGEST_NEEDLE} characters, not {text!r:.60}"
        raise InvalidInput(msg)
    offset, rows_wanted = checked_page(page, limit)
    if not context.engine.is_read_only:
        _index_new_heads(context)
    with context.engine.read() as transaction:
        # What a registry that may not be written could not index is read here; otherwise there is nothing left.
        unindexed = queries.unindexed_living(transaction) if context.engine.is_read_only else []
        found = [*queries.matching(transaction, needle), *((*row[:4], *_texts_of(row[4])) for row in unindexed)]
    matches = [match for row in found for match in _matches(needle, *row)]
    stop = None if rows_wanted is None else offset + rows_wanted
    return frames.frame(frames.MATCHES, matches[offset:stop], total=len(matches))


def places_and_folded(document: Any) -> tuple[str, str]:
    """Two texts of as many lines: `pointer<tab>text` as written, and the text folded for comparison."""
    lines = [(pointer, _one_line(text)) for pointer, text in _texts("", document)]
    return "\n".join(f"{pointer}\t{text}" for pointer, text in lines), "\n".join(_folded(text) for _, text in lines)


def _index_new_heads(context: Context) -> None:
    """Reads the texts of what was saved since the last search, so that a save need not."""
    while True:
        with context.engine.read() as transaction:
            batch = queries.unindexed(transaction, _BATCH)
        if not batch:
            return
        texts = [(workflow_id, head, *_texts_of(text)) for workflow_id, head, text in batch]
        with context.engine.write() as transaction:
            queries.remember_texts(transaction, texts)


def _texts_of(text: str) -> tuple[str, str]:
    try:
        return places_and_folded(codec.parse(text))
    except InvalidWorkflow:  # altered by something else than wfkit, which `check` reports
        return "", ""


def _matches(
    needle: str, workflow_id: str, name: str, format_name: str, version: int, places: str, folded: str
) -> Iterator[tuple[str, str, str, int, str, str]]:
    lines = places.split("\n")
    for number, line in enumerate(folded.split("\n")):
        if needle in line:
            pointer, _, text = lines[number].partition("\t")
            yield workflow_id, name, format_name, version, pointer, text


def _texts(pointer: str, value: Any) -> Iterator[tuple[str, str]]:
    # An explicit stack: a document may nest deeper than Python likes generators to.
    stack: list[tuple[str, Any]] = [(pointer, value)]
    while stack:
        place, found = stack.pop()
        match found:
            case str() if found:
                yield place, found
            case Mapping():
                inner = [(append(place, key), item) for key, item in found.items() if key not in _COPIES]
                stack.extend(reversed(inner))
            case list():
                stack.extend(reversed([(append(place, str(number)), item) for number, item in enumerate(found)]))


def _one_line(text: str) -> str:
    return " ".join(text.splitlines()) if "\n" in text or len(text.splitlines()) > 1 else text


def _folded(text: str) -> str:
    return _one_line(text).casefold()
