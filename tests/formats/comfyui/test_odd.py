"""What is out of order in a document of ComfyUI is found where it is, and nothing stays hidden."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfkit.core.model import Graph
from wfkit.formats import comfyui

from .conftest import PROMPT, WHOLE, graph_of


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, problem.pointer) for problem in graph.problems]


FAULTS = {
    "a list": ([], [("error", "not-an-object", "")]),
    "nothing at all": ({}, [("error", "missing-edges", ""), ("error", "missing-nodes", "")]),
    "nodes and a prompt": ({"nodes": {}, "links": [], "prompt": {}}, [("error", "missing-nodes", "")]),
    "node is null": ({"nodes": [None], "links": [], "version": 1}, [("error", "not-an-object", "/nodes/0")]),
    "node without an id": (
        {"nodes": [{"type": "A"}], "links": [], "version": 1},
        [("error", "missing-id", "/nodes/0")],
    ),
    "node id is true": ({"nodes": [{"id": True}], "links": [], "version": 1}, [("error", "missing-id", "/nodes/0")]),
    "node without a type": (
        {"nodes": [{"id": 1}], "links": [], "version": 1},
        [("warning", "missing-type", "/nodes/0")],
    ),
    "pos is text": (
        {"nodes": [{"id": 1, "type": "A", "pos": "x"}], "links": [], "version": 1},
        [("warning", "wrong-type", "/nodes/0/pos")],
    ),
    "inputs are an object": (
        {"nodes": [{"id": 1, "type": "A", "inputs": {}}], "links": [], "version": 1},
        [("warning", "wrong-type", "/nodes/0/inputs")],
    ),
    "link is text": ({"nodes": [], "links": ["x"], "version": 1}, [("error", "missing-end", "/links/0")]),
    "link is empty": ({"nodes": [], "links": [[]], "version": 1}, [("error", "missing-end", "/links/0")]),
    "link has one end": ({"nodes": [], "links": [[1, 2, 0]], "version": 1}, [("error", "missing-end", "/links/0")]),
    "link has an end of 5 000 digits": (
        {"nodes": [], "links": [[1, 10**5000, 0, 2, 0, "X"]], "version": 1},
        [("error", "missing-end", "/links/0")],
    ),
    "group is text": (
        {"nodes": [], "links": [], "groups": ["x"], "version": 1},
        [("error", "not-an-object", "/groups/0")],
    ),
    "subgraph is text": (
        {"nodes": [], "links": [], "definitions": {"subgraphs": ["x"]}, "version": 1},
        [("error", "not-an-object", "/definitions/subgraphs/0")],
    ),
    "subgraph without an id": (
        {"nodes": [], "links": [], "definitions": {"subgraphs": [{}]}, "version": 1},
        [("error", "missing-id", "/definitions/subgraphs/0")],
    ),
    "subgraph without nodes": (
        {"nodes": [], "links": [], "definitions": {"subgraphs": [{"id": "s", "links": []}]}, "version": 1},
        [("error", "missing-nodes", "/definitions/subgraphs/0")],
    ),
    "prompt with a number": ({**PROMPT, "x": 1}, [("warning", "not-an-object", "/x")]),
    "prompt with a stranger": ({**PROMPT, "x/y": {}}, [("warning", "missing-type", "/x~1y")]),
    "prompt with an empty id": ({**PROMPT, "": {"class_type": "A"}}, [("error", "missing-id", "/")]),
    "prompt with a node without a class": ({**PROMPT, "x": {"inputs": {}}}, [("warning", "missing-type", "/x")]),
    "prompt with inputs in a list": (
        {**PROMPT, "x": {"class_type": "A", "inputs": []}},
        [("warning", "wrong-type", "/x/inputs")],
    ),
}


@pytest.mark.parametrize(("data", "found"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_where_it_is(data, found):
    assert findings(comfyui.read(data)) == found


def test_what_cannot_be_read_stays_in_view():
    graph = graph_of(7, links=["x"], nodes_of_others=1)
    assert graph.settings["unread"] == {"/nodes/0": 7, "/links/0": "x"}


@given(st.randoms(use_true_random=False))
def test_every_changed_leaf_shows_in_the_graph(said_by, change_leaf, random):
    document = random.choice([WHOLE, PROMPT, {"prompt": PROMPT, "client_id": "c"}])
    if change := change_leaf(document, random):
        assert said_by(comfyui.read(change.data)) != said_by(comfyui.read(document)), change[1:]


@pytest.mark.parametrize("folder", ["comfyui_ui", "comfyui_api"])
def test_every_changed_leaf_of_a_real_workflow_shows_in_its_graph(real_documents, said_by, change_leaf, folder):
    random = Random(1)  # noqa: S311 - the same choices each time
    for name, data in real_documents(folder):
        graph = comfyui.read(data)
        assert graph.problems == ()
        before = said_by(graph)
        for change in filter(None, (change_leaf(data, random) for _ in range(3))):
            assert said_by(comfyui.read(change.data)) != before, (name, change[1:])


# Python refuses to print it.
_large = st.booleans().map(lambda is_large: 10**5000 if is_large else 1)
_numbers = st.sampled_from([-20, -10, 0, 1, 2]) | _large

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _numbers | st.sampled_from(["1", "seed", "name"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "id", "0", "1"]), inner, max_size=3)
    ),
    max_leaves=6,
)

_slot = _values | st.fixed_dictionaries(
    {}, optional=dict.fromkeys(["name", "type", "link", "links", "linkIds", "widget", "slot_index"], _values)
)

_node = _values | st.fixed_dictionaries(
    {"id": _numbers | _values},
    optional={
        **dict.fromkeys(["type", "pos", "size", "mode", "title", "properties", "widgets_values_named"], _values),
        "widgets_values": _values | st.lists(_values, max_size=3),
        "inputs": _values | st.lists(_slot, max_size=3),
        "outputs": _values | st.lists(_slot, max_size=3),
    },
)

_link = _values | st.lists(_numbers, min_size=4, max_size=7) | st.lists(_numbers | _values, max_size=7)

_content = {
    "nodes": _values | st.lists(_node, max_size=3),
    "links": _values | st.lists(_link, max_size=3),
    "groups": _values | st.lists(_values, max_size=2),
}

_subgraph = _values | st.fixed_dictionaries(
    {"id": _values | st.sampled_from(["s"])},
    optional={
        **_content,
        **dict.fromkeys(["inputNode", "outputNode", "name", "extra"], _values),
        **dict.fromkeys(["inputs", "outputs"], _values | st.lists(_slot, max_size=2)),
    },
)

_graph = st.fixed_dictionaries(
    {"version": _values, "nodes": st.lists(_node, max_size=3), "links": st.lists(_link, max_size=3)},
    optional={
        "groups": _content["groups"],
        "extra": _values,
        "definitions": _values | st.fixed_dictionaries({"subgraphs": _values | st.lists(_subgraph, max_size=2)}),
    },
)

_prompt = st.dictionaries(
    st.sampled_from(["1", "2", "", "/"]),
    _values | st.fixed_dictionaries({"class_type": _values}, optional={"inputs": _values, "_meta": _values}),
    max_size=3,
)


@given(_values | _graph | _prompt | st.fixed_dictionaries({"prompt": _prompt | _values}))
def test_reading_never_raises_whatever_the_document_holds(data):
    graph = comfyui.read(data)
    assert all(node.id and isinstance(node.label, str) for node in graph.nodes)
    assert all(edge.id and edge.source and edge.target for edge in graph.edges)
    assert all(isinstance(port, str) for edge in graph.edges for port in (edge.source_port, edge.target_port))
