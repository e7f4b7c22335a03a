from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wfkit.errors import InvalidWorkflow
from wfkit.formats import _upgrades, native

if TYPE_CHECKING:
    from wfkit.core.model import Graph

BARE = {
    "name": "Ask",
    "nodes": [
        {"id": "g", "type": "group"},
        {"id": "a", "data": {"label": "A", "model": "m", "color": "red"}, "parentNode": "g", "measured": {"width": 1}},
        {"id": 2, "type": "llm", "data": {"config": {"k": 3}, "note": "kept"}},
    ],
    "edges": [{"source": "a", "target": 2, "sourceHandle": "out"}, {"id": "e", "source": 2, "target": "a"}],
    "viewport": {"zoom": 1},
}


def test_a_bare_document_becomes_one_of_version_1():
    assert _upgrades.upgrade(BARE) == {
        "schema_version": 1,
        "name": "Ask",
        "nodes": [
            {"id": "g", "type": "group"},
            {
                "id": "a",
                "data": {"label": "A", "color": "red", "config": {"model": "m"}},
                "parentId": "g",
                "measured": {"width": 1},
                "type": "default",
            },
            {"id": 2, "type": "llm", "data": {"config": {"k": 3}, "note": "kept"}},
        ],
        "edges": [
            {"source": "a", "target": 2, "sourceHandle": "out", "id": "a:out->2"},
            {"id": "e", "source": 2, "target": "a"},
        ],
        "viewport": {"zoom": 1},
    }


def test_the_version_comes_first():
    assert next(iter(_upgrades.upgrade({**BARE, "schema_version": 0}))) == "schema_version"


def test_the_input_is_untouched():
    before = copy.deepcopy(BARE)
    _upgrades.upgrade(BARE)
    assert before == BARE


def test_a_current_document_comes_back_as_a_new_equal_one():
    document = {"schema_version": 1, "nodes": [{"id": "a", "data": {"x": 1}}], "edges": [{}]}
    upgraded = _upgrades.upgrade(document)
    assert upgraded == document
    assert upgraded is not document


def test_upgrading_twice_is_upgrading_once():
    once = _upgrades.upgrade(BARE)
    assert _upgrades.upgrade(once) == once


@pytest.mark.parametrize(
    "keys",
    [{"parentId": "g", "parentNode": "h"}, {"parentId": None, "parentNode": "g"}],
    ids=["both", "null beside the old one"],
)
def test_of_two_parents_the_one_that_is_read_stays(keys):
    document = {"nodes": [{"id": "a", "type": "llm", **keys}], "edges": []}
    assert native.read(_upgrades.upgrade(document)).node("a").parent == "g"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"schema_version": 2}, "newer-schema-version"),
        ({"schema_version": "1"}, "wrong-type"),
        ({"schema_version": -1}, "wrong-type"),
        ([], "not-an-object"),
    ],
    ids=["newer", "text", "negative", "list"],
)
def test_a_document_of_no_known_version_is_refused(data, code):
    with pytest.raises(InvalidWorkflow, match="this document cannot be upgraded") as caught:
        _upgrades.upgrade(data)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_newer_document_is_answered_with_what_to_do():
    with pytest.raises(InvalidWorkflow, match=r"of version 2, written by a newer wfkit; .* up to 1") as caught:
        _upgrades.upgrade({"schema_version": 2})
    assert caught.value.problems[0].fix == "upgrade wfkit"


def test_there_is_a_reader_for_every_version():
    assert len(native._VERSIONS) == _upgrades.CURRENT + 1  # noqa: SLF001 - two tables that must keep step


def test_every_step_leads_to_the_version_that_it_is_numbered_by():
    for number, step in enumerate(_upgrades._STEPS, start=1):  # noqa: SLF001 - a law of the table
        assert step.__name__.startswith(f"u{number:03}_")
        assert step({})["schema_version"] == number


_scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
_values = _scalars | st.lists(_scalars, max_size=2) | st.dictionaries(st.sampled_from("xyk"), _scalars, max_size=2)
_text = st.sampled_from(["a", "b", "c"])
_data = _values | st.fixed_dictionaries(
    {}, optional={"label": _values, "config": _values, "icon": _values, "k": _values}
)
_nodes = _values | st.fixed_dictionaries(
    {},
    optional={
        "id": _text | _values,
        "type": _text | _values,
        "position": _values,
        "data": _data,
        "parentId": _text | _values,
        "parentNode": _text | _values,
    },
)
_edges = _values | st.fixed_dictionaries(
    {},
    optional={
        "id": _text | _values,
        "source": _text | _values,
        "target": _text | _values,
        "sourceHandle": _values,
        "targetHandle": _values,
    },
)
_documents = st.fixed_dictionaries(
    {},
    optional={
        "schema_version": st.sampled_from([0, None, 1]),
        "nodes": _values | st.lists(_nodes, max_size=4),
        "edges": _values | st.lists(_edges, max_size=4),
    },
)


def _without_pointers(graph: Graph) -> tuple[object, object]:
    nodes = tuple(replace(node, pointer="", config_pointer="") for node in graph.nodes)
    return nodes, tuple(replace(edge, pointer="") for edge in graph.edges)


@given(_documents)
def test_an_upgrade_leaves_the_graph_as_it_was(document):
    before = copy.deepcopy(document)
    upgraded = _upgrades.upgrade(document)
    assert _without_pointers(native.read(upgraded)) == _without_pointers(native.read(document))
    assert native.is_held(upgraded)
    assert document == before
