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
_INPUT = {"type": "int", "optional": True, "default": 3, "doc": "d", "label": "Host", "position": {"left": 1, "top": 2}}
_FORMAT_2_STEPS = {
    "map": {
        "tool_id": "shed.org/repos/devteam/bwa/bwa_mem/0.7",
        "tool_version": "0.7",
        "type": "tool",
        "id": "map",
        "uuid": "6c1",
        "doc": ["a", "b"],
        "when": "$(inputs.when)",
        "state": {
            "lines": 5,
            "pairs": [{"left": {"$link": "reads"}, "__index__": 0}],
            "many": [{"$link": "0"}, {"a": 1}],
        },
        "tool_state": {"b": 1},
        "in": {
            "in|a": "reads",
            "in|b": {"source": ["reads", "Host/Genome", 2], "default": {"class": "File"}},
            "in|c": ["none"],
            "in|d": {"default": 2},
            "in|e": None,
        },
        "out": {"bam": {"rename": "x", "hide": True}},
        "position": {"left": 1, "top": 2, "width": 3, "height": 4},
        "errors": "e",
    },
    "Filter/Host": {
        "label": "F",
        "tool_id": "cat1",
        "tool_state": json.dumps(_STATE),
        "in": {"x": "map/bam"},
        "out": ["y"],
        "post_job_actions": {"a": {"action_type": "A"}},
    },
    "own": {"run": {"class": "GalaxyUserTool", "id": "cat", "inputs": [{"name": "i"}]}, "in": {"i": "Filter/Host/y"}},
    "outer": {
        "type": "subworkflow",
        "in": {"x": "own"},
        "run": {
            "class": "GalaxyWorkflow",
            "label": "inner",
            "inputs": {"x": "data"},
            "outputs": {},
            "steps": {"pause": {"type": "pause", "in": {"input": "x/output"}}},
        },
    },
    "remote": {"run": "https://example.org/w.yml", "in": {"$step": "outer"}},
}
_DIFY_NODES = [
    {
        "id": "1",
        "type": "custom",
        "position": {"x": 1.5, "y": 2},
        "positionAbsolute": {"x": 1.5, "y": 2},
        "width": 244,
        "height": 90,
        "selected": False,
        "data": {"type": "start", "title": "Start", "desc": "", "selected": True, "variables": [{"variable": "q"}]},
    },
    {
        "id": "2",
        "type": "custom",
        "data": {
            "type": "if-else",
            "title": "2",
            "desc": "why",
            "cases": [{"case_id": "true", "conditions": [{"value": "{{#1.q#}}"}]}],
            "error_strategy": "fail-branch",
            "version": "2",
        },
    },
    {
        "id": "3",
        "type": "custom",
        "zIndex": 1,
        "data": {"type": "iteration", "title": "Each", "start_node_id": "3start", "iterator_selector": ["1", "q"]},
    },
    {
        "id": "3start",
        "type": "custom-iteration-start",
        "parentId": "3",
        "extent": "parent",
        "data": {"type": "iteration-start", "title": "", "isInIteration": True, "iteration_id": "3", "loop_id": "9"},
    },
    {
        "id": "4",
        "type": "custom",
        "data": {
            "type": "tool",
            "title": "T",
            "iteration_id": "3",
            "tool_label": "L",
            "plugin_unique_identifier": "a:1",
        },
    },
    {
        "id": "5",
        "type": "custom-note",
        "data": {"type": "", "title": "", "text": "plain", "theme": "blue", "author": "a"},
    },
]
_DIFY_EDGES = [
    {
        "id": "1-source-2-target",
        "source": "1",
        "target": "2",
        "sourceHandle": "source",
        "targetHandle": "target",
        "type": "custom",
        "zIndex": 0,
        "data": {"sourceType": "start", "targetType": "if-else", "isInIteration": False, "new": 1},
    },
    {"id": "e", "source": "2", "target": "3", "sourceHandle": "true"},
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
    "galaxy format 2": (
        "galaxy",
        {
            "class": "GalaxyWorkflow",
            "label": "W",
            "uuid": "u",
            "inputs": {"reads": "data", "Host/Genome": _INPUT, "many": {"type": ["File"], "id": "many"}, "none": None},
            "outputs": {"bam": {"outputSource": "map/bam"}},
            "steps": _FORMAT_2_STEPS,
            "comments": {"why": {"type": "text", "text": "look", "position": [1, 2], "size": [3, 4], "bold": True}},
        },
    ),
    "galaxy format 2 in lists": (
        "galaxy",
        {
            "format-version": "v2.0",
            "$graph": [
                {
                    "id": "inner",
                    "class": "GalaxyWorkflow",
                    "inputs": [{"id": "x", "type": "data"}],
                    "steps": [{"tool_id": "cat1", "in": [{"id": "input1", "source": "x"}]}],
                },
                {
                    "id": "main",
                    "class": "GalaxyWorkflow",
                    "inputs": [{"id": "y", "type": "data", "label": "Why"}],
                    "steps": [
                        {"id": "run", "run": "#inner", "in": [{"id": "x", "source": ["y", "Why"], "default": 1}]},
                        {"label": "again", "run": "#inner", "in": {"x": 0}, "out": [{"id": "o"}, "p"]},
                    ],
                    "comments": [{"type": "frame", "title": "QC", "contains_steps": ["run"], "label": "f"}],
                },
                {"id": "unused", "class": "GalaxyWorkflow", "uuid": "w", "steps": {"a": {"tool_id": "b"}}},
            ],
        },
    ),
    "dify": (
        "dify",
        {
            "kind": "app",
            "version": "0.3.0",
            "app": {"name": "A", "mode": "advanced-chat", "icon": "x", "icon_background": "#fff", "description": "d"},
            "dependencies": [{"type": "marketplace", "value": {"marketplace_plugin_unique_identifier": "a/b:1"}}],
            "workflow": {
                "graph": {"nodes": _DIFY_NODES, "edges": _DIFY_EDGES, "viewport": {"x": 0, "zoom": 1}, "odd": 1},
                "features": {
                    "opening_statement": "hi",
                    "file_upload": {"enabled": False, "fileUploadConfig": {"batch_count_limit": 5}},
                },
                "environment_variables": [{"name": "KEY", "value": "v", "value_type": "secret"}],
                "conversation_variables": [],
            },
        },
    ),
    "dify without an app": (
        "dify",
        {
            "kind": "graph",
            "dependencies": [],
            "graph": {"nodes": _DIFY_NODES[:2], "edges": [{"source": "1", "target": "2"}]},
        },
    ),
    "dify without a graph": (
        "dify",
        {
            "kind": "app",
            "version": "0.1",
            "app": {"mode": "chat", "name": "C"},
            "model_config": {"model": {"name": "m"}},
        },
    ),
    "haystack": (
        "haystack",
        {
            "components": {
                "llm": {
                    "type": "haystack.components.generators.OpenAIGenerator",
                    "init_parameters": {"api_key": {"type": "env_var", "env_vars": ["K"], "strict": True}, "n": 1.5},
                    "new": {"x": 1},
                },
                "my.prompt": {
                    "type": "PromptBuilder",
                    "init_parameters": {"template": "{{q}}", "tools": [{"a": None}]},
                },
            },
            "connections": [
                {"sender": "my.prompt.prompt", "receiver": "llm.prompt"},
                {"sender": "llm", "receiver": "my.prompt", "new": 1},
            ],
            "metadata": {"a": 1},
            "max_runs_per_component": 100,
            "inputs": {"q": ["my.prompt.q"]},
        },
    ),
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
FOLDERS = {
    **{name: name for name in ("langflow", "flowise", "ragflow", "galaxy", "elyra", "dify")},
    "galaxy_format2": "galaxy",
    "haystack2": "haystack",
}
NAMES = sorted(set(FOLDERS.values()))
# The engine of Dify needs no ids of edges.
_NO_FAULTS = {"missing-nodes", "missing-id"}
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
    inputs in out run state source $link $graph class doc workflow app kind title text cases connections sender receiver
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
    assert {problem.severity for problem in graph.problems} <= {"error", "warning", "info"}


@documents
@given(draw=st.data())
def test_reading_never_raises_whatever_stands_anywhere(key, draw):
    name, data = DOCUMENTS[key]
    path = draw.draw(st.sampled_from(PLACES[key]))
    changed, inner = copied(data, path)
    inner[path[-1]] = draw.draw(_values)
    assert_sound(formats.read(name, changed))


@pytest.mark.parametrize("name", NAMES)
@given(data=_values)
def test_reading_never_raises_whatever_it_is_given(name, data):
    assert_sound(formats.read(name, data))


@documents
def test_reading_changes_nothing_in_the_document(key):
    name, data = DOCUMENTS[key]
    before = json.dumps(data)
    formats.read(name, data)
    assert json.dumps(data) == before


@pytest.mark.parametrize("name", NAMES)
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


@pytest.mark.parametrize(("folder", "name"), FOLDERS.items())
def test_every_real_file_is_read_without_an_error(real_documents, folder, name):
    graphs = {path: formats.read(name, data) for path, data in real_documents(folder)}
    assert len(graphs) > 10
    for path, graph in graphs.items():
        assert_sound(graph)
        assert {problem.code for problem in graph.problems} <= _NO_FAULTS, path
        assert {node.parent for node in graph.nodes} - {None} <= graph.by_id.keys(), path
    edges = [(edge, graph) for graph in graphs.values() for edge in graph.edges]
    # A few real files name nodes that are not there. A reader that took ids apart wrongly would miss most of them.
    dangling = [edge for edge, graph in edges if {edge.source, edge.target} - graph.by_id.keys()]
    assert len(dangling) <= len(edges) / 30


@pytest.mark.parametrize(("folder", "name"), FOLDERS.items())
def test_no_change_of_a_real_file_is_hidden(real_documents, said_by, folder, name):
    rng = random.Random(7)  # noqa: S311 - which leaf is changed is no secret
    for path, data in rng.sample(list(real_documents(folder)), 8):
        before = said_by(formats.read(name, data))
        found = list(leaves(data))
        for place, value in rng.sample(found, min(30, len(found))):
            changed, inner = copied(data, place)
            inner[place[-1]] = rng.choice(others(value))
            assert said_by(formats.read(name, changed)) != before, (path, place)
