"""The tables name only native types, fields and ports that there are."""

from __future__ import annotations

import pytest

from wfkit import nodetypes
from wfkit.core.model import Graph, Node
from wfkit.core.rules.ports import is_compatible
from wfkit.service.converting.tables import TABLES

RULES = [(name, key, rule) for name, table in TABLES.items() for key, rule in table.rules.items()]
EVERY_RULE = pytest.mark.parametrize(
    "rule", [rule for *_, rule in RULES], ids=[f"{name}-{key}" for name, key, _ in RULES]
)
CATALOGUE = nodetypes.catalogue()


def places(mapping):
    return [place.split(".") for places in mapping.values() for place in places.split()]


def fields(kind):
    return CATALOGUE[kind].config_schema["properties"]


def ports(kind, side):
    return {port.name for port in getattr(CATALOGUE[kind], side)}


@EVERY_RULE
def test_every_part_is_a_native_type(rule):
    assert set(rule.parts) <= CATALOGUE.keys()
    assert set(rule.when) <= set(rule.parts)


@EVERY_RULE
def test_every_field_and_given_value_has_a_native_place(rule):
    for kind, name in [*places(rule.fields), *(place.split(".") for place in rule.given)]:
        assert name in fields(kind) or name in ports(kind, "inputs")


@EVERY_RULE
def test_every_given_value_is_one_that_the_field_takes(rule):
    for place, value in rule.given.items():
        kind, name = place.split(".")
        assert isinstance(value, str)
        assert value in fields(kind)[name].get("enum", [value])


@EVERY_RULE
def test_every_port_is_one_of_its_part(rule):
    for kind, name in [*places(rule.inputs), *(place.split(".") for place in rule.asks)]:
        assert name in ports(kind, "inputs")
    for kind, name in places(rule.outputs):
        assert name in ports(kind, "outputs")


@EVERY_RULE
def test_every_fold_goes_to_a_part_of_the_rule(rule):
    for target in (target for targets in rule.folds.values() for target in targets):
        place = target.partition("=")[0]
        kind, _, name = place.partition(".")
        assert kind in rule.parts
        assert not name or name in fields(kind)


@EVERY_RULE
def test_neighbouring_parts_fit_each_other_or_are_meant_to_be_apart(rule):
    for before, after in zip(rule.parts, rule.parts[1:], strict=False):
        outputs, inputs = CATALOGUE[before].outputs, CATALOGUE[after].inputs
        assert any(is_compatible(out.type, into.type) for out in outputs for into in inputs)


@pytest.mark.parametrize("name", TABLES)
def test_a_type_that_nobody_knows_has_no_rule(name):
    node = Node("n", "nobody.knows.It", "n")
    assert TABLES[name].rule(node, Graph((node,))) is None
