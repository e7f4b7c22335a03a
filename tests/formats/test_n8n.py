from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wfkit
from wfkit import formats
from wfkit.core.model import Edge, Graph, Node
from wfkit.formats import n8n

SET = {
    "id": "7c2f",
    "name": "Set text",
    "type": "n8n-nodes-base.set",
    "typeVersion": 3.4,
    "position": [240, -20.5],
    "parameters": {"values": {"text": "={{ $json.text }}"}},
}
NOTE = {
    "id": "9a01",
    "name": "Sticky Note",
    "type": "n8n-nodes-base.stickyNote",
    "typeVersion": 1,
    "position": [0, 0],
    "parameters": {"content": "## Read   me\nfirst", "width": 300, "height": 120, "color": 4, "other": True},
}
WHOLE = {
    "name": "Answer questions",
    "id": "wf1",
    "active": False,
    "nodes": [
        {
            **SET,
            "disabled": False,
            "onError": "continueRegularOutput",
            "retryOnFail": True,
            "credentials": {"openAiApi": {"id": "1", "name": "key of a team"}},
            "webhookId": "w-1",
            "notes": "why",
            "notesInFlow": True,
            "color": "#ff0000",
            "unheardOf": {"deep": [1, None]},
        },
        {**SET, "id": "7c30", "name": "Agent", "type": "@n8n/n8n-nodes-langchain.agent", "disabled": True},
        {**SET, "id": 5, "name": "Model", "typeVersion": 1, "parameters": {}},
        NOTE,
    ],
    "connections": {
        "Set text": {
            "main": [
                [{"node": "Agent", "type": "main", "index": 0}],
                None,
                [{"node": "Model", "type": "main", "index": 1}],
            ]
        },
        "Model": {"ai_languageModel": [[{"node": "Agent", "type": "ai_languageModel", "index": 0, "extra": "y"}]]},
    },
    "settings": {"executionOrder": "v1"},
    "pinData": {"Set text": [{"json": {"text": "hello"}}]},
    "meta": {"instanceId": "0123"},
    "tags": [{"name": "demo", "createdAt": "2024-01-01"}],
    "versionId": "v-1",
    "staticData": {"lastId": 7},
    "unheardOf": 1,
}


def workflow(*nodes: object, connections: object = None, **more: object) -> dict:
    return {"nodes": list(nodes), "connections": {} if connections is None else connections, **more}


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


def test_the_reader_is_registered():
    assert formats.get("n8n") is n8n.FORMAT
    assert formats.read("n8n", workflow(SET)).node("Set text").label == "Set text"


def test_a_node_is_read_whole():
    assert n8n.read(workflow(SET)) == Graph(
        nodes=(
            Node(
                id="Set text",
                type="n8n-nodes-base.set",
                label="Set text",
                config={"values": {"text": "={{ $json.text }}"}},
                position=(240.0, -20.5),
                pointer="/nodes/0",
                config_pointer="/nodes/0/parameters",
                settings={"typeVersion": 3.4},
                uid="7c2f",
            ),
        )
    )


def test_what_decides_how_a_node_runs_is_kept_apart_from_what_does_not():
    node = n8n.read(WHOLE).node("Set text")
    assert node.settings == {
        "typeVersion": 3.4,
        "onError": "continueRegularOutput",
        "retryOnFail": True,
        "credentials": {"openAiApi": {"id": "1", "name": "key of a team"}},
        "notes": "why",
        "unheardOf": {"deep": [1, None]},
    }
    assert node.layout == {"notesInFlow": True, "color": "#ff0000"}
    assert node.noise == {"webhookId": "w-1"}


def test_a_disabled_node_is_not_enabled():
    graph = n8n.read(WHOLE)
    assert [node.enabled for node in graph.nodes] == [True, False, True, True]
    assert graph.problems[0].code == "wrong-type"


def test_a_sticky_note_is_a_note_with_a_size_and_called_by_its_first_words():
    note = n8n.read(workflow(NOTE)).node("Sticky Note")
    assert (note.role, note.label, note.size) == ("note", "Read me first", (300.0, 120.0))
    assert note.config == {"content": "## Read   me\nfirst", "other": True}
    assert note.layout == {"parameters": {"color": 4}}


@pytest.mark.parametrize("parameters", [{}, {"content": ""}, {"content": 3}, {"content": " # \n"}])
def test_a_note_without_words_is_called_by_its_name(parameters):
    assert n8n.read(workflow({**NOTE, "parameters": parameters})).node("Sticky Note").label == "Sticky Note"


def test_a_note_with_half_a_size_has_none():
    note = n8n.read(workflow({**NOTE, "parameters": {"width": 300}})).node("Sticky Note")
    assert (note.size, note.layout) == (None, {"parameters": {"width": 300}})


def test_edges_go_by_names_and_an_empty_output_keeps_its_index():
    assert n8n.read(WHOLE).edges == (
        Edge("Set text:0->Agent:0", "Set text", "Agent", "0", "0", "/connections/Set text/main/0/0"),
        Edge("Set text:2->Model:1", "Set text", "Model", "2", "1", "/connections/Set text/main/2/0"),
        Edge(
            "Model:ai_languageModel:0->Agent:ai_languageModel:0",
            "Model",
            "Agent",
            "ai_languageModel:0",
            "ai_languageModel:0",
            "/connections/Model/ai_languageModel/0/0",
            {"extra": "y"},
        ),
    )


def test_a_connection_of_a_node_that_is_gone_is_an_edge():
    connections = {"gone/~": {"main": [[{"node": "also gone", "type": "main", "index": 0}]]}}
    edge = n8n.read(workflow(connections=connections)).edges[0]
    assert (edge.source, edge.target, edge.pointer) == ("gone/~", "also gone", "/connections/gone~1~0/main/0/0")


def test_two_connections_between_the_same_ports_have_two_ids():
    twice = [{"node": "B", "type": "main", "index": 0}] * 3
    graph = n8n.read(workflow(connections={"A": {"main": [twice]}}))
    assert [edge.id for edge in graph.edges] == ["A:0->B:0", "A:0->B:0#2", "A:0->B:0#3"]


@pytest.mark.parametrize(
    ("connection", "port", "settings"),
    [
        ({"node": "B"}, ":", {}),
        ({"node": "B", "type": "main"}, "", {}),
        ({"node": "B", "type": "main", "index": "1"}, "", {"index": "1"}),
        ({"node": "B", "type": "main", "index": True}, "", {"index": True}),
        ({"node": "B", "type": 7, "index": 1}, ":1", {"type": 7}),
        ({"node": "B", "type": "main", "index": 10**5000}, "", {"index": 10**5000}),
    ],
    ids=["bare", "no index", "index is text", "index is true", "type is a number", "index of 5 000 digits"],
)
def test_an_odd_port_of_a_connection_is_kept(connection, port, settings):
    edge = n8n.read(workflow(connections={"A": {"main": [[connection]]}})).edges[0]
    assert (edge.target_port, edge.settings) == (port, settings)


def test_nodes_with_one_name_stay_in_the_order_of_the_document():
    graph = n8n.read(workflow(SET, {**SET, "id": "other"}, {**SET, "name": "Set text "}))
    assert [(node.id, node.uid) for node in graph.nodes] == [
        ("Set text", "7c2f"),
        ("Set text", "other"),
        ("Set text ", "7c2f"),
    ]


def test_what_the_server_writes_is_noise_and_what_people_write_is_settings():
    graph = n8n.read(WHOLE)
    assert set(graph.noise) == {"id", "meta", "versionId", "staticData", "tags"}
    assert set(graph.settings) == {"name", "active", "settings", "pinData", "tags", "unheardOf"}
    assert graph.layout == {}


def test_a_tag_is_its_name():
    tags = [{"id": "1", "name": "demo", "createdAt": "2024-01-01", "updatedAt": "2024-01-02", "color": "red"}]
    graph = n8n.read(workflow(tags=tags))
    assert graph.settings["tags"] == [{"name": "demo", "color": "red"}]
    assert graph.noise["tags"] == [{"id": "1", "createdAt": "2024-01-01", "updatedAt": "2024-01-02"}]


@pytest.mark.parametrize("tags", [[], ["demo"], [{"id": "1"}], "demo"])
def test_tags_without_names_stay_as_they_are(tags):
    graph = n8n.read(workflow(tags=tags))
    assert (graph.settings["tags"], graph.noise) == (tags, {})


def test_a_wrapped_workflow_is_read_where_it_is():
    graph = n8n.read({"id": 7, "views": 3, "workflow": workflow({**SET, "name": ""}, SET, outside="inner", name="W")})
    assert graph.node("Set text").pointer == "/workflow/nodes/1"
    assert graph.settings["outside"] == "inner"
    assert graph.settings["outside_"] == {"id": 7, "views": 3}
    assert findings(graph) == [("error", "missing-id", "/workflow/nodes/0")]


def test_a_bare_workflow_may_have_a_key_called_workflow():
    graph = n8n.read(workflow(SET, workflow={"nodes": [], "connections": {}}))
    assert graph.settings == {"workflow": {"nodes": [], "connections": {}}}


FAULTS = {
    "a list": ([], ("error", "not-an-object", "")),
    "nodes are missing": ({"connections": {}}, ("error", "missing-nodes", "")),
    "connections are a list": ({"nodes": [], "connections": []}, ("error", "missing-edges", "")),
    "node is a number": (workflow(7), ("error", "not-an-object", "/nodes/0")),
    "node without a name": (workflow({"type": "x"}), ("error", "missing-id", "/nodes/0")),
    "node name is a number": (workflow({"name": 7, "type": "x"}), ("error", "missing-id", "/nodes/0")),
    "node without a type": (workflow({"name": "A"}), ("warning", "missing-type", "/nodes/0")),
    "position has three numbers": (
        workflow({"name": "A", "type": "x", "position": [1, 2, 3]}),
        ("warning", "wrong-type", "/nodes/0/position"),
    ),
    "position is not exact": (
        workflow({"name": "A", "type": "x", "position": [2**53 + 1, 2]}),
        ("warning", "wrong-type", "/nodes/0/position"),
    ),
    "position is endless": (
        workflow({"name": "A", "type": "x", "position": [float("inf"), 2]}),
        ("warning", "wrong-type", "/nodes/0/position"),
    ),
    "parameters are a list": (
        workflow({"name": "A", "type": "x", "parameters": []}),
        ("warning", "wrong-type", "/nodes/0/parameters"),
    ),
    "disabled is text": (
        workflow({"name": "A", "type": "x", "disabled": "no"}),
        ("warning", "wrong-type", "/nodes/0/disabled"),
    ),
    "what leaves a node is a list": (workflow(connections={"A": []}), ("error", "not-an-object", "/connections/A")),
    "outputs are an object": (
        workflow(connections={"A": {"main": {}}}),
        ("error", "wrong-type", "/connections/A/main"),
    ),
    "output is text": (workflow(connections={"A": {"main": ["B"]}}), ("error", "wrong-type", "/connections/A/main/0")),
    "connection is text": (
        workflow(connections={"A": {"main": [["B"]]}}),
        ("error", "missing-end", "/connections/A/main/0/0"),
    ),
    "connection without a node": (
        workflow(connections={"A": {"main": [[{"type": "main"}]]}}),
        ("error", "missing-end", "/connections/A/main/0/0"),
    ),
}


@pytest.mark.parametrize(("data", "finding"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, finding):
    assert findings(n8n.read(data)) == [finding]


def test_what_cannot_be_read_stays_in_view():
    graph = n8n.read(workflow(7, {"type": "x"}, connections={"A": {"main": ["B"]}}, unread="mine"))
    assert graph.settings == {
        "unread": "mine",
        "unread_": {"/nodes/0": 7, "/nodes/1": {"type": "x"}, "/connections/A/main/0": "B"},
    }


@given(st.randoms(use_true_random=False))
def test_every_changed_leaf_shows_in_the_graph(said_by, change_leaf, random):
    document = random.choice([WHOLE, {"id": 1, "name": "outer", "workflow": WHOLE}])
    if change := change_leaf(document, random):
        assert said_by(n8n.read(change.data)) != said_by(n8n.read(document)), change[1:]


def test_every_changed_leaf_of_a_real_workflow_shows_in_its_graph(real_documents, said_by, change_leaf):
    random = Random(1)  # noqa: S311 - the same choices each time
    for name, data in real_documents("n8n"):
        graph = n8n.read(data)
        assert graph.problems == ()
        before = said_by(graph)
        for change in filter(None, (change_leaf(data, random) for _ in range(3))):
            assert said_by(n8n.read(change.data)) != before, (name, change[1:])


# Python refuses to print it.
_large = st.booleans().map(lambda is_large: 10**5000 if is_large else 1)
_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | _large
_values = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["main", "node", "A"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_node = _values | st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["A", "B"]) | _values,
        "type": st.sampled_from(["x", n8n.STICKY_NOTE]) | _values,
        **dict.fromkeys(["id", "position", "parameters", "disabled", "webhookId"], _values),
    },
)
_connection = _values | st.fixed_dictionaries({"node": _values, "type": _values, "index": _values})
_by_kind = st.dictionaries(
    st.text(max_size=2), _values | st.lists(_values | st.lists(_connection, max_size=2), max_size=2)
)


@given(
    _values
    | st.fixed_dictionaries(
        {"nodes": _values | st.lists(_node, max_size=4)},
        optional={"connections": _values | st.dictionaries(st.text(max_size=2), _values | _by_kind, max_size=2)},
    )
)
def test_reading_never_raises_whatever_the_document_holds(data):
    for document in (data, {"workflow": data}):
        graph = n8n.read(document)
        assert all(node.id and isinstance(node.label, str) for node in graph.nodes)
        assert all(edge.id and isinstance(edge.source_port, str) and edge.target for edge in graph.edges)


def test_nodes_of_one_name_are_told_as_that():
    twice = [{"name": "A", "type": "x", "id": key, "parameters": {}, "position": [0, 0]} for key in "12"]
    messages = [problem.message for problem in wfkit.validate({"nodes": twice, "connections": {}})]
    assert any("has the name of an earlier node 'A'; a name must belong to one node only" in each for each in messages)
