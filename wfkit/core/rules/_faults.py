"""What jsonschema-rs finds in a config, told in our words; its own messages hold values, which may be secret."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from wfkit.core import pointer
from wfkit.core.problem import Problem
from wfkit.core.reference import is_reference
from wfkit.core.rules._schema import is_secret, subschemas
from wfkit.core.wording import named, quoted, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from jsonschema_rs import ValidationError

    from wfkit.core.model import Node
    from wfkit.core.rules._schema import ConfigSchema, Step

    Path = tuple[Step, ...]

# jsonschema-rs gives up at 255 levels, and with a recursive schema overflows its stack at some thousands.
_DEPTH_LIMIT = 100
_FAULT_LIMIT = 100
_OPTION_LIMIT = 20
# Far beyond every float; jsonschema-rs fails on integers of more than 4 300 digits.
_INTEGER_BITS = 4096

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "an object",
    "string": "text",
    "null": "null",
}
# By the name of the fault's kind: what would be right, and the attribute that holds the bound.
_RIGHT = {
    "Constant": ("be {}", "expected_value"),
    "Contains": ("hold an item of the kind that the schema asks for", ""),
    "ExclusiveMaximum": ("be less than {}", "limit"),
    "ExclusiveMinimum": ("be more than {}", "limit"),
    "FalseSchema": ("be left out", ""),
    "Format": ("be in the format {}", "format"),
    "MaxItems": ("have at most {} items", "limit"),
    "MaxLength": ("have at most {} characters", "limit"),
    "MaxProperties": ("have at most {} fields", "limit"),
    "Maximum": ("be at most {}", "limit"),
    "MinItems": ("have at least {} items", "limit"),
    "MinLength": ("have at least {} characters", "limit"),
    "MinProperties": ("have at least {} fields", "limit"),
    "Minimum": ("be at least {}", "limit"),
    "MultipleOf": ("be a multiple of {}", "multiple_of"),
    "Not": ("be none of what the schema rules out", ""),
    "OneOfMultipleValid": ("fit only one of the alternatives in the schema", ""),
    "Pattern": ("match the pattern {}", "pattern"),
    "PropertyNames": ("have only field names that the schema allows", ""),
    "UniqueItems": ("hold no item twice", ""),
}


def check(node: Node, schema: ConfigSchema, skipped: Collection[str] = ()) -> Iterator[Problem]:
    """The faults of a config by its schema, apart from the fields to skip; a reference fits any type."""
    config = dict(node.config)
    if schema.validator is None or schema.validator.is_valid(config):
        return
    errors = list(islice(schema.validator.iter_errors(config), _FAULT_LIMIT + 1))
    for error in errors[:_FAULT_LIMIT]:
        path = _path(error)
        if not (path and path[0] in skipped) and not _is_excused(error, config):
            yield from _problems(node, schema, error, path)
    if len(errors) > _FAULT_LIMIT:
        message = (
            f"the config of {named(node)} has more than {_FAULT_LIMIT} faults; the others show when these are gone"
        )
        yield _invalid(node, (), message)


def unfit(node: Node) -> Iterator[Problem]:
    """The first thing in a config that is no JSON or is nested too deep to be checked, if there is one."""
    waiting: list[tuple[Path, Any]] = [((), node.config)]
    while waiting:
        path, value = waiting.pop()
        fault = _unfit_here(path, value)
        if fault:
            yield _invalid(node, path, f"the config of {named(node)} cannot be checked: {fault}")
            return
        waiting += [((*path, step), child) for step, child in _content(value)]


def set_field(schema: ConfigSchema, path: Sequence[Step]) -> str:
    """The advice to set a field, to its default where it has one that may be shown."""
    name = quoted(str(path[-1]))
    defaults = [part["default"] for part in subschemas(schema, path) if "default" in part]
    if defaults and not is_secret(schema, path):
        return f"set {name}, for example to its default {shown(defaults[0])}"
    return f"set {name}"


def _path(error: ValidationError) -> Path:
    return tuple(error.instance_path)


def _kind(error: ValidationError) -> str:
    # The older of the versions allowed prefix the names of these classes, and have no `kind.name`.
    return type(error.kind).__name__.removeprefix("ValidationErrorKind_")


def _detail(error: ValidationError, attribute: str) -> Any:
    return getattr(error.kind, attribute)


def _is_excused(error: ValidationError, config: Mapping[str, Any]) -> bool:
    """Whether only a reference is to blame, which is filled in before the value is used."""
    if is_reference(_value_at(config, _path(error))):
        return True
    branches = _branches(error)
    return any(all(_is_excused(inner, config) for inner in branch) for branch in branches)


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    if _kind(error) not in {"AnyOf", "OneOfNotValid"}:
        return []
    return list(_detail(error, "context"))


def _value_at(config: Any, path: Path) -> Any:
    value = config
    for step in path:
        value = value[step]
    return value


def _problems(node: Node, schema: ConfigSchema, error: ValidationError, path: Path) -> Iterator[Problem]:
    match _kind(error):
        case "Required":
            yield _missing(node, schema, (*path, _detail(error, "property")))
        case "AdditionalProperties" | "UnevaluatedProperties":
            yield from _unexpected(node, path, _detail(error, "unexpected"))
        case "FalseSchema" if _is_closed(error):
            yield from _unexpected(node, path, _value_at(node.config, path))
        case kind:
            types = _wanted_types(error)
            right = f"be {_either(types)}" if types else _right(kind, error)
            code = "wrong-config-type" if types else "invalid-config-value"
            yield _wrong(node, schema, path, code, f"{_is(node, schema, path)}; it should {right}")


def _is_closed(error: ValidationError) -> bool:
    """Whether an object without `properties` takes no field; jsonschema-rs has no kind of its own for that."""
    *before, last = ["", *error.schema_path]
    return last == "additionalProperties" and before[-1] != "properties"


def _unexpected(node: Node, path: Path, names: Iterable[str]) -> Iterator[Problem]:
    """The fields that should not be there, apart from those at the top, which are compared with the known ones."""
    return (_unknown(node, (*path, name)) for name in names if path)


def _wanted_types(error: ValidationError) -> list[str]:
    """The types that would do, when the type is all that is wrong."""
    if _kind(error) == "Type":
        return list(_detail(error, "types"))
    inner = [inner for branch in _branches(error) for inner in branch]
    if inner and all(_kind(each) == "Type" and _path(each) == _path(error) for each in inner):
        return [name for each in inner for name in _detail(each, "types")]
    return []


def _either(types: list[str]) -> str:
    return " or ".join(phrase for name, phrase in _TYPES.items() if name in types)


def _right(kind: str, error: ValidationError) -> str:
    if kind == "Enum":
        return f"be one of {', '.join(shown(option) for option in _detail(error, 'options')[:_OPTION_LIMIT])}"
    if kind in {"AnyOf", "OneOfNotValid"}:
        return f"fit one of the {len(_branches(error))} alternatives in the schema"
    template, attribute = _RIGHT.get(kind, ("fit the schema of its node type", ""))
    return template.format(shown(_detail(error, attribute))) if attribute else template


def _is(node: Node, schema: ConfigSchema, path: Path) -> str:
    if not path:
        return f"the config of {named(node)} does not fit its schema"
    subject = f"config field {_dotted(path)} of {named(node)}"
    if is_secret(schema, path):
        return f"{subject} has a secret value, not shown here, that does not fit"
    return f"{subject} is {shown(_value_at(node.config, path))}"


def _dotted(path: Path) -> str:
    return quoted(".".join(map(str, path)))


def _wrong(node: Node, schema: ConfigSchema, path: Path, code: str, message: str) -> Problem:
    fix = set_field(schema, path) if path else ""
    return Problem("error", code, message, pointer=pointer.append(node.config_pointer, *path), node=node.id, fix=fix)


def _invalid(node: Node, path: Path, message: str) -> Problem:
    place = pointer.append(node.config_pointer, *path)
    return Problem("error", "invalid-config-value", message, pointer=place, node=node.id)


def _missing(node: Node, schema: ConfigSchema, path: Path) -> Problem:
    types = [name for part in subschemas(schema, path) for name in _as_list(part.get("type"))]
    right = f"it should be {_either(types)}" if types else "it should be set"
    return Problem(
        "error",
        "missing-config",
        f"the required config field {_dotted(path)} of {named(node)} is absent; {right}",
        pointer=pointer.append(node.config_pointer, *path[:-1]),
        node=node.id,
        fix=set_field(schema, path),
    )


def _unknown(node: Node, path: Path) -> Problem:
    return Problem(
        "warning",
        "unknown-config-field",
        f"config field {_dotted(path)} of {named(node)} is not in the schema of type {quoted(node.type)}; "
        "only fields of the schema have an effect",
        pointer=pointer.append(node.config_pointer, *path),
        node=node.id,
        fix="remove it",
    )


def _as_list(kind: Any) -> list[str]:
    return [kind] if isinstance(kind, str) else list(kind or ())


def _unfit_here(path: Path, value: Any) -> str:
    if len(path) > _DEPTH_LIMIT:
        return f"it is nested deeper than {_DEPTH_LIMIT} levels; it should be flatter"
    if not path or isinstance(value, dict):
        odd = next((key for key in value if type(key) is not str or not _is_encodable(key)), None)
        return "" if odd is None else f"it has the key {shown(odd)}; keys should be Unicode text"
    return _unfit_leaf(value)


def _unfit_leaf(value: Any) -> str:
    # Exact types: jsonschema-rs refuses subclasses of some of them.
    if type(value) is str:
        return "" if _is_encodable(value) else "it holds half of a surrogate pair; text should be valid Unicode"
    if type(value) is int and value.bit_length() > _INTEGER_BITS:
        return f"it holds {shown(value)}; numbers should be smaller"
    if value is None or type(value) in {list, tuple, int, float, bool}:
        return ""
    return f"it holds a {type(value).__name__}; values should be JSON"


def _is_encodable(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _content(value: Any) -> list[tuple[Step, Any]]:
    if isinstance(value, Mapping):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, (list, tuple)) else []
