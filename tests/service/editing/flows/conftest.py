"""What the documents of tools built on React Flow have in common."""

from __future__ import annotations


def drawn(node_id, kind, data, **more):
    return {"id": node_id, "type": kind, "position": {"x": 0, "y": 0}, "data": data, **more}


def edges_of(data):
    holder = data.get("data") or data.get("dsl", {}).get("graph") or data.get("workflow", {}).get("graph") or data
    return holder.get("edges", [])
