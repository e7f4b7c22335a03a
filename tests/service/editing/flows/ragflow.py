"""Small documents of RAGFlow, with a drawing and without one, and the builders of their parts."""

from __future__ import annotations

from .conftest import drawn


def rf_node(node_id, kind, name, form, **more):
    return drawn(node_id, "ragNode", {"label": kind, "name": name, "form": form}, **more)


def rf_component(kind, params, downstream=(), upstream=()):
    obj = {"component_name": kind, "params": params}
    return {"obj": obj, "downstream": [*downstream], "upstream": [*upstream]}


def rf_edge(source, target, handle="start", entry="end"):
    ends = {"source": source, "sourceHandle": handle, "target": target, "targetHandle": entry}
    return {"data": {"isHovered": False}, "id": f"xy-edge__{source}{handle}-{target}{entry}", **ends}


CLASSES = [
    {"name": "Praise", "uuid": "u-1", "description": "Good", "examples": [{"value": "Nice"}]},
    {"name": "Blame", "uuid": "u-2", "description": "Bad", "examples": []},
]
CASES = [{"items": [], "to": ["Message:d"]}, {"items": [], "to": []}]
RAGFLOW = {
    "title": "Agent",
    "dsl": {
        "components": {
            "begin": rf_component("Begin", {"prologue": "Hi", "tags": ["a"]}, ["Categorize:b"]),
            "Categorize:b": rf_component(
                "Categorize",
                {
                    "category_description": {
                        "Blame": {"description": "Bad", "examples": [], "to": []},
                        "Praise": {"description": "Good", "examples": ["Nice"], "to": ["Switch:c"]},
                    },
                    "llm_id": "m",
                },
                ["Switch:c"],
                ["begin"],
            ),
            "Switch:c": rf_component(
                "Switch", {"conditions": CASES, "end_cpn_ids": []}, ["Message:d"], ["Categorize:b"]
            ),
            "Message:d": rf_component("Message", {"content": ["Bye"]}, [], ["Switch:c"]),
            "Agent:e": rf_component("Agent", {"tools": [], "outputs": {"x": 1}}),
        },
        "graph": {
            "nodes": [
                rf_node("begin", "Begin", "Start", {"prologue": "Hi", "tags": ["a"], "modeEnabled": True}),
                rf_node("Categorize:b", "Categorize", "Kind", {"items": CLASSES, "llm_id": "m"}),
                rf_node("Switch:c", "Switch", "Way", {"conditions": CASES, "end_cpn_ids": []}),
                rf_node("Message:d", "Message", "Say", {"content": ["Bye"]}),
                rf_node("Agent:e", "Agent", "Helper", {"tools": [], "outputs": [1]}),
                rf_node("Tool:f", "Tool", "Hammer", {"description": "hits"}),
                rf_node("Note:g", "Note", "Remark", {"text": "mind"}),
            ],
            "edges": [
                rf_edge("begin", "Categorize:b"),
                rf_edge("Categorize:b", "Switch:c", "u-1"),
                rf_edge("Switch:c", "Message:d", "Case 1"),
                rf_edge("Agent:e", "Tool:f", "tool"),
            ],
        },
        "history": [],
    },
}
COMPONENTS = {
    "components": {
        "begin": rf_component("Begin", {"prologue": "Hi"}, ["relevant:0"]),
        "relevant:0": rf_component("Relevant", {"yes": "message:0", "no": ""}, ["message:0"], ["begin"]),
        "message:0": rf_component("Message", {"content": ["Bye"]}, [], ["relevant:0"]),
        "message:1": rf_component("Message", {"content": ["What?"]}),
    },
    "path": [],
    "history": [],
}
