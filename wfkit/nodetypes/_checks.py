"""What a node type must satisfy before it enters the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NoReturn

from wfkit.core.model import Port
from wfkit.core.nodetype import NodeType
from wfkit.core.wording import shown
from wfkit.errors import InvalidInput


def checked(node_type: object) -> NodeType:
    """The node type, when nothing is wrong with it.

    Raises:
        InvalidInput: It is no `NodeType`, its key is not a plain name, its ports are no ports or share a name, or
            its config schema is no JSON Schema of an object.
    """
    if not isinstance(node_type, NodeType):
        msg = f"a node type is a wfkit.core.nodetype.NodeType, not {type(node_type).__name__}"
        raise InvalidInput(msg)
    _check_key(node_type.key)
    _check_ports(node_type.key, "input", node_type.inputs)
    _check_ports(node_type.key, "output", node_type.outputs)
    _check_schema(node_type.key, node_type.config_schema)
    return node_type


def _check_key(key: object) -> None:
    if not isinstance(key, str) or not key or key != key.strip():
        msg = f"the key of a node type is a name without spaces around it, such as 'my_loader', not {shown(key)}"
        raise InvalidInput(msg)


def _check_ports(key: str, side: str, ports: object) -> None:
    if not isinstance(ports, tuple) or not all(isinstance(port, Port) for port in ports):
        msg = f"the {side}s of node type {key!r} are a tuple of wfkit.core.model.Port, not {shown(ports)}"
        raise InvalidInput(msg)
    repeated = [name for name, count in Counter(port.name for port in ports).items() if count > 1]
    if repeated:
        msg = f"node type {key!r} has several {side} ports named {repeated[0]!r}; give each a name of its own"
        raise InvalidInput(msg)


def _check_schema(key: str, schema: object) -> None:
    if not isinstance(schema, Mapping):
        msg = f"the config schema of node type {key!r} is a JSON Schema object, not {shown(schema)}"
        raise InvalidInput(msg)
    _check_fields(key, schema.get("properties", {}))
    from jsonschema_rs import Draft202012Validator, ReferencingError

    try:
        Draft202012Validator(dict(schema), retriever=_refuse)
    except (ValueError, ReferencingError) as error:
        reason = str(error).partition("\n")[0]
        msg = f"the config schema of node type {key!r} is not a valid JSON Schema (2020-12): {reason}"
        raise InvalidInput(msg) from error


def _check_fields(key: str, properties: object) -> None:
    """Fields are objects here though JSON Schema allows `true`: forms and masking read `default` and `format`."""
    if isinstance(properties, Mapping) and all(isinstance(field, Mapping) for field in properties.values()):
        return
    msg = f'the "properties" of node type {key!r} map each field to a schema object, such as {{"type": "string"}}'
    raise InvalidInput(msg)


def _refuse(uri: str) -> NoReturn:
    msg = f"it refers to {uri!r}, and wfkit fetches nothing; put that schema under $defs"
    raise ValueError(msg)
