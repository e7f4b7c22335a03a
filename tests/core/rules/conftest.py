"""A small catalogue and a graph that is right by it; the tests of rules change one thing at a time."""

from __future__ import annotations

import pytest

from wfkit.core.model import Edge, Graph, Node, Port
from wfkit.core.nodetype import NodeType

LLM_CONFIG = {
    "type": "object",
    "properties": {
        "model": {"type": "string", "default": "gpt"},
        "temperature": {"type": "number", "minimum": 0, "maximum": 2},
        "mode": {"enum": ["chat", "complete"]},
        "stop": {"type": "array", "items": {"type": "string"}},
        "options": {"type": "object", "properties": {"seed": {"type": "integer"}}, "additionalProperties": False},
        "api_key": {"type": "string", "format": "secret", "writeOnly": True, "minLength": 20},
    },
    "required": ["model"],
}


@pytest.fixture
def node_types() -> dict[str, NodeType]:
    """Input → search → llm → output, and a type that joins."""
    made = (
        NodeType("input", "Input", "io", "Gives a text.", outputs=(Port("text", "text"),)),
        NodeType(
            "search",
            "Search",
            "retrieval",
            "Finds.",
            inputs=(Port("query", "text"),),
            outputs=(Port("documents", "document[]"), Port("best", "document")),
        ),
        NodeType(
            "llm",
            "LLM",
            "model",
            "Answers.",
            inputs=(Port("prompt", "text", required=True), Port("context", "document[]", multiple=True)),
            outputs=(Port("answer", "text"),),
            config_schema=LLM_CONFIG,
        ),
        NodeType("output", "Output", "io", "Shows.", inputs=(Port("in", "any", required=True),)),
    )
    return {node_type.key: node_type for node_type in made}


@pytest.fixture
def graph() -> Graph:
    """A graph without a problem."""
    nodes: tuple[tuple[str, str, str, dict[str, object]], ...] = (
        ("in", "input", "Question", {}),
        ("find", "search", "Find", {}),
        ("ask", "llm", "Ask", {"model": "gpt", "temperature": 0.5, "api_key": "${KEY}"}),
        ("out", "output", "Answer", {}),
    )
    edges = (
        ("e0", "in", "find", "", "query"),
        ("e1", "in", "ask", "text", "prompt"),
        ("e2", "find", "ask", "documents", "context"),
        ("e3", "ask", "out", "answer", ""),
    )
    return Graph(
        tuple(
            Node(*parts, pointer=f"/nodes/{n}", config_pointer=f"/nodes/{n}/data/config")
            for n, parts in enumerate(nodes)
        ),
        tuple(Edge(*parts, pointer=f"/edges/{n}") for n, parts in enumerate(edges)),
    )
