"""Where in their histories workflows said a text: the version in which it came, and the one in which it went."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.errors import InvalidWorkflow, UnknownFormat
from wfkit.service import search
from wfkit.service.inputs import checked_page
from wfkit.service.merging import document
from wfkit.store import frames, queries, versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from wfkit.core.document import Document
    from wfkit.service._context import Context
    from wfkit.store.records import VersionRecord, WorkflowRecord

    Places = Mapping[tuple[str, str], str]

# What JSON spells as it is, whoever wrote it, unless as a number like \u0041.
_PLAIN = re.compile(r"[a-z0-9_.:+-]+", re.ASCII)


def appearances(context: Context, text: str, *, page: int, limit: int | None) -> pd.DataFrame:
    """A row a place and a stretch of versions that held the text there, columns `frames.APPEARANCES`.

    The newest workflow first, then by version. Nodes are followed by their id.

    Raises:
        InvalidInput: The text is empty or longer than 1000 characters.
    """
    needle = search.checked_needle(text)
    offset, rows_wanted = checked_page(page, limit)
    plain = max(_PLAIN.findall(needle), key=len, default="")
    with context.read() as transaction:
        found = queries.having_said(transaction, plain)
    rows: list[tuple[Any, ...]] = []
    for workflow in found:
        with context.read() as transaction:
            records = versions.all_of(transaction, workflow.id)
        rows += _spans(workflow, records, needle, plain)
    stop = None if rows_wanted is None else offset + rows_wanted
    return frames.frame(frames.APPEARANCES, rows[offset:stop], total=len(rows))


def _spans(
    workflow: WorkflowRecord, records: list[VersionRecord], needle: str, plain: str
) -> Iterator[tuple[Any, ...]]:
    begun: dict[tuple[str, str], tuple[VersionRecord, str]] = {}
    rows = []
    finder = search.Finder(needle)
    for record in records:
        places = _places(_document_if_said(record, workflow, plain), finder)
        gone = [place for place in begun if place not in places]
        rows += [_row(workflow, place, *begun.pop(place), record.version_number) for place in gone]
        for place, said in places.items():
            begun.setdefault(place, (record, said))
    rows += [_row(workflow, place, *since, None) for place, since in begun.items()]
    return iter(sorted(rows, key=_order))


def _document_if_said(record: VersionRecord, workflow: WorkflowRecord, plain: str) -> Document | None:
    """The version's document, None where its text cannot hold the plain one."""
    text = record.json or record.text
    if plain and "\\u" not in text and plain not in text.casefold():
        return None
    return document(record, workflow)


def _places(found: Document | None, finder: search.Finder) -> Places:
    """Node and path of every text that contains the needle, with the text."""
    if found is None:
        return {}
    try:
        pointers = finder.found_in(found.data)
    except InvalidWorkflow:  # altered by something else than wfkit, which `check` reports
        return {}
    if not pointers:
        return {}
    nodes = _nodes(found)
    return {_named(pointer, nodes): text for pointer, text in pointers}


def _nodes(found: Document) -> Mapping[str, str]:
    """The ids of nodes by their pointers, with a slash at the end."""
    try:
        return {f"{node.pointer}/": node.id for node in found.graph.nodes if node.pointer}
    except UnknownFormat:
        return {}


def _named(pointer: str, nodes: Mapping[str, str]) -> tuple[str, str]:
    """The place by the id of its node, which stays the same where the node's number does not."""
    end = pointer.rfind("/")
    while end > 0:
        node_id = nodes.get(pointer[: end + 1])
        if node_id is not None:
            return node_id, pointer[end:]
        end = pointer.rfind("/", 0, end)
    return "", pointer


def _row(
    workflow: WorkflowRecord, place: tuple[str, str], record: VersionRecord, text: str, gone: int | None
) -> tuple[Any, ...]:
    return (
        workflow.id, workflow.name, workflow.format, *place, text, record.version_number, record.author,
        record.created_at, gone,
    )  # fmt: skip


def _order(row: tuple[Any, ...]) -> tuple[int, str, str]:
    return row[6], row[3], row[4]
