from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import wfkit
from wfkit.core.model import Port
from wfkit.formats import galaxy

if TYPE_CHECKING:
    from wfkit.core.model import Graph

BWA = "toolshed.g2.bx.psu.edu/repos/devteam/bwa/bwa_mem"


def workflow(steps: Any = None, inputs: Any = None, **more: Any) -> dict[str, Any]:
    return {"class": "GalaxyWorkflow", "inputs": inputs or {}, "outputs": {}, "steps": steps or {}, **more}


def tool(**more: Any) -> dict[str, Any]:
    return {"tool_id": "cat1", **more}


def only(**said: Any) -> Any:
    graph = galaxy.read(workflow({"a": said}))
    assert graph.problems == ()
    return graph.node("a")


def an_input(said: Any) -> Any:
    graph = galaxy.read(workflow(inputs={"x": said}))
    assert graph.problems == ()
    return graph.node("x")


def ends(graph: Graph) -> list[tuple[str, str, str, str]]:
    return [(edge.source, edge.source_port, edge.target, edge.target_port) for edge in graph.edges]


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_a_step_is_its_tool_and_the_version_is_a_setting():
    node = only(tool_id=f"{BWA}/0.7.18", tool_version="0.7.18", doc="why", when="$(x)")
    assert (node.type, node.label) == (BWA, "a")
    assert node.settings == {"tool_version": "0.7.18", "doc": "why", "when": "$(x)"}


@pytest.mark.parametrize(
    ("said", "node_type"),
    [
        (tool(), "cat1"),
        (tool(type="tool"), "cat1"),
        ({"type": "pause"}, "pause"),
        ({"type": "input"}, "data_input"),
        ({"run": {"class": "GalaxyWorkflow", "steps": {}}}, "subworkflow"),
        ({"run": {"class": "GalaxyWorkflowDraft", "steps": {}}}, "subworkflow"),
        ({"tool_id": "TODO", "_plan_state": "Trims the reads."}, "TODO"),
        ({"type": "tool", "run": {"class": "GalaxyWorkflow", "steps": {}}}, "subworkflow"),
        ({"run": "https://example.org/w.yml"}, "subworkflow"),
        ({"run": {"@import": "w.yml"}}, "subworkflow"),
        ({"run": {"class": "GalaxyUserTool", "id": "x"}}, "tool"),
    ],
)
def test_a_step_is_of_the_type_that_a_ga_file_gives_it(said, node_type):
    assert only(**said).type == node_type


def test_a_type_that_is_said_for_nothing_is_noise():
    assert only(**tool(type="tool", id="a")).noise == {"type": "tool", "id": "a"}


@pytest.mark.parametrize(
    ("said", "node_type", "config"),
    [
        ("data", "data_input", {}),
        ("File", "data_input", {}),
        (None, "data_input", {}),
        ({}, "data_input", {}),
        ({"type": "data_input", "format": ["bam"]}, "data_input", {"format": ["bam"]}),
        ({"type": ["File"]}, "data_input", {"type": ["File"]}),
        ("collection", "data_collection_input", {}),
        ({"type": "int", "default": 3}, "parameter_input", {"type": "int", "default": 3}),
        ("string", "parameter_input", {"type": "string"}),
        ({"type": "of tomorrow"}, "of tomorrow", {"type": "of tomorrow"}),
    ],
)
def test_an_input_is_of_the_type_that_a_ga_file_gives_it(said, node_type, config):
    node = an_input(said)
    assert (node.type, node.config, node.label) == (node_type, config, "x")


def test_what_an_input_says_besides_is_where_it_is_for_a_step():
    node = an_input({"label": "Reads", "doc": "d", "uuid": "6c1", "position": {"left": 1, "top": 2}})
    assert (node.label, node.uid, node.position, node.settings) == ("Reads", "6c1", (1.0, 2.0), {"doc": "d"})


def test_a_type_that_is_none_stays_a_setting():
    graph = galaxy.read(workflow(inputs={"x": {"type": 5}}))
    assert graph.node("x").settings == {"type": 5}
    assert findings(graph) == [("warning", "wrong-type", "/inputs/x/type")]


def test_connections_are_edges_from_inputs_and_steps():
    steps = {
        "map": tool(**{"in": {"library|input": "reads", "many": ["reads", "ref/other"]}}),
        "sort": tool(**{"in": {"x": {"source": "map/bam"}, "y": {"source": ["map/bam", "reads"]}}}),
    }
    graph = galaxy.read(workflow(steps, {"reads": "data", "ref": "data"}))
    assert ends(graph) == [
        ("reads", "output", "map", "library|input"),
        ("reads", "output", "map", "many"),
        ("ref", "other", "map", "many"),
        ("map", "bam", "sort", "x"),
        ("map", "bam", "sort", "y"),
        ("reads", "output", "sort", "y"),
    ]
    assert [edge.pointer for edge in graph.edges] == [
        "/steps/map/in/library|input",
        "/steps/map/in/many/0",
        "/steps/map/in/many/1",
        "/steps/sort/in/x/source",
        "/steps/sort/in/y/source/0",
        "/steps/sort/in/y/source/1",
    ]
    assert [edge.noise for edge in graph.edges] == [{}] * 6


def test_lists_say_the_same_as_objects():
    steps = [
        {"id": "map", **tool(**{"in": [{"id": "x", "source": "reads"}, {"id": "y", "default": 2}]})},
        {"label": "sort", **tool(**{"in": {"x": "map/bam"}})},
        tool(**{"in": {"x": "1/y"}}, tool_id=f"{BWA}/0.7"),
    ]
    graph = galaxy.read(workflow(steps, [{"id": "reads", "type": "data"}]))
    assert [(node.id, node.label) for node in graph.nodes] == [
        ("reads", "reads"),
        ("map", "map"),
        ("sort", "sort"),
        ("3", "bwa_mem"),
    ]
    assert ends(graph) == [
        ("reads", "output", "map", "x"),
        ("map", "bam", "sort", "x"),
        ("map", "y", "3", "x"),
    ]
    assert graph.edges[0].pointer == "/steps/0/in/0/source"
    assert graph.node("map").settings == {"in": {"y": {"default": 2}}}
    assert graph.edges[2].noise == {"source": "1/y"}


def test_a_name_with_a_slash_is_the_longest_that_fits():
    inputs = {"Host": "data", "Host/Contaminant Genome": "data"}
    steps = {
        "Host/Filter": tool(**{"in": {"a": "Host/Contaminant Genome", "b": "Host/out"}}),
        "b": tool(**{"in": {"x": "Host/Filter/out/1"}}),
    }
    assert ends(galaxy.read(workflow(steps, inputs))) == [
        ("Host/Contaminant Genome", "output", "Host/Filter", "a"),
        ("Host", "out", "Host/Filter", "b"),
        ("Host/Filter", "out/1", "b", "x"),
    ]


@pytest.mark.parametrize(
    ("source", "noise"),
    [("meme/out", {}), ("MEME/out", {"source": "MEME/out"}), ("1/out", {"source": "1/out"})],
    ids=["key", "label", "number"],
)
def test_a_step_is_found_by_its_key_its_label_and_its_number(source, noise):
    steps = {"meme": tool(label="MEME"), "sum": tool(**{"in": {"x": source}})}
    (edge,) = galaxy.read(workflow(steps, {"reads": "data"})).edges
    assert (edge.source, edge.source_port, edge.noise) == ("meme", "out", noise)


@pytest.mark.parametrize(
    ("source", "end"),
    [
        ("gone/out", ("gone", "out")),
        ("gone", ("gone", "output")),
        ("/x", ("/x", "x")),
        ("/" * 99, ("/" * 99, "/" * 98)),
    ],
)
def test_a_source_that_is_not_there_leads_nowhere(source, end):
    (edge,) = galaxy.read(workflow({"a": tool(**{"in": {"x": source}})})).edges
    assert (edge.source, edge.source_port) == end


def test_what_an_input_of_a_step_says_besides_its_source_is_a_setting():
    said = {"x": {"default": 2}, "y": {"source": "0", "default": {"class": "File"}}, "z": None, "v": {}}
    node = galaxy.read(workflow({"a": tool(**{"in": said})}, {"reads": "data"})).node("a")
    assert node.settings == {"in": {"x": {"default": 2}, "y": {"default": {"class": "File"}}}}
    assert node.noise == {"in": {"z": None, "v": None}}


def test_the_state_is_the_config_and_its_links_are_edges():
    state = {
        "lines": 1,
        "input": {"$link": "reads"},
        "pairs": [{"left": {"$link": "0"}}, {"left": "x", "__index__": 1}],
        "many": [{"$link": "reads/other"}],
        "kept": {"$link": "reads", "more": 1},
    }
    graph = galaxy.read(workflow({"a": tool(state=state)}, {"reads": "data"}))
    connected = {"__class__": "ConnectedValue"}
    assert graph.node("a").config == {
        "lines": 1,
        "input": connected,
        "pairs": [{"left": connected}, {"left": "x"}],
        "many": [connected],
        "kept": {"$link": "reads", "more": 1},
    }
    assert graph.node("a").config_pointer == "/steps/a/state"
    assert graph.node("a").noise == {"state": {"/pairs/1/__index__": 1}}
    assert [(edge.source_port, edge.target_port, edge.pointer) for edge in graph.edges] == [
        ("output", "input", "/steps/a/state/input/$link"),
        ("other", "many", "/steps/a/state/many/0/$link"),
        ("output", "pairs_0|left", "/steps/a/state/pairs/0/left/$link"),
    ]
    assert state["input"] == {"$link": "reads"}


def test_the_state_as_galaxy_keeps_it_is_config_too():
    node = only(**tool(tool_state=json.dumps({"a": 1, "__page__": 0})))
    assert (node.config, node.config_pointer) == ({"a": 1}, "/steps/a/tool_state")
    assert node.noise == {"tool_state": {"/__page__": 0}}


def test_beside_a_state_the_one_that_galaxy_keeps_is_a_setting():
    node = only(**tool(state={"a": 1}, tool_state={"a": 2}))
    assert (node.config, node.settings) == ({"a": 1}, {"tool_state": {"a": 2}})


@pytest.mark.parametrize("out", [["bam", "log"], [{"id": "bam"}, "log"], {"bam": {"hide": True}, "log": None}])
def test_outputs_are_ports_and_what_is_done_to_them_is_a_setting(out):
    node = only(**tool(out=out))
    assert (node.outputs, node.settings) == ((Port("bam"), Port("log")), {"out": out})


def test_the_steps_of_a_subworkflow_are_nodes_below_its_step():
    inner = workflow({"sort": tool(**{"in": {"x": "y"}})}, {"y": "data"}, label="Inner", uuid="u")
    graph = galaxy.read(workflow({"outer": {"run": inner, "in": {"y": "reads"}}}, {"reads": "data"}))
    assert [(node.id, node.label, node.parent) for node in graph.nodes] == [
        ("reads", "reads", None),
        ("outer", "outer", None),
        ("outer/y", "y", "outer"),
        ("outer/sort", "sort", "outer"),
    ]
    assert ends(graph) == [("reads", "output", "outer", "y"), ("outer/y", "output", "outer/sort", "x")]
    assert graph.node("outer").settings == {"run": {"class": "GalaxyWorkflow", "label": "Inner", "outputs": {}}}
    assert graph.node("outer").noise["run"] == {"uuid": "u"}
    assert graph.node("outer/sort").pointer == "/steps/outer/run/steps/sort"


def test_a_name_that_two_workflows_have_is_two_ids():
    inner = workflow({"b": tool()})
    graph = galaxy.read(workflow({"a": {"run": inner}, "a/b": tool()}))
    assert [node.id for node in graph.nodes] == ["a", "a/b", "a/b_"]


def test_subworkflows_nest_to_any_depth():
    inner = workflow({"a": tool()})
    for _ in range(300):
        inner = workflow({"a": {"run": inner}})
    assert len(galaxy.read(inner).nodes) == 301


def test_workflows_of_one_document_are_read_inside_the_step_that_runs_them():
    inner = {"id": "inner", **workflow({"sort": tool()})}
    main = {"id": "main", **workflow({"one": {"run": "#inner"}, "two": {"run": "#inner"}}, label="Main")}
    unused = {"id": "unused", **workflow({"cat": tool()})}
    graph = galaxy.read({"format-version": "v2.0", "$graph": [inner, main, unused]})
    assert [(node.id, node.parent) for node in graph.nodes] == [
        ("one", None),
        ("two", None),
        ("inner/sort", "one"),
        ("unused/cat", None),
    ]
    assert graph.node("two").settings == {"run": "#inner"}
    assert graph.node("inner/sort").pointer == "/$graph/0/steps/sort"
    assert graph.problems == ()
    assert graph.settings == {
        "format-version": "v2.0",
        "class": "GalaxyWorkflow",
        "label": "Main",
        "outputs": {},
        "$graph": {
            "inner": {"class": "GalaxyWorkflow", "outputs": {}},
            "unused": {"class": "GalaxyWorkflow", "outputs": {}},
        },
    }


def test_workflows_that_run_each_other_are_read_once():
    first = {"id": "main", **workflow({"a": {"run": "#other"}, "b": {"run": "#main"}})}
    other = {"id": "other", **workflow({"c": {"run": "#main"}, "d": {"run": "#other"}})}
    graph = galaxy.read({"$graph": [first, other]})
    assert [(node.id, node.parent) for node in graph.nodes] == [
        ("a", None),
        ("b", None),
        ("other/c", "a"),
        ("other/d", "a"),
    ]


@pytest.mark.parametrize(
    "comments",
    [
        [{"type": "frame", "title": "QC", "position": [1, 2], "size": [30, 40], "label": "f"}, {"text": "look\nhere"}],
        {"f": {"type": "frame", "title": "QC", "position": [1, 2], "size": [30, 40]}, "1": {"text": "look\nhere"}},
    ],
    ids=["list", "object"],
)
def test_comments_are_notes(comments):
    graph = galaxy.read(workflow({"a": tool()}, comments=comments))
    assert [(node.id, node.type, node.label, node.role) for node in graph.nodes[1:]] == [
        ("comment/f", "frame", "QC", "note"),
        ("comment/1", "comment", "look here", "note"),
    ]
    frame = graph.nodes[1]
    assert (frame.position, frame.size, frame.config) == ((1.0, 2.0), (30.0, 40.0), {"title": "QC"})


def test_what_a_workflow_says_of_itself_is_settings_and_its_stamp_is_noise():
    graph = galaxy.read(workflow({"a": tool()}, label="W", license="MIT", uuid="u", report={"markdown": "x"}))
    assert graph.settings == {
        "class": "GalaxyWorkflow",
        "outputs": {},
        "label": "W",
        "license": "MIT",
        "report": {"markdown": "x"},
    }
    assert graph.noise == {"uuid": "u"}


def test_steps_in_another_order_and_a_new_one_before_them_are_no_other_steps():
    old = workflow({"a": tool(), "b": tool(tool_id="sort1", **{"in": {"x": "a/out"}})}, {"reads": "data"})
    steps = {"new": tool(tool_id="uniq"), "b": old["steps"]["b"], "a": tool()}
    diff = wfkit.diff(old, workflow(steps, {"first": "data", **old["inputs"]}))
    assert sorted(operation.kind for operation in diff.logic) == ["node-added", "node-added"]


def test_a_step_that_is_renamed_is_one_change():
    old = workflow({"map": tool(state={"a": 1}), "sort": tool(tool_id="s", **{"in": {"x": "map/out"}})})
    new = workflow({"align": tool(state={"a": 1}), "sort": tool(tool_id="s", **{"in": {"x": "align/out"}})})
    assert [operation.kind for operation in wfkit.diff(old, new).logic] == ["node-renamed"]


FAULTS = {
    "no steps": ({"class": "GalaxyWorkflow"}, [("error", "missing-nodes", "")]),
    "steps are a text": ({"class": "GalaxyWorkflow", "steps": "x"}, [("warning", "wrong-type", "/steps")]),
    "inputs are a number": (workflow({"a": tool()}) | {"inputs": 5}, [("warning", "wrong-type", "/inputs")]),
    "a step is a text": (workflow({"a": "x"}), [("error", "not-an-object", "/steps/a")]),
    "a step is nothing": (workflow({"a": None}), [("warning", "missing-type", "/steps/a")]),
    "a step without a tool": (workflow({"a": {"label": "x"}}), [("warning", "missing-type", "/steps/a")]),
    "what a step runs is a number": (
        workflow({"a": tool(run=5)}),
        [("warning", "wrong-type", "/steps/a/run")],
    ),
    "a label is a number": (workflow({"a": tool(label=5)}), [("warning", "wrong-type", "/steps/a/label")]),
    "a source is a boolean": (workflow({"a": tool(**{"in": {"x": True}})}), [("error", "wrong-type", "/steps/a/in/x")]),
    "a source among others is an object": (
        workflow({"a": tool(**{"in": {"x": {"source": [{}]}}})}),
        [("error", "wrong-type", "/steps/a/in/x/source/0")],
    ),
    "a comment is a text": (workflow({"a": tool()}, comments=["x"]), [("error", "not-an-object", "/comments/0")]),
    "a subworkflow without steps": (
        workflow({"a": {"run": {"class": "GalaxyWorkflow"}}}),
        [("error", "missing-nodes", "/steps/a/run")],
    ),
    "no main workflow": (
        {"$graph": [{"id": "x", **workflow({"a": tool()})}]},
        [("error", "missing-nodes", "/$graph")],
    ),
    "two workflows of one id": (
        {"$graph": [{"id": "main", **workflow({"a": tool()})}] * 2},
        [("error", "duplicate-id", "/$graph/1")],
    ),
    "a workflow is a text": (
        {"$graph": [{"id": "main", **workflow({"a": tool()})}, "x"]},
        [("error", "not-an-object", "/$graph/1")],
    ),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, expected):
    assert findings(galaxy.read(data)) == expected
