"""Laws of the readers of other tools' documents: they never raise, and no change of a document stays hidden."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfkit.core.model import Graph

Path_ = tuple[str | int, ...]

_FIELD = {"type": "str", "name": "input_value", "show": True, "value": "hi", "load_from_db": True, "input_types": ["A"]}
_HANDLES = {
    "sourceHandle": {"name": "message", "id": "In-1"},
    "targetHandle": {"fieldName": "input_value", "id": "P-1"},
}
_LANGFLOW_DATA = {
    "nodes": [
        {
            "id": "In-1",
            "type": "genericNode",
            "position": {"x": 1.5, "y": 2},
            "width": 300,
            "height": 200,
            "selected": False,
            "data": {
                "id": "In-1",
                "type": "ChatInput",
                "showNode": True,
                "node": {
                    "display_name": "Ask",
                    "frozen": False,
                    "tool_mode": True,
                    "lf_version": "1.4",
                    "outputs": [{"name": "message", "types": ["Message"]}],
                    "template": {
                        "_type": "Component",
                        "code": {"value": "class X: ...", "type": "code"},
                        "input_value": _FIELD,
                        "odd": 3,
                    },
                },
            },
        },
        {
            "id": "P-1",
            "type": "genericNode",
            "parentId": "In-1",
            "data": {"type": "Prompt", "node": {"template": {"input_value": {"value": ["x", {"y": 1}]}}}},
        },
        {
            "id": "group",
            "type": "genericNode",
            "data": {
                "type": "GroupNode",
                "node": {
                    "flow": {
                        "name": "inner",
                        "data": {
                            "nodes": [{"id": "P-1", "data": {"type": "Prompt"}}, {"id": "In-2", "data": {"type": "X"}}],
                            "edges": [{"id": "e", "source": "P-1", "target": "In-2"}],
                        },
                    }
                },
            },
        },
        {
            "id": "note",
            "type": "noteNode",
            "data": {
                "type": "note",
                "node": {"description": "# Read me", "template": {"backgroundColor": "blue"}},
            },
        },
    ],
    "edges": [
        {
            "id": "reactflow__edge-1",
            "source": "In-1",
            "target": "P-1",
            "sourceHandle": "{œnameœ: œmessageœ}",
            "targetHandle": "{œfieldNameœ: œinput_valueœ}",
            "animated": True,
            "data": _HANDLES,
        }
    ],
    "viewport": {"x": 0, "y": 0, "zoom": 1},
}
_COMPONENTS = {
    "begin": {
        "obj": {"component_name": "Begin", "params": {"prologue": "Hi", "n": 1, "tools": [{"a": True}]}},
        "downstream": ["Agent:One"],
        "upstream": [],
    },
    "Agent:One": {
        "obj": {"component_name": "Agent", "params": {"llm_id": "m", "temperature": 0.5}},
        "downstream": [],
        "upstream": ["begin"],
        "parent_id": "begin",
    },
}
_DRAWN = {
    "nodes": [
        {
            "id": "begin",
            "type": "beginNode",
            "position": {"x": 50, "y": 200, "z": 1},
            "data": {"label": "Begin", "name": "begin", "form": {"prologue": "Hi", "n": 1, "tools": [{"a": True}]}},
        },
        {
            "id": "Agent:One",
            "type": "agentNode",
            "position": {"x": 1, "y": 2},
            "measured": {"width": 10, "height": 20},
            "parentId": "begin",
            "data": {"label": "Agent", "name": "Writer", "form": {"llm_id": "m", "items": ["x"]}},
        },
        {"id": "Note:A", "type": "noteNode", "data": {"label": "Note", "name": "n", "form": {"text": "say"}}},
        {"id": "Tool:A", "type": "toolNode", "data": {"label": "Tool", "name": "tool", "form": {}}},
    ],
    "edges": [
        {"id": "e1", "source": "begin", "sourceHandle": "start", "target": "Agent:One", "targetHandle": "end"},
        {
            "id": "e2",
            "source": "Agent:One",
            "sourceHandle": "tool",
            "target": "Tool:A",
            "data": {"isHovered": False},
            "style": {"stroke": "red"},
        },
    ],
}
_STATE = {"a": 1, "__page__": None, "cond": {"__current_case__": 0, "list": [{"__index__": 0, "b": "1"}, ["x"]]}}
_STEPS = {
    "0": {"id": 0, "type": "data_input", "tool_id": None, "label": "Reads", "position": {"left": 1, "top": 2.5}},
    "1": {
        "id": 1,
        "type": "tool",
        "tool_id": "shed.org/repos/devteam/bwa/bwa_mem/0.7",
        "tool_version": "0.7",
        "content_id": "shed.org/repos/devteam/bwa/bwa_mem/0.7",
        "name": "BWA",
        "uuid": "6c1",
        "annotation": "",
        "when": "$(inputs.when)",
        "tool_state": json.dumps(_STATE),
        "input_connections": {
            "in|a": {"id": 0, "output_name": "output"},
            "in|b": [{"id": 0, "output_name": "output"}, {"id": 2, "output_name": "x", "input_subworkflow_step_id": 0}],
        },
        "outputs": [{"name": "bam", "type": "bam"}],
        "position": {"left": 1, "top": 2, "width": 3, "height": 4},
        "workflow_outputs": [{"label": "mapped", "output_name": "bam", "uuid": "77"}],
        "post_job_actions": {"RenameDatasetActionbam": {"action_type": "RenameDatasetAction"}},
    },
    "2": {
        "id": 2,
        "type": "subworkflow",
        "tool_id": "given",
        "subworkflow": {
            "name": "inner",
            "steps": {"0": {"id": 0, "type": "parameter_input", "tool_state": {"optional": True}}},
            "comments": [{"id": 0, "type": "text", "data": {"text": "why"}, "position": [1, 2], "size": [3, 4]}],
        },
    },
}
_PORTS = {"id": "outPort", "app_data": {"ui_data": {"cardinality": {"min": 0, "max": -1}}}}
_LINKS = [{"id": "link", "node_id_ref": "n1", "port_id_ref": "outPort", "app_data": {"ui_data": {}}}]
_PIPELINES = [
    {
        "id": "main",
        "nodes": [
            {
                "id": "n1",
                "type": "execution_node",
                "op": "execute-notebook-node",
                "app_data": {
                    "label": "",
                    "component_parameters": {"filename": "a.ipynb", "env_vars": ["A=1"], "cpu": None},
                    "component_source": "x",
                    "ui_data": {"label": "a.ipynb", "x_pos": 1, "y_pos": 2.5, "image": "data:image/svg+xml;utf8,x"},
                },
                "inputs": [{"id": "inPort", "app_data": {"ui_data": {"label": "Input Port"}}}],
                "outputs": [_PORTS],
            },
            {
                "id": "n2",
                "type": "super_node",
                "subflow_ref": {"pipeline_id_ref": "sub"},
                "app_data": {"label": "mine", "ui_data": {"label": "theirs", "is_expanded": True}},
                "inputs": [{"id": "inPort", "subflow_node_ref": "b", "links": _LINKS}],
            },
        ],
        "app_data": {
            "version": 4,
            "properties": {"name": "p"},
            "ui_data": {"comments": [{"id": "c", "content": "note", "x_pos": 1, "y_pos": 2, "width": 3, "height": 4}]},
        },
        "runtime_ref": "",
    },
    {
        "id": "sub",
        "nodes": [
            {"id": "n1", "type": "binding", "app_data": {"filename": "old.py"}, "outputs": [{"id": "outPort"}]},
            {"id": "n3", "op": "x", "inputs": [{"id": "inPort", "links": _LINKS}]},
        ],
        "app_data": {"version": 3},
    },
]
DOCUMENTS: dict[str, tuple[str, Any]] = {
    "langflow": (
        "langflow",
        {"name": "Flow", "id": "f1", "icon": "x", "last_tested_version": "1.4", "tags": ["a"], "data": _LANGFLOW_DATA},
    ),
    "langflow collection": (
        "langflow",
        {
            "flows": [
                {"id": "f1", "name": "One", "data": _LANGFLOW_DATA},
                {"id": "f2", "data": {"nodes": _LANGFLOW_DATA["nodes"][:1], "edges": []}},
            ],
            "v": 1,
        },
    ),
    "flowise": (
        "flowise",
        {
            "description": "d",
            "usecases": ["x"],
            "nodes": [
                {
                    "id": "chatOpenAI_0",
                    "type": "customNode",
                    "position": {"x": 1, "y": 2},
                    "width": 300,
                    "height": 100,
                    "positionAbsolute": {"x": 1, "y": 2},
                    "data": {
                        "id": "chatOpenAI_0",
                        "name": "chatOpenAI",
                        "label": "Model",
                        "version": 6.0,
                        "type": "ChatOpenAI",
                        "inputs": {"temperature": 0.9, "memory": "{{memory_0.data.instance}}", "list": [1, True]},
                        "inputParams": [{"name": "temperature", "id": "chatOpenAI_0-input-temperature-number"}],
                        "inputAnchors": [{"name": "cache", "type": "BaseCache", "optional": True}],
                        "outputAnchors": [{"id": "chatOpenAI_0-output-chatOpenAI-A|B", "name": "chatOpenAI"}],
                        "outputs": {"output": "chatOpenAI"},
                        "selected": False,
                        "new": {"x": 1},
                    },
                },
                {"id": "stickyNote_0", "type": "stickyNote", "data": {"name": "stickyNote", "inputs": {"note": "n"}}},
            ],
            "edges": [
                {
                    "id": "e",
                    "source": "chatOpenAI_0",
                    "sourceHandle": "chatOpenAI_0-output-chatOpenAI-A|B",
                    "target": "stickyNote_0",
                    "targetHandle": "stickyNote_0",
                    "type": "buttonedge",
                    "data": {"label": "", "isHumanInput": False},
                }
            ],
        },
    ),
    "ragflow": (
        "ragflow",
        {
            "id": 3,
            "title": {"en": "T"},
            "avatar": "data:image/png;base64,x",
            "dsl": {
                "components": {**_COMPONENTS, "Undrawn:A": {"obj": {"component_name": "Answer", "params": {"q": 1}}}},
                "graph": _DRAWN,
                "history": [["user", "hi"]],
                "globals": {"sys.query": "hi", "env.key": "v"},
                "variables": {"v": {"type": "string"}},
                "new": 1,
            },
        },
    ),
    "ragflow without a drawing": (
        "ragflow",
        {"components": _COMPONENTS, "path": ["begin"], "history": [], "answer": [], "globals": {"sys.files": []}},
    ),
    "galaxy": (
        "galaxy",
        {
            "a_galaxy_workflow": "true",
            "name": "W",
            "uuid": "u",
            "version": 3,
            "tags": ["x"],
            "steps": _STEPS,
            "comments": [
                {"id": 4, "type": "frame", "data": {"title": "QC"}, "position": [1, 2], "size": [3, 4], "color": "red"}
            ],
        },
    ),
    "galaxy format 2": ("galaxy", {"class": "GalaxyWorkflow", "inputs": {"a": "data"}, "steps": [{"tool_id": "cat1"}]}),
    "elyra": (
        "elyra",
        {
            "doc_type": "pipeline",
            "version": "3.0",
            "id": "d",
            "primary_pipeline": "main",
            "pipelines": _PIPELINES,
            "schemas": [],
        },
    ),
}
FOLDERS = ("langflow", "flowise", "ragflow", "galaxy", "elyra")
documents = pytest.mark.parametrize("key", DOCUMENTS)


def leaves(data: Any) -> Iterator[tuple[Path_, Any]]:
    waiting: list[tuple[Path_, Any]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        if value and isinstance(value, dict):
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif value and isinstance(value, list):
            waiting += [((*path, index), inner) for index, inner in enumerate(value)]
        else:
            yield path, value


def places(data: Any) -> list[Path_]:
    """Every place that holds a value, the inner ones too."""
    found = {path[:length] for path, _ in leaves(data) for length in range(1, len(path) + 1)}
    return sorted(found, key=repr)


def others(value: Any) -> list[Any]:
    """Values that are no other spelling of this one."""
    if isinstance(value, str):
        return [f"{value}~", 7.25, True, {"~": 1}, ["~"]]
    if isinstance(value, bool):
        return [not value, int(value), "~"]
    if isinstance(value, int | float):
        return [value + 1, value + 0.5, "~", True, {"~": 1}]
    return ["~", 3, False, {"~": 1}, ["~"]]


def copied(data: Any, path: Path_) -> tuple[Any, Any]:
    """The document with copies of what leads to the place, and the copy that holds it."""
    changed = inner = copy.copy(data)
    for step in path[:-1]:
        inner[step] = copy.copy(inner[step])
        inner = inner[step]
    return changed, inner


@pytest.fixture(scope="session")
def said_before(said_by) -> dict[str, bytes]:
    """What the graph of each document says."""
    return {key: said_by(formats.read(name, data)) for key, (name, data) in DOCUMENTS.items()}


LEAVES = {key: sorted(leaves(data), key=repr) for key, (_, data) in DOCUMENTS.items()}
PLACES = {key: places(data) for key, (_, data) in DOCUMENTS.items()}


@documents
@given(draw=st.data())
def test_no_change_of_a_value_is_hidden(key, said_by, said_before, draw):
    name, data = DOCUMENTS[key]
    path, value = draw.draw(st.sampled_from(LEAVES[key]))
    changed, inner = copied(data, path)
    inner[path[-1]] = draw.draw(st.sampled_from(others(value)))
    assert said_by(formats.read(name, changed)) != said_before[key]


@documents
@given(draw=st.data())
def test_no_key_that_comes_is_hidden(key, said_by, said_before, draw):
    name, data = DOCUMENTS[key]
    path = draw.draw(st.sampled_from([path for path in PLACES[key] if isinstance(path[-1], str)]))
    changed, inner = copied(data, path)
    inner["a key of tomorrow"] = draw.draw(st.sampled_from([None, 0, "", [], {"x": 1}]))
    assert said_by(formats.read(name, changed)) != said_before[key]


@documents
@given(draw=st.data())
def test_no_value_that_goes_is_hidden_unless_it_says_nothing(key, said_by, said_before, draw):
    name, data = DOCUMENTS[key]
    path = draw.draw(st.sampled_from([path for path, value in LEAVES[key] if value not in (None, "", [], {})]))
    changed, inner = copied(data, path)
    del inner[path[-1]]
    assert said_by(formats.read(name, changed)) != said_before[key]


_scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4)
_KEYS = """
    id type data node template value flow nodes edges source target sourceHandle targetHandle parentId position x y
    name label inputs form obj params downstream upstream components graph dsl steps tool_state input_connections
    tool_id subworkflow comments left top pipelines app_data ui_data component_parameters links node_id_ref outputs
"""
_keys = st.sampled_from(_KEYS.split()) | st.text(max_size=2)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=4),
    max_leaves=8,
)


def assert_sound(graph: Graph) -> None:
    for node in graph.nodes:
        assert node.id
        assert all(isinstance(text, str) for text in (node.id, node.type, node.label, node.uid, node.parent or ""))
        assert all(isinstance(part, dict) for part in (node.config, node.settings, node.layout, node.noise))
    for edge in graph.edges:
        assert edge.id
        assert edge.source
        assert edge.target
        assert all(isinstance(text, str) for text in (edge.id, edge.source_port, edge.target_port))
    assert len({edge.id for edge in graph.edges}) == len(graph.edges)
    assert {problem.severity for problem in graph.problems} <= {"error", "warning"}


@documents
@given(draw=st.data())
def test_reading_never_raises_whatever_stands_anywhere(key, draw):
    name, data = DOCUMENTS[key]
    path = draw.draw(st.sampled_from(PLACES[key]))
    changed, inner = copied(data, path)
    inner[path[-1]] = draw.draw(_values)
    assert_sound(formats.read(name, changed))


@pytest.mark.parametrize("name", FOLDERS)
@given(data=_values)
def test_reading_never_raises_whatever_it_is_given(name, data):
    assert_sound(formats.read(name, data))


@documents
def test_reading_changes_nothing_in_the_document(key):
    name, data = DOCUMENTS[key]
    before = json.dumps(data)
    formats.read(name, data)
    assert json.dumps(data) == before


@pytest.mark.parametrize("name", FOLDERS)
def test_data_that_is_no_object_is_one_problem(name):
    for data in (None, [], "x", 3, True):
        graph = formats.read(name, data)
        assert [(problem.severity, problem.code, problem.pointer) for problem in graph.problems] == [
            ("error", "not-an-object", "")
        ]


def _deep(levels: int) -> Any:
    value: Any = "bottom"
    for _ in range(levels):
        value = {"x": [value]}
    return value


@documents
def test_values_nested_beyond_the_depth_of_calls_are_read(key):
    name, data = DOCUMENTS[key]
    for path in PLACES[key][::7]:
        changed, inner = copied(data, path)
        inner[path[-1]] = _deep(2000)
        formats.read(name, changed)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_real_file_is_read_without_an_error(real_documents, name):
    graphs = {path: formats.read(name, data) for path, data in real_documents(name)}
    assert len(graphs) > 20
    for path, graph in graphs.items():
        assert_sound(graph)
        assert {problem.code for problem in graph.problems} <= {"missing-nodes"}, path
        assert {node.parent for node in graph.nodes} - {None} <= graph.by_id.keys(), path
    edges = [(edge, graph) for graph in graphs.values() for edge in graph.edges]
    # A few real files name nodes that are not there. A reader that took ids apart wrongly would miss most of them.
    dangling = [edge for edge, graph in edges if {edge.source, edge.target} - graph.by_id.keys()]
    assert len(dangling) < len(edges) / 30


@pytest.mark.parametrize("name", FOLDERS)
def test_no_change_of_a_real_file_is_hidden(real_documents, said_by, name):
    rng = random.Random(7)  # noqa: S311 - which leaf is changed is no secret
    for path, data in rng.sample(list(real_documents(name)), 8):
        before = said_by(formats.read(name, data))
        found = list(leaves(data))
        for place, value in rng.sample(found, min(30, len(found))):
            changed, inner = copied(data, place)
            inner[place[-1]] = rng.choice(others(value))
            assert said_by(formats.read(name, changed)) != before, (path, place)
