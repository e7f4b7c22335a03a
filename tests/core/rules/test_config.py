from __future__ import annotations

from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from wfkit.core.model import Graph, Node
from wfkit.core.nodetype import NodeType
from wfkit.core.rules import _schema, config

if TYPE_CHECKING:
    from wfkit.core.problem import Problem

SECRET = "sk-very-secret-123456789"  # noqa: S105 - the value that must never be seen


def type_of(schema: Any) -> NodeType:
    return NodeType("t", "T", "test", "For tests.", config_schema=schema, source="somebody")


def found(schema: Any, values: Any) -> list[Problem]:
    node = Node("a", "t", "Label", values, pointer="/nodes/0", config_pointer="/nodes/0/config")
    return list(config.check(Graph((node,)), {"t": type_of(schema)}))


def codes(schema: Any, values: Any) -> list[str]:
    return [problem.code for problem in found(schema, values)]


def fields(**schemas: Any) -> dict[str, Any]:
    return {"type": "object", "properties": schemas}


TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def test_an_absent_field_is_told_with_its_default() -> None:
    (problem,) = found(fields(k={"type": "integer", "default": 3}) | {"required": ["k"]}, {})
    assert (
        problem.message == "the required config field 'k' of node 'a' ('Label') is absent; it should be a whole number"
    )
    assert (problem.severity, problem.code, problem.pointer) == ("error", "missing-config", "/nodes/0/config")
    assert problem.fix == "set 'k', for example to its default 3"


def test_an_absent_field_further_down_is_told_where_it_belongs() -> None:
    schema = fields(o={"type": "object", "required": ["x"], "properties": {"x": {}}})
    (problem,) = found(schema, {"o": {}})
    assert (problem.pointer, problem.fix) == ("/nodes/0/config/o", "set 'x'")
    assert "'o.x'" in problem.message


@pytest.mark.parametrize("empty", [None, ""], ids=["null", "blank"])
def test_an_empty_required_text_counts_as_missing(empty: object) -> None:
    (problem,) = found(fields(**{"a/b": {**TEXT, "minLength": 1}}) | {"required": ["a/b"]}, {"a/b": empty})
    assert (problem.code, problem.pointer) == ("missing-config", "/nodes/0/config/a~1b")


@pytest.mark.parametrize(
    "schema",
    [{"type": "string", "default": ""}, {"type": "string", "enum": ["", "x"]}, {"type": "string", "const": ""}],
    ids=["default", "enum", "const"],
)
def test_a_blank_that_the_schema_means_is_there(schema: Any) -> None:
    assert codes(fields(k=schema) | {"required": ["k"]}, {"k": ""}) == []


def test_a_null_that_the_schema_allows_is_there() -> None:
    assert codes(fields(k={"type": ["string", "null"]}) | {"required": ["k"]}, {"k": None}) == []


def test_an_optional_text_may_be_blank() -> None:
    assert codes(fields(k=TEXT), {"k": ""}) == []


def test_a_null_number_is_of_the_wrong_type() -> None:
    (problem,) = found(fields(k=NUMBER) | {"required": ["k"]}, {"k": None})
    assert problem.message == "config field 'k' of node 'a' ('Label') is null; it should be a whole number"
    assert (problem.code, problem.pointer) == ("wrong-config-type", "/nodes/0/config/k")


@pytest.mark.parametrize(
    ("schema", "value", "code", "right"),
    [
        (NUMBER, "x", "wrong-config-type", "is 'x'; it should be a whole number"),
        (NUMBER, True, "wrong-config-type", "is true; it should be a whole number"),
        (NUMBER, 1.5, "wrong-config-type", "is 1.5; it should be a whole number"),
        (NUMBER, float("nan"), "wrong-config-type", "is nan; it should be a whole number"),
        (NUMBER, [1, 2], "wrong-config-type", "is a list with 2 items; it should be a whole number"),
        ({"type": ["string", "null"]}, 3, "wrong-config-type", "it should be text or null"),
        ({"anyOf": [TEXT, {"type": "null"}]}, 3, "wrong-config-type", "it should be text or null"),
        ({"oneOf": [TEXT, {**NUMBER, "minimum": 5}]}, 3, "invalid-config-value", "one of the 2 alternatives"),
        ({"oneOf": [NUMBER, {"minimum": 1}]}, 3, "invalid-config-value", "fit only one of the alternatives"),
        ({"enum": ["a", "b", 3]}, "c", "invalid-config-value", "it should be one of 'a', 'b', 3"),
        ({"const": {"x": 1}}, 1, "invalid-config-value", "it should be an object with 1 field"),
        ({"minimum": 1}, 0, "invalid-config-value", "it should be at least 1"),
        ({"maximum": 1}, 2, "invalid-config-value", "it should be at most 1"),
        ({"exclusiveMinimum": 1}, 1, "invalid-config-value", "it should be more than 1"),
        ({"exclusiveMaximum": 1}, 1, "invalid-config-value", "it should be less than 1"),
        ({"multipleOf": 2}, 3, "invalid-config-value", "it should be a multiple of 2"),
        ({"minLength": 2}, "x", "invalid-config-value", "it should have at least 2 characters"),
        ({"maxLength": 2}, "xxx", "invalid-config-value", "it should have at most 2 characters"),
        ({"pattern": "^a+$"}, "b", "invalid-config-value", "it should match the pattern '^a+$'"),
        ({"minItems": 1}, [], "invalid-config-value", "it should have at least 1 items"),
        ({"maxItems": 1}, [1, 2], "invalid-config-value", "it should have at most 1 items"),
        ({"uniqueItems": True}, [1, 1], "invalid-config-value", "it should hold no item twice"),
        ({"contains": TEXT}, [1], "invalid-config-value", "it should hold an item of the kind"),
        ({"minProperties": 1}, {}, "invalid-config-value", "it should have at least 1 fields"),
        ({"maxProperties": 0}, {"x": 1}, "invalid-config-value", "it should have at most 0 fields"),
        ({"propertyNames": {"maxLength": 1}}, {"xx": 1}, "invalid-config-value", "only field names that the schema"),
        ({"not": NUMBER}, 3, "invalid-config-value", "it should be none of what the schema rules out"),
        (False, 3, "invalid-config-value", "it should be left out"),
        (NUMBER, 10**900, "invalid-config-value", ""),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_value_is_told_with_what_is_right(schema: Any, value: Any, code: str, right: str) -> None:
    bounded = {"allOf": [schema, {"maximum": 10**9}]} if value == 10**900 else schema
    (problem,) = found(fields(k=bounded), {"k": value})
    assert (problem.severity, problem.code, problem.pointer) == ("error", code, "/nodes/0/config/k")
    assert right in problem.message


def test_a_long_value_is_cut() -> None:
    (problem,) = found(fields(k=NUMBER), {"k": "x" * 1000})
    assert f"'{'x' * 39}…'" in problem.message


def test_a_fault_of_the_whole_config_names_the_node() -> None:
    (problem,) = found({"maxProperties": 0, "patternProperties": {"": {}}}, {"k": 1})
    assert problem.message == (
        "the config of node 'a' ('Label') does not fit its schema; it should have at most 0 fields"
    )


def test_an_unknown_field_guesses_the_one_that_was_meant() -> None:
    (problem,) = found(fields(temperature={}), {"temprature": 1})
    assert (problem.severity, problem.code, problem.pointer) == (
        "warning",
        "unknown-config-field",
        "/nodes/0/config/temprature",
    )
    assert problem.message.endswith("has no config field 'temprature'; did you mean 'temperature'?")
    assert problem.fix == "rename it to 'temperature'"


@pytest.mark.parametrize("closing", ["additionalProperties", "unevaluatedProperties"])
def test_a_closed_schema_tells_an_unknown_field_once(closing: str) -> None:
    assert codes(fields(k=TEXT) | {closing: False}, {"zzz": 1}) == ["unknown-config-field"]


@pytest.mark.parametrize(
    "schema",
    [
        {},
        fields(k=TEXT) | {"additionalProperties": True},
        fields(k=TEXT) | {"additionalProperties": TEXT},
        fields(k=TEXT) | {"patternProperties": {"^z": {}}},
        {"allOf": [fields(k=TEXT), fields(zzz=TEXT)]},
        {"$ref": "#/$defs/c", "$defs": {"c": fields(zzz=TEXT)}},
        fields(k=TEXT) | {"if": {"required": ["k"]}, "then": fields(zzz=TEXT)},
        fields(k=TEXT) | {"dependentSchemas": {"k": fields(zzz=TEXT)}},
    ],
    ids=["empty", "open", "typed", "pattern", "combined", "referred", "conditional", "dependent"],
)
def test_a_field_that_the_schema_lets_in_is_known(schema: Any) -> None:
    assert codes(schema, {"zzz": "x"}) == []


def test_the_empty_closed_schema_knows_no_field() -> None:
    assert codes({"additionalProperties": False}, {"k": 1}) == ["unknown-config-field"]
    assert codes(fields(o={"additionalProperties": False}), {"o": {"k": 1, "l": 2}}) == ["unknown-config-field"] * 2


def test_a_forbidden_field_may_be_called_like_a_keyword() -> None:
    assert codes(fields(additionalProperties=False), {"additionalProperties": 1}) == ["invalid-config-value"]


@pytest.mark.parametrize(
    "schema",
    [
        NUMBER,
        {"type": "array"},
        {"type": "boolean"},
        {"enum": [1, 2]},
        {"type": "string", "maxLength": 2},
        {"anyOf": [NUMBER, {"type": "boolean"}]},
        {"oneOf": [TEXT, {"type": "string", "maxLength": 99}]},
    ],
    ids=str,
)
@pytest.mark.parametrize("reference", ["{{ input.k }}", "${TOP_K}"])
def test_a_reference_fits_any_type(schema: Any, reference: str) -> None:
    assert codes(fields(k=schema), {"k": reference}) == []


def test_a_reference_within_an_alternative_fits_too() -> None:
    schema = fields(k={"anyOf": [{"type": "array", "items": NUMBER}, {"type": "null"}]})
    assert codes(schema, {"k": [1, "{{ two }}"]}) == []
    assert codes(schema, {"k": [1, "two"]}) == ["invalid-config-value"]


def test_a_text_around_a_reference_is_text() -> None:
    assert codes(fields(k=NUMBER), {"k": "about {{ k }}"}) == ["wrong-config-type"]


SECRET_FIELD = {"type": "string", "format": "secret", "maxLength": 5}


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        (fields(k=SECRET_FIELD), {"k": SECRET}),
        (fields(k={**SECRET_FIELD, "enum": ["x"]}), {"k": SECRET}),
        (fields(k={"type": "array", "items": SECRET_FIELD}), {"k": [SECRET]}),
        (fields(k={"type": "array", "prefixItems": [SECRET_FIELD]}), {"k": [SECRET]}),
        (fields(k={"additionalProperties": SECRET_FIELD}), {"k": {"x": SECRET}}),
        (fields(k={"patternProperties": {"": SECRET_FIELD}}), {"k": {"x": SECRET}}),
        (fields(k={"anyOf": [NUMBER, SECRET_FIELD]}), {"k": SECRET}),
        (fields(k={"$ref": "#/$defs/s%20t"}) | {"$defs": {"s t": SECRET_FIELD}}, {"k": SECRET}),
        (fields(o=fields(k={"$ref": "#/$defs/s"})) | {"$defs": {"s": SECRET_FIELD}}, {"o": {"k": SECRET}}),
    ],
    ids=["plain", "enum", "items", "tuple", "open", "pattern", "alternative", "referred", "deep"],
)
def test_a_written_secret_is_a_warning_and_never_shown(schema: Any, values: Any) -> None:
    problems = found(schema, values)
    assert {problem.code for problem in problems} >= {"literal-secret", "invalid-config-value"}
    assert not any(SECRET[:8] in str(problem.to_dict()) for problem in problems)
    (warning,) = [problem for problem in problems if problem.code == "literal-secret"]
    assert (warning.severity, "${NAME}" in warning.fix) == ("warning", True)


def test_what_lies_beside_a_secret_may_be_written() -> None:
    assert codes(fields(o=fields(k=SECRET_FIELD)), {"o": {"user": "me"}}) == []


def test_a_secret_of_a_wrong_type_is_not_shown() -> None:
    (problem,) = found(fields(k=SECRET_FIELD), {"k": 123456})
    assert "123456" not in str(problem.to_dict())
    assert problem.message.endswith("has a secret value, not shown here, that does not fit; it should be text")


def test_a_default_of_a_secret_is_not_shown() -> None:
    (problem,) = found(fields(k={**SECRET_FIELD, "default": SECRET}) | {"required": ["k"]}, {})
    assert SECRET not in str(problem.to_dict())


@pytest.mark.parametrize("schema", [{"$ref": "#s"}, {"writeOnly": True, "maxLength": 3}], ids=["anchor", "write only"])
def test_what_may_be_secret_is_not_shown(schema: Any) -> None:
    anchored = {"$defs": {"s": {"$anchor": "s", "maxLength": 3, "format": "secret"}}}
    assert not any(SECRET in problem.message for problem in found(fields(k=schema) | anchored, {"k": SECRET}))


@pytest.mark.parametrize("value", ["", "${KEY}", "{{ secrets.key }}"])
def test_a_secret_that_is_referred_to_is_right(value: str) -> None:
    assert codes(fields(k=SECRET_FIELD), {"k": value}) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "nonsense"},
        {"properties": {"k": {"pattern": "("}}},
        {"$ref": "https://example.com/schema.json"},
        {"$ref": "file:///etc/hostname"},
        {"$ref": "#/nowhere"},
        {"properties": 3},
        {1: 2},
        3,
        None,
    ],
    ids=str,
)
def test_a_broken_schema_is_one_warning_and_no_crash(schema: Any) -> None:
    nodes = (Node("a", "t", "a", {"k": 1}), Node("b", "t", "b"))
    (problem,) = config.check(Graph(nodes), {"t": type_of(schema)})
    assert (problem.severity, problem.code, problem.node) == ("warning", "broken-node-type", "a")
    assert "'t' of 'somebody'" in problem.message


def test_a_recursive_schema_ends() -> None:
    assert codes(fields(k={"$ref": "#"}), {"k": {"k": {}}}) == []
    assert codes(fields(k={"$ref": "#"}), {"k": {"k": 3}}) == ["wrong-config-type"]
    assert (
        codes(fields(k={"$ref": "#/$defs/s"}) | {"$defs": {"s": {"format": "secret", "items": {"$ref": "#"}}}}, {})
        == []
    )


def test_a_config_nested_beyond_measure_is_a_problem_and_no_crash() -> None:
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"k": deep}
    (problem,) = found({"type": "object", **fields(k={"$ref": "#"})}, deep)
    assert (problem.code, "nested deeper than 100 levels" in problem.message) == ("invalid-config-value", True)
    while deep:  # Python 3.11 frees a deep dict recursively, so take it apart.
        deep = deep["k"]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({1: 2}, "the key 1"),
        ({"\ud800": 2}, "the key"),
        ("\ud800", "surrogate"),
        ([{"x": "\udfff"}], "surrogate"),
        (10**5000, "numbers should be smaller"),
        ({1, 2}, "holds a set"),
        (Decimal(1), "holds a Decimal"),
        (MappingProxyType({}), "holds a mappingproxy"),
    ],
    ids=["number key", "surrogate key", "surrogate", "deep surrogate", "huge", "set", "decimal", "proxy"],
)
def test_a_value_that_is_no_json_is_a_problem(value: Any, reason: str) -> None:
    (problem,) = found({}, {"k": value})
    assert (problem.code, reason in problem.message) == ("invalid-config-value", True)
    assert problem.pointer.startswith("/nodes/0/config/k")


def test_a_read_only_config_is_checked_like_any_other() -> None:
    assert codes(fields(k=NUMBER), MappingProxyType({"k": "x"})) == ["wrong-config-type"]


def test_very_many_faults_are_cut_and_it_is_said() -> None:
    problems = found(fields(k={"type": "array", "items": NUMBER}), {"k": ["x"] * 5000})
    assert len(problems) == 101
    assert "more than 100 faults" in problems[-1].message


def test_nodes_of_unknown_type_and_notes_are_left_alone() -> None:
    nodes = (Node("a", "zzz", "a", {"k": 1}), Node("n", "t", "n", {"k": 1}, role="note"))
    assert list(config.check(Graph(nodes), {"t": type_of(fields(k=TEXT))})) == []


def test_a_schema_is_compiled_once_for_a_node_type_and_anew_for_an_equal_one() -> None:
    first, second = type_of(fields(k=TEXT)), type_of(fields(k=TEXT))
    assert _schema.compiled(first) is _schema.compiled(first)
    assert _schema.compiled(first) is not _schema.compiled(second)


def test_remembered_schemas_and_places_are_bounded() -> None:
    for _ in range(3000):
        _schema.compiled(type_of({}))
    schema = _schema.compiled(type_of(fields(k={})))
    for number in range(3000):
        _schema.subschemas(schema, ["k", number])
    assert len(_schema._cache) <= 1024  # noqa: SLF001 - the bound shows nowhere else
    assert len(schema.levels) <= 1024
    assert list(islice(_schema.subschemas(schema, ["k"]), 2)) == [{}]
