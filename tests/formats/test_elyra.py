from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wfkit import formats
from wfkit.core.model import Port
from wfkit.formats import elyra

if TYPE_CHECKING:
    from wfkit.core.model import Graph

CAPTION = {"ui_data": {"label": "Input Port", "cardinality": {"min": 0, "max": -1}}}


def node(node_id: str, *links: Any, app_data: Any = None, **more: Any) -> dict[str, Any]:
    ports = {"inputs": [{"id": "inPort", "links": list(links)}]} if links else {}
    said = {"id": node_id, "type": "execution_node", "op": "execute-notebook-node", **ports, **more}
    return said if app_data is None else {**said, "app_data": app_data}


def pipeline(*nodes: Any, pipeline_id: Any = "main", comments: Any = None, **app_data: Any) -> dict[str, Any]:
    drawn = {} if comments is None else {"ui_data": {"comments": comments}}
    return {"id": pipeline_id, "nodes": list(nodes), "app_data": {**app_data, **drawn}}


def document(*pipelines: Any, **more: Any) -> dict[str, Any]:
    return {"doc_type": "pipeline", "primary_pipeline": "main", "pipelines": list(pipelines), **more}


def only(item: Any) -> Any:
    graph = elyra.read(document(pipeline(item)))
    assert graph.problems == ()
    return graph.nodes[0]


def link(source: str, **more: Any) -> dict[str, Any]:
    return {"id": f"from {source}", "node_id_ref": source, "port_id_ref": "outPort", **more}


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_the_format_reads_and_forbids_cycles():
    found = formats.get("elyra")
    assert (found.read, found.acyclic) == (elyra.read, True)


def test_a_node_is_read_by_what_it_runs():
    parameters = {"filename": "a.ipynb", "env_vars": ["A=1"]}
    drawn = {"label": "a.ipynb", "x_pos": 1, "y_pos": 2.5}
    found = only(node("n", app_data={"component_parameters": parameters, "component_source": "s", "ui_data": drawn}))
    assert (found.type, found.label, found.config) == ("execute-notebook-node", "a.ipynb", parameters)
    assert (found.position, found.settings) == ((1.0, 2.5), {"component_source": "s"})
    assert found.pointer == "/pipelines/0/nodes/0"
    assert found.config_pointer == "/pipelines/0/nodes/0/app_data/component_parameters"


def test_parameters_of_older_versions_lie_beside_the_drawing():
    found = only(
        node("n", app_data={"filename": "a.py", "env_vars": [], "label": "mine", "ui_data": {"label": "a.py"}})
    )
    assert found.config == {"filename": "a.py", "env_vars": []}
    assert (found.config_pointer, found.settings) == ("/pipelines/0/nodes/0/app_data", {"label": "mine"})


@pytest.mark.parametrize(
    ("said", "label", "settings"),
    [
        ({"label": "A", "ui_data": {"label": "A"}}, "A", {}),
        ({"label": "mine", "ui_data": {"label": "theirs"}}, "theirs", {"label": "mine"}),
        ({"label": "", "ui_data": {"label": "a.ipynb"}}, "a.ipynb", {}),
        ({"label": "mine", "ui_data": {}}, "mine", {}),
        ({"ui_data": {"label": "theirs"}}, "theirs", {}),
        ({}, "n", {}),
    ],
    ids=["the same twice", "two", "none given", "none shown", "one left out", "neither"],
)
def test_a_node_is_called_as_the_canvas_shows_it(said, label, settings):
    found = only(node("n", app_data={"component_parameters": {}, **said}))
    assert (found.label, found.settings) == (label, settings)


def test_what_the_editor_draws_by_itself_is_noise():
    drawn = {"label": "n", "image": "data:image/svg+xml;utf8,x", "decorations": [], "description": "Notebook file"}
    found = only(node("n", app_data={"label": "n", "invalidNodeError": "gone", "ui_data": drawn}))
    assert (found.config, found.settings) == ({}, {})
    assert found.noise == {
        "type": "execution_node",
        "invalidNodeError": "gone",
        "image": "data:image/svg+xml;utf8,x",
        "decorations": [],
        "description": "Notebook file",
    }


def test_how_a_super_node_is_unfolded_is_layout_and_unknown_keys_are_settings():
    found = only(node("n", app_data={"component_parameters": {}, "ui_data": {"is_expanded": True, "new": 1}}))
    assert (found.layout, found.settings) == ({"is_expanded": True}, {"new": 1})


@pytest.mark.parametrize(
    ("said", "kind", "settings"),
    [
        ({"type": "binding", "op": None}, "binding", {}),
        ({"type": "model_node", "op": "x"}, "x", {"type": "model_node"}),
        ({"type": None, "op": "x"}, "x", {}),
    ],
    ids=["no operation", "both", "operation alone"],
)
def test_the_type_is_the_operation_or_else_the_kind_of_node(said, kind, settings):
    found = only(node("n", **said))
    assert (found.type, found.settings) == (kind, settings)


def test_links_are_edges_into_the_node():
    graph = elyra.read(document(pipeline(node("a"), node("b", link("a", app_data={"x": 1}, type_attr="t")))))
    (found,) = graph.edges
    assert (found.id, found.source, found.source_port) == ("from a", "a", "outPort")
    assert (found.target, found.target_port) == ("b", "inPort")
    assert (found.settings, found.layout) == ({"type_attr": "t"}, {"app_data": {"x": 1}})
    assert found.pointer == "/pipelines/0/nodes/1/inputs/0/links/0"


def test_a_link_without_an_id_goes_by_its_ends():
    graph = elyra.read(document(pipeline(node("a"), node("b", {"node_id_ref": "a"}))))
    assert graph.edges[0].id == "a->b:inPort"


def test_ports_are_named_by_their_ids_and_their_captions_are_noise():
    found = only(
        node("n", inputs=[{"id": "in", "app_data": CAPTION}, {"app_data": CAPTION}], outputs=[{"id": "out", "new": 1}])
    )
    assert (found.inputs, found.outputs) == ((Port("in"),), (Port("out"),))
    assert found.noise["inputs"] == {"in": {"app_data": CAPTION}, "1": {"app_data": CAPTION}}
    assert found.settings == {"outputs": {"out": {"new": 1}}}


def test_two_ports_of_one_name_keep_what_each_says():
    found = only(node("n", inputs=[{"id": "in", "new": 1}, {"id": "in", "new": 2}]))
    assert found.settings == {"inputs": {"in": {"new": 1}, "in_": {"new": 2}}}


def test_a_pipeline_inside_another_lies_below_the_node_that_shows_it():
    shows = node("super", type="super_node", op=None, subflow_ref={"pipeline_id_ref": "sub"})
    inner = pipeline(node("a"), node("c", link("a")), pipeline_id="sub", comments=[{"id": "a note"}])
    graph = elyra.read(document(pipeline(node("a"), shows), inner))
    assert [(found.id, found.parent) for found in graph.nodes] == [
        ("a", None),
        ("super", None),
        ("sub/a", "super"),
        ("c", "super"),
        ("a note", "super"),
    ]
    assert [(edge.source, edge.target) for edge in graph.edges] == [("sub/a", "c")]
    assert graph.node("super").settings == {"subflow_ref": {"pipeline_id_ref": "sub"}}


def test_a_pipeline_without_an_id_goes_by_its_place():
    graph = elyra.read(document(pipeline(node("a")), pipeline(node("a"), pipeline_id=None, version=1)))
    assert [found.id for found in graph.nodes] == ["a", "1/a"]
    assert graph.noise["pipelines"] == {"1": {"version": 1}}


def test_comments_are_notes():
    drawn = {"x_pos": 1, "y_pos": 2, "width": 30, "height": 40, "class_name": "d3"}
    graph = elyra.read(document(pipeline(comments=[{"id": "c", "content": "Why\nso", **drawn}, {"id": "d"}])))
    said, empty = graph.nodes
    assert (said.type, said.role, said.label, said.config) == ("comment", "note", "Why so", {"content": "Why\nso"})
    assert (said.position, said.size) == ((1.0, 2.0), (30.0, 40.0))
    assert said.layout == {"width": 30, "height": 40, "class_name": "d3"}
    assert (empty.label, empty.size) == ("comment", None)


def test_icons_and_descriptions_of_older_versions_are_noise_too():
    found = only(node("n", app_data={"filename": "a.py", "image": "data:x", "description": "Filters", "ui_data": {}}))
    assert (found.config, found.noise) == (
        {"filename": "a.py"},
        found.noise | {"image": "data:x", "description": "Filters"},
    )


def test_the_primary_pipeline_speaks_for_the_document_and_the_others_for_themselves():
    graph = elyra.read(
        document(
            pipeline(version=4, properties={"name": "p"}),
            pipeline(pipeline_id="other", version=3),
            version="3.0",
            id="d",
        )
    )
    assert graph.settings == {
        "primary_pipeline": "main",
        "properties": {"name": "p"},
    }
    assert graph.noise == {
        "doc_type": "pipeline",
        "id": "d",
        "version": "3.0",
        "pipeline.version": 4,
        "pipelines": {"other": {"version": 3}},
    }


FAULTS = {
    "no pipelines": ({"doc_type": "pipeline"}, [("error", "missing-nodes", "")]),
    "pipelines are an object": (document() | {"pipelines": {"a": 1}}, [("error", "missing-nodes", "")]),
    "a pipeline is a text": (document("x"), [("error", "not-an-object", "/pipelines/0")]),
    "a pipeline without nodes": (document({"id": "main"}), [("error", "missing-nodes", "/pipelines/0")]),
    "nodes are an object": (
        document({"id": "main", "nodes": {}}),
        [("error", "wrong-type", "/pipelines/0/nodes")],
    ),
    "a node without an id": (document(pipeline({"op": "x"})), [("error", "missing-id", "/pipelines/0/nodes/0")]),
    "a node whose id is a number": (
        document(pipeline(node(7))),
        [("warning", "wrong-type", "/pipelines/0/nodes/0/id")],
    ),
    "a node of no type": (document(pipeline({"id": "a"})), [("warning", "missing-type", "/pipelines/0/nodes/0")]),
    "a node at half a place": (
        document(pipeline(node("a", app_data={"ui_data": {"x_pos": 1, "y_pos": "2"}}))),
        [
            ("warning", "wrong-type", "/pipelines/0/nodes/0/app_data/ui_data/x_pos"),
            ("warning", "wrong-type", "/pipelines/0/nodes/0/app_data/ui_data/y_pos"),
        ],
    ),
    "inputs are an object": (
        document(pipeline(node("a", inputs={}))),
        [("warning", "wrong-type", "/pipelines/0/nodes/0/inputs")],
    ),
    "a port is a text": (
        document(pipeline(node("a", inputs=["x"]))),
        [("error", "not-an-object", "/pipelines/0/nodes/0/inputs/0")],
    ),
    "a link from nowhere": (
        document(pipeline(node("a", {"id": "x"}))),
        [("error", "missing-end", "/pipelines/0/nodes/0/inputs/0/links/0")],
    ),
    "a comment without an id": (
        document(pipeline(comments=[{"content": "x"}])),
        [("error", "missing-id", "/pipelines/0/app_data/ui_data/comments/0")],
    ),
    "a comment that is a number": (
        document(pipeline(comments=[{"id": "c", "content": 5}])),
        [("warning", "wrong-type", "/pipelines/0/app_data/ui_data/comments/0/content")],
    ),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, expected):
    assert findings(elyra.read(data)) == expected


def test_what_cannot_be_read_stays_in_view():
    graph = elyra.read(document(pipeline({"op": "x"}), "y"))
    assert graph.settings["unread"] == {"/pipelines/0/nodes/0": {"op": "x"}, "/pipelines/1": "y"}
