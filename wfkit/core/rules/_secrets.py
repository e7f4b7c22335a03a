"""The rule that a secret is referred to and never written into a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wfkit.core import pointer
from wfkit.core.problem import Problem
from wfkit.core.reference import is_reference
from wfkit.core.rules._schema import children, subschemas, variants
from wfkit.core.wording import named, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Node
    from wfkit.core.rules._schema import ConfigSchema, Parts, Step


def check(node: Node, schema: ConfigSchema) -> Iterator[Problem]:
    """The secrets that stand in the node's config as they are."""
    for name in sorted(schema.secrets.intersection(node.config)):
        for path in _literals(name, node.config[name], schema):
            yield _literal_secret(node, path)


def _literals(name: str, field: Any, schema: ConfigSchema) -> Iterator[tuple[Step, ...]]:
    waiting: list[tuple[tuple[Step, ...], Any, Parts]] = [((name,), field, subschemas(schema, [name]))]
    while waiting:
        path, value, parts = waiting.pop()
        if any(part.get("format") == "secret" for part in parts):
            if value and isinstance(value, str) and not is_reference(value):
                yield path
        elif parts:
            waiting += [((*path, step), child, _below(parts, step, schema)) for step, child in _content(value)]


def _below(parts: Parts, step: Step, schema: ConfigSchema) -> Parts:
    given = (child for part in parts for child in children(part, step))
    return [part for child in given for part in variants(child, schema.root)]


def _content(value: Any) -> list[tuple[Step, Any]]:
    """The fields or items, last first, for what waits is taken from the end."""
    pairs = (
        value.items() if isinstance(value, Mapping) else enumerate(value if isinstance(value, (list, tuple)) else ())
    )
    return [*pairs][::-1]


def _literal_secret(node: Node, path: tuple[Step, ...]) -> Problem:
    field = quoted(".".join(map(str, path)))
    return Problem(
        "warning",
        "literal-secret",
        f"the secret config field {field} of {named(node)} is written into the document; "
        "it should be a reference such as '${API_KEY}'",
        pointer=pointer.append(node.config_pointer, *path),
        node=node.id,
        fix="put the secret into an environment variable, and its name here as '${NAME}'",
    )
