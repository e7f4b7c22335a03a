"""What a document of any format holds that must not be shared."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from wfkit import formats, nodetypes
from wfkit.core import secrets
from wfkit.core.pointer import split
from wfkit.core.secrets import SecretPlace
from wfkit.formats import native
from wfkit.service import documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wfkit.core.document import Document
    from wfkit.core.secrets import Finding

_LITERAL = "literal-secret"
_RULE = "secret-config"


def findings(document: Document) -> list[Finding]:
    """Its secrets and its personal data, node by node."""
    if document.format == native.FORMAT.name:
        return secrets.find(document.data, partial(_ask_native, _secret_fields()), _declared(document))
    return secrets.find(document.data, formats.get(document.format).secrets)


def value_at(data: Any, path: tuple[str | int, ...]) -> Any:
    """The value that keys and indices lead to."""
    for step in path:
        data = data[step]
    return data


def _declared(document: Document) -> Iterator[SecretPlace]:
    """What the schemas of the catalogue declare secret, however deep in a config."""
    for problem in documents.check(document):
        if problem.code == _LITERAL:
            path: list[str | int] = []
            place = document.data
            for step in split(problem.pointer):
                path.append(int(step) if isinstance(place, list) else step)
                place = place[path[-1]] if not isinstance(place, dict) or step in place else {}
            yield SecretPlace(tuple(path), _RULE)


def _ask_native(fields: Mapping[str, tuple[str, ...]], part: Mapping[str, Any]) -> Iterator[SecretPlace]:
    """The secret fields of a node, whether it is sound enough for the graph or not.

    Those of a node of a type that the catalogue lacks are what is secret in any type.
    """
    if isinstance(part.get("data"), dict):
        kind = part.get("type")
        for name in fields.get(kind, fields[""]) if isinstance(kind, str) else fields[""]:
            yield SecretPlace(("data", "config", name), _RULE)
            yield SecretPlace(("data", name), _RULE)


def _secret_fields() -> Mapping[str, tuple[str, ...]]:
    """The secret fields of each node type, and those of any under ""."""
    known = {key: kind.secret_fields for key, kind in nodetypes.catalogue().items()}
    return {**known, "": tuple(sorted({name for names in known.values() for name in names}))}
