"""Documents without their secrets, to be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfkit import nodetypes
from wfkit.core import pointer
from wfkit.core.reference import is_reference
from wfkit.errors import InvalidInput, NotFound
from wfkit.formats import native
from wfkit.service import documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.document import Document
    from wfkit.core.nodetype import NodeType

BLANK = ""
_SECRET = "literal-secret"  # noqa: S105 - the code of a problem


def redacted(document: Document) -> Document:
    """The document with "" for the values of secret config fields; references such as `${API_KEY}` stay.

    A node of a type that the catalogue lacks loses what is secret in any type. A document without secrets comes back
    as it is; another one is written anew, with two spaces of indent.

    Raises:
        InvalidInput: It is not native: which fields of other formats are secret is not known yet.
    """
    if document.format != native.FORMAT.name:
        kind = f"{document.format!r} documents"
        msg = f"the secrets of {kind} are not known yet; export without redact, and look for them yourself"
        raise InvalidInput(msg)
    places = [problem.pointer for problem in documents.check(document) if problem.code == _SECRET]
    # A working copy: the document may be somebody else's.
    data = documents.from_text(document.text, format=document.format).data
    found = [_blank_at(data, place) for place in places] + [_blank_fields(*config) for config in _configs(data)]
    return documents.from_data(data, format=document.format) if any(found) else document


def _blank_at(data: Any, place: str) -> bool:
    above, _, _ = place.rpartition("/")
    last = pointer.split(place)[-1]
    try:
        holder = pointer.resolve(data, above)
    except NotFound:
        return False
    if isinstance(holder, list):
        holder[int(last)] = BLANK
    else:
        holder[last] = BLANK
    return True


def _blank_fields(config: dict[str, Any], names: frozenset[str]) -> bool:
    secret = [name for name in names.intersection(config) if config[name] and not is_reference(config[name])]
    config.update(dict.fromkeys(secret, BLANK))
    return bool(secret)


def _configs(data: Any) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """Every object that may hold settings, whether its node is sound enough for the graph or not."""
    catalogue = nodetypes.catalogue()
    every = frozenset(name for kind in catalogue.values() for name in kind.secret_fields)
    nodes = data.get("nodes") if isinstance(data, dict) else None
    for node in nodes if isinstance(nodes, list) else ():
        inside = node.get("data") if isinstance(node, dict) else None
        names = _secret_fields(node, catalogue, every) if isinstance(node, dict) else every
        for holder in (inside, inside.get("config") if isinstance(inside, dict) else None):
            if isinstance(holder, dict):
                yield holder, names


def _secret_fields(node: Mapping[str, Any], catalogue: Mapping[str, NodeType], every: frozenset[str]) -> frozenset[str]:
    kind = node.get("type")
    known = catalogue.get(kind) if isinstance(kind, str) else None
    return every if known is None else frozenset(known.secret_fields)
