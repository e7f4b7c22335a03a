from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.model import Edge, Graph, Node
from wfkit.formats import native

NODE = {"id": "a", "type": "llm", "position": {"x": 1, "y": 2.5}, "data": {"label": "Ask", "config": {"model": "m"}}}
EDGE = {"id": "e", "source": "a", "target": "b", "sourceHandle": "out", "targetHandle": "in"}


def held(nodes: object = (), edges: object = (), **more: object) -> dict:
    return {"schema_version": 1, "nodes": _listed(nodes), "edges": _listed(edges), **more}


def bare(nodes: object = (), edges: object = (), **more: object) -> dict:
    return {"nodes": _listed(nodes), "edges": _listed(edges), **more}


def _listed(items: object) -> object:
    return list(items) if isinstance(items, tuple) else items


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_a_node_of_version_1_is_read_whole():
    assert native.read(held((NODE,))) == Graph(
        noise={"schema_version": 1},
        nodes=(
            Node(
                id="a",
                type="llm",
                label="Ask",
                config={"model": "m"},
                position=(1.0, 2.5),
                pointer="/nodes/0",
                config_pointer="/nodes/0/data/config",
            ),
        ),
    )


def test_an_edge_is_read_whole():
    graph = native.read(held((), (EDGE,)))
    assert graph.edges == (Edge("e", "a", "b", "out", "in", pointer="/edges/0"),)
    assert graph.problems == ()


def test_an_edge_without_handles_has_unnamed_ports():
    edge = {"id": "e", "source": "a", "target": "b", "sourceHandle": None}
    assert native.read(held((), (edge,))).edges == (Edge("e", "a", "b", pointer="/edges/0"),)


def test_what_lies_beside_the_config_is_settings_or_layout():
    more = {"disabled": True, "retries": 3, "width": 80, "height": 40, "selected": True}
    data = {**NODE["data"], "note": "why", "color": "red", "disabled": False}
    node = native.read(held(({**NODE, **more, "position": {"x": 1, "y": 2, "z": 3}, "data": data},))).node("a")
    assert node.settings == {"retries": 3, "data": {"note": "why"}}
    assert node.layout == {"width": 80, "height": 40, "selected": True, "data": {"color": "red"}, "position": {"z": 3}}
    assert (node.enabled, node.size, node.position) == (False, (80.0, 40.0), (1.0, 2.0))


def test_a_switch_that_is_no_boolean_is_a_setting():
    node = native.read(held(({**NODE, "disabled": "maybe"},))).node("a")
    assert (node.enabled, node.settings) == (True, {"disabled": "maybe"})


@pytest.mark.parametrize("holder", ["style", "measured"])
def test_a_size_may_be_set_or_measured(holder):
    node = native.read(held(({**NODE, holder: {"width": 80, "height": 40}},))).node("a")
    assert node.size == (80.0, 40.0)
    assert native.read(held(({**NODE, holder: {"width": 80}},))).node("a").size is None


def test_an_edge_has_settings_and_layout():
    edge = native.read(held((), ({**EDGE, "label": "yes", "data": {"if": 1}, "animated": True},))).edges[0]
    assert (edge.settings, edge.layout) == ({"label": "yes", "data": {"if": 1}}, {"animated": True})


def test_a_document_has_settings_and_layout():
    graph = native.read(held(name="Flow", variables=[1], viewport={"zoom": 2}))
    assert (graph.settings, graph.layout) == ({"name": "Flow", "variables": [1]}, {"viewport": {"zoom": 2}})


@pytest.mark.parametrize("x", [2**53, 10**400, True, "1"], ids=["inexact", "huge", "boolean", "text"])
def test_an_odd_position_takes_the_careful_way(x):
    node = native.read(held(({**NODE, "position": {"x": x, "y": 0}},))).node("a")
    assert node.position in (None, (float(2**53), 0.0))


def test_unknown_keys_are_legal_everywhere():
    node = {**NODE, "measured": {}, "data": {**NODE["data"], "x": 1}}
    assert native.read(held((node,), ({**EDGE, "animated": True},), viewport=3, x=[])).problems == ()


@pytest.mark.parametrize("label", [None, "", "absent"], ids=["null", "empty", "absent"])
def test_a_node_without_a_label_is_called_by_its_id(label):
    data = {} if label == "absent" else {"label": label}
    graph = native.read(held(({"id": "a", "type": "llm", "data": data},)))
    assert (graph.node("a").label, graph.problems) == ("a", ())


@pytest.mark.parametrize("node", [{}, {"position": None}], ids=["absent", "null"])
def test_a_node_without_a_position_has_none_and_no_problem(node):
    graph = native.read(held(({"id": "a", "type": "llm", **node},)))
    assert (graph.node("a").position, graph.problems) == (None, ())


@pytest.mark.parametrize(
    ("node_type", "role"),
    [("note", "note"), ("stickyNote", "note"), ("noteNode", "note"), ("group", "group"), ("llm", "node")],
)
@pytest.mark.parametrize("document", [held, bare])
def test_the_type_decides_the_role(document, node_type, role):
    assert native.read(document(({"id": "a", "type": node_type},))).node("a").role == role


def test_a_child_names_its_parent():
    assert native.read(held(({**NODE, "parentId": "g"},))).node("a").parent == "g"


def test_version_1_knows_parent_id_only():
    assert native.read(held(({**NODE, "parentNode": "g"},))).node("a").parent is None


@pytest.mark.parametrize(
    ("keys", "parent"),
    [
        ({"parentNode": "g"}, "g"),
        ({"parentId": "g"}, "g"),
        ({"parentId": None, "parentNode": "g"}, "g"),
        ({"parentId": "g", "parentNode": "h"}, "g"),
        ({"parentId": ""}, None),
        ({}, None),
    ],
    ids=["react flow 11", "react flow 12", "null beside the old one", "both", "empty", "none"],
)
def test_a_bare_document_names_parents_either_way(keys, parent):
    graph = native.read(bare(({**NODE, **keys},)))
    assert (graph.node("a").parent, graph.problems) == (parent, ())


def test_a_bare_document_may_keep_settings_apart():
    node = native.read(bare((NODE,))).node("a")
    assert (node.config, node.config_pointer) == ({"model": "m"}, "/nodes/0/data/config")


def test_a_bare_document_may_keep_settings_in_data():
    data = {"label": "Ask", "model": "m", "selected": True, "color": "red", "width": 512, "config": [1]}
    node = native.read(bare(({"id": "a", "type": "llm", "data": data},))).node("a")
    assert node.label == "Ask"
    assert node.config == {"model": "m", "width": 512, "config": [1]}
    assert node.config_pointer == "/nodes/0/data"


def test_a_bare_node_without_a_type_is_a_default_node():
    graph = native.read(bare(({"id": "a"},)))
    assert graph.node("a").type == "default"
    assert findings(graph) == [("warning", "missing-type", "/nodes/0")]


def test_an_explicit_version_0_is_a_bare_document():
    graph = native.read(bare(({"id": "a", "type": "llm", "data": {"model": "m"}},), schema_version=0))
    assert (graph.node("a").config, graph.problems) == ({"model": "m"}, ())


@pytest.mark.parametrize(
    ("edge", "derived"),
    [
        ({}, "a->b"),
        ({"sourceHandle": "out", "targetHandle": "in"}, "a:out->b:in"),
        ({"targetHandle": "in", "id": None}, "a->b:in"),
        ({"id": ""}, "a->b"),
    ],
    ids=["bare", "both ports", "one port", "empty"],
)
@pytest.mark.parametrize(("document", "severity"), [(held, "error"), (bare, "warning")], ids=["held", "bare"])
def test_an_edge_without_an_id_gets_one_from_its_ends(document, severity, edge, derived):
    graph = native.read(document((), ({"source": "a", "target": "b", **edge},)))
    assert [found.id for found in graph.edges] == [derived]
    assert findings(graph) == [(severity, "missing-id", "/edges/0")]
    assert graph.problems[0].fix == f"name it '{derived}'"


@pytest.mark.parametrize("document", [held, bare])
def test_integer_ids_are_read_as_text_with_a_warning(document):
    nodes = ({"id": 1, "type": "llm"}, {"id": 2, "type": "llm", "parentId": 1})
    graph = native.read(document(nodes, ({"id": 3, "source": 1, "target": 2, "sourceHandle": 0},)))
    assert [(node.id, node.parent) for node in graph.nodes] == [("1", None), ("2", "1")]
    assert graph.edges == (Edge("3", "1", "2", "0", pointer="/edges/0"),)
    assert {problem.severity for problem in graph.problems} == {"warning"}
    assert {problem.code for problem in graph.problems} == {"wrong-type"}
    assert len(graph.problems) == 7


FAULTS = {
    "node is a string": ({"nodes": ["a"]}, ("error", "not-an-object", "/nodes/0")),
    "node is null": ({"nodes": [None]}, ("error", "not-an-object", "/nodes/0")),
    "node without an id": ({"nodes": [{"type": "llm"}]}, ("error", "missing-id", "/nodes/0")),
    "node with a null id": ({"nodes": [{"id": None, "type": "llm"}]}, ("error", "missing-id", "/nodes/0")),
    "node with an empty id": ({"nodes": [{"id": "", "type": "llm"}]}, ("error", "missing-id", "/nodes/0")),
    "node id is a list": ({"nodes": [{"id": [], "type": "llm"}]}, ("error", "wrong-type", "/nodes/0/id")),
    "node id is true": ({"nodes": [{"id": True, "type": "llm"}]}, ("error", "wrong-type", "/nodes/0/id")),
    "node id is 10 000 digits": ({"nodes": [{"id": 10**9999, "type": "llm"}]}, ("error", "wrong-type", "/nodes/0/id")),
    "node without a type": ({"nodes": [{"id": "a"}]}, ("error", "missing-type", "/nodes/0")),
    "node with an empty type": ({"nodes": [{"id": "a", "type": ""}]}, ("error", "missing-type", "/nodes/0")),
    "node type is an object": ({"nodes": [{"id": "a", "type": {}}]}, ("error", "wrong-type", "/nodes/0/type")),
    "data is a list": ({"nodes": [{**NODE, "data": []}]}, ("error", "not-an-object", "/nodes/0/data")),
    "config is a string": (
        {"nodes": [{**NODE, "data": {"config": "x"}}]},
        ("error", "not-an-object", "/nodes/0/data/config"),
    ),
    "label is a list": (
        {"nodes": [{**NODE, "data": {"label": [1]}}]},
        ("warning", "wrong-type", "/nodes/0/data/label"),
    ),
    "parent is a list": ({"nodes": [{**NODE, "parentId": []}]}, ("warning", "wrong-type", "/nodes/0/parentId")),
    "position is a list": ({"nodes": [{**NODE, "position": [1, 2]}]}, ("warning", "wrong-type", "/nodes/0/position")),
    "position lacks y": ({"nodes": [{**NODE, "position": {"x": 1}}]}, ("warning", "wrong-type", "/nodes/0/position")),
    "position is text": (
        {"nodes": [{**NODE, "position": {"x": "1", "y": 2}}]},
        ("warning", "wrong-type", "/nodes/0/position"),
    ),
    "position is true": (
        {"nodes": [{**NODE, "position": {"x": True, "y": 2}}]},
        ("warning", "wrong-type", "/nodes/0/position"),
    ),
    "position is not a number": (
        {"nodes": [{**NODE, "position": {"x": float("nan"), "y": 2}}]},
        ("warning", "wrong-type", "/nodes/0/position"),
    ),
    "position fits no float": (
        {"nodes": [{**NODE, "position": {"x": 10**400, "y": 2}}]},
        ("warning", "wrong-type", "/nodes/0/position"),
    ),
    "edge is a number": ({"edges": [7]}, ("error", "not-an-object", "/edges/0")),
    "edge without a source": ({"edges": [{"id": "e", "target": "b"}]}, ("error", "missing-end", "/edges/0")),
    "edge without a target": ({"edges": [{"id": "e", "source": "b"}]}, ("error", "missing-end", "/edges/0")),
    "edge source is a list": ({"edges": [{**EDGE, "source": []}]}, ("error", "wrong-type", "/edges/0/source")),
    "edge id is an object": ({"edges": [{**EDGE, "id": {}}]}, ("error", "wrong-type", "/edges/0/id")),
    "edge handle is a list": (
        {"edges": [{**EDGE, "targetHandle": []}]},
        ("error", "wrong-type", "/edges/0/targetHandle"),
    ),
    "nodes are missing": ({"nodes": None}, ("error", "missing-nodes", "/nodes")),
    "edges are missing": ({"edges": None}, ("error", "missing-edges", "/edges")),
    "nodes are an object": ({"nodes": {}}, ("error", "wrong-type", "/nodes")),
    "edges are a string": ({"edges": "a->b"}, ("error", "wrong-type", "/edges")),
    "name is a list": ({"name": []}, ("warning", "wrong-type", "/name")),
    "description is a number": ({"description": 1.5}, ("warning", "wrong-type", "/description")),
    "version is text": ({"schema_version": "1"}, ("error", "wrong-type", "/schema_version")),
    "version is true": ({"schema_version": True}, ("error", "wrong-type", "/schema_version")),
    "version is a fraction": ({"schema_version": 0.5}, ("error", "wrong-type", "/schema_version")),
    "version is negative": ({"schema_version": -1}, ("error", "wrong-type", "/schema_version")),
    "version is infinite": ({"schema_version": float("inf")}, ("error", "wrong-type", "/schema_version")),
    "version is newer": ({"schema_version": 2}, ("error", "newer-schema-version", "/schema_version")),
    "version is 10 000 digits": ({"schema_version": 10**9999}, ("error", "newer-schema-version", "/schema_version")),
}


@pytest.mark.parametrize(("change", "finding"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_one_finding_with_its_place(change, finding):
    graph = native.read({**held(), **change})
    assert findings(graph) == [finding]


@pytest.mark.parametrize("data", [None, [], "x", 3, True], ids=["null", "list", "text", "number", "boolean"])
def test_data_that_is_no_object_is_a_problem(data):
    graph = native.read(data)
    assert (graph.nodes, graph.edges, findings(graph)) == ((), (), [("error", "not-an-object", "")])


def test_problems_name_the_node_and_the_edge_that_they_are_about():
    graph = native.read(held(({"id": "a"},), ({"id": "e", "source": "a"},)))
    assert [(problem.node, problem.edge) for problem in graph.problems] == [("a", ""), ("", "e")]


def test_all_problems_are_gathered_in_the_order_of_the_document():
    graph = native.read(held((1, {"type": []}, {"id": "a"}), (2, {})))
    assert findings(graph) == [
        ("error", "not-an-object", "/nodes/0"),
        ("error", "missing-id", "/nodes/1"),
        ("error", "wrong-type", "/nodes/1/type"),
        ("error", "missing-type", "/nodes/2"),
        ("error", "not-an-object", "/edges/0"),
        ("error", "missing-end", "/edges/1"),
        ("error", "missing-end", "/edges/1"),
        ("error", "missing-id", "/edges/1"),
    ]


def test_what_has_no_id_or_lacks_an_end_is_no_part_of_the_graph():
    graph = native.read(held(({"type": "llm"}, NODE), ({"id": "e", "source": "a"}, EDGE)))
    assert ([node.pointer for node in graph.nodes], [edge.pointer for edge in graph.edges]) == (
        ["/nodes/1"],
        ["/edges/1"],
    )


def test_a_document_of_a_newer_wfkit_is_read_as_far_as_it_goes():
    graph = native.read(held((NODE,), schema_version=2))
    assert graph.node("a").config == {"model": "m"}


@pytest.mark.parametrize(
    ("version", "is_held"),
    [
        (1, True),
        (2, True),
        (1.0, True),
        (0, False),
        (None, False),
        ("1", False),
        (True, False),
        (-1, False),
        (0.5, False),
    ],
)
def test_a_document_is_held_from_version_1_on(version, is_held):
    assert native.is_held({"schema_version": version}) is is_held


@pytest.mark.parametrize("data", [{}, [], None, "schema_version"], ids=["empty", "list", "null", "text"])
def test_what_declares_no_version_is_not_held(data):
    assert not native.is_held(data)


_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyabc"), inner, max_size=3),
    max_leaves=5,
)


def _anything_like(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return _values | st.fixed_dictionaries({}, optional=fields)


_text = st.sampled_from(["a", "b", "group", ""])
_data = _anything_like(label=_text | _values, config=_values, selected=_values)
_node = _anything_like(
    id=_text | _values, type=_text | _values, position=_values, data=_data, parentId=_values, parentNode=_values
)
_edge = _anything_like(
    id=_text | _values, source=_text | _values, target=_text | _values, sourceHandle=_values, targetHandle=_values
)
_documents = _anything_like(
    schema_version=st.sampled_from([0, 1, 2]) | _values,
    name=_values,
    nodes=_values | st.lists(_node, max_size=4),
    edges=_values | st.lists(_edge, max_size=4),
)


@given(_documents)
def test_reading_never_raises_and_gives_texts_whatever_the_document_holds(data):
    graph = native.read(data)
    for node in graph.nodes:
        assert node.id
        assert all(isinstance(text, str) for text in (node.id, node.type, node.label, node.parent or ""))
        assert isinstance(node.config, dict)
    for edge in graph.edges:
        assert edge.id
        assert edge.source
        assert edge.target
        assert all(isinstance(text, str) for text in (edge.id, edge.source_port, edge.target_port))
