"""A node type's config schema, compiled once, and what can be read out of it besides validating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from jsonschema_rs import Draft202012Validator, ReferencingError

from wfkit.core.pointer import resolve
from wfkit.errors import WfkitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfkit.core.nodetype import NodeType

Step = str | int
Parts = list[Mapping[str, Any]]

_CACHE_LIMIT = 1024
_EVERY_OF = ("allOf", "anyOf", "oneOf")
_ONE_OF = ("if", "then", "else")
# Stands for a reference that leads nowhere here: better a hidden value than a shown secret.
_OPAQUE: Mapping[str, Any] = {"writeOnly": True}


@dataclass(frozen=True, slots=True)
class ConfigSchema:
    """What validation needs of a node type.

    Attributes:
        node_type: Where it comes from; kept so that its identity stays taken while this is cached.
        root: The JSON Schema.
        validator: The compiled schema, None when it is broken.
        fault: Why it is broken, or "".
        fields: The fields it knows, None when it is open to others.
        never_null: The required text fields for which null counts as absent.
        never_blank: The required text fields for which "" counts as absent.
        secrets: The fields that are secret or hold a secret.
        levels: The parts of the schema met on the way along a path, for the paths asked for so far.
    """

    node_type: NodeType
    root: Mapping[str, Any]
    validator: Draft202012Validator | None = None
    fault: str = ""
    fields: frozenset[str] | None = None
    never_null: tuple[str, ...] = ()
    never_blank: tuple[str, ...] = ()
    secrets: frozenset[str] = frozenset()
    levels: dict[tuple[Step, ...], list[Parts]] = field(default_factory=dict, compare=False, repr=False)


_cache: dict[int, ConfigSchema] = {}


def compiled(node_type: NodeType) -> ConfigSchema:
    """The compiled schema of this very node type object; compiled at the first call, then remembered."""
    known = _cache.get(id(node_type))
    if known is not None and known.node_type is node_type:
        return known
    if len(_cache) >= _CACHE_LIMIT:
        _cache.clear()
    return _cache.setdefault(id(node_type), _compile(node_type))


def subschemas(schema: ConfigSchema, path: Sequence[Step]) -> Parts:
    """Every part of the schema that speaks about the value at this path, whether it applies there or not."""
    return _remembered(schema, path)[-1]


def is_secret(schema: ConfigSchema, path: Sequence[Step]) -> bool:
    """Whether the value at this path, or one that holds it, must not be shown."""
    return any(_hides(part) for level in _remembered(schema, path) for part in level)


def variants(schema: Any, root: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schema and all that it combines for the same value, each once, references followed."""
    waiting, seen = [schema], set[int]()
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        waiting += _combined(part, root)


def children(part: Mapping[str, Any], step: Step) -> list[Any]:
    """The schemas that a part gives for one field or item of its value."""
    if isinstance(step, int):
        return [part.get("items"), *_items(part.get("prefixItems"))]
    named = _values_of(part.get("properties"), step)
    return named or [part.get("additionalProperties"), *_fields(part.get("patternProperties"))]


def _compile(node_type: NodeType) -> ConfigSchema:
    try:
        root = dict(node_type.config_schema)
        validator = Draft202012Validator(root, retriever=_refuse)
    except (ValueError, TypeError, RecursionError, ReferencingError) as exc:
        return ConfigSchema(node_type, {}, fault=str(getattr(exc, "message", exc)))
    required = _texts(root.get("required"))
    return ConfigSchema(
        node_type,
        root,
        validator,
        fields=_known_fields(root),
        never_null=tuple(name for name in required if _refuses(None, root, name)),
        never_blank=tuple(name for name in required if _refuses("", root, name)),
        secrets=frozenset(name for name in _own_fields(root) if _holds_secret(root, name)),
    )


def _refuse(uri: str) -> Any:
    msg = f"{uri} is not part of the schema, and validation fetches nothing"
    raise ValueError(msg)


def _combined(part: Mapping[str, Any], root: Mapping[str, Any]) -> list[Any]:
    found = [schema for key in _EVERY_OF for schema in _items(part.get(key))]
    found += [part.get(key) for key in _ONE_OF]
    found += _fields(part.get("dependentSchemas"))
    found += [_referred(part[key], root) for key in ("$ref", "$dynamicRef") if key in part]
    return found


def _referred(reference: Any, root: Mapping[str, Any]) -> Any:
    text = str(reference)
    try:
        return resolve(root, unquote(text[1:])) if text.startswith("#") else _OPAQUE
    except WfkitError:
        return _OPAQUE


def _remembered(schema: ConfigSchema, path: Sequence[Step]) -> list[Parts]:
    """Bounded, for a document chooses the paths."""
    known = schema.levels.get(tuple(path))
    if known is None:
        known = _levels(schema.root, path)
        if len(schema.levels) < _CACHE_LIMIT:
            schema.levels[tuple(path)] = known
    return known


def _levels(root: Mapping[str, Any], path: Sequence[Step]) -> list[Parts]:
    levels = [list(variants(root, root))]
    for step in path:
        below = [child for part in levels[-1] for child in children(part, step)]
        levels.append([part for child in below for part in variants(child, root)])
    return levels


def _hides(part: Mapping[str, Any]) -> bool:
    return part.get("format") == "secret" or part.get("writeOnly") is True


def _own_fields(root: Mapping[str, Any]) -> set[str]:
    return {str(name) for part in variants(root, root) for name in _keys(part.get("properties"))}


def _known_fields(root: Mapping[str, Any]) -> frozenset[str] | None:
    own = _own_fields(root)
    is_open = any(_takes_others(part) for part in variants(root, root))
    closed = root.get("additionalProperties") is False
    return None if is_open or not (own or closed) else frozenset(own)


def _takes_others(part: Mapping[str, Any]) -> bool:
    others = (part.get("additionalProperties", False), part.get("unevaluatedProperties", False))
    return part is _OPAQUE or "patternProperties" in part or any(other is not False for other in others)


def _refuses(empty: str | None, root: Mapping[str, Any], name: str) -> bool:
    """Whether this emptiness of a required text field says nothing: the field is text and never means it."""
    parts = _levels(root, [name])[-1]
    types = {kind for part in parts for kind in _type_names(part.get("type"))}
    meant = any(_means(part, empty) for part in parts)
    return "string" in types and not meant and not (empty is None and "null" in types)


def _means(part: Mapping[str, Any], empty: str | None) -> bool:
    values = [*_items(part.get("enum")), *(part[key] for key in ("const", "default") if key in part)]
    return any(value == empty and type(value) is type(empty) for value in values)


def _holds_secret(root: Mapping[str, Any], name: str) -> bool:
    waiting: list[Any] = list(_levels(root, [name])[-1])
    seen = set[int]()
    while waiting:
        value = waiting.pop()
        if not isinstance(value, (Mapping, list)) or id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Mapping) and value.get("format") == "secret":
            return True
        waiting += [*value.values(), *_combined(value, root)] if isinstance(value, Mapping) else value
    return False


def _type_names(kind: Any) -> list[str]:
    return [kind] if isinstance(kind, str) else _texts(kind)


def _texts(value: Any) -> list[str]:
    return [item for item in _items(value) if isinstance(item, str)]


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _fields(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, Mapping) else []


def _keys(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Mapping) else []


def _values_of(value: Any, key: str) -> list[Any]:
    return [value[key]] if isinstance(value, Mapping) and key in value else []
