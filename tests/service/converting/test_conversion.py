"""What a conversion gives, whatever the tool; and what holds for any graph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wfkit
from wfkit.errors import InvalidInput, UnknownFormat
from wfkit.service import documents
from wfkit.service.converting.tables import TABLES
from wfkit.service.converting.values import is_empty, leaves
from wfkit.store import frames

SOURCE = {
    "nodes": [
        {
            "id": "a",
            "type": "customNode",
            "position": {"x": 1, "y": 2},
            "data": {"name": "chatOpenAI", "inputs": {"topP": 1}, "inputAnchors": [], "outputAnchors": []},
        },
    ],
    "edges": [],
}


def test_the_report_is_a_frame_with_declared_columns():
    losses = wfkit.to_format(SOURCE, "wfkit").losses
    assert list(losses.columns) == list(frames.LOSSES)
    assert losses.dtypes.astype(str).to_dict()["status"] == frames.LOSSES["status"]
    assert losses["status"].tolist() == ["kept"]


def test_it_shows_itself_with_its_summary_and_its_picture():
    made = wfkit.to_format(SOURCE, "wfkit")
    assert str(made) == made.summary == "flowise to wfkit: 1 node (1 kept); 0 settings and 0 edges dropped"
    bundle = made._repr_mimebundle_()
    assert made.summary in bundle["text/plain"]
    assert "<p>flowise to wfkit" in bundle["text/html"]


def test_the_source_stays_as_it_is():
    document = documents.document_of(SOURCE)
    before = document.text
    wfkit.to_format(document, "wfkit")
    assert documents.from_data(document.data, format="flowise").text == before


def test_an_unknown_target_is_named():
    with pytest.raises(UnknownFormat, match="comfyui-prompt, wfkit"):
        wfkit.to_format(SOURCE, "n9n")


def test_a_format_without_a_table_is_refused():
    with pytest.raises(InvalidInput, match="formats that have one: dify, flowise, haystack, langflow, ragflow"):
        wfkit.to_format({"nodes": [], "connections": {}}, "wfkit")


def test_a_native_document_is_native_already():
    with pytest.raises(InvalidInput, match="already"):
        wfkit.to_format({"schema_version": 1, "nodes": [], "edges": []}, "wfkit")


def test_a_workflow_and_its_versions_are_converted():
    with wfkit.open(":memory:") as registry:
        wf = registry.create("Flow", SOURCE)
        assert wf.to_format("wfkit").document.format == "wfkit"
        assert wf.at(1).to_format("wfkit").document.data == wf.to_format("wfkit").document.data


TYPES = [*sorted(TABLES["flowise"].rules), "unknown"]
PORTS = [
    "model",
    "prompt",
    "document",
    "embeddings",
    "textSplitter",
    "tools",
    "memory",
    "vectorStoreRetriever",
    "",
    "x",
]
SETTINGS = st.dictionaries(
    st.sampled_from(["modelName", "temperature", "template", "chunkSize", "topK", "apiKey", "a/b", "~"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=5,
    ),
    max_size=4,
)


@st.composite
def flows(draw):
    """Any flow of Flowise that its reader finds no fault in: edges may lead in circles."""
    count = draw(st.integers(1, 6))
    nodes = [
        {
            "id": f"n{place}",
            "type": "customNode",
            "position": {"x": place, "y": 0},
            "data": {
                "name": draw(st.sampled_from(TYPES)),
                "inputs": draw(SETTINGS),
                "inputAnchors": [],
                "outputAnchors": [],
            },
        }
        for place in range(count)
    ]
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.sampled_from(PORTS)).filter(
        lambda e: e[0] != e[1]
    )
    edges = (
        [
            {
                "id": f"e{place}",
                "source": f"n{a}",
                "sourceHandle": f"n{a}-output-o",
                "target": f"n{b}",
                "targetHandle": f"n{b}-input-{port}",
            }
            for place, (a, b, port) in enumerate(draw(st.lists(ends, max_size=8, unique=True)))
        ]
        if count > 1
        else []
    )
    return {"nodes": nodes, "edges": edges}


@given(flows())
def test_any_flow_becomes_a_valid_document_and_nothing_of_it_is_lost_in_silence(source):
    document = documents.from_data(source, format="flowise")
    made = wfkit.to_format(document, "wfkit")
    assert wfkit.validate(made.document).errors == ()
    assert made.document.text == wfkit.to_format(document, "wfkit").document.text
    for node in document.graph.nodes:
        rows = [row for row in made.rows if row.node == node.id]
        assert sum(row.path == "" and row.type != "edge" for row in rows) == 1
        assert accounted(node, rows)
    edges = {edge.id for edge in made.document.graph.edges} | {row.path for row in made.rows if row.type == "edge"}
    folded = {node.id for node in document.graph.nodes} - {node.id for node in made.document.graph.nodes}
    assert {
        edge.id for edge in document.graph.edges if edge.source not in folded and edge.target not in folded
    } <= edges | owned(made, document)


def owned(made, document):
    """The edges by which a node only configures another: the report says whose settings it became."""
    went = {row.node: row.reason for row in made.rows if "its settings went into" in row.reason}
    return {
        edge.id
        for edge in document.graph.edges
        if edge.target in went.get(edge.source, "").rpartition("into ")[2].split(", ")
    }


def accounted(node, rows):
    """Whether each setting of a node is whole in the new document, or a row of the report."""
    if any(row.status == "kept" for row in rows):
        return True
    rule = TABLES["flowise"].rules[node.type]
    mapped = {f"/{path}" for path in rule.fields}
    said = {row.path for row in rows}
    return all(
        path in said or is_empty(value) or any(path == field or path.startswith(f"{field}/") for field in mapped)
        for path, value in leaves(dict(node.config))
    )
