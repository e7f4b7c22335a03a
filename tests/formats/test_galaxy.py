from __future__ import annotations

import json
from typing import Any

import pytest

from wfkit import formats
from wfkit.core.model import Graph, Port
from wfkit.formats import galaxy

BWA = "toolshed.g2.bx.psu.edu/repos/devteam/bwa/bwa_mem"


def workflow(*steps: Any, **more: Any) -> dict[str, Any]:
    return {
        "a_galaxy_workflow": "true",
        "name": "W",
        "steps": {str(key): step for key, step in enumerate(steps)},
        **more,
    }


def tool(**more: Any) -> dict[str, Any]:
    return {"type": "tool", "tool_id": "Cut1", "id": 0, **more}


def only(step: Any) -> Any:
    graph = galaxy.read(workflow(step))
    assert graph.problems == ()
    return graph.node("0")


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_the_format_reads_and_forbids_cycles():
    found = formats.get("galaxy")
    assert (found.read, found.acyclic) == (galaxy.read, True)


def test_a_step_is_its_tool_and_the_version_is_a_setting():
    node = only(tool(tool_id=f"{BWA}/0.7.18", tool_version="0.7.18", content_id=f"{BWA}/0.7.18"))
    assert (node.type, node.settings) == (BWA, {"tool_version": "0.7.18"})
    assert node.noise == {"content_id": f"{BWA}/0.7.18"}


@pytest.mark.parametrize(
    ("said", "settings"),
    [
        ({"tool_version": "1"}, {"tool_version": "1", "tool_id_version": "0.7"}),
        ({}, {"tool_id_version": "0.7"}),
        ({"tool_version": None}, {"tool_id_version": "0.7"}),
    ],
    ids=["another", "absent", "null"],
)
def test_a_version_of_the_id_that_the_step_does_not_repeat_is_a_setting(said, settings):
    assert only(tool(tool_id=f"{BWA}/0.7", **said)).settings == settings


@pytest.mark.parametrize("tool_id", ["Cut1", "a/b", "host/repos/x", "__APPLY_RULES__"])
def test_an_id_without_a_version_is_the_type_whole(tool_id):
    assert only(tool(tool_id=tool_id)).type == tool_id


@pytest.mark.parametrize("kind", ["data_input", "parameter_input", "pause", "subworkflow"])
def test_a_step_of_another_kind_is_that(kind):
    node = only({"type": kind, "id": 0, "tool_id": None})
    assert (node.type, node.settings) == (kind, {})
    assert only({"type": kind, "id": 0, "tool_id": "x"}).settings == {"tool_id": "x"}


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({"label": "Map", "name": "BWA"}, "Map"),
        ({"label": None, "name": "BWA"}, "BWA"),
        ({"label": "", "name": "BWA"}, "BWA"),
        ({}, "0"),
    ],
    ids=["label", "null", "empty", "neither"],
)
def test_a_step_is_called_by_its_label_or_else_its_tool(said, label):
    assert only(tool(**said)).label == label


def test_the_uuid_is_a_second_identity():
    assert only(tool(uuid="6c1a")).uid == "6c1a"


STATES = {
    "text": ('{"a": 1, "b": {"c": ["x"]}}', {"a": 1, "b": {"c": ["x"]}}),
    "texts inside a text": ('{"a": "{\\"b\\": [1]}", "s": "\\"hg19\\""}', {"a": {"b": [1]}, "s": "hg19"}),
    "texts that may be the tool's own": ('{"n": "1", "t": "true", "z": "null"}', {"n": "1", "t": "true", "z": "null"}),
    "no JSON inside": ('{"code": "{ print $1 }", "r": "[a-z]+"}', {"code": "{ print $1 }", "r": "[a-z]+"}),
    "an object": ({"a": {"b": 1}}, {"a": {"b": 1}}),
    "nothing": (None, {}),
    "big numbers": ('{"seed": 18446744073709551616}', {"seed": 18446744073709551616}),
}


@pytest.mark.parametrize(("state", "config"), STATES.values(), ids=list(STATES))
def test_the_parameters_are_read_out_of_the_state(state, config):
    node = only(tool(tool_state=state))
    assert (node.config, node.config_pointer) == (config, "/steps/0/tool_state")


@pytest.mark.parametrize(
    "state",
    ["{", "[1]", '"x"', '{"a": NaN}', '{"a": 1, "a": 2}', '{"a": "\\ud800"}', 7, [1]],
    ids=["cut off", "list", "string", "not finite", "key twice", "half a character", "number", "bare list"],
)
def test_a_state_that_is_no_object_stays_as_it_is(state):
    graph = galaxy.read(workflow(tool(tool_state=state)))
    assert graph.node("0").config == {}
    assert graph.node("0").settings == {"tool_state": state}
    assert findings(graph) == [("warning", "wrong-type", "/steps/0/tool_state")]


def test_the_bookkeeping_of_the_form_is_noise_at_any_depth():
    state = {"__page__": 0, "a/b": {"__current_case__": 1, "list": [[{"__index__": 0, "x": 1}]]}, "chromInfo": {"c": 1}}
    node = only(tool(tool_state=json.dumps(state)))
    assert node.config == {"a/b": {"list": [[{"x": 1}]]}}
    assert node.noise == {
        "tool_state": {
            "/__page__": 0,
            "/a~1b/__current_case__": 1,
            "/a~1b/list/0/0/__index__": 0,
            "/chromInfo": {"c": 1},
        }
    }


def test_connections_are_edges_into_the_step():
    step = tool(
        id=1,
        input_connections={
            "library|input": {"id": 0, "output_name": "out"},
            "many": [{"id": 0, "output_name": "out"}, {"id": 0, "output_name": "other"}],
            "inner": {"id": 0, "output_name": "out", "input_subworkflow_step_id": 3},
            "none": [],
        },
    )
    graph = galaxy.read(workflow(tool(), step))
    assert [(edge.source, edge.source_port, edge.target, edge.target_port) for edge in graph.edges] == [
        ("0", "out", "1", "library|input"),
        ("0", "out", "1", "many"),
        ("0", "other", "1", "many"),
        ("0", "out", "1", "inner"),
    ]
    assert [edge.pointer.removeprefix("/steps/1/input_connections") for edge in graph.edges] == [
        "/library|input",
        "/many/0",
        "/many/1",
        "/inner",
    ]
    assert graph.edges[3].settings == {"input_subworkflow_step_id": 3}
    assert graph.edges[0].id == "0:out->1:library|input"
    assert graph.node("1").noise == {"input_connections": {"none": []}}


def test_what_decides_about_a_step_is_settings():
    said = {"annotation": "why", "when": "$(x)", "post_job_actions": {"a": {}}, "optional": True}
    assert only(tool(**said)).settings == said


def test_what_is_left_empty_is_noise():
    said: dict[str, Any] = {"annotation": "", "post_job_actions": {}, "workflow_outputs": []}
    node = only(tool(**said, when=None, tool_uuid=None))
    assert (node.settings, node.noise) == ({}, said)


def test_what_galaxy_finds_installed_is_noise():
    said = {"tool_shed_repository": {"changeset_revision": "x"}, "errors": None, "inputs": [], "outputs": []}
    node = only(tool(**said))
    assert (node.settings, node.noise) == ({}, said)


def test_the_ids_of_workflow_outputs_are_noise():
    node = only(tool(workflow_outputs=[{"label": "bam", "output_name": "out", "uuid": "77"}]))
    assert node.settings == {"workflow_outputs": [{"label": "bam", "output_name": "out"}]}
    assert node.noise == {"workflow_outputs": ["77"]}


def test_outputs_are_ports():
    node = only(tool(outputs=[{"name": "bam", "type": "bam"}, {"name": "log"}, {"type": "x"}, "odd"]))
    assert node.outputs == (Port("bam", "bam"), Port("log"))


def test_the_place_is_left_and_top_and_the_rest_of_it_is_layout():
    node = only(tool(position={"left": 1, "top": 2.5, "width": 200, "height": 80, "x": 9}))
    assert (node.position, node.size) == ((1.0, 2.5), (200.0, 80.0))
    assert node.layout == {"position": {"width": 200, "height": 80, "x": 9}}


@pytest.mark.parametrize("place", [{"left": 1}, {"left": "1", "top": 2}, [1, 2]], ids=["half", "text", "list"])
def test_a_place_that_is_none_stays_in_the_layout(place):
    node = only(tool(position=place))
    assert (node.position, node.layout) == (None, {"position": place})


def test_connections_go_by_the_number_that_a_step_gives_itself():
    steps = {"first": tool(id=7), "second": tool(id=8, input_connections={"in": {"id": 7, "output_name": "out"}})}
    (edge,) = galaxy.read({"a_galaxy_workflow": "true", "steps": steps}).edges
    assert (edge.source, edge.target, edge.noise) == ("first", "second", {"id": 7})


def test_a_uuid_that_galaxy_writes_for_none_is_none():
    node = only(tool(uuid="None"))
    assert (node.uid, node.noise) == ("", {"uuid": "None"})


@pytest.mark.parametrize("said", [{"tool_uuid": "7f"}, {"tool_representation": {"class": "GalaxyTool"}}])
def test_a_tool_of_the_users_own_needs_no_id(said):
    node = only({"type": "tool", "id": 0, "tool_id": None, **said})
    assert (node.type, node.settings) == ("tool", said)


def test_a_step_goes_by_its_key():
    graph = galaxy.read({"a_galaxy_workflow": "true", "steps": {"first": tool(id=7)}})
    assert graph.node("first").settings == {"id": 7}


def test_the_steps_of_a_subworkflow_are_nodes_below_its_step():
    inner = workflow(
        tool(), tool(id=1, input_connections={"in": {"id": 0, "output_name": "out"}}), comments=[{"id": 0}], uuid="u"
    )
    outer = {
        "type": "subworkflow",
        "id": 0,
        "subworkflow": workflow({"type": "subworkflow", "id": 0, "subworkflow": inner}),
    }
    graph = galaxy.read(workflow(outer))
    assert [(node.id, node.parent, node.role) for node in graph.nodes] == [
        ("0", None, "node"),
        ("0/0", "0", "node"),
        ("0/0/0", "0/0", "node"),
        ("0/0/1", "0/0", "node"),
        ("0/0/comment/0", "0/0", "note"),
    ]
    assert [(edge.source, edge.target) for edge in graph.edges] == [("0/0/0", "0/0/1")]
    assert graph.node("0").settings == {"subworkflow": {"a_galaxy_workflow": "true", "name": "W"}}
    assert graph.node("0/0").noise["subworkflow"] == {"uuid": "u"}
    assert graph.node("0/0/1").pointer == "/steps/0/subworkflow/steps/0/subworkflow/steps/1"


def test_subworkflows_nest_to_any_depth():
    inner = workflow(tool())
    for _ in range(300):
        inner = workflow({"type": "subworkflow", "id": 0, "subworkflow": inner})
    assert len(galaxy.read(inner).nodes) == 301


def test_comments_are_notes():
    comments = [
        {"id": 3, "type": "frame", "data": {"title": "QC"}, "position": [1, 2], "size": [30, 40], "child_steps": [0]},
        {"type": "text", "data": {"text": "look\nhere"}},
        {"id": 5},
    ]
    graph = galaxy.read(workflow(comments=comments))
    assert [(node.id, node.type, node.label, node.role) for node in graph.nodes] == [
        ("comment/3", "frame", "QC", "note"),
        ("comment/1", "text", "look here", "note"),
        ("comment/5", "comment", "comment", "note"),
    ]
    frame = graph.nodes[0]
    assert (frame.position, frame.size, frame.config) == ((1.0, 2.0), (30.0, 40.0), {"title": "QC"})
    assert frame.layout == {"size": [30, 40], "child_steps": [0]}


def test_what_a_workflow_says_of_itself_is_settings_and_its_stamps_are_noise():
    graph = galaxy.read(workflow(tool(), license="MIT", tags=["x"], uuid="u", version=3))
    assert graph.settings == {"a_galaxy_workflow": "true", "name": "W", "license": "MIT", "tags": ["x"]}
    assert graph.noise == {"uuid": "u", "version": 3}


FAULTS = {
    "no steps": ({"a_galaxy_workflow": "true"}, [("error", "missing-nodes", "")]),
    "steps are a list": ({"steps": []}, [("error", "wrong-type", "/steps")]),
    "a step is a text": (workflow("x"), [("error", "not-an-object", "/steps/0")]),
    "a step has an empty key": ({"steps": {"": tool()}}, [("error", "missing-id", "/steps/")]),
    "a tool without an id": (workflow({"type": "tool", "id": 0}), [("warning", "missing-type", "/steps/0")]),
    "a step of no kind": (workflow({"id": 0}), [("warning", "missing-type", "/steps/0")]),
    "a label is a number": (workflow(tool(label=5)), [("warning", "wrong-type", "/steps/0/label")]),
    "connections are a list": (
        workflow(tool(input_connections=[1])),
        [("warning", "wrong-type", "/steps/0/input_connections")],
    ),
    "a connection is a number": (
        workflow(tool(input_connections={"a": 5})),
        [("error", "not-an-object", "/steps/0/input_connections/a")],
    ),
    "a connection among others is one": (
        workflow(tool(input_connections={"a": [5]})),
        [("error", "not-an-object", "/steps/0/input_connections/a/0")],
    ),
    "a connection from nowhere": (
        workflow(tool(input_connections={"a": {"output_name": "x"}})),
        [("error", "missing-end", "/steps/0/input_connections/a")],
    ),
    "a comment is a text": (workflow(tool(), comments=["x"]), [("error", "not-an-object", "/comments/0")]),
    "comments are an object": (workflow(tool(), comments={"a": 1}), [("warning", "wrong-type", "/comments")]),
    "a comment at no place": (
        workflow(tool(), comments=[{"id": 0, "position": {}}]),
        [("warning", "wrong-type", "/comments/0/position")],
    ),
    "a subworkflow is a list": (
        workflow({"type": "subworkflow", "id": 0, "subworkflow": [1]}),
        [("warning", "wrong-type", "/steps/0/subworkflow")],
    ),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, expected):
    assert findings(galaxy.read(data)) == expected


def test_a_tool_without_a_type_of_step_shows_that():
    assert only({"tool_id": "Cut1", "id": 0}).settings == {"type": None}
