"""A small document of Dify, and the builders of its nodes and edges."""

from __future__ import annotations

from .conftest import drawn


def df_node(node_id, kind, title, *, node_type="custom", **more):
    inner = {key: more.pop(key) for key in ("cases", "text", "start_node_id", "iteration_id") if key in more}
    node = drawn(node_id, node_type, {"type": kind, "title": title, "selected": False, **inner}, **more)
    node["positionAbsolute"] = {"x": 10, "y": 20}
    return node


def df_edge(source, target, kinds, handle="source"):
    return {
        "data": {"isInIteration": False, "sourceType": kinds[0], "targetType": kinds[1]},
        "id": f"{source}-{handle}-{target}-target",
        "source": source,
        "sourceHandle": handle,
        "target": target,
        "targetHandle": "target",
        "type": "custom",
        "zIndex": 0,
    }


DIFY = {
    "app": {"name": "App", "mode": "workflow"},
    "kind": "app",
    "version": "0.1.5",
    "workflow": {
        "graph": {
            "nodes": [
                df_node("1", "start", "Start"),
                df_node("2", "if-else", "Which?", cases=[{"case_id": "true", "conditions": []}]),
                df_node("3", "iteration", "Each", start_node_id="3start"),
                df_node("3start", "iteration-start", "", node_type="custom-iteration-start", parentId="3"),
                df_node("4", "code", "Count", text="x", parentId="3", iteration_id="3"),
                df_node("5", "end", "End"),
            ],
            "edges": [df_edge("1", "2", ("start", "if-else"))],
        },
    },
}
