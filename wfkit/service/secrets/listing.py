"""Secrets as a DataFrame: where, in which node, found how; never what."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import append, join
from wfkit.core.secrets import mask
from wfkit.errors import UnknownFormat
from wfkit.service import documents
from wfkit.service.secrets._findings import findings, value_at
from wfkit.store import frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from wfkit.core.document import Document
    from wfkit.core.model import Node
    from wfkit.core.secrets import Finding

# Shorter values are parts of ordinary words, and masking them would tell what they are.
_SHORTEST = 4


def find_secrets(source: object) -> pd.DataFrame:
    """A row a secret and a row a piece of personal data, columns `frames.SECRETS`; the values are never in it.

    `kind` is `secret` for what gives access to something and for data that went through the workflow, and `personal`
    for what says who somebody is. `rule` says how it was found, `confidence` (`high`, `medium`, `low`) how sure that
    is. `start` and `length` are characters of the text at `pointer`. Where a value stands in a key, in a label or in
    an id too, `REDACTED` takes its place there, and such a pointer leads nowhere.

    References such as `${API_KEY}`, names of variables and placeholders such as `YOUR_API_KEY` are no secrets.

    Args:
        source: Whatever `validate` takes: a dict, a Document, a workflow, a version, a path or JSON text.

    Raises:
        NotFound: There is no such file.
        InvalidInput: It is nothing that holds a document.
        InvalidWorkflow: It cannot be read.
        UnknownFormat: It is no workflow.
    """
    document = documents.document_of(source)
    found = findings(document)
    return frames.frame(frames.SECRETS, _rows(document, found) if found else [])


def _rows(document: Document, found: list[Finding]) -> list[tuple[Any, ...]]:
    masked = _masking(_values(document.data, found))
    nodes = _nodes(document)
    rows = []
    for finding in found:
        node = _node_at(nodes, finding.path)
        names = (node.id, node.label, finding.field) if node else ("", "", finding.field)
        pointer = join(*(masked(step) if isinstance(step, str) else step for step in finding.path))
        how = (finding.kind, finding.rule, finding.confidence, finding.start, finding.length)
        rows.append((pointer, *map(masked, names), *how))
    return rows


def _masking(known: frozenset[str]) -> Callable[[str], str]:
    """What makes texts fit to be shown; each is looked at once."""
    return cache(lambda text: mask(text, known, personal=True))


def _values(data: Any, found: Iterable[Finding]) -> frozenset[str]:
    """The values that no row may show, wherever they stand once more."""
    values = set()
    for finding in found:
        text = finding.path[-1] if finding.is_key else value_at(data, finding.path)
        if isinstance(text, str) and finding.length >= _SHORTEST:
            values.add(text[finding.start : finding.stop])
    return frozenset(values)


def _nodes(document: Document) -> Mapping[str, Node]:
    try:
        return {node.pointer: node for node in document.graph.nodes if node.pointer}
    except UnknownFormat:
        return {}


def _node_at(nodes: Mapping[str, Node], path: tuple[str | int, ...]) -> Node | None:
    """The innermost node that holds the place."""
    pointer, found = "", None
    for step in path:
        pointer = append(pointer, step)
        found = nodes.get(pointer, found)
    return found
