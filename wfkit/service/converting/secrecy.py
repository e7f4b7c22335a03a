"""Secrets that stand in a source as they are: a conversion refers to them by a name, and never copies them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wfkit.core.pointer import join, split
from wfkit.service import documents
from wfkit.service.converting.conversion import Loss
from wfkit.service.converting.values import copied, leaves
from wfkit.service.secrets import findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfkit.core.document import Document
    from wfkit.core.model import Node
    from wfkit.core.secrets import Finding

    Path = tuple[str | int, ...]

REASON = "a secret; this reference is in its place, give it the value"
_VARIABLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def reference(*words: str) -> str:
    """A reference to an environment variable called after these words.

    >>> reference("chatOpenAI_0", "apiKey")
    '${CHAT_OPEN_AI_0_API_KEY}'
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", "_".join(words))
    name = re.sub(r"[\W_]+", "_", parted, flags=re.ASCII).strip("_").upper() or "VALUE"
    return f"${{{name if not name[0].isdigit() else f'_{name}'}}}"


def as_variable(value: Any) -> Any:
    """A reference to the variable that the value names; the value where it is no name."""
    return f"${{{value}}}" if isinstance(value, str) and _VARIABLE.fullmatch(value) else value


def referring(document: Document) -> tuple[Document, tuple[Loss, ...]]:
    """The document with references in place of its secrets, and a row for each; itself where it has none."""
    found = [one for one in findings(document) if one.kind == "secret"]
    if not found:
        return document, ()
    nodes = {node.pointer: node for node in document.graph.nodes if node.pointer}
    data = copied(document.data, depth=None)
    rows = []
    # The last first, so that what is cut out of a text moves nothing that is still to be cut.
    for finding in sorted(found, key=lambda one: (not one.is_key, one.start), reverse=True):
        node = _owner(nodes, finding.path)
        name = finding.field or next((str(step) for step in reversed(finding.path) if isinstance(step, str)), "")
        substitute = reference(node.id if node else "", name)
        _put(data, finding, substitute)
        rows.append(_row(node, finding, substitute))
    return documents.from_data(data, format=document.format), tuple(reversed(rows))


def _owner(nodes: Mapping[str, Node], path: Path) -> Node | None:
    """The innermost node that holds the place."""
    for length in range(len(path), 0, -1):
        if node := nodes.get(join(*path[:length])):
            return node
    return None


def _put(data: Any, finding: Finding, substitute: str) -> None:
    holder, key = _at(data, finding.path[:-1]), finding.path[-1]
    if finding.is_key:
        text = str(key)
        renamed = {**holder}
        holder.clear()
        cut = text[: finding.start] + substitute + text[finding.stop :]
        holder.update({cut if name == key else name: value for name, value in renamed.items()})
        return
    value = holder[key]
    if isinstance(value, str) and not finding.is_whole:
        holder[key] = value[: finding.start] + substitute + value[finding.stop :]
    elif isinstance(value, (dict, list)):
        for place, leaf in leaves(value):
            if isinstance(leaf, str):
                _set(value, place, substitute)
    else:
        holder[key] = substitute


def _set(value: Any, place: str, substitute: str) -> None:
    *steps, last = split(place)
    holder = _at(value, steps)
    holder[int(last) if isinstance(holder, list) else last] = substitute


def _at(data: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        data = data[int(step) if isinstance(data, list) else step]
    return data


def _row(node: Node | None, finding: Finding, substitute: str) -> Loss:
    places = finding.path[:-1] if finding.is_key else finding.path
    names = (node.id, node.label, node.type) if node else ("", "", "document")
    return Loss(*names, "", "partly", join(*places), substitute, REASON)
